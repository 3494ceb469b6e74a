"""The example register is an invention and says so everywhere."""

from collections import Counter
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import cache

import pytest

from domain.contract.commands import ConcludeContract, DrawDown
from domain.provider.commands import RegisterProvider
from domain.provisions import Tariff
from runtime.files import read
from runtime.publish import addresses, commands
from runtime.register_file import RegisterFile
from tests.programmes.sources import ROOT

NOW = datetime(2021, 5, 3, 12, tzinfo=UTC)
PATH = ROOT / "programmes" / "examples" / "holland-rijnland-registers.yaml"


@cache
def file() -> RegisterFile:
    register = read(PATH)
    assert isinstance(register, RegisterFile)
    return register


def test_it_says_that_it_is_fictional_in_its_first_line_and_in_every_fact() -> None:
    facts = [
        each
        for each in commands(file(), NOW, "p-001")
        if isinstance(each, RegisterProvider | ConcludeContract)
    ]
    assert PATH.read_text(encoding="utf-8").startswith("# FICTIEF.")
    assert file().fictional
    assert len(facts) == 66
    assert {each.standing for each in facts} == {"fictional"}
    assert {each.source and each.source.document for each in facts} == {"example"}


def test_fifteen_providers_have_a_contract_in_each_of_two_segments() -> None:
    contracts = [
        each
        for each in commands(file(), NOW, "p-001")
        if isinstance(each, ConcludeContract) and each.segment != "onderwijs"
    ]
    assert Counter(each.segment for each in contracts) == {"wonen": 15, "verblijf": 15}
    assert len({each.provider_id for each in contracts}) == 30
    assert {each.clause.months for each in contracts} == {6}
    assert {each.ends.precision for each in contracts} == {"open"}
    assert {each.starts.isoformat() for each in contracts} == {"2021-01-01"}


@pytest.mark.row("CC-01", "CC-02", "CC-03", "CC-17")
def test_the_schools_draw_on_a_framework_that_says_how_long_and_for_whom() -> None:
    asked = commands(file(), NOW, "p-001")
    schools = {
        each.number: each
        for each in asked
        if isinstance(each, ConcludeContract) and each.segment == "onderwijs"
    }
    framework, call_off = schools["HR-OND-001"], schools["HR-OND-001-A"]
    assert (framework.form, call_off.form, call_off.parent) == (
        "framework",
        "call_off",
        framework.contract_id,
    )
    assert (framework.ends.first, framework.ends.last) == (date(2026, 7, 31), date(2028, 7, 31))
    assert [each.unspecified for each in framework.options] == [True]
    assert {each.by_proxy_of for each in framework.principals} == {"Serviceorganisatie Oefenregio"}
    drawings = [each for each in asked if isinstance(each, DrawDown)]
    assert [(each.contract_id, each.fte) for each in drawings] == [
        (schools["HR-OND-001"].contract_id, Decimal(4)),
        (schools["HR-OND-002"].contract_id, Decimal(2)),
    ]
    tariff = call_off.provisions["tarief"]
    assert isinstance(tariff, Tariff)
    assert sum(each.amount for each in tariff.elements) == tariff.amount


def test_its_addresses_belong_to_nobody() -> None:
    book = addresses(file())
    assert {each.kind for each in book} == {"provider", "office", "person"}
    assert all(each.email and each.email.endswith(".example") for each in book)
    assert {each.role for each in book if each.kind == "person"} == {
        "programmabureau",
        "contractmanager",
        "auditor",
    }


def test_a_hundred_and_fifty_providers_can_be_written_to_and_one_has_a_longer_term() -> None:
    register = read(PATH.with_name("holland-rijnland-150-registers.yaml"))
    assert isinstance(register, RegisterFile)
    contracts = [
        each for each in commands(register, NOW, "p-001") if isinstance(each, ConcludeContract)
    ]
    assert Counter(each.segment for each in contracts) == {"ambulant": 120, "dagbesteding": 30}
    assert len({each.provider_id for each in contracts}) == 150
    assert [each.number for each in contracts if each.clause.months == 9] == ["HR-AMB-042"]
    assert {each.standing for each in contracts} == {"fictional"}
    refused = [
        each for each in addresses(register) if (each.email or "").endswith("refused.example")
    ]
    assert len(refused) == 3
