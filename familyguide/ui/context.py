"""What every page may use; made once by the app and handed to each page."""

from __future__ import annotations

from datetime import UTC, date, datetime
from functools import cached_property
from typing import TYPE_CHECKING

from familyguide.guide.names import NO_COUNTRY
from familyguide.services.content_state import ContentState
from familyguide.services.rules import Rules
from familyguide.services.texts import Texts

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from familyguide.guide.hours import OpenState
    from familyguide.guide.library import Library
    from familyguide.guide.lines import FirstScreen, Reached
    from familyguide.guide.names import Language
    from familyguide.services.choices import Choices, ChoicesService
    from familyguide.services.directory import Directory
    from familyguide.services.session import SessionPlan
    from familyguide.services.writer import Writer
    from familyguide.ui.notes import FamilyNotes
    from familyguide.ui.planning import Planning
    from familyguide.ui.printing import PrintDesk
    from familyguide.ui.theme.tokens import Tokens
    from familyguide.ui.towns import Town


def _now() -> datetime:
    return datetime.now(tz=UTC)


class Context:
    """The library, the reader's choices, and what follows from them."""

    def __init__(
        self,
        library: Library,
        service: ChoicesService,
        theme: Tokens,
        *,
        rules: Rules | None = None,
        folder: Callable[[], Path] | None = None,
        clock: Callable[[], datetime] = _now,
        state: ContentState | None = None,
    ) -> None:
        self.library = library
        self.service = service
        self.theme = theme
        # The country of the start: the way back to it stays one press after any change.
        self.first_country = service.now.country
        # What this kind of visit may do; without any: at home.
        self.rules = rules or Rules()
        # What staff should know about the content.
        self.state = state or ContentState()
        # The towns that added something, once a page was shown (`towns.towns_of`).
        self.towns: tuple[Town, ...] | None = None
        # Where a family may keep notes; None where nothing may be kept.
        self.folder = None if self.guest else folder
        # The family's notes, once the window stands; None where nothing may be kept.
        self.notes: FamilyNotes | None = None
        # What prints for this window; None until the first sheet is asked for.
        self.printing: PrintDesk | None = None
        # What is being typed into sheets of paper, by sheet and line: in memory, gone with the window.
        self.typed: dict[str, dict[int, str]] = {}
        # The session that the command line asked for, or that this visit planned; None without one.
        self.session: SessionPlan | None = None
        # What was chosen on the way to a session; None until that page is opened.
        self.planning: Planning | None = None
        # Shows a session on a screen; None where nothing can.
        self.present: Callable[[SessionPlan], object] | None = None
        # The reader said that somebody may see this screen: no way to print is offered.
        self.is_watched = False
        # The voices that may read aloud, by language, once the computer has named them.
        self.voices: dict[Language, tuple[str, ...]] = {}
        # The reader asked how fast pages are read, and in which voice.
        self.shows_voices = False
        self.clock = clock
        # Whether the first page has been painted.
        self.is_started = False

    def forget_typed(self) -> None:
        """Let go of every word typed into sheets, also where a page still holds its part."""
        for words in self.typed.values():
            words.clear()
        self.typed.clear()

    def renew(self, library: Library) -> None:
        """Read from another library from now on: a writer has saved a file."""
        self.library = library
        self.towns = None
        self.__dict__.pop("directory", None)

    @property
    def guest(self) -> bool:
        """Whether this visit keeps nothing: a guest at home, or a public PC."""
        return self.rules.mode != "home"

    @property
    def may_print(self) -> bool:
        """Whether a way to print is offered."""
        return self.rules.printing != "off" and not self.is_watched

    @property
    def may_read_aloud(self) -> bool:
        """Whether reading aloud is offered: somebody who may be watched may be heard as well."""
        return self.rules.read_aloud and not self.is_watched

    @cached_property
    def directory(self) -> Directory:
        """Who to turn to; read when the first number is shown."""
        from familyguide.services.directory import Directory  # noqa: PLC0415

        return Directory(self.library)

    @property
    def first_screen(self) -> FirstScreen | None:
        """What the first screen says of the country shown: who to call; None for a country we do not hold."""
        from familyguide.guide.library import ContentError  # noqa: PLC0415 - loaded with the library

        try:
            return self.library.first_screen(self.country)
        except ContentError:
            # What was written for it is damaged; the cards it was made of may be whole.
            return self.directory.first_screen(self.country)

    def state_of(self, service: Reached) -> OpenState:
        """Say whether a service answers now, in its own time zone."""
        from familyguide.services.opening import state_of  # noqa: PLC0415 - not before the first paint

        return state_of(service, self.clock(), self.today, self.library.ahead(service.id))

    @property
    def choices(self) -> Choices:
        """What the reader chose."""
        return self.service.now

    @property
    def language(self) -> Language:
        """The language shown."""
        return self.choices.language

    @property
    def country(self) -> str:
        """The country whose people are shown; XX when none was chosen or we hold none."""
        return self.choices.country or NO_COUNTRY

    @property
    def texts(self) -> Texts:
        """The app's words in the language shown."""
        return Texts(self.language)

    @property
    def today(self) -> date:
        """Today, never before the content was made."""
        from familyguide.guide.freshness import honest_today  # noqa: PLC0415

        return honest_today(self.clock().date(), self.library.built)

    @property
    def writer(self) -> Writer:
        """Makes documents for the language and country shown."""
        from familyguide.services.writer import Writer  # noqa: PLC0415

        return Writer(self.library, self.directory, self.language, self.country, self.today)

    def px(self, size: int) -> int:
        """Scale a length in pixels with the text."""
        return round(size * self.choices.scale / 100)
