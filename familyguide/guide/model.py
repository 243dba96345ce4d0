"""The kinds of item the guide holds, as frozen values."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct, field

from familyguide.guide.blocks import Block
from familyguide.guide.names import (
    AGES,
    AUDIENCES,
    KINDS,
    LANGUAGES,
    LEVEL_MINUTES,
    LEVELS,
    PARTS,
    ROLES,
    SENSITIVE_KINDS,
    SENSITIVE_TOPICS,
    SETTING_TOPICS,
    SKILLS,
    SOLO_TOPICS,
    Language,
)

# Named here as well: these lists belong to the values.
__all__ = [
    "AGES",
    "AUDIENCES",
    "KINDS",
    "LANGUAGES",
    "LEVELS",
    "LEVEL_MINUTES",
    "PARTS",
    "ROLES",
    "SENSITIVE_KINDS",
    "SENSITIVE_TOPICS",
    "SETTING_TOPICS",
    "SKILLS",
    "SOLO_TOPICS",
    "Language",
]


class Both(Struct, frozen=True, forbid_unknown_fields=True):
    """One text in the two languages."""

    fr: str
    en: str

    def __getitem__(self, language: str) -> str:
        """Give the text in one language; anything but French reads English."""
        return self.fr if language == "fr" else self.en


class Reviewed(Struct, frozen=True, forbid_unknown_fields=True):
    """A real person read the item, in a month."""

    reviewed_by: str
    on: str


class Source(Struct, frozen=True, forbid_unknown_fields=True):
    """An entry of the bibliography; `date` is as precise as the source states (YYYY[-MM[-DD]])."""

    organisation: str
    title: str
    year: str | None = None
    date: str | None = None
    url: str | None = None
    read: bool = False
    link: bool = False


class Item(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What every item says about itself."""

    id: str
    title: Both
    audience: Literal["adult", "with-child", "young", "worker"] = "adult"
    topics: tuple[str, ...] = ()
    ages: tuple[Literal["3-5", "6-8", "9-11", "12-14", "15-17"], ...] = ()
    countries: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    as_of: str | None = None
    review_by: str
    status: Literal["draft"] | Reviewed = "draft"
    status_note: Both | None = None
    updated: str
    minutes: int | None = None


class Next(Struct, frozen=True, forbid_unknown_fields=True):
    """Where a page leads; `talk` names topics, found for the child's age."""

    talk: tuple[str, ...] = ()
    checklists: tuple[str, ...] = ()
    conversations: tuple[str, ...] = ()
    plans: tuple[str, ...] = ()
    articles: tuple[str, ...] = ()
    agreements: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()


class Part(Struct, frozen=True):
    """One of the six steps of a conversation."""

    name: str
    blocks: tuple[Block, ...]


class Conversation(Item, frozen=True, kw_only=True, tag="conversation"):
    """A guided conversation on one topic for one age."""

    summary: Both
    opening: Both
    when: Both
    fr: tuple[Part, ...] = ()
    en: tuple[Part, ...] = ()
    next: Next = Next()

    def parts(self, language: str) -> tuple[Part, ...]:
        """Give the six steps in one language."""
        return self.fr if language == "fr" else self.en


class Article(Item, frozen=True, kw_only=True, tag="article"):
    """Something to read: an article, a law note, a page for young people, about limits, or for a session."""

    summary: Both
    category: Literal["understand", "law", "paper", "young", "limits", "guide", "session"]
    fr: tuple[Block, ...] = ()
    en: tuple[Block, ...] = ()
    next: Next = Next()

    def blocks(self, language: str) -> tuple[Block, ...]:
        """Give the body in one language."""
        return self.fr if language == "fr" else self.en


class Step(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One step of a plan: what to do, and what helps to do it."""

    id: str
    do: Both
    more: Both | None = None
    say: Both | None = None
    call: tuple[str, ...] = ()
    only: tuple[str, ...] = ()
    by_country: dict[str, Both] = field(default_factory=dict)
    include: Literal["image-rule"] | None = None
    links: tuple[str, ...] = ()


class Plan(Item, frozen=True, kw_only=True, tag="plan"):
    """What to do when something is happening, in at most eight steps."""

    summary: Both
    shame: bool = False
    call: tuple[str, ...]
    steps: tuple[Step, ...]
    dont: tuple[Both, ...]
    need: tuple[Both, ...] = ()
    who: tuple[str, ...]
    after: Both | None = None


class Sign(Item, frozen=True, kw_only=True, tag="sign"):
    """Something a parent may notice; it proves nothing and opens to a next step."""

    category: str
    specificity: Literal["low", "medium", "high"]
    ordinary: tuple[Both, ...]
    weight: tuple[Both, ...]
    say: Both
    next: Next = Next()


class DatedSource(Struct, frozen=True, forbid_unknown_fields=True):
    """Where one fact was read; `date` is the month of the copy, `basis` how it is known."""

    url: str | None = None
    title: str | None = None
    date: str | None = None
    seen: str | None = None
    basis: str | None = None


class Path(Struct, frozen=True, forbid_unknown_fields=True):
    """A menu path in the two languages, one entry per menu."""

    fr: tuple[str, ...]
    en: tuple[str, ...]

    def __getitem__(self, language: str) -> tuple[str, ...]:
        """Give the menu entries in one language."""
        return self.fr if language == "fr" else self.en


class Setting(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One setting of an app or device."""

    id: str
    topic: str
    title: Both
    why: Both
    path: Path
    ages: tuple[str, ...]
    essential: bool
    confidence: Literal["high", "medium"]
    source: DatedSource
    path_fr_basis: str
    help: Both
    as_of: str | None = None


class MinAge(Struct, frozen=True, forbid_unknown_fields=True):
    """The youngest age the service states; None when there is no single one."""

    value: int | None
    note: Both | None = None


class HelpPage(Struct, frozen=True, forbid_unknown_fields=True):
    """An official page of the app or of a public body."""

    url: str
    lang: str
    title: str
    seen: bool = False


class Checklist(Item, frozen=True, kw_only=True, tag="checklist"):
    """An app, game or device, with the settings worth a look."""

    kind: str
    intro: Both
    together: Both
    min_age: MinAge
    parental_feature: Both | None = None
    official_page: str | None = None
    help_pages: tuple[HelpPage, ...] = ()
    report_how: Both | None = None
    block_how: Both | None = None
    settings: tuple[Setting, ...]


class Service(Item, frozen=True, kw_only=True, tag="service"):
    """An official service: the only place for its number, address and hours."""

    owner: Both | None = None
    role: Both
    country: str
    region: str | None = None
    valid_in: tuple[str, ...]
    phone_valid_in: tuple[str, ...] | None = None
    kind: str
    also_kinds: tuple[str, ...] = ()
    needs: tuple[str, ...]
    show_as: Literal["service", "not-for-this", "article-only"]
    adults_only: bool = False
    phone: str | None = None
    phone_shown: str | None = None
    phone_spoken: Both | None = None
    phone_intl: str | None = None
    sms: str | None = None
    web: str | None = None
    report_url: str | None = None
    chat_url: str | None = None
    app: str | None = None
    email: str | None = None
    domain: str | None = None
    domains: tuple[str, ...] = ()
    takes: tuple[Both, ...] = ()
    not_for: tuple[Both, ...] = ()
    need: tuple[Both, ...] = ()
    happens: Both | None = None
    hours: Both | None = None
    opening_hours: str | None = None
    timezone: str | None = None
    hours_rule: Literal["regional"] | None = None
    cost: Literal["free", "paid", "unknown"] = "unknown"
    anonymous: Literal["yes", "no", "unknown"] = "unknown"
    languages: tuple[str, ...] = ()
    for_whom: tuple[str, ...] = ()
    age_note: Both | None = None
    text_routes: tuple[str, ...] = ()
    may_have_changed: bool = False
    confidence: Literal["high", "medium"]
    dated_sources: tuple[DatedSource, ...] = ()


class Words(Struct, frozen=True, forbid_unknown_fields=True):
    """Other everyday words, per language."""

    fr: tuple[str, ...] = ()
    en: tuple[str, ...] = ()


class Term(Item, frozen=True, kw_only=True, tag="term"):
    """A word of the field, explained."""

    text: Both
    also: Words = Words()
    # Everybody knows it: explained when asked for, not on each page where it is met.
    everyday: bool = False


class AgreementRule(Struct, frozen=True, forbid_unknown_fields=True):
    """A family rule with its reason and a trick that helps to keep it."""

    id: str
    rule: Both
    reason: Both
    trick: Both
    for_adults: bool = False


class Agreement(Item, frozen=True, kw_only=True, tag="agreement"):
    """The family agreement for one age: each rule is answered by both, the child and the adult."""

    summary: Both
    # What an adult says to begin.
    opening: Both
    rules: tuple[AgreementRule, ...]
    # How both answer a rule, and when they read it again.
    answer: Both
    close: Both
    next: Next = Next()


Level = Literal["individual", "group", "workshop", "parent-and-child"]
PartKind = Literal[
    "welcome",
    "rules",
    "worries",
    "principles",
    "words",
    "practise",
    "setting",
    "signs",
    "cases",
    "teach-back",
    "together",
    "break",
    "help",
    "decision",
    "close",
]
Slot = Literal["conversation", "setting", "cards", "cases", "signs", "agreement", "help", "decision"]


class AgendaPart(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One part of a session: what the shared screen says, and what only the worker reads."""

    id: str
    kind: PartKind
    minutes: int
    title: Both
    # Why this part is there; for the worker.
    aim: Both
    # What everybody sees: one idea each.
    show: tuple[Both, ...] = ()
    # What only the worker reads.
    notes: tuple[Both, ...] = ()
    # Ids of duties.yaml: what the law or the employer asks of the worker.
    duties: tuple[str, ...] = ()
    # What the needs chosen fill in; None when the part is the same for everybody.
    slot: Slot | None = None
    # An item that is always shown here.
    item: str | None = None


class Agenda(Item, frozen=True, kw_only=True, tag="agenda"):
    """A model session for a support worker."""

    summary: Both
    level: Level
    parts: tuple[AgendaPart, ...]


class Duty(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a worker may be bound to do; no legal advice, and shown with its month."""

    id: str
    # [] = everywhere.
    countries: tuple[str, ...] = ()
    text: Both
    sources: tuple[str, ...] = ()
    as_of: str | None = None


class Duties(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Every duty, and the words that stand with each: ask who leads you."""

    check: Both
    duties: tuple[Duty, ...]
    review_by: str
    updated: str


Skill = Literal["asking", "refusing", "listening"]


class Card(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A short scene to practise aloud; who holds it may always pass."""

    id: str
    skill: Skill
    audience: Literal["adult", "with-child"]
    topics: tuple[str, ...]
    ages: tuple[Literal["3-5", "6-8", "9-11", "12-14", "15-17"], ...] = ()
    # Said to an empty chair or read aloud: nobody answers.
    solo: bool = False
    title: Both
    scene: Both
    # Who the one who practises is, and who the other one is (what stands in their place, on a solo card).
    you: Both
    other: Both
    # The first words to say.
    line: Both
    # What to try next.
    tries: tuple[Both, ...]
    sources: tuple[str, ...] = ()


class Case(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An invented situation that a group of adults talks over; nobody plays it."""

    id: str
    topics: tuple[str, ...]
    ages: tuple[Literal["3-5", "6-8", "9-11", "12-14", "15-17"], ...] = ()
    title: Both
    scene: Both
    ask: Both
    # For the worker: what helps, and what to bring back calmly.
    notes: tuple[Both, ...]
    # Where it leads, such as plan:disclosure; for the worker.
    leads: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()


class Practice(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The cards and cases of a session, and the words that end each card."""

    # "You may pass": it stands on every card.
    passing: Both
    cards: tuple[Card, ...] = ()
    cases: tuple[Case, ...] = ()
    review_by: str
    updated: str


AnyItem = Conversation | Article | Plan | Sign | Checklist | Service | Term | Agreement | Agenda
KIND_TYPES: dict[str, type[AnyItem]] = {
    "conversation": Conversation,
    "article": Article,
    "plan": Plan,
    "sign": Sign,
    "checklist": Checklist,
    "service": Service,
    "term": Term,
    "agreement": Agreement,
    "agenda": Agenda,
}


def kind_of(item: AnyItem) -> str:
    """Name the kind of an item."""
    return str(item.__struct_config__.tag)


class Strip(Struct, frozen=True, forbid_unknown_fields=True):
    """The services a country shows on every screen; an empty role is left out."""

    emergency: tuple[str, ...] = ()
    emergency_text: tuple[str, ...] = ()
    crisis: tuple[str, ...] = ()
    child: tuple[str, ...] = ()
    report: tuple[str, ...] = ()


class Country(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A country or territory: its strip, and who fills each role there."""

    name: Both
    in_name: Both
    where: Both
    eu: bool = False
    strip: Strip = Strip()
    roles: dict[str, tuple[str, ...]] = field(default_factory=dict)
    note: Both | None = None


class Answer(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One answer of a question; it leads to another question, to a plan, or to an article (`article:ID`)."""

    text: Both
    to: str | None = None
    plan: str | None = None
    page: str | None = None


class Question(Struct, frozen=True, forbid_unknown_fields=True):
    """A question of "what is happening?"."""

    id: str
    text: Both
    answers: tuple[Answer, ...]


class SafetyAnswers(Struct, frozen=True, forbid_unknown_fields=True):
    """The two answers of the safety question."""

    no: Both
    yes: Both


class Unsafe(Struct, frozen=True, forbid_unknown_fields=True):
    """The page for someone who may be watched."""

    title: Both
    blocks: tuple[Both, ...]
    roles: tuple[str, ...]
    go_on: Both


class Safety(Struct, frozen=True, forbid_unknown_fields=True):
    """The first question of What to do."""

    title: Both
    intro: Both
    answers: SafetyAnswers
    unsafe: Unsafe


class Happening(Struct, frozen=True, forbid_unknown_fields=True):
    """The questions that lead to a plan."""

    start: str
    questions: tuple[Question, ...]
    list_title: Both

    def question(self, identifier: str) -> Question:
        """Give one question; KeyError when there is none of that id."""
        for question in self.questions:
            if question.id == identifier:
                return question
        raise KeyError(identifier)


class Triage(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a reader is asked on What to do."""

    safety: Safety
    happening: Happening
    sources: tuple[str, ...] = ()
    review_by: str
    updated: str


class ImageRuleText(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The words of the image rule."""

    id: str
    title: Both
    text: Both
    sources: tuple[str, ...] = ()
    review_by: str
    updated: str


# Whether a topic is talked about at an age, answered when the child asks or meets it, or left for later.
Suited = Literal["talk", "asked", "never"]


class Shelf(Struct, frozen=True, forbid_unknown_fields=True):
    """Articles that stand together, in the order they are read."""

    title: Both
    articles: tuple[str, ...]


class Vocabulary(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """Names of the closed lists."""

    topics: dict[str, Both]
    needs: dict[str, Both]
    roles: dict[str, Both]
    sign_categories: dict[str, Both]
    setting_topics: dict[str, Both]
    article_categories: dict[str, Both]
    # Plans as lists show them, what cannot wait first.
    plan_order: tuple[str, ...] = ()
    # How Understand lays out its articles.
    article_shelves: tuple[Shelf, ...] = ()
    # For writers: by topic and age. It is not compiled.
    suited: dict[str, dict[str, Suited]] = field(default_factory=dict)


class CrisisRule(Struct, frozen=True, forbid_unknown_fields=True):
    """Words that put help first, and which help; without roles and needs, only the pages to put first."""

    # One way to say it, or several.
    words: str | tuple[str, ...]
    # Words that make the question harmless ("hair" for "she is cutting").
    unless: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    plans: tuple[str, ...] = ()


class PerLanguageCrisis(Struct, frozen=True, forbid_unknown_fields=True):
    """Crisis words by language."""

    fr: tuple[CrisisRule, ...] = ()
    en: tuple[CrisisRule, ...] = ()


class PerLanguageSynonyms(Struct, frozen=True, forbid_unknown_fields=True):
    """Everyday words by language: what people type, and what the guide says."""

    fr: dict[str, tuple[str, ...]] = field(default_factory=dict)
    en: dict[str, tuple[str, ...]] = field(default_factory=dict)


class PerLanguageWays(Struct, frozen=True, forbid_unknown_fields=True):
    """Ways to say one thing, by language."""

    fr: tuple[str, ...] = ()
    en: tuple[str, ...] = ()


class PerLanguageSpelling(Struct, frozen=True, forbid_unknown_fields=True):
    """How people write a word, and the word meant, by language; an empty one says nothing."""

    fr: dict[str, str] = field(default_factory=dict)
    en: dict[str, str] = field(default_factory=dict)


class Together(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Concepts that say something together, in any order, and what they put first."""

    all: tuple[str, ...]
    # Concepts that make the question another one.
    unless: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    plans: tuple[str, ...] = ()
    # What is asked for by name: its pages stand before those of other rules, where no life is in danger.
    leads: bool = False
    # A sentence shown above the pages, by its name.
    note: str | None = None


class SearchWords(Struct, frozen=True, forbid_unknown_fields=True):
    """What search knows beyond the words of the pages."""

    synonyms: PerLanguageSynonyms = PerLanguageSynonyms()
    # Words that stand for one another in rules: "$man" is any word of the group "man".
    groups: PerLanguageSynonyms = PerLanguageSynonyms()
    crisis: PerLanguageCrisis = PerLanguageCrisis()
    # The plan that a crisis query opens with, by the first role of the rule it matched.
    plans: dict[str, str] = field(default_factory=dict)
    # How people write, and the word meant.
    spelling: PerLanguageSpelling = PerLanguageSpelling()
    concepts: dict[str, PerLanguageWays] = field(default_factory=dict)
    # Words that lead to the same pages, though they are not the same.
    kin: dict[str, PerLanguageWays] = field(default_factory=dict)
    together: tuple[Together, ...] = ()
    # Questions that call nobody, though they hold words of danger.
    calm: PerLanguageWays = PerLanguageWays()


class Asked(Struct, frozen=True, forbid_unknown_fields=True):
    """How people ask for a page, or for a topic, in their own words; never shown."""

    fr: tuple[str, ...] = ()
    en: tuple[str, ...] = ()


class EasyStep(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One step of an easy version: at most one drawing, one idea a line, and whom to call."""

    drawing: str | None = None
    lines: tuple[Both, ...]
    say: Both | None = None
    # Roles; where a country has none of them, the step of help is not shown there.
    call: tuple[str, ...] = ()
    # Other easy versions to go on with.
    read: tuple[str, ...] = ()


class Easy(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The easy version of a plan, of a topic, or of the page of help."""

    # The id of a plan, topic:ID, or help.
    of: str
    title: Both
    steps: tuple[EasyStep, ...]
    review_by: str
    status: Literal["draft"] | Reviewed = "draft"
    updated: str


class Tongue(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A language the guide is not in: what stands in it around numbers, hours and the services' names."""

    code: str
    # How its speakers write it, and how our languages call it.
    name: str
    called: Both
    # How words begin that ask for it in search, in any language.
    asked: tuple[str, ...] = ()
    from_right: bool = False
    # The one sentence: call {number} and ask for an interpreter.
    line: str
    # What kind of service it is, as a name, by role.
    roles: dict[str, str]
    # From Monday on.
    days: tuple[str, ...]
    # Where words were taken from; the others are ours.
    sources: tuple[str, ...] = ()
    review_by: str
    status: Literal["draft"] | Reviewed = "draft"
    updated: str


class TongueStep(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A step of a plan in a further language; whom to call comes from the plan and the country."""

    do: str
    more: str | None = None
    say: str | None = None


class TonguePlan(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A plan in a language the guide is not in: readers meet it once a named person has reviewed it."""

    tongue: str
    # The id of the plan.
    of: str
    title: str
    summary: str
    steps: tuple[TongueStep, ...]
    dont: tuple[str, ...]
    review_by: str
    status: Literal["draft"] | Reviewed = "draft"
    updated: str

    def is_ready(self, plan: Plan) -> bool:
        """Tell whether it may be shown: reviewed by somebody, in step with the plan, and not older."""
        return (
            isinstance(self.status, Reviewed)
            and bool(self.status.reviewed_by.strip())
            and len(self.steps) == len(plan.steps)
            and len(self.dont) == len(plan.dont)
            and self.updated >= plan.updated
        )


class Change(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What changed for readers in a month, in one plain sentence, and the pages it is about."""

    month: str
    text: Both
    ids: tuple[str, ...] = ()


class Redirects(Struct, frozen=True, forbid_unknown_fields=True):
    """Ids that live on: retired ones keep their ticks, merged ones lead to another item."""

    retired: tuple[str, ...] = ()
    merged: dict[str, str] = field(default_factory=dict)


class Problem(Struct, frozen=True):
    """Something wrong in the content: where, which rule, and what to do."""

    file: str
    line: int
    code: str
    message: str

    def __str__(self) -> str:
        """Write it as editors read it: file:line: code: message."""
        return f"{self.file}:{self.line}: {self.code}: {self.message}"
