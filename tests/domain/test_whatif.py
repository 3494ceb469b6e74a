"""What-ifs: what moves by the plan's own rules, what stands still, what breaks and is mended."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from functools import reduce
from typing import Any
from uuid import UUID

import pytest

from domain.base import Refused
from domain.dates import Explained, Window, start_of_day
from domain.decision.latest import latest_decision
from domain.procedure.state import StepState
from domain.programme.commands import RevisePlan, ShiftPlan
from domain.programme.decider import PROGRAMME
from domain.programme.events import PlanItemPlanned
from domain.programme.state import Item, Programme, evolve
from domain.whatif.moving import Following
from domain.whatif.outcome import Outcome, outcome
from domain.whatif.proposal import Proposing, commands
from domain.whatif.supposition import all_in_text, in_text, read, read_all
from domain.whatif.world import Asked, Changing, Running, Secret, Way, World
from tests import make
from tests.domain.decision_stories import COUNCILS, question
from tests.domain.procedure_stories import a_step

TODAY = date(2025, 3, 3)
FIRST, OTHER = UUID(int=1), UUID(int=2)
PLAN: Mapping[str, tuple[str | None, tuple[str, ...]]] = {
    "besluit": ("2025-06", ()),
    "documenten": ("2026-01", ("besluit",)),
    "aanbesteding": ("2026-02/2026-05", ("documenten",)),
    "gunning": ("2026-06", ("aanbesteding",)),
    "voorbereiding": ("2026-41", ("gunning",)),
    "start": ("2027-01-01", ("voorbereiding",)),
    "ooit": (None, ("besluit",)),
}


def planned(item_id: str, edtf: str | None, *after: str, **more: Any) -> PlanItemPlanned:
    window = Window(edtf=edtf, written=edtf or "ooit")
    told = {"segment": None, "restates": None, "fixed": None, "status": "planned", **more}
    return make.whole(
        PlanItemPlanned,
        item_id=item_id,
        title=item_id.capitalize(),
        window=window,
        after=after,
        standing="stated",
        source=make.SOURCE,
        **told,
    )


def plan(**more: PlanItemPlanned) -> Mapping[str, Item]:
    events = {key: planned(key, edtf, *after) for key, (edtf, after) in PLAN.items()} | more
    return {key: Item(event, event.status) for key, event in events.items()}


def asked(**fields: Any) -> Asked:
    of = question(item="besluit", opens=("akkoord",), **fields)
    known = tuple(each.answerer_id for each in of.answerers)
    return Asked(of.decision_id, of, of.window, latest_decision(of), known, len(known), {})


def way() -> Way:
    steps = [
        a_step("besluiten", "adoption", "2025-06", item="besluit"),
        a_step("stukken", "documents", "2026-01", "besluiten", item="documenten", gate="akkoord"),
        a_step("start", "start", "2027-01-01", "stukken", item="start"),
    ]
    return Way(
        "nieuw", "Nieuwe inkoop", ("wonen",), {e.step_id: StepState(e) for e in steps}, frozenset()
    )


def world(**fields: Any) -> World:
    known: dict[str, Any] = {"items": plan(), "segments": ("wonen",), "version": 1}
    return World(TODAY, **{**known, **fields})


def what_if(of: World, *texts: str, following: Following = "needed") -> Outcome:
    supposed = read_all(",".join(texts))
    assert all_in_text(supposed) == ",".join(texts), "every supposition must be readable"
    return outcome(of, supposed, following)


def moved(found: Outcome) -> dict[str, str | None]:
    return {each.item_id: each.after.edtf for each in found.moves}


def codes(found: Outcome) -> set[str]:
    return {each.code for each in found.new}


@pytest.mark.parametrize(
    "text",
    [
        "move:start:2027-04-01",
        "move:aanbesteding:2026-03/2026-06",
        "shift:-3",
        "shift:12:wonen",
        "decide:raadsbesluit:2025-34",
        "answer:raadsbesluit:raad-delft:no",
        "answer:raadsbesluit:raad-delft:yes:2025-09",
        "shut:akkoord",
        "shut:akkoord:2025-09",
        f"withdraw:{FIRST}:2025-06-30",
    ],
)
def test_a_supposition_is_a_text_that_an_address_can_carry(text: str) -> None:
    found = read(text)
    assert found is not None
    assert in_text(found) == text


@pytest.mark.parametrize(
    "text", ["", "move:start", "move:start:eens", "shift:0", "shift:500", "x:y"]
)
def test_what_cannot_be_read_supposes_nothing(text: str) -> None:
    assert read(text) is None


def test_without_suppositions_nothing_differs() -> None:
    assert what_if(world()).nothing


@pytest.mark.row("ST-08", "ST-07")
def test_what_waits_moves_no_further_than_it_must_and_in_its_own_precision() -> None:
    found = what_if(world(), "move:documenten:2027-02")
    assert moved(found) == {
        "documenten": "2027-02",
        "aanbesteding": "2026-11/2027-02",
        "gunning": "2027-02",
        "voorbereiding": "2027-40",
        "start": "2027-07-01",
    }
    assert {each.item_id: each.cause.by for each in found.moves}["gunning"] == "aanbesteding"
    along = what_if(world(), "move:documenten:2026-08", following="along")
    assert moved(along)["start"] == "2028-01-01"
    assert moved(along)["voorbereiding"] == "2027-41"
    alone = what_if(world(), "move:documenten:2026-08", following="stay")
    assert moved(alone) == {"documenten": "2026-08"}
    assert "ends_before_what_it_waits_for" in codes(alone)


@pytest.mark.row("ST-06", "ST-27")
def test_what_is_fixed_stays_and_shows_the_contradiction() -> None:
    fixed = planned("gunning", "2026-06", "aanbesteding", fixed=True)
    of = world(items=plan(gunning=fixed))
    found = what_if(of, "move:aanbesteding:2026-08/2026-10")
    assert "gunning" not in moved(found)
    [broken] = [each for each in found.new if each.about == "gunning:aanbesteding"]
    assert broken.certain
    assert "2026-08-01" in str(broken.says)
    [left] = what_if(of, "move:gunning:2026-07").left_out
    assert "fixed" in str(left.why)


@pytest.mark.row("PG-09", "PG-10", "GO-12")
def test_a_council_that_says_no_keeps_the_gate_shut_and_all_behind_it_stands_still() -> None:
    contract = Running(
        FIRST, "W-1", "wonen", FIRST, date(2020, 1, 1), Window.on(date(2026, 12, 31))
    )
    of = world(decisions={"raadsbesluit": asked()}, ways=(way(),), contracts=(contract,))
    found = what_if(of, "answer:raadsbesluit:raad-delft:no")
    assert codes(found) == {"decision_fails", "gate_stays_shut", "nothing_follows_contracts"}
    held = dict(found.held)
    assert held["documenten"].by == "raadsbesluit"
    assert held["start"].why == "waits"
    later = what_if(of, "answer:raadsbesluit:raad-delft:yes:2026-03")
    assert not later.held
    assert moved(later)["besluit"] == "2026-03"
    assert moved(later)["documenten"] == "2026-03"


def test_a_majority_is_reached_without_one_who_does_not_answer() -> None:
    of = world(decisions={"raadsbesluit": asked(rule="majority")}, ways=(way(),))
    assert what_if(of, f"answer:raadsbesluit:{COUNCILS[0]}:never").nothing
    two = (f"answer:raadsbesluit:{each}:never" for each in COUNCILS[:2])
    assert "decision_fails" in codes(what_if(of, *two))


def test_a_gate_that_opens_later_moves_what_stands_behind_it() -> None:
    of = world(decisions={"raadsbesluit": asked()}, ways=(way(),))
    found = what_if(of, "shut:akkoord:2026-04")
    assert moved(found)["documenten"] == "2026-04"
    assert found.moves[0].cause.why == "gate"
    assert "gate_stays_shut" in codes(what_if(of, "shut:akkoord"))


@pytest.mark.row("GO-07")
def test_a_decision_after_the_last_day_in_time_is_too_late() -> None:
    ends = Window(edtf="2026-12-31", written="31 december 2026")
    of = world(decisions={"raadsbesluit": asked(ends=ends, lead_months=12, notice_months=2)})
    found = what_if(of, "decide:raadsbesluit:2025-12")
    assert "decided_too_late" in codes(found)
    [late] = [each for each in found.new if each.code == "decided_too_late"]
    assert isinstance(of.decisions["raadsbesluit"].latest, Explained)
    assert late.steps == of.decisions["raadsbesluit"].latest.sentences


@pytest.mark.row("AN-02", "AN-24")
def test_each_clause_has_its_own_last_day_to_announce() -> None:
    three = make.CLAUSE.model_copy(update={"clause_id": "drie", "months": 3})
    items = plan(
        aankondigen=planned("aankondigen", "2025-07-01"), ingang=planned("ingang", "2026-01-01")
    )
    change = Changing(
        FIRST,
        "wonen-2026",
        "Wonen",
        "wonen",
        Window.on(date(2026, 1, 1)),
        (make.CLAUSE, three),
        "aankondigen",
        "ingang",
    )
    found = what_if(world(items=items, changes=(change,)), "move:aankondigen:2025-09-01")
    assert [each.about for each in found.new] == [f"{FIRST}:{make.CLAUSE.clause_id}"]
    assert found.new[0].code == "announced_too_late"
    assert all(each.differs for each in found.last_days)
    assert not any(each.differs for each in outcome(found.supposed.world, ()).last_days)
    after = {e.notice.clause.clause_id: e.after for e in found.last_days}
    assert {key: str(each.latest.value) for key, each in after.items() if each} == {
        make.CLAUSE.clause_id: "2025-07-01",
        "drie": "2025-10-01",
    }
    of = world(items=items, changes=(change,))
    untold = what_if(of, "move:ingang:2026-03-01")
    assert codes(untold) == {"takes_effect_on_another_day"}
    assert [each.after and each.after.effective for each in untold.last_days] == [
        change.effective.first,
        change.effective.first,
    ], "moving the plan moves no change"
    unneeded = world(items=items, changes=(replace(change, to_announce=False),))
    found = what_if(unneeded, "move:ingang:2026-03-01")
    assert codes(found) == {"takes_effect_on_another_day"}
    assert not found.last_days
    told = world(items=items, changes=(Changing(**{**_fields(change), "told": True}),))
    assert codes(what_if(told, "move:ingang:2026-03-01")) == {"announced_for_another_day"}


def _fields(change: Changing) -> dict[str, Any]:
    return {name: getattr(change, name) for name in Changing.__dataclass_fields__}


@pytest.mark.row("GO-12", "CC-18")
def test_a_provider_who_stops_leaves_contracts_that_end_before_their_successors() -> None:
    ends = Window.on(date(2026, 12, 31))
    one = Running(FIRST, "W-1", "wonen", FIRST, date(2020, 1, 1), ends, date(2027, 6, 30))
    two = Running(OTHER, "W-2", "wonen", OTHER, date(2020, 1, 1), ends)
    of = world(contracts=(one, two), ways=(way(),))
    found = what_if(of, f"withdraw:{FIRST}:2025-12-31")
    assert codes(found) == {"contract_ends_early", "gap_between_contracts"}
    both = what_if(of, f"withdraw:{FIRST}:2025-12-31", f"withdraw:{OTHER}:2025-12-31")
    assert "segment_without_provider" in codes(both)
    coming = replace(one, contract_id=UUID(int=3), number="W-3", starts=date(2026, 6, 1))
    alone = what_if(replace(of, contracts=(two, coming)), f"withdraw:{FIRST}:2025-12-31")
    assert codes(alone) == {"contract_does_not_begin"}
    later = what_if(of, "move:start:2027-04-01")
    [gap] = later.new
    assert gap.says.values["days"] == "90"
    assert len(gap.steps) == 2


@pytest.mark.row("TP-03")
def test_a_later_decision_can_mend_what_secrecy_broke() -> None:
    secret = Secret("voorstel", "Voorstel", None, date(2025, 9, 1))
    of = world(decisions={"raadsbesluit": asked(proposes="voorstel")}, secrets=(secret,))
    found = what_if(of, "move:besluit:2025-10")
    assert [each.code for each in found.mended] == ["secret_until_after_decision"]
    assert not found.new


@pytest.mark.row("ST-08")
def test_what_gets_worse_is_not_called_mended() -> None:
    ends = Window(edtf="2026-12-31", written="31 december 2026")
    late = asked(ends=ends, lead_months=12, notice_months=2)
    may = replace(late, question=late.question.model_copy(update={"item": None}))
    assert late.latest is not None
    may = replace(may, window=Window(edtf=f"{late.latest.value:%Y}", written="dat jaar"))
    found = what_if(world(decisions={"raadsbesluit": may}), "decide:raadsbesluit:2026-12")
    assert [each.code for each in found.new] == ["decided_too_late"]
    assert not found.mended
    contract = Running(FIRST, "W-1", "wonen", FIRST, TODAY, Window.on(date(2026, 11, 30)))
    gap = world(decisions={"raadsbesluit": asked()}, ways=(way(),), contracts=(contract,))
    for text, code in (
        ("shut:akkoord", "nothing_follows_contracts"),
        (f"withdraw:{FIRST}:2025-06-30", "gap_between_contracts"),
        ("move:start:2028-12-01", "gap_between_contracts"),
    ):
        found = what_if(gap, text)
        assert code in codes(found)
        assert not found.mended
    sooner = what_if(gap, "move:start:2026-12-15")
    assert [each.says.values["days"] for each in sooner.stay] == ["14"]
    assert [each.code for each in what_if(gap, "move:start:2026-12-01").mended] == [
        "gap_between_contracts"
    ]


def test_a_procedure_that_did_not_follow_its_plan_yet_is_taken_to_have_done_so() -> None:
    moved_on = plan(start=planned("start", "2027-06-01", "voorbereiding"))
    contract = Running(FIRST, "W-1", "wonen", FIRST, TODAY, Window.on(date(2026, 12, 31)))
    found = what_if(
        world(items=moved_on, ways=(way(),), contracts=(contract,)), "shut:akkoord:2025-01"
    )
    assert [each.code for each in found.stay] == ["gap_between_contracts"]
    assert not found.new


def test_a_date_that_the_plan_has_already_supposes_nothing() -> None:
    found = what_if(world(), "move:start:2027-01-01")
    assert found.nothing
    assert "already" in str(found.left_out[0].why)


def test_what_would_lie_in_the_past_is_said() -> None:
    assert "moved_into_the_past" in codes(what_if(world(), "move:besluit:2025-01"))


WHO = Proposing(make.PROGRAMME_ID, make.COMMAND_ID, start_of_day(TODAY), "pien-1", "Later", "Omdat")


@pytest.mark.row("ST-08")
@pytest.mark.parametrize(
    ("texts", "kind"),
    [
        (("shift:12",), ShiftPlan),
        (("shift:1",), ShiftPlan),
        (("shift:7",), RevisePlan),
        (("move:documenten:2026-08",), RevisePlan),
        (("shift:6", "move:start:2028-01-01"), RevisePlan),
    ],
)
def test_a_proposal_makes_the_plan_exactly_what_was_shown(
    texts: tuple[str, ...], kind: type[ShiftPlan | RevisePlan]
) -> None:
    events = [item.planned for item in plan().values()]
    programme = reduce(evolve, events, Programme())
    of = world(items=programme.items)
    supposed = read_all(",".join(texts))
    found = outcome(of, supposed, "needed")
    [command] = commands(of, supposed, found, {}, WHO)
    assert isinstance(command, kind)
    after = reduce(evolve, PROGRAMME.decide(command, programme), programme)
    expected = {key: item.window.edtf for key, item in found.supposed.world.items.items()}
    assert {key: item.window.edtf for key, item in after.items.items()} == expected
    assert after.version == 2
    with pytest.raises(Refused) as refused:
        PROGRAMME.decide(command, after)
    assert refused.value.reason == "plan_moved_on", "twice at once is not twelve months twice"
    assert {after.items[each.item_id].planned.standing for each in found.moves} == {"derived"}


def test_a_decision_that_is_no_part_of_the_plan_is_planned_anew_beside_it() -> None:
    of = question()
    known = tuple(each.answerer_id for each in of.answerers)
    alone = Asked("alleen", of, of.window, None, known, len(known), {})
    here = world(decisions={"alleen": alone})
    supposed = read_all("decide:alleen:2025-09")
    [command] = commands(here, supposed, outcome(here, supposed), {"alleen": FIRST}, WHO)
    assert command.kind == "ReplanDecision"
    assert command.window.edtf == "2025-09"
    assert command.command_id == WHO.command_id
    supposed = read_all("decide:alleen:2025-09,move:start:2028-01-01")
    first, last = commands(here, supposed, outcome(here, supposed), {"alleen": FIRST}, WHO)
    assert [first.kind, last.kind] == ["ReplanDecision", "RevisePlan"]
    assert first.command_id != last.command_id == WHO.command_id


def test_answers_cannot_be_proposed() -> None:
    of = world(decisions={"raadsbesluit": asked()}, ways=(way(),))
    supposed = read_all("answer:raadsbesluit:raad-delft:no")
    with pytest.raises(Refused) as refused:
        commands(of, supposed, outcome(of, supposed), {}, WHO)
    assert refused.value.reason == "nothing_to_propose"
