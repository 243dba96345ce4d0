"""A town that adds to the guide: a real folder, signed with a key made for the test, installed, opened."""

from __future__ import annotations

import struct
import zlib
from datetime import date

from familyguide.guide import minisign, overlays, packs
from familyguide.services import shelves
from familyguide.services.paths import CONTENT

KEY = minisign.SecretKey.make()
DOMAINS = ("lyon.example",)
TRUST = packs.Trust((), (KEY.public,), DOMAINS)
BUILT, EXPIRES = date(2026, 11, 22), date(2027, 11, 22)
NAMES = (
    "La pause des parents", "Le café du mercredi", "L’atelier des écrans", "La ludothèque du port",
    "Le relais des grands-parents", "La maison des fratries", "Le salon de lecture", "Le jardin partagé",
    "Les soirées du jeu", "Le comptoir des questions", "La halte du marché", "Le petit théâtre",
)  # fmt: skip
SERVICE = """\
- id: {town}-place-{n}
  name: {{fr: '{name}', en: '{name}'}}
  owner: {{fr: '{owner}', en: '{owner}'}}
  role: {{fr: Un lieu pour parler avec d’autres parents, en: A place to talk with other parents}}
  country: FR
  valid_in: [FR]
  kind: helpline-parent
  needs: [talk, professional]
  show_as: service
  phone: '04 72 00 {n:02} 01'
  web: https://www.lyon.example/lieu-{n}
  domain: lyon.example
  opening_hours: 'Mo-Fr 09:00-17:00'
  timezone: Europe/Paris
  confidence: high
  sources:
    - {{url: 'https://www.lyon.example/lieu-{n}', title: Town, date: '2026-10', seen: stored-copy}}
  review_by: '2029-11'
  status: draft
  updated: '2026-11-20'
"""
PAGE = """\
id: {town}-workshops
audience: adult
topics: [cameras-live]
ages: []
countries: [FR]
sources: [LYON-PARENTS]
review_by: '2029-11'
status: draft
updated: '2026-11-20'
category: understand
minutes: 2
next: {{plans: [disclosure], conversations: []}}
"""
WORDS = {
    "fr": (
        "---\ntitle: Des ateliers près de chez vous\nsummary: La ville ouvre ses portes aux parents.\n---\n\n"
        "## Venir\n\nLes ateliers sont gratuits. Lisez aussi [ce plan](plan:disclosure) "
        "et [ce lieu](service:{town}-place-0).\n"
    ),
    "en": (
        "---\ntitle: Workshops near you\nsummary: The town opens its doors to parents.\n---\n\n"
        "## Coming\n\nThe workshops are free. Read [this plan](plan:disclosure) "
        "and [this place](service:{town}-place-0) too.\n"
    ),
}
BIBLIOGRAPHY = (
    "LYON-PARENTS: {organisation: Ville de Lyon, title: Parents, year: '2026', date: '2026-10', "
    "read: true, link: true, url: 'https://lyon.example/ateliers'}\n"
)


def chunk(kind, body):
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def logo(width=360, height=120):
    """Draw a picture with a clear ground: a dark ring on the left, three bars on the right."""
    rows = bytearray()
    for y in range(height):
        rows.append(0)
        for x in range(width):
            away = ((x - height / 2) ** 2 + (y - height / 2) ** 2) ** 0.5
            in_ring = height * 0.28 < away < height * 0.44
            in_bar = x > height * 1.2 and int(y * 6 / height) % 2 == 1
            rows += bytes((20, 60, 110, 255)) if in_ring or in_bar else bytes(4)
    head = struct.pack(">IIBBBBB", width, height, 8, 6, 0, 0, 0)
    body = chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(bytes(rows))) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + body


def write(folder, services, *, town="lyon", who=("la Ville de Lyon", "the City of Lyon"), picture=None):
    """Write what a town's writers would; gives the folder."""
    for part in ("services", "articles"):
        (folder / part).mkdir(parents=True)
    (folder / "overlay.yaml").write_text(f"town: {{fr: '{who[0]}', en: '{who[1]}'}}\n", encoding="utf-8")
    (folder / "bibliography.yaml").write_text(BIBLIOGRAPHY, encoding="utf-8")
    owner = who[0].removeprefix("la ")
    texts = [SERVICE.format(n=n, name=NAMES[n], town=town, owner=owner) for n in range(services)]
    (folder / "services" / "FR.yaml").write_text("".join(texts), encoding="utf-8")
    (folder / "articles" / f"{town}-workshops.yaml").write_text(PAGE.format(town=town), encoding="utf-8")
    for language, text in WORDS.items():
        name = f"{town}-workshops.{language}.md"
        (folder / "articles" / name).write_text(text.replace("{town}", town), encoding="utf-8")
    if picture is not None:
        (folder / "logo.png").write_bytes(picture)
    return folder


def install(folder, root, official, *, town="lyon", serial=1):
    """Sign the folder, check it and put it on a shelf, as `pack sign` and `pack install` do."""
    data = packs.make(
        overlays.bundle(folder), KEY, kind="overlay", serial=serial, built=BUILT, expires=EXPIRES, name=town
    )
    pack = packs.verify(data, TRUST)
    assert packs.install(pack, packs.compiled_from(pack, TRUST, CONTENT, official), root)
    return root


def opened(root, official, monkeypatch):
    """Open it as a computer whose policy names this town; gives the library and the faults."""
    monkeypatch.setattr(shelves, "_of_policy", lambda: (KEY.public.text().splitlines()[1], DOMAINS))
    return shelves.with_overlays(official, root)
