"""Which tags of OCDS 1.1 a release has, by what it says and what its process said before."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from projections.ocds.blocks import Body


@dataclass(slots=True)
class Told:
    """What a process has told so far: planning, a tender, and these awards and contracts."""

    planning: bool = False
    tender: bool = False
    awards: set[str] = field(default_factory=set)
    contracts: set[str] = field(default_factory=set)
    implementing: set[str] = field(default_factory=set)


def tags(told: Told, body: Body) -> list[str]:
    """The tags of a release that says this; from then on it counts as told."""
    found = dict.fromkeys(
        [
            *_tender(told, body.get("tender", {})),
            *_awards(told, body.get("awards", [])),
            *_contracts(told, body.get("contracts", [])),
        ]
    )
    planned = "planning" in body or ("tender" in body and not told.tender)
    if planned or not found:
        found = {"planningUpdate" if told.planning else "planning": None, **found}
        told.planning = True
    return list(found)


def _tender(told: Told, tender: Body) -> Iterator[str]:
    """Until others are called to take part, what is said of the tender is planning."""
    if tender.get("status") in ("active", "complete") and not told.tender:
        told.tender = True
        yield "tender"
    elif tender and told.tender:
        if tender.get("status") == "cancelled":
            yield "tenderCancellation"
        elif tender.get("amendments"):
            yield "tenderAmendment"
        else:
            yield "tenderUpdate"


def _awards(told: Told, awards: list[dict[str, Any]]) -> Iterator[str]:
    for each in awards:
        if each["id"] not in told.awards:
            told.awards.add(each["id"])
            yield "award"
        elif each.get("status") == "cancelled":
            yield "awardCancellation"
        else:
            yield "awardUpdate"


def _contracts(told: Told, contracts: list[dict[str, Any]]) -> Iterator[str]:
    for each in contracts:
        if each["id"] not in told.contracts:
            told.contracts.add(each["id"])
            yield "contract"
        elif each.get("status") == "terminated":
            yield "contractTermination"
        else:
            yield "contractAmendment" if each.get("amendments") else "contractUpdate"
        if "implementation" in each:
            new = each["id"] not in told.implementing
            told.implementing.add(each["id"])
            yield "implementation" if new else "implementationUpdate"
