"""Where the system says the reader is."""

from __future__ import annotations

import re


def country_of(locale_name: str) -> str | None:
    """Give the region part of a locale name such as fr_FR or pt-BR; None when it has none."""
    for part in re.split(r"[_.@-]", locale_name)[1:]:
        if len(part) == 2 and part.isalpha() and part.isupper():  # noqa: PLR2004 - ISO 3166 alpha-2
            return part
    return None
