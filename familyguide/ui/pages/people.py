"""People to call: the short row that stands in pages and plans."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from familyguide.guide.hours import Opening
from familyguide.guide.lines import number_here, shown_number
from familyguide.services.navigation import Route
from familyguide.ui import opening
from familyguide.ui.theme.apply import PUBLIC_TARGET
from familyguide.ui.widgets.basic import IconLabel, Label, LayoutButton, number_label, row, sided

if TYPE_CHECKING:
    from collections.abc import Iterable

    from familyguide.guide import model as m
    from familyguide.ui.pages.base import Page


def spoken_name(page: Page, service: m.Service) -> str:
    """Say a service as people do: name, what it is for, and the number in words."""
    name = f"{service.title[page.texts.language]}. {service.role[page.texts.language]}"
    if service.phone_spoken is not None and shown_number(service, page.context.country):
        name += ". " + page.texts("service.call.spoken", spoken=service.phone_spoken[page.texts.language])
    beside = page.context.directory.by_text(service, page.context.country)
    if beside is not None and beside.sms is not None:
        name += ". " + page.texts("strip.sms", number=beside.sms)
    added = added_words(page, service.id)
    return f"{name}. {added}" if added else name


def added_words(page: Page, identifier: str) -> str:
    """Say who added an item or service; empty for an official one."""
    town = page.context.library.added_by(identifier)
    return page.texts("added.by", town=town[page.texts.language]) if town is not None else ""


def number_of(page: Page, service: m.Service) -> str | None:
    """Give what is shown large: the number, or the number to text."""
    return opening.number_of(page.context, service)


def title_beside_number(title: str, number: str | None) -> str:
    """Give a service's name without the number that already stands beside it."""
    plain, dialled = title.replace("\u00a0", " "), (number or "").replace("\u00a0", " ")
    if dialled and plain.startswith(dialled):
        return plain[len(dialled) :].strip(" –:·")
    return title


def opening_words(page: Page, service: m.Service) -> tuple[str, str] | None:
    """Say whether a service answers now, with the badge role for it; None when there is nothing to say."""
    texts, context = page.texts, page.context
    number = number_here(service, context.country)
    answered = number is not None or service.sms is not None or service.chat_url is not None
    if service.opening_hours == "24/7":
        if answered and service.may_have_changed and service.as_of:
            return texts("service.always.normally", month=texts.month(service.as_of)), "badge-good"
        if answered:
            return texts("service.always"), "badge-good"
        # Said of a form only: a team behind a door is not a form, and its hours stand under Details.
        return (texts("service.always.online"), "badge-good") if "form" in service.text_routes else None
    state = context.state_of(service)
    if state.state is Opening.OPEN:
        if state.doubtful and service.as_of:
            return texts("service.normally", month=texts.month(service.as_of)), "badge-good"
        return texts("service.open_now"), "badge-good"
    if state.state is Opening.UNKNOWN:
        # What the service itself says of its hours stands on the card; only nothing at all is "not known".
        return (texts("service.hours_unknown"), "badge-plain") if answered and service.hours is None else None
    return opening.closed_words(context, service), "badge-sun"


def align_numbers(page: Page, rows: Iterable[LayoutButton]) -> None:
    """Let the words of rows under each other begin at the same place, where there is room for it."""
    if page.is_narrow:
        return
    numbers = [label for one in rows if (label := one.findChild(Label, "Number")) is not None]
    for label in numbers:
        label.ensurePolished()
    widest = max((label.sizeHint().width() for label in numbers), default=0)
    for label in numbers:
        label.setMinimumWidth(widest)


def person_row(page: Page, service: m.Service, parent: QWidget) -> LayoutButton:
    """Make a row with the number, who answers and what for; it opens the card under Get help."""
    context, lang = page.context, page.texts.language
    button = LayoutButton("row", spoken_name(page, service), parent, value=Route("help", part=service.id))
    button.setObjectName(f"Person-{service.id}")
    if context.rules.mode == "public-pc":
        # Also with one line of words.
        button.setMinimumHeight(PUBLIC_TARGET)
    line = row(16, sided(button, 16, 8, 12, 8))
    number = number_of(page, service)
    emergency = service.kind == "emergency"
    if number is not None:
        role = "number-emergency" if emergency else "number-strip"
        line.addWidget(number_label(number, role, button), 0, Qt.AlignmentFlag.AlignVCenter)
    else:
        line.addWidget(IconLabel("external-link", context.theme.primary, context.px(22), button), 0)
    words = QVBoxLayout()
    words.setSpacing(0)
    title = title_beside_number(service.title[lang], number)
    if title:
        words.addWidget(Label(title, "strong", button))
    about = service.role[lang]
    beside = context.directory.by_text(service, context.country)
    if beside is not None and beside.sms is not None:
        # Who may not be heard finds the way to be helped where the number stands.
        about += f" · {page.texts('strip.sms', number=beside.sms)}"
    words.addWidget(Label(about, "small", button))
    added = added_words(page, service.id)
    if added:
        words.addWidget(Label(added, "small", button))
    words_now = opening_words(page, service) if service.phone is not None else None
    if words_now is not None and service.opening_hours is not None and service.opening_hours != "24/7":
        # Only what may be closed says so: a line that always answers needs no remark.
        words.addWidget(Label(words_now[0], "small", button))
        button.setAccessibleName(f"{button.accessibleName()}. {words_now[0]}")
    line.addLayout(words, 1)
    line.addWidget(
        IconLabel("chevron-right", context.theme.muted, context.px(20), button),
        0,
        Qt.AlignmentFlag.AlignVCenter,
    )
    button.setLayout(line)
    button.pass_clicks()
    button.pressed_with.connect(page.go_to)
    return button
