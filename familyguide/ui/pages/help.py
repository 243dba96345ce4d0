"""Get help: services by need; the card is the sheet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from familyguide.guide import blocks as b
from familyguide.guide import model as m
from familyguide.guide.lines import number_here
from familyguide.guide.names import NBSP, NO_COUNTRY
from familyguide.services import qr
from familyguide.services.directory import WITHOUT_VOICE
from familyguide.services.links import domain_of
from familyguide.services.navigation import Route
from familyguide.services.service_card import service_facts
from familyguide.ui.notice import announce
from familyguide.ui.pages.people import (
    added_words,
    number_of,
    opening_words,
    person_row,
    spoken_name,
    title_beside_number,
)
from familyguide.ui.pages.reading import ReadingPage
from familyguide.ui.widgets.basic import (
    Badge,
    Box,
    Button,
    HeadingLabel,
    IconLabel,
    Label,
    ParagraphLabel,
    QuietHeading,
    number_label,
    row,
)
from familyguide.ui.widgets.blocks import bullet
from familyguide.ui.widgets.flow import flow_row
from familyguide.ui.widgets.qrcode import QrCode

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent

    from familyguide.ui.context import Context
    from familyguide.ui.widgets.fold import Fold

FIRST_CARDS = 2
DEFAULT_NEED = "talk"
# Percent of the usual text size from which the needs alone would fill a small window.
_LARGE = 150
# Width kept for the numbers of a page, by the longest of them.
_SHORT, _NARROW, _WIDE = 7, 120, 225
# What stays in view above a card that is scrolled to: its heading.
_ABOVE = 56


class ServiceCard(Box):
    """A service: number, owner and domain, what it is for, whether it answers now, and what it asks."""

    def __init__(self, page: HelpPage, service: m.Service, *, chosen: bool) -> None:
        super().__init__("card-chosen" if chosen else "card", page, margins=(20, 14), gap=2)
        self.setObjectName(f"Service-{service.id}")
        self.setAccessibleName(spoken_name(page, service))
        self._page = page
        self._service = service
        texts, lang = page.texts, page.texts.language
        number = number_of(page, service)
        emergency = service.kind == "emergency"
        if number is not None:
            shown = number_label(number, "number-big-emergency" if emergency else "number", self)
        else:
            shown = Label(service.title[lang], "name-big", self)
        words = QVBoxLayout()
        words.setSpacing(3)
        title = title_beside_number(service.title[lang], number) if number is not None else ""
        # A service known by its number alone is named by what it is for.
        words.addWidget(HeadingLabel(title or service.role[lang], 3, self))
        if title:
            words.addWidget(Label(service.role[lang], "", self))
        about = (service.owner[lang] if service.owner else "", service.domain or "", *self._facts())
        words.addWidget(Label(" · ".join(filter(None, about)), "small", self))
        added = added_words(page, service.id)
        if added:
            words.addWidget(Label(added, "small", self))
        if service.opening_hours is None and service.hours is not None:
            words.addWidget(Label(service.hours[lang], "small", self))
        if service.show_as == "service" and service.text_routes:
            words.addWidget(self._ways())
        if service.adults_only or service.show_as == "service":
            words.addWidget(self._badges())
        if service.show_as == "service":
            words.addSpacing(4)
            words.addWidget(self._actions())
        if page.is_narrow or number is None:
            self.add(shown)
            self.column.addLayout(words)
        else:
            top = row(20)
            shown.setMinimumWidth(page.context.px(page.number_width))
            top.addWidget(shown, 0, Qt.AlignmentFlag.AlignVCenter)
            top.addLayout(words, 1)
            self.column.addLayout(top)
        name = f"card-{service.id}"
        self._fold = page.fold(name, texts("service.details"), role="primary-strong")
        self._fold.button.setAccessibleName(
            texts("link.about", way=texts("service.details"), what=service.title[lang])
        )
        self._filled = False
        self._fold.toggled.connect(self._fill)
        self.add(self._fold)
        if chosen:
            self._fold.open()

    def _badges(self) -> QWidget:
        """Say what decides most: whether somebody answers now, and for whom."""
        page, service = self._page, self._service
        holder, flow = flow_row(self, 8)
        opening = opening_words(page, service) if service.show_as == "service" else None
        if opening is not None:
            flow.addWidget(Badge(*opening, holder))
        if service.adults_only:
            flow.addWidget(Badge(page.texts("help.adults_only"), "badge-sun", holder))
        holder.setHidden(flow.count() == 0)
        return holder

    def _ways(self) -> QWidget:
        """Say how it is reached by who cannot speak or hear, or must not be heard."""
        page, service = self._page, self._service
        texts, context = page.texts, page.context
        ways = [
            texts("service.sms_short", number=service.sms)
            if route == "sms" and service.sms
            else texts(f"route.{route}")
            for route in service.text_routes
        ]
        colours = (context.theme.primary, context.px(18))
        line = bullet(texts("service.ways", ways=", ".join(ways)), "message-square", colours, self, "small")
        line.setObjectName(f"Ways-{service.id}")
        return line

    def _facts(self) -> list[str]:
        texts, service = self._page.texts, self._service
        facts = []
        if service.cost != "unknown":
            facts.append(texts(f"cost.{service.cost}"))
        if service.anonymous == "yes":
            facts.append(texts("anonymous.yes"))
        return facts

    def _actions(self) -> QWidget:
        page, service = self._page, self._service
        texts, theme, px = page.texts, page.context.theme, page.context.px
        holder, flow = flow_row(self, 8)
        lang = texts.language
        for url in dict.fromkeys(filter(None, (service.web, service.report_url, service.chat_url))):
            if domain_of(url) not in [domain_of(other) for other in self._shown_urls(holder)]:
                flow.addWidget(page.web_button(url, holder))
        chat = service.chat_url
        if chat is not None and chat not in self._shown_urls(holder):
            words = texts("service.chat", domain=domain_of(chat))
            flow.addWidget(page.web_button(chat, holder, words=words))
        beside = page.context.directory.by_text(service, page.context.country)
        if beside is not None and beside.sms is not None:
            text = Button(
                texts("service.sms_short", number=beside.sms),
                "",
                holder,
                value=Route("help", part=beside.id),
                icon="message-square",
                colour=theme.ink,
                size=px(18),
            )
            text.setObjectName(f"ByText-{service.id}")
            text.setAccessibleName(f"{texts('service.sms_short', number=beside.sms)}. {beside.role[lang]}")
            text.pressed_with.connect(page.go_to)
            flow.addWidget(text)
        number = number_of(page, service)
        if number is not None:
            copy = Button(
                texts("service.copy"),
                "",
                holder,
                value=number_here(service, page.context.country) or service.sms,
                icon="copy",
                colour=theme.ink,
                size=px(18),
            )
            copy.setObjectName(f"Copy-{service.id}")
            copy.setAccessibleName(texts("service.copy.name", name=service.title[lang]))
            copy.pressed_with.connect(page.copy_number)
            flow.addWidget(copy)
        data = page.code_data(service)
        # Where links are codes, the button of the site shows the code of the site: no second one beside it.
        is_shown = page.context.rules.links == "qr" and data in self._shown_urls(holder)
        if data is not None and not is_shown:
            code = Button(
                texts("service.qr"),
                "",
                holder,
                value=service.id,
                icon="qr-code",
                colour=theme.ink,
                size=px(18),
            )
            code.setObjectName(f"Qr-{service.id}")
            code.setAccessibleName(texts("service.qr.name", name=service.title[lang]))
            code.pressed_with.connect(page.show_code)
            flow.addWidget(code)
        sms = qr.text_data(service)
        if sms is not None and sms != data:
            # It is called and written to: a code for each.
            words = texts("service.sms_short", number=service.sms or "")
            text_code = Button(
                words, "", holder, value=service.id, icon="qr-code", colour=theme.ink, size=px(18)
            )
            text_code.setObjectName(f"QrText-{service.id}")
            text_code.setAccessibleName(f"{words}. {texts('service.qr.name', name=service.title[lang])}")
            text_code.pressed_with.connect(page.show_text_code)
            flow.addWidget(text_code)
        way = page.print_button(service.id, service.title[lang], holder)
        if way is not None:
            flow.addWidget(way)
        return holder

    @staticmethod
    def _shown_urls(holder: QWidget) -> list[str]:
        return [
            str(button.value)
            for button in holder.findChildren(Button)
            if str(button.value).startswith("https")
        ]

    def _fill(self, is_open: bool) -> None:
        """Write the sheet when it is opened for the first time."""
        if not is_open or self._filled:
            return
        self._filled = True
        page, service = self._page, self._service
        texts = page.texts
        into, parent = self._fold.content, self._fold.body
        theme, px = page.context.theme, page.context.px
        for name, block in service_facts(service, page.context.writer):
            into.addWidget(HeadingLabel(texts(f"service.{name}"), 3, parent))
            if isinstance(block, b.Bullets):
                mark = "x" if name == "not_for" else "check"
                for item in block.items:
                    into.addWidget(bullet(item, mark, (theme.muted, px(16)), parent))
            elif isinstance(block, b.Paragraph):
                into.addWidget(ParagraphLabel(block.text, "", parent))
        known = page.context.writer.known(service.as_of, "service")
        domain = service.domain or ""
        into.addWidget(
            Label(texts("service.source", domain=domain, known=known).replace(":  ·", ":"), "small", parent)
        )


class CodePanel(Box):
    """A code for the phone beside the cards, and what it does."""

    def __init__(self, page: HelpPage) -> None:
        super().__init__("card", page.sheet, gap=10)
        self.setObjectName("CodePanel")
        self._page = page
        texts, context = page.texts, page.context
        px = context.px
        if not page.is_narrow:
            # Between cards it is as wide as they are: Qt would ask for the height of that width all the same.
            self.setFixedWidth(min(px(330), max(280, page.width() - 80)))
        self.add(HeadingLabel(texts("qr.title"), 3, self))
        self._words = Label("", "muted", self)
        self.add(self._words)
        self.code = QrCode(210, self)
        self.column.addWidget(self.code, 0, Qt.AlignmentFlag.AlignHCenter)
        self._facts = Label("", "strong", self)
        line = row(8)
        line.addWidget(IconLabel("smartphone", context.theme.primary, px(20), self))
        line.addWidget(self._facts, 1)
        self.column.addLayout(line)
        self._hours = Label("", "small", self)
        self.add(self._hours)
        self.close_button = Button(texts("qr.close"), "", self)
        self.close_button.setObjectName("CloseCode")
        self.add(self.close_button)

    def show_service(self, service: m.Service, data: str) -> None:
        """Show the code of a service and say what the phone will do."""
        page = self._page
        texts, lang = page.texts, page.texts.language
        number = number_here(service, page.context.country)
        if data.startswith("tel:"):
            words = texts("qr.call", number=number or "")
        elif data.startswith("sms:"):
            words = texts("qr.sms", number=service.sms or "")
        else:
            words = texts("qr.web", domain=domain_of(data))
        self._words.setText(words)
        self.code.show_grid(qr.grid(data), texts("qr.alt", data=data))
        is_text = data.startswith("sms:")
        facts = [
            texts("service.sms_short", number=service.sms or "") if is_text else number or service.title[lang]
        ]
        if service.cost != "unknown":
            facts.append(texts(f"cost.{service.cost}"))
        self._facts.setText(" · ".join(facts))
        self._hours.setText(service.hours[lang] if service.hours is not None else "")
        self._hours.setHidden(service.hours is None)


class HelpPage(ReadingPage):
    """`item` is a need, `part` the service whose card is open."""

    def __init__(self, context: Context, route: Route, parent: QWidget | None = None) -> None:
        super().__init__(context, route, parent)
        texts = self.texts
        self._code: CodePanel | None = None
        self._code_of = ""
        self._side: QVBoxLayout
        self._need = self._chosen_need()
        head = row(12)
        self.title_label = HeadingLabel(texts("help.title"), 1, self.sheet)
        head.addWidget(self.title_label, 1)
        country = context.library.countries.get(context.country)
        name = country[texts.language] if country and context.country != NO_COUNTRY else texts("strip.choose")
        if context.may_print and not self.is_narrow:
            papers = self.door(texts("papers.door"), Route("papers"), "printer", self.sheet, "Row-papers")
            head.addWidget(papers, 0, Qt.AlignmentFlag.AlignTop)
        place = self.door(name, Route("country"), "map-pin", self.sheet, "Place")
        head.addWidget(place, 0, Qt.AlignmentFlag.AlignTop)
        self.column.addLayout(head)
        names = context.library.vocabulary.needs
        needs: list[tuple[str, object]] = [
            (names[need][texts.language], need) for need in context.directory.needs(context.country)
        ]
        self._needs = needs
        if not (self.is_narrow and route.part):
            self._offer_needs()
        self._fill()

    def _offer_needs(self) -> None:
        """Offer the needs; in a small window of large text, behind what was chosen: the people come first."""
        asked = self.texts("help.needs")
        if not self.is_narrow or self.context.choices.scale < _LARGE:
            self.add(self.chips(self._needs, self._need, self._choose, self, asked))
            self.add(self._other_ways(self.sheet))
            return
        chosen = next((text for text, value in self._needs if value == self._need), "")
        silent = self._need == WITHOUT_VOICE
        fold = self.fold(
            "needs",
            self.texts("help.needs.silent") if silent else self.texts("help.needs.chosen", need=chosen),
        )
        fold.content.addWidget(self.chips(self._needs, self._need, self._choose, fold.body, asked))
        fold.content.addWidget(self._other_ways(fold.body))
        self.add(fold)

    def _other_ways(self, parent: QWidget) -> QWidget:
        """Lead to the same help for other readers: in easy words, without a voice, in other languages."""
        context, texts = self.context, self.texts
        holder, flow = flow_row(parent, 10)
        if context.country != NO_COUNTRY:
            is_chosen = self._need == WITHOUT_VOICE
            silent = Button(
                texts("help.without_voice"),
                "chip",
                holder,
                value=WITHOUT_VOICE,
                icon="check" if is_chosen else "message-square",
                colour=context.theme.primary,
                size=context.px(16),
            )
            silent.setObjectName(f"Chip-{WITHOUT_VOICE}")
            silent.marked(is_chosen=is_chosen)
            silent.pressed_with.connect(self._choose)
            flow.addWidget(silent)
        easy = self.easy_button("help", texts("help.title"), holder)
        if easy is not None:
            flow.addWidget(easy)
        if context.library.tongues:
            other = self.door(
                texts("tongues.title"), Route("tongues"), "languages", holder, "OtherLanguages", role="quiet"
            )
            flow.addWidget(other)
        return holder

    def _chosen_need(self) -> str:
        route, context = self.route, self.context
        if route.item:
            return route.item
        needs = context.directory.needs(context.country)
        if route.part:
            try:
                of_service = context.directory.service(route.part).needs
            except KeyError:
                of_service = ()
            for need in of_service:
                if need in needs:
                    return need
        return DEFAULT_NEED if DEFAULT_NEED in needs else (needs[0] if needs else DEFAULT_NEED)

    def said_first(self) -> str:
        """Name the card that was asked for, beside the title: it stands first, below the needs."""
        card = self.findChild(ServiceCard, f"Service-{self.route.part}") if self.route.part else None
        return (
            ". ".join((super().said_first(), card.accessibleName()))
            if card is not None
            else super().said_first()
        )

    def _choose(self, need: object) -> None:
        self.go_to.emit(Route("help", str(need)))

    def _fill(self) -> None:
        texts, context = self.texts, self.context
        country = context.directory.country(context.country)
        if country is not None and country.note is not None:
            self.add(Label(country.note[texts.language], "muted", self.sheet))
        silent = self._need == WITHOUT_VOICE
        directory = context.directory
        services = list(
            directory.without_voice(context.country)
            if silent
            else directory.by_need(context.country, self._need)
        )
        if silent and services:
            self.add(Label(texts("help.without_voice.lead"), "muted", self.sheet))
        if silent and not any(service.kind == "emergency" for service in services):
            self.add(Label(texts("help.without_voice.no_emergency"), "strong", self.sheet))
        official = [service for service in services if not context.directory.is_local(service)]
        local = [service for service in services if context.directory.is_local(service)]
        if self.route.part:
            # The card that was asked for comes first; a town's keeps its place, and is scrolled to.
            official.sort(key=lambda service: service.id != self.route.part)
        if not services:
            unknown = context.country == NO_COUNTRY
            self.add(Label(texts("help.unknown_country" if unknown else "help.none"), "lead", self.sheet))
        # Words of every card start at the same place.
        numbers = [number_of(self, service) or "" for service in services]
        self.number_width = _NARROW if max(map(len, numbers), default=0) <= _SHORT else _WIDE
        self._columns = row(20)
        cards = QWidget(self.sheet)
        self._cards = QVBoxLayout(cards)
        self._cards.setContentsMargins(0, 0, 0, 0)
        self._cards.setSpacing(12)
        self._columns.addWidget(cards, 1, Qt.AlignmentFlag.AlignTop)
        # Room that is left over when cards wrap stays below them, never between the title and the needs.
        self.column.addLayout(self._columns, 1)
        doors = [service for service in official if service.show_as == "service"]
        closed = [service for service in official if service.show_as == "not-for-this"]
        for service in doors[:FIRST_CARDS]:
            self._add_card(service)
        self._late = (doors[FIRST_CARDS:], closed, local)
        self.after_paint(self._finish)

    def _add_card(self, service: m.Service) -> ServiceCard:
        card = ServiceCard(self, service, chosen=service.id == self.route.part)
        self._cards.addWidget(card)
        return card

    def _finish(self) -> None:
        doors, closed, local = self._late
        for service in doors:
            self._add_card(service)
        if self.is_narrow and self.route.part:
            # The card that was asked for comes first; other needs follow.
            called = self.texts("help.needs")
            self._cards.addWidget(self.chips(self._needs, self._need, self._choose, self, called))
        if closed:
            self._cards.addSpacing(8)
            self._cards.addWidget(HeadingLabel(self.texts("help.not_for_this"), 2, self.sheet))
            self._cards.addWidget(Label(self.texts("help.not_for_this.text"), "muted", self.sheet))
            for service in closed:
                self._add_card(service)
        self._add_local(local)
        self._cards.addSpacing(8)
        self._cards.addWidget(self._abroad())
        # In a wide window it stands at the top; here the numbers need that room.
        papers = self.papers_row() if self.is_narrow else None
        if papers is not None:
            self._cards.addWidget(papers)

    def _add_local(self, services: list[m.Service]) -> None:
        """Show what towns added, behind everything official, each under the name of its town."""
        wanted: ServiceCard | None = None
        towns = dict.fromkeys(added_words(self, service.id) for service in services)
        for town in towns:
            self._cards.addSpacing(8)
            self._cards.addWidget(QuietHeading(town, 2, self.sheet))
            for service in services:
                if added_words(self, service.id) == town:
                    card = self._add_card(service)
                    wanted = card if service.id == self.route.part else wanted
        if wanted is not None:
            self.body.settle()
            place = wanted.mapTo(self.body, QPoint(0, 0)).y()
            self.verticalScrollBar().setValue(place - self.context.px(_ABOVE))

    def _abroad(self) -> Fold:
        """Say what to do when the child, the person or the site is in another country, or the reader is."""
        fold = self.fold("abroad", self.texts("help.abroad"), role="primary-strong")
        fold.toggled.connect(self._fill_abroad)
        return fold

    def _fill_abroad(self, is_open: bool) -> None:
        """Write what is under the title when it is opened for the first time."""
        fold = self.folds["abroad"]
        if not is_open or fold.content.count():
            return
        texts, context = self.texts, self.context
        into, parent = fold.content, fold.body
        directory = context.directory
        mark = (context.theme.primary, context.px(18))
        for name in ("child", "content", "you"):
            into.addWidget(bullet(texts(f"help.abroad.{name}"), "chevron-right", mark, parent))
        place = Button(texts("strip.choose"), "", parent, value=Route("country"))
        place.setObjectName("PlaceAbroad")
        place.pressed_with.connect(self.go_to)
        into.addWidget(place, 0, Qt.AlignmentFlag.AlignLeft)
        reached = directory.reached_from_abroad(context.country)
        if reached:
            into.addWidget(Label(texts("help.abroad.call"), "strong", parent))
            for service in reached:
                number = (service.phone_intl or "").replace(" ", NBSP)
                words = f"{service.title[texts.language]}{NBSP}: {number}"
                into.addWidget(bullet(words, "phone", mark, parent))
        world = directory.for_every_country()
        if world:
            into.addWidget(Label(texts("help.abroad.world"), "strong", parent))
            for service in world:
                into.addWidget(person_row(self, service, parent))
        # Tab goes through them here, not behind the numbers.
        self.grew.emit()

    # Actions of the cards.

    def code_data(self, service: m.Service) -> str | None:
        """Give what a QR code of this service holds: its number, its text number, or its site."""
        return qr.call_data(service, self.context.country) or qr.text_data(service) or service.web

    def copy_number(self, number: object) -> None:
        """Put a number in the clipboard and say so on the button."""
        self.copy_text.emit(str(number))
        button = self.sender()
        if isinstance(button, Button):
            button.setText(self.texts("service.copied"))
            announce(self, self.texts("service.copied.number", number=str(number)))

    def show_code(self, identifier: object) -> None:
        """Show the code of a service beside the cards, or under its card where there is no room."""
        service = self.context.directory.service(str(identifier))
        self._show_code(service, self.code_data(service), f"Qr-{service.id}")

    def show_text_code(self, identifier: object) -> None:
        """Show the code that prepares a text message."""
        service = self.context.directory.service(str(identifier))
        self._show_code(service, qr.text_data(service), f"QrText-{service.id}")

    def _show_code(self, service: m.Service, data: str | None, asked_by: str) -> None:
        if data is None:
            return
        if self._code is None:
            # Made once and filled again: widgets made and deleted for each code crash PySide now and then.
            self._code = CodePanel(self)
            self._code.close_button.clicked.connect(self.close_code)
            if not self.is_narrow:
                self._side = QVBoxLayout()
                self._side.addWidget(self._code)
                self._side.addStretch(1)
                self._columns.addLayout(self._side)
        self._code_of = asked_by
        card = self.findChild(ServiceCard, f"Service-{service.id}")
        if card is None:
            return
        if self.is_narrow:
            # Right under the card it belongs to.
            self._cards.removeWidget(self._code)
            self._cards.insertWidget(self._cards.indexOf(card) + 1, self._code)
        self._code.show_service(service, data)
        self._code.show()
        self.body.settle()
        self.column.activate()
        if self.is_narrow:
            self.ensureWidgetVisible(self._code.code)
        else:
            self._put_beside(card, self._code)

    def _put_beside(self, card: ServiceCard, panel: CodePanel) -> None:
        """Put the code beside its card, in view: nothing scrolls where there is room for it."""
        scroll, body = self.verticalScrollBar().value(), self.body
        top = self._side.geometry().top() + body.holder.y()
        beside = card.mapTo(body, QPoint(0, 0)).y()
        lowest = scroll + self.viewport().height() - panel.heightForWidth(panel.width()) - 12
        self._side.setContentsMargins(0, max(0, min(max(beside, scroll + 12), lowest) - top), 0, 0)
        body.settle()
        self.column.activate()
        self.verticalScrollBar().setValue(scroll)
        self.ensureWidgetVisible(panel.code)

    def close_code(self) -> None:
        """Take the code away; the keyboard goes back to the button that showed it."""
        if self._code is None:
            return
        self._code.hide()
        if not self.is_narrow:
            self._side.setContentsMargins(0, 0, 0, 0)
        self.body.settle()
        button = self.findChild(Button, self._code_of)
        if button is not None:
            button.setFocus(Qt.FocusReason.OtherFocusReason)
            self.ensureWidgetVisible(button)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Close the code with Esc."""
        if event.key() == Qt.Key.Key_Escape and self._code is not None and self._code.isVisible():
            self.close_code()
            return
        super().keyPressEvent(event)
