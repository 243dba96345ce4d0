"""Makes the document of each kind of item, for a reader in one country and language."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import structs

from familyguide import __version__
from familyguide.guide import blocks as b
from familyguide.guide import model as m
from familyguide.guide.freshness import folds
from familyguide.guide.lines import number_here
from familyguide.services.document import Document, People, Piece, Section, SettingCard, blank
from familyguide.services.service_card import service_facts
from familyguide.services.wording import Wording

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


class Writer(Wording):
    """Makes documents for one language and country."""

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
                    item, Section(name="text", pieces=(b.Paragraph(item.text[self.language]),))
                )
            case m.Agreement():
                return self.agreement(item)
            case m.Agenda():
                return self.agenda(item)

    def conversation(self, item: m.Conversation) -> Document:
        """The opening sentence first, then the six steps, then where it leads."""
        lang = self.language
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
        people = self._directory.people(self.country, item.next.roles)
        links = self.next_links(item.next, item.ages)
        return self._simple(item, *sections, lead=lead, links=links, people=people)

    def article(self, item: m.Article) -> Document:
        """The summary, then the body cut at its headings."""
        sections: list[Section] = []
        title, pieces = "", list[Piece]()
        for piece in self.pieces(item.blocks(self.language)):
            if isinstance(piece, b.Heading) and piece.level == 2:  # noqa: PLR2004 - a section
                if pieces or title:
                    sections.append(
                        Section(name=f"part-{len(sections) + 1}", title=title, pieces=tuple(pieces))
                    )
                title, pieces = piece.text, []
            else:
                pieces.append(piece)
        sections.append(Section(name=f"part-{len(sections) + 1}", title=title, pieces=tuple(pieces)))
        lead: tuple[Piece, ...] = (b.Paragraph(item.summary[self.language]),)
        limit = "law" if item.category == "law" else "conversation"
        people = self._directory.people(self.country, item.next.roles)
        links = self.next_links(item.next, item.ages)
        document = self._simple(item, *sections, lead=lead, links=links, people=people, limit=limit)
        if item.category == "guide":
            # It tells of the app itself: which one, not since when.
            return structs.replace(document, known=self.texts("known.guide", version=__version__))
        return document

    def plan(self, item: m.Plan) -> Document:
        """The people first, then at most eight steps, what not to do, what to have ready, who helps."""
        lang = self.language
        lead: list[Piece] = [b.Paragraph(item.summary[lang])]
        # Nobody known for this here: the emergency number, or the country's note, is better than nothing.
        people = self._directory.people(self.country, item.call) or self._directory.people(
            self.country, ("emergency", "child")
        )
        country = self._directory.country(self.country)
        if people:
            lead.append(People(people))
        if country is not None and country.note is not None and not country.strip.emergency:
            # We hold no emergency number here: the note says which to call.
            lead.append(b.Paragraph(country.note[lang]))
        steps = [step for step in item.steps if not step.only or self.country in step.only]
        sections = [self._step_section(step) for step in steps]
        sections.append(self._list_section("dont", item.dont))
        if item.need:
            sections.append(self._list_section("need", item.need))
        who = self._directory.people(self.country, item.who)
        if who:
            sections.append(Section(name="who", title=self.texts("plan.who"), pieces=(People(who),)))
        if item.after is not None:
            after = b.Paragraph(self.fill(item.after))
            sections.append(Section(name="after", title=self.texts("plan.after"), pieces=(after,)))
        return self._simple(item, *sections, lead=tuple(lead))

    def _step_section(self, step: m.Step) -> Section:
        pieces: list[Piece] = []
        if step.more is not None:
            pieces.append(b.Paragraph(self.fill(step.more)))
        if self.country in step.by_country:
            pieces.append(b.Paragraph(self.fill(step.by_country[self.country])))
        if step.say is not None:
            pieces.append(b.Say(self.fill(step.say)))
        if step.include == "image-rule":
            pieces.append(self.image_rule())
        people = self._directory.people(self.country, step.call)
        named = tuple(link for link in step.links if link.startswith("service:"))
        people += tuple(s for s in self._directory.people(self.country, named) if s not in people)
        if people:
            pieces.append(People(people))
        links = tuple(filter(None, (self.link(target) for target in step.links if target not in named)))
        if links:
            pieces.append(b.Paragraph("", links))
        return Section(name=f"step-{step.id}", title=self.fill(step.do), pieces=tuple(pieces))

    def _list_section(self, name: str, texts: tuple[m.Both, ...]) -> Section:
        bullets = b.Bullets(tuple(self.fill(text) for text in texts))
        return Section(name=name, title=self.texts(f"plan.{name}"), pieces=(bullets,))

    def sign(self, item: m.Sign) -> Document:
        """Ordinary explanations first, then what weighs more, how to ask, and the next step."""
        lang = self.language
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
        people = self._directory.people(self.country, item.next.roles)
        if people:
            title = self.texts("sign.who.first" if item.specificity == "high" else "sign.who")
            sections.append(Section(name="who", title=title, pieces=(People(people),)))
        return self._simple(item, *sections, links=self.next_links(item.next, item.ages))

    def checklist(self, item: m.Checklist) -> Document:
        """What the app is, a sentence to begin with, the settings, blocking and reporting."""
        lang = self.language
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
        lang = self.language
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
        lang, texts = self.language, self.texts
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
        people = self._directory.people(self.country, item.next.roles)
        links = self.next_links(item.next, item.ages)
        return self._simple(item, *sections, lead=lead, links=links, people=people)

    def _rule_section(self, rule: m.AgreementRule) -> Section:
        lang = self.language
        pieces = (
            b.Paragraph(self.texts("agreement.reason", text=rule.reason[lang])),
            b.Paragraph(self.texts("agreement.trick", text=rule.trick[lang])),
        )
        return Section(name=rule.id, title=rule.rule[lang], pieces=pieces)

    def service(self, item: m.Service) -> Document:
        """The card as text: what a reader of it sees, in reading order."""
        lang, texts = self.language, self.texts
        lines = [item.role[lang]]
        if item.owner is not None:
            lines.append(item.owner[lang])
        number = number_here(item, self.country)
        if number is not None:
            lines.append(texts("service.call", number=number))
        if item.sms is not None:
            lines.append(texts("service.sms", number=item.sms))
        lines += filter(None, (item.domain,))
        sections = [Section(name="what", pieces=tuple(b.Paragraph(line) for line in lines))]
        sections += [
            Section(name=name, title=texts(f"service.{name}"), pieces=(piece,))
            for name, piece in service_facts(item, self)
        ]
        return self._simple(item, *sections, limit="service", links=())

    def agenda(self, item: m.Agenda) -> Document:
        """What the session is for, then each part: its aim, what the screen shows, what the worker knows."""
        lead = (b.Paragraph(item.summary[self.language]),)
        return self._simple(item, *map(self._agenda_section, item.parts), lead=lead)

    def _agenda_section(self, part: m.AgendaPart) -> Section:
        texts, lang = self.texts, self.language
        title = texts("agenda.part", title=part.title[lang], n=part.minutes)
        pieces: list[Piece] = [b.Paragraph(self.fill(part.aim))]
        if part.show:
            shown = b.Bullets(tuple(self.fill(text) for text in part.show))
            pieces += [b.Heading(texts("agenda.show"), 3), shown]
        duties = tuple(self.duties(part.duties)) if part.duties else ()
        if part.notes or duties:
            notes = (*(self.fill(text) for text in part.notes), *duties)
            pieces += [b.Heading(texts("agenda.notes"), 3), b.Bullets(notes)]
        link = self.link(part.item) if part.item is not None else None
        if link is not None:
            pieces.append(b.Paragraph("", (link,)))
        return Section(name=part.id, title=title, pieces=tuple(pieces))

    def _simple(
        self,
        item: m.AnyItem,
        *sections: Section,
        lead: tuple[Piece, ...] = (),
        links: tuple[b.Link, ...] = (),
        people: tuple[m.Service, ...] = (),
        limit: str = "conversation",
    ) -> Document:
        note = item.status_note[self.language] if item.status_note is not None else ""
        if not note and item.status == "draft" and not isinstance(item, m.Service | m.Term):
            note = self.texts("status.draft")
        town = self._library.added_by(item.id)
        explains = isinstance(item, m.Conversation | m.Article)
        return Document(
            id=item.id,
            kind=str(item.__struct_config__.tag),
            title=item.title[self.language],
            lead=lead,
            sections=sections,
            links=links,
            people=people,
            known=self.known(item.as_of, limit),
            note=note,
            sources=tuple(self._sources(item)),
            added=self.texts("added.by", town=town[self.language]) if town is not None else "",
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
