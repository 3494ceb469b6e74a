"""What becomes of each contract in a decade: concluded, signed, and reported on every year."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from functools import cache
from hashlib import sha256
from random import Random
from uuid import UUID

from benchmarks.bulk import CONTRACT, Cast, Happened, Mould, mould, single
from domain.contract.events import (
    ContractConcluded,
    ContractSigned,
    DutyFulfilled,
    ResultRecorded,
)
from domain.dates import Window
from domain.notice import NoticeClause
from domain.provisions import Duty, Performance, Provisions, Tariff

FIRST, LAST = 2022, 2031
DIGEST = sha256(b"as it was sent").hexdigest()

_PRODUCTS = ("44A08", "45A12", "50A03", "54002")
_REPORT = Duty(party="provider", what="Een jaarverslag sturen.", whenever="na elk jaar")
_OUTFLOW = Performance(
    indicator="Uitstroom naar huis", unit="%", target="ten minste 50%", at_least=Decimal(50)
)


@dataclass(frozen=True, slots=True)
class Segment:
    """A segment of a programme that was published, under its clause."""

    programme_id: UUID
    name: str
    clause: NoticeClause
    places: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Contract:
    contract_id: UUID
    number: str
    provider_id: UUID
    segment: Segment


def concluded(contracts: Sequence[Contract]) -> Iterator[Happened]:
    """Each is concluded and signed by both."""
    at, day = datetime(FIRST - 1, 11, 1, 8, tzinfo=UTC), date(FIRST, 1, 1)
    provisions: Provisions = {
        "tarief": tariff(FIRST),
        "uitstroom": _OUTFLOW,
        "jaarverslag": _REPORT,
    }
    terms = {
        "tarief": words(FIRST),
        "uitstroom": "Ten minste 50% gaat naar huis",
        "jaarverslag": "De aanbieder stuurt na elk jaar een verslag",
        "wachttijd": "De aanbieder bemiddelt en overbrugt",
    }
    paper = {"document": "overeenkomst", "document_version": "1.0", "digest": DIGEST}
    signed = [
        mould(ContractSigned, at, contract_id=CONTRACT, party=party, signed_on=at.date(), **paper)
        for party in ("provider", "municipality")
    ]
    for number, contract in enumerate(contracts):
        yield single(
            contract.contract_id,
            ContractConcluded,
            at,
            effective=day,
            standing="stated",
            contract_id=contract.contract_id,
            number=contract.number,
            programme_id=contract.segment.programme_id,
            segment=contract.segment.name,
            provider_id=contract.provider_id,
            starts=day,
            ends=Window(edtf=f"{LAST + 2}-12-31", written=f"31 december {LAST + 2}"),
            terms=terms,
            provisions=provisions,
            clause=contract.segment.clause,
            products=(_PRODUCTS[number % len(_PRODUCTS)],),
            municipalities=contract.segment.places,
        )
        for form in signed:
            yield Cast(contract.contract_id, form, contract.contract_id)


def reported(contracts: Sequence[Contract], year: int, dice: Random) -> Iterator[Cast]:
    """After each year a figure, and the report that it stands in."""
    at = datetime(year + 1, 2, 1, 8, tzinfo=UTC)
    told = mould(
        DutyFulfilled,
        at + timedelta(days=30),
        contract_id=CONTRACT,
        programme_id=contracts[0].segment.programme_id,
        duty="jaarverslag",
        party="provider",
        arose_on=date(year, 12, 31),
        fulfilled_on=(at + timedelta(days=30)).date(),
    )

    @cache
    def measured(value: int) -> Mould:
        return mould(
            ResultRecorded,
            at + timedelta(hours=value),
            contract_id=CONTRACT,
            performance="uitstroom",
            period=Window(edtf=str(year), written=str(year)),
            written=f"{value}%",
            value=Decimal(value),
            target="ten minste 50%",
            met=_OUTFLOW.met_by(Decimal(value)),
        )

    for each in contracts:
        yield Cast(each.contract_id, measured(dice.randint(40, 70)), each.contract_id)
        yield Cast(each.contract_id, told, each.contract_id)


@cache
def tariff(year: int) -> Tariff:
    return Tariff(
        product="44A08",
        amount=Decimal("104.27") + (year - FIRST) * Decimal("3.10"),
        unit="etmaal",
        basis="cost_study",
        dated=date(year, 1, 1),
        index="OVA",
    )


def words(year: int) -> str:
    return f"€ {tariff(year).amount} per etmaal".replace(".", ",")
