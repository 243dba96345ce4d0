"""One source of text: a page says everything its item says, in each language and country."""

from datetime import date

import pytest

from familyguide import __version__
from familyguide.guide import blocks as b
from familyguide.guide import model as m
from familyguide.guide.texts import item_texts
from familyguide.services.document import Blank, People, Rule, SettingCard
from familyguide.services.service_card import service_line
from familyguide.services.spoken import spoken_lines
from familyguide.services.texts import Texts
from familyguide.services.writer import Writer

COUNTRIES = ("FR", "RE", "EU", "XX")
TODAY = date(2026, 11, 22)


def has_country_parts(item):
    """Tell whether a part of an item is for some countries only, or is filled in from the directory."""
    if isinstance(item, m.Plan):
        return any(step.only or step.by_country for step in item.steps)
    if isinstance(item, m.Conversation | m.Article):
        blocks = (
            item.fr if isinstance(item, m.Article) else [block for part in item.fr for block in part.blocks]
        )
        return any(isinstance(block, b.Only) for block in blocks)
    return False


def unseen(item, language):
    """Give the texts of an item that its page does not show, with the reason."""
    if isinstance(item, m.Term):
        return set(getattr(item.also, language))  # words for the search alone
    if isinstance(item, m.Checklist):
        return {" ".join(setting.path[language]) for setting in item.settings}  # shown menu by menu, below
    if isinstance(item, m.Service) and item.phone_valid_in is not None and "FR" not in item.phone_valid_in:
        return {item.phone_shown or item.phone}  # it cannot be dialled from here
    return set()


def flat(pieces):
    for piece in pieces:
        yield piece
        yield from flat(getattr(piece, "blocks", ()))


def pieces_of(document):
    yield from flat(document.lead)
    for section in document.sections:
        yield from flat(section.pieces)


@pytest.mark.parametrize("country", COUNTRIES)
@pytest.mark.parametrize("language", m.LANGUAGES)
def test_every_item_becomes_a_page(real, pages, language, country):
    for row in real.rows():
        document, lines = pages(row.id, language, country)
        assert document.id == row.id
        assert document.kind == row.kind
        assert lines[0] == document.title == row.title[language]
        assert len(lines) > 2
        assert all(line.strip() for line in lines), row.id


@pytest.mark.parametrize("language", m.LANGUAGES)
def test_a_page_shows_every_sentence_of_its_item(real, pages, directory, language):
    asked = 0
    for row in real.rows():
        item = real.item(row.id)
        if has_country_parts(item):
            continue
        text = "\n".join(pages(row.id, language, "FR")[1])
        for sentence in set(item_texts(item, language)) - unseen(item, language):
            assert directory.fill(sentence, language, "FR") in text, (row.id, sentence)
            asked += 1
    assert asked > 1_000


@pytest.mark.parametrize("language", m.LANGUAGES)
def test_a_plan_shows_every_sentence_for_its_country(real, pages, directory, language):
    for row in real.rows("plan"):
        plan = real.item(row.id)
        for country in COUNTRIES:
            text = "\n".join(pages(row.id, language, country)[1])
            for step in plan.steps:
                here = not step.only or country in step.only
                assert (directory.fill(step.do[language], language, country) in text) is here, (
                    row.id,
                    step.id,
                )
                for code, words in step.by_country.items():
                    filled = directory.fill(words[language], language, country)
                    assert (filled in text) is (here and code == country), (row.id, step.id, code)


@pytest.mark.parametrize("language", m.LANGUAGES)
def test_every_menu_of_every_setting_is_shown(real, pages, language):
    for row in real.rows("checklist"):
        text = "\n".join(pages(row.id, language, "FR")[1])
        for setting in real.item(row.id).settings:
            assert " › ".join(setting.path[language]) in text


@pytest.mark.parametrize("language", m.LANGUAGES)
def test_every_page_says_when_it_was_known_and_where_it_comes_from(real, pages, language):
    texts = Texts(language)
    for row in real.rows():
        document, lines = pages(row.id, language, "FR")
        assert document.known in lines
        if row.kind == "article" and row.group == "guide":
            # The app tells of itself: no month of a source, but which version.
            assert document.known == texts("known.guide", version=__version__)
        elif row.as_of is None:
            assert document.known == texts("known.unknown")
        else:
            assert texts.month(row.as_of) in document.known
        start = texts("source.line", title="").strip()
        shown = [line for line in lines if line.startswith(start)]
        assert len(shown) == max(1, len(document.sources)), row.id


def test_only_pages_of_this_guides_own_words_have_no_source(real, pages):
    without = {row.id for row in real.rows() if not pages(row.id, "fr", "FR")[0].sources}
    services = {identifier for identifier in without if real.row(identifier).kind == "service"}
    # Two come from press articles whose address was not kept.
    assert services <= {"ro-119", "sn-boleko"}
    assert {real.row(identifier).kind for identifier in without - services} <= {"term", "article", "sign"}
    assert all(real.row(identifier).as_of is None for identifier in without - services)


@pytest.mark.parametrize("language", m.LANGUAGES)
def test_a_draft_says_so(real, pages, language):
    for row in real.rows():
        item = real.item(row.id)
        if item.status == "draft" and row.kind not in {"service", "term"}:
            note = pages(row.id, language, "FR")[0].note
            assert note
            assert note in pages(row.id, language, "FR")[1][:2]


def test_the_first_words_of_a_talk_are_words_to_say(real, pages):
    for row in real.rows("conversation"):
        for language in m.LANGUAGES:
            document, _ = pages(row.id, language, "XX")
            assert document.lead[0] == b.Say(real.item(row.id).opening[language])
            assert [section.name for section in document.sections] == list(m.PARTS)


@pytest.mark.parametrize("country", ["FR", "RE"])
def test_a_plan_opens_with_people_and_has_at_most_eight_steps(real, pages, country):
    for row in real.rows("plan"):
        document, _ = pages(row.id, "fr", country)
        assert any(isinstance(piece, People) for piece in document.lead), row.id
        steps = [section for section in document.sections if section.name.startswith("step-")]
        assert 2 <= len(steps) <= 8
        names = [section.name for section in document.sections]
        assert names.index("dont") == len(steps)


@pytest.mark.parametrize("country", COUNTRIES)
def test_no_page_holds_a_role_that_was_not_resolved(real, pages, country):
    for row in real.rows():
        for piece in pieces_of(pages(row.id, "fr", country)[0]):
            assert not isinstance(piece, b.Call | b.ImageRule | b.Only), row.id
            assert not isinstance(piece, People) or piece.services


@pytest.mark.parametrize("country", COUNTRIES)
def test_links_of_a_page_lead_to_pages_of_the_country(real, pages, country):
    for row in real.rows():
        document, _ = pages(row.id, "en", country)
        links = [
            *document.links,
            *(link for piece in pieces_of(document) for link in getattr(piece, "links", ())),
        ]
        for link in links:
            kind, _, identifier = link.target.partition(":")
            target = real.row(identifier)
            assert target.kind == kind
            assert not target.countries or "*" in target.countries or country in target.countries, (
                row.id,
                link,
            )


def test_a_world_wide_service_can_be_linked_everywhere(real, directory):
    for country in COUNTRIES:
        writer = Writer(real, directory, "en", country, TODAY)
        assert writer.link("service:int-take-it-down") is not None
    assert Writer(real, directory, "en", "XX", TODAY).link("service:fr-119") is None


@pytest.mark.parametrize("target", ["plan:nothing", "nothing", "", "conversation:disclosure", "plan:"])
def test_a_link_that_leads_nowhere_is_left_out(real, directory, target):
    assert Writer(real, directory, "fr", "FR", TODAY).link(target) is None


def test_the_image_rule_is_the_same_words_everywhere(real, directory, pages):
    seen = 0
    for row in real.rows():
        for piece in pieces_of(pages(row.id, "fr", "FR")[0]):
            if isinstance(piece, Rule):
                seen += 1
                assert piece.text == directory.fill(real.image_rule.text.fr, "fr", "FR")
    assert seen > 5


def test_a_myth_and_a_branch_resolve_what_they_hold(real, directory):
    writer = Writer(real, directory, "fr", "FR", TODAY)
    inner = (b.Call(("child",)), b.ImageRule(), b.Paragraph("Appelez {service:fr-119}."))
    for block in (b.Myth("On sait", "On dit", inner), b.Branch("yes", "dit oui", inner)):
        (piece,) = writer.pieces((block,))
        people, rule, words = piece.blocks
        assert [service.id for service in people.services] == ["fr-119"]
        assert isinstance(rule, Rule)
        assert words.text == "Appelez le 119."


@pytest.mark.parametrize("language", m.LANGUAGES)
def test_what_is_true_is_said_before_each_myth(pages, language):
    document, lines = pages("ten-myths", language, "FR")
    myths = [piece for piece in pieces_of(document) if isinstance(piece, b.Myth)]
    assert len(myths) == 10
    for myth in myths:
        assert lines[lines.index(myth.truth) + 1] == Texts(language)("line.myth", text=myth.text)


def test_a_call_without_anyone_in_the_country_is_left_out(real, directory):
    writer = Writer(real, directory, "fr", "XX", TODAY)
    assert list(writer.pieces((b.Call(("crisis", "report")),))) == []


def test_a_link_to_a_service_of_elsewhere_loses_its_door_and_keeps_its_words(real, directory):
    block = b.Paragraph("Le numéro.", (b.Link("Le numéro", "service:fr-119"),))
    (here,) = Writer(real, directory, "fr", "FR", TODAY).pieces((block,))
    (elsewhere,) = Writer(real, directory, "fr", "XX", TODAY).pieces((block,))
    assert here == block
    assert elsewhere == b.Paragraph("Le numéro.")


@pytest.mark.parametrize("language", m.LANGUAGES)
def test_what_the_facts_do_not_fill_is_said_to_be_unknown(real, pages, language):
    unknown = Texts(language)("unknown")
    for row in real.rows("service"):
        service = real.item(row.id)
        document, lines = pages(
            row.id, language, service.country if service.country in real.countries else "FR"
        )
        named = {section.name: section for section in document.sections}
        for name in ("takes", "need", "happens", "hours"):
            if service.kind == "emergency" and name in ("need", "happens") and not getattr(service, name):
                # Who calls an emergency number needs nothing: "not known" would only worry.
                assert name not in named
            elif not getattr(service, name):
                assert named[name].pieces == (b.Paragraph(unknown),), (row.id, name)
        assert "None" not in "\n".join(lines)


def test_paid_means_the_price_of_an_ordinary_call(real, pages):
    paid = [row.id for row in real.rows("service") if real.item(row.id).cost == "paid"]
    assert paid
    for identifier in paid:
        assert "Price of an ordinary call" in pages(identifier, "en", "FR")[1]


def test_old_facts_say_that_they_may_have_changed_and_unknown_ones_are_old(real, directory):
    writer = Writer(real, directory, "en", "FR", date(2026, 11, 22))
    assert writer.known("2026-06", "service") == "Facts known in June\u00a02026"
    assert writer.known("2025-06", "service") == "Known in June\u00a02025, may have changed"
    assert writer.known("2026-06", "setting", menus=True) == "Menu names known in June\u00a02026"
    assert "may have changed" in writer.known(None, "conversation")


def test_a_path_folds_behind_the_official_page_after_twice_the_limit(real, directory):
    checklist = real.item("discord")
    young = Writer(real, directory, "fr", "FR", date(2026, 11, 22))
    later = Writer(real, directory, "fr", "FR", date(2031, 11, 22))
    assert not all(young.setting(checklist, setting).folded for setting in checklist.settings)
    assert all(later.setting(checklist, setting).folded for setting in checklist.settings)


def test_the_menus_name_may_differ_only_in_french_of_own_knowledge(real, directory):
    for row in real.rows("checklist"):
        checklist = real.item(row.id)
        for language in m.LANGUAGES:
            writer = Writer(real, directory, language, "FR", TODAY)
            for setting in checklist.settings:
                card = writer.setting(checklist, setting)
                assert card.unsure_names is (language == "fr" and setting.path_fr_basis == "knowledge")


def test_help_is_never_folded_however_old_it_is(real, directory):
    writer = Writer(real, directory, "fr", "FR", date(2050, 1, 1))
    document = writer.document(real.item("fr-119"))
    assert "119" in "\n".join(spoken_lines(document, Texts("fr"), "FR"))
    assert not any(isinstance(piece, SettingCard) for piece in pieces_of(document))


def test_a_topic_leads_to_the_talk_for_the_childs_age(real, directory):
    writer = Writer(real, directory, "fr", "FR", TODAY)
    for age in m.AGES:
        assert writer.conversation_for("cameras-live", m.AGES, age) == f"cameras-live-{age}"
    assert writer.conversation_for("sextortion", m.AGES, None) == "sextortion-12-14"
    # Others touch on these topics, and stand before.
    for topic in ("grooming", "gifts-money", "sharing-images", "ai-images", "harm-in-circle"):
        assert writer.conversation_for(topic, m.AGES, "12-14") == f"{topic}-12-14"
    assert writer.conversation_for("sextortion", (), "3-5") is None
    assert writer.conversation_for("no-such-topic", m.AGES, None) is None


@pytest.mark.parametrize(
    ("language", "identifier", "country", "line"),
    [
        ("fr", "fr-119", "FR", "119 Allô Enfance en Danger\u00a0: Enfant en danger, ou un doute"),
        ("en", "fr-17-police-secours", "FR", "17 Police emergency: Immediate danger"),
        ("fr", "fr-pharos", "FR", None),
        ("en", "fr-114", "FR", None),
    ],
)
def test_a_service_is_one_line_and_its_number_stands_once(real, language, identifier, country, line):
    service = real.item(identifier)
    written = service_line(service, Texts(language), country)
    if line is not None:
        assert written == line
    assert service.title[language] in written
    assert service.role[language] in written
    number = service.phone or service.sms
    if number:
        assert number in written


def test_a_number_that_cannot_be_dialled_here_is_not_written_as_one(real):
    service = real.item("int-cybertipline")
    assert service.phone not in service_line(service, Texts("en"), "FR")


def test_sources_are_not_dated_twice(real, pages):
    for row in real.rows():
        for title, _ in pages(row.id, "en", "FR")[0].sources:
            assert not any(f"{year}, {year}" in title for year in range(1990, 2030)), title


@pytest.mark.parametrize("language", m.LANGUAGES)
def test_an_agreement_is_a_page_of_both_sides_with_lines_for_paper(real, pages, language):
    for row in real.rows("agreement"):
        item = real.item(row.id)
        document, lines = pages(row.id, language, "FR")
        names = [section.name for section in document.sections]
        rules = [rule.id for rule in item.rules]
        sides = [names.index("rules-child"), names.index("rules-adult")]
        assert [name for name in names if name in rules] == sorted(
            rules, key=[rule.id for rule in item.rules].index
        )
        for rule in item.rules:
            assert (names.index(rule.id) > sides[1]) is rule.for_adults
        assert sides[0] < sides[1]
        blanks = [piece for piece in pieces_of(document) if isinstance(piece, Blank)]
        assert len(blanks) == 2
        assert not any("_" in line for line in lines)
        assert [link.target for link in document.links][-1] == "article:trusted-adults-hand"
        assert document.people


@pytest.mark.parametrize("language", m.LANGUAGES)
def test_the_hand_has_five_lines_to_fill_that_paper_prints_and_speech_names(pages, language):
    document, lines = pages("trusted-adults-hand", language, "FR")
    blanks = [piece for piece in pieces_of(document) if isinstance(piece, Blank)]
    assert len(blanks) == 5
    for blank in blanks:
        # Whatever lays out paragraphs lays these out too.
        assert isinstance(blank, b.Paragraph)
        assert blank.text.startswith(blank.label)
        assert blank.text.endswith("____")
        assert Texts(language)("line.blank", label=blank.label) in lines
    assert not any("_" in line for line in lines)
