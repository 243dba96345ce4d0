"""What the buttons and pages of the app are called, so that no text of the guide types such a name."""

from __future__ import annotations

import json
import re
from functools import lru_cache

from familyguide.guide.root import RESOURCES

# {ui:top.leave} in a page: the key of a text of resources/i18n/texts.json.
_NAMED = re.compile(r"\{ui:([^{}\n]*)\}")
# Signs that Markdown, or a text with room for values, would read as something else.
_NO_NAME = re.compile(r"[{}\[\]<>*_`\\\n]")
_QUOTED = {"fr": "« {} »", "en": "“{}”"}


class UnknownNameError(ValueError):
    """A page names what the app has not: where it stands in the text, and the key."""

    def __init__(self, at: int, key: str) -> None:
        """Keep the place, so that the writer finds it."""
        super().__init__(key)
        self.at = at
        self.key = key


@lru_cache(maxsize=1)
def _catalogue() -> dict[str, dict[str, str]]:
    loaded: dict[str, dict[str, str]] = json.loads(
        (RESOURCES / "i18n" / "texts.json").read_text(encoding="utf-8")
    )
    return loaded


def name_of(key: str, language: str) -> str:
    """Give what the app calls something, in quotes; KeyError when it calls nothing so."""
    name = _catalogue()[key][language]
    if _NO_NAME.search(name):
        raise KeyError(key)
    # A name said inside a sentence brings no ellipsis of its own.
    return _QUOTED[language].format(name.rstrip("…"))


def with_names(text: str, language: str) -> str:
    """Put the app's own words in the place of each {ui:KEY}; raises UnknownNameError."""

    def put(found: re.Match[str]) -> str:
        try:
            return name_of(found[1], language)
        except KeyError:
            raise UnknownNameError(found.start(), found[1]) from None

    # Most pages name nothing: the catalogue is not read for them.
    return _NAMED.sub(put, text) if "{ui:" in text else text
