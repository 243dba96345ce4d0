"""The policy: every mistake named with its line, and rules that can only become stricter."""

import hashlib
import json
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest
from each import each

from familyguide.services import policy, policy_place, rules
from familyguide.services.policy import KEYS, check, read
from familyguide.services.rules import Flags, effective, in_force

ROOT = Path(__file__).resolve().parents[2]
HASH = "$scrypt$ln=15,r=8,p=1$AAECAwQFBgcICQoLDA0ODw$XAtYLiv6HNh7YL0/3dbiyG5b6ZrLAJJv1jVNYrU9NUI"
# The code of docs/policy.example.toml, as everyone can read it there.
EXAMPLE = "$scrypt$ln=15,r=8,p=1$y6AxctHwS7pTTquOBAt8/A$FpCbaI2fXD0VZ0UxjmFbZqnylA/GtsXbSsVMazzTbpI"
KEY = "RWQ" + "A" * 53
IS_POSIX = os.name == "posix"

EVERYTHING = f"""\
mode = "public-pc"
languages = ["en", "fr"]
country = "BE"
idle_minutes = 12
links = "open"
session_is_wiped = true
printing = "named"
printer = "Accueil"
staff_code = "{HASH}"
overlay_key = "{KEY}"
overlay_domains = ["www.ville.example", "ville.example"]
keyboard = "own"
shift_leaves = false
read_aloud = true
event_log = true
organisation = "Médiathèque de la ville"
"""


def mistakes(text, language="en"):
    found, problems = check(text.encode() if isinstance(text, str) else text, language)
    assert (found is None) == bool(problems)
    return [(problem.line, problem.key, problem.code) for problem in problems]


def made(text):
    found, problems = check(text.encode(), "en")
    assert problems == []
    return found


# reading


def test_a_whole_policy_is_read():
    found = made(EVERYTHING)
    assert found.mode == "public-pc"
    assert found.languages == ("en", "fr")
    assert found.overlay_domains == ("www.ville.example", "ville.example")
    assert found.said()["idle_minutes"] == 12
    assert set(found.said()) == set(KEYS) - {"data_folder"}


def test_a_policy_needs_only_its_mode():
    assert made('mode = "guest"').said() == {"mode": "guest"}


def test_an_editor_of_windows_may_write_it():
    text = b'\xef\xbb\xbfmode = "home"\r\n\r\ncountry = "FR"\r\n'
    found, problems = check(text, "en")
    assert problems == []
    assert found.country == "FR"
    assert mistakes(text + b"idle_minutes = 1\r\n") == [(4, "idle_minutes", "out-of-range")]


MISTAKES = [
    # The file as a whole.
    ("", (1, "mode", "missing-key")),
    ("# nothing\n", (1, "mode", "missing-key")),
    ('mode = "home"\n' * 2, (2, "mode", "repeated-key")),
    ('mode = "home"\n' + "#" * 40_000, (0, "", "too-large")),
    ('mode = "home"' + "\n" * 1_500, (0, "", "too-large")),
    (b'mode = "home"\norganisation = "M\xe9diath\xe8que"\n', (2, "", "encoding")),
    ('mode = "home"\ncountry = FR\n', (2, "", "syntax")),
    ('mode = "home"\n\norganisation = "Mairie\nidle_minutes = 5\n', (3, "", "syntax")),
    ('mode = "home"\ndata_folder = "C:\\Guide"\n', (2, "", "syntax")),
    ('mode = "home"\n\norganisation = """Mairie\n\n', (3, "", "syntax")),
    ('mode = "home"\nidle_minutes = 5 minutes\n', (2, "", "syntax")),
    ('mode = "home"\nlanguages = ["fr",\n"en"\ncountry = "FR"\nkeyboard = "own"\n', (2, "", "syntax")),
    ("mode = 'home'\n[a]\nx = 1\n[a]\ny = 1\n", (4, "", "syntax")),
    ('mode = "home"\nlanguages = ' + "[" * 5_000, (2, "", "syntax")),
    ('mode = "home"\nidle_minutes = ' + "1" * 5_000, (2, "", "syntax")),
    # Keys.
    ('mode = "home"\nfont = "big"', (2, "font", "unknown-key")),
    ('mode = "home"\nidle-minutes = 5', (2, "idle-minutes", "misspelt-key")),
    ('mode = "home"\nPrinting = "off"', (2, "Printing", "misspelt-key")),
    ('mdoe = "home"', (1, "mdoe", "misspelt-key")),
    ('mode = "home"\n[links]\nkind = "qr"', (2, "links", "wrong-type")),
    ('mode = "home"\nlinks.kind = "qr"', (2, "links", "wrong-type")),
    # Values.
    ("mode = 1", (1, "mode", "wrong-type")),
    ('mode = "kiosk"', (1, "mode", "not-a-choice")),
    ('mode = "home"\nlanguages = "fr"', (2, "languages", "wrong-type")),
    ('mode = "home"\nlanguages = ["fr", 1]', (2, "languages", "wrong-type")),
    ('mode = "home"\nlanguages = []', (2, "languages", "empty")),
    ('mode = "home"\nlanguages = ["fr", "de"]', (2, "languages", "not-a-choice")),
    ('mode = "home"\nlanguages = ["fr", "fr"]', (2, "languages", "repeated")),
    ('mode = "home"\ncountry = 33', (2, "country", "wrong-type")),
    ('mode = "home"\ncountry = "France"', (2, "country", "bad-country")),
    ('mode = "home"\ncountry = "fr"', (2, "country", "bad-country")),
    ('mode = "home"\nidle_minutes = 1', (2, "idle_minutes", "out-of-range")),
    ('mode = "home"\nidle_minutes = 21', (2, "idle_minutes", "out-of-range")),
    ('mode = "home"\nidle_minutes = 0x' + "f" * 5_000, (2, "idle_minutes", "out-of-range")),
    ('mode = "home"\nidle_minutes = 5.0', (2, "idle_minutes", "wrong-type")),
    ('mode = "home"\nidle_minutes = "5"', (2, "idle_minutes", "wrong-type")),
    ('mode = "home"\nidle_minutes = true', (2, "idle_minutes", "wrong-type")),
    ('mode = "home"\nlinks = "ask"', (2, "links", "not-a-choice")),
    ('mode = "home"\nlinks = true', (2, "links", "wrong-type")),
    ('mode = "home"\nsession_is_wiped = "true"', (2, "session_is_wiped", "wrong-type")),
    ('mode = "home"\nprinting = false', (2, "printing", "wrong-type")),
    ('mode = "home"\nprinting = "yes"', (2, "printing", "not-a-choice")),
    ('mode = "home"\nprinting = "named"\nprinter = " "', (3, "printer", "empty")),
    ('mode = "home"\nprinting = "named"\nprinter = 2', (3, "printer", "wrong-type")),
    ('mode = "home"\nstaff_code = "secret-code"', (2, "staff_code", "bad-hash")),
    ('mode = "home"\nstaff_code = 12345678', (2, "staff_code", "wrong-type")),
    (f'mode = "public-pc"\nstaff_code = "{EXAMPLE}"', (2, "staff_code", "example-code")),
    (f'mode = "home"\nstaff_code = "{EXAMPLE[:-3]}AAA"', (2, "staff_code", "example-code")),
    ('mode = "home"\noverlay_key = "RW123"', (2, "overlay_key", "bad-key")),
    ('mode = "home"\noverlay_key = 1', (2, "overlay_key", "wrong-type")),
    ('mode = "home"\nkeyboard = "on"', (2, "keyboard", "not-a-choice")),
    ('mode = "home"\nshift_leaves = 1', (2, "shift_leaves", "wrong-type")),
    ('mode = "home"\nread_aloud = "on"', (2, "read_aloud", "wrong-type")),
    ('mode = "home"\norganisation = ""', (2, "organisation", "empty")),
    ('mode = "home"\norganisation = "' + "x" * 61 + '"', (2, "organisation", "bad-text")),
    ('mode = "home"\norganisation = "a\\u202Eb"', (2, "organisation", "bad-text")),
    ('mode = "home"\norganisation = 2026-11-22', (2, "organisation", "wrong-type")),
    ('mode = "home"\ndata_folder = 1', (2, "data_folder", "wrong-type")),
    ('mode = "home"\ndata_folder = "guide"', (2, "data_folder", "bad-folder")),
    ('mode = "home"\ndata_folder = "~/../x"', (2, "data_folder", "bad-folder")),
    ('mode = "home"\ndata_folder = "~other/x"', (2, "data_folder", "bad-folder")),
    # Keys that contradict each other.
    ('mode = "public-pc"\nlinks = "open"', (2, "links", "links-need-wiping")),
    ('mode = "guest"\nsession_is_wiped = false\nlinks = "open"', (3, "links", "links-need-wiping")),
    ('mode = "guest"\ndata_folder = "~/x"', (2, "data_folder", "nothing-is-kept")),
    ('mode = "public-pc"\nprinting = "named"', (2, "printing", "printer-missing")),
    ('mode = "home"\nprinter = "x"', (2, "printer", "printer-unused")),
    ('mode = "home"\nprinting = "off"\nprinter = "x"', (3, "printer", "printer-unused")),
    ('mode = "home"\noverlay_domains = ["a.example"]', (2, "overlay_domains", "domains-without-key")),
]


@pytest.mark.parametrize(
    ("text", "expected"),
    MISTAKES,
    ids=lambda value: ascii(value)[:50] if isinstance(value, str | bytes) else value[2],
)
def test_each_mistake_is_named_with_its_line_and_key(text, expected):
    assert mistakes(text) == [expected]


@pytest.mark.parametrize(
    "domain",
    [
        "",
        "example",
        "https://a.example",
        "a.example/page",
        "a.example:443",
        "me@a.example",
        "xn--80ak6aa92e.example",
        "аpple.example",
        "A.example",
        "a..example",
        "-a.example",
        "*.example.org",
        "127.0.0.1",
        "a.example\n",
        "a" * 64 + ".example",
    ],
)
def test_a_domain_that_is_not_plain_is_refused(domain):
    text = f'mode = "home"\noverlay_key = "{KEY}"\noverlay_domains = ["ok.example", {json.dumps(domain)}]'
    assert mistakes(text) == [(3, "overlay_domains", "bad-domain")]


def test_a_list_of_domains_ends_somewhere():
    domains = json.dumps([f"a{number}.example" for number in range(41)])
    text = f'mode = "home"\noverlay_key = "{KEY}"\noverlay_domains = '
    assert mistakes(text + domains) == [(3, "overlay_domains", "too-many")]
    assert mistakes(text + '["a.example", "b.example", "a.example"]') == [(3, "overlay_domains", "repeated")]


def test_every_mistake_is_listed_in_the_order_of_the_lines():
    text = 'country = "fr"\nmode = "kiosk"\n\n# why\nlanguages = [\n  "fr",\n  "xx",\n]\n'
    text += "font = 1\nidle_minutes = 0\n"
    assert mistakes(text) == [
        (1, "country", "bad-country"),
        (2, "mode", "not-a-choice"),
        (5, "languages", "not-a-choice"),
        (9, "font", "unknown-key"),
        (10, "idle_minutes", "out-of-range"),
    ]


def test_a_key_inside_a_text_or_a_table_does_not_lend_its_line():
    text = "mode = 'home'\norganisation = '''\nprinter = 1\n'''\nkeyboard = 1\n[extra]\nkeyboard = 2\n"
    assert mistakes(text) == [
        (2, "organisation", "bad-text"),
        (5, "keyboard", "wrong-type"),
        (6, "extra", "unknown-key"),
    ]


@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_mistake_never_shows_a_code_that_someone_wrote_down(language):
    text = 'mode = "home"\nstaff_code = "motdepasse-en-clair"\nstaff_cod = "motdepasse-en-clair"'
    _, problems = check(text.encode(), language)
    assert len(problems) == 2
    assert "motdepasse" not in " ".join(problem.message for problem in problems)


def test_a_mistake_is_one_line_whatever_stands_in_the_file():
    text = 'mode = "a\\nb\\u001B[31mred"\n"clé\\n\\u202E" = 1\n'
    _, problems = check(text.encode(), "en")
    assert [problem.code for problem in problems] == ["not-a-choice", "unknown-key"]
    for problem in problems:
        assert problem.message.isprintable()


def test_every_sentence_belongs_to_a_mistake_that_a_test_makes():
    catalogue = json.loads((ROOT / "resources" / "i18n" / "texts.json").read_text(encoding="utf-8"))
    said = {key.removeprefix("policy.problem.") for key in catalogue if key.startswith("policy.problem.")}
    others = {"bad-domain", "too-many", "changeable", "unreadable", "missing", "country-not-held"}
    assert said == {code for _, (_, _, code) in MISTAKES} | others


def test_whatever_is_cut_or_flipped_gives_a_policy_or_problems_and_never_an_exception():
    whole = EVERYTHING.encode()
    for end in range(0, len(whole), 7):
        check(whole[:end], "en")
        check(whole[:end] + bytes([whole[end] ^ 0x15]) + whole[end + 1 :], "fr")


# remarks


def remarked(text, language="en"):
    return [
        (remark.line, remark.key, remark.code)
        for remark in policy.remarks(text.encode(), made(text), language)
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('# why\nmode = "public-pc"', [(2, "mode", "no-staff-code")]),
        (f'mode = "public-pc"\nidle_minutes = 5\nstaff_code = "{HASH}"', []),
        (f'mode = "guest"\nstaff_code = "{HASH}"', [(2, "staff_code", "no-effect")]),
        (
            f'idle_minutes = 5\n\nstaff_code = "{HASH}"\nsession_is_wiped = false\nmode = "home"',
            [
                (1, "idle_minutes", "no-effect"),
                (3, "staff_code", "no-effect"),
                (4, "session_is_wiped", "no-effect"),
            ],
        ),
        ('mode = "guest"\nsession_is_wiped = true', [(2, "session_is_wiped", "nothing-opened")]),
        ('mode = "guest"\nsession_is_wiped = true\nlinks = "open"', []),
        ('mode = "guest"\nsession_is_wiped = false\nlinks = "qr"', []),
        ('mode = "home"\nlinks = "qr"\nprinting = "off"\nkeyboard = "own"\nshift_leaves = false', []),
    ],
)
def test_what_is_written_in_vain_or_left_open_is_a_remark_and_no_mistake(text, expected):
    assert remarked(text) == expected


@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_remark_names_the_key_the_mode_and_the_flag(language):
    text = f'mode = "guest"\nstaff_code = "{HASH}"'
    (remark,) = policy.remarks(text.encode(), made(text), language)
    assert remark.message.startswith("staff_code ")
    assert "guest" in remark.message
    assert "--kiosk" in remark.message
    assert HASH not in remark.message


def test_the_remarks_of_a_file_come_with_it_and_a_broken_one_has_none(place):
    place.write_text('mode = "public-pc"', encoding="utf-8")
    assert [remark.code for remark in policy.read_system("en").remarks] == ["no-staff-code"]
    place.write_text('mode = "public-pc"\nfont = 1', encoding="utf-8")
    assert policy.read_system("en").remarks == ()


# files


def test_a_start_with_the_examples_code_has_a_broken_policy(place):
    place.write_text(f'mode = "public-pc"\nstaff_code = "{EXAMPLE}"\n', encoding="utf-8")
    found = in_force(Flags(), "en")
    assert (found.mode, found.is_broken, found.staff_code) == ("guest", True, None)


def test_the_digest_is_that_of_the_file(place):
    place.write_bytes(EVERYTHING.encode())
    found = policy.read_system("en")
    assert found.digest == hashlib.sha256(EVERYTHING.encode()).hexdigest()
    assert found.policy == made(EVERYTHING)
    assert found.problems == ()


def test_where_no_file_stands_there_is_no_policy(place):
    assert policy.read_system("en") is None


def test_a_folder_in_place_of_the_file_is_a_broken_policy(place):
    place.mkdir()
    found = policy.read_system("en")
    assert (found.policy, found.digest) == (None, None)
    assert [problem.code for problem in found.problems] == ["unreadable"]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes with a name here")
def test_a_pipe_is_refused_instead_of_waited_for(tmp_path):
    os.mkfifo(tmp_path / "policy.toml")
    assert [p.code for p in read(tmp_path / "policy.toml", "en").problems] == ["unreadable"]


@pytest.mark.skipif(not IS_POSIX, reason="making links needs a right there")
def test_a_link_to_nothing_is_a_broken_policy_not_a_missing_one(place):
    place.symlink_to("elsewhere.toml")
    assert [problem.code for problem in policy.read_system("en").problems] == ["missing"]
    place.unlink()
    place.symlink_to(place)
    assert policy.read_system("en").policy is None


def test_a_file_that_is_not_there_is_said_so(tmp_path):
    assert [p.code for p in read(tmp_path / "none.toml", "fr").problems] == ["missing"]
    assert read(Path("a\0b"), "fr").policy is None


def test_a_policy_that_the_reader_could_change_is_broken(place, monkeypatch):
    place.write_text(EVERYTHING, encoding="utf-8")
    monkeypatch.setattr(policy_place, "changeable", lambda path: path.parent)
    found = policy.read_system("en")
    assert found.policy is None
    assert [(problem.line, problem.code) for problem in found.problems] == [(0, "changeable")]
    assert str(place.parent) in found.problems[0].message


# The right to change


@pytest.fixture
def guarded(tmp_path):
    place = tmp_path / "etc" / "policy.toml"
    place.parent.mkdir(mode=0o755)
    place.write_text('mode = "home"', encoding="utf-8")
    place.chmod(0o644)
    return place


IS_ROOT = IS_POSIX and os.geteuid() == 0
needs_root = pytest.mark.skipif(not IS_ROOT, reason="only the administrator may give files away")
needs_reader = pytest.mark.skipif(not IS_POSIX or IS_ROOT, reason="needs an ordinary account")


@pytest.mark.skipif(not Path("/etc/passwd").is_file(), reason="a file of the system's")
def test_a_file_of_the_system_cannot_be_changed_by_a_reader():
    assert policy_place.changeable(Path("/etc/passwd")) is None


@needs_reader
def test_what_belongs_to_the_reader_can_be_changed_even_when_write_protected(guarded):
    guarded.chmod(0o444)
    assert policy_place.changeable(guarded) == guarded


@needs_root
def test_what_only_the_administrator_may_write_is_sound(guarded):
    assert policy_place.changeable(guarded) is None


@needs_root
@pytest.mark.parametrize("mode", [0o666, 0o664, 0o646])
def test_a_file_others_may_write_is_found(guarded, mode):
    guarded.chmod(mode)
    assert policy_place.changeable(guarded) == guarded


@needs_root
def test_a_file_given_to_somebody_else_is_found(guarded):
    os.chown(guarded, 12345, 12345)
    assert policy_place.changeable(guarded) == guarded


@needs_root
def test_a_folder_others_may_write_is_found(guarded):
    guarded.parent.chmod(0o777)
    assert policy_place.changeable(guarded) == guarded.parent


@needs_root
def test_a_folder_above_is_looked_at_too(guarded, tmp_path):
    os.chown(tmp_path, 12345, 12345)
    assert policy_place.changeable(guarded) == tmp_path


@needs_root
def test_a_folder_where_nobody_can_replace_the_files_of_others_is_sound(guarded):
    guarded.parent.chmod(0o1777)
    assert policy_place.changeable(guarded) is None


@needs_root
def test_behind_a_link_the_file_itself_is_looked_at(guarded, tmp_path):
    link = tmp_path / "link.toml"
    link.symlink_to(guarded)
    assert policy_place.changeable(link) is None
    guarded.parent.chmod(0o777)
    assert policy_place.changeable(link) == guarded.parent


@needs_root
def test_the_reader_and_the_administrator_see_the_same():
    """The same question asked by an ordinary account, in a process of its own."""
    script = (
        "import os, sys\n"
        "from pathlib import Path\n"
        "from familyguide.services.policy_place import changeable\n"
        "os.setgroups([]); os.setgid(12345); os.setuid(12345)\n"
        "print(changeable(Path(sys.argv[1])))\n"
    )
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder) / "policy.toml"
        place.touch()

        def seen(owner, file_mode, folder_mode):
            os.chown(place, owner, owner)
            place.chmod(file_mode)
            place.parent.chmod(folder_mode)
            command = [sys.executable, "-c", script, place]
            done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True, timeout=30)
            assert done.stdout.strip() == str(policy_place.changeable(place))
            return done.stdout.strip()

        assert seen(0, 0o644, 0o755) == "None"
        assert seen(0, 0o666, 0o755) == str(place)
        assert seen(12345, 0o444, 0o755) == str(place)
        assert seen(0, 0o644, 0o777) == folder
        assert seen(0, 0o644, 0o1777) == "None"


def test_the_place_is_the_systems_and_no_variable_moves_it(monkeypatch, tmp_path):
    for name in ("PROGRAMDATA", "HOME", "XDG_CONFIG_DIRS", "XDG_CONFIG_HOME", "APPDATA"):
        monkeypatch.setenv(name, str(tmp_path))
    place = policy_place.system_place()
    assert place.is_absolute()
    assert tmp_path not in place.parents
    assert place.name == "policy.toml"
    assert place.parent.name in {"familyguide", "Family Guide"}


@pytest.mark.parametrize(
    ("system", "expected"),
    [
        ("linux", "/etc/familyguide/policy.toml"),
        ("darwin", "/Library/Application Support/Family Guide/policy.toml"),
    ],
)
def test_each_system_has_its_place(monkeypatch, system, expected):
    monkeypatch.setattr(sys, "platform", system)
    assert policy_place.system_place().as_posix() == expected


@pytest.mark.skipif(not IS_POSIX, reason="permissions of POSIX")
def test_a_place_that_may_not_be_looked_at_counts_as_a_policy(tmp_path, monkeypatch):
    def refused(path):
        raise PermissionError(13, "no", str(path))

    monkeypatch.setattr(Path, "lstat", refused)
    assert policy_place.is_there(tmp_path / "policy.toml")


# the rules in force


def file_of(text):
    found, problems = check(text.encode(), "en")
    return policy.PolicyFile(Path("policy.toml"), "0" * 64, found, tuple(problems))


def test_without_a_policy_home_rules_hold_and_each_says_it_is_a_default():
    found = effective(None, None, Flags())
    assert (found.mode, found.links, found.printing, found.idle_minutes) == ("home", "open", "default", 5)
    assert set(found.reasons) == set(rules.RULE_NAMES)
    assert set(found.reasons.values()) == {"default"}
    assert not found.has_policy
    assert not found.is_broken


@pytest.mark.parametrize(
    ("flags", "mode", "links", "printing"),
    [
        (Flags(), "home", "open", "default"),
        (Flags(guest=True), "guest", "ask", "default"),
        (Flags(kiosk=True), "public-pc", "qr", "off"),
        (Flags(guest=True, kiosk=True), "public-pc", "qr", "off"),
    ],
)
def test_each_mode_brings_its_own_rules(flags, mode, links, printing):
    found = effective(None, None, flags)
    assert (found.mode, found.links, found.printing) == (mode, links, printing)


def test_a_system_policy_is_obeyed_and_named_as_the_reason():
    found = effective(file_of(EVERYTHING), None, Flags())
    assert (found.mode, found.links, found.printing, found.printer) == (
        "public-pc",
        "open",
        "named",
        "Accueil",
    )
    assert (found.languages, found.language, found.country) == (("en", "fr"), "en", "BE")
    assert (found.idle_minutes, found.keyboard, found.shift_leaves) == (12, "own", False)
    assert found.read_aloud
    assert found.overlay_domains == ("www.ville.example", "ville.example")
    assert {name for name, reason in found.reasons.items() if reason == "default"} == {"data_folder"}
    assert found.has_policy
    assert found.ignored == ()


def test_flags_that_would_loosen_a_system_policy_are_named_and_not_obeyed():
    flags = Flags(guest=True, lang="fr", country="FR", data=Path("x"), policy=Path("p"))
    alone = effective(file_of(EVERYTHING.replace('["en", "fr"]', '["en"]')), None, Flags())
    found = effective(file_of(EVERYTHING.replace('["en", "fr"]', '["en"]')), file_of('mode = "home"'), flags)
    assert found.ignored == ("--guest", "--policy", "--lang", "--country", "--data")
    assert found._replace(ignored=()) == alone


def test_flags_may_choose_what_a_system_policy_leaves_open():
    found = effective(file_of('mode = "home"'), None, Flags(lang="en", country="be", data=Path("x")))
    assert (found.language, found.country, found.data_folder) == ("en", "BE", Path("x"))
    assert found.reasons["country"] == "command-line"
    assert found.ignored == ()


@pytest.mark.parametrize("flags", [Flags(guest=True), Flags(kiosk=True)])
def test_flags_may_tighten_a_system_policy_and_nothing_then_stays_loose(flags):
    found = effective(
        file_of('mode = "home"\nlinks = "open"\nprinting = "off"\ndata_folder = "~/x"'), None, flags
    )
    assert found.mode == ("public-pc" if flags.kiosk else "guest")
    assert found.links == ("qr" if flags.kiosk else "ask")
    assert found.printing == "off"
    assert found.data_folder is None
    assert (found.reasons["mode"], found.reasons["printing"]) == ("command-line", "policy")
    assert found.ignored == ()


@pytest.mark.parametrize("is_system", [True, False])
@pytest.mark.parametrize("text", ["", "mode = 1", 'mode = "home"\nfont = 1', 'mode = "public-pc'])
def test_a_broken_policy_means_guest_rules_codes_and_no_printing(text, is_system):
    broken = file_of(text)
    found = effective(broken if is_system else None, None if is_system else broken, Flags(data=Path("x")))
    assert (found.mode, found.links, found.printing) == ("guest", "qr", "off")
    assert found.is_broken
    assert {found.reasons[name] for name in ("mode", "links", "printing")} == {"broken"}
    assert found.data_folder is None
    assert (found.overlay_key, found.staff_code) == (None, None)


def test_a_broken_policy_may_still_be_made_stricter():
    found = effective(file_of("mode = 1"), None, Flags(kiosk=True))
    assert (found.mode, found.links, found.printing) == ("public-pc", "qr", "off")


def test_a_policy_of_the_command_line_cannot_loosen():
    asked = file_of(EVERYTHING)
    found = effective(None, asked, Flags())
    assert found.dropped == (
        "links",
        "session_is_wiped",
        "overlay_key",
        "overlay_domains",
        "read_aloud",
        "event_log",
    )
    assert (found.mode, found.links, found.session_is_wiped) == ("public-pc", "qr", False)
    assert (found.overlay_key, found.overlay_domains) == (None, ())
    assert (found.reasons["mode"], found.reasons["links"]) == ("command-line", "default")


@pytest.mark.parametrize("mode", rules.MODES)
@pytest.mark.parametrize("flags", [Flags(), Flags(guest=True), Flags(kiosk=True)])
def test_a_policy_of_the_command_line_is_never_looser_than_the_flags_alone(mode, flags):
    strictness = {
        "mode": list(rules.MODES),
        "links": ["open", "ask", "qr"],
    }
    text = f'mode = "{mode}"\nlinks = "open"\nsession_is_wiped = true'
    alone, together = effective(None, None, flags), effective(None, file_of(text), flags)
    for name, order in strictness.items():
        assert order.index(getattr(together, name)) >= order.index(getattr(alone, name)), name


def test_data_is_not_kept_anywhere_on_a_visit_that_keeps_nothing():
    assert effective(None, None, Flags(guest=True, data=Path("x"))).ignored == ("--data",)
    assert effective(None, None, Flags(data=Path("x"))).data_folder == Path("x")


@pytest.mark.skipif(not IS_POSIX, reason="HOME names the reader's folder there")
def test_a_folder_of_the_reader_is_found_from_its_short_form(monkeypatch, tmp_path):
    monkeypatch.setenv("HOME", str(tmp_path))
    found = effective(file_of('mode = "home"\ndata_folder = "~/Guide"'), None, Flags())
    assert found.data_folder == tmp_path / "Guide"


def test_a_reader_without_a_folder_gets_the_usual_place(monkeypatch):
    def homeless(path):
        raise RuntimeError("no home")

    monkeypatch.setattr(Path, "expanduser", homeless)
    assert effective(file_of('mode = "home"\ndata_folder = "~/Guide"'), None, Flags()).data_folder is None


def test_a_system_policy_is_not_even_compared_with_one_of_the_command_line(place, tmp_path):
    place.write_text('mode = "public-pc"', encoding="utf-8")
    own = tmp_path / "own.toml"
    own.write_text("nonsense", encoding="utf-8")
    found = in_force(Flags(policy=own), "en")
    assert (found.mode, found.is_broken, found.ignored) == ("public-pc", False, ("--policy",))


def test_a_start_without_a_policy_loads_nothing_to_read_one():
    script = (
        "import sys\n"
        "from pathlib import Path\n"
        "from familyguide.services import policy_place, rules\n"
        "policy_place.system_place = lambda: Path('no-such-policy.toml')\n"
        "rules.in_force(rules.Flags(guest=True), 'en')\n"
        "late = {'tomllib', 'msgspec', 'hashlib', 'difflib', 'familyguide.services.policy'}\n"
        "sys.stdout.write(' '.join(sorted(late & set(sys.modules))))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, capture_output=True, check=True, timeout=30
    )
    assert done.stdout == b""


# the example


def example():
    return (ROOT / "docs" / "policy.example.toml").read_text(encoding="utf-8")


def test_the_example_is_a_policy_without_a_mistake():
    assert made(example()).mode == "public-pc"


def test_the_example_explains_every_key_and_no_other():
    assert re.findall(r"(?m)^(?:# )?(\w+) = ", example()) == list(KEYS)


def test_the_keys_that_the_example_leaves_out_are_right_too():
    text = re.sub(r"(?m)^# (\w+ = )", r"\1", example()).replace('"public-pc"\n', '"home"\n')
    # All but the code that everyone knows.
    line = text[: text.index("\nstaff_code")].count("\n") + 2
    assert mistakes(text) == [(line, "staff_code", "example-code")]
    assert EXAMPLE in text
    assert set(made(text.replace(EXAMPLE, HASH)).said()) == set(KEYS)


def test_the_example_gives_nobody_a_code_or_a_key_that_everyone_knows():
    found = made(example())
    assert (found.staff_code, found.overlay_key) == (None, None)


@each("mode, expected", [("home", True), ("guest", True), ("public-pc", False)])
def test_a_public_pc_reads_aloud_only_where_its_policy_says_so(mode, expected):
    for asked in (Flags(), Flags(lang="fr")):
        assert effective(file_of(f'mode = "{mode}"'), None, asked).read_aloud is expected
    assert effective(file_of(f'mode = "{mode}"\nread_aloud = true'), None, Flags()).read_aloud
    assert not effective(file_of(f'mode = "{mode}"\nread_aloud = false'), None, Flags()).read_aloud


def test_a_policy_of_the_command_line_lets_no_public_pc_speak():
    asked = effective(None, file_of('mode = "public-pc"\nread_aloud = true'), Flags())
    assert not asked.read_aloud
    assert "read_aloud" in asked.dropped
    assert not effective(None, file_of('mode = "home"\nread_aloud = false'), Flags()).read_aloud


@each("mode, expected", [("home", False), ("guest", True), ("public-pc", True)])
def test_the_log_of_the_system_hears_nothing_of_a_home(mode, expected):
    asked = file_of(f'mode = "{mode}"\nevent_log = true')
    assert effective(asked, None, Flags()).event_log is expected
    assert not effective(file_of(f'mode = "{mode}"'), None, Flags()).event_log
    # Nor may whoever types a policy on the command line make it write.
    tried = effective(None, asked, Flags())
    assert not tried.event_log
    assert "event_log" in tried.dropped
