"""The sheet of what to try live: every number and link that readers see, once, as a table and on paper."""

import csv
import io
import re

import pypdf
import pytest

from familyguide.guide import model as m
from familyguide.guide.compile import addresses
from tools import live_sheet
from tools.trials import trials


@pytest.fixture(scope="module")
def listed(real_content):
    return trials(real_content)


def test_every_address_that_the_guide_may_open_is_on_the_sheet(listed, real_content):
    assert addresses(real_content) <= {trial.value for trial in listed}


def test_every_number_of_every_service_is_on_the_sheet(listed, real_content):
    told = {(trial.item, trial.value) for trial in listed}
    for service in real_content.of_kind(m.Service):
        for number in (service.phone_shown or service.phone, service.phone_intl, service.sms):
            assert number is None or (service.id, number) in told, service.id


def test_each_line_has_a_name_of_its_own_and_tells_where_it_stands(listed, real_content):
    assert len({trial.key for trial in listed}) == len(listed)
    for trial in listed:
        assert (real_content.root / trial.file).is_file(), trial


def test_countries_come_first_and_what_is_on_every_screen_leads_each(listed):
    parts = list(dict.fromkeys(trial.part for trial in listed))
    assert parts[-4:] == ["EU", "INT", "platforms", "sources"]
    french = [trial.on_every_screen for trial in listed if trial.part == "FR"]
    assert french == sorted(french, reverse=True)
    assert any(french)


@pytest.mark.parametrize("language", ["fr", "en"])
def test_both_files_say_what_to_try_what_it_should_be_and_leave_room_for_the_result(
    language, tmp_path, real_content, monkeypatch
):
    monkeypatch.setattr(live_sheet, "load", lambda _folder: real_content)
    assert live_sheet.main([str(tmp_path / "new"), "--lang", language, "--part", "FR", "--part", "PF"]) == 0
    held = (tmp_path / "new" / f"live-sheet.{language}.csv").read_bytes()
    head, *rows = csv.reader(io.StringIO(held.decode("utf-8-sig")))
    line = next(row for row in rows if row[0] == "fr-119.phone")
    free = {"fr": "appel gratuit", "en": "free call"}[language]
    assert line[4] == "119"
    assert free in line[5]
    assert re.fullmatch(r"\d{4}(-\d{2})?", line[6])
    assert line[-4:] == ["", "", "", ""]
    assert {len(row) for row in rows} == {len(head)}
    paper = pypdf.PdfReader(tmp_path / "new" / f"live-sheet.{language}.pdf")
    text = "\n".join(page.extract_text() for page in paper.pages)
    assert {"fr": "Polynésie française", "en": "French Polynesia"}[language] in text
    joined = text.replace("\u200b", "").replace("\n", "")
    assert [row[4] for row in rows if row[4].lstrip("'")[:12] not in joined] == []
    assert paper.trailer["/Root"]["/Lang"] == language
    assert paper.trailer["/Root"]["/MarkInfo"]["/Marked"]


def test_a_number_that_begins_with_plus_is_no_formula(real_content):
    abroad = [trial for trial in trials(real_content) if trial.value.startswith("+")]
    told = live_sheet.table(abroad, "en", real_content).decode("utf-8-sig")
    values = [row[4] for row in csv.reader(io.StringIO(told))][1:]
    assert values
    assert all(value.startswith("'+") for value in values)


def test_only_numbers_or_only_links(real_content, monkeypatch, tmp_path):
    monkeypatch.setattr(live_sheet, "load", lambda _folder: real_content)
    monkeypatch.setattr(live_sheet, "paper", lambda *_: b"")
    told = {}
    for only in ("numbers", "links"):
        assert live_sheet.main([str(tmp_path), "--only", only]) == 0
        rows = list(csv.reader(io.StringIO((tmp_path / "live-sheet.en.csv").read_text("utf-8-sig"))))[1:]
        told[only] = {row[0] for row in rows}
    assert not told["numbers"] & told["links"]
    assert len(told["numbers"]) + len(told["links"]) == len(trials(real_content))


def test_a_part_that_is_not_there_and_a_place_that_takes_no_file(real_content, monkeypatch, tmp_path, capsys):
    monkeypatch.setattr(live_sheet, "load", lambda _folder: real_content)
    assert live_sheet.main([str(tmp_path), "--part", "XX"]) == 2
    (tmp_path / "file").write_text("")
    assert live_sheet.main([str(tmp_path / "file"), "--part", "LU"]) == 2
    said = capsys.readouterr().err.splitlines()
    assert "there is no part 'XX'" in said[0]
    assert "cannot be written" in said[1]
    assert len(said) == 2
