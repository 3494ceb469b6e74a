"""What is asked of contracts, through the log and the engine and back."""

from datetime import date

import pytest

from domain.contract.commands import (
    AmendContract,
    ConcludeContract,
    CorrectContract,
    DrawDown,
    ExtendContract,
    FulfilDuty,
    SignContract,
)
from domain.contract.replay import known_by
from domain.dates import Window
from projections import agenda, contracts, tables
from projections.alignment import alignment
from projections.contract_versions import CONTRACT_VERSIONS, reading
from tests import make
from tests.making.contract import OPTION, PROVISIONS, WORDS
from tests.projections.story import CONTRACT_IDS, NUMBERS, Tell, on


def contract(place: int) -> ConcludeContract:
    return make.a(
        ConcludeContract,
        contract_id=CONTRACT_IDS[place],
        number=NUMBERS[place],
        segment="wonen" if place else "verblijf",
        terms={"tariff": "100"},
        at=on("2019-12-01"),
    )


def test_contracts_are_found_by_programme_segment_and_number(after: Tell) -> None:
    source = after(contract(2), contract(1), contract(0))

    def numbers(segment: str | None) -> list[str]:
        return [row.number for row in contracts.of_programme(source, make.PROGRAMME_ID, segment)]

    assert numbers(None) == list(NUMBERS)
    assert numbers("wonen") == list(NUMBERS[1:])
    found = contracts.by_number(source, "HR-W-002")
    assert found is not None
    assert found.contract_id == CONTRACT_IDS[1]
    assert contracts.by_number(source, "HR-W-009") is None


@pytest.mark.row("CC-21", "CC-02", "CC-03", "CC-15", "CC-16", "CC-20")
def test_what_holds_between_a_provider_and_a_municipality_on_a_day(after: Tell) -> None:
    """All kinds of records of contracts, through the log and the engine and back."""
    framework = contract(0).model_copy(
        update={"terms": WORDS, "provisions": PROVISIONS, "options": (OPTION,), "form": "framework"}
    )
    call_off = contract(1).model_copy(
        update={
            "segment": framework.segment,
            "provider_id": framework.provider_id,
            "form": "call_off",
            "parent": framework.contract_id,
            "municipalities": ("Leiden",),
        }
    )
    of = {"contract_id": framework.contract_id}
    source = after(
        framework,
        call_off,
        make.whole(DrawDown, **of, call_off=call_off.contract_id),
        make.whole(SignContract, **of, party="provider", on_behalf_of=()),
        make.whole(FulfilDuty, **of),
        make.whole(ExtendContract, **of, until=None),
    )

    def holding(municipality: str, day: date) -> list[str]:
        found = contracts.in_force_for(
            source, framework.provider_id, framework.segment, municipality, day
        )
        return [row.number for row in found]

    assert holding("Leiden", make.NEW_YEAR) == [framework.number, call_off.number]
    assert holding("Gouda", make.NEW_YEAR) == [framework.number]
    assert holding("Leiden", date(2025, 12, 31)) == [framework.number]  # by its option
    assert [row.number for row in contracts.under(source, framework.contract_id)] == [
        call_off.number
    ]
    [row] = contracts.in_force_for(
        source, framework.provider_id, framework.segment, "Gouda", make.NEW_YEAR
    )
    assert row.provisions_on(make.NEW_YEAR) == PROVISIONS
    assert (row.signing, row.options_left[0].left) == ("partly", 1)
    assert row.rights_on(make.NEW_YEAR)["trekkingsrecht"][1].number == 1
    due = tables.select(source, agenda.AGENDA, of, order=("due_on",))
    assert {each.kind: each.done for each in due} == {
        "miss_duty": True,
        "review": False,
        "option": False,
        "contract_end": False,
    }


@pytest.mark.row("CC-12")
def test_contracts_of_two_segments_are_proposed_one_end(after: Tell) -> None:
    longer = contract(1).model_copy(
        update={"segment": "verblijf", "ends": Window(edtf="2026-12-31", written="eind 2026")}
    )
    source = after(contract(0).model_copy(update={"options": (OPTION,)}), longer, contract(2))
    found = alignment(source, make.PROGRAMME_ID, ("wonen", "verblijf"), make.NEW_YEAR)
    assert found.common is not None
    assert found.target == found.common.value == date(2026, 12, 31)
    assert {row.number: each.way for row, each in found.contracts} == {
        NUMBERS[0]: "option",
        NUMBERS[1]: "aligned",
        NUMBERS[2]: "bridge",
    }
    named = alignment(
        source, make.PROGRAMME_ID, ("wonen",), make.NEW_YEAR, target=date(2025, 12, 31)
    )
    assert (named.common, len(named.contracts)) == (None, 1)


@pytest.mark.row("AU-01", "AU-02", "CC-21", "CC-22")
def test_an_auditor_reads_a_contract_on_both_axes_from_what_was_recorded(after: Tell) -> None:
    contract_id = CONTRACT_IDS[0]
    amend = make.a(
        AmendContract, contract_id=contract_id, terms={"tariff": "110"}, at=on("2022-01-01")
    )
    source = after(contract(0), amend.model_copy(update={"effective": make.NEW_YEAR}))
    row = tables.get(source, CONTRACT_VERSIONS, contract_id)
    assert row is not None
    mend = make.a(
        CorrectContract,
        contract_id=contract_id,
        corrects=row.facts[0].event_id,
        terms={"tariff": "101"},
        at=on("2022-02-01"),
    )
    after(mend)
    row = tables.get(source, CONTRACT_VERSIONS, contract_id)
    assert row is not None

    def tariff(in_force: str, known: str) -> str:
        day = date.fromisoformat(in_force)
        return reading(row, day, known_by(date.fromisoformat(known))).terms["tariff"]

    assert tariff("2021-12-31", "2021-08-01") == "100"
    assert tariff("2021-12-31", "2022-02-01") == "101"
    assert tariff("2022-01-01", "2021-12-31") == "100"
    assert tariff("2022-01-01", "2022-02-01") == "110"
