"""`familyguide handout`: one PDF, whole or not at all, and one clear line for every mistake."""

import os

import pypdf
import pytest


@pytest.fixture
def target(tmp_path):
    return tmp_path / "paper.pdf"


def words_of(path):
    """Read what stands on the pages, and how many there are."""
    pages = pypdf.PdfReader(path).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split()), len(pages)


def refused(result, target):
    """Check that a mistake was answered with 2 and one clear line and left no file; gives the line."""
    code, out, err = result
    assert (code, out) == (2, "")
    assert err.startswith("familyguide: ")
    assert err.count("\n") == 1
    assert not target.exists()
    assert not list(target.parent.iterdir()) if target.parent.is_dir() else True
    return err


def test_several_sheets_in_two_languages_become_one_file(command_line, target, real):
    code, out, err = command_line("handout", "disclosure", "discord", "--lang", "fr,en", "-o", target)
    assert (code, err) == (0, "")
    assert str(target) in out
    words, _ = words_of(target)
    for identifier in ("disclosure", "discord"):
        for title in (real.row(identifier).title.fr, real.row(identifier).title.en):
            assert title.replace("\u00a0", " ") in words.replace("\u00a0", " ")
    assert list(target.parent.iterdir()) == [target]


def test_the_user_guide_is_one_sheet_with_all_its_pages_in_both_languages(command_line, target, real):
    assert command_line("handout", "user-guide", "--lang", "fr,en", "-o", target)[0] == 0
    words, _ = words_of(target)
    words = words.replace("\u00a0", " ")
    pages = [row for row in real.rows("article") if row.group == "guide"]
    assert len(pages) == 5
    for row in (*pages, real.row("leaving"), real.row("accessibility")):
        for language in ("fr", "en"):
            assert row.title[language].replace("\u00a0", " ") in words, (row.id, language)
    # Buttons are called as the window calls them, and what was written for that is not seen.
    assert "« Imprimer »" in words
    assert "“Print”" in words
    assert "{ui:" not in words


def test_a_sheet_asked_for_twice_is_printed_once(command_line, target, tmp_path):
    command_line("handout", "disclosure", "disclosure", "-o", target)
    once = tmp_path / "once.pdf"
    command_line("handout", "disclosure", "-o", once)
    assert target.read_bytes() == once.read_bytes()


def test_a_conversation_is_one_page_or_all_its_steps(command_line, target, real):
    name = "cameras-live-9-11"
    command_line("handout", name, "--lang", "fr", "-o", target)
    words, pages = words_of(target)
    assert pages == 1
    steps = real.item(name).parts("fr")
    prepare = steps[0].blocks[-1].text
    assert prepare not in words
    command_line("handout", name, "--lang", "fr", "--whole", "-o", target)
    words, pages = words_of(target)
    assert pages > 1
    assert prepare.replace("\u00a0", " ") in words.replace("\u00a0", " ")


def test_letter_large_grey_and_discreet_reach_the_paper(command_line, target):
    command_line("handout", "disclosure", "--lang", "en", "-o", target)
    words, usual = words_of(target)
    assert "Family Guide" in words
    flags = ("--paper", "Letter", "--large", "--grey", "--discreet")
    command_line("handout", "disclosure", "--lang", "en", *flags, "-o", target)
    words, pages = words_of(target)
    reader = pypdf.PdfReader(target)
    box = reader.pages[0].mediabox
    assert (float(box.width), float(box.height)) == (612, 792)
    assert pages > usual
    assert "Family Guide" not in words
    assert reader.metadata.title == "Document"


def test_the_numbers_are_those_of_the_country(command_line, target):
    command_line("handout", "disclosure", "--lang", "en", "--country", "GB", "-o", target)
    words, _ = words_of(target)
    assert "0800 1111" in words.replace("\u00a0", " ")
    assert "3018" not in words


def test_sheets_of_paper_alone_are_asked_for_by_their_ids(command_line, target):
    asked = ("help-page", "wallet-card", "cards-9-11", "terms-grooming")
    code, _, err = command_line("handout", *asked, "--lang", "fr", "-o", target)
    assert (code, err) == (0, "")
    words, _ = words_of(target)
    for said in (
        "Qui appeler",
        "116 006",
        "Numéros utiles",
        "Une phrase pour commencer",
        "Words for interpreters",
    ):
        assert said in words.replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("help-page", "--country", "XX"), "country"),
        (("no-such-sheet",), "wallet-card"),
        (("no-such-sheet",), "no-such-sheet"),
        (("disclosure", "no-such-sheet"), "no-such-sheet"),
        (("wallet-cards",), "Near to it: wallet-card"),
        (("disclosur",), "disclosure"),
        (("no-such-sheet",), "cards-9-11"),
        (("\udcff",), "list"),
        (("disclosure", "--lang", "fr,de"), "'de'"),
        (("disclosure", "--lang", ""), "''"),
        (("disclosure", "--country", "ZZ"), "'ZZ'"),
        (("after-you-report-france", "--country", "BE"), "FR"),
        (("disclosure", "--paper", "A5"), "A5"),
    ],
)
def test_a_mistake_is_named_and_leaves_no_file(command_line, target, words, said):
    assert said in refused(command_line("handout", *words, "-o", target), target)


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("sheet", ["help-page", "wallet-card", "after-you-report-france"])
def test_where_no_country_is_known_the_way_to_name_one_is_said(
    command_line, target, monkeypatch, sheet, language
):
    monkeypatch.setenv("LANG", f"{language}.UTF-8")
    assert "--country FR" in refused(command_line("handout", sheet, "-o", target), target)
    code, out, _ = command_line("handout", "disclosure", "-o", target)
    assert code == 0
    assert "--country FR" in out
    code, out, _ = command_line("handout", "disclosure", "--country", "BE", "-o", target)
    assert code == 0
    assert "--country" not in out


@pytest.mark.parametrize("sheet", ["disclosure", "no-such-sheet"])
def test_a_guest_writes_no_file(command_line, target, sheet):
    assert "--guest" in refused(command_line("--guest", "handout", sheet, "-o", target), target)


@pytest.mark.skipif(os.name == "nt", reason="no such names there")
def test_a_name_that_would_move_the_terminal_is_shown_in_letters(command_line, tmp_path):
    target = tmp_path / "a\x1b[2J.pdf"
    code, out, _ = command_line("handout", "disclosure", "-o", target)
    assert code == 0
    assert "\x1b" not in out
    assert "a\\x1b[2J.pdf" in out
    code, _, err = command_line("handout", "disclosure", "-o", tmp_path / "\x1b[2J" / "a.pdf")
    assert code == 2
    assert "\x1b" not in err
    assert "\\x1b[2J" in err


def test_where_to_write_must_be_said(command_line, target):
    assert "-o" in refused(command_line("handout", "disclosure"), target)


def test_a_folder_that_cannot_be_written_to_is_named(command_line, target):
    lost = target.parent / "no-such-folder" / "paper.pdf"
    assert str(lost) in refused(command_line("handout", "disclosure", "-o", lost), lost)


def test_what_stood_there_stays_when_writing_fails(command_line, target, monkeypatch):
    target.write_bytes(b"before")

    def full(*_args):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    code, out, err = command_line("handout", "disclosure", "-o", target)
    assert (code, out) == (2, "")
    assert "No space left on device" in err
    assert target.read_bytes() == b"before"
    assert list(target.parent.iterdir()) == [target]


def test_mistakes_are_told_in_the_language_of_the_system(command_line, target, monkeypatch):
    monkeypatch.setenv("LANG", "fr_FR.UTF-8")
    assert "il n’y a pas de fiche" in refused(command_line("handout", "absent", "-o", target), target)


@pytest.mark.parametrize("name", ["", ".", "/"])
def test_a_place_that_is_no_file_is_refused(command_line, name):
    code, out, err = command_line("handout", "disclosure", "-o", name)
    assert (code, out) == (2, "")
    assert err.count("\n") == 1


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no such files")
def test_what_is_no_ordinary_file_is_never_replaced(command_line, target):
    os.mkfifo(target)
    code, _, err = command_line("handout", "disclosure", "-o", target)
    assert code == 2
    assert str(target) in err
    assert target.is_fifo()


def test_a_link_is_followed_and_who_may_read_stays(command_line, target, tmp_path):
    real = tmp_path / "real.pdf"
    real.write_bytes(b"before")
    real.chmod(0o600)
    target.symlink_to(real)
    assert command_line("handout", "disclosure", "-o", target)[0] == 0
    assert target.is_symlink()
    assert real.read_bytes().startswith(b"%PDF")
    assert real.stat().st_mode & 0o777 == 0o600
