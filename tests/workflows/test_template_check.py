"""What an office may write in a letter template, and what it is told otherwise."""

from datetime import date

import pytest

from domain.template.parts import TemplateKind
from workflows import words
from workflows.filling import filled
from workflows.paper import FILLED
from workflows.template_check import Mistake, mistakes_in
from workflows.words import Words

KINDS: tuple[TemplateKind, ...] = ("announcement", "rectification", "withdrawal", "reply")
GOOD = "# Kop\n\n{{ changes }}\n\nPer {{ effective }}.\n"


def mistakes(text: str, kind: TemplateKind = "announcement") -> list[Mistake]:
    return mistakes_in(kind, Words("Wijziging {{ contract_number }}", text))


@pytest.mark.row("AN-05")
@pytest.mark.parametrize("kind", KINDS)
def test_the_words_that_come_with_the_program_have_no_mistakes(kind: TemplateKind) -> None:
    assert mistakes_in(kind, words.built_in(kind)) == []


def test_the_words_of_before_templates_had_versions_have_no_mistakes() -> None:
    former = words.former("announcement-nl/1")
    assert former is not None
    assert mistakes_in("announcement", former) == []


@pytest.mark.row("AN-05")
def test_an_unknown_field_is_refused_by_name_and_line_with_the_fields_there_are() -> None:
    (mistake,) = mistakes(GOOD + "\nGeachte {{ voornaam }},\n")
    assert (mistake.part, mistake.line) == ("text", 7)
    assert mistake.sentence.values["name"] == "voornaam"
    assert "addressee, contract_number, segment" in mistake.sentence.values["known"]


@pytest.mark.parametrize(
    ("bad", "line", "named"),
    [
        ("{{ sender.telefoon }}", 6, "sender.telefoon"),
        ("\n{{ title.upper }}", 7, "title.upper"),
        ("{% for each in terms %}{{ each.prijs }}{% endfor %}", 6, "terms.prijs"),
        ("{{ sender }}", 6, "sender"),
        ("{{ title | shout }}", 6, "shout"),
        ("{{ title | date }}", 6, "title"),
        ("{{ ''.__class__.__mro__ }}", 6, ""),
        ("{{ sender.__class__ }}", 6, "sender.__class__"),
        ("{{ range(10 ** 9) }}", 6, "( )"),
        ("{{ 'a' * 10 ** 9 }}", 6, "mul"),
        ("{{ title[0] }}", 6, "[ ]"),
        ("{% include 'head.nl.txt' %}", 6, "include"),
        ("{% set x = 1 %}", 6, "set"),
        ("{% macro m() %}{% endmacro %}", 6, "macro"),
        ("{{ clause.months | counted(one='a' * 10 ** 9, many='b') }}", 6, "mul"),
        ("{{ clause.months | counted(*title.split(), **sender) }}", 6, "( )"),
        ("{{ adoption or 'niemand' }}", 6, "adoption"),
        ("{{ 'wij: ' ~ sender }}", 6, "sender"),
        ("{{ terms if adoption }}", 6, "terms"),
    ],
)
def test_what_a_template_may_not_do_is_named_with_its_line(bad: str, line: int, named: str) -> None:
    found = mistakes(GOOD + bad)
    assert found
    assert {each.line for each in found} == {line}
    assert not named or named in {
        value for each in found for value in each.sentence.values.values()
    }


def test_what_cannot_be_read_is_told_with_its_line() -> None:
    (mistake,) = mistakes("# Kop\n\n{% if adoption %}\nBesloten.\n")
    assert mistake.line == 4
    assert "this cannot be read as a template" in mistake.sentence.template


@pytest.mark.parametrize(
    "deep",
    [
        "{{ " + "(" * 9000 + " }}",
        "{{ title" + ".x" * 9000 + " }}",
        "{{ " + "not " * 4000 + "adoption }}",
        "{% if adoption %}" * 120 + "{% endif %}" * 120,
        "{{ " + "1" * 9000 + " }}",
    ],
)
def test_what_is_too_much_for_the_program_is_a_mistake_and_no_failure(deep: str) -> None:
    assert mistakes(GOOD + deep)


def test_what_is_joined_reads_as_it_does_alone() -> None:
    (mistake,) = mistakes(GOOD + "\n{{ 'Reageren kan tot ' ~ reactions_until }}.\n")
    assert (mistake.line, "can be empty" in mistake.sentence.template) == (7, True)
    fields = {"dated": date(2021, 6, 1)}
    assert filled(Words("x", "{{ 'Op ' ~ dated }}"), fields)[1] == FILLED + "Op 1 juni 2021"


def test_a_field_that_can_be_empty_asks_for_an_if() -> None:
    (mistake,) = mistakes(GOOD + "\nReageren kan tot {{ reactions_until }}.\n")
    assert mistake.line == 7
    assert "can be empty" in mistake.sentence.template
    (within,) = mistakes(GOOD + "\n\nBesloten door {{ adoption.body }}.\n")
    assert within.line == 8
    inside = "{% if adoption %}Kenmerk {{ adoption.reference }}{% endif %}"
    assert [each.line for each in mistakes(GOOD + inside)] == [6]
    assert mistakes(GOOD + "{% if adoption %}{{ adoption.body }}{% endif %}") == []


def test_an_announcement_that_does_not_say_what_changes_is_refused() -> None:
    (mistake,) = mistakes("# Kop\n\nEr verandert iets per {{ effective }}.\n")
    assert mistake.sentence.values["name"] == "changes"


@pytest.mark.parametrize(
    "text",
    [
        "# Kop\n\n{% if adoption %}{{ changes }}{% endif %} Per {{ effective }}.\n",
        "# Kop\n\n{% if changes %}Er verandert iets{% endif %} per {{ effective }}.\n",
        "# Kop\n\n{% for each in terms %}x{% endfor %} Per {{ effective }}.\n",
    ],
)
def test_what_a_letter_has_to_say_it_says_in_every_case(text: str) -> None:
    assert [each.sentence.values["name"] for each in mistakes(text)] == ["changes"]


def test_repeating_within_repeating_within_repeating_is_too_much() -> None:
    deep = "{% for a in terms %}{% for b in terms %}{% for c in terms %}x{% endfor %}{% endfor %}"
    assert mistakes(GOOD + deep + "{% endfor %}")


def test_a_mistake_in_the_subject_is_told_apart() -> None:
    (mistake,) = mistakes_in("announcement", Words("Over {{ iets }}", GOOD))
    assert (mistake.part, mistake.line) == ("subject", 1)
