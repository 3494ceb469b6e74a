"""What an executing organisation did for whom: its account per municipality and period (AU-18).

An organisation is found by its name, as contracts and mandates write it. What it did without a
recorded power or principal is named as a gap, not left out.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal
from uuid import UUID

from domain.base import Sentence
from projections.changes import ChangeRow
from projections.contracts import ContractRow
from projections.language import N_
from projections.narration.words import say

What = Literal[
    "concluded",
    "announced",
    "in_force",
    "extended",
    "ended",
    "enforced",
    "signed",
]


@dataclass(frozen=True, slots=True)
class Deed:
    """One thing that was done by proxy, on a day, for one municipality.

    `about` is a contract or a change, `title` its number or title; `letters` how many providers
    were told. `power` is the power as recorded.
    """

    what: What
    on: date
    municipality: str | None
    about: UUID
    of: Literal["contract", "change"]
    title: str
    power: str | None = None
    letters: int = 0
    gaps: tuple[Sentence, ...] = ()


@dataclass(frozen=True, slots=True)
class Account:
    """What one organisation did for one municipality in a period; none for whom is not known."""

    organisation: str
    municipality: str | None
    deeds: tuple[Deed, ...]

    def count(self, what: What) -> int:
        return sum(each.what == what for each in self.deeds)

    @property
    def gaps(self) -> int:
        return sum(len(each.gaps) for each in self.deeds)


def organisations(contracts: Iterable[ContractRow], changes: Iterable[ChangeRow]) -> list[str]:
    """Who acts for others: named as holding a power of attorney, or as announcing for others."""
    holding = (p.by_proxy_of for each in contracts for p in each.principals)
    announcing = (each.mandate.announced_by for each in changes if each.mandate)
    return sorted({name for name in (*holding, *announcing) if name})


def accounts(
    organisation: str,
    contracts: Sequence[ContractRow],
    changes: Sequence[ChangeRow],
    first: date,
    last: date,
) -> list[Account]:
    """Per municipality what the organisation did from the first day through the last."""
    deeds = [
        *(deed for each in contracts for deed in _of_contract(organisation, each)),
        *(deed for each in changes for deed in _of_change(organisation, each)),
    ]
    within = sorted(
        (each for each in deeds if first <= each.on <= last),
        key=lambda each: (each.on, each.what, each.title),
    )
    named = sorted({each.municipality for each in within}, key=lambda name: (name is None, name))
    return [
        Account(organisation, name, tuple(each for each in within if each.municipality == name))
        for name in named
    ]


def _of_contract(organisation: str, contract: ContractRow) -> Iterable[Deed]:
    """Concluding is by proxy for who gave the power; what follows, for the same municipalities."""
    by_proxy = [
        each.municipality for each in contract.principals if each.by_proxy_of == organisation
    ]
    paper = say(N_("The document that gives the power of attorney is not recorded."))
    for name in by_proxy:
        yield _deed(contract, "concluded", contract.starts, name, paper)
        for signature in contract.keeping.signatures:
            ours = not signature.on_behalf_of or name in signature.on_behalf_of
            if signature.party == "municipality" and ours:
                yield _deed(contract, "signed", signature.signed_on, name, paper)
    for extension in contract.extensions:
        if extension.decision.decided_by == organisation:
            yield from _decided(contract, "extended", extension.decision.decided_on, by_proxy)
    for taken in contract.keeping.enforced:
        if taken.decision.decided_by == organisation:
            yield from _decided(contract, "enforced", taken.decision.decided_on, by_proxy)
    last = contract.ends.last
    if contract.ended is not None and contract.ended.decided_by == organisation and last:
        yield from _decided(contract, "ended", last, by_proxy)


def _decided(
    contract: ContractRow, what: What, on: date, by_proxy: Sequence[str]
) -> Iterable[Deed]:
    """For each municipality that gave the power; for nobody known, with a gap, if none did."""
    gap = say(N_("It decided this, and no municipality's power for it is recorded."))
    if not by_proxy:
        yield _deed(contract, what, on, None, gap)
    for name in by_proxy:
        yield Deed(what, on, name, contract.contract_id, "contract", contract.number)


def _deed(
    contract: ContractRow, what: What, on: date, municipality: str | None, gap: Sentence
) -> Deed:
    number, contract_id = contract.number, contract.contract_id
    return Deed(what, on, municipality, contract_id, "contract", number, gaps=(gap,))


def _of_change(organisation: str, change: ChangeRow) -> Iterable[Deed]:
    mandate = change.mandate
    if mandate is None or mandate.announced_by != organisation:
        return
    awaited = change.consents_missing
    for name in mandate.on_behalf_of:
        gaps = (
            (say(N_("The consent of %(name)s is not recorded."), name=name),)
            if name in awaited
            else ()
        )
        base = Deed(
            what="in_force",
            on=change.effective,
            municipality=name,
            about=change.change_id,
            of="change",
            title=change.title,
            power=mandate.power,
            gaps=gaps,
        )
        if change.announced_on is not None:
            yield replace(base, what="announced", on=change.announced_on, letters=change.sent)
        if change.in_force:
            yield base
