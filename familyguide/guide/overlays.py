"""What a town adds: local services and pages, checked like our own, never in an official one's place."""

from __future__ import annotations

import re
import shutil
import sqlite3
import tempfile
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import msgspec
from msgspec import Struct

from familyguide.guide import lookalikes as eye
from familyguide.guide import model as m
from familyguide.guide import png
from familyguide.guide.digest import digest
from familyguide.guide.installed import PackError
from familyguide.guide.library import ContentError
from familyguide.guide.merged import LOGO, OVERLAY, Added

if TYPE_CHECKING:
    from collections.abc import Iterator

    from familyguide.guide.library import Library
    from familyguide.guide.loader import Content

SERVICES, PAGES = 40, 10
_ABOUT, _LOGO = "overlay.yaml", "logo.png"
_FILES = re.compile(
    r"(?:overlay\.yaml|bibliography\.yaml|logo\.png|services/[A-Z]{2,3}\.yaml"
    r"|articles/[a-z0-9]+(?:-[a-z0-9]+)*(?:\.yaml|\.fr\.md|\.en\.md))\Z"
)
_LARGEST_FILE = 256 << 10
# The town stands on one line with "added by": as long as a policy's names.
_LONGEST_TOWN = 60
# Whom to call in danger, in a crisis or for a child is never a town's to say.
OFFICIAL_KINDS = frozenset(
    {
        "emergency",
        "child-protection",
        "helpline-child",
        "missing-child",
        "hotline-report",
        "police-report",
        "prevention",
    }
)
OFFICIAL_NEEDS = frozenset({"danger-now", "crisis", "child-at-risk", "missing", "own-thoughts"})
_PAGE_CATEGORIES = frozenset({"understand"})
# What the checker reads of the official content: its word lists and closed lists.
_BASE = ("checks", "vocabulary.yaml", "countries.yaml")


class Bundle(Struct, frozen=True, forbid_unknown_fields=True):
    """The files of an overlay as they were written, by name: what a town signs."""

    files: dict[str, bytes]


class About(Struct, frozen=True, forbid_unknown_fields=True):
    """overlay.yaml: who adds this, as readers are told ("added by …")."""

    town: m.Both


def bundle(folder: Path) -> bytes:
    """Put the folder of an overlay into the bytes that are signed; the same folder gives the same bytes.

    Raises PackError `overlay-file` (a file that does not belong, or is too large), `logo`, `unreadable`.
    """
    try:
        found = {
            path.relative_to(folder).as_posix(): path.read_bytes()
            for path in sorted(folder.rglob("*"))
            if path.is_file() and not path.is_symlink()
        }
    except OSError as error:
        raise PackError("unreadable", str(folder)) from error
    _check_names(found)
    return msgspec.json.encode(Bundle(found))


def compiled(content: bytes, name: str, domains: tuple[str, ...], base: Path, official: Library) -> bytes:
    """Check an overlay and give its database.

    `domains` are those the policy lists; `base` holds the checker's word lists. Raises PackError:
    `overlay-file` (a name that leads elsewhere, or does not belong), `overlay-form`, `overlay-checker` (the
    place is file, line, rule and what to do), `too-many`, `official-entry`, `official-name`,
    `official-number`, `official-domain`, `link`, `hidden`, `logo`, `overlay-id`, `no-checker`.
    """
    try:
        files = msgspec.json.decode(content, type=Bundle).files
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise PackError("overlay-form", "files") from error
    _check_names(files)
    with tempfile.TemporaryDirectory(prefix="familyguide-") as place:
        about, loaded = _load(files, Path(place), base, official)
    _check_entries(loaded, name, official)
    services = _official_services(official)
    for service in loaded.of_kind(m.Service):
        _check_service(service, services)
    _check_looks(loaded, about, domains, official, services)
    return _compile(loaded, about, files.get(_LOGO))


def _check_names(files: dict[str, bytes]) -> None:
    for file, data in files.items():
        # Only names that belong are ever written, so none can lead out of the folder.
        if not _FILES.match(file) or len(data) > _LARGEST_FILE:
            raise PackError("overlay-file", file)
    if _ABOUT not in files:
        raise PackError("overlay-form", _ABOUT)
    logo = files.get(_LOGO)
    # A damaged picture, or one that is small only until it is unpacked, never reaches the window.
    if logo is not None and png.plain(logo) is None:
        raise PackError("logo", _LOGO)


def _load(files: dict[str, bytes], place: Path, base: Path, official: Library) -> tuple[About, Content]:
    from familyguide.guide.loader import load  # noqa: PLC0415 - YAML and Markdown, only where one is installed
    from familyguide.guide.rules import RULES  # noqa: PLC0415
    from familyguide.guide.rules.sheet import Sheet  # noqa: PLC0415
    from familyguide.guide.typography import polish  # noqa: PLC0415
    from familyguide.guide.yamlfile import polish_tree, read_yaml  # noqa: PLC0415

    class BesideOfficial(Sheet):
        """A sheet whose links may lead to the official content."""

        def exists(self, identifier: str, kind: type[m.Item]) -> bool:
            now = official.now_id(identifier)
            row = official.row(now) if now else None
            return super().exists(identifier, kind) or (row is not None and m.KIND_TYPES[row.kind] is kind)

    for file, data in files.items():
        try:
            text = data.decode() if file != _LOGO else ""
        except UnicodeDecodeError as error:
            raise PackError("overlay-form", file) from error
        if eye.hides_something(text):
            raise PackError("hidden", file)
        path = place / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    try:
        for part in _BASE:
            copy = shutil.copytree if (base / part).is_dir() else shutil.copy
            copy(base / part, place / part)
    except OSError as error:
        raise PackError("no-checker", str(base / part)) from error
    content = load(place)
    if content.vocabulary is None:
        raise PackError("no-checker", str(base))
    sheet = BesideOfficial(content, datetime.now(tz=UTC).date())
    problems = [*content.problems, *(problem for rule in RULES for problem in rule(sheet))]
    # What the official content lacks beside an overlay (its questions, its plans) is no fault of the town.
    for problem in sorted(problems, key=lambda one: (one.file, one.line, one.code)):
        if problem.file in files:
            raise PackError("overlay-checker", str(problem))
    try:
        tree = polish_tree(read_yaml(place / _ABOUT).data, polish)
        about = msgspec.convert(tree, About)
    except Exception as error:  # PyYAML raises many kinds; each means the same here
        raise PackError("overlay-form", _ABOUT) from error
    for name in (about.town.fr, about.town.en):
        if not name.strip() or len(name) > _LONGEST_TOWN or not name.isprintable():
            raise PackError("overlay-form", _ABOUT)
    return about, content


def _check_entries(content: Content, name: str, official: Library) -> None:
    services, pages = content.of_kind(m.Service), content.of_kind(m.Article)
    if len(services) > SERVICES:
        raise PackError("too-many", f"services: {len(services)}/{SERVICES}")
    if len(pages) > PAGES:
        raise PackError("too-many", f"pages: {len(pages)}/{PAGES}")
    if not content.items:
        raise PackError("overlay-form", "services")
    for item in content.items.values():
        # Its own beginning: no official id, of today or later, can be one of a town's.
        if not item.id.startswith(f"{name}-") or official.has(item.id) or official.now_id(item.id) != item.id:
            raise PackError("overlay-id", item.id)
    for page in pages:
        if page.category not in _PAGE_CATEGORIES or page.audience == "young":
            raise PackError("official-entry", page.id)
    for service in services:
        kinds = {service.kind, *service.also_kinds}
        if kinds & OFFICIAL_KINDS or OFFICIAL_NEEDS & set(service.needs) or service.show_as != "service":
            raise PackError("official-entry", service.id)
        if "*" in service.valid_in or "*" in (service.phone_valid_in or ()):
            raise PackError("official-entry", service.id)


def _check_service(service: m.Service, services: list[m.Service]) -> None:
    """Its numbers are plain, written as they are dialled, and nobody else's."""
    numbers = [number for number in (service.phone, service.phone_intl, service.sms) if number]
    if service.phone_shown is not None:
        if service.phone is None or eye.digits_of(service.phone_shown) != eye.digits_of(service.phone):
            raise PackError("official-number", service.id)
        numbers.append(service.phone_shown)
    if service.phone_spoken is not None or not all(eye.is_dialled(number) for number in numbers):
        raise PackError("official-number", service.id)
    for other in services:
        for theirs in (other.phone, other.phone_shown, other.phone_intl, other.sms):
            if theirs and any(eye.same_number(number, theirs) for number in numbers):
                raise PackError("official-number", service.id)


def _official_services(official: Library) -> list[m.Service]:
    services = []
    for row in official.rows("service"):
        try:
            services.append(official.read(row.id, m.Service))
        except (KeyError, ContentError) as error:
            raise PackError("content-damaged", row.id) from error
    return services


def _check_looks(
    content: Content, about: About, domains: tuple[str, ...], official: Library, services: list[m.Service]
) -> None:
    named = [(item.id, item.title) for item in content.items.values()]
    named += [(one.id, one.owner) for one in content.of_kind(m.Service) if one.owner]
    named += [(one.id, one.role) for one in content.of_kind(m.Service)]
    named.append((_ABOUT, about.town))
    names = {text for one in services for text in (one.title.fr, one.title.en)}
    names |= {text for one in services if one.owner for text in (one.owner.fr, one.owner.en)}
    words = official.vocabulary
    names |= {
        words.roles[role][language] for role in ("emergency", "crisis", "child") for language in m.LANGUAGES
    }
    numbers = {
        eye.digits_of(number)
        for one in services
        for number in (one.phone, one.sms, one.phone_shown)
        if number
    }
    shapes = _Shapes(names)
    # "17 Police secours" is known as "Police secours": such words are no title of a town's page either. One
    # word alone may stand in it, for a town has a police of its own.
    bare = {words for one in services for words in map(_bare, (one.title.fr, one.title.en)) if words}
    alone, several = _Shapes(bare), _Shapes({words for words in bare if " " in words})
    titles = {id(item.title) for item in content.items.values()}
    for place, both in named:
        for language in m.LANGUAGES:
            text = both[language]
            if eye.mixes_scripts(text) or shapes.hold(text) or eye.numbers_in(text) & numbers:
                raise PackError("official-name", place)
            if id(both) in titles and (alone.is_whole(text) or several.hold(text)):
                raise PackError("official-name", place)
    theirs = _official_domains(services, official)
    for place, address in _links(content):
        _check_link(place, address, domains, theirs)


def _bare(title: str) -> str:
    """Give an official title without the number in it; nothing where it has none."""
    words = title.split()
    rest = [word for word in words if not word.strip(".,:()-").isdigit()]
    return " ".join(rest) if len(rest) < len(words) else ""


class _Shapes:
    """Official names as the eye sees them, made once for all comparisons."""

    def __init__(self, names: set[str]) -> None:
        self._all = {eye.skeleton(name) for name in names}
        self._joined = {shape.replace(" ", "") for shape in self._all}

    def is_whole(self, name: str) -> bool:
        """Tell whether a name is an official one to the eye."""
        return eye.skeleton(name).replace(" ", "") in self._joined

    def hold(self, name: str) -> bool:
        """Tell whether a name is an official one to the eye, or holds one whole among its words."""
        shape = eye.skeleton(name)
        return self.is_whole(name) or any(eye.holds(shape, other) for other in self._all)


def _official_domains(services: list[m.Service], official: Library) -> set[str]:
    found = {name for one in services for name in (one.domain, *one.domains) if name}
    return found | {urlsplit(address).hostname or "" for address in official.addresses} - {""}


def _links(content: Content) -> Iterator[tuple[str, str]]:
    for service in content.of_kind(m.Service):
        for address in (service.web, service.report_url, service.chat_url):
            if address:
                yield service.id, address
        for host in (service.domain, *service.domains):
            if host:
                yield service.id, f"https://{host}/"
        if service.email:
            yield service.id, f"https://{service.email.rpartition('@')[2]}/"
        if service.app:
            yield service.id, service.app
        for dated in service.dated_sources:
            if dated.url:
                yield service.id, dated.url
    for key, source in content.bibliography.items():
        if source.url:
            yield key, source.url


def _check_link(place: str, address: str, domains: tuple[str, ...], theirs: set[str]) -> None:
    try:
        parts = urlsplit(address)
        host, port = parts.hostname or "", parts.port
        plain = (
            parts.scheme == "https" and parts.netloc.lower() == host and port is None and "\\" not in address
        )
        if not plain or not address.isascii() or eye.host_as_read(host) != host:
            raise PackError("link", place)
        if any(eye.resembles_domain(host, one) for one in theirs):
            raise PackError("official-domain", place)
    except ValueError as error:
        raise PackError("link", place) from error
    if not any(eye.is_within(host, one) for one in domains):
        raise PackError("link", place)


def _compile(content: Content, about: About, logo: bytes | None) -> bytes:
    from familyguide.guide.compile import compile_to  # noqa: PLC0415 - the loader stands behind it

    # A town names no country's numbers and turns no id into another.
    content.countries, content.redirects, content.problems = {}, m.Redirects(), []
    with closing(sqlite3.connect(":memory:")) as database:
        compile_to(content, database, "overlay")
        parts = {OVERLAY: Added(about.town), LOGO: png.plain(logo) if logo is not None else None}
        with database:
            for part, value in parts.items():
                body = msgspec.json.encode(value)
                database.execute("INSERT INTO part VALUES (?, ?, ?)", (part, body, digest(body)))
            database.execute("UPDATE meta SET value = 'overlay' WHERE name = 'kind'")
        return database.serialize()
