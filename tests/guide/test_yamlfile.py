"""YAML is read fast by libyaml, and says the same as a reader in Python: values, lines and mistakes."""

import subprocess
import sys

import pytest
import yaml
from small import FILES, REAL

from familyguide.guide import yamlfile
from familyguide.guide.yamlfile import parse_yaml

# One file of each kind, and the largest lists of the checker.
REAL_FILES = (
    "vocabulary.yaml",
    "countries.yaml",
    "triage.yaml",
    "services/BE.yaml",
    "checks/words.en.yaml",
    *(
        sorted((REAL / folder).glob("*.yaml"))[0].relative_to(REAL)
        for folder in ("checklists", "plans", "signs")
    ),
)


def slowly(text):
    return yamlfile._placed(yamlfile._Loader(text))


@pytest.mark.parametrize("name", REAL_FILES, ids=str)
def test_both_readers_give_the_same_values_and_lines(name):
    text = (REAL / name).read_text(encoding="utf-8")
    assert yamlfile._placed(yamlfile._QuickLoader(text)) == slowly(text)


def test_odd_texts_are_read_alike_by_both():
    odd = [
        "",
        "# nothing\n",
        "a: yes\nb: on\nc: true\n",
        "a: |\n  x\n  y\n",
        "- a: 1\n  b:\n  - c\n",
        "a: 'é’\u00a0'\n",
    ]
    odd += [text for name, text in FILES.items() if name.endswith(".yaml")]
    for text in odd:
        assert yamlfile._placed(yamlfile._QuickLoader(text)) == slowly(text), text


@pytest.mark.parametrize(
    "text",
    [
        "a: [1\n",
        "\ta: 1\n",
        "a: 1\na: 2\n",
        "a: &x 1\nb: *x\n",
        "a: 'b\n",
        "a: b: c\n",
        "x: {a: 1, b\n",
        "a: \x07\n",
    ],
    ids=ascii,
)
def test_a_mistake_is_told_in_the_same_words_at_the_same_line(text):
    with pytest.raises(yaml.YAMLError) as told:
        parse_yaml(text)
    with pytest.raises(yaml.YAMLError) as expected:
        slowly(text)
    assert str(told.value) == str(expected.value)


@pytest.mark.parametrize("opening", ["[", "{a: ", "- "])
def test_nesting_without_end_is_refused_and_ends_no_process(opening):
    with pytest.raises(RecursionError):
        parse_yaml(opening * 50_000)


def test_an_alias_is_refused_at_its_line_before_it_can_grow():
    doubled = "a0: &a0 [x, x]\n" + "".join(f"a{n}: &a{n} [*a{n - 1}, *a{n - 1}]\n" for n in range(1, 60))
    with pytest.raises(yaml.MarkedYAMLError, match="anchors and aliases") as caught:
        parse_yaml(doubled)
    assert caught.value.problem_mark.line == 1


def test_a_package_of_the_app_reads_without_libyaml():
    deep = "[" * 5000
    script = (
        "import sys; sys.modules['yaml._yaml'] = None\n"
        "from familyguide.guide import yamlfile\n"
        "assert yamlfile._QuickLoader is yamlfile._Loader\n"
        "print(yamlfile.parse_yaml('a: yes\\nb: [1, true]\\n').data)\n"
        "import yaml\n"
        f"try: yamlfile.parse_yaml({deep!r})\n"
        "except (yaml.YAMLError, RecursionError) as error: print(type(error).__name__)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=False, timeout=60
    )
    assert done.stderr == ""
    assert done.stdout.splitlines()[0] == "{'a': 'yes', 'b': [1, True]}"
    assert len(done.stdout.splitlines()) == 2
