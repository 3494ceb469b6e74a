"""From a decided period to a destroyed contract, as people of the office go about it (AU-15)."""

from dataclasses import replace
from datetime import datetime
from typing import get_args
from uuid import uuid4

import pytest

from api.app import create_app
from domain.dates import AMSTERDAM
from domain.retention.parts import RETENTION_ID, Kind
from projections.retention import standing
from runtime import destruction
from runtime.retention_file import stated
from tests.api.browsing import Browser, Page
from tests.api.house import ANNA, BRAM, NUMBERS, Caller, House, contract_id, publish

HOME = "/controle/bewaren"
PERIOD = {
    "decidedBy": "Gemeentearchivaris",
    "decidedOn": "2040-01-02",
    "reason": "Zoals de eigen selectielijst het zegt.",
}


def send(browser: Browser, at: str, form: str, **fields: str) -> Page:
    page = browser.get(at)
    return browser.send(f"{at}/{form}", {**page.form(form), **fields})


@pytest.mark.row("AU-15")
def test_a_contract_that_is_over_is_listed_signed_by_two_and_destroyed(house: House) -> None:
    publish(house)
    house.now = datetime(2040, 1, 3, 9, 0, tzinfo=AMSTERDAM)
    app = create_app(replace(house.ports(), stated=stated()))
    caller, anna, bram = Caller(app), Browser(app, ANNA), Browser(app, BRAM)

    assert "open" in anna.get(HOME).text
    short = caller.post("/retention/periods/procedure", {**PERIOD, "years": 2})
    assert short.json()["reason"] == "shorter_than_its_source"
    assert caller.post("/retention/periods/contract", {**PERIOD, "years": 7}).status_code == 202
    found = caller.get("/retention/candidates")
    assert {each["about"] for each in found if each["mayGo"]} == set(NUMBERS)
    held = {"decidedBy": "Juridische zaken", "reason": "Er loopt een rechtszaak."}
    streams = [str(contract_id(NUMBERS[0]))]
    caller.post("/retention/holds", {**held, "key": "zaak", "streamIds": streams})
    assert "Er loopt een rechtszaak" in anna.get(HOME).text

    page = send(anna, HOME, "lijst")
    assert "De lijst is gemaakt" in page.text
    (listed,) = caller.get("/retention/lists")
    assert sorted(each["about"] for each in listed["items"]) == sorted(NUMBERS[1:])
    at = f"{HOME}/lijsten/{listed['listId']}"
    send(anna, at, "ondertekenen", signed_as="Gemeentearchivaris")
    again = send(anna, at, "ondertekenen", signed_as="Gemeentearchivaris")
    assert "iemand anders moet dat ook doen" in again.text
    signed = send(bram, at, "ondertekenen", signed_as="Programmamanager")
    assert f"inkoopspoor audit destroy {listed['listId']}" in signed.text

    retention = standing(house.log.read(RETENTION_ID))
    (list_id,) = retention.lists
    clock = lambda: house.now  # noqa: E731 (a clock)
    done = destruction.carry_out(
        house.log, list_id, by="anna-1", clock=clock, draw=bytes, say=lambda *_: None
    )
    assert done == (2, 2)
    assert "Vernietigd op 3 januari 2040: 2 dossiers, 2 gebeurtenissen" in anna.get(at).text
    gone = anna.get(f"/overeenkomsten/{contract_id(NUMBERS[1])}")
    assert (gone.status, f"{list_id}" in gone.text) == (410, True)
    answer = caller.client.get(f"/v1/contracts/{contract_id(NUMBERS[1])}")
    assert (answer.status_code, answer.json()["title"]) == (410, "Destroyed")
    assert anna.get(f"/overeenkomsten/{contract_id(NUMBERS[0])}").status == 200
    assert len(caller.get("/retention/destroyed-files")) == 2
    assert anna.get(f"{HOME}/lijsten/{uuid4()}").status == 404


def test_every_kind_has_its_period_with_where_it_comes_from_or_what_is_open() -> None:
    assert {each.kind for each in stated()} == set(get_args(Kind))
    assert [each.kind for each in stated() if not (each.source or each.open)] == []
