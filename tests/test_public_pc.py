"""The launcher of a public PC: one visit after the other, never a gap, and staff alone end it."""

from __future__ import annotations

import sys
import textwrap
import threading
import time

import pytest

from familyguide.commands import public_pc
from familyguide.commands.public_pc import FAULTS, Launcher
from familyguide.services.staff_code import Count
from familyguide.services.visit import STAFF


class Visits:
    """Stand-ins for the window: short programs that speak as a visit does, each with its number."""

    def __init__(self, folder):
        self.folder = folder
        self.notes = folder / "notes.txt"
        self.notes.touch()

    def order(self, behaviour):
        """Give the command line of visits that do this; `number` counts them."""
        script = self.folder / "visit.py"
        script.write_text(
            textwrap.dedent("""
                import os, sys, time
                notes = sys.argv[1]
                said = sys.argv[2:]
                with open(notes, "a+") as file:
                    file.seek(0)
                    number = sum(line.startswith("start") for line in file)
                    file.write(f"start {os.getpid()} {' '.join(said)}\\n")
                def say(line):
                    print(line, flush=True)
                def wait():
                    while os.read(0, 64):
                        pass
                    with open(notes, "a") as file:
                        file.write(f"deserted {os.getpid()}\\n")
                    sys.exit(0)
            """)
            + textwrap.dedent(behaviour),
            encoding="utf-8",
        )
        return [sys.executable, str(script), str(self.notes)]

    def lines(self, kind):
        return [line.split() for line in self.notes.read_text().splitlines() if line.startswith(kind)]


@pytest.fixture
def visits(tmp_path):
    return Visits(tmp_path)


def test_a_visit_that_was_left_is_followed_by_a_fresh_process(visits):
    order = visits.order("""
        say("shown")
        if number == 0:
            say("left")
            wait()
        sys.exit(40)
    """)
    assert Launcher(order).run() == 0
    first, second = visits.lines("start")
    assert first[1] != second[1]


def test_the_empty_surface_stays_until_the_next_visit_is_shown(visits):
    order = visits.order("""
        import pathlib
        gone = pathlib.Path(notes).with_name("gone")
        if number == 0:
            say("shown")
            say("left")
            while True:
                # Alive: as long as this grows, the old surface covers the desktop.
                with pathlib.Path(notes).with_name("alive").open("a") as lived:
                    lived.write(f"{time.monotonic()} ")
                time.sleep(0.01)
        time.sleep(0.5)
        pathlib.Path(notes).with_name("shown").write_text(str(time.monotonic()))
        say("shown")
        time.sleep(0.3)
        sys.exit(40)
    """)
    assert Launcher(order).run() == 0
    # It may be ended while it writes: the last whole number counts.
    alive = float((visits.folder / "alive").read_text().rpartition(" ")[0].split(" ")[-1])
    shown = float((visits.folder / "shown").read_text())
    assert alive >= shown - 0.1
    assert alive < shown + 0.25, "the visit that was left goes on behind the next one"


def test_the_staff_code_ends_it_and_a_refusal_is_handed_on(visits):
    assert Launcher(visits.order("sys.exit(40)")).run() == 0
    assert STAFF == 40
    assert Launcher(visits.order("sys.exit(2)")).run() == 2


def test_the_count_of_tries_goes_on_in_the_next_visit(visits):
    order = visits.order("""
        say("shown")
        if number == 0:
            say("count 4:12.500")
            say("left")
            wait()
        sys.exit(40)
    """)
    assert Launcher(order).run() == 0
    first, second = visits.lines("start")
    assert first[2:] == ["--visit", Count().written()]
    assert second[2:] == ["--visit", "4:12.500"]


def test_a_visit_that_fails_is_replaced(visits):
    order = visits.order("""
        say("shown")
        sys.exit(1 if number == 0 else 40)
    """)
    assert Launcher(order).run() == 0
    assert len(visits.lines("start")) == 2


def test_visits_that_fail_again_and_again_stop_it_with_one_sentence(visits, capsys):
    assert Launcher(visits.order("sys.exit(1)"), clock=lambda: 1.0).run() == 2
    assert len(visits.lines("start")) == FAULTS
    assert capsys.readouterr().err.count("\n") == 1


def test_faults_that_are_far_apart_do_not_stop_it(visits):
    now = iter(range(0, 10_000, 61))
    order = visits.order("sys.exit(1 if number < 9 else 40)")
    assert Launcher(order, clock=lambda: float(next(now))).run() == 0
    assert len(visits.lines("start")) == 10


def test_no_visit_outlives_the_launcher(visits):
    order = visits.order("""
        if number:
            sys.exit(40)
        say("shown")
        wait()
    """)
    launcher = Launcher(order)
    runs = threading.Thread(target=launcher.run)
    runs.start()
    end = time.monotonic() + 10
    while not visits.lines("start") and time.monotonic() < end:
        time.sleep(0.01)
    # As when the session ends: the pipe closes because the launcher has gone.
    launcher.now._process.stdin.close()
    while not visits.lines("deserted") and time.monotonic() < end:
        time.sleep(0.01)
    assert visits.lines("deserted")
    runs.join(10)
    assert not runs.is_alive()


def test_the_command_line_is_given_again_as_it_was(monkeypatch):
    monkeypatch.setattr(sys, "orig_argv", ["python", "-P", "-m", "familyguide", "--kiosk"])
    assert public_pc.again() == [sys.executable, "-P", "-m", "familyguide", "--kiosk"]
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    monkeypatch.setattr(sys, "argv", ["familyguide.exe", "--kiosk"])
    assert public_pc.again() == [sys.executable, "--kiosk"]
