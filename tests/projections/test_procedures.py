from contextlib import closing
from datetime import date
from typing import Any
from uuid import uuid4

import psycopg
import pytest

from domain.base import derived_id
from domain.procedure.commands import (
    FailProcedure,
    OpenGate,
    PlanProcedure,
    ReplanProcedure,
    SkipStep,
    TakeBranch,
)
from domain.procedure.decider import PROCEDURE
from eventstore.log import EventLog
from projections.engine import Engine
from projections.procedures import (
    PROCEDURES,
    ProcedureRow,
    by_key,
    dates_of,
    of_programme,
    same_route,
)
from tests import make
from tests.domain.procedure_stories import (
    GATE,
    REVISED,
    TENDER,
    done,
    on,
    opened,
    order,
    planned,
    track,
    when,
)
from tests.making.procedure import PROCEDURE_ID
from tests.projections import story

CONSULTED = (planned(), opened(), done("consultatie", "2025-10-20"))


def row_after(*commands: Any) -> ProcedureRow:
    return story.only(PROCEDURES, story.happened(PROCEDURE, *commands))


@pytest.mark.row("ST-02", "ST-31")
def test_a_procedure_shows_its_segment_its_route_and_the_reason_for_it() -> None:
    row = row_after(planned(track(reason="Te veel aanbieders.")))
    assert (row.segments, row.route, row.reason) == (
        ("veel-voorkomend",),
        "nieuwe-aanbesteding-sas",
        "Te veel aanbieders.",
    )
    assert (row.status, row.source, row.due) == ("planned", make.SOURCE, date(2025, 11, 30))


def test_every_step_shows_how_it_stands_and_what_it_waits_for() -> None:
    row = row_after(*CONSULTED, done("documenten", "2026-02-03"))
    assert [each.status for each in row.steps][:3] == ["done", "done", "waiting"]
    documents, award = row.step("documenten"), row.step("gunning")
    assert documents is not None
    assert award is not None
    assert (documents.timing, documents.told_at) == ("late", on("2026-02-03"))
    assert (award.waits_for, award.last) == (("aanbesteding",), date(2026, 6, 30))
    assert row.status == "running"
    assert row.step("geen") is None


@pytest.mark.row("PG-10")
def test_a_gate_is_shown_closed_until_it_opens() -> None:
    closed = row_after(planned()).step("consultatie")
    assert closed is not None
    assert closed.gate_open is False
    after = row_after(planned(), opened())
    assert after.gates == (GATE,)
    assert [each.gate_open for each in after.steps][:2] == [True, None]
    back = order(OpenGate, "2025-09-02", gate=GATE, reached=False)
    assert row_after(planned(), opened(), back).gates == ()


@pytest.mark.row("ST-15")
def test_a_standstill_is_shown_with_its_computation() -> None:
    tendered = (done("documenten", "2026-01-12"), done("aanbesteding", "2026-05-20"))
    row = row_after(*CONSULTED, *tendered, done("gunning", "2026-06-10"))
    assert row.until is not None
    assert row.until.value == date(2026, 6, 30)
    assert len(row.until.steps) == 4


@pytest.mark.row("ST-06")
def test_every_window_that_a_step_ever_had_is_kept() -> None:
    later = order(
        ReplanProcedure, "2025-12-01", windows={"documenten": when("2026-03")}, reason="Te druk."
    )
    stated = track(
        *(
            each.model_copy(update={"window": when("2026-04")})
            if each.kind == "documents"
            else each
            for each in REVISED.steps
        ),
        route="herziening",
    )
    moved = row_after(planned(), later).step("documenten")
    assert moved is not None
    assert [(each.window.edtf, each.reason) for each in moved.earlier] == [("2026-01", "Te druk.")]
    assert moved.state.step.window == when("2026-03")
    text = row_after(planned(REVISED), planned(stated, "2025-12-02")).step("tekst")
    assert text is not None
    assert [(each.window.edtf, each.reason) for each in text.earlier] == [("2026-01", None)]


@pytest.mark.row("ST-05", "ST-06")
def test_a_branch_shows_what_gave_way_to_it_and_keeps_the_fixed_day() -> None:
    taken = order(TakeBranch, "2026-02-21", branch_id="twee-herzieningen", reason="Het past niet.")
    row = row_after(
        planned(REVISED),
        opened(),
        done("consultatie", "2025-10-20"),
        done("tekst", "2026-01-20"),
        taken,
    )
    assert (row.branch, row.branch_reason) == ("twee-herzieningen", "Het past niet.")
    assert [each.step_id for each in row.gave_way] == ["reacties", "publicatie", "toelating"]
    ready = row.step("gereed")
    assert ready is not None
    assert (ready.state.step.window, ready.waits_for) == (
        when("2026-07-01"),
        ("tweede-herziening",),
    )
    assert len(row.track.branches) == 2


def test_why_a_step_was_left_out_and_why_it_ended_is_shown() -> None:
    skip = order(SkipStep, step_id="consultatie", reason="Er is pas nog geconsulteerd.")
    row = row_after(planned(), skip, order(FailProcedure, reason="Geen inschrijvingen."))
    skipped = row.step("consultatie")
    assert skipped is not None
    assert (skipped.status, skipped.skipped_for) == ("skipped", "Er is pas nog geconsulteerd.")
    assert (row.status, row.ended_for, row.due) == ("failed", "Geen inschrijvingen.", None)


@pytest.mark.row("ST-30")
def test_the_same_route_is_compared_across_regions(url: str) -> None:
    elsewhere = derived_id("programme", "zaanstreek-waterland-2027")
    tender, revision = PROCEDURE_ID, derived_id("procedure", "holland-rijnland-2021", "herzien")
    theirs = derived_id("procedure", "zaanstreek-waterland-2027", "c")
    documents = track(
        *(
            each.model_copy(update={"window": when("2026-03")})
            if each.kind == "documents"
            else each
            for each in TENDER
        )
    )
    commands = (
        planned(),
        order(PlanProcedure, procedure_id=revision, key="herzien", track=REVISED),
        order(PlanProcedure, procedure_id=theirs, programme_id=elsewhere, key="c", track=documents),
    )
    with closing(EventLog(url)) as log, psycopg.connect(url) as source:
        for command in commands:
            log.handle(command.model_copy(update={"command_id": uuid4()}))
        Engine(url, [PROCEDURES]).catch_up()
        rows = same_route(source, "nieuwe-aanbesteding-sas")
        assert {row.procedure_id for row in rows} == {tender, theirs}
        assert {row.procedure_id for row in of_programme(source, make.PROGRAMME_ID)} == {
            tender,
            revision,
        }
        found = by_key(source, elsewhere, "c")
        assert found is not None
        assert found.programme_id == elsewhere
        assert by_key(source, elsewhere, "wonen") is None
    assert dict(dates_of(rows)["documenten"]) == {
        tender: when("2026-01"),
        theirs: when("2026-03"),
    }
