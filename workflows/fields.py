"""The fields of each kind of letter: what a template may ask for, and what each one means."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from domain.base import Sentence
from domain.template.parts import TemplateKind
from workflows.paper import TABLE

Sort = Literal["text", "day", "number", "yes", "group", "list", "table"]


@dataclass(frozen=True, slots=True)
class Field:
    """A field: its sort, what it means (to be translated), and whether it may be empty.

    A group has fields of its own in `of`; so has each element of a list, or else it is text.
    """

    name: str
    says: Sentence
    sort: Sort = "text"
    may_be_empty: bool = False
    of: tuple["Field", ...] = ()


_DECISION = (
    Field("decided_by", Sentence("who decided it")),
    Field("decided_on", Sentence("the day of the decision"), "day"),
    Field("reason", Sentence("why")),
    Field("reference", Sentence("its reference"), may_be_empty=True),
)
_CLAUSE = (
    Field("months", Sentence("the months of notice"), "number"),
    Field(
        "source",
        Sentence("where it can be read"),
        "group",
        of=(
            Field("document", Sentence("the document")),
            Field("section", Sentence("the place in it")),
            Field("quote", Sentence("its words")),
        ),
    ),
)
_EVERYWHERE = (
    Field(
        "sender",
        Sentence("who writes"),
        "group",
        of=(
            Field("organisation", Sentence("the executing organisation")),
            Field("on_behalf_of", Sentence("for whom it writes")),
            Field("reply_to", Sentence("the e-mail address for answers")),
            Field("mandate", Sentence("by which mandate"), may_be_empty=True),
        ),
    ),
    Field("addressee", Sentence("the name of the provider")),
    Field("contract_number", Sentence("the number of the contract")),
    Field("segment", Sentence("the segment of the contract")),
    Field("title", Sentence("what the change is called")),
    Field("effective", Sentence("the day on which the change takes effect"), "day"),
    Field("dated", Sentence("the day of the letter"), "day"),
    Field("reference", Sentence("our reference")),
)
_LINK = Field(
    "acknowledge_link",
    Sentence("the address with which the provider says that it has the letter"),
    may_be_empty=True,
)
_ANNOUNCED = (
    Field("description", Sentence("what the change is about")),
    Field(
        "changes",
        Sentence("what changes: a list in the mail, a table in the PDF"),
        "table",
    ),
    Field(
        "terms",
        Sentence("each agreement that changes, to go through with “for”"),
        "list",
        of=(
            Field("name", Sentence("what the agreement is called")),
            Field("before", Sentence("its words until then"), may_be_empty=True),
            Field("after", Sentence("its words from then on")),
        ),
    ),
    Field("clause", Sentence("the notice clause of this contract"), "group", of=_CLAUSE),
    Field("latest", Sentence("the last lawful day for this announcement"), "day"),
    Field("steps", Sentence("how that day follows, step by step"), "list"),
    Field(
        "adoption",
        Sentence("the decision behind the change"),
        "group",
        may_be_empty=True,
        of=(
            Field("body", Sentence("who decided it")),
            *(_DECISION[1], _DECISION[3]),
        ),
    ),
    Field(
        "mandate",
        Sentence("who announces, for whom, by which power"),
        "group",
        may_be_empty=True,
        of=(
            Field("announced_by", Sentence("who announces")),
            Field("on_behalf_of", Sentence("for whom"), may_be_empty=True),
            Field("power", Sentence("by which power")),
        ),
    ),
    Field(
        "reservation",
        Sentence("the decision that the change still waits for"),
        "group",
        may_be_empty=True,
        of=(
            Field("what", Sentence("what has still to be decided")),
            Field("body", Sentence("who decides it"), may_be_empty=True),
        ),
    ),
    Field(
        "override",
        Sentence("why it counts although the notice was too short"),
        "group",
        may_be_empty=True,
        of=_DECISION,
    ),
    Field(
        "ruling",
        Sentence("why the notice clause does not cover it"),
        "group",
        may_be_empty=True,
        of=_DECISION,
    ),
    Field(
        "new_clause",
        Sentence("the notice clause that comes in its place"),
        "group",
        may_be_empty=True,
        of=_CLAUSE,
    ),
    Field(
        "preparation",
        Sentence("the time to prepare in"),
        "group",
        may_be_empty=True,
        of=(
            Field("last", Sentence("its last day"), "day"),
            Field("days", Sentence("how many days it has"), "number"),
        ),
    ),
    Field(
        "reactions_until",
        Sentence("the last day on which providers may react"),
        "day",
        may_be_empty=True,
    ),
    _LINK,
)
_REPLACED = Field(
    "replaced",
    Sentence("the letter that this one replaces"),
    "group",
    of=(
        Field("announced_on", Sentence("the day of that letter"), "day", may_be_empty=True),
        Field("reason", Sentence("why")),
        Field("decided_by", Sentence("who decided it")),
        Field("keeps_day", Sentence("whether the day of that letter still counts"), "yes"),
    ),
)

FIELDS: Mapping[TemplateKind, tuple[Field, ...]] = {
    "announcement": (*_EVERYWHERE, *_ANNOUNCED),
    "rectification": (*_EVERYWHERE, _REPLACED, *_ANNOUNCED),
    "withdrawal": (
        *_EVERYWHERE,
        Field(
            "announced_on",
            Sentence("the day on which it was announced"),
            "day",
            may_be_empty=True,
        ),
        Field("reason", Sentence("why it is withdrawn")),
        Field("narrowed", Sentence("whether it goes on for other contracts"), "yes"),
        _LINK,
    ),
    "reply": (
        *_EVERYWHERE,
        Field("received_on", Sentence("the day on which the reaction came"), "day"),
        Field("nature", Sentence("question, objection, suggestion or agreement")),
        Field("handled", Sentence("answered, noted, adopted or rejected")),
        Field("reaction", Sentence("the words of the reaction"), may_be_empty=True),
        Field("answer", Sentence("the words of the answer")),
    ),
}

MUST_SAY: Mapping[TemplateKind, tuple[tuple[str, ...], ...]] = {
    "announcement": (("changes", "terms"), ("effective",)),
    "rectification": (("changes", "terms"), ("effective",)),
    "withdrawal": (("effective",), ("reason",)),
    "reply": (("answer",),),
}
"""Without one of each of these it would not be a letter of its kind."""


def samples(fields: tuple[Field, ...]) -> Iterator[dict[str, Any]]:
    """Made-up letters: one that has everything, and for each field that can be empty one without.

    The last one lacks all that can be empty.
    """
    for missing in (None, *_may_be_empty(fields), ""):
        yield _group(fields, missing)


def _may_be_empty(fields: tuple[Field, ...], prefix: str = "") -> Iterator[str]:
    for each in fields:
        if each.may_be_empty:
            yield prefix + each.name
        yield from _may_be_empty(each.of, f"{prefix}{each.name}.")


def _group(fields: tuple[Field, ...], missing: str | None, prefix: str = "") -> dict[str, Any]:
    """Values for these fields without the one that is missing, or, for "", without any."""
    return {
        each.name: None
        if each.may_be_empty and missing in ("", prefix + each.name)
        else _value(each, missing, prefix)
        for each in fields
    }


def _value(field: Field, missing: str | None, prefix: str) -> Any:
    match field.sort:
        case "day":
            return date(2021, 7, 1)
        case "number":
            return 6
        case "yes":
            return missing is None
        case "table":
            return TABLE
        case "group":
            return _group(field.of, missing, f"{prefix}{field.name}.")
        case "list":
            within = _group(field.of, missing, f"{prefix}{field.name}.")
            return (within or f"[{field.name}]",) * 2
        case _:
            return f"[{prefix}{field.name}]"
