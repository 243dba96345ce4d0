import pytest

from familyguide.guide import blocks as b
from familyguide.guide.markdown import MarkdownError, read_page

HEAD = "---\ntitle: A title\n---\n\n"


def read(body, language="en"):
    return read_page(HEAD + body, language).blocks


def refused(body):
    with pytest.raises(MarkdownError) as caught:
        read(body)
    return caught.value


def test_front_matter_is_plain_words_after_a_key():
    page = read_page("---\ntitle: Parler : oui\n# a note\n\nsummary: L'été : dehors\n---\n", "fr")
    assert page.front == {"title": "Parler\u00a0: oui", "summary": "L’été\u00a0: dehors"}


def test_quotes_around_a_whole_value_are_dropped():
    assert read_page('---\ntitle: "One: two"\n---\n', "en").front["title"] == "One: two"


@pytest.mark.parametrize("text", ["", "no front matter", "---\ntitle: x\n", "title: x\n---\n"])
def test_a_page_without_front_matter_is_refused_at_line_one(text):
    with pytest.raises(MarkdownError) as caught:
        read_page(text, "en")
    assert (caught.value.line, caught.value.code) == (1, "front-matter")


def test_front_matter_that_is_no_key_names_its_line():
    with pytest.raises(MarkdownError, match="Line 3"):
        read_page("---\ntitle: x\njust words\n---\n", "en")


def test_headings_paragraphs_and_lists_become_values():
    assert read("## One\n\nSome words.\n\n### Two\n\n- a\n- b\n\n1. first\n2. second\n") == (
        b.Heading("One", 2),
        b.Paragraph("Some words."),
        b.Heading("Two", 3),
        b.Bullets(("a", "b")),
        b.Bullets(("first", "second"), ordered=True),
    )


def test_each_line_of_a_quote_is_something_to_say():
    assert read('> "One."\n>\n> "Two."\n') == (b.Say("“One.”"), b.Say("“Two.”"))


@pytest.mark.parametrize(
    ("body", "block"),
    [
        ('!!! avoid "Hush"\n    It closes\n    the talk.\n', b.Avoid("Hush", "It closes the talk.")),
        ("!!! key\n    One.\n\n    Two.\n", b.Key(("One.", "Two."))),
        ("!!! activity\n    Play.\n", b.Activity(("Play.",))),
        ("!!! decision\n    Choose.\n", b.Decision(("Choose.",))),
        ("!!! promise\n    I listen.\n", b.Promise(("I listen.",))),
        ("!!! fill\n    Name\n\n    Place\n", b.Fill(("Name", "Place"))),
        ("!!! fill 4\n    What was said\n", b.Fill(("What was said",), 4)),
        ("!!! image-rule\n", b.ImageRule()),
        ("!!! call emergency child\n", b.Call(("emergency", "child"))),
        ("!!! figure ceop-live\n    One in ten.\n", b.Figure("One in ten.", "CEOP-LIVE")),
        ("!!! country fr\n    Words.\n\n    - a\n", b.Only("FR", (b.Paragraph("Words."), b.Bullets(("a",))))),
        (
            '!!! myth "It is rare"\n    It happens\n\n    Here too.\n\n    !!! call child\n',
            b.Myth("It happens", "It is rare", (b.Paragraph("Here too."), b.Call(("child",)))),
        ),
    ],
)
def test_every_block_becomes_its_value(body, block):
    assert read(body) == (block,)


def test_a_branch_holds_what_follows_it_until_the_next_heading():
    body = '### yes: says "yes"\n\n> "Good."\n\nListen.\n\n### no: says no\n\n- Wait.\n\n## next\n\nWords.\n'
    assert read(body) == (
        b.Branch("yes", "says “yes”", (b.Say("“Good.”"), b.Paragraph("Listen."))),
        b.Branch("no", "says no", (b.Bullets(("Wait.",)),)),
        b.Heading("next", 2),
        b.Paragraph("Words."),
    )


def test_what_to_avoid_belongs_to_the_step_not_to_the_last_branch():
    first, second = read('### silent: says nothing\n\nWait.\n\n!!! avoid "Speak!"\n    It hurts.\n')
    assert first == b.Branch("silent", "says nothing", (b.Paragraph("Wait."),))
    assert second == b.Avoid("Speak!", "It hurts.")


def test_a_link_keeps_its_label_and_target():
    (block,) = read("[A term](term:grooming) first.\n")
    assert block == b.Paragraph("A term first.", (b.Link("A term", "term:grooming"),))


def test_links_inside_a_list_stand_with_the_list():
    (block,) = read("- see [this](term:grooming)\n- and [that](service:fr-119)\n")
    assert [link.target for link in block.links] == ["term:grooming", "service:fr-119"]


@pytest.mark.parametrize(
    "target",
    ["https://example.org", "http://x", "javascript:alert(1)", "file:///etc/passwd", "disclosure", "x:y", ""],
)
def test_a_link_that_leaves_the_guide_is_refused_with_its_line(target):
    error = refused(f"Words.\n\nGo [there]({target}).\n")
    assert error.code == "link"
    if target:
        assert error.line == 7


@pytest.mark.parametrize(
    "body",
    [
        "Some *words* here.",
        "Some **words** here.",
        "Some `words` here.",
        "An ![image](plan:x) here.",
        "A line  \nand another.",
        "- one\n    - two",
        "# A title",
        "#### A small title",
        "words\n\n---\n",
        "    code",
    ],
)
def test_other_markdown_is_refused_at_its_line(body):
    error = refused("First.\n\n" + body)
    assert error.code == "markdown"
    assert error.line >= 7


@pytest.mark.parametrize(
    "body", ["<b>bold</b>", "a < b", "<script>x</script>", "<!-- note -->", "<https://x.y>"]
)
def test_html_is_refused_at_its_line(body):
    error = refused("First.\n\n" + body)
    assert (error.code, error.line) == ("html", 7)


def test_entities_stay_letters():
    (block,) = read("R&B &amp; &#60;b&#62;\n")
    assert block.text == "R&B &amp; &#60;b&#62;"


def test_a_backslash_leaves_only_the_sign_behind():
    (block,) = read("2 \\* 3 \\_ 4\n")
    assert block.text == "2 * 3 _ 4"


def test_an_unknown_block_is_refused_at_its_line():
    error = refused("First.\n\n!!! danger\n    Boo.\n")
    assert (error.code, error.line) == ("block", 7)


@pytest.mark.parametrize(
    "inside", ["> “It happens.”", "- It happens", "See [it](term:grooming)", "!!! call child"]
)
def test_a_myth_begins_with_what_is_true(inside):
    error = refused(f'First.\n\n!!! myth "It is rare"\n    {inside}\n')
    assert (error.code, error.line) == ("block", 7)


@pytest.mark.parametrize("lines", ["0", "12", "many", "2 lines"])
def test_lines_to_fill_are_one_to_nine(lines):
    error = refused(f"First.\n\n!!! fill {lines}\n    Name\n")
    assert (error.code, error.line) == ("block", 7)


def test_a_block_inside_a_country_block_is_refused():
    assert refused('!!! country fr\n    !!! myth "x"\n        y\n').code == "block"


def test_words_of_the_front_matter_do_not_draw_an_error_to_them():
    error = refused("A *title* here.")
    assert error.line == 5
