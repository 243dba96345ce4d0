"""The staff code of a public PC: kept as a scrypt hash, five tries, then a minute of rest."""

from __future__ import annotations

import base64
import hmac
import re
import secrets
import time
import unicodedata
from typing import TYPE_CHECKING, Literal, NamedTuple, Self

from familyguide.guide import scrypt

if TYPE_CHECKING:
    from collections.abc import Callable

MINIMUM = 8
MAXIMUM = 200
TRIES = 5
REST_SECONDS = 60
# 32 MB and about a tenth of a second a try, on the computers of a library too.
_COST = 15
# The form other programs write as well: $scrypt$ln=15,r=8,p=1$salt$hash, base64 without the closing "=".
_HASH = re.compile(
    r"\$scrypt\$ln=(1[5-7]),r=8,p=([1-4])\$([A-Za-z0-9+/]{22,86})\$([A-Za-z0-9+/]{43})", re.ASCII
)
# The salt in docs/policy.example.toml: whoever has the guide can read which code belongs to it.
_EXAMPLE = "y6AxctHwS7pTTquOBAt8/A"

Answer = Literal["open", "wrong", "wait"]


class StaffCodeError(Exception):
    """A code or a hash cannot be used; `code` is too-short, too-long, too-easy or bad-hash."""

    def __init__(self, code: str) -> None:
        """Keep the code for the sentence; the staff code itself is never repeated."""
        super().__init__(code)
        self.code = code


def make_hash(code: str) -> str:
    """Give the line for the policy.

    StaffCodeError for fewer than 8 or more than 200 characters, and for what anybody would try first.
    """
    from familyguide.services.easy_codes import is_easy  # noqa: PLC0415 - never while readers are there

    length = len(_plain(code))
    if length < MINIMUM:
        raise StaffCodeError("too-short")
    if length > MAXIMUM:
        raise StaffCodeError("too-long")
    if is_easy(code):
        raise StaffCodeError("too-easy")
    salt = secrets.token_bytes(16)
    return f"$scrypt$ln={_COST},r={scrypt.BLOCK},p=1${_write(salt)}${_write(_derive(code, salt, _COST, 1))}"


def is_hash(stored: str) -> bool:
    """Tell whether a text is a hash that this app can check."""
    match = _HASH.fullmatch(stored)
    return match is not None and len(match[3]) % 4 != 1


def is_example(stored: str) -> bool:
    """Tell whether a hash is the one of the example, whose code is no secret."""
    match = _HASH.fullmatch(stored)
    return match is not None and match[3] == _EXAMPLE


def is_right(code: str, stored: str) -> bool:
    """Compare a code with its hash, in the same time wherever they differ; StaffCodeError for a bad hash.

    Takes about a tenth of a second: never on the thread of the window.
    """
    match = _HASH.fullmatch(stored)
    if match is None or not is_hash(stored):
        raise StaffCodeError("bad-hash")
    cost, lanes, salt, kept = match.groups()
    if len(code) > MAXIMUM:
        return False
    return hmac.compare_digest(_derive(code, _read(salt), int(cost), int(lanes)), _read(kept))


class Count(NamedTuple):
    """How many codes were tried, and until when no more are looked at (seconds of time.monotonic).

    Leaving ends the process: the launcher carries the count to the next one, so that leaving is no way
    around the rest of a minute. The clock is that of the whole system, the same in every process.
    """

    tries: int = 0
    closed_until: float = 0.0

    def written(self) -> str:
        """Give the form that `read` understands."""
        return f"{self.tries}:{self.closed_until:.3f}"

    @classmethod
    def read(cls, text: str) -> Self:
        """Read the written form; ValueError for anything else, and for a rest that no run can have begun."""
        tries, _, until = text.partition(":")
        count = cls(int(tries), float(until))
        # A timer cannot wait without end; "not a number" is never smaller than anything.
        if not (0 <= count.tries <= TRIES and abs(count.closed_until) <= time.monotonic() + REST_SECONDS):
            raise ValueError(text)
        return count


class Gate:
    """Counts the tries; the count lives in memory, and only a clock that cannot be set measures the rest."""

    def __init__(
        self, stored: str, clock: Callable[[], float] = time.monotonic, count: Count | None = None
    ) -> None:
        """Take the hash of the policy and the count of earlier visits; StaffCodeError for a bad hash."""
        if not is_hash(stored):
            raise StaffCodeError("bad-hash")
        self._stored = stored
        self._clock = clock
        self._tries, self._closed_until = count or Count(closed_until=clock())

    @property
    def count(self) -> Count:
        """What the next visit must know."""
        return Count(self._tries, self._closed_until)

    def answer(self, code: str) -> Answer:
        """Try a code: open, wrong, or wait (the code was not even looked at)."""
        return self.compare(code) if self.begin() else "wait"

    def begin(self) -> bool:
        """Count a try, before the slow part; False while no try may be made.

        Whoever leaves while a code is compared has had this try all the same.
        """
        if self.seconds_left():
            return False
        if self._tries == TRIES:
            self._tries = 0
        # Counted before the slow part: tries made at the same time do not get around the five.
        self._tries += 1
        if self._tries == TRIES:
            self._closed_until = self._clock() + REST_SECONDS
        return True

    def compare(self, code: str) -> Answer:
        """Compare a code whose try was counted: open or wrong."""
        if not is_right(code, self._stored):
            return "wrong"
        self._tries = 0
        self._closed_until = self._clock()
        return "open"

    def seconds_left(self) -> int:
        """Give the seconds until the next try, rounded up; 0 when one may be made now."""
        return max(0, -int(-(self._closed_until - self._clock()) // 1))


def _plain(code: str) -> str:
    """Write é in one way, whatever the keyboard sends."""
    return unicodedata.normalize("NFC", code)


def _derive(code: str, salt: bytes, cost: int, lanes: int) -> bytes:
    # Python's own scrypt would bring a whole OpenSSL into the packages, for this alone.
    # A lone surrogate is a keyboard's mistake, not a reason to stop.
    typed = _plain(code).encode("utf-8", "surrogatepass")
    return scrypt.derive(typed, salt, 32, n=1 << cost, p=lanes)


def _write(raw: bytes) -> str:
    return base64.b64encode(raw).decode("ascii").rstrip("=")


def _read(text: str) -> bytes:
    return base64.b64decode(text + "=" * (-len(text) % 4))
