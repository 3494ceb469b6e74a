"""Today: what waits, for whom and why; and what happened since the last visit (PG-35)."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest

from api.app import create_app
from api.pages.matters import waiting_for
from api.pages.matters.of_days import key_of
from api.pages.matters.of_plan import risks_of
from domain.change.commands import AdoptChange, PostponeChange, TableChange
from domain.contract.commands import ConcludeContract
from domain.dates import Window
from domain.programme.schedule import schedule
from projections import visits
from projections.agenda.tally import Tally
from projections.plan_items import PlanItemRow, Status
from tests import make
from tests.api.browsing import CHANGE, Browser
from tests.api.house import (
    ANNA,
    BRAM,
    NUMBERS,
    Caller,
    House,
    contract_id,
    draft,
    open_house,
    publish,
)

TODAY = date(2021, 5, 3)


@pytest.fixture
def house(migrated_url: str) -> Iterator[House]:
    with open_house(migrated_url) as house:
        yield house


def browse(house: House, person: object = ANNA) -> Browser:
    return Browser(create_app(house.ports()), person)  # type: ignore[arg-type]


@pytest.mark.row("PG-35")
def test_today_says_whose_move_a_change_waits_for_and_what_it_risks(house: House) -> None:
    publish(house)
    draft(house)
    anna = browse(house)
    assert "Laat de wijziging vaststellen. Wacht op: bevoegd orgaan" in anna.get("/").text
    house.now += timedelta(days=(make.LATEST - house.now.date()).days - 10)
    page = anna.get("/")
    assert "1 Loopt gevaar" in page.text
    risk = "Nog 10 dagen om aan te kondigen, en nog te doen: vaststellen, brieven goedkeuren"
    assert risk in page.text
    assert f"/controle/waarom?onderwerp={make.CHANGE_ID}&amp;dag={make.LATEST}" in page.html
    asked = {"onderwerp": str(make.CHANGE_ID), "dag": make.LATEST.isoformat()}
    assert "1 juli 2021" in anna.get("/controle/waarom", **asked).text
    assert risk in anna.get("/", wie="bevoegd-orgaan").text
    assert risk not in anna.get("/", wie="contractmanager").text
    assert risk not in anna.get("/", programma=str(UUID(int=1))).text
    assert "0 Loopt gevaar" in anna.get("/", wie="contractmanager").text
    assert "1 Loopt gevaar" in anna.get("/", wie="bevoegd-orgaan", stand="soon").text
    assert "Iedereen 1" in anna.get("/", wie="contractmanager", stand="at_risk").text
    assert "1 Laatste oproep" in page.text
    house.now += timedelta(days=11)
    assert "1 dag te laat" in anna.get("/", stand="late").text
    assert risk not in anna.get("/", stand="soon").text


@pytest.mark.row("PG-35", "AU-13")
def test_what_waits_for_somebody_follows_from_their_role_and_from_who_did_what(
    house: House,
) -> None:
    publish(house)
    draft(house)
    house.do(make.whole(AdoptChange))

    def waits(person: object) -> list[str]:
        found = waiting_for(house.pool, person, house.now)  # type: ignore[arg-type]
        return [str(each.step) for each in found if each.kind == "change"]

    assert waits(BRAM) == ["Approve the letters"]
    assert waits(replace(BRAM, person_id=make.OFFICER)) == [], "four eyes"
    assert waits(replace(BRAM, role="auditor")) == []
    assert "Wacht op u" in browse(house, BRAM).get("/").text


def item(item_id: str, edtf: str, status: Status, *after: str) -> PlanItemRow:
    window = Window(edtf=edtf, written=edtf)
    return PlanItemRow(
        programme_id=UUID(int=1),
        item_id=item_id,
        segment=None,
        title=item_id.title(),
        window=window,
        first=window.first,
        last=window.last,
        due=window.due,
        status=status,
        after=after,
        standing=None,
        source=None,
        planned_at=datetime(2020, 1, 1, tzinfo=UTC),
    )


def risks(of: PlanItemRow, *others: PlanItemRow) -> list[str]:
    plan = {each.item_id: each for each in (of, *others)}
    slots = {each.item_id: each for each in schedule(plan.values()).slots}
    return list(risks_of(of, TODAY, plan, slots[of.item_id]))


@pytest.mark.row("ST-07", "PG-35")
@pytest.mark.parametrize(
    ("of", "other", "told"),
    [
        (
            item("b", "2021-07", "planned", "a"),
            item("a", "2021-03", "open"),
            ["Wacht op “A”, en dat is te laat"],
        ),
        (
            item("b", "2021-07", "planned", "a"),
            item("a", "2021-03", "unknown"),
            ["Wacht op “A”; niemand zei of dat gedaan is"],
        ),
        (
            item("b", "2021-05-10/2021-07-01", "planned", "a"),
            item("a", "2021-06", "open"),
            ["Begint over 7 dagen, en “A” is nog niet gedaan"],
        ),
        (
            item("a", "2021", "open"),
            item("b", "2021-05-09", "planned", "a"),
            ["Nog 6 dagen ruimte: “B” wacht erop"],
        ),
        (item("b", "2021-07", "planned", "a"), item("a", "2021-03", "realised"), []),
        (item("b", "2021-07", "planned", "a"), item("a", "2021-06", "open"), []),
    ],
)
def test_a_part_of_the_plan_is_at_risk_by_what_it_waits_for_and_what_waits_for_it(
    of: PlanItemRow, other: PlanItemRow, told: list[str]
) -> None:
    assert [each.translate({0x2018: "“", 0x2019: "”"}) for each in risks(of, other)] == told


def test_what_others_did_is_new_until_it_was_seen(house: House) -> None:
    publish(house)
    anna = browse(house)
    start = anna.get("/sinds")
    assert "Vastgelegd in de afgelopen week" in anna.get("/").text, "nobody was here before"
    assert start.text.count("De afgelopen week") == 2, "as the title and the heading"
    anna.fill(start, "/sinds/gezien")
    assert "Sindsdien gebeurde er niets" in anna.get("/sinds").text
    house.now += timedelta(hours=1)
    draft(house)
    house.do(make.whole(TableChange, by=BRAM.person_id))
    told = anna.get("/sinds")
    assert "Brieven opgesteld" in told.text
    assert "Vastgelegd sinds uw laatste bezoek" in anna.get("/").text
    house.do(make.whole(PostponeChange, by=ANNA.person_id, effective=date(2022, 7, 1)))
    assert "uitgesteld" not in anna.get("/sinds").text, "what she did herself is no news"
    assert "uitgesteld" in browse(house, BRAM).get("/sinds").text
    assert "Brieven opgesteld" not in anna.get("/sinds", tot="2021-05-02").text
    for part in ({"programma": str(UUID(int=1))}, {"tot": "2021-05-03"}):
        assert "/sinds/gezien" not in anna.get("/sinds", **part).html, "not all of it is shown"
    moment = told.form("/sinds/gezien")
    assert anna.send("/sinds/gezien", {**moment, "tot": "morgen"}).status == 400
    anna.fill(told, "/sinds/gezien")
    assert "Brieven opgesteld" not in anna.get("/sinds").text
    assert "Brieven opgesteld" in anna.get("/sinds", sinds="2021-05-01").text
    assert CHANGE in anna.get("/sinds", sinds="2021-05-01").html


def test_things_to_which_the_same_happened_are_one_line_that_leads_to_each(house: House) -> None:
    publish(house)
    four = (*NUMBERS, "HR-W-004")
    house.do(make.a(ConcludeContract, contract_id=contract_id(four[3]), number=four[3]))
    page = browse(house).get("/sinds", sinds="2020-01-01")
    assert "4 keer hetzelfde" in page.text
    for each in map(contract_id, four):
        assert f"/overeenkomsten/{each}" in page.html


def test_a_day_of_one_contract_keeps_its_key_when_it_moves_and_many_when_one_goes() -> None:
    one = Tally(UUID(int=1), "contract_end", date(2021, 12, 31), 1, "contract:7:end")
    assert key_of(one) == key_of(replace(one, due_on=date(2022, 1, 31)))
    assert key_of(one) != key_of(replace(one, key="contract:8:end"))
    many = replace(one, count=3)
    assert key_of(many) == key_of(replace(many, count=2, key="contract:8:end"))


MORNING = datetime(2021, 5, 3, 9, tzinfo=UTC)


def test_what_was_seen_stays_new_while_the_visit_lasts_and_not_in_the_next() -> None:
    first = visits.seen("anna", None, MORNING, MORNING)
    assert visits.boundary(first, MORNING + timedelta(hours=1)) == MORNING - visits.FIRST
    noon = MORNING + timedelta(hours=3)
    again = visits.seen("anna", first, noon, noon)
    assert visits.boundary(again, noon + timedelta(hours=1)) == MORNING - visits.FIRST
    assert visits.boundary(again, noon + visits.SITTING) == noon
    tomorrow = visits.seen("anna", again, noon, noon + timedelta(days=1))
    assert tomorrow.since == noon


def test_marked_as_seen_is_never_moved_back_or_into_the_future() -> None:
    later = MORNING + timedelta(hours=1)
    visit = visits.marked("anna", None, MORNING + timedelta(days=9), MORNING)
    assert (visit.since, visit.seen_to) == (MORNING, MORNING)
    assert visits.marked("anna", visit, MORNING - timedelta(days=9), later).since == MORNING


@pytest.mark.row("PG-35")
def test_programs_read_what_waits_for_whom_in_their_own_language(house: House) -> None:
    publish(house)
    draft(house)
    house.do(make.whole(AdoptChange))
    bram = Caller(create_app(house.ports()), BRAM)
    (change,) = bram.get("/matters", mine=True)["items"]
    assert change["step"] == "Approve the letters"
    bram.client.headers["Accept-Language"] = "nl"
    (in_dutch,) = bram.get("/matters", mine=True)["items"]
    assert in_dutch == {**change, "step": "Keur de brieven goed", "risks": in_dutch["risks"]}
    assert (change["who"], change["urgency"], change["day"]) == ("tweede", "soon", "2021-07-01")
    assert change["address"].startswith(CHANGE)
    every = bram.get("/matters")
    assert every["total"] > len(bram.get("/matters", who="tweede")["items"]) == 1
    assert bram.get("/matters", urgency="late")["items"] == []
