"""The closed lists every layer names; nothing is loaded to know them."""

from __future__ import annotations

from typing import Literal

Language = Literal["fr", "en"]
LANGUAGES: tuple[Language, ...] = ("fr", "en")
AGES = ("3-5", "6-8", "9-11", "12-14", "15-17")
AUDIENCES = ("adult", "with-child", "young", "worker")
KINDS = (
    "conversation",
    "checklist",
    "sign",
    "plan",
    "service",
    "article",
    "term",
    "agreement",
    "agenda",
)
# Kinds that a link of the guide can open for every reader.
PAGE_KINDS = ("conversation", "checklist", "sign", "plan", "service", "article", "term", "agreement")
PARTS = ("prepare", "open", "listen", "essential", "practise", "close")
# How long each kind of session lasts, in minutes.
LEVEL_MINUTES = {"individual": 30, "group": 45, "workshop": 90, "parent-and-child": 30}
LEVELS = tuple(LEVEL_MINUTES)
SKILLS = ("asking", "refusing", "listening")
# Practised alone, in the adult's own words: nobody plays a child who was hurt, nor a person who harms.
SOLO_TOPICS = frozenset({"sextortion", "exploitation", "harm-in-circle"})
ROLES = (
    "emergency",
    "crisis",
    "child",
    "report",
    "illegal-content",
    "image-removal",
    "police",
    "missing",
    "victims",
    "violence-at-home",
    "medical",
)
# Order of a settings plan (contract, "Check settings").
SETTING_TOPICS = (
    "contact",
    "live-camera",
    "visibility",
    "location",
    "reporting",
    "account-security",
    "content",
    "spending",
    "data",
    "time",
)
# What a reader must never find kept, in any mode (contract, section 2, principle 8).
SENSITIVE_KINDS = frozenset({"sign", "plan", "service"})
SENSITIVE_TOPICS = frozenset({"harm-in-circle", "exploitation"})

# Stands for a country the reader has not chosen, or that we do not hold.
NO_COUNTRY = "XX"

NBSP = "\u00a0"
