"""How a contract is kept: signatures, duties, results, enforcement, hand-over, drawings."""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.base import Refused
from domain.contract.commands import (
    CompleteHandOver,
    DrawDown,
    EnforceContract,
    FulfilDuty,
    MissDuty,
    PlanHandOver,
    RecordResult,
    SignContract,
)
from domain.contract.decider import CONTRACT, decide
from domain.contract.drawing import drawn
from domain.contract.events import (
    ContractAmended,
    ContractConcluded,
    ContractEnded,
    ContractEnforced,
    ContractSigned,
    DrawingRecorded,
    DutyFulfilled,
    DutyMissed,
    HandOverCompleted,
    HandOverPlanned,
    ResultRecorded,
)
from domain.contract.parts import Principal
from domain.contract.signing import missing, signing_state
from domain.dates import Window
from domain.provisions import DrawingRight, Duty, Performance
from tests import make
from tests.making.contract import DECIDED, DIGEST, DUTY, PROVISIONS, RESULT, WORDS
from tests.specification import Specification

contract = Specification(CONTRACT)
TOGETHER = (
    Principal(municipality="Leiden", by_proxy_of="Serviceorganisatie Zorg"),
    Principal(municipality="Katwijk"),
)
AFTER = datetime(2021, 5, 1, 9, tzinfo=UTC)
CONCLUDED = make.a(
    ContractConcluded,
    event_id=make.EVENT_ID,
    effective=date(2020, 1, 1),
    terms=WORDS,
    provisions=PROVISIONS,
    principals=TOGETHER,
)


def sign(**fields: Any) -> SignContract:
    return make.a(SignContract, **{"document_version": "1", "on_behalf_of": (), **fields})


@pytest.mark.row("CC-20")
def test_a_contract_is_signed_once_both_parties_signed_the_same_version() -> None:
    [provider] = contract.given(CONCLUDED).when(sign(party="provider")).then(ContractSigned)
    assert signing_state(TOGETHER, []) == "unsigned"
    assert signing_state(TOGETHER, [provider]) == "partly"
    half = contract.given(CONCLUDED, provider)
    half.when(sign(party="provider")).then_nothing()
    [ours] = half.when(sign()).then(ContractSigned)
    assert signing_state(TOGETHER, [provider, ours]) == "signed"
    newer = sign(document_version="2", digest="ab" * 32)
    [again] = contract.given(CONCLUDED, provider, ours).when(newer).then(ContractSigned)
    assert missing(TOGETHER, [provider, ours, again]) == ("provider",)
    half.when(sign(digest="ab" * 32)).then_refused("other_file")
    half.when(sign(signed_on=date(2021, 5, 4))).then_refused("in_future")


@pytest.mark.row("CC-17", "CC-20")
def test_each_municipality_is_bound_by_itself_or_by_whoever_acts_for_it() -> None:
    running = contract.given(CONCLUDED)
    [provider] = running.when(sign(party="provider")).then(ContractSigned)
    [proxy] = running.when(sign(on_behalf_of=("Leiden",))).then(ContractSigned)
    assert missing(TOGETHER, [provider, proxy]) == ("Katwijk",)
    [itself] = running.when(sign(on_behalf_of=("Katwijk",))).then(ContractSigned)
    assert signing_state(TOGETHER, [provider, proxy, itself]) == "signed"
    running.when(sign(on_behalf_of=("Gouda",))).then_refused("unknown_principal")
    running.when(sign(party="provider", on_behalf_of=("Leiden",))).then_refused("unknown_principal")


@pytest.mark.row("CC-15")
def test_a_duty_is_fulfilled_in_time_late_or_missed_by_either_party() -> None:
    running = contract.given(CONCLUDED)
    early = make.a(FulfilDuty, fulfilled_on=date(2021, 4, 29))
    [done] = running.when(early).then(DutyFulfilled)
    assert (done.party, done.late) == ("municipality", False)
    contract.given(CONCLUDED, done).when(early).then_nothing()
    contract.given(CONCLUDED, done).when(make.a(MissDuty)).then_nothing()
    [missed] = running.when(make.a(MissDuty)).then(DutyMissed)
    contract.given(CONCLUDED, missed).when(make.a(MissDuty)).then_nothing()
    [late] = contract.given(CONCLUDED, missed).when(make.a(FulfilDuty)).then(DutyFulfilled)
    assert late.late


@pytest.mark.row("CC-15")
def test_a_duty_is_not_missed_on_its_last_day() -> None:
    last_hour = datetime(2021, 4, 30, 21, tzinfo=UTC)
    contract.given(CONCLUDED).when(make.a(MissDuty, at=last_hour)).then_nothing()
    contract.given(CONCLUDED).when(make.a(MissDuty, at=AFTER)).then(DutyMissed)
    tomorrow = make.a(FulfilDuty, fulfilled_on=date(2021, 5, 4))
    contract.given(CONCLUDED).when(tomorrow).then_refused("in_future")


@pytest.mark.row("CC-15", "CC-23")
def test_a_duty_that_arises_again_and_again_is_kept_each_time() -> None:
    running = contract.given(CONCLUDED)
    left = date(2021, 4, 1)
    care: dict[str, Any] = {"duty": "nazorg", "arose_on": left}
    [done] = running.when(make.a(FulfilDuty, **care)).then(DutyFulfilled)
    assert (done.party, done.due, done.arose_on) == ("provider", None, left)
    once = contract.given(CONCLUDED, done)
    once.when(make.a(FulfilDuty, **care)).then_nothing()
    once.when(make.a(FulfilDuty, duty="nazorg", arose_on=date(2021, 4, 9))).then(DutyFulfilled)
    running.when(make.a(FulfilDuty, duty="nazorg")).then_refused("no_occasion")
    running.when(make.a(FulfilDuty, arose_on=left)).then_refused("no_occasion_needed")
    tomorrow = make.a(FulfilDuty, duty="nazorg", arose_on=date(2021, 5, 4))
    running.when(tomorrow).then_refused("in_future")
    running.when(make.a(MissDuty, **care)).then_refused("no_reason")
    running.when(make.a(MissDuty, reason="Niemand belde.", **care)).then(DutyMissed)
    refused = running.when(make.a(FulfilDuty, duty="plafond")).then_refused("unknown_duty")
    assert "nazorg, toegang op school" in str(refused)


@pytest.mark.row("CC-15")
def test_a_duty_that_lapsed_with_the_contract_is_not_missed() -> None:
    ended = make.a(ContractEnded, lapsed=("toegang op school",))
    contract.given(CONCLUDED, ended).when(make.a(MissDuty)).then_nothing()


@pytest.mark.row("CC-13")
def test_a_result_is_held_against_its_target() -> None:
    running = contract.given(CONCLUDED)
    [short] = running.when(make.a(RecordResult, value=Decimal(43))).then(ResultRecorded)
    [reached] = running.when(make.a(RecordResult, value=Decimal(50))).then(ResultRecorded)
    assert (short.met, reached.met, short.target) == (False, True, "ten minste 50%")
    contract.given(CONCLUDED, short).when(make.a(RecordResult, value=Decimal(43))).then_nothing()
    wrong = make.a(RecordResult, value=Decimal(43), met=True)
    running.when(wrong).then_refused("result_contradicts")
    running.when(make.a(RecordResult, performance="plafond")).then_refused("unknown_performance")


@pytest.mark.row("CC-13")
def test_a_result_is_held_against_the_target_of_its_own_period() -> None:
    lower = RESULT.model_copy(update={"at_least": Decimal(40), "target": "ten minste 40%"})
    changed = make.a(
        ContractAmended,
        event_id=make.CHANGE_ID,
        effective=date(2022, 1, 1),
        terms={"uitstroom": "Ten minste 40% gaat naar huis"},
        provisions={"uitstroom": lower},
    )
    later = datetime(2022, 3, 1, tzinfo=UTC)
    since = contract.given(CONCLUDED, changed)
    [old] = since.when(make.a(RecordResult, value=Decimal(43), at=later)).then(ResultRecorded)
    half = Window(edtf="2022-02", written="februari 2022")
    [new] = since.when(make.a(RecordResult, value=Decimal(43), at=later, period=half)).then(
        ResultRecorded
    )
    assert (old.met, new.met) == (False, True)


@pytest.mark.row("CC-15")
def test_what_is_due_before_the_start_or_was_due_before_a_change_is_missed_all_the_same() -> None:
    plan = DUTY.model_copy(update={"due": Window(edtf="2019-12-01", written="1 december 2019")})
    ahead = CONCLUDED.model_copy(
        update={"terms": {"plan": "Een plan vooraf"}, "provisions": {"plan": plan}}
    )
    december = datetime(2019, 12, 2, tzinfo=UTC)
    contract.given(ahead).when(make.a(MissDuty, duty="plan", at=december)).then(DutyMissed)
    gone = make.a(
        ContractAmended,
        event_id=make.CHANGE_ID,
        effective=date(2021, 5, 2),
        terms={"toegang op school": "Vervallen"},
    )
    contract.given(CONCLUDED, gone).when(make.a(MissDuty)).then(DutyMissed)


@pytest.mark.row("CC-13")
def test_a_target_without_figures_is_judged_by_people_or_left_open() -> None:
    words = RESULT.model_copy(update={"at_least": None, "at_most": None})
    running = contract.given(CONCLUDED.model_copy(update={"provisions": {"uitstroom": words}}))
    [unsure] = running.when(make.a(RecordResult, value=Decimal(43))).then(ResultRecorded)
    [judged] = running.when(make.a(RecordResult, met=False)).then(ResultRecorded)
    assert (unsure.met, judged.met) == (None, False)


def enforce(rung: int, **fields: Any) -> EnforceContract:
    return make.a(EnforceContract, rung=rung, **fields)


@pytest.mark.row("CC-14")
def test_enforcement_climbs_its_ladder_step_by_step_with_a_reason_and_a_decider() -> None:
    short = make.a(ResultRecorded, met=False)
    failing = contract.given(CONCLUDED, short)
    contract.given(CONCLUDED).when(enforce(1)).then_refused("nothing_to_enforce")
    [first] = failing.when(enforce(1)).then(ContractEnforced)
    assert (first.measure, first.decision, first.skipped) == ("gesprek", DECIDED, ())
    talked = contract.given(CONCLUDED, short, first)
    talked.when(enforce(1)).then_nothing()
    other = DECIDED.model_copy(update={"reference": "PHO 2021/10"})
    talked.when(enforce(1, decision=other)).then_refused("no_such_rung")
    talked.when(enforce(9)).then_refused("no_such_rung")
    refused = talked.when(enforce(3)).then_refused("rung_skipped")
    assert "verbeterplan" in str(refused)
    [third] = talked.when(enforce(3, skip_reason="Een plan is al eens mislukt.")).then(
        ContractEnforced
    )
    assert (third.skipped, third.measure) == ((2,), "korting van 5%")


@pytest.mark.row("CC-14")
def test_the_ladder_begins_anew_once_the_result_is_as_agreed() -> None:
    short, met = make.a(ResultRecorded, met=False), make.a(ResultRecorded, met=True)
    first = make.a(ContractEnforced, rung=1)
    mended = contract.given(CONCLUDED, short, first, met)
    mended.when(enforce(2)).then_refused("nothing_to_enforce")
    again = contract.given(CONCLUDED, short, first, met, short)
    again.when(enforce(2)).then_refused("rung_skipped")
    again.when(enforce(1)).then(ContractEnforced)


@pytest.mark.row("CC-14", "CC-15")
def test_only_what_binds_and_has_a_ladder_is_enforced() -> None:
    missed = make.a(DutyMissed)
    about = enforce(1, about="toegang op school")
    contract.given(CONCLUDED, missed).when(about).then(ContractEnforced)
    contract.given(CONCLUDED).when(enforce(1, about="nazorg")).then_refused("no_ladder")
    aim: Performance = RESULT.model_copy(update={"binding": False})
    aimed = CONCLUDED.model_copy(update={"provisions": {"uitstroom": aim}})
    contract.given(aimed).when(enforce(1)).then_refused("not_binding")


@pytest.mark.row("GO-11")
def test_the_clients_of_a_contract_that_ends_are_handed_over_and_none_is_left_behind() -> None:
    ended = make.a(ContractEnded)
    endless = CONCLUDED.model_copy(update={"ends": Window(edtf=None, written="onbepaald")})
    contract.given(endless).when(make.a(PlanHandOver)).then_refused("no_end")
    contract.given(CONCLUDED, ended).when(make.a(CompleteHandOver)).then_refused("no_hand_over")
    [planned] = contract.given(CONCLUDED, ended).when(make.a(PlanHandOver)).then(HandOverPlanned)
    assert (planned.clients, planned.due) == (20, date(2022, 12, 31))
    going = contract.given(CONCLUDED, ended, planned)
    going.when(make.a(PlanHandOver)).then_nothing()
    refused = going.when(make.a(CompleteHandOver, transferred=17)).then_refused(
        "clients_unaccounted"
    )
    assert "20 clients" in str(refused)
    assert "17 are accounted for" in str(refused)
    whole = make.whole(CompleteHandOver)
    [done] = going.when(whole).then(HandOverCompleted)
    assert not done.late
    contract.given(CONCLUDED, ended, planned, done).when(whole).then_nothing()
    overdue = planned.model_copy(update={"due": date(2021, 4, 30)})
    [late] = contract.given(CONCLUDED, ended, overdue).when(whole).then(HandOverCompleted)
    assert late.late


def draw(**fields: Any) -> DrawDown:
    return make.a(DrawDown, **{"amount": Decimal(40_000), "fte": Decimal("1.5"), **fields})


@pytest.mark.row("CC-03")
def test_call_offs_draw_on_a_framework_up_to_its_caps_and_no_further() -> None:
    framework = contract.given(CONCLUDED)
    [first] = framework.when(draw()).then(DrawingRecorded)
    drawn_on = contract.given(CONCLUDED, first)
    drawn_on.when(draw()).then_nothing()
    more = draw(call_off=UUID(int=2), amount=Decimal(60_001), fte=Decimal(1))
    refused = drawn_on.when(more).then_refused("beyond_drawing_right")
    assert "100000.00 €, of which 40000.00 are drawn" in str(refused)
    assert "draw at most 60000.00" in str(refused)
    full = more.model_copy(update={"amount": Decimal("60000.00")})
    drawn_on.when(full).then(DrawingRecorded)
    heavy = more.model_copy(update={"amount": Decimal(1), "fte": Decimal("3.1")})
    assert "fte" in str(drawn_on.when(heavy).then_refused("beyond_drawing_right"))
    drawn_on.when(draw(amount=Decimal(0), fte=Decimal(0))).then(DrawingRecorded)
    drawn_on.when(draw(amount=None)).then_refused("drawing_unmeasured")
    drawn_on.when(draw(right="plafond")).then_refused("unknown_right")
    before = draw(drawn_on=date(2019, 1, 1))
    drawn_on.when(before).then_refused("framework_not_in_force")


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.tuples(st.integers(1, 4), st.integers(0, 60), st.integers(0, 30), st.sampled_from("ab")),
        max_size=15,
    )
)
def test_the_sum_of_drawings_never_passes_a_cap(
    asked: list[tuple[int, int, int, str]],
) -> None:
    rights = {
        "a": DrawingRight(
            holder="school", most_amount=Decimal(100), most_fte=Decimal(5), most_number=2
        ),
        "b": DrawingRight(holder="school", most_amount=Decimal(80)),
    }
    concluded = CONCLUDED.model_copy(update={"terms": dict.fromkeys(rights, "…")})
    state = CONTRACT.evolve(CONTRACT.initial, concluded.model_copy(update={"provisions": rights}))
    naive: Mapping[tuple[str, int], tuple[Decimal, Decimal]] = {}
    for call_off, amount, tenths, right in asked:
        euros, fte = Decimal(amount), Decimal(tenths) / 10
        command = draw(right=right, call_off=UUID(int=call_off), amount=euros, fte=fte)
        after = {**naive, (right, call_off): (euros, fte)}
        mine = [each for (name, _), each in after.items() if name == right and any(each)]
        cap = rights[right]
        fits = not any((euros, fte)) or all(
            most is None or not asked or total <= most
            for most, asked, total in (
                (cap.most_amount, euros, sum(each[0] for each in mine)),
                (cap.most_fte, fte, sum(each[1] for each in mine)),
                (cap.most_number, 1, len(mine)),
            )
        )
        try:
            events = decide(command, state)
        except Refused:
            assert not fits
            continue
        assert fits
        for event in events:
            state = CONTRACT.evolve(state, event)
        naive = after
        total = drawn(each for each in state.drawings.values() if each.right == right)
        assert cap.most_amount is None or total.amount <= cap.most_amount
        assert cap.most_fte is None or total.fte <= cap.most_fte
        assert cap.most_number is None or total.number <= cap.most_number


def test_a_digest_is_a_sha_256() -> None:
    with pytest.raises(ValueError, match="digest"):
        sign(digest=DIGEST[:-1])
    assert isinstance(PROVISIONS["nazorg"], Duty)
