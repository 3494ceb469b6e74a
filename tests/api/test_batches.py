"""Many contracts at once: planned, looked at one by one, and only then carried out."""

from uuid import UUID

import pytest

from api.app import create_app
from domain.base import derived_id
from domain.batch.commands import RecordBatchStep
from domain.contract.commands import ConcludeContract
from domain.dates import Window
from domain.programme.commands import PublishProgramme
from tests import make
from tests.api.browsing import Browser
from tests.api.house import ANNA, NUMBERS, Caller, House, contract_id

BATCH: UUID = derived_id("batch", make.PROGRAMME_ID, "overbruggen")


@pytest.fixture
def running(house: House) -> House:
    """Three contracts until the end of 2023, and one that ends by itself in 2030."""
    ends = [Window(edtf="2023-12-31", written="eind 2023")] * 3
    contracts = [
        make.a(
            ConcludeContract,
            number=number,
            contract_id=contract_id(number),
            provider_id=derived_id("provider", number),
            ends=end,
        )
        for number, end in zip(
            (*NUMBERS, "HR-W-900"), (*ends, Window(edtf="2030-12-31", written="2030")), strict=True
        )
    ]
    house.do(make.whole(PublishProgramme), *contracts)
    return house


@pytest.mark.row("CC-18", "CC-27")
def test_a_bridging_extension_of_a_segment_is_looked_at_before_it_is_confirmed(
    running: House, anna: Caller
) -> None:
    body = {
        "programmeId": str(make.PROGRAMME_ID),
        "key": "overbruggen",
        "title": "Overbrugging tot maart 2024",
        "what": {
            "kind": "extend",
            "how": "bridging",
            "until": "2024-03-31",
            "decision": {
                "decided_by": "Bestuur",
                "decided_on": "2021-05-03",
                "reason": "Wachten op inkoop",
            },
        },
        "contractIds": [str(contract_id(each)) for each in (*NUMBERS, "HR-W-900")],
        "excepted": [{"contractId": str(contract_id(NUMBERS[0])), "reason": "in gesprek"}],
    }
    assert anna.post("/batches", body).status_code == 202
    running.engine.catch_up()
    verdicts = anna.get(f"/batches/{BATCH}/verdicts")["items"]
    assert [each["accepted"] for each in verdicts] == [True, True, False]
    assert "2030" in verdicts[-1]["detail"]
    before = running.log.read(contract_id(NUMBERS[1]))
    assert len(before) == 1, "a dry run records nothing"
    assert anna.post(f"/batches/{BATCH}/confirmations").status_code == 202
    assert anna.post(f"/batches/{BATCH}/pauses", {"reason": "Even wachten"}).status_code == 202
    running.engine.catch_up()
    assert anna.get(f"/batches/{BATCH}")["status"] == "paused"
    assert anna.post(f"/batches/{BATCH}/resumptions").status_code == 202


@pytest.mark.row("CC-27")
def test_the_office_plans_a_batch_on_a_page_and_sees_what_would_come_of_it(running: House) -> None:
    office = Browser(create_app(running.ports()), ANNA)
    at = f"/programmas/{make.PROGRAMME_ID}/bundels"
    page = office.get(at)
    given = {
        "title": "Overbrugging",
        "excepted": f"{NUMBERS[0]}: in gesprek",
        "what": "extend",
        "last_day": "2024-03-31",
        "decided_by": "Bestuur",
        "decided_on": "2021-05-03",
        "reason": "Wachten op de nieuwe inkoop",
    }
    nothing = office.fill(page, "/bundels", **given)
    assert (nothing.status, "Kies er minstens één" in nothing.text) == (400, True)
    strange = office.fill(page, "/bundels", **{**given, "segment-wonen": "ja", "excepted": "X: ja"})
    assert "“X” is geen overeenkomst van deze segmenten" in strange.text
    planned = office.fill(page, "/bundels", **given, **{"segment-wonen": "ja"})
    assert planned.text.count("Kan gedaan worden") == 2
    assert planned.text.count("Geweigerd") == 1
    confirmed = office.fill(planned, "/uitvoeren")
    assert "0 van 3 gedaan" in confirmed.text
    batch = derived_id("batch", make.PROGRAMME_ID, page.form("/bundels")["key"])
    done = tuple(contract_id(each) for each in NUMBERS[1:])
    running.do(make.a(RecordBatchStep, batch_id=batch, done=done, refused=()))
    assert "2 van 3 gedaan" in office.get(f"/bundels/{batch}").text
