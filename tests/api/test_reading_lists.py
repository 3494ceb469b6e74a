"""Reading over HTTP: one thing, lists with filters and pages, as of a position."""

from datetime import date, timedelta
from typing import Any

import pytest

from domain.base import derived_id
from domain.change.commands import AdoptChange, ApproveAnnouncement, OrderDispatch, ProposeChange
from domain.dates import Window
from domain.programme.commands import PublishProgramme
from domain.programme.parts import PlanItem
from tests import make
from tests.api.house import NUMBERS, Caller, House, draft, letter_id, provider_id, publish

CHANGE = f"/changes/{make.CHANGE_ID}"
PROGRAMME = f"/programmes/{make.PROGRAMME_ID}"


@pytest.fixture
def drafted(house: House) -> House:
    publish(house)
    draft(house)
    return house


def propose(house: House, *keys: str, **fields: Any) -> None:
    house.do(
        *(
            make.whole(
                ProposeChange,
                change_id=derived_id("change", key),
                key=key,
                **{"scope": None, **fields},
            )
            for key in keys
        )
    )


def keys(page: dict[str, Any]) -> list[str]:
    return [item["key"] for item in page["items"]]


def test_a_programme_shows_who_takes_part_in_what_under_which_clause(
    house: House, anna: Caller
) -> None:
    publish(house)
    assert keys(anna.get("/programmes")) == ["holland-rijnland-2021"]
    programme = anna.get(PROGRAMME)
    assert [each["name"] for each in programme["municipalities"]] == ["Leiden"]
    assert [each["segmentId"] for each in programme["segments"]] == ["wonen"]
    [clause] = programme["clauses"]
    assert clause["notice"]["months"] == 6
    assert clause["notice"]["source"]["document"] == "S3"


def test_plan_items_are_listed_in_the_order_of_their_days(house: House, anna: Caller) -> None:
    publish(house)
    items = anna.get(f"{PROGRAMME}/plan-items")["items"]
    assert [item["itemId"] for item in items] == ["announce-wonen"]
    assert items[0]["window"]["due"] == "2021-07-01"
    assert items[0]["window"]["written"] == make.SUMMER.written
    missing = anna.client.get(f"/v1/programmes/{make.EVENT_ID}/plan-items")
    assert missing.status_code == 404


def test_plan_items_are_found_by_programme_segment_status_and_day(
    house: House, anna: Caller
) -> None:
    other = PlanItem(
        item_id="start",
        title="Start",
        window=Window(edtf="2022-01-01", written="1 januari 2022"),
        status="reserved",
        source=make.SOURCE,
    )
    house.do(make.whole(PublishProgramme, plan=(make.PLAN_ITEM, other)))

    def found(**query: Any) -> list[str]:
        return [item["itemId"] for item in anna.get("/plan-items", **query)["items"]]

    assert found() == ["announce-wonen", "start"]
    assert found(segment="wonen") == ["announce-wonen"]
    assert found(status=["reserved", "missed"]) == ["start"]
    assert found(dueUntil="2021-07-01") == ["announce-wonen"]
    assert found(programme=str(make.EVENT_ID)) == []


def test_changes_are_found_by_segment_status_announcement_and_day(
    drafted: House, anna: Caller
) -> None:
    propose(drafted, "gezin-2023", segment="gezin", effective=date(2023, 1, 1))

    def found(**query: Any) -> list[str]:
        return keys(anna.get("/changes", **query))

    assert found() == ["wonen-2022", "gezin-2023"]
    assert found(programme=str(make.PROGRAMME_ID), segment="gezin") == ["gezin-2023"]
    assert found(status=["tabled", "adopted"]) == ["wonen-2022"]
    assert found(announcement="none") == ["gezin-2023"]
    assert found(effectiveFrom="2022-01-02") == ["gezin-2023"]
    assert found(effectiveUntil="2022-01-01") == ["wonen-2022"]
    assert found(effectiveFrom="2022-01-02", effectiveUntil="2022-12-31") == []


def test_lists_come_in_pages_that_link_to_each_other(house: House, anna: Caller) -> None:
    propose(house, "a", "b", "c", "d", "e")
    path = "/v1/changes?segment=wonen&page=2&pageSize=2&position=1"
    answer = anna.client.get(path)
    page = answer.json()
    assert (keys(page), page["page"], page["pageSize"], page["total"]) == (["c", "d"], 2, 2, 5)
    links = {
        relation: url.strip("<>")
        for url, _, relation in (
            link.partition("; ") for link in answer.headers["Link"].split(", ")
        )
    }
    assert set(links) == {'rel="first"', 'rel="prev"', 'rel="next"', 'rel="last"'}
    assert links['rel="last"'] == "/v1/changes?segment=wonen&page=3&pageSize=2"
    last = anna.client.get(links['rel="last"'])
    assert keys(last.json()) == ["e"]
    assert 'rel="next"' not in last.headers["Link"]


def test_an_empty_list_has_one_page(house: House, anna: Caller) -> None:
    answer = anna.client.get("/v1/changes")
    assert answer.json() == {"items": [], "page": 1, "pageSize": 50, "total": 0}
    assert answer.headers["Link"].count("rel=") == 2


def test_the_agenda_tells_what_is_due_when(drafted: House, anna: Caller) -> None:
    due = anna.get("/agenda-items", dueFrom="2021-07-01", dueUntil="2021-07-02", done=False)
    assert {(item["kind"], item["dueOn"]) for item in due["items"]} == {
        ("last_day", "2021-07-01"),
        ("miss_item", "2021-07-02"),
    }
    kinds = anna.get("/agenda-items", kind="effect", change=str(make.CHANGE_ID))["items"]
    assert [(item["dueOn"], item["changeId"]) for item in kinds] == [
        ("2022-01-01", str(make.CHANGE_ID))
    ]


@pytest.mark.row("AN-23")
def test_the_last_call_says_what_must_be_announced_and_why(drafted: House, anna: Caller) -> None:
    propose(drafted, "later", effective=date(2023, 1, 1))
    query = {"until": "2021-07-01", "effectUntil": "2022-01-01"}
    [call] = anna.get("/last-call", **query)["items"]
    assert (call["change"]["key"], call["daysLeft"]) == ("wonen-2022", 59)
    assert call["change"]["latest"] == "2021-07-01"
    assert "6 months back from 1 January 2022 is 1 July 2021." in call["reasons"]
    dutch = anna.client.get("/v1/last-call", params=query, headers={"Accept-Language": "nl"})
    assert "1 juli 2021" in "".join(dutch.json()["items"][0]["reasons"])
    assert anna.get("/last-call", until="2021-06-30")["total"] == 0
    assert anna.get("/last-call", until="2022-07-01")["total"] == 2
    assert anna.get("/last-call", until="2022-07-01", programme=str(make.EVENT_ID))["total"] == 0


def test_letters_of_a_change_are_listed_by_contract(drafted: House, anna: Caller) -> None:
    page = anna.get("/letters", change=str(make.CHANGE_ID), pageSize=2)
    assert [letter["contractNumber"] for letter in page["items"]] == list(NUMBERS[:2])
    assert page["total"] == len(NUMBERS)
    letter = page["items"][0]
    assert letter["provider"] == {
        "partyId": str(provider_id(NUMBERS[0])),
        "name": "Zorg HR-W-001",
    }
    assert (letter["state"], letter["latest"]) == ("to_send", "2021-07-01")
    assert anna.get("/letters", change=str(make.CHANGE_ID), state="sent")["total"] == 0
    assert anna.get("/letters", change=str(make.EVENT_ID))["total"] == 0


def test_a_letter_is_shown_with_its_text(drafted: House, anna: Caller) -> None:
    letter = anna.get(f"/letters/{letter_id(NUMBERS[0])}")
    assert letter["subject"] == "Wijziging"
    assert str(letter_id(NUMBERS[0])) in letter["body"]
    assert letter["inTime"] is None
    assert anna.client.get(f"/v1/letters/{make.EVENT_ID}").status_code == 404


def test_contracts_are_found_by_number_and_provider(house: House, anna: Caller) -> None:
    publish(house)

    def found(**query: Any) -> list[str]:
        return [each["number"] for each in anna.get("/contracts", **query)["items"]]

    assert found(segment="wonen") == list(NUMBERS)
    assert found(number="HR-W-002") == ["HR-W-002"]
    assert found(provider=str(provider_id("HR-W-003"))) == ["HR-W-003"]


def test_the_history_tells_what_happened_in_the_callers_language(
    drafted: House, anna: Caller
) -> None:
    drafted.now += timedelta(days=1)
    query = {"subject": str(make.CHANGE_ID)}
    items = anna.get("/history-items", **query)["items"]
    assert [item["kind"] for item in items] == [
        "ChangeProposed",
        "ChangeTabled",
        "AnnouncementDrafted",
    ]
    assert items[0]["at"] == "2021-05-03T09:00:00Z"
    dutch = anna.client.get("/v1/history-items", params=query, headers={"Accept-Language": "nl"})
    assert dutch.json()["items"][0]["text"] != items[0]["text"]


def test_read_models_tell_how_far_they_are(house: House, anna: Caller) -> None:
    position = publish(house)
    models = {model["name"]: model for model in anna.get("/projections")}
    assert models["contracts"]["behind"] == 0
    assert models["contracts"]["position"] == position
    assert models["contracts"]["deadLetters"] == []


def test_what_read_models_could_not_take_in_is_shown(house: House, anna: Caller) -> None:
    publish(house)
    with house.pool.connection() as connection:
        connection.execute(
            "insert into projections.dead_letters (name, generation, position, topic, error)"
            " select name, generation, 2, 'ContractConcluded', 'ValueError: no'"
            " from projections.read_models where name = 'contracts' and live"
        )
    models = {model["name"]: model for model in anna.get("/projections")}
    [letter] = models["contracts"]["deadLetters"]
    assert (letter["position"], letter["topic"]) == (2, "ContractConcluded")


def test_a_change_tells_how_far_its_announcement_is(drafted: House, anna: Caller) -> None:
    drafted.do(
        make.whole(AdoptChange),
        make.whole(ApproveAnnouncement),
        make.whole(OrderDispatch),
    )
    change = anna.get(CHANGE)
    assert (change["status"], change["announcement"]) == ("announced", "ordered")
    assert (change["recipients"], change["approvedBy"]) == (3, make.SECOND)
    assert change["sendAt"].endswith("Z")
