"""What a session shows: slides for the shared screen, and notes for the worker alone."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Literal, TypeVar

from msgspec import Struct

from familyguide.guide import blocks as b
from familyguide.guide import model as m
from familyguide.guide.freshness import folds
from familyguide.guide.glossary import Glossary
from familyguide.guide.lines import CHILD, TALK, number_here
from familyguide.guide.names import NO_COUNTRY
from familyguide.guide.sentences import sentences, words_of
from familyguide.services import session
from familyguide.services.links import domain_of
from familyguide.services.texts import Texts
from familyguide.services.writer import Writer

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from familyguide.guide.library import Library
    from familyguide.services.directory import Directory
    from familyguide.services.session import PlanPart, SessionPlan

SlideKind = Literal["title", "say", "key", "avoid", "point", "practise", "decision", "numbers", "rules"]
NoteKind = Literal["aim", "note", "prepare", "activity", "lead", "duty", "word"]
# A conversation is shown in short: its branches stand whole in the worker's notes and on paper.
_BRANCHES = 3
_BRANCH_ORDER = ("yes", "silent", "no", "laughs", "angry", "manage", "asks-back", "promised", "other")
_RULES = 2
_DECISION_WORDS = 30
# So many ideas share a screen at most.
_TOGETHER: dict[str, int] = {"numbers": 6}
_USUAL_TOGETHER = 3
_NOTHING = m.Both("", "")


class Slide(Struct, frozen=True, kw_only=True):
    """One idea for the shared screen, in both languages; nothing private ever stands here.

    `label` may be empty. `more` is a small line under it ("You may pass", why to avoid). `number` is what to
    dial, in the second face.
    """

    kind: SlideKind
    label: m.Both = _NOTHING
    text: m.Both
    more: m.Both | None = None
    number: str | None = None
    # The service of a number, such as fr-119; the item, card or case that the slide comes from.
    source: str = ""
    # Slides that follow each other under one name belong together, and may share a screen.
    group: str = ""


class Note(Struct, frozen=True, kw_only=True):
    """One line for the worker alone, in both languages; `known` is the month of a duty."""

    kind: NoteKind
    text: m.Both
    label: m.Both | None = None
    known: m.Both | None = None


class Stage:
    """Makes slides and notes of plans for one guide and one day."""

    def __init__(self, library: Library, directory: Directory, today: date) -> None:
        self._library = library
        self._directory = directory
        self._today = today
        self._texts = {language: Texts(language) for language in m.LANGUAGES}

    def groups(self, plan: SessionPlan, part: str) -> tuple[tuple[Slide, ...], ...]:
        """Give the slides of a part, together what belongs together; KeyError as `slides`.

        The name of a part stands over all its screens, and has its own only where nothing else is shown.
        """
        title, *rest = self.slides(plan, part)
        made: list[list[Slide]] = []
        for slide in rest or [title]:
            if made and slide.group and slide.group == made[-1][0].group:
                made[-1].append(slide)
            else:
                made.append([slide])
        return tuple(map(tuple, made))

    def slides(self, plan: SessionPlan, part: str) -> tuple[Slide, ...]:
        """Give what the shared screen shows in a part, in order; KeyError for a part that is not there."""
        found = plan.part(part)
        words = session.template(found, self._library)
        made = [Slide(kind="title", text=words.title)]
        kind: SlideKind = "rules" if words.kind == "rules" else "point"
        show = [self._filled(text, plan) for text in words.show]
        if words.slot == "help" and (first := list(self._for_topics(plan))):
            # The number first: whoever needs it need not wait.
            made += [*first, *(Slide(kind=kind, text=text, group="topics") for text in show)]
        else:
            made += [Slide(kind=kind, label=words.title, text=text, group="show") for text in show]
        made += self._items(plan, found)
        made += self._scenes(found)
        match words.slot:
            case "signs":
                made += [one for name in session.signs(plan, self._library) for one in self._sign(name)]
            case "help":
                made += self._numbers(plan, words.title)
            case "decision":
                made += self._decisions(plan)
        return tuple(made)

    def ending(self, plan: SessionPlan) -> tuple[Slide, ...]:
        """Give what the end of a session shows, whichever parts it had: the decisions, then the numbers."""
        return (*self._decisions(plan), *self._numbers(plan, _NOTHING))

    def notes(self, plan: SessionPlan, part: str) -> tuple[Note, ...]:
        """Give what only the worker sees in a part: aim, notes, duties, and the interpreter's vocabulary."""
        found = plan.part(part)
        words = session.template(found, self._library)
        made = [Note(kind="aim", text=self._filled(words.aim, plan))]
        made += [Note(kind="note", text=self._filled(text, plan)) for text in words.notes]
        made += self._behind(plan, found)
        made += self.duties(plan.country, words.duties)
        made += [Note(kind="word", label=term.title, text=term.text) for term in self.words(plan, part)]
        return tuple(made)

    def duties(self, country: str, names: tuple[str, ...] | None = None) -> tuple[Note, ...]:
        """Give the duties of a country, or those named: each with its month, and whom to ask."""
        held = self._library.duties
        return tuple(
            Note(
                kind="duty",
                text=m.Both(
                    *(f"{self._fill(duty.text, lang, country)} {held.check[lang]}" for lang in m.LANGUAGES)
                ),
                known=self._known(duty.as_of, "law"),
            )
            for duty in held.duties
            if (names is None or duty.id in names) and (not duty.countries or country in duty.countries)
        )

    def words(self, plan: SessionPlan, part: str) -> tuple[m.Term, ...]:
        """Give the words of the glossary that are met in a part, on the screen or behind it."""
        found = plan.part(part)
        texts = [text for slide in self.slides(plan, part) for text in (slide.label, slide.text)]
        texts += [note.text for note in self._behind(plan, found)]
        said = {language: " ".join(text[language] for text in texts) for language in m.LANGUAGES}
        return tuple(
            dict.fromkeys(
                term for language in m.LANGUAGES for term in self._glossaries[language].met_in(said[language])
            )
        )

    def all_words(self, plan: SessionPlan) -> tuple[m.Term, ...]:
        """Give the words of the whole session, for a sheet to hand to the interpreter before."""
        found = {term.id: term for part in plan.parts for term in self.words(plan, part.id)}
        return tuple(found.values())

    # Slides.

    def _items(self, plan: SessionPlan, part: PlanPart) -> Iterator[Slide]:
        for identifier in part.items:
            item = self._library.item(identifier)
            match item:
                case m.Conversation():
                    if len(part.items) > 1:
                        ages = m.Both(*(self._texts[lang].ages(item.ages) for lang in m.LANGUAGES))
                        yield Slide(kind="title", label=ages, text=item.title, source=item.id)
                    yield from self._talk(item)
                case m.Checklist():
                    yield from self._settings(item, part.settings)
                case m.Agreement():
                    yield from self._agreement(item)
                case m.Article():
                    yield from self._article(item, plan)

    def _talk(self, item: m.Conversation) -> Iterator[Slide]:
        """The opening, what to answer, what to avoid, what a child keeps, what the adult promises."""
        yield Slide(kind="say", label=self._both("block.say"), text=item.opening, source=item.id)
        branches = sorted(_pairs(item, b.Branch), key=lambda pair: _BRANCH_ORDER.index(pair[0].kind))
        for french, english in branches[:_BRANCHES]:
            text = _said(french, english)
            if text is not None:
                labels = (
                    self._texts["fr"]("branch.title", label=french.label),
                    self._texts["en"]("branch.title", label=english.label),
                )
                group = f"branches-{item.id}"
                yield Slide(kind="say", label=m.Both(*labels), text=text, source=item.id, group=group)
        for not_this, nor_this in _pairs(item, b.Avoid)[:1]:
            yield Slide(
                kind="avoid",
                label=self._both("session.avoid"),
                text=m.Both(not_this.text, nor_this.text),
                more=m.Both(not_this.reason, nor_this.reason),
                source=item.id,
            )
        for keep, kept in _pairs(item, b.Key):
            for line in zip(keep.lines, kept.lines, strict=True):
                label, group = self._both("block.key"), f"key-{item.id}"
                yield Slide(kind="key", label=label, text=m.Both(*line), source=item.id, group=group)
        for mine, ours in _pairs(item, b.Promise):
            text = m.Both(mine.lines[0], ours.lines[0])
            yield Slide(kind="say", label=self._both("block.promise"), text=text, source=item.id)

    def _settings(self, app: m.Checklist, chosen: tuple[str, ...]) -> Iterator[Slide]:
        for setting in app.settings:
            if setting.id not in chosen:
                continue
            group = f"setting-{setting.id}"
            yield Slide(kind="point", label=app.title, text=setting.title, source=app.id, group=group)
            yield Slide(kind="point", label=setting.title, text=setting.why, source=app.id, group=group)
            known = self._known(setting.as_of, "setting", menus=True)
            if folds(setting.as_of, "setting", self._today):
                text = self._both("session.official-page")
            else:
                text = m.Both(" › ".join(setting.path.fr), " › ".join(setting.path.en))
            yield Slide(kind="point", label=setting.title, text=text, more=known, source=app.id, group=group)

    def _agreement(self, item: m.Agreement) -> Iterator[Slide]:
        yield Slide(kind="say", label=self._both("block.say"), text=item.opening, source=item.id)
        for name, for_adults in (("child", False), ("adult", True)):
            label = self._both(f"agreement.rules.{name}")
            for rule in [rule for rule in item.rules if rule.for_adults is for_adults][:_RULES]:
                yield Slide(
                    kind="key", label=label, text=rule.rule, more=rule.reason, source=item.id, group=name
                )

    def _article(self, item: m.Article, plan: SessionPlan) -> Iterator[Slide]:
        """What an article says aloud and gives to keep; the rest is read on paper."""
        for french, english in zip(item.fr, item.en, strict=True):
            match french, english:
                case b.Say(), b.Say():
                    text = self._filled(m.Both(french.text, english.text), plan)
                    group = f"say-{item.id}"
                    yield Slide(kind="say", label=item.title, text=text, source=item.id, group=group)
                case b.Key(), b.Key():
                    for line in zip(french.lines, english.lines, strict=True):
                        text, group = m.Both(*line), f"key-{item.id}"
                        yield Slide(kind="key", label=item.title, text=text, source=item.id, group=group)

    def _sign(self, identifier: str) -> Iterator[Slide]:
        item = self._library.read(identifier, m.Sign)
        key = "sign.known" if item.specificity == "high" else "sign.ordinary"
        lines: list[tuple[SlideKind, str, m.Both]] = [
            ("point", "kind.sign", item.title),
            ("point", key, item.ordinary[0]),
            ("say", "sign.say", item.say),
        ]
        for kind, label, text in lines:
            yield Slide(kind=kind, label=self._both(label), text=text, source=item.id, group=item.id)

    def _scenes(self, part: PlanPart) -> Iterator[Slide]:
        practice = self._library.practice
        for name in part.cards:
            for card in practice.cards:
                if card.id == name:
                    yield from self.card(card)
            for case in practice.cases:
                if case.id == name:
                    for text in (case.scene, case.ask):
                        yield Slide(
                            kind="practise", label=case.title, text=text, source=case.id, group=case.id
                        )

    def card(self, card: m.Card) -> Iterator[Slide]:
        """Give a practice card: scene, who is who, first words, what to try; each says that one may pass."""
        passing = self._library.practice.passing
        skill = self._both(f"session.skill.{card.skill}")
        lines = [
            (skill, card.scene),
            (self._both("session.card.you.solo" if card.solo else "session.card.you"), card.you),
            (self._both("session.card.other.solo" if card.solo else "session.card.other"), card.other),
            (self._both("session.card.line"), card.line),
            *((self._both("session.card.try"), text) for text in card.tries),
        ]
        for label, text in lines:
            yield Slide(kind="practise", label=label, text=text, more=passing, source=card.id, group=card.id)

    def _numbers(self, plan: SessionPlan, label: m.Both) -> Iterator[Slide]:
        """The help strip of the country, together; its note where we hold none.

        With a child there, the child's own line comes first, and no large slide speaks of suicide: that
        number stays in the strip.
        """
        strip = self._directory.strip(plan.country)
        if plan.with_child:
            strip = tuple(entry for entry in strip if entry.role != "crisis")
            strip = tuple(sorted(strip, key=lambda entry: entry.role not in (CHILD, TALK)))
        for entry in strip:
            # The name of a service for text messages alone says so.
            numbers = [
                number for one in entry.services if (number := number_here(one, plan.country) or one.sms)
            ]
            if numbers:
                yield Slide(
                    kind="numbers",
                    label=label,
                    text=self._both(f"strip.{entry.role}"),
                    number=" · ".join(numbers),
                    source=entry.services[0].id,
                    group="numbers",
                )
        country = self._directory.country(plan.country)
        if country is not None and country.note is not None and not country.strip.emergency:
            yield Slide(kind="numbers", text=country.note)

    def _for_topics(self, plan: SessionPlan) -> Iterator[Slide]:
        """Give the number that each conversation of the session leads to first, in this country."""
        roles: list[tuple[str, ...]] = [("child",)] if plan.with_child else []
        for identifier in session.covered(plan) if not roles else ():
            item = self._library.item(identifier)
            if isinstance(item, m.Conversation):
                roles.append(item.next.roles)
        found: dict[str, Slide] = {}
        for wanted in roles:
            for role in wanted:
                reached = self._reached(role, plan.country)
                if reached is not None:
                    found.setdefault(reached.source, reached)
                    break
        # As many as stand on one screen, what can be said of them under it.
        yield from list(found.values())[:_USUAL_TOGETHER]

    def _reached(self, role: str, country: str) -> Slide | None:
        """Make the slide of who fills a role: the number, or the site where no number works here."""
        label = self._library.vocabulary.roles.get(role)
        for service in self._directory.role(country, role):
            number = number_here(service, country)
            if label is None or (number is None and service.web is None):
                continue
            # Some services are called by their number alone.
            named = m.Both(*(_without(number, service.title[language]) for language in m.LANGUAGES))
            text = named if named.fr and named.en else service.role
            more = service.role if text is not service.role else None
            if number is None and service.web is not None:
                domain = domain_of(service.web)
                text, more = (
                    m.Both(domain, domain),
                    m.Both(*(f"{service.title[one]} · {service.role[one]}" for one in m.LANGUAGES)),
                )
            return Slide(
                kind="numbers",
                label=label,
                text=text,
                more=more,
                number=number,
                source=service.id,
                group="topics",
            )
        return None

    def _decisions(self, plan: SessionPlan) -> Iterator[Slide]:
        """The decision of each conversation of the session, whole, or as much as can be read from afar."""
        for identifier in session.covered(plan):
            item = self._library.item(identifier)
            if isinstance(item, m.Conversation):
                for french, english in _pairs(item, b.Decision):
                    text = _begin(m.Both(french.paragraphs[0], english.paragraphs[0]))
                    yield Slide(
                        kind="decision", label=self._both("block.decision"), text=text, source=item.id
                    )

    # Notes.

    def _behind(self, plan: SessionPlan, part: PlanPart) -> Iterator[Note]:
        """What a worker reads behind the slides: how to prepare, what to rehearse, where a case leads."""
        for identifier in part.items:
            item = self._library.item(identifier)
            if isinstance(item, m.Conversation):
                for french, english in zip(item.fr[0].blocks, item.en[0].blocks, strict=True):
                    if isinstance(french, b.Paragraph) and isinstance(english, b.Paragraph):
                        text = self._filled(m.Both(french.text, english.text), plan)
                        yield Note(kind="prepare", label=item.title, text=text)
                for french, english in _pairs(item, b.Activity):
                    for line in zip(french.paragraphs, english.paragraphs, strict=True):
                        yield Note(kind="activity", label=self._both("block.activity"), text=m.Both(*line))
        for name in part.cards:
            for case in self._library.practice.cases:
                if case.id == name:
                    yield from (Note(kind="note", label=case.title, text=text) for text in case.notes)
                    for lead in case.leads:
                        row = self._library.row(lead.partition(":")[2])
                        if row is not None:
                            yield Note(kind="lead", label=self._both("next.title"), text=row.title)

    # Help.

    def _both(self, key: str) -> m.Both:
        return m.Both(*(self._texts[language](key) for language in m.LANGUAGES))

    def _known(self, as_of: str | None, limit: str, *, menus: bool = False) -> m.Both:
        writers = (
            Writer(self._library, self._directory, language, NO_COUNTRY, self._today)
            for language in m.LANGUAGES
        )
        return m.Both(*(writer.known(as_of, limit, menus=menus) for writer in writers))

    def _filled(self, text: m.Both, plan: SessionPlan) -> m.Both:
        return m.Both(*(self._fill(text, language, plan.country) for language in m.LANGUAGES))

    def _fill(self, text: m.Both, language: str, country: str) -> str:
        return self._directory.fill(text[language], language, country)

    @cached_property
    def _glossaries(self) -> dict[str, Glossary]:
        """The glossary, per language."""
        terms = [self._library.read(row.id, m.Term) for row in self._library.rows("term")]
        return {language: Glossary(terms, language) for language in m.LANGUAGES}


AnyBlock = TypeVar("AnyBlock")


def _pairs(item: m.Conversation, kind: type[AnyBlock]) -> list[tuple[AnyBlock, AnyBlock]]:
    """Give the blocks of a kind, French beside English: the checker keeps both in step."""
    return [
        (french, english)
        for ours, theirs in zip(item.fr, item.en, strict=True)
        for french, english in zip(ours.blocks, theirs.blocks, strict=True)
        if isinstance(french, kind) and isinstance(english, kind)
    ]


def _said(french: b.Branch, english: b.Branch) -> m.Both | None:
    """Give the first words to say of a branch: one idea."""
    ours = next((block.text for block in french.blocks if isinstance(block, b.Say)), None)
    theirs = next((block.text for block in english.blocks if isinstance(block, b.Say)), None)
    return m.Both(ours, theirs) if ours is not None and theirs is not None else None


def ways_to_share(group: Sequence[Slide]) -> Iterator[list[tuple[Slide, ...]]]:
    """Yield how slides that belong together can be shared out over screens, the fewest first, then one each.

    Of a practice card the scene and who is who stay together longest, with the first words if there is room.
    """
    if group[0].kind == "practise":
        for first in (4, 3):
            if len(group) > first:
                yield [tuple(group[:first]), tuple(group[first:])]
    most = _TOGETHER.get(group[0].kind, _USUAL_TOGETHER)
    for count in range(-(-len(group) // most), len(group) + 1):
        size, more = divmod(len(group), count)
        ends = [(number + 1) * size + min(number + 1, more) for number in range(count)]
        yield [tuple(group[start:end]) for start, end in zip([0, *ends], ends, strict=False)]


def _without(number: str | None, name: str) -> str:
    """Give the name of a service without the number it begins with."""
    plain = (number or "").replace("\u00a0", " ")
    if plain and name.replace("\u00a0", " ").startswith(plain):
        return name[len(plain) :].strip(" –:·\u00a0")
    return name


def _begin(paragraph: m.Both) -> m.Both:
    """Give as many sentences as can be read from afar, the same number in both languages; at least one."""
    french, english = sentences(paragraph.fr), sentences(paragraph.en)
    for count in range(max(len(french), len(english)), 0, -1):
        begun = m.Both(" ".join(french[:count]), " ".join(english[:count]))
        # A question whose answer is cut off would only puzzle.
        is_open = count < len(french) and begun.fr.endswith("?")
        if not is_open and max(len(words_of(begun.fr)), len(words_of(begun.en))) <= _DECISION_WORDS:
            return begun
    return m.Both(french[0], english[0])
