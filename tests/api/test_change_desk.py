"""The desk of a change over HTTP: proposing with a scope, what bears on it, the register."""

from typing import Any

import pytest

from domain.base import Refused
from domain.change.commands import AdoptChange
from domain.programme.commands import PublishProgramme
from runtime.proposal_file import ProposalFile
from runtime.proposal_file import proposal as from_file
from tests import make
from tests.api.house import NUMBERS, Caller, House, contract_id, draft, publish
from tests.api.test_recording import proposal

CHANGE = f"/changes/{make.CHANGE_ID}"
STAMP: dict[str, Any] = {"command_id": make.CHANGE_ID, "at": make.MONDAY, "by": "p-001"}


def tariff(**fields: Any) -> dict[str, Any]:
    return {
        "kind": "tariff",
        "product": "logeren",
        "amount": "104.7",
        "unit": "dag",
        "basis": "real_price",
        "dated": "2022-06-01",
        **fields,
    }


@pytest.mark.row("CC-05", "CC-27", "AN-24")
def test_a_proposal_has_a_scope_that_is_counted_before_and_shown_after(
    house: House, anna: Caller
) -> None:
    publish(house)
    asked = {"programme": str(make.PROGRAMME_ID), "segment": "wonen", "effective": "2023-01-01"}
    counted = anna.get("/change-scopes", **asked)
    assert (counted["contracts"], counted["excepted"]) == (3, 0)
    assert counted["clauses"][0]["latest"]["value"] == "2022-07-01"
    assert anna.get("/change-scopes", **asked, product="logeren")["silent"] == 3
    named = {"product": "logeren", "contract": str(contract_id(NUMBERS[0]))}
    assert anna.get("/change-scopes", **asked, **named)["silent"] == 1
    excepted = [{"contractId": str(contract_id(NUMBERS[0])), "reason": "Loopt af"}]
    body = proposal(
        kinds=["tariffs"],
        scope={"segments": ["wonen"], "excepted": excepted},
        provisions={"tariff": tariff(harmonisedWith="wmo")},
        reservation={"what": "Vaststelling van de begroting"},
    )
    answer = anna.post("/changes", body)
    assert answer.status_code == 202, answer.text
    location = answer.headers["Location"].removeprefix("/v1")
    change = anna.get(location, position=answer.json()["position"])
    assert change["kinds"] == ["tariffs"]
    assert change["scope"]["excepted"] == excepted
    assert change["provisions"]["tariff"]["amount"] == "104.70"
    assert change["provisions"]["tariff"]["harmonisedWith"] == "wmo"
    assert change["stage"] == "prepared"
    contracts = anna.get(f"{location}/contracts")
    assert [each["number"] for each in contracts["items"]] == list(NUMBERS[1:])
    [term] = [each for each in contracts["items"][0]["terms"] if each["name"] == "tariff"]
    assert (term["after"], term["own"]) == ("EUR 108 per day", False)


def test_a_file_proposes_the_same_with_contracts_by_their_numbers(house: House) -> None:
    publish(house)
    file = ProposalFile.model_validate(
        {
            "programme": make.a(PublishProgramme).key,
            "key": "tarief-2023",
            "segments": ["wonen"],
            "title": "Tarief 2023",
            "description": "Het tarief volgt de index.",
            "effective": "2023-01-01",
            "terms": {"tariff": "EUR 108 per day"},
            "excepted": [{"number": NUMBERS[0], "reason": "Loopt af"}],
        }
    )
    command = from_file(file, house.pool, STAMP)
    assert command.scope is not None
    assert [each.contract_id for each in command.scope.excepted] == [contract_id(NUMBERS[0])]
    assert command.clause == make.CLAUSE
    wrong = file.model_copy(update={"contracts": ("HR-X-1",)})
    with pytest.raises(Refused, match="HR-X-1"):
        from_file(wrong, house.pool, STAMP)


@pytest.mark.row("AN-12", "AN-13", "AN-14")
def test_what_bears_on_an_announcement_is_recorded_and_shown(
    house: House, anna: Caller, bram: Caller
) -> None:
    publish(house)
    draft(house)
    house.do(make.a(AdoptChange))
    mandate = {
        "announcedBy": "Serviceorganisatie",
        "onBehalfOf": ["Leiden"],
        "power": "Mandaatbesluit, artikel 3",
        "needed": ["Leiden"],
    }
    assert anna.post(f"{CHANGE}/mandates", mandate).status_code == 202
    assert anna.post(f"{CHANGE}/pauses", {"reason": "Vraag van het college"}).status_code == 202
    house.engine.catch_up()
    change = anna.get(CHANGE)
    assert change["consentsMissing"] == ["Leiden"]
    assert change["pause"]["reason"] == "Vraag van het college"
    assert anna.post(f"{CHANGE}/resumptions").status_code == 202
    narrowed = {"contractIds": [str(contract_id(NUMBERS[0]))], "reason": "Sluit"}
    assert anna.post(f"{CHANGE}/narrowings", narrowed, key="narrow-once").status_code == 202
    house.now = house.now.replace(hour=15)
    assert anna.post(f"{CHANGE}/narrowings", narrowed, key="narrow-once").status_code == 202
    better = {"description": "Beter", "terms": {"tariff": "EUR 104"}, "reason": "Komma verkeerd"}
    decided = {"natures": "x", "decidedBy": "Regionaal bestuur", "nature": "writing_error"}
    assert anna.post(f"{CHANGE}/replacements", {**better, **decided}).status_code == 400
    del decided["natures"]
    assert anna.post(f"{CHANGE}/replacements", {**better, **decided}).status_code == 202
    ruling = {"covered": False, "decidedBy": "Bestuur", "decidedOn": "2021-04-30"}
    said = {**ruling, "reason": "Alleen een technische omzetting."}
    assert bram.post(f"{CHANGE}/rulings", said).status_code == 202
    house.engine.catch_up()
    change = anna.get(CHANGE)
    assert change["pause"] is None
    assert [each["contractIds"] for each in change["givenUp"]] == [narrowed["contractIds"]]
    assert change["replaced"][0]["restarts"] is False
    assert change["ruled"]["ruling"]["covered"] is False
    register = anna.get(f"/announcement-registers/{make.CHANGE_ID}")
    assert register["contracts"] == register["inTime"] == 2


def test_a_reservation_is_lifted_once_and_only_where_there_is_one(
    house: House, anna: Caller
) -> None:
    publish(house)
    draft(house)
    refused = anna.post(f"{CHANGE}/liftings", {"decidedOn": "2021-04-30"})
    assert refused.status_code == 409
    assert refused.json()["reason"] == "no_reservation"
