"""No near-copies: each conversation is written for its topic and its age."""

import pytest

NINE = "conversations/cameras-live-9-11"
TWELVE = "conversations/cameras-live-12-14"
ENDINGS = ("yaml", "fr.md", "en.md")


@pytest.fixture
def twins(folder):
    """The same conversation at two ages."""
    for ending in ENDINGS:
        text = folder.read(f"{NINE}.{ending}")
        folder.write(f"{TWELVE}.{ending}", text.replace("9-11", "12-14"))
    return folder


def codes_of(folder, code):
    return [(file, line) for file, line, found in folder.found() if found == code]


def test_a_copy_is_named_in_both_languages(twins):
    assert codes_of(twins, "near-copy") == [(f"{TWELVE}.en.md", 1), (f"{TWELVE}.fr.md", 1)] or codes_of(
        twins, "near-copy"
    ) == [(f"{NINE}.en.md", 1), (f"{NINE}.fr.md", 1)]


def test_every_sentence_said_again_at_the_next_age_is_named_at_its_line(twins):
    name = f"{TWELVE}.fr.md"
    lines = [line for file, line in codes_of(twins, "same-words") if file == name]
    assert twins.line(name, "Avec qui tu parles") in lines
    assert twins.line(name, "Comment tu choisis") in lines
    assert twins.line(name, "On sera deux") in lines


def test_ages_that_are_not_neighbours_may_say_the_same(twins):
    for ending in ENDINGS:
        old = twins.root / f"{TWELVE}.{ending}"
        text = old.read_text(encoding="utf-8").replace("12-14", "15-17")
        old.unlink()
        twins.write(f"conversations/cameras-live-15-17.{ending}", text)
    assert codes_of(twins, "same-words") == []


def test_the_phrase_bank_may_be_said_at_every_age(twins):
    for language, others in (("fr", "Merci."), ("en", "Thank you.")):
        for stem in (NINE, TWELVE):
            twins.change(
                f"{stem}.{language}.md", others, {"fr": "Je te crois.", "en": "I believe you."}[language]
            )
    name = f"{TWELVE}.fr.md"
    messages = [problem.message for problem in twins.check() if problem.code == "same-words"]
    assert messages
    assert not any("je te crois" in message or "i believe you" in message for message in messages)
    assert twins.line(name, "Je te crois")


def test_other_words_are_no_copy(folder):
    other = {
        "fr": {
            "« Montre-moi ce que tu aimes. »": "« Qui fait des directs dans ta classe ? »",
            "« Avec qui tu parles en vidéo ? »": "« Ça se passe comment, un direct réussi ? »",
            "« Comment tu choisis ? »": "« Tu arrêtes quand, toi ? »",
            "« Merci. Raconte-moi, à ton rythme. »": "« Je suis là, prends le temps qu'il faut. »",
            "« D'accord. On sera deux. »": "« Très bien. Garde ma phrase en tête. »",
            "« On en reparle samedi. »": "« Ma porte reste ouverte ce soir. »",
            "La plupart des moments en vidéo se passent bien.": "Votre ado sait déjà beaucoup de choses.",
        },
        "en": {
            '"Show me what you like."': '"Who goes live in your class?"',
            '"Who do you talk to on video?"': '"What makes a good live video?"',
            '"How do you decide?"': '"When do you stop?"',
            '"Thank you. Tell me, in your own time."': '"I am here, take as long as you need."',
            '"OK. Then there are two of us."': '"Good. Keep my sentence in mind."',
            '"We can talk again on Saturday."': '"My door is open tonight."',
            "Most video time is fine.": "Your teenager knows a lot already.",
        },
    }
    for ending in ENDINGS:
        folder.write(f"{TWELVE}.{ending}", folder.read(f"{NINE}.{ending}").replace("9-11", "12-14"))
    for language, words in other.items():
        for old, new in words.items():
            folder.change(f"{TWELVE}.{language}.md", old, new)
    assert codes_of(folder, "same-words") == []
