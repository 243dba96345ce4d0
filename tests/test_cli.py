"""The command line: shapes that scripts rely on, one clear line for every mistake, nothing half-written."""

import json
import os
import re
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from familyguide import cli
from familyguide.guide import model as m
from familyguide.guide.lines import is_valid
from familyguide.guide.loader import load

sys.path.insert(0, str(Path(__file__).parent / "guide"))

from small import Folder

ROOT = Path(__file__).resolve().parent.parent
BOTH = {"fr", "en"}


@pytest.fixture
def run(command_line):
    return command_line


@pytest.fixture
def folder(tmp_path):
    return Folder(tmp_path / "content")


@pytest.fixture
def answer(run):
    """Run a command with --json and read its one document."""

    def ask(*words):
        code, out, err = run(*words, "--json")
        assert (code, err) == (0, "")
        return json.loads(out)

    return ask


# Output waits in a buffer, as it does for everyone.
ENVIRONMENT = {name: value for name, value in os.environ.items() if name != "PYTHONUNBUFFERED"}


def command(*words, stdout=subprocess.PIPE):
    """Start the program as a person does."""
    return subprocess.run(
        [sys.executable, "-m", "familyguide", *words],
        cwd=ROOT,
        env=ENVIRONMENT,
        stdout=stdout,
        stderr=subprocess.PIPE,
        check=False,
        timeout=60,
    )


def refused(result):
    """Check that a mistake was answered with 2 and one clear line, and give the line."""
    code, out, err = result
    assert code == 2
    assert out == ""
    assert err.startswith("familyguide: ")
    assert err.endswith("\n")
    assert err.count("\n") == 1
    return err


# list


def test_list_shows_every_item_in_its_shape(answer, real):
    items = answer("list")["items"]
    assert [item["id"] for item in items] == [row.id for row in real.rows()]
    for item in items:
        assert set(item) >= {
            "id",
            "kind",
            "audience",
            "title",
            "ages",
            "topics",
            "countries",
            "as_of",
            "review_by",
            "sources",
            "words",
        }
        assert item["kind"] in m.KINDS
        assert item["audience"] in m.AUDIENCES
        assert set(item["title"]) == set(item["words"]) == BOTH
        assert all(item["title"].values())
        assert all(isinstance(count, int) and count > 0 for count in item["words"].values())
        assert set(item["ages"]) <= set(m.AGES)
        assert all(isinstance(item[name], list) for name in ("ages", "topics", "countries", "sources"))
        assert item["as_of"] is None or re.fullmatch(r"\d{4}(-\d\d)?", item["as_of"])
        assert re.fullmatch(r"\d{4}-\d\d", item["review_by"])


@pytest.mark.parametrize("kind", m.KINDS)
def test_list_of_one_kind(answer, kind, real):
    assert [item["id"] for item in answer("list", kind)["items"]] == [row.id for row in real.rows(kind)]


@pytest.mark.parametrize("language", m.LANGUAGES)
def test_list_as_text_has_one_line_per_item_in_the_language(run, real, language):
    code, out, err = run("list", "plan", "--lang", language)
    assert (code, err) == (0, "")
    rows = real.rows("plan")
    assert [line.split()[1] for line in out.splitlines()] == [row.id for row in rows]
    assert all(line.endswith(row.title[language]) for line, row in zip(out.splitlines(), rows, strict=True))


def test_the_language_of_the_system_is_used_where_it_is_ours(run, monkeypatch):
    assert "My child is telling me something" in run("list", "plan")[1]
    monkeypatch.setenv("LANG", "fr_FR.UTF-8")
    assert "Mon enfant me confie quelque chose" in run("list", "plan")[1]
    monkeypatch.setenv("LANG", "de_DE.UTF-8")
    assert "My child is telling me something" in run("list", "plan")[1]


# show


@pytest.mark.parametrize("language", m.LANGUAGES)
@pytest.mark.parametrize(
    "identifier", ["disclosure", "cameras-live-9-11", "discord", "fr-119", "grooming", "leaving"]
)
def test_show_has_its_shape_and_the_text_of_the_page(answer, pages_of, identifier, language):
    shown = answer("show", identifier, "--lang", language, "--country", "FR")
    assert set(shown) >= {"id", "kind", "lang", "country", "title", "text", "services", "links"}
    assert (shown["id"], shown["lang"], shown["country"]) == (identifier, language, "FR")
    assert shown["text"].startswith(shown["title"])
    assert isinstance(shown["services"], list)
    assert isinstance(shown["links"], list)
    assert shown["text"] == pages_of(identifier, language)


@pytest.fixture
def pages_of(run):
    """The same page as plain text."""

    def text(identifier, language):
        code, out, err = run("show", identifier, "--lang", language, "--country", "FR")
        assert (code, err) == (0, "")
        return out.removesuffix("\n")

    return text


def test_show_names_every_service_of_the_page(answer, real):
    plan = answer("show", "disclosure", "--country", "FR")
    assert {"fr-119", "fr-3114", "fr-17-police-secours"} <= set(plan["services"])
    talk = answer("show", "cameras-live-12-14", "--country", "FR")
    roles = real.item("cameras-live-12-14").next.roles
    assert roles
    assert {real.country("FR").roles[role][0] for role in roles} <= set(talk["services"])
    assert answer("show", "fr-119", "--country", "FR")["services"] == ["fr-119"]


def test_show_names_every_link_of_the_page(answer, real):
    shown = answer("show", "disclosure", "--country", "FR")
    written = {
        link
        for step in real.item("disclosure").steps
        for link in step.links
        if not link.startswith("service:")
    }
    assert written
    assert written <= set(shown["links"])
    article = answer("show", "after-you-report-france", "--country", "FR")
    assert "service:fr-pharos" in article["links"]


@pytest.mark.parametrize("country", ["RE", "EU", "XX"])
def test_show_names_only_services_of_the_country(answer, real, country):
    for identifier in ("disclosure", "sextortion-now", "for-young-people"):
        for service in answer("show", identifier, "--country", country)["services"]:
            assert is_valid(real.item(service), country)


def test_show_takes_the_country_of_the_system_and_never_of_the_language(answer, monkeypatch):
    assert answer("show", "disclosure")["country"] == "FR"
    monkeypatch.setenv("LANG", "fr_HT.UTF-8")
    assert answer("show", "disclosure")["country"] == "XX"
    monkeypatch.setenv("LANG", "fr")
    assert answer("show", "disclosure")["country"] == "XX"


def test_a_country_may_be_typed_in_small_letters(answer):
    assert answer("show", "disclosure", "--country", "re")["country"] == "RE"


# services


def test_services_have_their_shape(answer, real):
    services = answer("services")["services"]
    assert [service["id"] for service in services] == [row.id for row in real.rows("service")]
    for service in services:
        assert set(service) >= {
            "id",
            "name",
            "country",
            "kind",
            "needs",
            "show_as",
            "phone",
            "sms",
            "web",
            "report_url",
            "chat_url",
            "hours",
            "open_now",
            "for_whom",
            "languages",
            "anonymous",
            "confidence",
            "as_of",
        }
        assert service["show_as"] in {"service", "not-for-this", "article-only"}
        assert service["confidence"] in {"high", "medium"}
        assert service["open_now"] in (True, False, None)
        assert set(service["name"]) == BOTH
        assert service["hours"] is None or set(service["hours"]) == BOTH


@pytest.mark.parametrize("country", ["FR", "RE", "EU", "XX"])
def test_services_of_a_country_are_those_valid_there(answer, real, country):
    found = [service["id"] for service in answer("services", "--country", country)["services"]]
    assert found == [row.id for row in real.rows("service") if is_valid(real.item(row.id), country)]
    assert found


def test_services_for_a_need(answer, real):
    for need in real.vocabulary.needs:
        for service in answer("services", "--country", "FR", "--need", need)["services"]:
            assert need in service["needs"]
    assert "fr-3114" in {s["id"] for s in answer("services", "--need", "crisis")["services"]}


def test_a_number_that_cannot_be_dialled_in_the_country_is_not_given(answer):
    def phone(country):
        found = answer("services", "--country", country)["services"]
        return next(service["phone"] for service in found if service["id"] == "fr-3018")

    assert phone("FR") == "3018"
    assert phone("RE") is None


@pytest.mark.parametrize(
    ("identifier", "at", "is_open"),
    [
        ("fr-119", "2026-11-24T03:00+01:00", True),
        ("fr-3018", "2026-11-24T12:00+01:00", True),
        ("fr-3018", "2026-11-24T03:00+01:00", False),
        # The same instant, written with another offset.
        ("fr-3018", "2026-11-24T11:00Z", True),
        ("fr-3018", "2026-11-24T21:30Z", True),
        ("fr-3018", "2026-11-24T22:30Z", False),
        # Summer time moves the same hour of the day.
        ("fr-3018", "2026-07-21T20:30Z", True),
        ("fr-3018", "2026-07-21T21:30Z", False),
        ("fr-crip", "2026-11-24T12:00+01:00", None),
    ],
)
def test_at_decides_who_is_open(answer, identifier, at, is_open):
    found = {service["id"]: service for service in answer("services", "--at", at)["services"]}
    assert found[identifier]["open_now"] is is_open


@pytest.mark.parametrize(
    "at",
    [
        "0001-01-01T00:00+14:00",
        "0001-01-02T00:00Z",
        "9999-12-31T23:59-12:00",
        "9999-01-01T00:00Z",
        "2200-02-29T00:00Z",
    ],
)
def test_a_far_time_is_answered_or_refused_in_one_line(run, at):
    code, out, err = run("services", "--at", at, "--json")
    if code == 0:
        found = {service["id"]: service["open_now"] for service in json.loads(out)["services"]}
        assert found["fr-119"] is True
        assert found["fr-3018"] is None
    else:
        refused((code, out, err))


def test_services_as_text_show_doors_only(run, real):
    code, out, _ = run("services", "--country", "FR", "--lang", "fr")
    assert code == 0
    doors = [
        row
        for row in real.rows("service")
        if row.group == "service" and "FR" in row.countries + ("FR",) * ("*" in row.countries)
    ]
    assert len(out.splitlines()) == len(doors)
    assert "THESEE" not in out


# search


def test_search_has_its_shape(answer, real):
    found = answer("search", "chantage", "--lang", "fr", "--country", "FR")
    assert set(found) >= {"hits", "help"}
    assert found["help"][0] == "fr-3018"
    assert found["roles"][0] == "report"
    for hit in found["hits"]:
        assert set(hit) >= {"id", "kind", "title", "topics"}
        assert set(hit["title"]) == BOTH
        assert real.row(hit["id"]).kind == hit["kind"]


def test_search_takes_several_words_as_one_question(answer):
    apart = answer("search", "photo", "intime", "--lang", "fr")
    together = answer("search", "photo intime", "--lang", "fr")
    assert apart == together
    assert apart["hits"]


def test_search_tells_all_that_the_window_is_told(answer, run):
    def asked(*words, of):
        return answer("search", *words, "--lang", "fr", "--country", "FR")[of]

    assert asked("harcelemant au collège", of="meant") == "harcèlement au collège"
    assert asked("logiciel espion", of="note") == "spy"
    assert asked("0800 05 95 95", of="called") == ["fr-cfcv"]
    assert asked("06 12 34 56 78", of="unknown_number") is True
    assert asked("envie de mourir", of="roles")[0] == "crisis"
    for words in ("arabe", "arabic", "العربية"):
        assert asked(words, of="tongues") == ["ar"]
    for words in ("ukrainien", "ukrainian", "українська"):
        assert asked(words, of="tongues") == ["uk"]
    assert run("search", "arabe", "--lang", "fr")[1].split()[:2] == ["language", "ar"]


def test_search_as_text_puts_help_first(run):
    code, out, _ = run("search", "suicide", "--lang", "fr", "--country", "FR")
    assert code == 0
    assert out.splitlines()[0].split()[:2] == ["!", "fr-3114"]


@pytest.mark.parametrize("country", ["EU", "XX", "NC"])
def test_search_gives_no_service_and_no_help_of_another_country(answer, real, country):
    for words in ("119", "3018", "suicide", "police", "violée"):
        found = answer("search", words, "--lang", "fr", "--country", country)
        services = [hit["id"] for hit in found["hits"] if hit["kind"] == "service"] + found["help"]
        for identifier in services:
            assert is_valid(real.item(identifier), country), (words, identifier)


@pytest.mark.parametrize("words", ["", "?!", '" OR *', "NEAR(", "x" * 10_000])
def test_search_never_breaks(run, words):
    code, _, err = run("search", words)
    assert (code, err) == (0, "")


# content


def test_content_check_of_healthy_content_finds_nothing(run, folder):
    """The real content is checked by tests/content, and by the launcher before the tests."""
    code, out, err = run("content", "check", str(folder.root), "--json")
    assert (code, json.loads(out), err) == (0, {"problems": []}, "")


def test_content_check_names_file_line_code_and_what_to_do(run, tmp_path):
    (tmp_path / "terms.yaml").write_text("- id: x\n  title: {fr: a\n", encoding="utf-8")
    code, out, err = run("content", "check", str(tmp_path), "--json")
    assert (code, err) == (1, "")
    problems = json.loads(out)["problems"]
    assert ("terms.yaml", "yaml") in {(problem["file"], problem["code"]) for problem in problems}
    for problem in problems:
        assert set(problem) == {"file", "line", "code", "message"}
        assert isinstance(problem["line"], int)
        assert problem["message"].endswith(".")
    code, out, _ = run("content", "check", str(tmp_path))
    assert code == 1
    assert any(line.startswith("terms.yaml:") for line in out.splitlines())


def test_content_build_writes_one_file_and_checking_writes_none(run, folder):
    before = set(folder.root.rglob("*"))
    run("content", "check", str(folder.root))
    assert set(folder.root.rglob("*")) == before
    code, out, _ = run("content", "build", str(folder.root))
    assert code == 0
    assert str(folder.root / "content.db") in out
    assert set(folder.root.rglob("*")) - before == {folder.root / "content.db"}


def test_content_build_of_half_a_guide_builds_nothing_and_keeps_the_earlier_one(run, tmp_path):
    (tmp_path / "terms.yaml").write_text("[]\n", encoding="utf-8")
    (tmp_path / "content.db").write_bytes(b"the earlier one")
    code, out, err = run("content", "build", str(tmp_path))
    assert (code, out) == (2, "")
    assert "vocabulary.yaml" in err.splitlines()[-1]
    assert (tmp_path / "content.db").read_bytes() == b"the earlier one"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["content.db", "terms.yaml"]


@pytest.mark.parametrize(
    ("name", "added", "key"),
    [
        ("search.yaml", "plans: {}\nplans: {}\n", "plans"),
        ("terms.yaml", "- {id: x, id: y}\n", "id"),
        ("vocabulary.yaml", "topics: {}\n", "topics"),
    ],
)
def test_a_key_that_stands_twice_is_refused_with_its_file_and_line(run, folder, name, added, key):
    path = folder.root / name
    path.write_text(path.read_text(encoding="utf-8") + added, encoding="utf-8")
    place = f"{name}:{len(path.read_text(encoding='utf-8').splitlines())}: "
    code, out, _ = run("content", "check", str(folder.root))
    assert code == 1
    assert f"the key '{key}' stands twice" in next(line for line in out.splitlines() if place in line)
    code, out, err = run("content", "build", str(folder.root))
    assert (code, out) == (2, "")
    assert place in err.splitlines()[-1]
    assert f"the key '{key}' stands twice" in err.splitlines()[-1]
    assert not (folder.root / "content.db").exists()


def test_content_build_that_cannot_write_says_so_in_one_line(run, folder):
    (folder.root / "content.db").mkdir()
    before = set(folder.root.rglob("*"))
    line = refused(run("content", "build", str(folder.root)))
    assert str(folder.root / "content.db") in line
    assert set(folder.root.rglob("*")) == before


@pytest.mark.skipif(
    sys.platform == "win32" or getattr(os, "geteuid", int)() == 0, reason="this person may write anywhere"
)
def test_content_build_into_a_locked_folder_says_so_in_one_line(run, folder):
    before = set(folder.root.rglob("*"))
    folder.root.chmod(0o500)
    refused(run("content", "build", str(folder.root)))
    folder.root.chmod(0o700)
    assert set(folder.root.rglob("*")) == before


# mistakes


@pytest.mark.parametrize(
    "words",
    [
        ("show", "nothing"),
        ("show", ""),
        ("show", "DISCLOSURE"),
        ("show", "dis\nclosure"),
        ("show", "'; DROP TABLE item"),
        ("show", "disclosure", "--lang", "de"),
        ("show", "disclosure", "--country", "ZZ"),
        ("show", "disclosure", "--country", "F\nR"),
        ("show",),
        ("show", "disclosure", "grooming"),
        ("list", "recipes"),
        ("list", "rec\nipes"),
        ("list", "plan", "more\nwords"),
        ("list", "--lang", "xx"),
        ("list", "--frobnicate"),
        ("services", "--country", "ZZ"),
        ("services", "--need", "money"),
        ("services", "--at", "2026-11-24T12:00"),
        ("services", "--at", "2026-11-24"),
        ("services", "--at", "noon"),
        ("services", "--at", ""),
        ("services", "--at", "no\non"),
        ("services", "--at", "2026-13-45T99:00Z"),
        ("search",),
        ("search", "webcam", "--country", "ZZ"),
        ("search", "webcam", "--lang", "pt"),
        ("content",),
        ("content", "frobnicate"),
        ("content", "check", "no-such-folder"),
        ("content", "build", "no-such-folder"),
        ("frobnicate",),
    ],
    ids=lambda words: ascii(" ".join(words)),
)
def test_a_mistake_is_one_clear_line_and_code_2(run, words):
    refused(run(*words))


def test_a_mistake_with_json_prints_no_half_document(run):
    refused(run("show", "nothing", "--json"))
    refused(run("services", "--at", "noon", "--json"))


def test_an_option_before_the_command_holds_for_it(run):
    before = run("--lang", "fr", "list", "plan")
    after = run("list", "plan", "--lang", "fr")
    assert before == after
    assert json.loads(run("--json", "list", "plan")[1]) == json.loads(run("list", "plan", "--json")[1])


@pytest.mark.parametrize("language", m.LANGUAGES)
@pytest.mark.parametrize("code", ["truncated", "foreign", "older", "newer", "damaged"])
def test_a_content_file_that_cannot_be_used_is_one_clear_line(
    run, monkeypatch, tmp_path, real_file, code, language
):
    whole = real_file.read_bytes()
    bodies = {
        "truncated": whole[:5000],
        "foreign": b"something else " * 500,
        "older": whole[:60] + (0).to_bytes(4, "big") + whole[64:],
        "newer": whole[:60] + (99).to_bytes(4, "big") + whole[64:],
        "damaged": whole[:100] + bytes(len(whole) - 100),
    }
    broken = tmp_path / "content.db"
    broken.write_bytes(bodies[code])
    monkeypatch.setattr(cli, "COMPILED", broken)
    monkeypatch.setenv("LANG", f"{language}_FR.UTF-8")
    for words in (("list",), ("show", "disclosure"), ("services",), ("search", "webcam")):
        line = refused(run(*words))
        assert str(broken) in line
        assert ("contenu" in line) is (language == "fr")


def test_without_a_compiled_file_the_content_is_compiled_in_memory(run, monkeypatch, tmp_path, folder):
    small = load(folder.root)
    monkeypatch.setattr("familyguide.guide.loader.load", lambda _: small)
    monkeypatch.setattr(cli, "COMPILED", tmp_path / "none.db")
    before = set(tmp_path.rglob("*"))
    code, out, err = run("list", "plan")
    assert (code, err) == (0, "")
    assert "someone-contacting" in out
    assert set(tmp_path.rglob("*")) == before


def test_a_damaged_item_is_one_line_and_the_others_show(run, monkeypatch, tmp_path, real_file):
    path = tmp_path / "content.db"
    shutil.copy(real_file, path)
    database = sqlite3.connect(path)
    database.execute("UPDATE item SET body = x'7b7d' WHERE id = 'grooming'")
    database.commit()
    database.close()
    monkeypatch.setattr(cli, "COMPILED", path)
    assert "grooming" in refused(run("show", "grooming"))
    assert run("show", "sextorsion")[0] == 0


# as a program


def test_the_program_answers_in_utf8_and_ends_well():
    done = command("show", "disclosure", "--lang", "fr", "--country", "FR")
    assert (done.returncode, done.stderr) == (0, b"")
    assert "Mon enfant me confie quelque chose" in done.stdout.decode("utf-8")


def test_the_program_refuses_with_2_and_one_line():
    done = command("show", "nothing")
    assert done.returncode == 2
    assert done.stdout == b""
    assert done.stderr.count(b"\n") == 1


@pytest.mark.skipif(sys.platform != "linux", reason="only there can a display be named that is none")
@pytest.mark.parametrize(
    "named", [{"DISPLAY": ":4093"}, {"WAYLAND_DISPLAY": "nobody"}, {"QT_QPA_PLATFORM": "nobody"}]
)
@pytest.mark.parametrize("mode", ["--guest", "--lang=fr"])
def test_a_screen_that_is_none_is_one_clear_line_and_no_dump(named, mode, tmp_path):
    kept = {name: os.environ[name] for name in ("PATH", "LD_LIBRARY_PATH") if name in os.environ}
    here = kept | named | {"HOME": str(tmp_path), "XDG_RUNTIME_DIR": str(tmp_path), "LANG": "fr_FR.UTF-8"}
    order = [sys.executable, "-m", "familyguide", mode]
    done = subprocess.run(
        order, cwd=ROOT, env=here, capture_output=True, encoding="utf-8", timeout=120, check=False
    )
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.count("\n") == 1, done.stderr
    assert done.stderr.startswith("familyguide: Aucune fenêtre ne peut s’afficher sur cet écran (")


@pytest.mark.skipif(sys.platform != "linux", reason="only there does Qt look at the locale")
def test_a_visit_that_keeps_nothing_tells_nothing_of_its_start(tmp_path):
    program = (
        "import sys; from familyguide import app; app.make_application(guest='guest' in sys.argv)\n"
        "import os; os._exit(0)"
    )
    kept = {name: os.environ[name] for name in ("PATH", "LD_LIBRARY_PATH") if name in os.environ}
    here = kept | {"HOME": str(tmp_path), "LC_ALL": "C", "QT_QPA_PLATFORM": "offscreen"}

    def told(*words):
        order = [sys.executable, "-c", program, *words]
        return subprocess.run(order, cwd=ROOT, env=here, capture_output=True, timeout=60, check=True).stderr

    # Qt itself tells of the locale: so there is something that could be told.
    assert b"UTF-8" in told()
    assert told("guest") == b""


def test_json_is_one_document():
    done = command("search", "webcam", "--json")
    assert done.returncode == 0
    assert json.loads(done.stdout)["hits"]


def test_the_version_is_one_line():
    done = command("--version")
    assert done.returncode == 0
    assert len(done.stdout.splitlines()) == 1


@pytest.mark.skipif(sys.platform == "win32", reason="pipes end otherwise there")
@pytest.mark.parametrize(
    "words", [("list",), ("list", "--json"), ("show", "grooming"), ("search", "webcam"), ("services",)]
)
def test_a_reader_that_goes_away_is_nothing_wrong(words):
    reader, writer = os.pipe()
    os.close(reader)
    try:
        done = command(*words, stdout=writer)
    finally:
        os.close(writer)
    assert (done.returncode, done.stderr) == (0, b"")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device that is always full")
@pytest.mark.parametrize("words", [("list", "--json"), ("show", "grooming")])
def test_a_full_disk_is_one_clear_line(words):
    with Path("/dev/full").open("wb") as full:
        done = command(*words, stdout=full)
    assert done.returncode == 2
    assert done.stderr.count(b"\n") == 1


@pytest.mark.parametrize(
    "words",
    [
        ("list",),
        ("show", "disclosure", "--country", "FR"),
        ("services", "--json"),
        ("search", "webcam"),
        ("--version",),
    ],
)
def test_a_question_on_the_command_line_loads_no_window_and_no_compiler(words, real_file):
    """Reading compiled content needs neither Qt nor what writers need."""
    script = (
        "import sys\n"
        "from pathlib import Path\n"
        "from familyguide import cli\n"
        f"cli.COMPILED = Path({str(real_file)!r})\n"
        f"options = cli.parser().parse_args({list(words)!r})\n"
        "if options.command: cli.run(options)\n"
        "heavy = {'PySide6', 'yaml', 'markdown', 'segno', 'asyncio', 'familyguide.ui', 'familyguide.app'}\n"
        "sys.stderr.write(' '.join(sorted(heavy & set(sys.modules))))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, capture_output=True, check=True, timeout=60
    )
    assert done.stderr == b""


def test_a_list_does_not_load_the_search_nor_the_hours(real_file):
    script = (
        "import sys\n"
        "from pathlib import Path\n"
        "from familyguide import cli\n"
        f"cli.COMPILED = Path({str(real_file)!r})\n"
        "cli.run(cli.parser().parse_args(['list']))\n"
        "late = {'snowballstemmer', 'difflib', 'opening_hours'}\n"
        "sys.stderr.write(' '.join(sorted(late & set(sys.modules))))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, capture_output=True, check=True, timeout=60
    )
    assert done.stderr == b""


@pytest.mark.parametrize("words", [["list"], []], ids=["command", "window"])
def test_ctrl_c_before_anything_begins_ends_it_without_a_word(words):
    script = (
        "import os, signal, sys\n"
        # As a terminal starts a program: what runs behind a shell may have been told to ignore it.
        "signal.signal(signal.SIGINT, signal.default_int_handler)\n"
        "class Stop:\n"
        "    def find_spec(self, name, path=None, target=None):\n"
        "        if name == 'familyguide.cli':\n"
        "            os.kill(os.getpid(), signal.SIGINT)\n"
        "sys.meta_path.insert(0, Stop())\n"
        f"sys.argv[1:] = {words!r}\n"
        "from familyguide.__main__ import main\n"
        "sys.exit(main())\n"
    )
    asked = [sys.executable, "-c", script]
    done = subprocess.run(asked, cwd=ROOT, capture_output=True, check=False, timeout=60)
    assert (done.returncode, done.stdout, done.stderr) == (cli.INTERRUPTED, b"", b"")


def test_options_that_are_followed_by_a_value_are_all_known():
    window = cli.parser(with_commands=False)
    valued = [one for one in window._actions if one.nargs is None and one.option_strings]
    assert {name for one in valued for name in one.option_strings} == cli.WITH_VALUE


@pytest.mark.parametrize(
    ("words", "window"),
    [
        ([], True),
        (["--guest", "--lang", "fr"], True),
        (["--data", "list"], True),
        (["--lang=fr", "--kiosk"], True),
        (["--colour"], True),
        (["list"], False),
        (["--lang", "fr", "list"], False),
        (["handout", "x", "--lang", "fr,en"], False),
        (["nonsense"], False),
        (["--help"], False),
        (["--", "list"], False),
    ],
)
def test_commands_are_declared_where_something_else_than_options_of_the_window_was_typed(
    words, window, capsys
):
    assert cli.opens_window(words) is window
    answers = []
    for read in (cli.read, lambda typed: cli.parser().parse_args(typed)):
        try:
            answers.append(vars(read(words)))
        except SystemExit as ended:
            answers.append((ended.code, *capsys.readouterr()))
    assert answers[0] == answers[1]
