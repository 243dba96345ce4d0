"""The paper of a session: what goes home, the worker's notes, and cards to cut out; made from a plan alone.

A plan holds ids and closed choices, so nothing anybody said or typed can come onto these sheets.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from familyguide.guide import blocks as b
from familyguide.guide import model as m
from familyguide.guide.freshness import newest
from familyguide.guide.sentences import sentences
from familyguide.services import session, settings_plan
from familyguide.services.handouts import calling, working
from familyguide.services.handouts.pieces import bullets, heading, paragraph
from familyguide.services.handouts.sheet import Job, Refusal, Sheet
from familyguide.services.session_show import Stage
from familyguide.services.settings_plan import Planned

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Iterable, Iterator

    from familyguide.guide.library import Library
    from familyguide.guide.names import Language
    from familyguide.services.handouts.maker import Maker
    from familyguide.services.handouts.sheet import Piece, Row
    from familyguide.services.session import PlanPart, SessionPlan
    from familyguide.services.session_show import Note
    from familyguide.services.texts import Texts

# Sheets of a pack that are no items.
WEEK, HELP, WALLET = "session-week", "help-page", "wallet-card"
# What is printed for the worker, by the id of each sheet.
NOTES, CARDS, WORDS = "session-notes", "session-cards", "session-words"
# So many settings of an app go home: those of the session first.
SETTINGS = 5
LINES = 4


def pack_ids(plan: SessionPlan, maker: Maker) -> tuple[str, ...]:
    """Give the sheets that can go home, in their order; the small card with the numbers comes last.

    After what was covered come the plans that its conversations lead to, then their articles.

    In a session with a child only what is made for both: their conversations stay with the adult.
    """
    covered = session.covered(plan)
    library = maker.library
    plans = (name for names in _plans(plan, library) for name in names)
    wanted = dict.fromkeys((*covered, *plans, *_articles(plan, library)))
    items = [item for item in wanted if _may_go_home(plan, item, library)]
    numbers = (HELP, WALLET) if maker.directory.strip(maker.country) else ()
    return (WEEK, *items, *numbers)


def left_out_first(plan: SessionPlan, library: Library) -> frozenset[str]:
    """Give the sheets that stay here until they are asked for.

    The small card, the articles, and of each conversation the plans after the first: that one is what it is
    about.
    """
    plans = [[name for name in names if _may_go_home(plan, name, library)] for names in _plans(plan, library)]
    first = {names[0] for names in plans if names}
    others = {name for names in plans for name in names if name not in first}
    covered = session.covered(plan)
    return frozenset({WALLET}) | others | {name for name in _articles(plan, library) if name not in covered}


def _plans(plan: SessionPlan, library: Library) -> list[list[str]]:
    """List the plans that each conversation of the session leads to, what it is about first."""
    return [
        [now for name in leads.plans if (now := library.now_id(name)) is not None]
        for leads in _leads(plan, library)
    ]


def _articles(plan: SessionPlan, library: Library) -> list[str]:
    """List the articles that the conversations of the session lead to: something to read at home."""
    names = (name for leads in _leads(plan, library) for name in leads.articles)
    return [now for name in names if (now := library.now_id(name)) is not None]


def _leads(plan: SessionPlan, library: Library) -> list[m.Next]:
    talks = [library.item(item) for item in session.covered(plan)]
    return [talk.next for talk in talks if isinstance(talk, m.Conversation)]


def _may_go_home(plan: SessionPlan, item: str, library: Library) -> bool:
    row = library.row(item)
    return row is not None and row.audience != "worker" and session.fits(plan, row)


def pack_job(plan: SessionPlan, maker: Maker, without: Container[str] | None = None) -> Job:
    """Make the sheets that go home, as one print; `without` names those left out, `left_out_first` else.

    The week's decision stands first. KeyError when nothing is left.
    """
    if without is None:
        without = left_out_first(plan, maker.library)
    made = [
        sheet for name in pack_ids(plan, maker) if name not in without for sheet in _of(name, plan, maker)
    ]
    if not made:
        raise KeyError(plan.level)
    return Job(tuple(made), maker.look)


def _of(name: str, plan: SessionPlan, maker: Maker) -> Iterator[Sheet]:
    made: Sheet | Refusal
    if name == WEEK:
        made = week(plan, maker)
    elif name == HELP:
        made = calling.help_page(maker)
    elif name == WALLET:
        made = calling.wallet_card(maker)
    else:
        item = maker.library.item(name)
        if isinstance(item, m.Checklist):
            age = plan.ages[0] if plan.ages else None
            made = working.settings_of(maker, item.id, _settings(plan, item, age), age)
        else:
            made = maker.of(name, whole=False)
    if isinstance(made, Sheet):
        yield made


def _settings(plan: SessionPlan, app: m.Checklist, age: str | None) -> list[Planned]:
    """Give the settings of an app that the session showed, then what else counts most for the age."""
    shown = {name for part in plan.parts if app.id in part.items for name in part.settings}
    suited = settings_plan.suited([app], age)
    first = [Planned(app, setting) for setting in app.settings if setting.id in shown]
    others = [one for one in suited if one.setting.id not in shown]
    return [*first, *others][: max(SETTINGS, len(first))]


def week(plan: SessionPlan, maker: Maker) -> Sheet:
    """Make the page of the week's one decision: what the session proposed, and lines to fill by hand."""
    talks = [maker.library.item(item) for item in session.covered(plan)]
    ideas = [talk for talk in talks if isinstance(talk, m.Conversation) and _decision(talk, "fr")]
    rows: list[Row] = [
        _each(maker, lambda texts: (paragraph(texts("paper.session.week.lead"), kind="lead"),))
    ]
    if ideas:
        rows.append(_each(maker, lambda texts: (heading(texts("paper.session.week.ideas")),)))
        rows += [
            tuple((bullets([_decision(talk, language)]),) for language in maker.languages) for talk in ideas
        ]
    for key, lines in (("paper.session.week.one", LINES), ("paper.session.week.how", LINES - 1)):
        rows.append(_lines(maker, key, lines))
    sources = list(dict.fromkeys(name for talk in ideas for name in _organisations(maker, talk.sources)))
    known = newest(talk.as_of for talk in ideas)
    return Sheet(
        id=WEEK,
        languages=maker.languages,
        titles=tuple(texts("paper.session.week.title") for texts in maker.texts),
        rows=tuple(rows),
        help=maker.help(),
        **_foot(maker, WEEK, known, sources),
    )


def _lines(maker: Maker, key: str, lines: int) -> Row:
    labels = [texts(key) for texts in maker.texts]
    if len(labels) == 1:
        return (({"t": "write", "label": labels[0], "lines": lines, "text": ""},),)
    both = {"t": "write-in-both", "languages": list(maker.languages), "labels": labels}
    return ((both | {"lines": lines, "text": ""},),)


def _decision(talk: m.Conversation, language: str) -> str:
    """Give the decision of a conversation in its first sentence; empty where it has none."""
    blocks = (block for part in talk.parts(language) for block in part.blocks)
    found = next((block for block in blocks if isinstance(block, b.Decision)), None)
    return sentences(found.paragraphs[0])[0] if found is not None else ""


# For the worker.


def notes_job(plan: SessionPlan, maker: Maker) -> Job:
    """Make what only the worker reads: the parts with notes and duties, then what to do at a disclosure."""
    made = [notes(plan, maker)]
    if maker.library.has(session.DISCLOSURE):
        made.append(maker.of(session.DISCLOSURE))
    return Job(tuple(made), maker.look)


def notes(plan: SessionPlan, maker: Maker) -> Sheet:
    """Make the worker's notes: when each part begins, its aim, what to do, duties with their month."""
    stage = Stage(maker.library, maker.directory, maker.today)
    worker = _each(
        maker, lambda texts: ({"t": "box", "label": "", "lines": [texts("paper.session.worker")]},)
    )
    rows: list[Row] = [worker]
    begins = 0
    for number, part in enumerate(plan.parts):
        following = plan.parts[number + 1] if number + 1 < len(plan.parts) else None
        said = stage.notes(plan, part.id)
        rows += list(_part_rows(maker, part, following, (number + 1, begins), said))
        begins += part.minutes
    words = stage.all_words(plan)
    if words:
        rows.append(_each(maker, lambda texts: (heading(texts("paper.session.words.title")),)))
        rows.append(
            tuple(
                ({"t": "terms", "terms": [{"title": t.title[lang], "text": t.text[lang]} for t in words]},)
                for lang in maker.languages
            )
        )
    agendas = [maker.library.read(name, m.Agenda) for name in dict.fromkeys(p.agenda for p in plan.parts)]
    sources = list(dict.fromkeys(name for one in agendas for name in _organisations(maker, one.sources)))
    return Sheet(
        id=NOTES,
        languages=maker.languages,
        titles=tuple(texts("paper.session.notes.title") for texts in maker.texts),
        about=" · ".join(texts.count("run.minutes", plan.minutes) for texts in maker.texts),
        rows=tuple(rows),
        help=maker.help(),
        **_foot(maker, NOTES, newest(one.as_of for one in agendas), sources),
    )


def _part_rows(
    maker: Maker, part: PlanPart, following: PlanPart | None, place: tuple[int, int], said: Iterable[Note]
) -> Iterator[Row]:
    """Yield the title of a part with its first line, then its notes: the languages stay in step."""
    library = maker.library
    number, begins = place
    said = [note for note in said if note.kind != "word"]
    titles = session.template(part, library).title
    for at, note in enumerate(said):
        cells: list[tuple[Piece, ...]] = []
        for texts in maker.texts:
            language = texts.language
            head: list[Piece] = []
            if at == 0:
                title = texts(
                    "paper.session.part",
                    n=number,
                    title=titles[language],
                    first=begins,
                    last=begins + part.minutes,
                )
                head = [heading(title)]
            cells.append((*head, _note(note, language, maker)))
        yield tuple(cells)
    if following is not None:
        after = session.template(following, library).title
        yield _each(
            maker,
            lambda texts: (
                paragraph(texts("paper.session.next", title=after[texts.language]), kind="small"),
            ),
        )


def _note(note: Note, language: Language, maker: Maker) -> Piece:
    texts = maker.texts[maker.languages.index(language)]
    text = note.text[language]
    if note.kind == "aim":
        return paragraph(text, kind="lead")
    if note.kind == "duty":
        known = note.known[language] if note.known is not None else ""
        return {"t": "box", "label": texts("paper.session.duty"), "lines": list(filter(None, (text, known)))}
    label = f"{note.label[language]}" if note.label is not None else ""
    return {"t": "answer", "label": _with_colon(label, language), "text": text} if label else bullets([text])


def _with_colon(label: str, language: str) -> str:
    if label[-1:] in ":?!.…":
        return label
    return f"{label}\u00a0:" if language == "fr" else f"{label}:"


def words_job(plan: SessionPlan, maker: Maker) -> Job:
    """Make the words of the session for an interpreter, with room for a third language by hand."""
    stage = Stage(maker.library, maker.directory, maker.today)
    both = working.in_both(maker)
    titles = tuple(texts("paper.session.words.title") for texts in both.texts)
    return Job((working.terms_of(both, WORDS, titles, stage.all_words(plan)),), maker.look)


# Cards.


def practice_cards(plan: SessionPlan, library: Library) -> list[m.Card]:
    """Give the cards of a session that suit those in the room, in their order."""
    by_id = {card.id: card for card in library.practice.cards if session.fits_card(plan, card)}
    return [by_id[name] for name in session.cards(plan) if name in by_id]


def cards_job(plan: SessionPlan, maker: Maker) -> Job:
    """Make the practice cards of a session, to cut out; KeyError when it has none."""
    found = practice_cards(plan, maker.library)
    if not found:
        raise KeyError(CARDS)
    practice = maker.library.practice
    stage = Stage(maker.library, maker.directory, maker.today)
    piece: Piece = {
        "t": "practice",
        "languages": list(maker.languages),
        "passing": [practice.passing[language] for language in maker.languages],
        "cards": [_card(card, stage, maker) for card in found],
    }
    lead = _each(maker, lambda texts: (paragraph(texts("paper.session.cards.cut"), kind="small"),))
    sources = list(dict.fromkeys(name for card in found for name in _organisations(maker, card.sources)))
    dated = (maker.library.source(key) for card in found for key in card.sources)
    known = newest(source.date for source in dated if source is not None)
    sheet = Sheet(
        id=CARDS,
        languages=maker.languages,
        titles=tuple(texts("paper.session.cards.title") for texts in maker.texts),
        rows=(lead, ((piece,),)),
        **_foot(maker, CARDS, known, sources),
    )
    return Job((sheet,), maker.look)


def _card(card: m.Card, stage: Stage, maker: Maker) -> Piece:
    """Make a card of what the screen shows of it, idea by idea; the skill stands above the scene."""
    scene, *ideas = stage.card(card)
    nothing = ["" for _ in maker.languages]
    lines = [{"labels": nothing, "words": [scene.text[language] for language in maker.languages]}]
    lines += [
        {
            "labels": [_with_colon(idea.label[language], language) for language in maker.languages],
            "words": [idea.text[language] for language in maker.languages],
        }
        for idea in ideas
    ]
    return {
        "labels": [scene.label[language] for language in maker.languages],
        "titles": [card.title[language] for language in maker.languages],
        "lines": lines,
    }


# Help.


def _each(maker: Maker, make: Callable[[Texts], tuple[Piece, ...]]) -> Row:
    """Make the same in each language of the sheet."""
    return tuple(make(texts) for texts in maker.texts)


def _organisations(maker: Maker, keys: Iterable[str]) -> Iterator[str]:
    """Name who wrote the sources."""
    for key in keys:
        source = maker.library.source(key)
        if source is not None:
            yield source.organisation


def _foot(maker: Maker, identifier: str, known: str | None, sources: list[str]) -> dict[str, Any]:
    months = [writer.known(known, "conversation") for writer in maker.writers]
    return maker.foot_of(identifier, months, [sources] * len(maker.languages))
