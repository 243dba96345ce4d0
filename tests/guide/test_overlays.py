"""Overlays: local entries behind the official ones, checked like them, and never taken for one."""

import shutil
import sqlite3
import struct
import zlib
from datetime import date
from pathlib import Path

import msgspec
import pytest
import yaml

from familyguide.guide import lookalikes as eye
from familyguide.guide import minisign, overlays, packs
from familyguide.guide.installed import PackError, current
from familyguide.guide.library import ContentError, Library
from familyguide.guide.merged import MergedLibrary, Overlay, merge

REAL = Path(__file__).parents[2] / "content"
DOMAINS = ("lyon.example",)
KEY = minisign.SecretKey.make()
TRUST = packs.Trust((), (KEY.public,), DOMAINS)

SERVICE = """\
- id: lyon-{id}
  name: {{fr: '{name}', en: '{name}'}}
  owner: {{fr: Ville de Lyon, en: City of Lyon}}
  role: {{fr: Un lieu pour les parents, en: A place for parents}}
  country: FR
  valid_in: [FR]
  kind: {kind}
  needs: [{needs}]
  show_as: service
  phone: '{phone}'
  web: {web}
  domain: lyon.example
  opening_hours: 'Mo-Fr 09:00-17:00'
  timezone: Europe/Paris
  confidence: high
  sources:
    - {{url: 'https://www.lyon.example/parents', title: Town, date: '2026-10', seen: stored-copy}}
  review_by: '2029-11'
  status: draft
  updated: '2026-11-20'
"""
PLAIN = {
    "id": "parents",
    "name": "La pause des parents",
    "kind": "helpline-parent",
    "needs": "talk",
    "phone": "04 72 00 00 01",
    "web": "https://www.lyon.example/parents",
}
PAGE = """\
id: lyon-{id}
audience: adult
topics: [cameras-live]
ages: []
countries: [FR]
sources: [LYON-PARENTS]
review_by: '2029-11'
status: draft
updated: '2026-11-20'
category: {category}
minutes: 2
next: {{plans: [disclosure], conversations: []}}
"""
TEXTS = {
    "fr": (
        "---\ntitle: Des ateliers près de chez vous\nsummary: La ville ouvre ses portes aux parents.\n---\n\n"
        "## Venir\n\nLes ateliers sont gratuits. Lisez aussi [ce plan](plan:disclosure).\n"
    ),
    "en": (
        "---\ntitle: Workshops near you\nsummary: The town opens its doors to parents.\n---\n\n"
        "## Coming\n\nThe workshops are free. Read [this plan](plan:disclosure) too.\n"
    ),
}


def service(**fields):
    return SERVICE.format(**(PLAIN | fields))


class Town:
    """The folder of an overlay that a test can break."""

    def __init__(self, root, base):
        self.root, self.base = root, base
        self.write("overlay.yaml", "town: {fr: la Ville de Lyon, en: the City of Lyon}\n")
        self.write("services/FR.yaml", service())
        self.write(
            "bibliography.yaml",
            "LYON-PARENTS: {organisation: Ville de Lyon, title: Parents, year: '2026', date: '2026-10', "
            "read: true, link: true, url: 'https://lyon.example/ateliers'}\n",
        )
        self.page("workshops")

    def write(self, name, text):
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())

    def page(self, identifier, category="understand"):
        self.write(f"articles/lyon-{identifier}.yaml", PAGE.format(id=identifier, category=category))
        for language, text in TEXTS.items():
            self.write(f"articles/lyon-{identifier}.{language}.md", text)

    def compiled(self, official, domains=DOMAINS, base=None):
        return overlays.compiled(overlays.bundle(self.root), "lyon", domains, base or self.base, official)

    def refused(self, official, domains=DOMAINS, base=None):
        with pytest.raises(PackError) as caught:
            self.compiled(official, domains, base)
        return caught.value.code, caught.value.where


@pytest.fixture(scope="module")
def base(tmp_path_factory):
    """The checker's lists, each cut to a few words: reading the real ones takes most of a second."""
    root = tmp_path_factory.mktemp("base")
    (root / "checks").mkdir()
    shutil.copy(REAL / "vocabulary.yaml", root)
    shutil.copy(REAL / "checks" / "phrase-bank.yaml", root / "checks")
    countries = (REAL / "countries.yaml").read_text(encoding="utf-8").partition("\nGP:")[0]
    (root / "countries.yaml").write_text(countries, encoding="utf-8")
    for name in ("words.fr.yaml", "words.en.yaml"):
        words = yaml.load((REAL / "checks" / name).read_text(encoding="utf-8"), yaml.CSafeLoader)
        words["families"] = {family: entries[:2] for family, entries in words["families"].items()}
        (root / "checks" / name).write_text(yaml.safe_dump(words, allow_unicode=True), encoding="utf-8")
    return root


@pytest.fixture
def town(tmp_path, base):
    return Town(tmp_path / "town", base)


def overlay_of(data):
    database = sqlite3.connect(":memory:")
    database.deserialize(data)
    overlay = Overlay(database, "overlay")
    overlay._domains = DOMAINS
    return overlay


@pytest.fixture
def merged(town, real):
    overlay = overlay_of(town.compiled(real))
    yield merge(real, (overlay,))
    overlay.close()


def chunk(kind, body):
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def png(width, height, more=b""):
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0))
    body = chunk(b"IDAT", zlib.compress(bytes((1 + -(-width // 8)) * height)))
    return b"\x89PNG\r\n\x1a\n" + head + more + body + chunk(b"IEND", b"")


# What stands in a merged library


def test_local_entries_stand_behind_the_official_ones(merged, real):
    for kind in (None, "service", "article"):
        official = real.rows(kind)
        rows = merged.rows(kind)
        assert rows[: len(official)] == official
        assert {row.id for row in rows[len(official) :]} <= {"lyon-parents", "lyon-workshops"}
        assert len(rows) > len(official)
    assert merged.rows("plan") == real.rows("plan")


def test_a_local_entry_is_read_and_says_who_added_it(merged):
    assert merged.item("lyon-parents").phone == "04 72 00 00 01"
    assert merged.row("lyon-workshops").kind == "article"
    assert merged.has("lyon-parents")
    assert merged.added_by("lyon-parents").en == "the City of Lyon"
    assert merged.added_by("lyon-workshops").fr == "la Ville de Lyon"
    assert merged.source("LYON-PARENTS").organisation == "Ville de Lyon"
    assert merged.added_by("nothing") is None
    with pytest.raises(KeyError):
        merged.item("nothing")


def test_an_official_entry_is_the_same_and_nobody_added_it(merged, real):
    for row in real.rows("service"):
        assert merged.item(row.id) == real.item(row.id)
        assert merged.added_by(row.id) is None
        assert real.added_by(row.id) is None
    assert merged.country("FR") == real.country("FR")


def test_search_shows_local_pages_last_and_help_stays_official(merged, real):
    official, found = real.search("parents", "fr", "FR"), merged.search("parents", "fr", "FR")
    assert found.hits[: len(official.hits)] == official.hits
    assert {hit.id for hit in found.hits[len(official.hits) :]} == {"lyon-parents", "lyon-workshops"}
    assert (found.roles, found.needs) == (official.roles, official.needs)
    urgent = merged.search("il veut mourir", "fr", "FR")
    assert urgent.roles == real.search("il veut mourir", "fr", "FR").roles != ()


def test_only_links_on_domains_of_the_policy_may_open(merged, town, real):
    assert "https://www.lyon.example/parents" in merged.addresses
    assert real.addresses < merged.addresses
    overlay = overlay_of(town.compiled(real))
    overlay._domains = ()
    assert merge(real, (overlay,)).addresses == real.addresses
    overlay.close()


def test_an_id_that_the_official_content_takes_over_is_its_own(town, real):
    overlay = overlay_of(town.compiled(real))

    class Later(Library):
        def has(self, identifier):
            return identifier == "lyon-parents" or super().has(identifier)

    later = MergedLibrary(Later(real._database, "later"), (overlay,))
    assert later.added_by("lyon-workshops") is not None
    overlay.close()


def test_without_an_overlay_the_library_is_the_same(real):
    assert merge(real, ()) is real


# What is refused


def test_the_same_folder_gives_the_same_bytes(town, tmp_path):
    shutil.copytree(town.root, tmp_path / "copy")
    assert overlays.bundle(town.root) == overlays.bundle(tmp_path / "copy")


def test_at_most_forty_services(town, real):
    texts = [
        service(id=f"place-{n}", name=f"Lieu {chr(65 + n % 26)}{n + 700}", phone=f"04 72 00 01 {n:02}")
        for n in range(41)
    ]
    town.write("services/FR.yaml", "".join(texts))
    assert town.refused(real) == ("too-many", "services: 41/40")
    town.write("services/FR.yaml", "".join(texts[:40]))
    assert town.compiled(real)


def test_at_most_ten_pages(town, real):
    (town.root / "services" / "FR.yaml").unlink()
    for number in range(10):
        town.page(f"page-{number}")
    code, where = town.refused(real)
    # Eleven pages of the same words: the checker may see the copies first.
    assert (code, where) == ("too-many", "pages: 11/10")


@pytest.mark.parametrize(
    "fields",
    [
        {"kind": "emergency"},
        {"kind": "child-protection"},
        {"kind": "helpline-child"},
        {"kind": "missing-child"},
        {"needs": "crisis"},
        {"needs": "danger-now"},
        {"needs": "talk, child-at-risk"},
        {"needs": "own-thoughts"},
    ],
)
def test_help_in_danger_or_crisis_is_never_a_town_s(town, real, fields):
    town.write("services/FR.yaml", service(**fields))
    assert town.refused(real) == ("official-entry", "lyon-parents")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("show_as: service", "show_as: not-for-this"),
        ("valid_in: [FR]", "valid_in: ['*']"),
        ("kind: helpline-parent", "kind: information\n  also_kinds: [emergency]"),
    ],
)
def test_nor_in_a_hidden_way(town, real, old, new):
    town.write("services/FR.yaml", service().replace(old, new))
    assert town.refused(real) == ("official-entry", "lyon-parents")


@pytest.mark.parametrize("category", ["law", "young", "limits"])
def test_a_page_of_law_or_for_young_people_is_never_a_town_s(town, real, category):
    town.page("workshops", category)
    assert town.refused(real) == ("official-entry", "lyon-workshops")


@pytest.mark.parametrize(
    "name",
    [
        "17 Police secours",
        "l7 Police secours",
        "17 Pоlice secours",  # a Cyrillic о
        "Police secours 17",
        "Le 3018 à Lyon",
        "Le 3O18 à Lyon",
        "Le ３０１８ à Lyon",
        "Net Écoute 3018",
        "119",
        "Danger immédiat",
        "Idées suicidaires",
        "SAMU 15 Lyon",
        "Ville de Lyοn",  # a Greek ο
        "Police secours",
        "POLICE SECOURS",
        "Police secours de Lyon",
        "Police",
        "Ｐolice secours",
        "SAMU",
        "Allô Enfance en Danger",
    ],
)
def test_a_name_that_reads_as_an_official_one_is_refused(town, real, name):
    town.write("services/FR.yaml", service(name=name))
    assert town.refused(real) == ("official-name", "lyon-parents")


@pytest.mark.parametrize(
    "name", ["Samuel, médiateur", "Maison des enfants", "Écoute des parents", "La police municipale"]
)
def test_a_name_of_its_own_is_taken(town, real, name):
    town.write("services/FR.yaml", service(name=name))
    assert town.compiled(real) is not None


def test_the_town_itself_does_not_take_an_official_name(town, real):
    town.write("overlay.yaml", "town: {fr: Police nationale, en: Police nationale}\n")
    assert town.refused(real) == ("official-name", "overlay.yaml")


@pytest.mark.parametrize(
    "phone",
    [
        "119",
        "1 1 9",
        "+33 119",
        "0033 119",
        "3018",
        "17",
        "+33 17",
        "116 000",
        "٣٠١٨",
        "3O18",
        "04 72 0O 00 01",
        "call 3",
    ],
)
def test_an_official_number_or_one_not_in_plain_figures_is_refused(town, real, phone):
    town.write("services/FR.yaml", service(phone=phone))
    assert town.refused(real) == ("official-number", "lyon-parents")


def test_a_long_official_number_is_known_however_it_is_written(town, real):
    long = next(
        number
        for row in real.rows("service")
        for number in (real.item(row.id).phone,)
        if number and len(eye.digits_of(number)) == 9
    )
    digits = eye.digits_of(long)
    for written in (f"+33 {digits}", f"0033{digits}", f"0{digits}", f"+33 (0){digits}"):
        town.write("services/FR.yaml", service(phone=written))
        assert town.refused(real) == ("official-number", "lyon-parents")


@pytest.mark.parametrize(
    "more", ["  phone_shown: '119'\n", "  phone_spoken: {fr: 'un, un, neuf', en: 'one'}\n"]
)
def test_what_is_shown_and_spoken_is_what_is_dialled(town, real, more):
    town.write("services/FR.yaml", service() + more)
    assert town.refused(real) == ("official-number", "lyon-parents")


@pytest.mark.parametrize(
    ("domain", "listed", "code"),
    [
        ("allo119.gouv.fr", "allo119.gouv.fr", "official-domain"),
        ("a11o119.gouv.fr", "a11o119.gouv.fr", "official-domain"),
        ("allo119.gouv.fr.lyon.example", "lyon.example", "official-domain"),
        ("www.service.allo119.gouv.fr", "allo119.gouv.fr", "official-domain"),
        ("xn--llo119-3nf.gouv.fr", "xn--llo119-3nf.gouv.fr", "link"),
        ("elsewhere.example", "lyon.example", "link"),
        ("evil-lyon.example", "lyon.example", "link"),
        ("lyon.example.evil.example", "lyon.example", "link"),
    ],
)
def test_a_domain_that_is_official_looks_so_or_is_not_listed_is_refused(town, real, domain, listed, code):
    text = service(web=f"https://{domain}/").replace("domain: lyon.example", f"domain: {domain}")
    town.write("services/FR.yaml", text.replace("https://www.lyon.example/parents", f"https://{domain}/"))
    assert town.refused(real, (*DOMAINS, listed)) == (code, "lyon-parents")


@pytest.mark.parametrize(
    "web",
    [
        "https://lyon.example@evil.example/",
        "https://lyon.example:8443/",
        "https://LYON.example\\\\@evil.example/",
    ],
)
def test_an_address_that_hides_where_it_leads_is_refused(town, real, web):
    town.write("services/FR.yaml", service(web=web))
    code, where = town.refused(real)
    # The checker sees the two that stand on another host; the third is on the right one, at a strange port.
    assert (code, where) == ("link", "lyon-parents") or where.startswith("services/FR.yaml:11: domain: ")


def test_a_source_that_leads_elsewhere_is_refused(town, real):
    text = (town.root / "bibliography.yaml").read_text()
    town.write("bibliography.yaml", text.replace("lyon.example", "elsewhere.example"))
    assert town.refused(real) == ("link", "LYON-PARENTS")


@pytest.mark.parametrize("mark", ["\u200b", "\u202e", "\u2066", "\ufeff", "\x00", "\ue000"])
def test_letters_that_are_not_seen_are_refused(town, real, mark):
    town.write("services/FR.yaml", service(name=f"La pause{mark} des parents"))
    assert town.refused(real) == ("hidden", "services/FR.yaml")


@pytest.mark.parametrize("identifier", ["fr-119", "disclosure", "paris-parents"])
def test_an_id_begins_with_the_name_of_the_overlay(town, real, identifier):
    town.write("services/FR.yaml", service().replace("lyon-parents", identifier))
    assert town.refused(real) == ("overlay-id", identifier)


def test_the_same_checker_as_ours_names_file_line_and_rule(town, real):
    town.write("services/FR.yaml", service().replace("Mo-Fr 09:00-17:00", "from time to time"))
    code, where = town.refused(real)
    assert code == "overlay-checker"
    # With what to do: whoever signs has no other checker at hand.
    assert where.startswith("services/FR.yaml:13: opening-hours: 'from time to time' is not ")
    town.write("services/FR.yaml", service())
    town.write("articles/lyon-workshops.fr.md", TEXTS["fr"].replace("plan:disclosure", "plan:nowhere"))
    code, where = town.refused(real)
    assert code == "overlay-checker"
    assert where.startswith("articles/lyon-workshops.")


def test_the_words_we_do_not_use_are_not_a_town_s_either(town, real):
    text = TEXTS["en"].replace("The workshops are free.", "The workshops are free. It is your fault.")
    town.write("articles/lyon-workshops.en.md", text)
    code, where = town.refused(real, base=REAL)
    assert code == "overlay-checker"
    assert where.startswith("articles/lyon-workshops.en.md:8: ")


@pytest.mark.parametrize(
    "name",
    [
        "plans/lyon-plan.yaml",
        "countries.yaml",
        "search.yaml",
        "triage.yaml",
        "checks/words.fr.yaml",
        "services/fr.yaml",
        "articles/Lyon.yaml",
        "run.sh",
    ],
)
def test_a_file_that_does_not_belong_is_not_signed(town, name):
    town.write(name, "x")
    with pytest.raises(PackError) as caught:
        overlays.bundle(town.root)
    assert (caught.value.code, caught.value.where) == ("overlay-file", name)


@pytest.mark.parametrize(
    "name",
    [
        "../services/FR.yaml",
        "/etc/passwd",
        "services/../../FR.yaml",
        "C:\\x",
        "services\\FR.yaml",
        "articles/..",
        "",
    ],
)
def test_a_name_that_leads_elsewhere_is_refused_before_anything_is_written(town, real, name):
    files = {"overlay.yaml": b"", name: b"x"}
    data = msgspec.json.encode({"files": files})
    with pytest.raises(PackError) as caught:
        overlays.compiled(data, "lyon", DOMAINS, REAL, real)
    assert (caught.value.code, caught.value.where) == ("overlay-file", name)


@pytest.mark.parametrize(
    "data", [b"", b"{}", b"[]", b'{"files": {"overlay.yaml": 1}}', b'{"files": {}, "x": 1}', b"\xff"]
)
def test_signed_bytes_that_are_no_overlay_are_refused(real, data):
    with pytest.raises(PackError) as caught:
        overlays.compiled(data, "lyon", DOMAINS, REAL, real)
    assert (caught.value.code, caught.value.where) == ("overlay-form", "files")


@pytest.mark.parametrize(
    "text", ["", "town: Lyon\n", "town: {fr: Lyon}\n", "- x\n", "town: {fr: a, en: b}\nx: 1\n", "{"]
)
def test_who_adds_it_must_be_said_in_both_languages(town, real, text):
    town.write("overlay.yaml", text)
    assert town.refused(real) == ("overlay-form", "overlay.yaml")


def test_a_logo_is_a_small_png_and_only_what_is_painted_of_it_is_kept(town, real):
    town.write("logo.png", png(400, 120, chunk(b"tEXt", b"Author\0somebody")))
    overlay = overlay_of(town.compiled(real))
    assert overlay.logo == png(400, 120)
    overlay.close()
    huge = png(30000, 30000)
    damaged = png(400, 120)[:-20] + bytes(20)
    for code, wrong in (
        ("logo", b"GIF89a" + bytes(40)),
        ("logo", png(1201, 10)),
        ("logo", huge),
        ("logo", damaged),
        ("logo", b""),
        ("overlay-file", png(400, 120) + bytes(300 << 10)),
    ):
        town.write("logo.png", wrong)
        with pytest.raises(PackError) as caught:
            overlays.bundle(town.root)
        assert (caught.value.code, caught.value.where) == (code, "logo.png")


def test_without_a_logo_there_is_none(town, real):
    overlay = overlay_of(town.compiled(real))
    assert overlay.logo is None
    overlay.close()


def test_a_damaged_logo_takes_nothing_else_away(town, real):
    town.write("logo.png", png(400, 120))
    database = sqlite3.connect(":memory:")
    database.deserialize(town.compiled(real))
    with database:
        database.execute("UPDATE part SET hash = 'x' WHERE name = 'overlay:logo'")
    overlay = Overlay(database, "overlay")
    assert overlay.added.town.en == "the City of Lyon"
    with pytest.raises(ContentError):
        _ = overlay.logo
    overlay.close()


@pytest.mark.parametrize("name", ["x" * 61, " ", "two\\nlines"])
def test_the_name_of_a_town_is_one_short_line(town, real, name):
    town.write("overlay.yaml", f'town: {{fr: "{name}", en: the City of Lyon}}\n')
    assert town.refused(real) == ("overlay-form", "overlay.yaml")


def test_without_word_lists_nothing_is_installed(town, real, tmp_path):
    data = overlays.bundle(town.root)
    with pytest.raises(PackError) as caught:
        overlays.compiled(data, "lyon", DOMAINS, tmp_path / "none", real)
    assert caught.value.code == "no-checker"


def test_a_file_that_is_no_overlay_says_so(real):
    with pytest.raises(ContentError):
        _ = Overlay(real._database, "real").added


def test_an_overlay_is_signed_installed_and_opened(town, base, real, tmp_path):
    data = packs.make(
        overlays.bundle(town.root),
        KEY,
        kind="overlay",
        serial=2,
        built=date(2026, 11, 22),
        expires=date(2027, 11, 22),
        name="lyon",
    )
    pack = packs.verify(data, TRUST)
    assert packs.install(pack, packs.compiled_from(pack, TRUST, base, real), tmp_path / "root")
    shelf = tmp_path / "root" / "overlays" / "lyon"
    overlay = Overlay.of(current(shelf).path, DOMAINS)
    library = merge(real, (overlay,))
    assert library.item("lyon-parents").id == "lyon-parents"
    overlay.close()
    assert packs.check_installed(shelf, TRUST, base, real).serial == 2


# What the eye takes for the same


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("3018", "3O18"),
        ("Point de Contact", "Роіnt dе Соntасt"),
        ("modern", "rnodern"),
        ("Web", "VVeb"),
        ("Info", "info"),
        ("Info", "lnfo"),
        ("Écoute", "Ecoute"),
        ("Allô enfance", "ALLO ENFANCE"),
    ],
)
def test_names_that_look_the_same(one, other):
    assert eye.resembles(one, other)


@pytest.mark.parametrize(
    ("one", "other"), [("La pause des parents", "Allô Parents"), ("Aide", "Une aide à Lyon")]
)
def test_names_that_do_not(one, other):
    assert not eye.resembles(other, one)


def test_numbers_that_differ_are_not_taken_for_one_another():
    assert not eye.same_number("04 72 00 00 01", "04 72 00 00 02")
    assert not eye.same_number("04 72 00 01 19", "119")
    assert eye.same_number("+33 4 72 00 00 01", "04 72 00 00 01")
