"""A draft letter beside its fields: what each is filled with, and where that comes from."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal
from uuid import UUID

from api.language import spoken
from api.pages.labels import LABELS
from api.ports import Ports
from api.stationery import FilledField
from domain.base import Refused, Sentence
from projections import tables
from projections.changes import ChangeRow
from projections.language import N_, say, translate, write_date
from projections.letters import LetterRow
from projections.providers import PROVIDERS

Origin = Literal[
    "programme", "provider", "contract", "change", "computed", "order", "letter", "reaction"
]

ORIGINS: Mapping[Origin, str] = {
    "programme": N_("The programme"),
    "provider": N_("The address book"),
    "contract": N_("The contract"),
    "change": N_("The change"),
    "computed": N_("Computed"),
    "order": N_("The order to send"),
    "letter": N_("The letter itself"),
    "reaction": N_("The reaction"),
}

_COMES_FROM: Mapping[str, Origin] = {
    "sender": "programme",
    "addressee": "provider",
    "contract_number": "contract",
    "segment": "contract",
    "clause": "contract",
    "latest": "computed",
    "steps": "computed",
    "preparation": "computed",
    "dated": "order",
    "reactions_until": "order",
    "reference": "letter",
    "acknowledge_link": "letter",
    "received_on": "reaction",
    "nature": "reaction",
    "handled": "reaction",
    "reaction": "reaction",
    "answer": "reaction",
}
"""Where a field comes from, by the first part of its name; every other comes from the change."""

_SPOKEN: Mapping[str, str] = {"nature": "reaction", "handled": "handling"}
"""Fields whose values are words of code, by the kind of label that has them."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A field as people read it; `address` is where its value can be seen, or mended."""

    says: str
    values: tuple[str, ...]
    origin: Origin
    address: str | None


@dataclass(frozen=True, slots=True)
class Group:
    """The fields that come from one place."""

    origin: Origin
    address: str | None
    fields: tuple[Shown, ...]


def groups_of(ports: Ports, change: ChangeRow, letter: LetterRow) -> list[Group]:
    """The fields of a letter by where they come from; none where no letters are written here."""
    try:
        filled = ports.stationery.filled(change.change_id, letter.letter_id)
    except (KeyError, Refused):
        return []
    registered = tables.get(ports.pool, PROVIDERS, letter.provider_id) is not None
    shown = [
        each if registered or each.origin != "provider" else replace(each, address=None)
        for each in _shown(filled, change, letter)
    ]
    return [
        Group(origin, next(each.address for each in shown if each.origin == origin), fields)
        for origin in dict.fromkeys(each.origin for each in shown)
        if (fields := tuple(each for each in shown if each.origin == origin))
    ]


def _shown(filled: Iterable[FilledField], change: ChangeRow, letter: LetterRow) -> Iterator[Shown]:
    for each in filled:
        if each.values:
            origin = _COMES_FROM.get(each.name.partition(".")[0], "change")
            values = tuple(_said(each, value) for value in each.values)
            yield Shown(_called(each), values, origin, _address(origin, change, letter))


def _called(field: FilledField) -> str:
    """What the field is, within what it is a part of; not as its templates speak of it."""
    if field.name == "terms":
        return say(Sentence("what changes in this contract"), spoken())
    words = say(field.says, spoken())
    return f"{say(field.of, spoken())}: {words}" if field.of else words


def _said(field: FilledField, value: str) -> str:
    gettext = translate(spoken()).gettext
    if field.sort == "day":
        return write_date(date.fromisoformat(value), spoken())
    kind = "yes_no" if field.sort == "yes" else _SPOKEN.get(field.name)
    if kind is None:
        return value
    words = LABELS[kind].get(value, value)
    return gettext(words)


def _address(origin: Origin, change: ChangeRow, letter: LetterRow) -> str | None:
    at: dict[Origin, tuple[str, UUID]] = {
        "programme": ("/programmas/", change.programme_id),
        "provider": ("/aanbieders/", letter.provider_id),
        "contract": ("/overeenkomsten/", letter.contract_id),
        "change": ("/wijzigingen/", change.change_id),
    }
    if origin == "computed":
        return f"/controle/waarom?onderwerp={change.change_id}&dag={letter.latest}"
    if origin == "reaction":
        return f"/wijzigingen/{change.change_id}/reacties"
    return "".join(map(str, at[origin])) if origin in at else None
