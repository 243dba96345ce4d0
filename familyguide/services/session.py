"""A session as a value: suggested from needs, changed part by part; nothing in it is typed by anybody.

A plan holds ids of the guide, closed choices and bounded numbers. Whether an interpreter knows the family and
whether a second adult is there belong to the day: they are part of the value and never of the file
(`session_file`). What the screen shows of a plan is made in `session_show`.
"""

from __future__ import annotations

from itertools import chain, zip_longest
from typing import TYPE_CHECKING, Annotated, Literal, TypeVar

from msgspec import Meta, Struct
from msgspec.structs import replace

from familyguide.guide import model as m
from familyguide.guide.library import row_is_valid
from familyguide.guide.names import NO_COUNTRY
from familyguide.services import settings_plan

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from familyguide.guide.library import Library
    from familyguide.guide.rows import Row
    from familyguide.services.texts import Texts

Id = Annotated[str, Meta(pattern=r"^[a-z0-9]+(?:-[a-z0-9]+)*$", max_length=80)]
Age = Literal["3-5", "6-8", "9-11", "12-14", "15-17"]
Interpreter = Literal["none", "outside", "known"]
Reason = Literal[
    "no-agenda",
    "no-topic",
    "no-conversation",
    "not-for-age",
    "adults-only",
    "no-time",
    "no-setting",
    "no-card",
    "no-case",
    "no-sign",
    "no-agreement",
]

LEAST_MINUTES, MOST_MINUTES = 1, 60
PARTS, TOPICS, ITEMS, CARDS = 16, 3, 4, 6
# How often one part of a template may stand in a plan.
AGAIN = 9
# Pages for the worker's screen alone.
DISCLOSURE, PREPARE = "session-disclosure", "session-prepare"
_WITH_CHILD = "parent-and-child"
# What a slot may hold that comes from the library's items.
_ITEM_KINDS = {"conversation": "conversation", "setting": "checklist", "agreement": "agreement"}
# Where no age was chosen, the middle of childhood first.
_NO_AGE: tuple[Age, ...] = ("9-11", "12-14", "6-8", "15-17", "3-5")
AGES: tuple[Age, ...] = ("3-5", "6-8", "9-11", "12-14", "15-17")
# What is made for adults alone.
ADULT_SLOTS = frozenset({"conversation", "setting", "cases", "signs"})
# Slots that may stand twice in a session: each time they hold something else.
_AGAIN_SLOTS = frozenset({"conversation", "setting", "cards", "cases", "agreement"})
_TALKS = {"workshop": 2}
_CARDS = {"workshop": 3}
_CASES = 2
_ANY_APP = "any-app"
# What a card is about that suits every session.
_EVERYBODY = "trusted-adults"
_SIGNS = 2


class PlanPart(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One part of a plan: the part of a template it comes from, how long, and what fills it."""

    agenda: Id
    part: Id
    kind: m.PartKind
    minutes: Annotated[int, Meta(ge=LEAST_MINUTES, le=MOST_MINUTES)]
    # Tells two parts made from the same part of a template.
    number: Annotated[int, Meta(ge=1, le=AGAIN)] = 1
    # Conversations, an app, an agreement, an article.
    items: Annotated[tuple[Id, ...], Meta(max_length=ITEMS)] = ()
    # Settings of the app among the items.
    settings: Annotated[tuple[Id, ...], Meta(max_length=ITEMS)] = ()
    # Practice cards, or cases.
    cards: Annotated[tuple[Id, ...], Meta(max_length=CARDS)] = ()

    @property
    def id(self) -> str:
        """Its own name in the plan."""
        return f"{self.agenda}:{self.part}" + (f":{self.number}" if self.number > 1 else "")


class SessionPlan(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A session, ready to be run; `country` is XX where none we hold was chosen."""

    level: m.Level
    topics: Annotated[tuple[Id, ...], Meta(max_length=TOPICS)] = ()
    ages: Annotated[tuple[Age, ...], Meta(max_length=5)] = ()
    country: Annotated[str, Meta(pattern=r"^[A-Z]{2,3}$")] = "XX"
    languages: Annotated[tuple[m.Language, ...], Meta(min_length=1, max_length=2)] = ("fr",)
    parts: Annotated[tuple[PlanPart, ...], Meta(max_length=PARTS)] = ()
    # Asked before each start, and never written: none needed, from outside, or known to the family.
    interpreter: Interpreter | None = None
    second_adult: bool | None = None

    @property
    def with_child(self) -> bool:
        """Whether a child takes part: then everything shown is made for both."""
        return self.level == _WITH_CHILD

    @property
    def minutes(self) -> int:
        """How long all parts last together."""
        return sum(part.minutes for part in self.parts)

    def part(self, identifier: str) -> PlanPart:
        """Give one part; KeyError when the plan has none of that name."""
        for part in self.parts:
            if part.id == identifier:
                return part
        raise KeyError(identifier)


class Gap(Struct, frozen=True):
    """Something the needs ask for and the plan does not hold; `part` is empty for a whole topic."""

    reason: Reason
    part: str = ""
    topic: str = ""


class Offer(Struct, frozen=True):
    """A part that can be added."""

    agenda: str
    part: m.AgendaPart

    @property
    def title(self) -> m.Both:
        """What the part is called."""
        return self.part.title


class Choice(Struct, frozen=True):
    """Something that can fill a part: an item (with its settings), a card or a case."""

    kind: Literal["item", "card", "case"]
    id: str
    title: m.Both
    ages: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    # What fits the topics and ages of the plan stands first.
    suits: bool = False
    settings: tuple[str, ...] = ()


def suggest(
    level: m.Level,
    topics: Sequence[str],
    ages: Sequence[str],
    country: str,
    languages: Sequence[m.Language],
    library: Library,
) -> SessionPlan:
    """Make a plan from a template and needs; `gaps` tells what could not be filled.

    Topics beyond three are left out, ages stand in their order. The first topic and age count most.
    """
    plan = SessionPlan(
        level=level,
        topics=tuple(dict.fromkeys(topics))[:TOPICS],
        ages=tuple(age for age in AGES if age in ages),
        country=country if library.holds(country) else NO_COUNTRY,
        languages=tuple(dict.fromkeys(languages)) or ("fr",),
    )
    agenda = agenda_for(level, library)
    if agenda is None:
        return plan
    for part in agenda.parts:
        plan = add(plan, Offer(agenda.id, part), library, len(plan.parts))
    return plan


def agenda_for(level: str, library: Library) -> m.Agenda | None:
    """Give the template of a level; None when this guide holds none."""
    for row in library.rows("agenda"):
        if row.group == level:
            return library.read(row.id, m.Agenda)
    return None


def template(part: PlanPart, library: Library) -> m.AgendaPart:
    """Give the words of a part: its title, aim, what it shows, notes; KeyError when the guide lost them."""
    for found in library.read(part.agenda, m.Agenda).parts:
        if found.id == part.part:
            return found
    raise KeyError(part.id)


# Changes. Each gives a new plan; one that is not possible gives the same plan.


def add(plan: SessionPlan, offer: Offer, library: Library, at: int | None = None) -> SessionPlan:
    """Add a part, filled from the plan's needs, at a place or before the last part."""
    if len(plan.parts) >= PARTS or not may_take(plan, offer, library):
        return plan
    made = bare(plan, offer)
    if made is None:
        return plan
    place = max(0, len(plan.parts) - 1) if at is None else min(max(at, 0), len(plan.parts))
    made = _filled(plan, made, library)
    return _with(plan, (*plan.parts[:place], made, *plan.parts[place:]))


def remove(plan: SessionPlan, part: str) -> SessionPlan:
    """Take a part out."""
    return _with(plan, tuple(one for one in plan.parts if one.id != part))


def move(plan: SessionPlan, part: str, by: int) -> SessionPlan:
    """Move a part earlier (negative) or later; it stops at either end."""
    parts = list(plan.parts)
    for at, one in enumerate(parts):
        if one.id == part:
            parts.insert(min(max(at + by, 0), len(parts) - 1), parts.pop(at))
            return _with(plan, tuple(parts))
    return plan


def with_minutes(plan: SessionPlan, part: str, minutes: int) -> SessionPlan:
    """Give a part a length, from 1 to 60 minutes."""
    bounded = min(max(minutes, LEAST_MINUTES), MOST_MINUTES)
    return _changed(plan, part, minutes=bounded)


def with_choice(plan: SessionPlan, part: str, choice: Choice) -> SessionPlan:
    """Put something into a part, or take it out when it is there; nothing changes when the part is full."""
    try:
        found = plan.part(part)
    except KeyError:
        return plan
    if choice.kind != "item":
        cards = _toggled(found.cards, choice.id)
        return _changed(plan, part, cards=cards) if len(cards) <= CARDS else plan
    items = _toggled(found.items, choice.id)
    if len(items) > ITEMS:
        return plan
    settings = tuple(one for one in found.settings if one not in choice.settings)
    if choice.id in items:
        settings = (*settings, *choice.settings)[:ITEMS]
    return _changed(plan, part, items=items, settings=settings)


def with_needs(
    plan: SessionPlan,
    library: Library,
    *,
    topics: Sequence[str] | None = None,
    ages: Sequence[str] | None = None,
    country: str | None = None,
    languages: Sequence[m.Language] | None = None,
) -> SessionPlan:
    """Give a plan other needs; None leaves one as it is.

    Parts, their order and minutes stay. What topics and ages fill is chosen anew where these change; what may
    not be shown in another country is left out.
    """
    changed = replace(
        plan,
        topics=plan.topics if topics is None else tuple(dict.fromkeys(topics))[:TOPICS],
        ages=plan.ages if ages is None else tuple(age for age in AGES if age in ages),
        country=plan.country if country is None else (country if library.holds(country) else NO_COUNTRY),
        languages=plan.languages if languages is None else tuple(dict.fromkeys(languages)) or plan.languages,
    )
    is_new = (changed.topics, changed.ages) != (plan.topics, plan.ages)
    made = _with(changed, ())
    for part in plan.parts:
        words = template(part, library)
        if is_new and words.slot is not None:
            fixed = (words.item,) if words.item is not None else ()
            part = _filled(made, replace(part, items=fixed, settings=(), cards=()), library)  # noqa: PLW2901
        elif any(not _fits_still(changed, item, library) for item in part.items):
            kept = tuple(item for item in part.items if _fits_still(changed, item, library))
            part = replace(part, items=kept, settings=part.settings if kept else ())  # noqa: PLW2901
        made = _with(made, (*made.parts, part))
    return made


def _fits_still(plan: SessionPlan, item: str, library: Library) -> bool:
    row = library.row(item)
    return row is not None and fits(plan, row)


def _toggled(listed: tuple[str, ...], one: str) -> tuple[str, ...]:
    return tuple(other for other in listed if other != one) if one in listed else (*listed, one)


def _changed(plan: SessionPlan, part: str, **values: object) -> SessionPlan:
    return _with(plan, tuple(replace(one, **values) if one.id == part else one for one in plan.parts))


def _with(plan: SessionPlan, parts: tuple[PlanPart, ...]) -> SessionPlan:
    return replace(plan, parts=parts)


# What can be taken, and what is missing.


def offers(plan: SessionPlan, library: Library) -> tuple[Offer, ...]:
    """Give the parts that can be added: those of the plan's template first, then those of the others.

    What stands in the plan is offered again only where it would hold something else; what two templates
    have is offered once.
    """
    if len(plan.parts) >= PARTS:
        return ()
    agendas = [library.read(row.id, m.Agenda) for row in library.rows("agenda")]
    agendas.sort(key=lambda agenda: agenda.level != plan.level)
    taken = {_sort_of(template(part, library)) for part in plan.parts}
    found: dict[tuple[str, ...], Offer] = {}
    for agenda in agendas:
        for part in agenda.parts:
            offered = Offer(agenda.id, part)
            is_free = part.slot in _AGAIN_SLOTS or _sort_of(part) not in taken
            if is_free and may_take(plan, offered, library) and bare(plan, offered) is not None:
                found.setdefault(_sort_of(part), offered)
    return tuple(found.values())


def _sort_of(part: m.AgendaPart) -> tuple[str, ...]:
    """Tell parts that do the same apart from those that do not, whichever template they come from."""
    return part.kind, part.slot or "", part.item or ""


def offer(agenda: str, part: str, library: Library) -> Offer | None:
    """Give a part of a template as something to add; None when this guide holds none of that name."""
    now = library.now_id(agenda)
    row = library.row(now) if now is not None else None
    if row is None or row.kind != "agenda":
        return None
    for found in library.read(row.id, m.Agenda).parts:
        if found.id == part:
            return Offer(row.id, found)
    return None


def _is_own(plan: SessionPlan, offer: Offer, library: Library) -> bool:
    row = library.row(offer.agenda)
    return row is not None and row.group == plan.level


def choices(plan: SessionPlan, part: str, library: Library) -> tuple[Choice, ...]:
    """Give what can fill a part, what suits the needs first; nothing for a part that needs do not fill."""
    found = plan.part(part)
    slot = template(found, library).slot
    if slot == "cards":
        return _card_choices(plan, library)
    if slot == "cases":
        cases = library.practice.cases
        suited = _suited(plan, cases)
        return tuple(_choice("case", one, one in suited) for one in (*suited, *_others(cases, suited)))
    if slot not in _ITEM_KINDS:
        return ()
    if slot == "setting":
        return tuple(_app_choices(plan, library))
    rows = [row for row in library.rows(_ITEM_KINDS[slot]) if fits(plan, row)]
    suited_rows = (
        _talks(plan, library) if slot == "conversation" else [r for r in rows if _same_age(plan, r.ages)]
    )
    listed = (*suited_rows, *(row for row in rows if row not in suited_rows))
    return tuple(_choice("item", row, row in suited_rows) for row in listed)


def fits(plan: SessionPlan, row: Row) -> bool:
    """Tell whether an item may be shown: made for those who are there, and valid in the country."""
    allowed = ("with-child",) if plan.with_child else ("adult", "with-child")
    return row.audience in allowed and row_is_valid(row, plan.country)


def fits_card(plan: SessionPlan, card: m.Card) -> bool:
    """Tell whether a card may be practised by those who are there."""
    return card.audience == "with-child" or not plan.with_child


def gaps(plan: SessionPlan, library: Library) -> tuple[Gap, ...]:
    """Tell what the needs asked for and the plan does not hold, the topics first."""
    found: list[Gap] = []
    if agenda_for(plan.level, library) is None:
        found.append(Gap("no-agenda"))
    shown = _shown_topics(plan, library)
    found += [Gap(_why_not(plan, topic, library), topic=topic) for topic in plan.topics if topic not in shown]
    empty: dict[str | None, Reason] = {
        "setting": "no-setting",
        "cards": "no-card",
        "cases": "no-case",
        "agreement": "no-agreement",
    }
    for part in plan.parts:
        slot = template(part, library).slot
        if slot == "conversation" and not part.items and not plan.topics:
            found.append(Gap("no-topic", part.id))
        elif slot == "signs" and not signs(plan, library):
            found.append(Gap("no-sign", part.id))
        elif slot in empty and not (part.items or part.cards):
            found.append(Gap(empty[slot], part.id))
    return tuple(found)


def gap_sentence(gap: Gap, texts: Texts, library: Library) -> str:
    """Say a gap in one sentence."""
    topic = library.vocabulary.topics.get(gap.topic)
    return texts(f"session.gap.{gap.reason}", topic=topic[texts.language] if topic is not None else gap.topic)


def before(plan: SessionPlan) -> tuple[str, ...]:
    """Give what is worth knowing before the start, as codes; `before_sentence` says each."""
    found: list[str] = []
    kind = meeting(plan)
    if plan.interpreter is None or plan.second_adult is None:
        found.append(f"not-asked-{kind}")
    if plan.interpreter == "known":
        found.append(f"interpreter-known-{kind}")
    elif plan.interpreter == "outside":
        found.append("interpreter-outside")
    if plan.second_adult is not None:
        found.append(f"{'second-adult' if plan.second_adult else 'alone'}-{kind}")
    return tuple(found)


def meeting(plan: SessionPlan) -> Literal["family", "group"]:
    """Tell whether the meeting is with one family or with several: it is asked and advised otherwise."""
    return "group" if plan.level in ("group", "workshop") else "family"


def before_sentence(code: str, texts: Texts) -> str:
    """Say one thing to know before the start."""
    return texts(f"session.before.{code}")


def covered(plan: SessionPlan) -> tuple[str, ...]:
    """Give the ids of the items that go home on paper, in the order of the session, each once.

    Never signs: a list of them on a kitchen table tells more than it helps. The help page, the decision and
    practice cards are no items; `cards` names the latter.
    """
    return tuple(dict.fromkeys(item for part in plan.parts for item in part.items))


def cards(plan: SessionPlan) -> tuple[str, ...]:
    """Give the ids of the cards and cases of the session, in order, each once."""
    return tuple(dict.fromkeys(card for part in plan.parts for card in part.cards))


def signs(plan: SessionPlan, library: Library) -> tuple[str, ...]:
    """Give two warning signs for the needs; they are found anew each time, and never stand in a file."""
    if plan.with_child:
        return ()
    rows = [row for row in library.rows("sign") if fits(plan, row) and _same_age(plan, row.ages)]
    asked = set(plan.topics)
    rows = [row for row in rows if asked.intersection(row.topics)] if asked else rows
    # Those that have ordinary explanations teach more than those that call for help at once.
    return tuple(row.id for row in sorted(rows, key=lambda row: row.high)[:_SIGNS])


# Filling.


def may_take(plan: SessionPlan, offer: Offer, library: Library) -> bool:
    """Tell whether a part may stand in this plan: everything it shows is made for those who are there."""
    part = offer.part
    agenda = library.row(offer.agenda)
    if agenda is None or (agenda.group == _WITH_CHILD) is not plan.with_child:
        return False
    if part.item is not None:
        row = library.row(part.item)
        if row is None or not fits(plan, row):
            return False
    return part.slot not in ADULT_SLOTS if plan.with_child else part.slot != "agreement"


def bare(plan: SessionPlan, offer: Offer) -> PlanPart | None:
    """Make an unfilled part with a number of its own; None when it stands there as often as can be."""
    taken = {one.number for one in plan.parts if (one.agenda, one.part) == (offer.agenda, offer.part.id)}
    free = next((number for number in range(1, AGAIN + 1) if number not in taken), None)
    if free is None:
        return None
    return PlanPart(
        agenda=offer.agenda,
        part=offer.part.id,
        kind=offer.part.kind,
        minutes=min(max(offer.part.minutes, LEAST_MINUTES), MOST_MINUTES),
        number=free,
        items=(offer.part.item,) if offer.part.item is not None else (),
    )


def _filled(plan: SessionPlan, part: PlanPart, library: Library) -> PlanPart:
    """Fill a part from the needs, with what the plan does not hold yet."""
    held = {item for one in plan.parts for item in one.items}
    done = set(cards(plan))
    match template(part, library).slot:
        case "conversation":
            talks = [row.id for row in _talks(plan, library) if row.id not in held]
            return replace(part, items=tuple(talks[: _TALKS.get(plan.level, 1)]))
        case "setting":
            return _with_setting(plan, part, library)
        case "agreement":
            rows = [row for row in library.rows("agreement") if fits(plan, row)]
            ages = plan.ages or _NO_AGE
            rows = sorted(
                (row for row in rows if row.ages[:1] and row.ages[0] in ages), key=lambda r: _place(r, ages)
            )
            return replace(part, items=tuple(row.id for row in rows[:1]))
        case "cards":
            return replace(part, cards=_chosen_cards(plan, library, done))
        case "cases":
            cases = [case.id for case in _suited(plan, library.practice.cases) if case.id not in done]
            return replace(part, cards=tuple(cases[:_CASES]))
    return part


def _place(row: Row, ages: Sequence[str]) -> int:
    return ages.index(row.ages[0])


def _talks(plan: SessionPlan, library: Library) -> list[Row]:
    """List the conversations on the topics for the ages, the first topic and age first."""
    rows = [row for row in library.rows("conversation") if fits(plan, row)]
    lists: list[list[Row]] = []
    for topic in plan.topics:
        own = [row for row in rows if row.topics[:1] == (topic,)]
        # A topic without a conversation of its own may be spoken of in another.
        on_topic = own or [row for row in rows if topic in row.topics]
        lists.append([row for age in plan.ages or _NO_AGE for row in on_topic if age in row.ages])
    return _in_turn(lists)


def _with_setting(plan: SessionPlan, part: PlanPart, library: Library) -> PlanPart:
    """Choose one setting: of the first app that the plan's conversations lead to, else of any app."""
    apps = _apps(plan, library)
    if any(_talks(plan, library)) and library.has(_ANY_APP):
        apps = chain(apps, (library.read(_ANY_APP, m.Checklist),))
    for app in apps:
        chosen = _setting(plan, app)
        if chosen is not None:
            return replace(part, items=(app.id,), settings=(chosen.id,))
    return part


def _setting(plan: SessionPlan, app: m.Checklist) -> m.Setting | None:
    for age in plan.ages or (None,):
        chosen = settings_plan.plan([app], age, 1)
        if chosen:
            return chosen[0].setting
    return None


def _apps(plan: SessionPlan, library: Library) -> Iterator[m.Checklist]:
    talks = [row.id for row in _talks(plan, library)]
    for talk in dict.fromkeys((*(item for one in plan.parts for item in one.items), *talks)):
        item = library.item(talk)
        if isinstance(item, m.Conversation):
            for name in item.next.checklists:
                row = library.row(library.now_id(name) or "")
                if row is not None and fits(plan, row):
                    yield library.read(row.id, m.Checklist)


def _app_choices(plan: SessionPlan, library: Library) -> Iterator[Choice]:
    suited = list(dict.fromkeys(app.id for app in _apps(plan, library)))
    rows = [row for row in library.rows("checklist") if fits(plan, row)]
    rows.sort(key=lambda row: suited.index(row.id) if row.id in suited else len(suited))
    for row in rows:
        chosen = _setting(plan, library.read(row.id, m.Checklist))
        if chosen is not None:
            yield Choice("item", row.id, row.title, row.ages, row.topics, row.id in suited, (chosen.id,))


AnyScene = TypeVar("AnyScene", m.Card, m.Case)


def _suited(plan: SessionPlan, scenes: Iterable[AnyScene]) -> list[AnyScene]:
    """List the cards or cases on the topics and for the ages, the first topic first."""
    aged = [scene for scene in scenes if _same_age(plan, scene.ages)]
    own = [[scene for scene in aged if scene.topics[:1] == (topic,)] for topic in plan.topics]
    found = _in_turn(own)
    for topic in plan.topics:
        found += [scene for scene in aged if topic in scene.topics and scene not in found]
    return found


AnyNamed = TypeVar("AnyNamed", "Row", m.Card, m.Case)


def _in_turn(lists: Sequence[Sequence[AnyNamed]]) -> list[AnyNamed]:
    """Take one of each list in turn, each thing once: no topic waits until another is used up."""
    rounds = zip_longest(*lists)
    return list({one.id: one for taken in rounds for one in taken if one is not None}.values())


def _others(scenes: Iterable[AnyScene], suited: Sequence[AnyScene]) -> list[AnyScene]:
    return [scene for scene in scenes if scene not in suited]


def _same_age(plan: SessionPlan, ages: tuple[str, ...]) -> bool:
    return not plan.ages or not ages or not set(plan.ages).isdisjoint(ages)


def _card_choices(plan: SessionPlan, library: Library) -> tuple[Choice, ...]:
    fitting = [card for card in library.practice.cards if fits_card(plan, card)]
    suited = _suited(plan, fitting)
    return tuple(_choice("card", card, card in suited) for card in (*suited, *_others(fitting, suited)))


def _chosen_cards(plan: SessionPlan, library: Library, done: set[str]) -> tuple[str, ...]:
    """Choose cards of different skills: first on the topics, then any that needs no such topic.

    One of them at least is practised with somebody.
    """
    wanted = "with-child" if plan.with_child else "adult"
    fitting = [card for card in library.practice.cards if card.audience == wanted and card.id not in done]
    suited = _suited(plan, fitting)
    # A card practised alone belongs to its topic: nobody meets it unasked.
    free = [card for card in _others(fitting, suited) if not card.solo and _same_age(plan, card.ages)]
    free.sort(key=lambda card: card.topics[0] != _EVERYBODY)
    chosen: list[m.Card] = []
    most = _CARDS.get(plan.level, 2)
    for pool in (suited, free):
        for new_skill in (True, False):
            for card in pool:
                has_skill = card.skill in {one.skill for one in chosen}
                is_alone = card.solo and sum(one.solo for one in chosen) == most - 1
                if len(chosen) < most and card not in chosen and has_skill is not new_skill and not is_alone:
                    chosen.append(card)
    return tuple(card.id for card in chosen)


def allowed_cards(plan: SessionPlan, slot: str | None, library: Library) -> frozenset[str]:
    """Give the ids of the cards, or cases, that a slot may hold in this session."""
    if slot == "cards":
        return frozenset(card.id for card in library.practice.cards if fits_card(plan, card))
    if slot == "cases" and not plan.with_child:
        return frozenset(case.id for case in library.practice.cases)
    return frozenset()


def _choice(kind: Literal["item", "card", "case"], one: Row | m.Card | m.Case, suits: bool) -> Choice:
    return Choice(kind, one.id, one.title, one.ages, one.topics, suits)


def _shown_topics(plan: SessionPlan, library: Library) -> set[str]:
    """Give the topics that the plan speaks of, in a conversation or, with a child, in a card."""
    found: set[str] = set()
    for identifier in covered(plan):
        row = library.row(identifier)
        if row is not None and row.kind in ("conversation", "agreement", "article"):
            found.update(row.topics)
    if plan.with_child:
        used = set(cards(plan))
        found.update(topic for card in library.practice.cards if card.id in used for topic in card.topics)
    return found


def _why_not(plan: SessionPlan, topic: str, library: Library) -> Reason:
    rows = [row for row in library.rows("conversation") if topic in row.topics]
    if not rows:
        return "no-conversation"
    if not any(fits(plan, row) for row in rows):
        return "adults-only"
    if not any(_same_age(plan, row.ages) for row in rows):
        return "not-for-age"
    return "no-time"
