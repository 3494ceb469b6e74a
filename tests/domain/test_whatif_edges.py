"""What-ifs at their edges: what supposes nothing, plans in a circle, ends that nobody can count."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from domain.dates import Window
from domain.procedure.state import StepState
from domain.whatif.outcome import outcome
from domain.whatif.supposition import read_all
from domain.whatif.telling import notices
from domain.whatif.world import Changing, Secret, Way, World
from tests import make
from tests.domain.procedure_stories import a_step
from tests.domain.test_whatif import (
    FIRST,
    asked,
    codes,
    moved,
    plan,
    planned,
    way,
    what_if,
    world,
)


def decided(**fields: Any) -> World:
    return world(decisions={"raadsbesluit": replace(asked(), **fields)}, ways=(way(),))


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("move:nergens:2026", "no part nergens"),
        ("move:besluit:2026", "was done"),
        ("shift:7:elders", "Nothing moves by 7 months"),
        ("decide:anders:2026", "no decision anders"),
        ("answer:anders:raad-delft:no", "no decision anders"),
        ("answer:raadsbesluit:raad-gouda:no", "not asked"),
        ("answer:raadsbesluit:raad-delft:misschien", "cannot be answered"),
        ("shut:hek", "no gate hek"),
        (f"withdraw:{FIRST}:2025-06-30", "no contract"),
    ],
)
def test_what_cannot_be_supposed_is_left_out_and_told_why(text: str, why: str) -> None:
    done = planned("besluit", "2025-06")
    of = replace(decided(), items=plan(besluit=done))
    of = replace(of, items={**of.items, "besluit": replace(of.items["besluit"], status="realised")})
    found = outcome(of, read_all(text))
    [left] = found.left_out
    assert why in str(left.why)
    assert not found.moves


@pytest.mark.parametrize("text", ["decide:raadsbesluit:2026", "answer:raadsbesluit:raad-delft:no"])
def test_of_what_was_let_go_nothing_is_supposed(text: str) -> None:
    [left] = outcome(decided(closed=True), read_all(text)).left_out
    assert "decided already" in str(left.why)


def test_who_answered_can_be_supposed_to_have_said_otherwise() -> None:
    said_yes = dict.fromkeys(asked().named, "yes")
    of = decided(answers=said_yes, settled="yes")
    assert "decision_fails" in codes(what_if(of, "answer:raadsbesluit:raad-delft:no"))
    assert {each.code for each in outcome(decided(settled="no"), ()).stay} >= {"decision_fails"}


def test_what_waits_for_itself_in_a_circle_does_not_follow_and_the_rest_does() -> None:
    circle = world(items=plan(besluit=planned("besluit", "2025-06", "start")))
    assert moved(what_if(circle, "move:documenten:2026-08")) == {"documenten": "2026-08"}
    beside = plan(
        een=planned("een", "2025-06", "twee"),
        twee=planned("twee", "2025-06", "een"),
        los=planned("los", "2026-02", "documenten"),
    )
    found = moved(what_if(world(items=beside), "move:documenten:2026-08"))
    assert found["los"] == "2026-08"
    assert found["gunning"] == "2026-08"


@pytest.mark.row("ST-27")
def test_one_thing_with_two_dates_is_mended_by_giving_it_one() -> None:
    again = planned("nogmaals", "2025-09", restates="besluit")
    found = what_if(world(items=plan(nogmaals=again)), "move:nogmaals:2025-06")
    assert [each.code for each in found.mended] == ["two_dates_for_one_thing"]


def test_a_fixed_step_before_its_gate_opens_cannot_be() -> None:
    fixed = planned("documenten", "2026-01", "besluit", fixed=True)
    found = what_if(replace(decided(), items=plan(documenten=fixed)), "shut:akkoord:2026-05")
    assert "step_before_its_gate" in codes(found)
    assert not found.moves


@pytest.mark.row("GO-12")
def test_without_contracts_or_a_start_of_its_own_the_cycle_says_when_old_ones_end() -> None:
    cycle = {
        "predecessors_end": Window.on(date(2026, 12, 31)),
        "successors_start": Window.on(date(2027, 2, 1)),
    }
    [gap] = outcome(world(**cycle), ()).stay
    assert gap.says.values["days"] == "31"
    of = world(ways=(way(),), **cycle)
    assert codes(what_if(of, "shut:akkoord")) == {"gate_stays_shut", "nothing_follows_contracts"}


def test_a_procedure_waits_through_steps_that_are_no_part_of_the_plan() -> None:
    steps = [
        a_step("stukken", "documents", "2026-01", item="documenten"),
        a_step("tussen", "other", None, "stukken"),
        a_step("einde", "other", "2026-03", "tussen", item="los"),
    ]
    through = Way("w", "Weg", (), {each.step_id: StepState(each) for each in steps}, frozenset())
    of = world(items=plan(los=planned("los", "2026-03")), ways=(through,))
    found = what_if(of, "move:documenten:2026-04")
    assert moved(found)["los"] == "2026-04"


@pytest.mark.parametrize(
    ("announced", "effective", "verdict"),
    [
        ("2025-07-01", "2026-01-01", "in_time"),
        ("2025-06/2025-08", "2026-01-01", "may_be_too_late"),
        ("2025-08-01", "2026-01-01", "too_late"),
        (None, "2026-01-01", "no_date"),
        ("2025-03-01", "2025-08-01", "passed"),
    ],
)
def test_a_last_day_has_a_verdict(announced: str | None, effective: str, verdict: str) -> None:
    items = plan(aankondigen=planned("aankondigen", announced))
    day = Window.on(date.fromisoformat(effective))
    change = Changing(FIRST, "w", "Wonen", "wonen", day, (make.CLAUSE,), "aankondigen")
    [notice] = notices(world(items=items, changes=(change,)))
    assert notice.verdict == verdict
    [unplanned] = notices(world(changes=(replace(change, announce_item=None),)))
    assert unplanned.announced is None


def test_a_decision_may_be_late_or_judged_half_in_secret() -> None:
    of = replace(asked(kind="choice"), window=Window(edtf="2025-06", written="juni"))
    secret = Secret("s1", "Strategie", None, date(2025, 10, 10))
    here = world(decisions={"raadsbesluit": of}, secrets=(secret,))
    assert {each.code for each in outcome(here, ()).stay} == {"secret_until_after_decision"}
    found = what_if(here, "decide:raadsbesluit:2025-10")
    assert [each.code for each in found.stay] == ["secret_during_part_of_decision"]
    assert not found.mended, "it is better, and not well"
    begun_later = replace(here, secrets=(replace(secret, first=date(2025, 8, 1)),))
    assert not outcome(begun_later, ()).stay


def test_of_two_late_answers_the_last_says_when_it_is_decided() -> None:
    texts = ("answer:raadsbesluit:raad-delft:yes:2026-03", "answer:raadsbesluit:{}:yes:2025-09")
    other = texts[1].format(next(each for each in asked().named if each != "raad-delft"))
    for order in ((texts[0], other), (other, texts[0])):
        assert moved(what_if(decided(), *order))["besluit"] == "2026-03"


def test_a_decision_of_which_nobody_knows_who_answers_is_taken_to_go_well() -> None:
    of = decided(named=(), expected=None)
    assert not outcome(of, ()).stay
    assert moved(what_if(of, "move:besluit:2026-03"))["documenten"] == "2026-03"


@pytest.mark.row("PG-10")
def test_a_gate_that_stands_open_stays_so_unless_a_decision_shuts_it() -> None:
    opened = replace(way(), gates=frozenset({"akkoord"}))
    never = "answer:raadsbesluit:raad-delft:never"
    assert "gate_stays_shut" in codes(what_if(decided(), never))
    of = replace(decided(), ways=(opened,))
    found = what_if(of, never)
    assert codes(found) == {"decision_fails"}
    assert "documenten" not in dict(found.held) or dict(found.held)["documenten"].why == "waits"
    everybody = [f"answer:raadsbesluit:{each}:no" for each in asked().named]
    assert "gate_stays_shut" in codes(what_if(of, *everybody))
    was = replace(of, decisions={"raadsbesluit": replace(asked(), reached=True, settled="yes")})
    assert "gate_stays_shut" in codes(what_if(was, never))


def test_an_option_that_was_let_go_keeps_nothing_shut() -> None:
    assert not outcome(decided(closed=True), ()).stay


@pytest.mark.parametrize(
    ("before", "after", "along"),
    [
        ("2026-01-15", "2026-02-20", "2026-08-01"),
        ("2026-01-15", "2026-02-15", "2026-07-01"),
        ("2026-04", "2026-05", "2026-07-01"),
    ],
)
def test_what_moves_along_moves_by_whole_months_a_part_counting_as_one(
    before: str, after: str, along: str
) -> None:
    items = plan(een=planned("een", before), twee=planned("twee", "2026-06-01", "een"))
    found = moved(what_if(world(items=items), f"move:een:{after}", following="along"))
    assert found["twee"] == along


def test_an_answer_that_comes_in_time_moves_nothing() -> None:
    assert what_if(decided(), "answer:raadsbesluit:raad-delft:yes:2025-05").nothing
