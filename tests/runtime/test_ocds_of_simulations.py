"""The four programmes as they run to their last end, as open contracting data."""

import json
import re
from collections import Counter
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from domain.contract.events import ContractConcluded, ContractEvent
from domain.contract.replay import Reading, facts, terms_on
from domain.dates import AMSTERDAM, local_day
from domain.provisions import Tariff
from projections.ocds.releases import PREFIX, releases
from tests.projections.ocds_checking import REFERENCE, Json, check_process, processes
from tests.runtime.simulated import log_to_2034

STANDS = {"pending": "not_yet", "active": "in_force", "terminated": "ended"}


@cache
def published() -> dict[str, list[Json]]:
    return processes(releases(log_to_2034()))


@cache
def contracts() -> dict[UUID, tuple[ContractConcluded, Reading]]:
    """Each contract of the log by our own replay, on the day of the log's last event."""
    streams: dict[UUID, list[ContractEvent]] = {}
    for _, event in log_to_2034():
        if isinstance(event, ContractEvent):
            streams.setdefault(event.contract_id, []).append(event)
    end = log_to_2034()[-1][1].at
    found = {}
    for contract_id, events in streams.items():
        concluded = next(each for each in events if isinstance(each, ContractConcluded))
        found[contract_id] = concluded, terms_on(facts(events), local_day(end), end)
    return found


def day(instant: str | None) -> date | None:
    return datetime.fromisoformat(instant).astimezone(AMSTERDAM).date() if instant else None


@pytest.mark.row("IN-08")
def test_compiled_by_the_reference_implementation_every_contract_reads_as_we_replay_it() -> None:
    compiled: dict[str, tuple[str, Any]] = {}
    for ocid, said in published().items():
        for each in REFERENCE.create_compiled_release(said).get("contracts", []):
            compiled[each["id"]] = ocid, each
    assert len(contracts()) > 150
    assert set(compiled) == {str(each) for each in contracts()}
    for contract_id, (concluded, reading) in contracts().items():
        ocid, said = compiled[str(contract_id)]
        assert ocid.endswith(f".{concluded.segment}")
        same_contract(said, concluded, reading)


def same_contract(said: Any, concluded: ContractConcluded, reading: Reading) -> None:
    assert STANDS[said["status"]] == reading.status
    assert said["title"] == concluded.number
    assert {each["title"]: each["description"] for each in said["documents"]} == reading.terms
    since = {each["title"]: day(each["dateModified"]) for each in said["documents"]}
    assert since == {name: fact.effective for name, fact in reading.facts.items()}
    tariffs = {
        each["id"].removeprefix("tariff/"): each["unit"]["value"]["amount"]
        for each in said.get("items", [])
    }
    figures = reading.provisions.items()
    assert tariffs == {name: float(one.amount) for name, one in figures if isinstance(one, Tariff)}
    assert day(said["period"]["startDate"]) == concluded.starts
    assert reading.ends is not None
    exact = reading.ends.first == reading.ends.last
    assert day(said["period"].get("endDate")) == (reading.ends.last if exact else None)
    assert exact or said["description"] == reading.ends.written
    changes = {str(each.event_id) for each in reading.facts.values() if each.what == "amended"}
    assert changes <= {each["id"] for each in said.get("amendments", [])}


@pytest.mark.row("IN-08")
def test_packages_keep_to_the_schema_and_records_are_as_the_reference_has_them() -> None:
    assert len(published()) == 17
    for said in published().values():
        check_process(said)


def firsts(process: str) -> dict[str, str]:
    """When each tag was first used."""
    first: dict[str, str] = {}
    for each in published()[f"{PREFIX}-{process}"]:
        for tag in each["tag"]:
            first.setdefault(tag, each["date"])
    return first


@pytest.mark.row("TP-07")
def test_a_segment_is_told_from_its_plan_to_the_end_of_its_contracts() -> None:
    bought = firsts("haaglanden-2027.veel-voorkomend")
    order = ["planning", "tender", "award"]
    assert [tag for tag in sorted(bought, key=lambda tag: bought[tag]) if tag in order] == order
    ran = firsts("region-2023.verblijf")
    assert ran["implementation"].startswith("2022-12-31T23:00")
    assert ran["contractTermination"].startswith("2030-12-31T23:00")
    wonen = published()[f"{PREFIX}-holland-rijnland-2021.wonen"]
    assert Counter(tag for each in wonen for tag in each["tag"])["contractAmendment"] == 15
    amended = {each["date"][:10] for each in wonen if "contractAmendment" in each["tag"]}
    assert amended == {"2021-12-31"}


@pytest.mark.row("AU-17", "IN-08")
def test_nobody_of_the_address_book_is_named() -> None:
    text = json.dumps(published(), ensure_ascii=False)
    names: set[str] = set()
    for path in Path("programmes/examples").glob("*.yaml"):
        names |= set(re.findall(r"\bname: ([^,}\n]+)", path.read_text(encoding="utf-8")))
    assert len(names) > 100
    assert {name for name in names if name in text} == set()
    assert "@" not in text
    assert "simulated:" not in text


def test_what_comes_later_changes_no_release_and_the_same_log_gives_the_same() -> None:
    half = len(log_to_2034()) // 2
    some = list(releases(log_to_2034()[:half]))
    whole = list(releases(log_to_2034()))
    assert whole[: len(some)] == some
    assert [each.position for each in whole] == sorted(each.position for each in whole)
    for said in published().values():
        dates = [each["date"] for each in said]
        assert dates == sorted(set(dates))
