"""What changed: reached from Understand, calm, and told nowhere else."""

import pytest

from familyguide.guide import model as m
from familyguide.services.navigation import Route


@pytest.mark.parametrize("language", ["fr", "en"])
def test_understand_leads_to_what_changed_and_back(unpainted, library, language):
    someone = unpainted(language=language)
    someone.press("Rail-understand")
    someone.press("Row-changes")
    assert someone.route == Route("changes")
    words = someone.words(someone.page)
    for entry in library.changes:
        assert entry.text[language] in words
    someone.window.go_back()
    assert someone.route.page == "understand"


def test_every_page_named_can_be_opened(unpainted, library):
    someone = unpainted()
    someone.go("changes")
    for fold in someone.page.folds.values():
        fold.open()
    named = [
        identifier
        for entry in library.changes
        for identifier in entry.ids
        if library.row(identifier).countries in ((), ("FR",))
    ]
    rows = [b for b in someone.pressable(someone.page) if b.objectName().startswith("Row-")]
    assert [b.objectName().partition(":")[2] for b in rows] == named
    someone.press(rows[0])
    assert someone.route.item == named[0]


def test_a_page_of_another_country_is_not_offered(unpainted, library):
    someone = unpainted(country="BE")
    someone.go("changes")
    french = [i for entry in library.changes for i in entry.ids if library.row(i).countries == ("FR",)]
    assert french
    for identifier in french:
        assert not someone.has(f"Row-article:{identifier}")


def test_the_months_stand_newest_first_with_their_names(person, library, monkeypatch):
    both = m.Both("Une nouvelle page.", "A new page.")
    entries = tuple(
        m.Change(month=month, text=both) for month in ("2026-11", "2026-10", "2026-10", "2025-01")
    )
    monkeypatch.setitem(library.__dict__, "changes", entries)
    someone = person()
    someone.go("changes")
    words = someone.words(someone.page)
    assert (
        words.index("Novembre\u00a02026")
        < words.index("Octobre\u00a02026")
        < words.index("Janvier\u00a02025")
    )
    assert words.count("Octobre") == 1


def test_nothing_is_told_at_start_and_no_door_without_changes(person, library, monkeypatch):
    someone = person()
    assert not someone.has("Row-changes")
    monkeypatch.setitem(library.__dict__, "changes", ())
    someone.go("understand")
    assert not someone.has("Row-changes")
