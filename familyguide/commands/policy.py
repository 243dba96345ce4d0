"""`familyguide policy check` and `familyguide policy code`, for those who look after computers."""

from __future__ import annotations

import getpass
import json
import sys
from typing import TYPE_CHECKING

from familyguide import cli
from familyguide.guide.files import shown
from familyguide.guide.library import ContentError
from familyguide.services import policy, policy_place, staff_code
from familyguide.services.texts import Texts

if TYPE_CHECKING:
    import argparse
    from pathlib import Path

BROKEN = 4


def run(options: argparse.Namespace) -> int:
    """Do what was asked; 0 when all is well, 4 for a policy with mistakes. Raises cli.Refused."""
    texts = Texts(options.lang or cli.system_language())
    if options.action == "code":
        return _code(texts)
    return _check(options.file, texts, as_json=options.json)


def _check(asked: Path | None, texts: Texts, *, as_json: bool) -> int:
    place = asked or policy_place.system_place()
    if asked is None and not policy_place.is_there(place):
        raise cli.Refused(texts("policy.none", place=shown(place)))
    # A draft may lie anywhere; the rights count where the system looks for it.
    found = policy.read(place, texts.language, guarded=_is_system_place(place))
    if found.digest is None:
        raise cli.Refused(found.problems[-1].message)
    found = with_country(found, texts)
    if as_json:
        document = {
            "file": str(place),
            "digest": found.digest,
            "problems": as_rows(found.problems),
            "remarks": as_rows(found.remarks),
        }
        sys.stdout.write(json.dumps(document, ensure_ascii=False, indent=2) + "\n")
        return BROKEN if found.problems else 0
    where = policy.one_line(str(place))
    for problem in found.problems:
        sys.stdout.write(f"{where}:{problem.line}: {problem.message}\n")
    if not found.problems:
        sys.stdout.write(texts("policy.fine", place=shown(place)) + "\n")
    for remark in found.remarks:
        sys.stdout.write(f"{where}:{remark.line}: {texts('policy.remark', text=remark.message)}\n")
    return BROKEN if found.problems else 0


def as_rows(problems: tuple[policy.PolicyProblem, ...]) -> list[dict[str, str | int]]:
    """Write mistakes or remarks as a JSON document shows them."""
    return [
        {"line": problem.line, "key": problem.key, "code": problem.code, "message": problem.message}
        for problem in problems
    ]


def with_country(found: policy.PolicyFile, texts: Texts) -> policy.PolicyFile:
    """Add a problem where the content lacks the country; the policy itself stays.

    Without usable content, a remark says that this was not looked at.
    """
    named = policy.country_of(found.place)
    if named is None:
        return found
    try:
        held = cli.open_library().countries
    except ContentError:
        told = texts("policy.remark.country-unchecked")
        unchecked = policy.PolicyProblem(named[1], "country", "country-unchecked", told)
        return found._replace(remarks=_in_order(*found.remarks, unchecked))
    problem = policy.country_problem(*named, held, texts.language)
    return found if problem is None else found._replace(problems=_in_order(*found.problems, problem))


def _in_order(*problems: policy.PolicyProblem) -> tuple[policy.PolicyProblem, ...]:
    return tuple(sorted(problems, key=lambda problem: problem.line))


def _is_system_place(place: Path) -> bool:
    try:
        return place.resolve() == policy_place.system_place().resolve()
    except (OSError, RuntimeError, ValueError):
        return False


def _code(texts: Texts) -> int:
    """Read a code twice, from the terminal without showing it or from two lines of a pipe."""
    try:
        first, second = _two_codes(texts)
    except (EOFError, KeyboardInterrupt, ValueError):
        raise cli.Refused(texts("policy.code.stopped")) from None
    if first != second:
        raise cli.Refused(texts("policy.code.different"))
    try:
        kept = staff_code.make_hash(first)
    except staff_code.StaffCodeError as error:
        raise cli.Refused(texts(f"policy.code.{error.code}")) from None
    sys.stdout.write(f'staff_code = "{kept}"\n')
    return 0


def _two_codes(texts: Texts) -> tuple[str, str]:
    if sys.stdin is None:
        raise EOFError
    if sys.stdin.isatty():
        first = getpass.getpass(texts("policy.code.ask") + " ")
        return first, getpass.getpass(texts("policy.code.again") + " ")
    lines = [line.rstrip("\r\n") for line in sys.stdin]
    if len(lines) < 2:  # noqa: PLR2004 - the code, and the code again
        raise EOFError
    return lines[0], lines[1]
