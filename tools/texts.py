"""Keep the app's own words tidy: sort nothing, apply each language's typography, report what is missing.

Usage: python tools/texts.py            checks and rewrites resources/i18n/texts.json
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from familyguide.guide.typography import polish

FILE = Path(__file__).resolve().parent.parent / "resources" / "i18n" / "texts.json"


def main() -> int:
    """Rewrite the catalogue with the typography of each language; exit 1 when a language is missing."""
    catalogue = json.loads(FILE.read_text(encoding="utf-8"))
    missing = [key for key, texts in catalogue.items() if set(texts) != {"en", "fr"}]
    tidy = {
        key: {language: polish(texts[language], language) for language in ("en", "fr") if language in texts}
        for key, texts in catalogue.items()
    }
    lines = [f"  {json.dumps(key)}: {json.dumps(texts, ensure_ascii=False)}" for key, texts in tidy.items()]
    FILE.write_text("{\n" + ",\n".join(lines) + "\n}\n", encoding="utf-8")
    for key in missing:
        sys.stderr.write(f"{key}: one language is missing\n")
    return 1 if missing else 0


if __name__ == "__main__":
    sys.exit(main())
