"""Contract: each contract as it reads on the day, from the same replay as everywhere (AU-01)."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

from domain.change.parts import Override
from domain.contract.events import (
    ContractAmended,
    ContractConcluded,
    ContractCorrected,
    ContractEnded,
    ContractEvent,
    ContractExtended,
    ContractReplaced,
    ContractSigned,
)
from domain.contract.replay import Reading, Status, terms_on
from domain.contract.signing import signing_state
from domain.dates import local_day
from domain.provisions import Tariff
from projections.language import say
from projections.narration import tell
from projections.ocds.award import award_of, awarded
from projections.ocds.blocks import Body, Said, exact, period, start_of
from projections.ocds.implementation import implementation
from projections.ocds.known import Contract, Known

Telling = (
    ContractConcluded
    | ContractAmended
    | ContractCorrected
    | ContractEnded
    | ContractExtended
    | ContractReplaced
    | ContractSigned
)
"""The events of contracts that everybody may know."""

STATUS: dict[Status, str] = {"not_yet": "pending", "in_force": "active", "ended": "terminated"}

_EVER = datetime.max.replace(tzinfo=UTC)
_DAY = timedelta(days=1)


def contract(known: Known, event: Telling, day: date) -> Iterable[Said]:
    """What an event makes different in how its contract reads on the day."""
    found = known.contracts[event.contract_id]
    concluded = found.concluded
    if concluded is None:
        return
    said = {**_difference(known, found, event.contract_id, day), **_amendments(known, event)}
    if not said:
        return
    body: Body = {"contracts": [{**_named(concluded), **said}]}
    if isinstance(event, ContractConcluded):
        body = {**awarded(known, event), **body}
    yield Said(concluded.programme_id, (concluded.segment,), body)


def come_to_pass(known: Known, contract_id: UUID, day: date) -> Iterable[Said]:
    """What the day itself makes different: it begins, changes or ends as was recorded before."""
    found = known.contracts[contract_id]
    said = _difference(known, found, contract_id, day)
    if said and found.concluded:
        body = {"contracts": [{**_named(found.concluded), **said}]}
        yield Said(found.concluded.programme_id, (found.concluded.segment,), body)


def days_to_come(known: Known, contract_id: UUID, day: date) -> set[date]:
    """The days after this one on which the contract may come to read otherwise by itself."""
    facts = known.contracts[contract_id].facts
    days = {each.effective for each in facts}
    lasts = (each.ends.last for each in facts if each.ends)
    days |= {each + _DAY for each in lasts if each and each < date.max}
    return {each for each in days if each > day}


def reads(found: Contract, day: date) -> Body:
    """The contract as it reads on a day, or from its first on: its terms are documents, its
    tariffs items.
    """
    assert found.concluded is not None
    begins = next(each.effective for each in found.facts if each.what == "concluded")
    reading = terms_on(found.facts, max(day, begins), _EVER)
    status = "not_yet" if day < begins else reading.status
    ends = exact(reading.ends)
    return {
        **_named(found.concluded),
        "title": found.concluded.number,
        "status": STATUS[status],
        "description": None if ends or not reading.ends else reading.ends.written,
        "period": period(begins, ends),
        "dateSigned": start_of(_signed_on(found)),
        "documents": [
            {"id": f"term/{name}", "documentType": "contractAnnexe", "title": name}
            | {"description": text, "dateModified": start_of(reading.facts[name].effective)}
            for name, text in sorted(reading.terms.items())
        ],
        "items": list(_tariffs(reading)),
        "implementation": implementation(status, begins, reading.ends),
    }


def _difference(known: Known, found: Contract, contract_id: UUID, day: date) -> Body:
    return next(iter(known.anew(contract_id, reads(found, day))), {})


def _named(concluded: ContractConcluded) -> Body:
    return {"id": str(concluded.contract_id), "awardID": award_of(concluded.provider_id)}


def _tariffs(reading: Reading) -> Iterable[Body]:
    for name, figures in sorted(reading.provisions.items()):
        if isinstance(figures, Tariff):
            value = {"amount": float(figures.amount), "currency": "EUR"}
            unit = {"name": figures.unit, "value": value}
            yield {"id": f"tariff/{name}", "description": figures.product, "unit": unit}


def _signed_on(found: Contract) -> date | None:
    """The day of the last signature, once both parties signed the same version."""
    assert found.concluded is not None
    signatures = [each for _, each in found.events if isinstance(each, ContractSigned)]
    if signing_state(found.concluded.principals, signatures) != "signed":
        return None
    last = signatures[-1].digest
    return max(each.signed_on for each in signatures if each.digest == last)


def _amendments(known: Known, event: ContractEvent) -> Body:
    match event:
        case ContractAmended():
            change = known.changes.get(event.change_id)
            why = change.title if change else _reason(event.override)
        case ContractEnded():
            why = event.ending.reason
        case ContractExtended():
            why = event.decision.reason
        case ContractReplaced():
            why = event.decision.reason if event.decision else None
        case _:
            return {}
    amendment = {
        "id": str(event.event_id),
        "date": start_of(event.effective or local_day(event.at)),
        "rationale": why,
        "description": say(tell(event), "nl"),
    }
    return {"amendments": [{name: each for name, each in amendment.items() if each is not None}]}


def _reason(override: Override | None) -> str | None:
    return override.reason if override else None
