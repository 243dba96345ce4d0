import pytest

from familyguide.services.choices import Choices, ChoicesService, MemoryStore


@pytest.fixture
def service():
    return ChoicesService(MemoryStore())


def test_a_visit_begins_without_a_country_age_or_app():
    choices = Choices()
    assert (choices.country, choices.age, choices.apps, choices.states) == (None, None, (), {})


def test_a_change_replaces_and_tells_the_old_and_the_new(service):
    told = []
    service.listen(lambda before, after: told.append((before.language, after.language)))
    service.change(language="en")
    assert told == [("fr", "en")]
    assert service.now.language == "en"


def test_the_same_choice_tells_nobody(service):
    told = []
    service.listen(lambda *change: told.append(change))
    service.change(language=service.now.language, scale=service.now.scale)
    assert told == []


def test_every_listener_is_told_in_order(service):
    told = []
    service.listen(lambda *_: told.append("first"))
    service.listen(lambda *_: told.append("second"))
    service.change(scale=150)
    assert told == ["first", "second"]


def test_a_listener_sees_the_new_choices_already_in_place(service):
    seen = []
    service.listen(lambda _, after: seen.append(service.now is after))
    service.change(age="9-11")
    assert seen == [True]


def test_choices_are_saved_once_per_change():
    class Counting(MemoryStore):
        saved = 0

        def save(self, choices):
            self.saved += 1
            super().save(choices)

    store = Counting()
    service = ChoicesService(store)
    service.change(age="9-11")
    service.change(age="9-11")
    assert store.saved == 1
    assert ChoicesService(store).now.age == "9-11"


def test_a_state_is_noted_and_to_do_forgets_it(service):
    service.set_state("discord-dm", "done")
    service.set_state("snap-map", "later")
    assert service.now.states == {"discord-dm": "done", "snap-map": "later"}
    service.set_state("discord-dm", "todo")
    assert service.now.states == {"snap-map": "later"}


def test_noting_a_state_does_not_change_earlier_choices(service):
    service.set_state("one", "done")
    before = service.now
    service.set_state("two", "done")
    assert before.states == {"one": "done"}


def test_to_do_for_a_setting_nobody_touched_changes_nothing(service):
    told = []
    service.listen(lambda *change: told.append(change))
    service.set_state("never-seen", "todo")
    assert told == []


def test_two_visits_share_nothing():
    first, second = ChoicesService(MemoryStore()), ChoicesService(MemoryStore())
    first.set_state("one", "done")
    assert second.now.states == {}
    assert Choices().states == {}


def test_choices_cannot_be_changed_behind_the_service(service):
    with pytest.raises(AttributeError):
        service.now.language = "en"


def test_an_unknown_choice_is_an_error(service):
    with pytest.raises((TypeError, ValueError), match="nickname"):
        service.change(nickname="Léa")
    assert "nickname" not in service.now._fields
