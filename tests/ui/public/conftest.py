"""A window as on a public PC, with a staff code and an ear where the launcher would listen."""

from __future__ import annotations

import pytest

from familyguide.services import staff_code
from familyguide.services.rules import Flags, effective
from familyguide.services.visit import Visit
from familyguide.ui.public.lock import PublicPc

CODE = "quatre mots de passe"


class Told(Visit):
    """Hears what a visit tells the launcher."""

    def __init__(self):
        super().__init__(is_alone=True)
        self.lines = []

    def say(self, line):
        self.lines.append(line)


@pytest.fixture(scope="session")
def code():
    return CODE


@pytest.fixture(scope="session")
def stored():
    return staff_code.make_hash(CODE)


@pytest.fixture
def public(window, hands, stored):
    """Open the guide as on a public PC: public(size=..., languages=("fr",), count=...).

    With `locked` it fills its screen as for readers; without, it keeps the size asked for.
    """

    def factory(*, locked=False, count=None, refusal="", begun="", language="fr", **wishes):
        fields = ("languages", "links", "printing", "session_is_wiped", "keyboard")
        changed = {name: wishes.pop(name) for name in fields if name in wishes}
        rules = effective(None, None, Flags(kiosk=True))._replace(staff_code=stored, **changed)
        made = window(rules=rules, language=language, shown=False, **wishes)
        made.public = PublicPc(made, Told(), count, refusal=refusal)
        if locked:
            made.public.show()
        else:
            made.show()
        hands.settle()
        if begun:
            someone = hands.Person(made)
            someone.press(someone.find(f"Begin-{begun}"))
        return made

    return factory


@pytest.fixture
def reader(public, hands):
    return lambda **wishes: hands.Person(public(**{"begun": "fr"} | wishes))


@pytest.fixture
def at_start(public, hands):
    return lambda **wishes: hands.Person(public(**wishes))
