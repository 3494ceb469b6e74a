"""What a rule computed a day from, in words: the names and values that code gives its inputs."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from api.pages.labels import LABELS
from projections.language import Language, translate, write_date

SPOKEN: Mapping[str, str] = {
    "counting": "counting",
    "weekend": "weekend",
    "bound": "bound",
    "weekend_rule": "yes_no",
}
"""Inputs whose values are words of code too, by the kind of label that has them."""
IN_FIGURES = frozenset({"clause", "document", "edtf", "option"})
"""Inputs that are codes by nature; they are shown as such."""


@dataclass(frozen=True, slots=True)
class Input:
    """One input of a rule, as people read it; `code` says that its value is one by nature."""

    name: str
    value: str
    code: bool


def inputs_in_words(inputs: Mapping[str, str], language: Language) -> Iterator[Input]:
    """Each input that says something, in the order in which the rule has them."""
    said, gettext = LABELS["input"], translate(language).gettext
    for name, value in inputs.items():
        if not value or (name, value) == ("bound", "in"):
            continue
        words = said.get(name, name)
        yield Input(gettext(words), _in_words(name, value, language), name in IN_FIGURES)


def _in_words(name: str, value: str, language: Language) -> str:
    if name in SPOKEN:
        return translate(language).gettext(LABELS[SPOKEN[name]].get(value, value))
    if name in IN_FIGURES:
        return value
    return ", ".join(_day(each, language) for each in value.split(", "))


def _day(text: str, language: Language) -> str:
    """A day as one writes it; whatever else it may be, as it is."""
    try:
        return write_date(date.fromisoformat(text), language)
    except ValueError:
        return text
