"""Content folder → values and a list of problems; one bad file never stops the rest."""

from __future__ import annotations

import operator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeVar

import msgspec
import yaml

from familyguide.guide import blocks as b
from familyguide.guide import model as m
from familyguide.guide.freshness import newest
from familyguide.guide.markdown import MarkdownError, Page, read_page
from familyguide.guide.typography import polish
from familyguide.guide.yamlfile import Placed, place_of, polish_tree, read_yaml

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

T = TypeVar("T")
# Folders whose files hold one item each, and those whose files hold a list.
_SINGLE = {"plans": m.Plan, "checklists": m.Checklist, "agreements": m.Agreement, "agendas": m.Agenda}
_LISTS = {"signs": m.Sign, "services": m.Service}
_PROSE = {"conversations": m.Conversation, "articles": m.Article}
_FRONT = {"conversations": ("title", "summary", "opening", "when"), "articles": ("title", "summary")}

# What gives a service its month: a text that was read, or a number or page that somebody tried on that day.
_SEEN = frozenset({"stored-copy", "tried"})


class Reader:
    """Reads the files of a content folder."""

    def yaml(self, path: Path) -> Placed:
        """Read a YAML file; raises yaml.YAMLError, OSError, UnicodeDecodeError, ValueError and the like."""
        return read_yaml(path)

    def page(self, path: Path, language: str) -> Page:
        """Read a page of one language; raises MarkdownError, OSError or UnicodeDecodeError."""
        return read_page(path.read_text(encoding="utf-8-sig"), language)

    def made(self, _key: object, _sources: tuple[object, ...], make: Callable[[], T]) -> T:
        """Make a value of what was read; raises what making it raises."""
        return make()


class RememberingReader(Reader):
    """Reads and makes again only what changed since the last time, by the time and the size of each file.

    For a preview: all files but one are the same each time.
    """

    def __init__(self) -> None:
        self._read: dict[tuple[Path, str], tuple[tuple[int, int], Any]] = {}
        self._made: dict[object, tuple[tuple[object, ...], Any]] = {}

    def yaml(self, path: Path) -> Placed:
        """Read a YAML file, or give what it held when it is the same file."""
        placed: Placed = self._once(path, "", super().yaml)
        return placed

    def page(self, path: Path, language: str) -> Page:
        """Read a page, or give what it held when it is the same file."""
        reading = super().page
        page: Page = self._once(path, language, lambda same: reading(same, language))
        return page

    def made(self, key: object, sources: tuple[object, ...], make: Callable[[], T]) -> T:
        """Make a value, or give the one that was made of the very same sources."""
        before = self._made.get(key)
        if before is None or not all(map(operator.is_, before[0], sources)):
            before = sources, make()
            self._made[key] = before
        value: T = before[1]
        return value

    def _once(self, path: Path, language: str, read: Callable[[Path], Any]) -> Any:  # noqa: ANN401 - what was read
        state = path.stat()
        now = state.st_mtime_ns, state.st_size
        before = self._read.get((path, language))
        if before is None or before[0] != now:
            # A file that cannot be read is tried again each time: it is the one being mended.
            before = now, read(path)
            self._read[path, language] = before
        return before[1]


@dataclass
class Content:
    """Everything a content folder holds, before it is compiled."""

    root: Path
    items: dict[str, m.AnyItem] = field(default_factory=dict)
    places: dict[str, tuple[str, int]] = field(default_factory=dict)
    placed: dict[str, tuple[Placed, tuple[str | int, ...]]] = field(default_factory=dict)
    pages: dict[tuple[str, str], tuple[str, Page]] = field(default_factory=dict)
    vocabulary: m.Vocabulary | None = None
    countries: dict[str, m.Country] = field(default_factory=dict)
    bibliography: dict[str, m.Source] = field(default_factory=dict)
    triage: m.Triage | None = None
    image_rule: m.ImageRuleText | None = None
    practice: m.Practice | None = None
    duties: m.Duties | None = None
    search_words: m.SearchWords = field(default_factory=m.SearchWords)
    # Questions of readers by the id of a page or a topic, and the file each stands in.
    asked: dict[str, m.Asked] = field(default_factory=dict)
    asked_in: dict[str, str] = field(default_factory=dict)
    # Easy versions by what they are of, and the file each stands in; what each drawing shows.
    easy: dict[str, m.Easy] = field(default_factory=dict)
    easy_in: dict[str, str] = field(default_factory=dict)
    drawings: dict[str, m.Both] = field(default_factory=dict)
    # Languages the guide is not in, by code; plans in them by language and id; the file each stands in.
    tongues: dict[str, m.Tongue] = field(default_factory=dict)
    tongue_plans: dict[tuple[str, str], m.TonguePlan] = field(default_factory=dict)
    tongues_in: dict[str | tuple[str, str], str] = field(default_factory=dict)
    redirects: m.Redirects = field(default_factory=m.Redirects)
    # What changed for readers, newest first.
    changes: tuple[m.Change, ...] = ()
    problems: list[m.Problem] = field(default_factory=list)
    reader: Reader = field(default_factory=Reader, repr=False)

    def of_kind(self, kind: type[T]) -> list[T]:
        """Give every item of one kind, in reading order."""
        return [item for item in self.items.values() if isinstance(item, kind)]

    def lacking(self) -> list[str]:
        """Name the files without which no guide can be made: a guide without its countries has no numbers."""
        needed = {
            "vocabulary.yaml": self.vocabulary,
            "countries.yaml": self.countries,
            "triage.yaml": self.triage,
            "texts/image-rule.yaml": self.image_rule,
            "bibliography.yaml": self.bibliography,
            # Without it, search would put nobody first.
            "search.yaml": self.search_words != m.SearchWords(),
            "any page": self.items,
        }
        return [name for name, value in needed.items() if not value]

    def report(self, file: str, line: int, code: str, message: str) -> None:
        """Note one problem."""
        self.problems.append(m.Problem(file, line, code, message))


def load(root: Path, reader: Reader | None = None) -> Content:
    """Read a content folder; broken files are reported and skipped. A reader may remember what it read."""
    content = Content(root, reader=reader or Reader())
    content.bibliography = _read_part(content, "bibliography.yaml", dict[str, m.Source]) or {}
    content.vocabulary = _read_part(content, "vocabulary.yaml", m.Vocabulary)
    content.countries = _read_part(content, "countries.yaml", dict[str, m.Country]) or {}
    content.triage = _read_part(content, "triage.yaml", m.Triage)
    content.image_rule = _read_part(content, "texts/image-rule.yaml", m.ImageRuleText)
    content.practice = _read_part(content, "practice.yaml", m.Practice)
    content.duties = _with_dates(content, _read_part(content, "duties.yaml", m.Duties))
    content.search_words = _read_part(content, "search.yaml", m.SearchWords) or m.SearchWords()
    content.redirects = _read_part(content, "redirects.yaml", m.Redirects) or m.Redirects()
    if (root / "changes.yaml").exists():
        content.changes = _read_part(content, "changes.yaml", tuple[m.Change, ...]) or ()
    for folder, kind in _PROSE.items():
        _read_prose(content, folder, kind)
    for folder, kind in _SINGLE.items():
        for path in sorted((root / folder).glob("*.yaml")):
            placed = _open(content, path)
            if placed is not None:
                _add(content, path, placed, (), kind)
    for folder, kind in _LISTS.items():
        for path in sorted((root / folder).glob("*.yaml")):
            _read_list(content, path, kind)
    if (root / "terms.yaml").exists():
        _read_list(content, root / "terms.yaml", m.Term)
    for path in sorted((root / "asked").glob("*.yaml")):
        _read_asked(content, path)
    if (root / "drawings.yaml").exists():
        content.drawings = _read_part(content, "drawings.yaml", dict[str, m.Both]) or {}
    for path in sorted((root / "easy").glob("*.yaml")):
        _read_easy(content, path)
    for path in sorted((root / "tongues").glob("*.yaml")):
        tongue = _read_tongue(content, path, m.Tongue)
        if tongue is not None and _is_first(content, tongue.code, path):
            content.tongues[tongue.code] = tongue
    for path in sorted((root / "tongues" / "plans").glob("*.yaml")):
        plan = _read_tongue(content, path, m.TonguePlan)
        if plan is not None and _is_first(content, (plan.tongue, plan.of), path):
            content.tongue_plans[plan.tongue, plan.of] = plan
    return content


def name_in(content: Content, path: Path) -> str:
    """Name a file as its writers do, from the content folder."""
    return path.relative_to(content.root).as_posix()


def _open(content: Content, path: Path) -> Placed | None:
    name = name_in(content, path)
    try:
        return content.reader.yaml(path)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        content.report(
            name, line, "yaml", f"This file is not valid YAML here: {error.problem}. Mend this line."
        )
    except UnicodeDecodeError:
        content.report(name, 1, "yaml", "This file is not UTF-8 text in YAML form. Save it as UTF-8 text.")
    except (ValueError, KeyError, IndexError, OverflowError, RecursionError) as error:
        # PyYAML lets these through for a date like 2026-02-30, a wrong tag, or nesting without end.
        reason = "it is nested too deep" if isinstance(error, RecursionError) else str(error)
        content.report(
            name, 1, "yaml", f"A value of this file cannot be read: {reason}. Quote it or mend it."
        )
    except yaml.YAMLError:
        content.report(name, 1, "yaml", "This file is not UTF-8 text in YAML form. Save it as UTF-8 text.")
    except OSError as error:
        content.report(
            name, 1, "file", f"This file cannot be read: {error.strerror}. Check that it is there."
        )
    return None


def _read_part(content: Content, name: str, kind: type[T]) -> T | None:
    path = content.root / name
    if not path.exists():
        content.report(name, 1, "missing-file", "This file is missing; the guide needs it. Put it back.")
        return None
    placed = _open(content, path)
    if placed is None:
        return None
    if isinstance(placed.data, dict) and "as_of" in placed.data:
        content.report(name, placed.line(("as_of",)), "as-of-typed", "as_of is computed: remove it.")
    return _convert(content, name, placed, (), kind)


def _convert(
    content: Content,
    name: str,
    placed: Placed,
    at: tuple[str | int, ...],
    kind: type[T],
    sources: tuple[object, ...] = (),
    entry: tuple[str | int, ...] = (),
) -> T | None:
    """Make values of parsed YAML; `sources` is what they come from, `entry` which one of a file it is."""
    data = placed.data
    for step in at:
        data = data[step]
    try:
        return content.reader.made(
            ("value", name, at, entry),
            sources or (placed,),
            lambda: msgspec.convert(polish_tree(data, polish), kind, strict=False),
        )
    except msgspec.ValidationError as error:
        place, reason = place_of(error)
        where = ".".join(str(part) for part in place) or "the file"
        content.report(
            name, placed.line((*at, *place)), "schema", f"{where}: {reason}. See content/README.md."
        )
    return None


def _read_asked(content: Content, path: Path) -> None:
    name = name_in(content, path)
    placed = _open(content, path)
    if placed is None:
        return
    asked = _convert(content, name, placed, (), dict[str, m.Asked])
    for key, lines in (asked or {}).items():
        if key in content.asked:
            first = content.asked_in[key]
            message = f"The questions for {key!r} already stand in {first}. Put them together."
            content.report(name, placed.line((key,)), "id-twice", message)
            continue
        content.asked[key] = lines
        content.asked_in[key] = name


def _read_easy(content: Content, path: Path) -> None:
    name = name_in(content, path)
    placed = _open(content, path)
    easy = _convert(content, name, placed, (), m.Easy) if placed is not None else None
    if easy is None or placed is None:
        return
    if easy.of in content.easy:
        message = f"The easy version of {easy.of!r} already stands in {content.easy_in[easy.of]}. Keep one."
        content.report(name, placed.line(("of",)), "id-twice", message)
        return
    content.easy[easy.of] = easy
    content.easy_in[easy.of] = name


def _read_tongue(content: Content, path: Path, kind: type[T]) -> T | None:
    placed = _open(content, path)
    return _convert(content, name_in(content, path), placed, (), kind) if placed is not None else None


def _is_first(content: Content, key: str | tuple[str, str], path: Path) -> bool:
    """Note the file of a language or of a plan in it; a second one is reported and left out."""
    name = name_in(content, path)
    first = content.tongues_in.setdefault(key, name)
    if first != name:
        what = key if isinstance(key, str) else " ".join(key)
        content.report(name, 1, "id-twice", f"{what!r} already stands in {first}. Keep one.")
    return first == name


def _read_list(content: Content, path: Path, kind: type[Any]) -> None:
    placed = _open(content, path)
    if placed is None:
        return
    if not isinstance(placed.data, list):
        content.report(
            name_in(content, path), 1, "schema", "This file must hold a list: start each entry with '- id:'."
        )
        return
    for index in range(len(placed.data)):
        _add(content, path, placed, (index,), kind)


def _add(content: Content, path: Path, placed: Placed, at: tuple[str | int, ...], kind: type[Any]) -> None:
    name = name_in(content, path)
    data = placed.data
    for step in at:
        data = data[step]
    if not isinstance(data, dict):
        content.report(name, placed.line(at), "schema", "An entry must be a mapping that begins with 'id:'.")
        return
    if "as_of" in data:
        content.report(name, placed.line((*at, "as_of")), "as-of-typed", "as_of is computed: remove it.")
        data = {key: value for key, value in data.items() if key != "as_of"}
    if kind is m.Service:
        data = _service_fields(data)
    elif kind is m.Checklist:
        data = dict(data)
        if "title" not in data and isinstance(data.get("name"), str):
            data["title"] = {"fr": data["name"], "en": data["name"]}
        elif "title" not in data:
            data["title"] = data.get("name")
        data.pop("name", None)
    lines = content.reader.made(
        ("lines", name, at),
        (placed,),
        lambda: {place[len(at) :]: line for place, line in placed.lines.items() if place[: len(at)] == at},
    )
    shifted = Placed(data, lines)
    item = _convert(content, name, shifted, (), kind, (placed,), at)
    if item is not None and _keep(content, name, placed.line(at), _dated(content, item)):
        content.placed[item.id] = (shifted, at)


def _service_fields(data: dict[str, Any]) -> dict[str, Any]:
    # Writers say "name" and "sources" for a service; the model keeps these words for every item alike.
    data = dict(data)
    data["title"] = data.pop("name", None)
    data["dated_sources"] = data.pop("sources", [])
    return data


def _read_prose(content: Content, folder: str, kind: type[Any]) -> None:
    for path in sorted((content.root / folder).glob("*.md")):
        facts = path.with_name(f"{path.name.partition('.')[0]}.yaml")
        if path.name[0] not in ".#" and not facts.is_symlink() and not facts.exists():
            message = f"This page is not shown, for {facts.name} is not there: write it, or take this away."
            content.report(name_in(content, path), 1, "missing-file", message)
    for path in sorted((content.root / folder).glob("*.yaml")):
        placed = _open(content, path)
        if placed is None:
            continue
        name = name_in(content, path)
        if not isinstance(placed.data, dict):
            content.report(name, 1, "schema", "This file must be a mapping that begins with 'id:'.")
            continue
        pages: dict[m.Language, Page] = {}
        for language in m.LANGUAGES:
            file = path.with_name(f"{path.stem}.{language}.md")
            page = _read_language(content, file, language, _FRONT[folder])
            if page is not None:
                pages[language] = page
                content.pages[path.stem, language] = (name_in(content, file), page)
        if len(pages) < len(m.LANGUAGES):
            continue
        data = dict(placed.data)
        if "as_of" in data:
            content.report(name, placed.line(("as_of",)), "as-of-typed", "as_of is computed: remove it.")
            data.pop("as_of")
        for key in _FRONT[folder]:
            data[key] = {language: page.front[key] for language, page in pages.items()}
        item = _convert(content, name, Placed(data, placed.lines), (), kind, (placed, *pages.values()))
        if item is None:
            continue
        bodies: dict[str, Any] = {}
        for language, page in pages.items():
            bodies[language] = (
                page.blocks if kind is m.Article else _parts(content, path.stem, language, page)
            )
        if _keep(content, name, 1, _dated(content, msgspec.structs.replace(item, **bodies))):
            content.placed[item.id] = (placed, ())


def _read_language(content: Content, path: Path, language: str, front: tuple[str, ...]) -> Page | None:
    name = name_in(content, path)
    try:
        page = content.reader.page(path, language)
    except FileNotFoundError:
        content.report(
            name,
            1,
            "language-missing",
            "This language is missing: write this file, or remove the item from both.",
        )
    except UnicodeDecodeError:
        content.report(name, 1, "encoding", "This file is not UTF-8 text. Save it as UTF-8.")
    except OSError as error:
        content.report(name, 1, "file", f"This file cannot be read: {error.strerror}.")
    except MarkdownError as error:
        content.report(name, error.line, error.code, error.message)
    else:
        missing = [key for key in front if not page.front.get(key)]
        extra = [key for key in page.front if key not in front]
        for key in missing:
            content.report(name, 2, "front-matter", f"The front matter lacks '{key}:'. Add it.")
        for key in extra:
            content.report(name, 2, "front-matter", f"The front matter has an unknown '{key}:'. Remove it.")
        return None if missing else page
    return None


def _parts(content: Content, stem: str, language: str, page: Page) -> tuple[m.Part, ...]:
    name = content.pages[stem, language][0]
    parts: list[m.Part] = []
    blocks: list[b.Block] = []
    current: str | None = None
    for block in page.blocks:
        if isinstance(block, b.Heading) and block.level == 2:  # noqa: PLR2004 - ## is level 2
            if current is not None:
                parts.append(m.Part(current, tuple(blocks)))
            current, blocks = block.text.strip().casefold(), []
        elif current is None:
            content.report(name, 1, "parts", "Words stand before '## prepare'. Move them under a step.")
        else:
            blocks.append(block)
    if current is not None:
        parts.append(m.Part(current, tuple(blocks)))
    if tuple(part.name for part in parts) != m.PARTS:
        content.report(
            name,
            1,
            "parts",
            "The steps must be, in this order: " + ", ".join(f"## {part}" for part in m.PARTS) + ".",
        )
    return tuple(parts)


def _dated(content: Content, item: Any) -> Any:  # noqa: ANN401 - one of the kinds
    """Compute as_of from the item's own dated sources that were read."""
    if isinstance(item, m.Service):
        dates = [source.date for source in item.dated_sources if source.seen in _SEEN]
        return msgspec.structs.replace(item, as_of=newest(dates))
    if isinstance(item, m.Checklist):
        settings = tuple(
            msgspec.structs.replace(setting, as_of=newest([setting.source.date])) for setting in item.settings
        )
        as_of = newest(setting.as_of for setting in settings)
        return msgspec.structs.replace(item, settings=settings, as_of=as_of)
    sources = [content.bibliography[key] for key in item.sources if key in content.bibliography]
    return msgspec.structs.replace(item, as_of=newest(source.date for source in sources if source.read))


def _with_dates(content: Content, duties: m.Duties | None) -> m.Duties | None:
    """Compute as_of of each duty from the sources that were read."""
    if duties is None:
        return None
    books = content.bibliography
    dated = []
    for duty in duties.duties:
        if duty.as_of is not None:
            message = f"{duty.id}: as_of is computed: remove it."
            content.report("duties.yaml", 1, "as-of-typed", message)
        read = [books[key].date for key in duty.sources if key in books and books[key].read]
        dated.append(msgspec.structs.replace(duty, as_of=newest(read)))
    return msgspec.structs.replace(duties, duties=tuple(dated))


def _keep(content: Content, name: str, line: int, item: m.AnyItem) -> bool:
    if item.id in content.items:
        first, first_line = content.places[item.id]
        content.report(
            name,
            line,
            "id-twice",
            f"The id {item.id!r} already stands in {first}, line {first_line}. Choose another.",
        )
        return False
    content.items[item.id] = item
    content.places[item.id] = (name, line)
    return True
