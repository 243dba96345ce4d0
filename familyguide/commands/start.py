"""Before the window: find the rules of this run, say what is not obeyed, and leave Qt nothing to hear."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

from familyguide import cli
from familyguide.services import policy_place
from familyguide.services import rules as rules_of
from familyguide.services.texts import Texts

if TYPE_CHECKING:
    import argparse
    from collections.abc import MutableMapping

    from familyguide.services.rules import Rules


def obey(options: argparse.Namespace) -> Rules:
    """Find the rules in force and write them into the options; call it before Qt is loaded.

    `guest`, `lang`, `country` and `data` of the options then say what is allowed, and `rules` holds all of
    it. Flags that would loosen a rule are named on stderr, in one line.
    """
    language = cli.system_language()
    flags = rules_of.Flags(
        options.guest, options.kiosk, options.lang, options.country, options.data, options.policy
    )
    rules = rules_of.in_force(flags, language)
    if rules.has_policy:
        forget_qt_variables(os.environ)
    if options.visit is None:
        # Before every further visit the launcher has said it once.
        _tell(rules, options, Texts(language))
    # Python's own caches would tell which pages were opened, and when.
    sys.dont_write_bytecode = sys.dont_write_bytecode or rules.mode != "home"
    options.rules = rules
    options.guest, options.kiosk = rules.mode != "home", rules.mode == "public-pc"
    options.lang, options.country, options.data = rules.language, rules.country, rules.data_folder
    return rules


def _tell(rules: Rules, options: argparse.Namespace, texts: Texts) -> None:
    if rules.is_broken:
        place = policy_place.system_place() if rules.has_policy else options.policy
        cli.fail(texts("policy.broken.staff", place=str(place)))
    if rules.ignored:
        cli.fail(texts("policy.ignored", flags=", ".join(rules.ignored)))
    if rules.dropped:
        cli.fail(texts("policy.dropped", keys=", ".join(rules.dropped)))


def forget_qt_variables(variables: MutableMapping[str, str]) -> None:
    """Remove every variable that could make Qt load, show or log something else."""
    for name in [name for name in variables if name.upper().startswith(("QT_", "QML_"))]:
        del variables[name]
