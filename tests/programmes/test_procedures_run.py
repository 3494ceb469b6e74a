"""Every procedure of the four programmes can be run to its end, by its own rules."""

from datetime import date, timedelta
from functools import reduce
from typing import Any

import pytest

from domain.dates import local_day, start_of_day
from domain.procedure.commands import CompleteStep, OpenGate, PlanProcedure, TakeBranch
from domain.procedure.decider import PROCEDURE
from domain.procedure.outlook import next_step
from domain.procedure.parts import Track
from domain.procedure.state import Procedure
from runtime.files import read
from runtime.programme_file import ProgrammeFile
from runtime.tracks import tracks
from tests import make
from tests.domain.procedure_stories import carried_out
from tests.programmes.sources import ROOT

WRITTEN = {
    "haaglanden-2027": date(2025, 6, 10),
    "holland-rijnland-2021": date(2020, 6, 1),
    "region-2023": date(2022, 1, 15),
    "zaanstreek-waterland-2027": date(2025, 6, 1),
}
"""About when each document was written: the day from which the programme is run here."""

LONGEST = timedelta(days=12 * 365)


def tracks_of(programme: str) -> tuple[Track, ...]:
    file = read(ROOT / "programmes" / f"{programme}.yaml")
    assert isinstance(file, ProgrammeFile)
    return tracks(file)


def carry_out(command: Any, procedure: Procedure) -> Procedure:
    return reduce(PROCEDURE.evolve, PROCEDURE.decide(command, procedure), procedure)


def run(procedure: Procedure, begins: date, until: date = date.max) -> Procedure:
    """Everybody does everything on its last day, or at once if no day is given."""
    day, latest = begins, min(until, begins + LONGEST)
    while day < latest:
        asked = next_step(procedure, start_of_day(day))
        if asked.kind == "end":
            break
        if asked.kind != "wait":
            procedure = carry_out(carried_out(asked, day.isoformat()), procedure)
            continue
        before = procedure
        for step_id in to_do(procedure, day):
            complete = make.a(
                CompleteStep, at=start_of_day(day), step_id=step_id, done_on=day, output=None
            )
            procedure = carry_out(complete, procedure)
        if procedure is before:
            wake = asked.wake_at
            lasts = [each.last for each in windows(procedure) if each.last and each.last > day]
            days = [*lasts, *([local_day(wake)] if wake else [])]
            assert days, f"{procedure.key} waits for ever on {day}"
            day = min(days)
    return procedure


def planned(track: Track, day: date) -> Procedure:
    at = start_of_day(day)
    procedure = carry_out(make.a(PlanProcedure, at=at, track=track), Procedure())
    for gate in sorted(procedure.all_gates):
        procedure = carry_out(make.a(OpenGate, at=at, gate=gate), procedure)
    return procedure


def windows(procedure: Procedure) -> list[Any]:
    return [each.step.window for each in procedure.steps.values() if not each.over]


def to_do(procedure: Procedure, day: date) -> list[str]:
    """What has come to its last day, has none, or had passed before anybody knew of it."""
    return [
        step_id
        for step_id, each in procedure.steps.items()
        if not each.over
        and not procedure.waits_for(each.step)
        and (each.unknown or each.started)
        and (each.step.window.last is None or each.step.window.last <= day)
    ]


@pytest.mark.row("ST-01", "ST-02")
@pytest.mark.parametrize("programme", WRITTEN)
def test_every_procedure_comes_to_its_end(programme: str) -> None:
    for track in tracks_of(programme):
        begins = WRITTEN[programme]
        procedure = run(planned(track, begins), begins)
        assert procedure.ending == "completed", track.procedure_id
        assert not [each for each in procedure.steps.values() if each.missed], track.procedure_id


@pytest.mark.row("ST-02")
def test_haaglanden_has_two_routes_side_by_side() -> None:
    by_route = {each.route: each for each in tracks_of("haaglanden-2027")}
    assert by_route["nieuwe-aanbesteding-sas"].segments == ("veel-voorkomend",)
    assert len(by_route["herziening"].segments) == 4


@pytest.mark.row("ST-18", "ST-31")
def test_region_2023_says_why_it_took_which_route() -> None:
    by_route = {each.route: each for each in tracks_of("region-2023")}
    assert "dialoogtafels" in str(by_route["dialoog"].reason)
    assert "dekkend zorglandschap" in str(by_route["brede-contractering"].reason)
    assert all(each.reason for each in tracks_of("holland-rijnland-2021"))


@pytest.mark.row("ST-22")
def test_education_begins_with_the_school_year() -> None:
    [track] = [each for each in tracks_of("holland-rijnland-2021") if each.route == "schooljaar"]
    begins = WRITTEN["holland-rijnland-2021"]
    procedure = run(planned(track, begins), begins)
    begun = procedure.steps["implementatie"]
    assert begun.step.window.edtf == "2021-09"


@pytest.mark.row("ST-05", "ST-06")
def test_haaglanden_needs_two_revisions_and_is_ready_on_1_july_2026_all_the_same() -> None:
    [track] = [each for each in tracks_of("haaglanden-2027") if each.route == "herziening"]
    begins, turned = WRITTEN["haaglanden-2027"], date(2026, 3, 2)
    procedure = run(planned(track, begins), begins, turned)
    [branch] = track.branches
    take = make.a(TakeBranch, at=start_of_day(turned), branch_id=branch.branch_id)
    procedure = run(carry_out(take, procedure), turned)
    assert procedure.ending == "completed"
    assert procedure.steps["reacties"].done is not None
    assert "publicatie" not in procedure.steps
    ready = procedure.steps["gereed"]
    assert ready.step.window.edtf == "2026-07-01"
    assert ready.step.after == ("tweede-herziening",)
    assert ready.done is not None
    assert ready.done.edtf == "2026-07-01"
