"""The log of the system hears of starts, stops and faults where a policy asks for it, and of nothing else."""

import sys

import pytest

from familyguide import __version__
from familyguide.services import event_log
from familyguide.services.rules import Flags, effective

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="syslog is not there on Windows")


@pytest.fixture
def log(monkeypatch):
    import syslog

    told = []
    monkeypatch.setattr(syslog, "openlog", lambda name, *_: told.append(name))
    monkeypatch.setattr(syslog, "syslog", lambda level, line: told.append((level, line)))
    monkeypatch.setattr(syslog, "closelog", lambda: None)
    return told


def rules_of(mode, *, asked):
    return effective(None, None, Flags(guest=mode == "guest", kiosk=mode == "public-pc"))._replace(
        event_log=asked
    )


def all_of_them(rules):
    event_log.started(rules)
    event_log.fault(rules, "KeyError")
    event_log.stopped(rules, 0)


@pytest.mark.parametrize("mode", ["guest", "public-pc"])
def test_what_is_told_is_version_mode_kind_and_code(log, mode):
    import syslog

    all_of_them(rules_of(mode, asked=True))
    assert log[::2] == ["familyguide"] * 3
    assert log[1::2] == [
        (syslog.LOG_INFO, f"started: version {__version__}, mode {mode}"),
        (syslog.LOG_ERR, "fault: KeyError"),
        (syslog.LOG_INFO, "stopped: exit code 0"),
    ]


def test_nothing_is_told_where_no_policy_asks(log):
    all_of_them(rules_of("public-pc", asked=False))
    assert log == []


def test_a_log_that_cannot_be_reached_changes_nothing(monkeypatch):
    import syslog

    def refuse(*_):
        raise OSError("no log here")

    monkeypatch.setattr(syslog, "openlog", refuse)
    all_of_them(rules_of("public-pc", asked=True))
