"""Ask every address that the guide shows whether it still answers, and from the same owner.

Usage: python -m tools.check_links [--part FR] [--json FILE] [--before FILE] [--pause 1] [--ca FILE]

For a machine with a network. One question at a time to each host, with a pause between two; first for the
head alone, then for the beginning of the page; no cookies. It prints a table of what somebody should look at,
and writes the whole answer with --json. With --before, the JSON of an earlier time, it also says what is no
longer as it was. Exit code: 0 nothing to look at, 1 something, 2 not understood. It changes no content, and
it tries no number: tools.live_sheet is for that.

Needs requirements/test.txt. The app never imports this; docs/decisions/0026-release.md says why it is so.
"""

from __future__ import annotations

import argparse
import contextlib
import ipaddress
import json
import re
import sys
import threading
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin, urlsplit

import urllib3
from urllib3 import exceptions as faults

from familyguide import __version__
from familyguide.guide.files import shown, write_whole
from familyguide.guide.loader import load
from familyguide.services.paths import CONTENT
from tools.trials import host_of, trials

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from tools.trials import Trial

# What an answer may be, what needs eyes first; each with the words of the table.
OUTCOMES = {
    "dead": "dead: it answers no more, or that there is no such page",
    "tls": "no safe connection: its certificate is not accepted",
    "other-owner": "leads to another owner: the registered name is another one",
    "suspicious": "answers, but looks like another site",
    "loop": "leads round in a circle, or on and on",
    "timeout": "no answer in time, several times",
    "refused": "refuses programs: open it by hand",
    "server-error": "its server says that it is at fault: ask again another day",
    "moved": "moved within the same owner: note the new address",
    "fine": "answers where it stands",
}
AGENT = f"FamilyGuide-link-check/{__version__} (asks each address of a guide for families once)"
HOPS = 8
BEGINNING = 64 << 10  # bytes of a page: its title stands there
LONGEST = 30.0  # seconds for one answer, however slowly it drips
AT_ONCE = 8  # hosts, each asked alone
_GONE = frozenset({404, 410})
_CLOSED = frozenset({401, 402, 403, 405, 406, 418, 429, 451})
_LEADS = frozenset({301, 302, 303, 307, 308})
# Said by sites of names that are for sale, or were taken for something else.
_PARKED = re.compile(
    r"domain (?:is |name |may be )?(?:for sale|parked|expired)|buy this domain|this domain (?:is|has|may)|"
    r"domaine (?:est )?(?:à vendre|expiré)|nom de domaine (?:à vendre|réservé)|acheter ce domaine|"
    r"diese domain|domain (?:zu verkaufen|kaufen)|dominio (?:en venta|à venda|in vendita)|"
    r"sedo(?:parking)?\b|hugedomains|afternic|parkingcrew|bodis|casino|slot gacor|judi online",
    re.IGNORECASE,
)
# How the library says that a name leads nowhere.
_UNKNOWN = "Failed to resolve"
# Parts of an address that still lead to a first page.
_FIRST = re.compile(r"[a-z]{2}(?:[-_][a-z]{2})?|index\.\w+|home|accueil", re.IGNORECASE)


@dataclass(frozen=True, kw_only=True)
class Hop:
    """One step on the way: what was asked, and the status that answered."""

    address: str
    status: int


@dataclass(kw_only=True)
class Answer:
    """What one address came to; `hints` are reasons to look, never a verdict."""

    address: str
    outcome: str = "fine"
    status: int | None = None
    final: str = ""
    title: str | None = None
    hops: list[Hop] = field(default_factory=list)
    hints: list[str] = field(default_factory=list)
    fault: str = ""
    seconds: float = 0.0
    places: list[str] = field(default_factory=list)


def main(given: Sequence[str] | None = None) -> int:
    """Ask, print what to look at, and write the whole answer where it is wanted."""
    parser = argparse.ArgumentParser(prog="check_links", description=__doc__.partition("\n")[0])
    parser.add_argument("--part", action="append", metavar="FR", help="a country, platforms or sources")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write every answer here")
    parser.add_argument("--before", type=Path, metavar="FILE", help="the JSON of an earlier time")
    parser.add_argument("--pause", type=float, default=1.0, help="seconds between two questions to a host")
    parser.add_argument("--timeout", type=float, default=20.0, help="seconds to wait for an answer")
    parser.add_argument(
        "--ca", type=Path, metavar="FILE", help="certificates to trust, in place of the system's"
    )
    parser.add_argument("--proxy", metavar="URL", help="ask through this proxy")
    options = parser.parse_args(given)
    found = [trial for trial in trials(load(CONTENT)) if trial.is_link]
    known = list(dict.fromkeys(trial.part for trial in found))
    for part in options.part or ():
        if part not in known:
            return refuse(f"there is no part {part!r}; choose from: {', '.join(known)}")
    try:
        before = read_before(options.before) if options.before else {}
    except (OSError, ValueError, TypeError, KeyError, AttributeError):
        return refuse(f"{shown(options.before)} is not the JSON of an earlier time")
    asker = Asker(pause=options.pause, timeout=options.timeout, ca=options.ca, proxy=options.proxy)
    wanted = [trial for trial in found if not options.part or trial.part in options.part]
    answers = check(wanted, asker, before)
    if answers and all(answer.fault.startswith(_UNKNOWN) for answer in answers):
        return refuse(
            "no name could be looked up: this computer has no network, or it asks through a --proxy"
        )
    if options.json:
        try:
            write_whole(options.json, as_json(answers))
        except OSError as error:
            return refuse(f"{shown(options.json)} cannot be written: {error.strerror}")
    with contextlib.suppress(BrokenPipeError):
        print("\n".join(table(answers)), flush=True)
    return int(any(answer.outcome != "fine" or answer.hints for answer in answers))


def refuse(sentence: str) -> int:
    """Say in one line why nothing is done."""
    print(f"check_links: {sentence}", file=sys.stderr)
    return 2


def check(wanted: Iterable[Trial], asker: Asker, before: dict[str, Answer] | None = None) -> list[Answer]:
    """Ask each address once, whoever names it; the answers come in the order of the trials."""
    by_address: dict[str, list[Trial]] = {}
    for trial in wanted:
        by_address.setdefault(trial.value, []).append(trial)
    by_host: dict[str, list[str]] = {}
    for address in by_address:
        by_host.setdefault(host_of(address), []).append(address)

    def ask_host(addresses: list[str]) -> list[Answer]:
        return [asker.ask(address) for address in addresses]

    # The longest lists first, so that none is left to run alone at the end.
    lists = sorted(by_host.values(), key=len, reverse=True)
    with ThreadPoolExecutor(AT_ONCE) as beside:
        answered = {answer.address: answer for group in beside.map(ask_host, lists) for answer in group}
    for address, of_it in by_address.items():
        answer = answered[address]
        answer.places = [f"{trial.file}: {trial.item}, {trial.kind}" for trial in of_it]
        compare(answer, (before or {}).get(address))
    return [answered[address] for address in by_address]


class Asker:
    """Asks politely: one question at a time to a host, a pause after each, no cookies, no account.

    `pause` and `timeout` are in seconds; `ca` holds the certificates to trust in place of the system's.
    """

    def __init__(
        self, *, pause: float = 1.0, timeout: float = 20.0, ca: Path | None = None, proxy: str | None = None
    ) -> None:
        self._pause = pause
        self._turns: dict[str, threading.Lock] = {}
        self._asked: dict[str, float] = {}
        self._one = threading.Lock()
        said: dict[str, Any] = {
            # urllib3 keeps no cookies. Each way on is looked at here, so none is followed there.
            "headers": {
                "User-Agent": AGENT,
                "Accept": "text/html,*/*;q=0.5",
                "Accept-Language": "fr,en;q=0.8",
            },
            "timeout": urllib3.Timeout(connect=timeout, read=timeout),
            "retries": urllib3.Retry(
                total=2,
                other=0,  # a certificate does not mend itself
                redirect=False,
                status_forcelist=(429, 502, 503, 504),
                backoff_factor=pause,
                retry_after_max=30,
                raise_on_status=False,
                allowed_methods=("HEAD", "GET"),
            ),
            "maxsize": 1,
            "ca_certs": str(ca) if ca else None,
        }
        self._pool = urllib3.ProxyManager(proxy, **said) if proxy else urllib3.PoolManager(**said)

    def ask(self, address: str) -> Answer:
        """Follow an address to its end and say what is there; never raises for what a site does."""
        answer = Answer(address=address, final=address)
        begin = time.monotonic()
        try:
            self._follow(answer)
        except faults.HTTPError as error:
            answer.outcome, answer.fault = what_failed(error)
        except (ValueError, UnicodeError, OSError) as error:
            answer.outcome, answer.fault = "dead", short(error)
        answer.seconds = round(time.monotonic() - begin, 2)
        if answer.outcome == "fine":
            judge(answer)
        return answer

    def _follow(self, answer: Answer) -> None:
        seen: set[str] = set()
        address = answer.address
        while True:
            if address in seen or len(seen) > HOPS:
                answer.outcome = "loop"
                return
            seen.add(address)
            status, leads, text = self._look(address)
            answer.hops.append(Hop(address=address, status=status))
            answer.status, answer.final = status, address
            if status not in _LEADS or not leads:
                break
            address = urljoin(address, leads).partition("#")[0]
            if urlsplit(address).scheme not in {"https", "http"} or not host_of(address):
                answer.outcome, answer.fault = "dead", "leads to something that is no page"
                return
        answer.title = title_of(text)
        if _PARKED.search(f"{answer.title or ''} {words_of(text)}"):
            answer.hints.append("words of a name that is for sale or was taken over")
        answer.outcome = outcome_of(status)

    def _look(self, address: str) -> tuple[int, str, str]:
        """Ask for the head; then, unless it leads on, for the beginning of the page."""
        status, leads, _ = self._question("HEAD", address)
        if status in _LEADS and leads:
            return status, leads, ""
        # Some servers do not know HEAD, and answer it with any fault.
        return self._question("GET", address)

    def _question(self, method: str, address: str) -> tuple[int, str, str]:
        with self._turn(host_of(address)):
            answer = self._pool.request(method, address, redirect=False, preload_content=False)
            try:
                text = beginning(answer) if method == "GET" else ""
            finally:
                answer.close()  # what is left of a huge page is not fetched
            return answer.status, answer.headers.get("Location", ""), text

    @contextlib.contextmanager
    def _turn(self, host: str) -> Iterator[None]:
        with self._one:
            turn = self._turns.setdefault(host, threading.Lock())
        with turn:
            wait = self._asked.get(host, -self._pause) + self._pause - time.monotonic()
            if wait > 0:
                time.sleep(wait)
            try:
                yield
            finally:
                self._asked[host] = time.monotonic()


def beginning(answer: urllib3.BaseHTTPResponse) -> str:
    """Read the beginning of a page, however large it is and however slowly it comes."""
    kind = answer.headers.get("Content-Type", "text/html")
    if "html" not in kind and "text" not in kind:
        return ""
    held, end = b"", time.monotonic() + LONGEST
    while len(held) < BEGINNING and time.monotonic() < end:
        piece = answer.read1(8 << 10, decode_content=True)
        if not piece:
            break
        held += piece
    named = re.search(r"charset=[\"']?([\w-]+)", f"{kind} {held[:2048].decode('ascii', 'replace')}")
    try:
        return held[:BEGINNING].decode(named[1] if named else "utf-8", "replace")
    except LookupError:
        return held[:BEGINNING].decode("utf-8", "replace")


def outcome_of(status: int) -> str:
    """Name what a status means for a reader."""
    if status in _GONE:
        return "dead"
    if status in _CLOSED:
        return "refused"
    if status >= 500:  # noqa: PLR2004 - servers' own faults begin there
        return "server-error"
    return "dead" if status >= 400 else "fine"  # noqa: PLR2004 - what is asked wrongly begins there


def what_failed(error: BaseException) -> tuple[str, str]:
    """Name what went wrong before any answer came, and say it in a few words."""
    while isinstance(error, faults.MaxRetryError) and error.reason is not None:
        error = error.reason
    if isinstance(error, faults.ProxyError):
        return "refused", f"proxy: {short(error)}"
    if isinstance(error, faults.SSLError):
        return "tls", short(error)
    # A refused connection is a kind of time-out there, but its host has answered.
    if isinstance(error, faults.NewConnectionError | faults.NameResolutionError):
        return "dead", short(error)
    if isinstance(error, faults.TimeoutError):
        return "timeout", short(error)
    return "dead", short(error)


def short(error: BaseException) -> str:
    """Say a fault without the addresses of memory that libraries put into it."""
    return re.sub(r"<[^>]*>|\S+\(host=[^)]*\):?|at 0x[0-9a-f]+", "", str(error)).strip(" :,")[:200]


def judge(answer: Answer) -> None:
    """Compare where an address ended with where it began."""
    start, end = host_of(answer.address), host_of(answer.final)
    if owner(start) != owner(end):
        answer.outcome = "other-owner"
        answer.hints.append(f"{owner(start)} became {owner(end)}")
    elif len(answer.hops) > 1:
        answer.outcome = "moved"
    if urlsplit(answer.address).scheme == "https" != urlsplit(answer.final).scheme:
        answer.hints.append("ends without a safe connection")
    if len(answer.hops) > 1 and is_deep(answer.address) and not is_deep(answer.final):
        answer.hints.append("a page became a first page: it may be gone")
    if answer.outcome in {"fine", "moved"} and any("for sale" in hint for hint in answer.hints):
        answer.outcome = "suspicious"


def compare(answer: Answer, before: Answer | None) -> None:
    """Say what an earlier answer had and this one has not."""
    if before is None or answer.outcome not in {"fine", "moved", "other-owner", "suspicious"}:
        return
    if before.title and not answer.title:
        answer.hints.append(f"its title is gone; it was: {before.title}")
    elif before.title and before.title != answer.title:
        answer.hints.append(f"its title was: {before.title}")
    if owner(host_of(before.final)) != owner(host_of(answer.final)):
        answer.hints.append(f"it led to {owner(host_of(before.final))} before")
        answer.outcome = "other-owner"


@cache
def owner(host: str) -> str:
    """Give the name that somebody registered, just before a public ending; else the host itself."""
    with contextlib.suppress(ValueError):
        return str(ipaddress.ip_address(host.strip("[]")))
    return endings().privatesuffix(host) or host


@cache
def endings() -> Any:  # noqa: ANN401 - a library without types
    """Read the list of public endings that comes with its library; nothing is fetched."""
    from publicsuffixlist import PublicSuffixList  # noqa: PLC0415 - 20,000 lines, once

    return PublicSuffixList()


def is_deep(address: str) -> bool:
    """Tell a page inside a site from its first page, in whatever language that is."""
    parts = [part for part in urlsplit(address).path.split("/") if part]
    return not all(
        re.fullmatch(r"[a-z]{2}(?:-[a-z]{2})?|index\.\w+|home|accueil", part.lower()) for part in parts
    )


class _Words(HTMLParser):
    """Takes the title and the words out of the beginning of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.title = ""
        self.words: list[str] = []
        self._in: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002 - its form
        if tag in {"title", "script", "style"}:
            self._in.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if self._in and self._in[-1] == tag:
            self._in.pop()

    def handle_data(self, data: str) -> None:
        if self._in and self._in[-1] == "title":
            self.title += data
        elif not self._in:
            self.words.append(data)


@cache
def _read(text: str) -> tuple[str | None, str]:
    parser = _Words()
    parser.feed(text)
    title = " ".join(parser.title.split())[:200]
    return title or None, " ".join(" ".join(parser.words).split())[:2000]


def title_of(text: str) -> str | None:
    """Give the title of a page; None where it has none."""
    return _read(text)[0]


def words_of(text: str) -> str:
    """Give the first words of a page."""
    return _read(text)[1]


def table(answers: Sequence[Answer]) -> Iterator[str]:
    """Say what to look at, the gravest first, then how many answers of each kind there were."""
    for outcome, says in OUTCOMES.items():
        of_it = [one for one in answers if one.outcome == outcome and (outcome != "fine" or one.hints)]
        if not of_it:
            continue
        yield f"{says}"
        for answer in of_it:
            status = f" [{answer.status}]" if answer.status else ""
            yield f"  {shown(answer.address)}{status}"
            if answer.final != answer.address:
                yield f"    now: {shown(answer.final)}"
            yield from (f"    {shown(line)}" for line in (answer.fault, *answer.hints) if line)
            yield from (f"    in {shown(place)}" for place in answer.places)
        yield ""
    counts = Counter(answer.outcome for answer in answers)
    yield ", ".join(f"{counts[name]} {name}" for name in OUTCOMES if counts[name]) or "no addresses"
    yield "An address that answers may still say something else: open it. No number was tried."


def as_json(answers: Sequence[Answer]) -> bytes:
    """Write every answer, and the day they were given."""
    document = {
        "asked": datetime.now(tz=UTC).isoformat(timespec="seconds"),
        "version": __version__,
        "numbers_tried": 0,
        "answers": [asdict(answer) for answer in answers],
    }
    return json.dumps(document, ensure_ascii=False, indent=2).encode() + b"\n"


def read_before(path: Path) -> dict[str, Answer]:
    """Read the answers of an earlier time; raises OSError, ValueError, TypeError or KeyError."""
    document = json.loads(path.read_text(encoding="utf-8"))
    answers = [Answer(**(one | {"hops": []})) for one in document["answers"]]
    return {answer.address: answer for answer in answers}


if __name__ == "__main__":
    sys.exit(main())
