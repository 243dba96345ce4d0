"""What every page may use; made once by the app and handed to each page."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

from familyguide.guide.freshness import honest_today
from familyguide.services.directory import NO_COUNTRY, Directory
from familyguide.services.document import Writer
from familyguide.services.texts import Texts

if TYPE_CHECKING:
    from collections.abc import Callable

    from familyguide.guide.library import Library
    from familyguide.guide.model import Language
    from familyguide.services.choices import Choices, ChoicesService
    from familyguide.ui.theme.tokens import Tokens


def _now() -> datetime:
    return datetime.now(tz=UTC)


@dataclass
class Context:
    """The library, the reader's choices, and what follows from them."""

    library: Library
    directory: Directory
    service: ChoicesService
    theme: Tokens
    guest: bool = False
    clock: Callable[[], datetime] = field(default=_now)

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
        return honest_today(self.clock().date(), self.library.built)

    @property
    def writer(self) -> Writer:
        """Makes documents for the language and country shown."""
        return Writer(self.library, self.directory, self.language, self.country, self.today)

    def px(self, size: int) -> int:
        """Scale a length in pixels with the text."""
        return round(size * self.choices.scale / 100)
