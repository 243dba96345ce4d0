"""Reads printed sheets back: words, place, language and role, from the structure of the PDF alone."""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING, Any, NamedTuple

import pypdf
from pypdf.generic import ArrayObject

if TYPE_CHECKING:
    from collections.abc import Iterator

Matrix = tuple[float, float, float, float, float, float]
# What a letter without a sign of its own is read as.
UNKNOWN = "\ufffd"
_WHOLE: Matrix = (1, 0, 0, 1, 0, 0)
# What a page is written in: pypdf reads it as well, twenty times more slowly.
_SIGNS = re.compile(
    rb"""[\x00\t\n\f\r ]+ | %[^\r\n]*
    | (?P<number>[-+]?(?:\d+\.?\d*|\.\d+))
    | /(?P<name>[^\x00\t\n\f\r ()<>\[\]{}/%]*)
    | (?P<said>\()
    | (?P<edge><<|>>|\[|\])
    | <(?P<hex>[0-9A-Fa-f\s]*)>
    | (?P<order>[A-Za-z'"*][A-Za-z0-9'"*]*)""",
    re.DOTALL | re.VERBOSE,
)
# Lines and areas, one after the other: a code is thousands of them, and none says a word.
_DRAWN = re.compile(rb"(?:(?:[-+0-9.]++\s++)*+(?:[mlcvyhSsfFBbnWwJjM]|re|[fBbW]\*)\s++)++")
_BRACKET = re.compile(rb"\\.|[()]", re.DOTALL)
_ESCAPED = re.compile(rb"\\([0-7]{1,3}|\r\n|.)", re.DOTALL)
_LETTERS = {
    b"n": b"\n",
    b"r": b"\r",
    b"t": b"\t",
    b"b": b"\b",
    b"f": b"\f",
    b"\n": b"",
    b"\r": b"",
    b"\r\n": b"",
}
_BLOCKS = re.compile(r"/(H[1-6]|P|LBody|TH|TD|Figure|Caption)\Z")


class Leaf(NamedTuple):
    """Some words in reading order: on which page, what they are part of, in which language, how large."""

    page: int
    role: str
    lang: str
    text: str
    size: float


class Words(NamedTuple):
    """What stands in one marked part of a page; its language where the mark names one."""

    text: str = ""
    size: float = 0.0
    lang: str = ""


# What stands outside the reading order of a page: its foot.
FOOT = -1
_NONE = Words()


class Printed:
    """One PDF, read back."""

    def __init__(self, made: bytes) -> None:
        self.file = pypdf.PdfReader(io.BytesIO(made))
        self.root: Any = self.file.trailer["/Root"]
        self._pages = [dict(_marked(page)) for page in self.file.pages]
        self._number = {page.indirect_reference.idnum: n for n, page in enumerate(self.file.pages)}
        tree = self.root["/StructTreeRoot"]
        self.roles: list[str] = []
        # What stands for each picture, and on which page it is.
        self.figures: list[tuple[int, str]] = []
        self.leaves = list(self._walk(tree, "", str(self.root["/Lang"]), None))

    @property
    def headings(self) -> list[int]:
        """The level of every heading, in reading order."""
        return [int(role[2]) for role in self.roles if re.fullmatch(r"/H[1-6]", role)]

    @property
    def text(self) -> str:
        """Every word of every page, the feet with them."""
        return "\n".join(words.text for page in self._pages for words in page.values())

    def foot(self, page: int) -> str:
        """What a page says outside the reading order: its foot."""
        return self._pages[page].get(FOOT, _NONE).text

    def fonts(self) -> dict[str, bool]:
        """Name every font, and tell whether it is in the file."""
        found = {}
        for page in self.file.pages:
            for font in page["/Resources"].get("/Font", {}).values():
                inner = font.get_object()["/DescendantFonts"][0].get_object()
                held = inner["/FontDescriptor"].get_object()
                found[str(inner["/BaseFont"]).partition("+")[2]] = (
                    "/FontFile2" in held or "/FontFile3" in held
                )
        return found

    def stranded(self) -> list[int]:
        """Number the pages whose last words in reading order are a heading."""
        last = {leaf.page: leaf.role for leaf in self.leaves if leaf.text.strip()}
        return [page + 1 for page, role in last.items() if role.startswith("/H")]

    def _walk(self, element: Any, role: str, lang: str, page: int | None) -> Iterator[Leaf]:  # noqa: ANN401
        element = element.get_object() if hasattr(element, "get_object") else element
        if isinstance(element, ArrayObject):
            for child in element:
                yield from self._walk(child, role, lang, page)
            return
        if isinstance(element, int):
            yield self._leaf(page or 0, element, role, lang)
            return
        if "/MCID" in element:
            yield self._leaf(self._at(element, page) or 0, element["/MCID"], role, lang)
            return
        own = str(element.get("/S", ""))
        if own:
            self.roles.append(own)
        role = own if _BLOCKS.match(own) else role
        lang = str(element.get("/Lang", lang))
        page = self._at(element, page)
        if own == "/Figure":
            self.figures.append((page or 0, str(element.get("/Alt", ""))))
        if "/K" in element:
            yield from self._walk(element["/K"], role, lang, page)

    def _leaf(self, page: int, mark: int, role: str, lang: str) -> Leaf:
        words = self._pages[page].get(mark, _NONE)
        return Leaf(page, role, words.lang or lang, words.text, words.size)

    def _at(self, element: Any, page: int | None) -> int | None:  # noqa: ANN401
        reference = element.raw_get("/Pg") if "/Pg" in element else None
        return page if reference is None else self._number[reference.idnum]


def _marked(page: Any) -> Iterator[tuple[int, Words]]:  # noqa: ANN401
    """Yield the words of each marked part of a page, and those outside all under FOOT."""
    names = {name: _letters(font.get_object()) for name, font in page["/Resources"].get("/Font", {}).items()}
    found: dict[int, list[str]] = {}
    sizes: dict[int, float] = {}
    langs: dict[int, str] = {}
    marks = [FOOT]
    stack: list[Matrix] = []
    now = _WHOLE
    letters: dict[int, str] = {}
    size = 0.0
    for values, operator in _orders(page["/Contents"].get_object().get_data()):
        match operator:
            case b"BDC" | b"BMC":
                held = values[1] if len(values) > 1 and isinstance(values[1], dict) else {}
                marks.append(int(held.get("/MCID", marks[-1])) if values[0] != "/Artifact" else FOOT)
                if "/Lang" in held and marks[-1] != FOOT:
                    langs[marks[-1]] = held["/Lang"].decode("ascii")
            case b"EMC":
                marks.pop()
            case b"q":
                stack.append(now)
            case b"Q":
                now = stack.pop()
            case b"cm":
                now = _times(tuple(map(float, values)), now)
            case b"Tf":
                letters, size = names[values[0]], float(values[1])
            case b"Tj" | b"TJ":
                said = values[0] if operator == b"TJ" else [values[0]]
                words = "".join(_read(one, letters) for one in said if isinstance(one, bytes))
                found.setdefault(marks[-1], []).append(words)
                scale = (abs(now[0] * now[3] - now[1] * now[2])) ** 0.5
                sizes[marks[-1]] = max(sizes.get(marks[-1], 0.0), size * scale)
    for mark, words in found.items():
        yield mark, Words(" ".join(words), sizes[mark], langs.get(mark, ""))


def _times(one: Any, other: Matrix) -> Matrix:  # noqa: ANN401
    a, b, c, d, e, f = one
    g, h, i, j, k, m = other
    return (a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + m)


def _orders(written: bytes) -> Iterator[tuple[list[Any], bytes]]:
    """Yield each order of a page that is no drawing, with its values."""
    values: list[Any] = []
    around: list[list[Any]] = []
    at = 0
    while at < len(written):
        if not values and not around and (drawn := _DRAWN.match(written, at)) is not None:
            at = drawn.end()
            continue
        found = _SIGNS.match(written, at)
        if found is None:
            raise ValueError(f"not understood at {at}: {written[at : at + 20]!r}")
        at = found.end()
        kind, sign = found.lastgroup, found.group(found.lastgroup or 0)
        if kind == "number":
            values.append(float(sign))
        elif kind == "name":
            values.append("/" + sign.decode("ascii"))
        elif kind == "said":
            begin, at = at, _end_of(written, at)
            sign = written[begin : at - 1]
            values.append(_ESCAPED.sub(_meant, sign) if b"\\" in sign else sign)
        elif kind == "hex":
            values.append(bytes.fromhex(sign.decode("ascii")))
        elif kind == "order":
            yield values, sign
            values = []
        elif sign in {b"[", b"<<"}:
            around.append(values)
            values = []
        elif kind == "edge":
            inner = values if sign == b"]" else dict(zip(values[::2], values[1::2], strict=True))
            values = around.pop()
            values.append(inner)


def _end_of(written: bytes, at: int) -> int:
    """Find where a text ends that began before a place; pairs of brackets may stand in it."""
    depth = 1
    while depth:
        found = _BRACKET.search(written, at)
        if found is None:
            raise ValueError("a text without an end")
        depth += {b"(": 1, b")": -1}.get(found.group(), 0)
        at = found.end()
    return at


def _meant(found: re.Match[bytes]) -> bytes:
    sign = found.group(1)
    return bytes([int(sign, 8) & 255]) if sign.isdigit() else _LETTERS.get(sign, sign)


def _read(raw: bytes, letters: dict[int, str]) -> str:
    signs = [int.from_bytes(raw[n : n + 2]) for n in range(0, len(raw), 2)]
    # Sign 0 is the empty box that stands for a letter the font does not have.
    return "".join(letters.get(sign, UNKNOWN) if sign else UNKNOWN for sign in signs)


def _letters(font: Any) -> dict[int, str]:  # noqa: ANN401
    """Read which letters the signs of a font stand for."""
    table = font["/ToUnicode"].get_object().get_data().decode("latin-1")
    found = {}
    for block in re.findall(r"beginbfchar(.*?)endbfchar", table, re.DOTALL):
        for sign, letter in re.findall(r"<([0-9a-fA-F]+)>\s*<([0-9a-fA-F]+)>", block):
            found[int(sign, 16)] = bytes.fromhex(letter).decode("utf-16-be")
    for block in re.findall(r"beginbfrange(.*?)endbfrange", table, re.DOTALL):
        for first, last, letter in re.findall(r"<(\w+)>\s*<(\w+)>\s*<(\w+)>", block):
            start = int.from_bytes(bytes.fromhex(letter))
            for n in range(int(first, 16), int(last, 16) + 1):
                found[n] = chr(start + n - int(first, 16))
    return found
