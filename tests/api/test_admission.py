"""Providers and their admission over HTTP, from criteria to the end of a contract."""

from typing import Any
from uuid import UUID

import pytest

from projections.admissions import admission_id
from tests import make
from tests.api.house import Caller, House, contract_id, provider_id, publish

WONEN = admission_id(make.PROGRAMME_ID, "wonen")
AT = f"/admissions/{WONEN}"
SOURCE = {"document": "S3", "section": "3.2 b", "quote": "solvabiliteit"}
WHY = {"reason": "De gemeenten scherpen de eisen aan.", "decidedBy": "Regionaal bestuur"}
SOLVENT: dict[str, Any] = {
    "criterionId": "solvabiliteit",
    "kind": "financial_health",
    "text": "De solvabiliteit is voldoende.",
    "livesIn": "development",
    "source": SOURCE,
}
PLAN: dict[str, Any] = {
    **SOLVENT,
    "criterionId": "plan",
    "kind": "suitability_special",
    "text": "Een plan met ten minste 12 punten.",
    "livesIn": "result",
    "points": 20,
    "minimum": 12,
    "plan": True,
}
MET = {"criterionId": "solvabiliteit", "verdict": "met"}


def done(answer: Any) -> str:
    assert answer.status_code == 202, answer.text
    return str(answer.headers["Location"].removeprefix("/v1"))


def registered(anna: Caller, key: str, name: str, **fields: Any) -> UUID:
    body = {
        "programmeId": str(make.PROGRAMME_ID),
        "key": key,
        "name": name,
        "segments": ["wonen"],
        **fields,
    }
    return UUID(done(anna.post("/providers", body)).rpartition("/")[2])


def refused(answer: Any) -> str:
    assert answer.status_code == 409, answer.text
    return str(answer.json()["reason"])


@pytest.mark.row("AD-01", "AD-09", "AD-17", "AD-18")
def test_providers_are_registered_with_what_they_can_show_and_who_is_the_same(
    house: House, anna: Caller
) -> None:
    publish(house)
    roles = [{"segment": "wonen", "role": "certified_institution"}]
    one = registered(anna, "schrikker", "William Schrikker Stichting", roles=roles, size="large")
    other = registered(anna, "schikker", "William Schikker")
    certificate = {
        "certificateId": "gi",
        "kind": "gi",
        "title": "Certificaat Jeugdwet 3.4",
        "validUntil": "2021-04-30",
    }
    house.engine.catch_up()
    done(anna.post(f"/providers/{one}/certificates", {"certificate": certificate}))
    done(anna.post(f"/providers/{one}/aliases", {"name": "De Schrikker"}))
    merging = {"into": str(one), "reason": "Een tikfout in het plan."}
    done(anna.post(f"/providers/{other}/mergers", merging))
    house.engine.catch_up()
    shown = anna.get(f"/providers/{one}")
    assert shown["party"]["name"] == "William Schrikker Stichting"
    assert [each["name"] for each in shown["aliases"]] == ["De Schrikker"]
    assert [(each["lastDay"], each["holds"]) for each in shown["certificates"]] == [
        ("2021-04-30", False)
    ]
    assert anna.get(f"/providers/{other}")["mergedInto"] == str(one)
    found = anna.get("/providers", segment="wonen", role="certified_institution", status="known")
    assert [each["providerId"] for each in found["items"]] == [str(one)]
    back = {"into": str(other), "reason": "Andersom."}
    assert refused(anna.post(f"/providers/{one}/mergers", back)) == "no_record_to_merge_into"
    pgb = registered(anna, "akker", "Zorgboerderij De Akker", form="pgb_supplier")
    house.engine.catch_up()
    assert anna.get(f"/providers/{pgb}")["ability"] == "pgb_supplier"


@pytest.mark.row("AD-03", "AD-05", "AD-13", "AD-15", "AD-16", "AD-17")
def test_a_segment_from_its_criteria_to_the_end_of_a_contract(house: House, anna: Caller) -> None:
    publish(house)
    fresh = registered(anna, "nieuwkomer", "De Nieuwkomer")
    pgb = registered(anna, "akker", "Zorgboerderij De Akker", form="pgb_supplier")
    known = provider_id("HR-W-001")
    enrol = {"providerId": str(known), "since": "2020-01-01"}
    done(anna.post(f"{AT}/enrolments", enrol))
    stating = {"criteria": [SOLVENT, PLAN], "countsFrom": "2021-01-04", **WHY}
    done(anna.post(f"{AT}/editions", stating))
    done(anna.post(f"{AT}/openings", {"opens": "2021-01-04"}))
    done(anna.post(f"{AT}/closings", {"closes": "2021-05-01", "until": "2021-12-31", **WHY}))
    house.engine.catch_up()

    applying = {"providerId": str(fresh), "receivedOn": "2021-05-03", "plan": "plan-nieuw"}
    assert refused(anna.post(f"{AT}/applications", applying)) == "entry_closed"
    early = {**applying, "receivedOn": "2021-04-30"}
    paid = {**early, "providerId": str(pgb)}
    assert refused(anna.post(f"{AT}/applications", paid)) == "pgb_supplier"
    application = done(anna.post(f"{AT}/applications", early))
    house.engine.catch_up()
    [received] = anna.get(AT)["applications"]
    at = f"{application}/applications/{received['applicationId']}"
    findings = [MET, {"criterionId": "plan", "score": 14}]
    done(anna.post(f"{at}/assessments", {"edition": 1, "findings": findings}))
    done(anna.post(f"{at}/admissions", {"starts": "2021-05-03"}))

    figures = [
        {"providerId": str(each), "euros": euros, "year": 2020, "source": SOURCE}
        for each, euros in ((known, 900_000), (fresh, 100_000))
    ]
    rule = {"by": "share", "development": 80}
    classing = {"rule": rule, "takesPart": "must", "turnover": figures, **WHY}
    done(anna.post(f"{AT}/partner-classes", classing))
    failing = {
        "providerId": str(known),
        "findings": [
            {"criterionId": "solvabiliteit", "verdict": "not_met", "reason": "Te laag"},
            {"criterionId": "plan", "score": 12},
        ],
        "plan": "plan-oud",
    }
    done(anna.post(f"{AT}/reassessments", {"edition": 1, "providers": [failing]}))
    house.engine.catch_up()

    shown = anna.get(AT)
    assert (shown["entry"]["state"], shown["entry"]["again"]) == ("closed", "2022-01-01")
    places = {each["provider"]["partyId"]: each for each in shown["places"]}
    assert places[str(fresh)]["terms"] == {"plan": "plan-nieuw"}
    assert places[str(known)]["failed"] == 1
    assert [each["partner"] for each in shown["partners"]["classes"]] == ["development", "regular"]
    assert len(shown["treatment"][0]["doubts"]) == 2
    [ends] = shown["toEnd"]
    assert (ends["number"], ends["earliest"]["value"]) == ("HR-W-001", "2021-11-02")
    ending = {
        "contractId": ends["contractId"],
        "lastDay": "2021-11-01",
        "continuity": "De gemeente zoekt met ieder gezin een andere plek.",
        **WHY,
    }
    assert refused(anna.post(f"{AT}/endings", ending)) == "notice_too_short"
    other = {**ending, "contractId": str(contract_id("HR-W-002"))}
    assert refused(anna.post(f"{AT}/endings", other)) == "nothing_to_end"
    done(anna.post(f"{AT}/endings", {**ending, "lastDay": "2021-11-02"}))
    house.engine.catch_up()
    assert anna.get(AT)["toEnd"] == []
    assert anna.get(f"/contracts/{contract_id('HR-W-001')}")["ends"]["edtf"] == "2021-11-02"


def test_what_is_not_there_cannot_be_found(house: House, anna: Caller) -> None:
    publish(house)
    nothing = f"/admissions/{make.EVENT_ID}"
    assert anna.post(f"{nothing}/openings", {"opens": "2021-01-04"}).status_code == 404
    assert (
        anna.post(f"/providers/{make.EVENT_ID}/registrations", {"segments": []}).status_code == 404
    )
    assert anna.client.get(f"/v1{AT}").status_code == 404
    assert refused(anna.post(f"{AT}/openings", {"opens": "2021-01-04"})) == "no_criteria"
