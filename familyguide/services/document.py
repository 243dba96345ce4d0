"""An item as a reader in one country and language sees it: the one source for screen, paper and speech."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct, structs

from familyguide import __version__
from familyguide.guide import blocks as b
from familyguide.guide import model as m
from familyguide.guide.freshness import folds, may_have_changed
from familyguide.guide.library import row_is_valid
from familyguide.guide.lines import number_here, shown_number
from familyguide.guide.names import NBSP
from familyguide.services.texts import Texts

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from datetime import date

    from familyguide.guide.library import Library
    from familyguide.guide.model import Language
    from familyguide.services.directory import Directory


class People(Struct, frozen=True):
    """Services to call or open, already those of the reader's country."""

    services: tuple[m.Service, ...]


class Rule(Struct, frozen=True):
    """The image rule, its words filled in for the country."""

    title: str
    text: str


class Blank(b.Paragraph, frozen=True):
    """A line to fill by hand on paper; `text` is the line as it is printed, `label` what is said of it."""

    label: str = ""
    # How many lines there are to write on.
    lines: int = 1


class SettingCard(Struct, frozen=True, kw_only=True):
    """One setting, with what the reader needs to find it."""

    id: str
    app: str
    title: str
    why: str
    path: tuple[str, ...]
    essential: bool
    known: str
    unsure_names: bool
    folded: bool
    help: str


# How long a line to fill is, in signs of its own width.
BLANK = 36


def blank(label: str, language: Language, lines: int = 1) -> Blank:
    """Make lines to fill by hand, with their name before them."""
    colon = f"{NBSP}:" if language == "fr" else ":"
    return Blank(f"{label}{colon} {'_' * BLANK}", (), label, lines)


Piece = b.Block | People | Rule | SettingCard


class Section(Struct, frozen=True, kw_only=True):
    """A part of a document; `name` is permanent, `title` may be empty."""

    name: str
    title: str = ""
    pieces: tuple[Piece, ...] = ()


class Document(Struct, frozen=True, kw_only=True):
    """Everything a reader of one item sees, in reading order."""

    id: str
    kind: str
    title: str
    lead: tuple[Piece, ...] = ()
    sections: tuple[Section, ...] = ()
    links: tuple[b.Link, ...] = ()
    # Someone to talk to, after the links.
    people: tuple[m.Service, ...] = ()
    known: str = ""
    note: str = ""
    sources: tuple[tuple[str, str | None], ...] = ()
    # Words of the glossary met here, explained where they are read.
    words: tuple[m.Term, ...] = ()
    # Those that the text names itself: on a screen they open under their own line.
    named: tuple[m.Term, ...] = ()
    # "added by …" for what a town added; empty for an official item.
    added: str = ""

    @property
    def explained(self) -> tuple[m.Term, ...]:
        """Every word that is explained here, each once: what paper and plain text say at the end."""
        return tuple({term.id: term for term in (*self.named, *self.words)}.values())


class Writer:
    """Makes documents for one language and country."""

    def __init__(
        self, library: Library, directory: Directory, language: Language, country: str, today: date
    ) -> None:
        self._library = library
        self._directory = directory
        self._language = language
        self._country = country
        self._today = today
        self.texts = Texts(language)

    def document(self, item: m.AnyItem) -> Document:
        """Make the document of any item."""
        match item:
            case m.Conversation():
                return self.conversation(item)
            case m.Article():
                return self.article(item)
            case m.Plan():
                return self.plan(item)
            case m.Sign():
                return self.sign(item)
            case m.Checklist():
                return self.checklist(item)
            case m.Service():
                return self.service(item)
            case m.Term():
                return self._simple(
                    item, Section(name="text", pieces=(b.Paragraph(item.text[self._language]),))
                )
            case m.Agreement():
                return self.agreement(item)
            case m.Agenda():
                return self.agenda(item)

    def conversation(self, item: m.Conversation) -> Document:
        """The opening sentence first, then the six steps, then where it leads."""
        lang = self._language
        sections = [
            Section(
                name=part.name,
                title=self.texts(f"part.{part.name}"),
                pieces=tuple(self.pieces(part.blocks)),
            )
            for part in item.parts(lang)
        ]
        # Words first: what the page is about comes after the sentence to say.
        lead: tuple[Piece, ...] = (
            b.Say(item.opening[lang]),
            b.Paragraph(item.when[lang]),
            b.Paragraph(item.summary[lang]),
        )
        people = self._directory.people(self._country, item.next.roles)
        links = self.next_links(item.next, item.ages)
        return self._simple(item, *sections, lead=lead, links=links, people=people)

    def article(self, item: m.Article) -> Document:
        """The summary, then the body cut at its headings."""
        sections: list[Section] = []
        title, pieces = "", list[Piece]()
        for piece in self.pieces(item.blocks(self._language)):
            if isinstance(piece, b.Heading) and piece.level == 2:  # noqa: PLR2004 - a section
                if pieces or title:
                    sections.append(
                        Section(name=f"part-{len(sections) + 1}", title=title, pieces=tuple(pieces))
                    )
                title, pieces = piece.text, []
            else:
                pieces.append(piece)
        sections.append(Section(name=f"part-{len(sections) + 1}", title=title, pieces=tuple(pieces)))
        lead: tuple[Piece, ...] = (b.Paragraph(item.summary[self._language]),)
        limit = "law" if item.category == "law" else "conversation"
        people = self._directory.people(self._country, item.next.roles)
        links = self.next_links(item.next, item.ages)
        document = self._simple(item, *sections, lead=lead, links=links, people=people, limit=limit)
        if item.category == "guide":
            # It tells of the app itself: which one, not since when.
            return structs.replace(document, known=self.texts("known.guide", version=__version__))
        return document

    def plan(self, item: m.Plan) -> Document:
        """The people first, then at most eight steps, what not to do, what to have ready, who helps."""
        lang = self._language
        lead: list[Piece] = [b.Paragraph(item.summary[lang])]
        # Nobody known for this here: the emergency number, or the country's note, is better than nothing.
        people = self._directory.people(self._country, item.call) or self._directory.people(
            self._country, ("emergency", "child")
        )
        country = self._directory.country(self._country)
        if people:
            lead.append(People(people))
        if country is not None and country.note is not None and not country.strip.emergency:
            # We hold no emergency number here: the note says which to call.
            lead.append(b.Paragraph(country.note[lang]))
        steps = [step for step in item.steps if not step.only or self._country in step.only]
        sections = [self._step_section(step) for step in steps]
        sections.append(self._list_section("dont", item.dont))
        if item.need:
            sections.append(self._list_section("need", item.need))
        who = self._directory.people(self._country, item.who)
        if who:
            sections.append(Section(name="who", title=self.texts("plan.who"), pieces=(People(who),)))
        if item.after is not None:
            after = b.Paragraph(self._fill(item.after))
            sections.append(Section(name="after", title=self.texts("plan.after"), pieces=(after,)))
        return self._simple(item, *sections, lead=tuple(lead))

    def _step_section(self, step: m.Step) -> Section:
        pieces: list[Piece] = []
        if step.more is not None:
            pieces.append(b.Paragraph(self._fill(step.more)))
        if self._country in step.by_country:
            pieces.append(b.Paragraph(self._fill(step.by_country[self._country])))
        if step.say is not None:
            pieces.append(b.Say(self._fill(step.say)))
        if step.include == "image-rule":
            pieces.append(self.image_rule())
        people = self._directory.people(self._country, step.call)
        named = tuple(link for link in step.links if link.startswith("service:"))
        people += tuple(s for s in self._directory.people(self._country, named) if s not in people)
        if people:
            pieces.append(People(people))
        links = tuple(filter(None, (self.link(target) for target in step.links if target not in named)))
        if links:
            pieces.append(b.Paragraph("", links))
        return Section(name=f"step-{step.id}", title=self._fill(step.do), pieces=tuple(pieces))

    def _list_section(self, name: str, texts: tuple[m.Both, ...]) -> Section:
        bullets = b.Bullets(tuple(self._fill(text) for text in texts))
        return Section(name=name, title=self.texts(f"plan.{name}"), pieces=(bullets,))

    def sign(self, item: m.Sign) -> Document:
        """Ordinary explanations first, then what weighs more, how to ask, and the next step."""
        lang = self._language
        sections = [
            Section(
                name="ordinary",
                # A sign to act on is never waved away.
                title=self.texts("sign.known" if item.specificity == "high" else "sign.ordinary"),
                pieces=(b.Bullets(tuple(text[lang] for text in item.ordinary)),),
            ),
            Section(
                name="weight",
                title=self.texts("sign.weight"),
                pieces=(b.Bullets(tuple(text[lang] for text in item.weight)),),
            ),
            Section(name="say", title=self.texts("sign.say"), pieces=(b.Say(item.say[lang]),)),
        ]
        people = self._directory.people(self._country, item.next.roles)
        if people:
            title = self.texts("sign.who.first" if item.specificity == "high" else "sign.who")
            sections.append(Section(name="who", title=title, pieces=(People(people),)))
        return self._simple(item, *sections, links=self.next_links(item.next, item.ages))

    def checklist(self, item: m.Checklist) -> Document:
        """What the app is, a sentence to begin with, the settings, blocking and reporting."""
        lang = self._language
        sections = [
            Section(
                name=setting.id,
                title=setting.title[lang],
                pieces=(self.setting(item, setting),),
            )
            for setting in item.settings
        ]
        # Reporting first: blocking may take away what shows what was said.
        for name, text in (("report", item.report_how), ("block", item.block_how)):
            if text is not None:
                title = self.texts(f"checklist.{name}")
                sections.append(Section(name=name, title=title, pieces=(b.Paragraph(text[lang]),)))
        lead: list[Piece] = [b.Paragraph(item.intro[lang]), b.Say(item.together[lang])]
        lead += [
            b.Paragraph(text[lang]) for text in (item.min_age.note, item.parental_feature) if text is not None
        ]
        return self._simple(item, *sections, lead=tuple(lead), limit="setting")

    def setting(self, checklist: m.Checklist, setting: m.Setting) -> SettingCard:
        """Make the card of one setting."""
        lang = self._language
        return SettingCard(
            id=setting.id,
            app=checklist.title[lang],
            title=setting.title[lang],
            why=setting.why[lang],
            path=setting.path[lang],
            essential=setting.essential,
            known=self.known(setting.as_of, "setting", menus=True),
            unsure_names=lang == "fr" and setting.path_fr_basis == "knowledge",
            folded=folds(setting.as_of, "setting", self._today),
            help=setting.help[lang],
        )

    def agreement(self, item: m.Agreement) -> Document:
        """The sentence to begin with, how both answer, the rules of both sides, and what comes after."""
        lang, texts = self._language, self.texts
        answer = (b.Paragraph(item.answer[lang]),)
        sections = [Section(name="answer", title=texts("agreement.answer"), pieces=answer)]
        for name, for_adults in (("child", False), ("adult", True)):
            rules = [rule for rule in item.rules if rule.for_adults is for_adults]
            sections.append(Section(name=f"rules-{name}", title=texts(f"agreement.rules.{name}")))
            sections += map(self._rule_section, rules)
        after = (
            b.Paragraph(item.close[lang]),
            blank(texts("agreement.blank.change"), lang),
            blank(texts("agreement.blank.again"), lang),
        )
        sections.append(Section(name="close", title=texts("agreement.close"), pieces=after))
        lead: tuple[Piece, ...] = (b.Say(item.opening[lang]), b.Paragraph(item.summary[lang]))
        people = self._directory.people(self._country, item.next.roles)
        links = self.next_links(item.next, item.ages)
        return self._simple(item, *sections, lead=lead, links=links, people=people)

    def service(self, item: m.Service) -> Document:
        """The card as text: what a reader of it sees, in reading order."""
        lang, texts = self._language, self.texts
        lines = [item.role[lang]]
        if item.owner is not None:
            lines.append(item.owner[lang])
        number = number_here(item, self._country)
        if number is not None:
            lines.append(texts("service.call", number=number))
        if item.sms is not None:
            lines.append(texts("service.sms", number=item.sms))
        lines += filter(None, (item.domain,))
        sections = [Section(name="what", pieces=tuple(b.Paragraph(line) for line in lines))]
        sections += [
            Section(name=name, title=texts(f"service.{name}"), pieces=(piece,))
            for name, piece in self.service_facts(item)
        ]
        return self._simple(item, *sections, limit="service", links=())

    def service_facts(self, item: m.Service) -> Iterator[tuple[str, b.Block]]:
        """Yield what a card says under its number; what the facts do not fill is said to be unknown."""
        lang, texts = self._language, self.texts
        unknown = b.Paragraph(texts("unknown"))
        yield "takes", b.Bullets(tuple(t[lang] for t in item.takes)) if item.takes else unknown
        if item.not_for:
            yield "not_for", b.Bullets(tuple(self._fill(t) for t in item.not_for))
        # Nothing is asked of who calls an emergency number: "not known" there would only worry.
        emergency = item.kind == "emergency"
        if item.need or not emergency:
            yield "need", b.Bullets(tuple(t[lang] for t in item.need)) if item.need else unknown
        yield "hours", b.Paragraph(item.hours[lang] if item.hours is not None else texts("unknown"))
        ways = tuple(self._other_ways(item))
        if ways:
            yield "reach", b.Bullets(ways)
        yield "price", b.Paragraph(texts(f"cost.{item.cost}"))
        yield "anonymous", b.Paragraph(texts(f"anonymous.{item.anonymous}"))
        if item.age_note is not None:
            yield "ages", b.Paragraph(item.age_note[lang])
        spoken = ", ".join(texts.language_name(code) for code in item.languages) or texts("unknown")
        yield "languages", b.Paragraph(spoken)
        routes = ", ".join(texts(f"route.{route}") for route in item.text_routes)
        yield "routes", b.Paragraph(routes or texts("unknown"))
        if item.happens is not None or not emergency:
            yield "happens", b.Paragraph(self._fill(item.happens)) if item.happens is not None else unknown

    def _other_ways(self, item: m.Service) -> Iterator[str]:
        """Give the ways to reach a service besides what stands large on its card."""
        texts = self.texts
        if item.sms is not None and number_here(item, self._country) is not None:
            yield texts("service.sms", number=item.sms)
        if item.phone_intl is not None and shown_number(item, self._country) is not None:
            yield texts("service.from_abroad", number=item.phone_intl.replace(" ", NBSP))
        if item.email is not None:
            yield texts("service.email", address=item.email)
        if item.app is not None:
            yield texts("service.app", name=item.app)

    def pieces(self, blocks: Iterable[b.Block]) -> Iterator[Piece]:
        """Resolve blocks for the country: roles become people, country blocks open or go."""
        for block in blocks:
            match block:
                case b.Only():
                    if block.country == self._country:
                        yield from self.pieces(block.blocks)
                case b.Call():
                    people = self._directory.people(self._country, block.roles)
                    if people:
                        yield People(people)
                case b.ImageRule():
                    yield self.image_rule()
                case b.DutyList():
                    lines = tuple(self.duties()) or (self.texts("agenda.duty.none"),)
                    yield from (b.Paragraph(line) for line in lines)
                case b.Fill():
                    yield from (blank(label, self._language, block.high) for label in block.labels)
                case b.Paragraph():
                    yield b.Paragraph(self._fill_text(block.text), self._live(block.links))
                case b.Bullets():
                    texts = tuple(self._fill_text(text) for text in block.items)
                    yield b.Bullets(texts, self._live(block.links), block.ordered)
                # People and rules inside a branch or a myth stay values of ours; both hold any piece here.
                case b.Branch():
                    inner = tuple(self.pieces(block.blocks))
                    yield b.Branch(block.kind, block.label, inner)  # type: ignore[arg-type]
                case b.Myth():
                    yield b.Myth(block.truth, block.text, tuple(self.pieces(block.blocks)))  # type: ignore[arg-type]
                case _:
                    yield block

    def _live(self, links: tuple[b.Link, ...]) -> tuple[b.Link, ...]:
        return tuple(link for link in links if self._reachable(link.target))

    def _reachable(self, target: str) -> bool:
        kind, _, identifier = target.partition(":")
        if kind == "service":
            return bool(self._directory.people(self._country, (target,)))
        row = self._library.row(identifier)
        return row is not None and row_is_valid(row, self._country)

    def image_rule(self) -> Rule:
        """Give the image rule for the country."""
        rule = self._library.image_rule
        return Rule(rule.title[self._language], self._fill(rule.text))

    def link(self, target: str) -> b.Link | None:
        """Make a link to an item by its title; None when it cannot be shown here."""
        kind, _, identifier = target.partition(":")
        row = self._library.row(identifier)
        if row is None or row.kind != kind or not row_is_valid(row, self._country):
            return None
        return b.Link(row.title[self._language], target)

    def next_links(self, leads: m.Next, ages: tuple[str, ...], age: str | None = None) -> tuple[b.Link, ...]:
        """Give the links a page ends on; topics become the conversation for the child's age."""
        targets = [f"plan:{name}" for name in leads.plans]
        targets += [f"conversation:{name}" for name in leads.conversations]
        for topic in leads.talk:
            conversation = self.conversation_for(topic, ages, age)
            if conversation is not None:
                targets.append(f"conversation:{conversation}")
        targets += [f"checklist:{name}" for name in leads.checklists]
        targets += [f"article:{name}" for name in leads.articles]
        targets += [f"agreement:{name}" for name in leads.agreements]
        return tuple(filter(None, map(self.link, dict.fromkeys(targets))))

    def conversation_for(self, topic: str, ages: tuple[str, ...], age: str | None) -> str | None:
        """Find the conversation on a topic for an age, else for the nearest of some ages.

        The talk that a topic has of its own comes before one that only touches on it.
        """
        wanted = list(ages)
        if age in m.AGES:
            at = m.AGES.index(age)
            wanted.sort(key=lambda band: abs(m.AGES.index(band) - at))
            wanted.insert(0, age)
        rows = [row for row in self._library.rows("conversation") if topic in row.topics]
        rows.sort(key=lambda row: row.topics[0] != topic)
        for band in wanted:
            for row in rows:
                if band in row.ages:
                    return row.id
        return None

    def known(self, as_of: str | None, limit: str, *, menus: bool = False) -> str:
        """Say when facts were known, and that they may have changed where they are old."""
        if as_of is None:
            return self.texts("known.unknown")
        month = self.texts.month(as_of)
        if may_have_changed(as_of, limit, self._today):
            return self.texts("known.old", month=month)
        return self.texts("known.menus" if menus else "known.fresh", month=month)

    def _simple(
        self,
        item: m.AnyItem,
        *sections: Section,
        lead: tuple[Piece, ...] = (),
        links: tuple[b.Link, ...] = (),
        people: tuple[m.Service, ...] = (),
        limit: str = "conversation",
    ) -> Document:
        note = item.status_note[self._language] if item.status_note is not None else ""
        if not note and item.status == "draft" and not isinstance(item, m.Service | m.Term):
            note = self.texts("status.draft")
        town = self._library.added_by(item.id)
        explains = isinstance(item, m.Conversation | m.Article)
        return Document(
            id=item.id,
            kind=str(item.__struct_config__.tag),
            title=item.title[self._language],
            lead=lead,
            sections=sections,
            links=links,
            people=people,
            known=self.known(item.as_of, limit),
            note=note,
            sources=tuple(self._sources(item)),
            added=self.texts("added.by", town=town[self._language]) if town is not None else "",
            words=self._library.words_met(item.id) if explains else (),
            named=tuple(self._named((*lead, *(piece for part in sections for piece in part.pieces)))),
        )

    def _named(self, pieces: Iterable[Piece]) -> Iterator[m.Term]:
        for piece in pieces:
            for link in getattr(piece, "links", ()):
                kind, _, identifier = link.target.partition(":")
                if kind == "term":
                    yield self._library.read(identifier, m.Term)
            yield from self._named(getattr(piece, "blocks", ()))

    def _sources(self, item: m.AnyItem) -> Iterator[tuple[str, str | None]]:
        if isinstance(item, m.Service):
            for source in item.dated_sources:
                if source.url:
                    month = f" ({self.texts.month(source.date[:7])})" if source.date else ""
                    yield (
                        source.url.removeprefix("https://").removeprefix("http://").rstrip("/") + month,
                        None,
                    )
            return
        if isinstance(item, m.Checklist):
            for page in item.help_pages:
                yield page.title, page.url
            return
        for key in item.sources:
            known = self._library.source(key)
            if known is not None:
                year = f", {known.year}" if known.year and known.year not in known.title else ""
                yield f"{known.organisation}, {known.title}{year}", known.url if known.link else None

    def _rule_section(self, rule: m.AgreementRule) -> Section:
        lang = self._language
        pieces = (
            b.Paragraph(self.texts("agreement.reason", text=rule.reason[lang])),
            b.Paragraph(self.texts("agreement.trick", text=rule.trick[lang])),
        )
        return Section(name=rule.id, title=rule.rule[lang], pieces=pieces)

    def agenda(self, item: m.Agenda) -> Document:
        """What the session is for, then each part: its aim, what the screen shows, what the worker knows."""
        lead = (b.Paragraph(item.summary[self._language]),)
        return self._simple(item, *map(self._agenda_section, item.parts), lead=lead)

    def _agenda_section(self, part: m.AgendaPart) -> Section:
        texts, lang = self.texts, self._language
        title = texts("agenda.part", title=part.title[lang], n=part.minutes)
        pieces: list[Piece] = [b.Paragraph(self._fill(part.aim))]
        if part.show:
            shown = b.Bullets(tuple(self._fill(text) for text in part.show))
            pieces += [b.Heading(texts("agenda.show"), 3), shown]
        duties = tuple(self.duties(part.duties)) if part.duties else ()
        if part.notes or duties:
            notes = (*(self._fill(text) for text in part.notes), *duties)
            pieces += [b.Heading(texts("agenda.notes"), 3), b.Bullets(notes)]
        link = self.link(part.item) if part.item is not None else None
        if link is not None:
            pieces.append(b.Paragraph("", (link,)))
        return Section(name=part.id, title=title, pieces=tuple(pieces))

    def duties(self, names: tuple[str, ...] | None = None) -> Iterator[str]:
        """Give a worker's duties in this country, with month and whom to ask; all, or those named."""
        found = self._library.duties
        for duty in found.duties:
            is_here = not duty.countries or self._country in duty.countries
            if is_here and (names is None or duty.id in names):
                known = self.known(duty.as_of, "law")
                check = found.check[self._language]
                yield self.texts("agenda.duty", text=self._fill(duty.text), known=known, check=check)

    def _fill(self, text: m.Both) -> str:
        return self._fill_text(text[self._language])

    def _fill_text(self, text: str) -> str:
        return self._directory.fill(text, self._language, self._country)


def spoken_lines(
    document: Document,
    texts: Texts,
    country: str,
    is_local: Callable[[m.Service], bool] | None = None,
) -> Iterator[str]:
    """Yield a document line by line, as it is read aloud and written on the command line.

    `is_local` tells which services a town added (`Directory.is_local`); only that town's pages name them.
    """

    def line_of(service: m.Service) -> str:
        line = service_line(service, texts, country)
        is_added = is_local is not None and bool(document.added) and is_local(service)
        return f"{line} ({document.added})" if is_added else line

    yield document.title
    if document.added:
        yield document.added
    if document.note:
        yield document.note
    yield from _lines(document.lead, texts, line_of)
    for section in document.sections:
        if section.title:
            yield section.title
        yield from _lines(section.pieces, texts, line_of)
    if document.links:
        yield texts("next.title")
        for link in document.links:
            yield link.label
    if document.people:
        yield texts("next.person")
        for service in document.people:
            yield line_of(service)
    if document.explained:
        yield texts("words.title")
        for term in document.explained:
            yield texts("words.line", word=term.title[texts.language], text=term.text[texts.language])
    yield document.known
    for title, _ in document.sources or ((texts("source.none"), None),):
        yield texts("source.line", title=title)


def _lines(pieces: Iterable[Piece], texts: Texts, line_of: Callable[[m.Service], str]) -> Iterator[str]:
    for piece in pieces:
        match piece:
            case b.Heading() | b.Figure():
                yield piece.text
            case Blank():
                yield texts("line.blank", label=piece.label)
            case b.Paragraph():
                if piece.text:
                    yield piece.text
                else:
                    yield from (link.label for link in piece.links)
            case b.Say():
                yield texts("line.say", text=piece.text)
            case b.Bullets():
                yield from piece.items
            case b.Avoid():
                yield texts("line.avoid", text=piece.text, reason=piece.reason)
            case b.Key() | b.Promise():
                yield texts("block.key" if isinstance(piece, b.Key) else "block.promise")
                yield from piece.lines
            case b.Activity() | b.Decision():
                yield texts("block.activity" if isinstance(piece, b.Activity) else "block.decision")
                yield from piece.paragraphs
            case b.Branch():
                yield texts("line.branch", label=piece.label)
                yield from _lines(piece.blocks, texts, line_of)
            case b.Myth():
                yield piece.truth
                yield texts("line.myth", text=piece.text)
                yield from _lines(piece.blocks, texts, line_of)
            case People():
                for service in piece.services:
                    yield line_of(service)
            case Rule():
                yield piece.title
                yield piece.text
            case SettingCard():
                yield piece.why
                yield " › ".join(piece.path)
                if piece.unsure_names:
                    yield texts("setting.unsure")
                yield piece.known


def service_line(service: m.Service, texts: Texts, country: str) -> str:
    """Write a service in one line: number, name, what it is for."""
    number = number_here(service, country) or (
        texts("service.sms_short", number=service.sms) if service.sms else None
    )
    name = service.title[texts.language]
    role = service.role[texts.language]
    if number and number.replace(" ", "") in name.replace(" ", "").replace("\u00a0", ""):
        return f"{name}\u00a0: {role}" if texts.language == "fr" else f"{name}: {role}"
    head = f"{number} · {name}" if number else name
    return f"{head}\u00a0: {role}" if texts.language == "fr" else f"{head}: {role}"
