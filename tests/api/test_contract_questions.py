"""What holds for a municipality, and one end for several segments, asked over HTTP."""

from typing import Any

import pytest

from domain.base import derived_id
from domain.contract.commands import ConcludeContract
from domain.contract.parts import Option
from domain.dates import Window
from domain.programme.commands import PublishProgramme
from tests import make
from tests.api.house import Caller, House

TWICE = Option(option_id="verlenging", months=12, times=2, written="tweemaal een jaar")


def contract(number: str, **fields: Any) -> ConcludeContract:
    return make.a(
        ConcludeContract,
        number=number,
        contract_id=derived_id("contract", number),
        provider_id=make.PROVIDER_ID,
        **fields,
    )


@pytest.mark.row("CC-21")
def test_what_holds_between_a_provider_and_a_municipality_is_asked_for_a_day(
    house: House, anna: Caller
) -> None:
    house.do(
        make.whole(PublishProgramme),
        contract("HR-W-900", municipalities=("Leiden",)),
        contract("HR-W-901", municipalities=("Gouda",)),
    )
    asked = {"provider": str(make.PROVIDER_ID), "segment": "wonen", "municipality": "Leiden"}
    [holds] = anna.get("/in-force-contracts", **asked, day="2021-12-31")
    assert (holds["number"], holds["terms"]) == ("HR-W-900", make.TERMS)
    assert holds["clause"]["months"] == make.CLAUSE.months
    assert anna.get("/in-force-contracts", **asked, day="2001-01-01") == []


@pytest.mark.row("CC-12")
def test_one_end_is_proposed_for_contracts_of_two_segments(house: House, anna: Caller) -> None:
    house.do(
        make.whole(PublishProgramme),
        contract("HR-W-900", ends=Window(edtf="2024-12-31", written="eind 2024"), options=(TWICE,)),
        contract(
            "HR-V-900", segment="verblijf", ends=Window(edtf="2026-12-31", written="eind 2026")
        ),
    )
    two = {"programme": str(make.PROGRAMME_ID), "segment": ["wonen", "verblijf"]}
    found = anna.get("/end-alignments", **two)
    assert found["target"] == found["common"]["value"] == "2026-12-31"
    ways = {each["number"]: (each["way"], each["uses"]) for each in found["contracts"]}
    assert ways == {
        "HR-V-900": ("aligned", []),
        "HR-W-900": ("option", ["verlenging", "verlenging"]),
    }
    named = anna.get("/end-alignments", **two, target="2025-12-31")
    assert {each["way"] for each in named["contracts"]} == {"option", "shorten"}
