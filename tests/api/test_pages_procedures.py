"""The pages of procedures and routes: steps and gates, forms and refusals, side by side."""

from datetime import UTC, datetime

import pytest

from api.app import create_app
from domain.base import derived_id
from domain.procedure.commands import OpenGate, PlanProcedure, ReplanProcedure
from domain.programme.commands import PublishProgramme
from tests import make
from tests.api.browsing import Browser
from tests.api.house import ANNA, House, publish
from tests.making.procedure import AUTUMN, PROCEDURE_ID, TRACK

PAGE = f"/procedures/{PROCEDURE_ID}"
LIST = f"/programmas/{make.PROGRAMME_ID}/procedures"


@pytest.fixture
def anna(house: House) -> Browser:
    return Browser(create_app(house.ports()), ANNA)


@pytest.mark.row("ST-02", "ST-31")
def test_a_procedure_says_its_route_and_why_its_steps_gates_and_how_they_were_planned(
    house: House, anna: Browser
) -> None:
    publish(house)
    assert "Nog geen procedures" in anna.get(LIST).text
    assert anna.get(PAGE).status == 404
    house.do(make.whole(PlanProcedure), make.a(ReplanProcedure, windows={"award": AUTUMN}))
    listed = anna.get(LIST).text
    assert "Er zijn weinig aanbieders; een lange relatie is nodig." in listed
    assert "nieuwe aanbesteding sas" in listed
    page = anna.get(PAGE).text
    assert "Waarom deze route Er zijn weinig aanbieders; een lange relatie is nodig." in page
    assert "poort raden akkoord is dicht · geen besluit opent die" in page
    assert "wacht op: Publicatie" in page
    assert "september en oktober 2021 eerder gepland: juni 2021" in page
    assert "Start vast" in page
    assert "20 dagen vanaf de dag na verzending van de gunning" in page
    assert "Er zijn geen geschikte inschrijvingen. Nieuwe gunning" in page


def test_steps_are_done_and_left_out_and_what_is_refused_keeps_what_was_typed(
    house: House, anna: Browser
) -> None:
    publish(house)
    house.do(make.whole(PlanProcedure))
    closed = anna.fill(anna.get(PAGE), "/publication/gereed", done_on="2021-04-12", output="TN 21")
    assert closed.status == 409
    assert closed.form("/publication/gereed")["output"] == "TN 21"
    house.do(make.whole(OpenGate))
    late = anna.fill(anna.get(PAGE), "/publication/gereed", done_on="2021-06-01")
    assert "1 juni 2021 is nog niet geweest" in late.text
    done = anna.fill(late, "/publication/gereed", done_on="2021-01-12", output="TN 21")
    assert "Vastgelegd: de stap is gedaan." in done.text
    assert "12 januari 2021 vóór de geplande tijd TN 21" in done.text
    house.now = datetime(2021, 6, 20, 9, tzinfo=UTC)
    awarded = anna.fill(anna.get(PAGE), "/award/gereed", done_on="2021-06-10")
    assert "tot en met 30 juni 2021 zolang zij loopt, mag er niet worden getekend" in awarded.text
    assert anna.fill(awarded, "/start/overslaan").status == 400
    assert anna.get(f"{PAGE}/stappen/award/gereed").address == PAGE


def test_a_failed_procedure_goes_on_along_its_branch_or_is_given_up(
    house: House, anna: Browser
) -> None:
    publish(house)
    house.do(make.whole(PlanProcedure))
    reason = "Er zijn geen geschikte inschrijvingen."
    failed = anna.fill(anna.get(PAGE), "/mislukt", reason=reason)
    assert f"Op niets uitgelopen: {reason}" in failed.text
    branched = anna.fill(failed, "/tak", branch_id="again", reason=reason)
    assert "Vastgelegd: de procedure gaat verder langs de zijweg." in branched.text
    assert "Stappen die plaatsmaakten voor de zijweg Publicatie" in branched.text
    stopped = anna.fill(branched, "/stoppen", reason="Wij gaan samen met een andere regio.")
    assert "Ingetrokken: Wij gaan samen met een andere regio." in stopped.text
    assert "/gereed" not in stopped.html


@pytest.mark.row("ST-30")
def test_programmes_on_the_same_route_stand_side_by_side(house: House, anna: Browser) -> None:
    assert "Nog geen routes" in anna.get("/routes").text
    assert anna.get("/routes/nergens").status == 404
    publish(house)
    other, way = derived_id("programme", "elders"), derived_id("procedure", "elders")
    moved = [
        each.model_copy(update={"window": AUTUMN}) if each.step_id == "award" else each
        for each in TRACK.steps
        if each.step_id != "publication"
    ]
    steps = tuple(each.model_copy(update={"after": ()}) for each in moved)
    track = TRACK.model_copy(update={"title": "Elders", "steps": steps, "branches": ()})
    house.do(
        make.whole(PlanProcedure),
        make.a(PublishProgramme, programme_id=other, key="elders-2021", region="Elders"),
        make.a(PlanProcedure, procedure_id=way, programme_id=other, key="elders", track=track),
    )
    assert "Elders, Holland Rijnland" in anna.get("/routes").text
    page = anna.get(f"/routes/{TRACK.route}").text
    assert "2 procedures gaan deze weg." in page
    assert "Gunning september en oktober 2021 tot en met 31 okt 2021" in page
    assert "juni 2021 tot en met 30 jun 2021" in page
    assert "Publicatie niet in deze procedure" in page
