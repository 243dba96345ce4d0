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
PARTS = ("prepare", "open", "listen", "essential", "practise", "close")
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
