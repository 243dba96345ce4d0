"""Handouts: a real document, in one or two languages, that says what the screen says and nothing else."""

import re
import unicodedata
from datetime import date
from functools import cache

import pytest
import zxingcpp
from PySide6.QtGui import QImage

from familyguide import __version__
from familyguide.guide import blocks as b
from familyguide.guide import model as m
from familyguide.guide.lines import is_valid, shown_number
from familyguide.services.handouts import press, special
from familyguide.services.handouts.maker import Maker
from familyguide.services.handouts.pieces import TYPED, is_drawn, typed
from familyguide.services.handouts.sheet import PAPERS, Look, Refusal, Sheet
from familyguide.services.handouts.working import settings_plan
from familyguide.services.links import is_plain_https
from familyguide.services.service_card import service_line
from familyguide.services.settings_plan import LENGTH
from familyguide.services.spoken import spoken_lines
from familyguide.services.texts import Texts
from familyguide.services.writer import Writer
from prove._paper import UNKNOWN, Printed

TODAY = date(2026, 11, 22)
FR, EN, BOTH = ("fr",), ("en",), ("fr", "en")
LANGUAGES = [FR, EN, BOTH]
NAMES = {FR: "fr", EN: "en", BOTH: "both"}
# One of each kind, and every form of sheet.
ITEMS = [
    "cameras-live-9-11",
    "sextortion-now",
    "discord",
    "fear-of-a-person-or-place",
    "fr-119",
    "signalement",
    "family-agreement-9-11",
    "trusted-adults-hand",
    "letter-to-prosecutor",
    "evidence-sheet",
    "exact-words",
    "information-preoccupante-sheet",
]
ALONE = ["help-page", "wall-poster", "wallet-card", "cards-9-11", "terms-grooming", "settings-plan"]
PRODUCT = ("Guide Famille", "Family Guide")


@pytest.fixture(scope="module")
def sheet(real):
    """Make a sheet by id; "short:ID" is the one page of a conversation."""

    @cache
    def made(identifier, languages=FR, look=None, country="FR"):
        maker = Maker(real, languages, country, TODAY, look)
        if identifier == "settings-plan":
            return settings_plan(maker, ["youtube", "roblox"], "9-11")
        if identifier in special.identifiers(real):
            return special.make(maker, identifier)
        short, _, name = identifier.rpartition(":")
        return maker.of(name, whole=not short)

    return made


@pytest.fixture(scope="module")
def printed(sheet):
    """Print a sheet and read it back."""

    @cache
    def read(identifier, languages=FR, look=None):
        return Printed(press.pdf([sheet(identifier, languages, look)], look or Look()))

    return read


@pytest.fixture(scope="module")
def pictures(sheet):
    """Draw the pages of a sheet."""

    @cache
    def drawn(identifier, languages=FR, look=None, dots=50):
        pages = press.pictures([sheet(identifier, languages, look)], look or Look(), dots)
        return [QImage.fromData(page).convertToFormat(QImage.Format.Format_RGBX8888) for page in pages]

    return drawn


def plain(text):
    """Give the letters and digits alone: lines break where the page ends."""
    return re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", text))


def words(text):
    return {word for word in re.split(r"[\W_]+", unicodedata.normalize("NFKC", text)) if word}


def strings(value):
    """Give every string in a value, one after the other."""
    if isinstance(value, str):
        return value
    if isinstance(value, dict):
        value = value.values()
    return " ".join(map(strings, value)) if hasattr(value, "__iter__") else ""


def codes_in(images):
    found = []
    for image in images:
        grey = image.convertToFormat(QImage.Format.Format_Grayscale8)
        lines = memoryview(grey.constBits()).cast("B", [grey.height(), grey.bytesPerLine()])
        found += [code.text for code in zxingcpp.read_barcodes(lines)]
    return found


@pytest.mark.parametrize("languages", LANGUAGES, ids=NAMES.get)
@pytest.mark.parametrize("identifier", [*ITEMS, *ALONE])
def test_every_sheet_is_a_tagged_document(printed, sheet, identifier, languages):
    made, read = sheet(identifier, languages), printed(identifier, languages)
    assert read.root["/Lang"] == languages[0]
    assert read.root["/MarkInfo"]["/Marked"]
    assert read.root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert read.file.metadata.title == made.title
    # The title first, and no level skipped.
    assert read.headings[0] == 1
    assert all(later - level <= 1 for level, later in zip(read.headings, read.headings[1:], strict=False))
    assert read.stranded() == []
    assert set(read.fonts()) <= {
        "AtkinsonHyperlegibleNext-Regular",
        "AtkinsonHyperlegibleNext-Bold",
        "Inter-SemiBold",
    }
    assert all(read.fonts().values())
    assert all(alt for _, alt in read.figures)
    assert UNKNOWN not in read.text


@pytest.mark.parametrize("identifier", [*ITEMS, *ALONE])
def test_each_language_of_a_sheet_in_two_is_named_for_who_listens(printed, sheet, identifier):
    made, read = sheet(identifier, BOTH), printed(identifier, BOTH)
    said = {language: plain(" ".join(x.text for x in read.leaves if x.lang == language)) for language in BOTH}
    for language, title in zip(made.languages, made.titles, strict=True):
        assert plain(title) in said[language]
    assert {leaf.lang for leaf in read.leaves} == set(BOTH)
    if made.help is not None:
        assert plain(made.help.titles[1]) in said["en"]
        assert plain(made.help.people[0].labels[1]) in said["en"]
        assert plain(made.help.people[0].labels[1]) not in said["fr"]


@pytest.mark.parametrize("language", m.LANGUAGES)
@pytest.mark.parametrize("identifier", ITEMS)
def test_a_whole_sheet_says_all_that_the_page_says(printed, real, directory, identifier, language):
    item = real.item(identifier)
    texts = Texts(language)
    document = Writer(real, directory, language, "FR", TODAY).document(item)
    in_box = [service for entry in directory.strip("FR") for service in entry.services]
    # The box of every sheet names the first people to call; what speech puts before a line stands as a form.
    known = {service_line(service, texts, "FR") for service in in_box}
    spoken = " ".join(line for line in spoken_lines(document, texts, "FR") if line not in known)
    forms = [texts("line.say", text=""), texts("line.blank", label=""), texts("source.line", title="")]
    forms.append(texts("next.person"))
    if document.kind == "agreement":
        # Where an agreement leads is pressed, not printed; its foot names who wrote the sources alone.
        for title, _ in document.sources:
            spoken = spoken.replace(title, "")
        spoken = spoken.replace(texts("next.title"), "")
        for link in document.links:
            spoken = spoken.replace(link.label, "")
    assert words(spoken) - words(printed(identifier, (language,)).text) <= words(" ".join(forms))


@pytest.mark.parametrize("language", m.LANGUAGES)
def test_what_is_true_is_printed_before_each_myth(real, printed, language):
    text = re.sub(r"\s+", " ", printed("ten-myths", (language,)).text)
    myths = [
        block for block in real.read("ten-myths", m.Article).blocks(language) if isinstance(block, b.Myth)
    ]
    for myth in myths:
        heard = Texts(language)("line.myth", text=myth.text)
        assert re.sub(r"\s+", " ", f"{myth.truth} {heard}") in text


@pytest.mark.parametrize("languages", LANGUAGES, ids=NAMES.get)
@pytest.mark.parametrize("identifier", ["short:cameras-live-9-11", "evidence-sheet", *ALONE])
def test_the_foot_of_every_page_names_sheet_month_version_and_source(printed, sheet, identifier, languages):
    made, read = sheet(identifier, languages), printed(identifier, languages)
    total = len(read.file.pages)
    for page in range(total):
        foot = read.foot(page)
        for language in made.languages:
            texts = Texts(language)
            here = texts("paper.foot", id=made.id, known="|", version=__version__, n=page + 1, total=total)
            assert all(plain(part) in plain(foot) for part in here.split("|"))
            assert plain(texts("source.line", title="")) in plain(foot)
    assert re.search(r"\b20\d\d\b", read.foot(0))


def test_codes_hold_exactly_registered_addresses_and_are_told_in_words(pictures, printed, real):
    for identifier, number in (("cameras-live-9-11", 1), ("help-page", 4), ("wall-poster", 2)):
        found = codes_in(pictures(identifier, BOTH, None, 150))
        assert len(found) == number, identifier
        for address in found:
            assert is_plain_https(address)
            assert address in real.addresses
            host = address.removeprefix("https://").removeprefix("www.").partition("/")[0]
            assert plain(host) in plain(printed(identifier, BOTH).text)
        alts = [alt for _, alt in printed(identifier, BOTH).figures]
        assert sorted(alts) == sorted(f"QR: {address}" for address in found)


def test_lists_steps_and_the_table_are_what_they_look_like(printed):
    roles = printed("sextortion-now").roles
    assert roles.count("/L") >= 2
    assert roles.count("/LI") == roles.count("/LBody") > 4
    table = printed("terms").roles
    assert table.count("/Table") == 1
    assert table.count("/TH") == 3
    assert table.count("/TR") > 50


@pytest.mark.parametrize(
    ("identifier", "look"),
    [
        ("short:sextortion-12-14", Look()),
        ("help-page", Look(paper="Letter")),
        ("wall-poster", Look(paper="Letter")),
        ("wallet-card", Look(large=True)),
        ("cards-15-17", Look(large=True)),
        ("trusted-adults-hand", Look(paper="Letter", large=True)),
        ("letter-to-prosecutor", Look(large=True)),
    ],
)
def test_nothing_is_cut_off_at_the_edge_of_the_paper(pictures, identifier, look):
    for image in pictures(identifier, BOTH, look):
        wide, high = image.width(), image.height()
        # 9 mm at 50 dots per inch: most printers leave out less.
        edge = 18
        for strip in (
            image.copy(0, 0, edge, high),
            image.copy(wide - edge, 0, edge, high),
            image.copy(0, 0, wide, edge),
            image.copy(0, high - edge, wide, edge),
        ):
            assert set(bytes(strip.constBits())) == {255}


@pytest.mark.parametrize("identifier", ["help-page", "wall-poster", "sextortion-now", "trusted-adults-hand"])
def test_greyscale_has_no_colour(pictures, identifier):
    coloured = False
    for image in pictures(identifier, FR, Look(grey=True)):
        dots = bytes(image.constBits())
        assert dots[0::4] == dots[1::4] == dots[2::4]
    for image in pictures(identifier, FR):
        dots = bytes(image.constBits())
        coloured = coloured or dots[0::4] != dots[2::4]
    assert coloured


@pytest.mark.parametrize(
    "identifier",
    ["short:cameras-live-9-11", "discord", "help-page", "wallet-card", "cards-9-11", "terms-grooming"],
)
def test_large_print_is_large_in_all_that_is_read(printed, sheet, identifier):
    look = Look(large=True)
    read, made = printed(identifier, EN, look), sheet(identifier, EN, look)
    pieces = [piece for row in made.rows for cell in row for piece in cell]
    captions = [strings(piece["codes"]) for piece in pieces if "codes" in piece]
    captions += [code.says for code in made.help.codes] if made.help is not None else []
    # Only captions under codes and the names of sources are small.
    may_be_small = plain(" ".join([strings(made.ending), *captions]))
    for leaf in read.leaves:
        assert leaf.size >= 16 or plain(leaf.text) in may_be_small, leaf


@pytest.mark.parametrize("identifier", ["cameras-live-9-11", "trusted-adults-hand", *ALONE])
def test_a_discreet_sheet_names_the_guide_nowhere(printed, identifier):
    read = printed(identifier, BOTH, Look(discreet=True))
    raw = read.root["/Metadata"].get_data().decode() + str(read.file.metadata)
    assert not [name for name in PRODUCT if name in read.text + raw]
    assert read.file.metadata.title == press.NEUTRAL_TITLE
    assert any(name in printed(identifier, BOTH).text for name in PRODUCT)


def test_the_same_sheet_gives_the_same_bytes(sheet):
    for identifier in ("help-page", "cameras-live-9-11"):
        made = sheet(identifier, BOTH)
        assert press.pdf([made], Look()) == press.pdf([made], Look())


def test_several_sheets_are_one_document_with_pages_counted_through(sheet):
    read = Printed(press.pdf([sheet("short:cameras-live-9-11"), sheet("help-page")], Look()))
    assert read.headings.count(1) == 2
    total = len(read.file.pages)
    assert plain(f"page {total} sur {total}") in plain(read.foot(total - 1))


# Sheets of paper alone.


@pytest.mark.parametrize("paper", PAPERS)
@pytest.mark.parametrize("language", m.LANGUAGES)
def test_the_page_to_keep_of_a_conversation_is_one_page_and_readable(printed, language, paper):
    for identifier in ("short:cameras-live-6-8", "short:grooming-12-14"):
        read = printed(identifier, (language,), Look(paper=paper))
        assert len(read.file.pages) == 1
        said = [leaf.size for leaf in read.leaves if leaf.role == "/P" and len(leaf.text) > 40]
        assert min(said) > 9.5


@pytest.mark.parametrize("paper", PAPERS)
@pytest.mark.parametrize("languages", LANGUAGES, ids=NAMES.get)
def test_numbers_fit_their_pages(printed, languages, paper):
    look = Look(paper=paper)
    assert len(printed("help-page", languages, look).file.pages) <= 2
    assert len(printed("wall-poster", languages, look).file.pages) == 1
    assert len(printed("wallet-card", languages, look).file.pages) == 1


def test_the_help_page_holds_each_number_of_the_strip_and_of_each_need(printed, directory):
    said = plain(printed("help-page").text)
    for entry in directory.strip("FR"):
        for service in entry.services:
            assert plain(shown_number(service, "FR")) in said
    for number in ("116 006", "116 000", "3919", "114"):
        assert plain(number) in said


def test_wrong_doors_and_lines_for_other_needs_stay_off_the_help_page(printed):
    text = printed("help-page").text
    for name in ("THESEE", "StopNCII", "STOP", "OFMIN", "Childline"):
        assert name not in text


@pytest.mark.parametrize("identifier", ["help-page", "wall-poster", "wallet-card"])
def test_every_country_has_its_own_numbers_or_a_refusal(sheet, directory, real, identifier):
    services = [directory.service(row.id) for row in real.rows("service")]
    for country in ("FR", "GP", "NC", "BE", "GB", "US", "XX"):
        made = sheet(identifier, EN, None, country)
        if not directory.strip(country):
            assert made == Refusal(identifier, "paper.refused.country")
            assert Texts("en")(made.why).endswith(".")
            continue
        assert isinstance(made, Sheet)
        text = str(made.rows)
        own = {service.phone_shown or service.phone for service in services if is_valid(service, country)}
        for service in services:
            number = shown_number(service, service.country)
            # Long enough not to be a part of another one.
            if number and len(number) > 6 and number not in own:
                assert number not in text, (country, service.id)


def test_an_unknown_sheet_is_an_error(real):
    maker = Maker(real, FR, "FR", TODAY)
    for identifier in ("no-such-sheet", "cards-18-20", "cards-", "terms-nothing"):
        with pytest.raises(KeyError):
            special.make(maker, identifier)
        with pytest.raises(KeyError):
            special.name(real, identifier, Texts("fr"))


def test_every_sheet_of_paper_alone_has_a_name_and_no_item_has_its_id(real):
    names = [special.name(real, identifier, Texts("fr")) for identifier in special.identifiers(real)]
    assert len(set(names)) == len(names)
    assert not [identifier for identifier in special.identifiers(real) if real.row(identifier) is not None]


def test_the_front_of_a_wallet_card_says_nothing_of_what_it_is_for(sheet):
    (wallet,) = sheet("wallet-card", BOTH).rows[1][0]
    assert wallet["front"] == ["Numéros utiles", "Useful numbers"]


def test_one_wallet_card_is_read_and_its_copies_are_not(printed, pictures):
    read = printed("wallet-card", FR)
    said = [leaf.text for leaf in read.leaves if "Numéros utiles" in leaf.text.replace("\u00a0", " ")]
    assert len(said) == 1
    assert read.foot(0).count("utiles") == 3
    assert len(pictures("wallet-card")) == 1


def test_cards_leave_out_what_comes_from_inside_the_family(sheet, real):
    for age in m.AGES:
        made = sheet(f"cards-{age}", BOTH)
        (cards,) = made.rows[1][0]
        said = [line for card in cards["cards"] for line in card["words"]]
        for row in real.rows("conversation"):
            if age in row.ages:
                talk = real.item(row.id)
                is_shown = talk.topics[0] not in m.SENSITIVE_TOPICS
                assert (talk.opening.fr in said) is is_shown
                assert (talk.opening.en in said) is is_shown


def test_the_words_for_interpreters_are_sorted_and_always_in_both_languages(sheet, real):
    for languages, first in ((FR, "fr"), (EN, "en")):
        made = sheet("terms", languages)
        assert set(made.languages) == set(BOTH)
        assert made.languages[0] == first
        (table,) = made.rows[1][0]
        titles = [cells[0]["title"] for cells in table["terms"]]
        assert len(titles) == len(real.rows("term"))
        folded = [
            unicodedata.normalize("NFD", title.casefold()).encode("ascii", "ignore") for title in titles
        ]
        assert folded == sorted(folded)
    (few,) = sheet("terms-grooming", FR).rows[1][0]
    assert 1 < len(few["terms"]) < len(titles)


def test_a_settings_plan_has_ten_settings_at_most_each_app_and_three_squares(real, printed):
    maker = Maker(real, FR, "FR", TODAY)
    made = settings_plan(maker, ["youtube", "roblox"], "9-11")
    settings = [row[0][0] for row in made.rows if row[0][0]["t"] == "setting"]
    assert 2 < len(settings) <= LENGTH
    assert {setting["title"].partition("\u00a0·")[0] for setting in settings} == {"YouTube", "Roblox"}
    assert {tuple(setting["states"]) for setting in settings} == {("À faire", "Fait", "Plus tard")}
    assert settings_plan(maker, [], "9-11") == Refusal("settings-plan", "paper.refused.apps")
    with pytest.raises(KeyError):
        settings_plan(maker, ["no-such-app"], None)


# Sheets to fill in.


@pytest.mark.parametrize("identifier", ["letter-to-prosecutor", "evidence-sheet"])
@pytest.mark.parametrize("language", m.LANGUAGES)
def test_sheets_of_proof_hold_the_image_rule_and_ask_who_may_see_them(printed, real, identifier, language):
    said = plain(printed(identifier, (language,)).text)
    rule = Writer(real, Maker(real, FR, "FR", TODAY).directory, language, "FR", TODAY).image_rule()
    assert plain(rule.text) in said
    asked = {
        "fr": "Cette page porte des noms : qui peut la voir ?",
        "en": "This page holds names: who may see it?",
    }
    assert plain(asked[language]) in said


def test_the_evidence_sheet_asks_nothing_more_of_a_child(printed):
    assert plain(
        "Write only what your child said by themselves. Do not ask more to fill this page."
    ) in plain(printed("evidence-sheet", EN).text)


def test_the_departments_form_comes_first(sheet):
    for languages, first in ((FR, "Le formulaire de votre Département"), (EN, "Your Département’s form")):
        made = sheet("information-preoccupante-sheet", languages)
        titles = [cells[0][0]["text"] for cells in made.rows if cells[0][0]["t"] == "h"]
        titles = titles or [row[0][0]["text"] for row in made.rows if row[0][0]["t"] == "h"]
        assert titles[0].startswith(first)


def test_lines_to_fill_are_printed_once_for_both_languages_in_french_for_a_letter(sheet):
    lines = [
        row[0][0] for row in sheet("letter-to-prosecutor", BOTH).rows if row[0][0]["t"] == "write-in-both"
    ]
    assert len(lines) > 15
    for line in lines:
        assert line["languages"] == ["en"]
        assert re.fullmatch(r".+ \(.+\)", line["labels"][0])
    assert max(line["lines"] for line in lines) == 7


def test_typed_words_take_the_place_of_lines_and_are_never_read_as_markup(real):
    words_typed = '#import "x": * \\ *bold* $a$ <label> @ref // [ ] « l’été »\nsecond line'
    filled = {0: words_typed, 1: "", 999: "lost"}
    for languages in (FR, BOTH):
        made = Maker(real, languages, "FR", TODAY).of("exact-words", filled=filled)
        read = Printed(press.pdf([made], Look()))
        # Whatever breaks a line, each sign is printed as it was typed.
        squeezed = re.sub(r"\s+", "", read.text)
        for line in words_typed.split("\n"):
            assert re.sub(r"\s+", "", line) in squeezed
        assert "lost" not in read.text
    blank = Maker(real, FR, "FR", TODAY).of("exact-words")
    assert "bold" not in str(blank)


def test_what_is_typed_has_bounds():
    assert len(typed("x" * 100_000)) == TYPED
    assert typed(" a\x00b\x1b\u200b\tc \n d ") == "a b   c \n d"
    assert typed("é e\u0301 م") == "é é _"
    assert typed("") == ""


def test_the_hand_has_a_line_on_each_finger_and_is_told_in_words(sheet, printed):
    for languages in LANGUAGES:
        made = sheet("trusted-adults-hand", languages)
        assert made.form == "hand"
        (hand,) = [row[0][0] for row in made.rows if row[0] and row[0][0]["t"] == "hand"]
        assert len(hand["labels"]) == 5
        read = printed("trusted-adults-hand", languages)
        assert read.figures[0] == (0, hand["alt"])
        first = plain(" ".join(leaf.text for leaf in read.leaves if leaf.page == 0))
        assert all(plain(word) in first for label in hand["labels"] for word in label["words"])


def test_every_letter_that_may_be_typed_can_be_set(real):
    letters = "".join(chr(code) for code in range(0x20, 0x2200) if is_drawn(chr(code)))
    assert len(letters) > 300
    made = Maker(real, FR, "FR", TODAY).of("exact-words", filled={0: letters})
    assert press.pdf([made], Look())


@pytest.mark.parametrize("languages", LANGUAGES, ids=NAMES.get)
@pytest.mark.parametrize("country", ["FR", "BE", "US", "MA", "GB"])
def test_a_wallet_card_can_be_read(sheet, country, languages):
    made = sheet("wallet-card", languages, country=country)
    read = Printed(press.pdf([made], Look()))
    numbers = {one["number"] for one in made.rows[-1][0][0]["people"]}
    labels = {label for one in made.rows[-1][0][0]["people"] for label in one["labels"]}
    sizes = {leaf.text: leaf.size for leaf in read.leaves if leaf.text in numbers | labels}
    assert len(sizes) >= len(numbers)
    assert min(size for text, size in sizes.items() if text in numbers) >= 12
    assert min((size for text, size in sizes.items() if text in labels), default=9) >= 8.5


def test_who_to_call_is_told_with_the_right_word_before_the_country(sheet, real):
    said = {code: real.country(code).where for code in real.countries}
    for where in said.values():
        assert re.match(r"(en|au|aux|à|dans) ", where.fr)
        assert re.match(r"in ", where.en)
        assert not re.match(r"en (le|la|les|l’)", where.fr)
    assert {said[code].fr for code in ("FR", "CA", "US", "RE", "MC")} == {
        "en France",
        "au Canada",
        "aux États-Unis",
        "à La Réunion",
        "à Monaco",
    }
    assert sheet("help-page", BOTH, country="US").titles == (
        "Qui appeler aux États-Unis",
        "Who to call in the United States",
    )
    assert sheet("short:cameras-live-9-11", FR).help.titles == ("Qui appeler en France",)


def explained(made):
    """Give the pieces after the title of the words, of each language."""
    rows = [row for row in made.rows if any("words.title" in one for one in map(titled, row))]
    return [cell[-1]["items"] for row in rows for cell in row]


def titled(cell):
    return {
        "words.title"
        for piece in cell
        if piece["t"] == "h" and piece["text"] in {Texts(language)("words.title") for language in BOTH}
    }


@pytest.mark.parametrize(
    ("identifier", "words"),
    [
        ("chatbots-explained", ("chatbot", "compagnon-ia")),
        ("after-you-report-france", ("signaleur-de-confiance", "procureur")),
        ("short:sextortion-12-14", ("chantage",)),
        ("short:trusted-adults-3-5", ()),
    ],
)
def test_words_that_a_sheet_names_or_meets_are_explained_at_its_end(sheet, real, identifier, words):
    lists = explained(sheet(identifier, BOTH))
    assert len(lists) == (2 if words else 0)
    for language, lines in zip(BOTH, lists, strict=False):
        assert len(lines) == len(set(lines))
        for word in words:
            term = real.read(word, m.Term)
            line = Texts(language)("words.line", word=term.title[language], text=term.text[language])
            assert line in lines


def test_a_short_talk_explains_the_words_that_are_left_in_it(sheet, real):
    left = [row.id for row in real.rows("conversation") if explained(sheet(f"short:{row.id}", BOTH))]
    assert left
    for identifier in left:
        whole = explained(sheet(identifier, BOTH))
        for few, all_lines in zip(explained(sheet(f"short:{identifier}", BOTH)), whole, strict=True):
            assert set(few) <= set(all_lines)


def test_a_short_talk_in_two_languages_fits_one_page(printed):
    assert len(printed("short:trusted-adults-3-5", BOTH).file.pages) == 1


@pytest.mark.parametrize("identifier", ["short:cameras-live-9-11", "evidence-sheet", "family-agreement-9-11"])
def test_no_colon_stands_before_the_point_between_two_languages(printed, identifier):
    assert not re.search(r":\s*·", printed(identifier, BOTH).text)
