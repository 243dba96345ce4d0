"""A public PC speaks only where its session has started a service for it."""

from __future__ import annotations

import socket

import pytest
from each import each

from familyguide.ui.aloud import session as here


@pytest.fixture
def session(monkeypatch, tmp_path):
    """A session on Linux whose own folder is here."""
    monkeypatch.setattr(here.sys, "platform", "linux")
    monkeypatch.delenv("SPEECHD_ADDRESS", raising=False)
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    return tmp_path


def test_a_session_without_speech_is_not_given_one(session):
    assert not here.speech_is_started()
    assert list(session.iterdir()) == []


def test_a_socket_that_nobody_answers_is_no_speech(session):
    (session / "speech-dispatcher").mkdir()
    (session / "speech-dispatcher" / "speechd.sock").touch()
    assert not here.speech_is_started()


@each("address", ["", "unix_socket:"])
def test_speech_that_the_session_started_is_found(address, session, monkeypatch):
    place = session / ("other.sock" if address else "speech-dispatcher/speechd.sock")
    place.parent.mkdir(exist_ok=True)
    if address:
        monkeypatch.setenv("SPEECHD_ADDRESS", f"{address}{place}")
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(str(place))
        server.listen(1)
        assert here.speech_is_started()


def test_an_address_elsewhere_and_a_session_without_folder_have_none(session, monkeypatch):
    monkeypatch.setenv("SPEECHD_ADDRESS", "inet_socket:127.0.0.1:6560")
    assert not here.speech_is_started()
    monkeypatch.delenv("SPEECHD_ADDRESS")
    monkeypatch.delenv("XDG_RUNTIME_DIR")
    assert not here.speech_is_started()


def test_other_systems_hold_their_voices_themselves(monkeypatch):
    monkeypatch.setattr(here.sys, "platform", "win32")
    assert here.speech_is_started()
