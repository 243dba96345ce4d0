"""A small healthy content folder, to be broken one thing at a time."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from familyguide.guide.loader import load
from familyguide.guide.rules import check

if TYPE_CHECKING:
    from familyguide.guide.model import Problem

REAL = Path(__file__).parents[2] / "content"
TODAY = date(2026, 11, 22)

FIELDS = """\
review_by: '2029-11'
status: draft
updated: '2026-11-20'
"""
ITEM = f"""\
audience: adult
topics: [cameras-live]
ages: [9-11]
countries: []
sources: [CEOP-LIVE]
{FIELDS}"""


def indent(text: str) -> str:
    """Move a block two spaces to the right, as in a list."""
    return "".join(f"  {row}\n" for row in text.splitlines())


FILES = {
    "bibliography.yaml": """\
CEOP-LIVE: {organisation: CEOP, title: Live streaming, year: '2020', date: '2020-05', read: true}
NOT-READ: {organisation: Someone, title: Something, read: false}
""",
    "countries.yaml": """\
FR:
  name: {fr: France, en: France}
  in_name: {fr: pour la France, en: for France}
  where: {fr: en France, en: in France}
  eu: true
  strip:
    child: [fr-119]
  roles:
    child: [fr-119]
""",
    "redirects.yaml": "retired: []\nmerged: {}\n",
    "search.yaml": """\
synonyms:
  fr: {cam: [caméra]}
  en: {cam: [camera]}
crisis:
  fr:
    - {words: mourir, roles: [crisis], needs: [crisis]}
  en:
    - {words: die, roles: [crisis], needs: [crisis]}
""",
    "triage.yaml": f"""\
safety:
  title: {{fr: 'Cet écran est-il vu ?', en: 'Can someone see this screen?'}}
  intro: {{fr: Un autre appareil est plus sûr., en: Another device is safer.}}
  answers:
    'no': {{fr: 'Non, continuer', en: 'No, go on'}}
    'yes': {{fr: Oui, en: 'Yes'}}
  unsafe:
    title: {{fr: Votre sécurité, en: Your safety}}
    blocks:
      - {{fr: Prenez un autre appareil., en: Use another device.}}
    roles: [emergency]
    go_on: {{fr: Continuer, en: Go on}}
happening:
  start: what
  questions:
    - id: what
      text: {{fr: 'Que se passe-t-il ?', en: 'What is happening?'}}
      answers:
        - text: {{fr: Quelqu'un écrit à mon enfant, en: Someone writes to my child}}
          plan: someone-contacting
        - text: {{fr: Autre chose, en: Something else}}
          to: else
    - id: else
      text: {{fr: 'Et avant cela ?', en: 'And before that?'}}
      answers:
        - text: {{fr: Une demande, en: A request}}
          plan: someone-contacting
        - text: {{fr: Un message, en: A message}}
          plan: someone-contacting
  list_title: {{fr: Tous les plans, en: All plans}}
sources: [CEOP-LIVE]
{FIELDS.replace("status: draft", "").replace(chr(10) * 2, chr(10))}""",
    "texts/image-rule.yaml": """\
id: image-rule
title: {fr: La règle des images, en: The image rule}
text: {fr: Ne cherchez pas l'image., en: Do not look for the image.}
sources: [CEOP-LIVE]
review_by: '2029-11'
updated: '2026-11-20'
""",
    "practice.yaml": """\
passing: {fr: Vous pouvez passer., en: You may pass.}
review_by: '2029-11'
updated: '2026-11-20'
cards:
  - id: ask-a-neighbour
    skill: asking
    audience: with-child
    topics: [cameras-live]
    ages: [9-11]
    title: {fr: Le voisin, en: The neighbour}
    scene: {fr: Un voisin arrose ses fleurs., en: A neighbour waters some flowers.}
    you: {fr: Quelqu'un de curieux., en: Someone curious.}
    other: {fr: Le voisin., en: The neighbour.}
    line: {fr: '« Elles poussent vite ? »', en: '"Do they grow fast?"'}
    tries:
      - {fr: Écoutez la réponse., en: Listen to the answer.}
cases:
  - id: new-game
    topics: [cameras-live]
    ages: [9-11]
    title: {fr: Un nouveau jeu, en: A new game}
    scene: {fr: Sami a un nouveau jeu., en: Sami has a new game.}
    ask: {fr: 'Par où commencer ?', en: 'Where would you begin?'}
    notes:
      - {fr: Jouer une fois avec lui., en: Play it once together.}
    leads: ['conversation:cameras-live-9-11']
""",
    "duties.yaml": """\
check: {fr: Demandez à votre référent., en: Ask your lead.}
review_by: '2029-11'
updated: '2026-11-20'
duties:
  - id: fr-tell
    countries: [FR]
    text: {fr: Il faut prévenir quelqu'un., en: Somebody must be told.}
    sources: [CEOP-LIVE]
""",
    "terms.yaml": """\
- id: live
  audience: adult
  topics: [cameras-live]
  review_by: '2029-11'
  status: draft
  updated: '2026-11-20'
  title: {fr: direct, en: live}
  text: {fr: Une vidéo vue au moment où elle est faite., en: A video people see while it is being made.}
  also: {fr: [stream], en: [stream]}
""",
    "services/FR.yaml": """\
- id: fr-119
  name: {fr: '119, enfance en danger', en: '119, children in danger'}
  role: {fr: Enfant en danger, en: A child in danger}
  country: FR
  valid_in: [FR]
  kind: child-protection
  needs: [child-at-risk]
  show_as: service
  phone: '119'
  web: https://www.allo119.gouv.fr/
  domain: allo119.gouv.fr
  domains: [www.allo119.gouv.fr]
  opening_hours: '24/7'
  timezone: Europe/Paris
  confidence: high
  sources:
    - {url: 'https://www.allo119.gouv.fr/', title: Official, date: '2025-01', seen: stored-copy}
  review_by: '2029-11'
  status: draft
  updated: '2026-11-20'
""",
    "signs/emotions.yaml": f"""\
- id: sudden-fear
  category: emotions
  specificity: medium
{indent(ITEM)}  title: {{fr: Une peur soudaine, en: A sudden fear}}
  ordinary:
    - {{fr: Une dispute., en: A quarrel.}}
    - {{fr: Un film., en: A film.}}
  weight:
    - {{fr: Cela dure., en: It lasts.}}
  say: {{fr: "« Tu veux m'en parler ? »", en: '"Shall we talk about it?"'}}
  next: {{talk: [cameras-live], plans: [someone-contacting], roles: [child]}}
""",
    "checklists/webcam.yaml": f"""\
id: webcam
name: {{fr: Caméra, en: Camera}}
kind: device
{ITEM.replace("sources: [CEOP-LIVE]", "sources: []")}minutes: 5
intro: {{fr: Voir ceux qu'on aime., en: See people we love.}}
together: {{fr: '« On regarde à deux ? »', en: '"Shall we look together?"'}}
min_age: {{value: 0}}
official_page: https://example.org/parents
help_pages:
  - {{url: 'https://example.org/help', lang: en, title: Help}}
settings:
  - id: cover
    topic: live-camera
    title: {{fr: Cacher la caméra, en: Cover the camera}}
    why: {{fr: Elle ne montre rien., en: It shows nothing.}}
    path: {{fr: [Réglages, Caméra], en: [Settings, Camera]}}
    ages: [9-11]
    essential: true
    confidence: high
    source: {{url: 'https://example.org/help', date: '2026-01', basis: official}}
    path_fr_basis: official
    help: {{fr: 'https://example.org/fr', en: 'https://example.org/en'}}
""",
    "plans/someone-contacting.yaml": f"""\
id: someone-contacting
{ITEM}title: {{fr: Quelqu'un écrit à mon enfant, en: Someone writes to my child}}
summary: {{fr: 'Restez calme, une étape après l''autre.', en: 'Stay calm, one step at a time.'}}
shame: true
call: [report, crisis]
steps:
  - id: stay
    do: {{fr: Restez avec votre enfant., en: Stay with your child.}}
    more: {{fr: Il a besoin de vous., en: They need you.}}
    links: ['article:understand-live']
dont:
  - {{fr: N'enquêtez pas., en: Do not investigate.}}
  - {{fr: Ne répondez pas., en: Do not answer.}}
who: [report, 'service:fr-119']
""",
    "articles/understand-live.yaml": f"id: understand-live\n{ITEM}category: understand\nminutes: 3\n",
    "articles/understand-live.fr.md": """\
---
title: Comprendre le direct
summary: En direct : ce qui compte, et quoi dire.
---

## Ce qui compte

Le direct est un jeu pour beaucoup. Le plan : [Quelqu'un écrit à mon enfant](plan:someone-contacting).

- Regardez ensemble.
- Parlez souvent.
""",
    "articles/understand-live.en.md": """\
---
title: About live video
summary: Live video: what matters, and what to say.
---

## What matters

Live video is play for many. The plan: [Someone writes to my child](plan:someone-contacting).

- Look together.
- Talk often.
""",
    "conversations/cameras-live-9-11.yaml": f"""\
id: cameras-live-9-11
{ITEM}minutes: 5
next:
  checklists: [webcam]
  plans: [someone-contacting]
  roles: [child]
""",
    "conversations/cameras-live-9-11.fr.md": """\
---
title: Ma caméra
summary: Dire oui, dire non, éteindre : l'enfant choisit.
opening: « Montre-moi ce que tu aimes. »
when: En voiture, sans se presser.
---

## prepare

La plupart des moments en vidéo se passent bien.

## open

> « Avec qui tu parles en vidéo ? »
>
> « Comment tu choisis ? »

## listen

### yes: raconte que c'est arrivé

> « Merci. Raconte-moi, à ton rythme. »

Écoutez.

### no: dit non

> « D'accord. On sera deux. »

### silent: se tait

> « On en reparle samedi. »

!!! avoid "« Donne-moi cette tablette. »"
    Parler coûterait cher.

!!! avoid "« Tu n'avais qu'à couper. »"
    Le poids n'est pas sur lui.

## essential

!!! key
    « Ma caméra, c'est moi qui décide. »

## practise

!!! activity
    Jouez la scène deux fois.

## close

!!! decision
    Où fait-on les appels vidéo ?

!!! promise
    « Viens me voir. Je t'écouterai. »
""",
    "conversations/cameras-live-9-11.en.md": """\
---
title: My camera
summary: Say yes, say no, switch off: the child chooses.
opening: "Show me what you like."
when: In the car, in no hurry.
---

## prepare

Most video time is fine.

## open

> "Who do you talk to on video?"
>
> "How do you decide?"

## listen

### yes: says it has happened

> "Thank you. Tell me, in your own time."

Listen.

### no: says no

> "OK. Then there are two of us."

### silent: goes quiet

> "We can talk again on Saturday."

!!! avoid "\\"Give me that tablet.\\""
    Telling would cost too much.

!!! avoid "\\"You should have switched off.\\""
    The weight is not on them.

## essential

!!! key
    "My camera, my choice."

## practise

!!! activity
    Act it out twice.

## close

!!! decision
    Where do we take video calls?

!!! promise
    "Come to me. I will listen."
""",
}


class Folder:
    """A content folder that a test can break."""

    def __init__(self, root: Path) -> None:
        self.root = root
        for name, text in FILES.items():
            self.write(name, text)
        (root / "checks").mkdir()
        for name in (
            "vocabulary.yaml",
            "checks/phrase-bank.yaml",
            "checks/words.fr.yaml",
            "checks/words.en.yaml",
        ):
            shutil.copy(REAL / name, root / name)

    def read(self, name: str) -> str:
        return (self.root / name).read_text(encoding="utf-8")

    def write(self, name: str, text: str) -> None:
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")

    def change(self, name: str, old: str, new: str) -> None:
        """Replace words that stand in a file; they must be there."""
        text = self.read(name)
        assert old in text, f"{old!r} is not in {name}"
        self.write(name, text.replace(old, new, 1))

    def line(self, name: str, words: str) -> int:
        """Tell on which line some words stand."""
        rows = self.read(name).split("\n")
        return next(number for number, row in enumerate(rows, 1) if words in row)

    def check(self) -> list[Problem]:
        return check(load(self.root), TODAY)

    def found(self) -> list[tuple[str, int, str]]:
        return [(problem.file, problem.line, problem.code) for problem in self.check()]
