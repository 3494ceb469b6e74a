"""The example register is an invention and says so everywhere."""

from collections import Counter
from datetime import UTC, datetime
from functools import cache

from domain.contract.commands import ConcludeContract
from domain.provider.commands import RegisterProvider
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
    assert len(facts) == 60
    assert {each.standing for each in facts} == {"fictional"}
    assert {each.source.document for each in facts} == {"example"}


def test_fifteen_providers_have_a_contract_in_each_of_two_segments() -> None:
    contracts = [
        each for each in commands(file(), NOW, "p-001") if isinstance(each, ConcludeContract)
    ]
    assert Counter(each.segment for each in contracts) == {"wonen": 15, "verblijf": 15}
    assert len({each.provider_id for each in contracts}) == 30
    assert {each.clause.months for each in contracts} == {6}
    assert {each.ends.precision for each in contracts} == {"open"}
    assert {each.starts.isoformat() for each in contracts} == {"2021-01-01"}


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
