"""Write the accessibility statement, in both languages, from docs/accessibility.yaml.

Usage: python tools/accessibility.py            writes docs/accessibility.md and docs/accessibilite.md
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import yaml

DOCS = Path(__file__).resolve().parent.parent / "docs"
PAGES = {"en": "accessibility.md", "fr": "accessibilite.md"}
STATUS = {
    "met": {"en": "met", "fr": "respecté"},
    "partly": {"en": "**partly**", "fr": "**en partie**"},
    "not-met": {"en": "**not met**", "fr": "**non respecté**"},
    "not-applicable": {"en": "does not apply", "fr": "sans objet"},
}
HEAD = {
    "en": """# Accessibility statement

Family Guide, November 2026, after {standard} (chapters 5, 11 and 12) and what WCAG 2.2 added at levels
A and AA.
En français : [accessibilite.md](accessibilite.md).

The people who build the guide tested it themselves; nobody else has. What is marked "read" was judged by
people and not by a program. Only Linux was tried. A mark says what was found, not that no fault is left.

{counts}

Did something keep you out? Tell whoever installed the guide, and ask them to write to the project.
""",
    "fr": """# Déclaration d'accessibilité

Guide Famille, novembre 2026, selon {standard} (chapitres 5, 11 et 12) et les ajouts de WCAG 2.2 aux
niveaux A et AA.
In English: [accessibility.md](accessibility.md).

Les personnes qui font le guide l'ont testé elles-mêmes ; personne d'autre ne l'a fait. Ce qui est marqué
« relu » a été jugé par des personnes, et non par un programme. Seul Linux a été essayé. Une mention dit ce
qui a été constaté, et non qu'il ne reste aucun défaut.

{counts}

Quelque chose vous a bloqué ? Dites-le à la personne qui a installé le guide, et demandez-lui d'écrire au
projet.
""",
}
COLUMNS = {"en": ("clause", "what it asks", "", "how, and what is missing", "tests"),
           "fr": ("clause", "ce qui est demandé", "", "comment, et ce qui manque", "tests")}  # fmt: skip
READ = {"en": "read", "fr": "relu"}
COUNTS = {
    "en": "Of {all} points, {met} are met, {partly} partly, {not-met} are not met; {not-applicable} do not "
    "apply.",
    "fr": "Sur {all} points, {met} sont respectés, {partly} en partie, {not-met} ne le sont pas ; "
    "{not-applicable} sont sans objet.",
}


def page(said: dict[str, Any], language: str) -> str:
    """Write the page of one language."""
    rows = [row for part in said["parts"] for row in part["rows"]]
    counts = {status: sum(row["status"] == status for row in rows) for status in STATUS}
    told = COUNTS[language].format(all=len(rows), **counts)
    lines = [HEAD[language].format(standard=said["standard"], counts=told)]
    for part in said["parts"]:
        lines += [f"## {part[language]}", "", _line(COLUMNS[language]), _line(("---",) * 5)]
        for row in part["rows"]:
            links = " ".join(f"[{Path(proof).name}](../{proof})" for proof in row["proof"])
            status = STATUS[row["status"]][language]
            links = links or ("" if row["status"] == "not-applicable" else READ[language])
            lines.append(_line((row["clause"], row[language], status, row["how"][language], links)))
        lines.append("")
    return "\n".join(lines)


def _line(cells: tuple[str, ...]) -> str:
    return f"| {' | '.join(cells)} |"


def main() -> int:
    """Write both pages."""
    said = yaml.safe_load((DOCS / "accessibility.yaml").read_text(encoding="utf-8"))
    for language, name in PAGES.items():
        (DOCS / name).write_text(page(said, language), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
