"""How long a contract lasts: options, bridging, alignment, successors."""

from datetime import UTC, date, datetime, timedelta
from functools import reduce
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from domain.base import Refused
from domain.contract.alignment import Ending, common_end, proposal, proposals
from domain.contract.commands import (
    ConcludeContract,
    EndContract,
    ExtendContract,
    ReplaceContract,
)
from domain.contract.concluding import replacements
from domain.contract.decider import CONTRACT, decide
from domain.contract.events import (
    ContractConcluded,
    ContractEnded,
    ContractExtended,
    ContractReplaced,
)
from domain.contract.options import latest_use, option_left, reach_of
from domain.contract.parts import Option, Term
from domain.dates import Window, end_of_term
from tests import make
from tests.making.contract import DECIDED, DUTY, NEW_ID, OLD_ID, OPTION
from tests.specification import Specification

contract = Specification(CONTRACT)
END = date(2024, 12, 31)
OPEN_OPTION = Option(option_id="opties", unspecified=True, written="met opties tot verlenging")


def concluded(**fields: Any) -> ContractConcluded:
    return make.a(
        ContractConcluded, event_id=make.EVENT_ID, **{"options": (OPTION, OPEN_OPTION), **fields}
    )


def use(**fields: Any) -> ExtendContract:
    known = {"option_id": "verlenging", "until": None, "told_on": date(2021, 5, 3), **fields}
    return make.a(ExtendContract, **known)


def bridge(until: date, **fields: Any) -> ExtendContract:
    return make.a(ExtendContract, **{"how": "bridging", "until": until, **fields})


def align(until: date) -> ExtendContract:
    return make.a(ExtendContract, how="alignment", until=until)


@pytest.mark.row("CC-01")
@pytest.mark.parametrize(
    ("at_least", "at_most", "first", "last"),
    [
        (60, 60, END, END),
        (60, None, END, None),
        (None, 60, None, END),
        (36, 60, date(2022, 12, 31), END),
    ],
)
def test_a_term_is_exact_at_least_at_most_or_a_range(
    at_least: int | None, at_most: int | None, first: date | None, last: date | None
) -> None:
    term = Term(at_least=at_least, at_most=at_most, written="zoals afgesproken")
    ends = end_of_term(
        date(2020, 1, 1), at_least=term.at_least, at_most=term.at_most, written=term.written
    )
    command = make.a(ConcludeContract, term=term, ends=ends)
    [fact] = contract.given().when(command).then(ContractConcluded)
    assert (fact.term, fact.ends.first, fact.ends.last) == (term, first, last)


def test_a_term_of_more_at_least_than_at_most_is_none() -> None:
    with pytest.raises(ValidationError, match="swap the two"):
        Term(at_least=60, at_most=48, written="?")


@pytest.mark.row("CC-02")
def test_an_option_is_used_in_turn_until_it_is_used_up() -> None:
    running = contract.given(concluded())
    [first] = running.when(use()).then(ContractExtended)
    assert (first.count, first.until, first.previous.last) == (1, date(2025, 12, 31), END)
    assert (first.latest, first.effective) == (date(2024, 7, 1), date(2025, 1, 1))
    once = contract.given(concluded(), first)
    [second] = once.when(use()).then(ContractExtended)
    assert (second.count, second.until) == (2, date(2026, 12, 31))
    twice = contract.given(concluded(), first, second)
    refused = twice.when(use()).then_refused("option_used_up")
    assert "2 times of 2" in str(refused)


@pytest.mark.row("CC-02")
def test_an_option_asked_for_twice_is_used_once() -> None:
    [first] = contract.given(concluded()).when(use(count=1)).then(ContractExtended)
    once = contract.given(concluded(), first)
    once.when(use(count=1)).then_nothing()
    once.when(use(count=1, until=date(2025, 6, 30))).then_refused("already_extended")
    once.when(use(count=3)).then_refused("wrong_count")
    once.when(use(count=2)).then(ContractExtended)


@pytest.mark.row("CC-02")
def test_an_option_is_used_by_telling_the_provider_in_time() -> None:
    late = datetime(2024, 8, 1, tzinfo=UTC)
    running = contract.given(concluded())
    running.when(use(told_on=None)).then_refused("not_told")
    running.when(use(told_on=date(2024, 7, 2), at=late)).then_refused("option_notice_passed")
    running.when(use(told_on=date(2021, 5, 4))).then_refused("in_future")
    running.when(use(told_on=date(2024, 7, 1), at=late)).then(ContractExtended)


@pytest.mark.row("CC-02")
def test_an_option_that_says_nothing_of_its_length_waits_for_a_decision_that_does() -> None:
    running = contract.given(concluded())
    running.when(use(option_id="opties")).then_refused("option_unspecified")
    [fact] = running.when(use(option_id="opties", until=date(2026, 6, 30))).then(ContractExtended)
    assert (fact.until, fact.latest, fact.decision) == (date(2026, 6, 30), None, DECIDED)
    with pytest.raises(ValidationError, match="mark it `unspecified`"):
        Option(option_id="opties", written="met opties tot verlenging")


@pytest.mark.row("CC-02")
def test_an_option_reaches_no_further_than_it_says() -> None:
    until = Option(option_id="tot-2034", times=1, until=date(2034, 12, 31), written="tot 2034")
    running = contract.given(concluded(options=(until, OPTION)))
    running.when(use(until=date(2026, 1, 1))).then_refused("beyond_option")
    running.when(use(until=END)).then_refused("no_extension")
    running.when(use(option_id="andere")).then_refused("unknown_option")
    [fact] = running.when(use(option_id="tot-2034")).then(ContractExtended)
    assert fact.until == date(2034, 12, 31)
    contract.given(concluded(options=(until,)), fact).when(
        use(option_id="tot-2034", count=2)
    ).then_refused("option_used_up")


def test_without_a_last_day_there_is_nothing_to_extend() -> None:
    ends = Window(edtf=None, written="onbepaalde tijd")
    contract.given(concluded(ends=ends)).when(use()).then_refused("no_end")
    contract.given(concluded(ends=ends)).when(align(END)).then_refused("end_not_open")


@pytest.mark.row("CC-18")
def test_bridging_needs_an_end_and_a_decision_and_is_counted() -> None:
    running = contract.given(concluded())
    [first] = running.when(bridge(date(2025, 3, 31))).then(ContractExtended)
    assert (first.how, first.count, first.option_id) == ("bridging", 1, None)
    assert first.decision.reason == "De nieuwe overeenkomst is nog niet klaar."
    once = contract.given(concluded(), first)
    [second] = once.when(bridge(date(2025, 6, 30))).then(ContractExtended)
    assert second.count == 2
    once.when(bridge(date(2025, 3, 31))).then_nothing()
    running.when(make.a(ExtendContract, how="bridging", until=None)).then_refused("no_until")
    afterwards = DECIDED.model_copy(update={"decided_on": date(2025, 1, 1)})
    running.when(bridge(date(2025, 3, 31), decision=afterwards)).then_refused("contract_ended")


@pytest.mark.row("CC-12")
def test_an_end_is_aligned_within_what_the_term_leaves_open() -> None:
    years = Window(edtf="2024-12-31/2026-12-31", written="vijf tot zeven jaar")
    running = contract.given(concluded(ends=years))
    [fact] = running.when(align(date(2025, 12, 31))).then(ContractExtended)
    assert (fact.how, fact.until, fact.previous) == ("alignment", date(2025, 12, 31), years)
    running.when(align(date(2027, 1, 1))).then_refused("beyond_term")
    running.when(align(date(2024, 6, 30))).then_refused("beyond_term")
    contract.given(concluded()).when(align(END)).then_refused("end_not_open")


@pytest.mark.row("CC-12")
def test_contracts_of_several_segments_are_proposed_one_end_with_the_way_there() -> None:
    def ending(number: int, edtf: str | None, *options: Option) -> Ending:
        ends = Window(edtf=edtf, written=edtf or "onbepaald")
        lefts = tuple(option_left(each, 0, ends) for each in options)
        return Ending(make.CONTRACT_ID, ends, lefts)

    five = Option(option_id="fase-2", months=60, times=1, written="vijf jaar erbij")
    bought = [
        ending(1, "2034-12-31"),
        ending(2, "2029-12-31", five),
        ending(3, "2030-12-31/2036-12-31"),
        ending(4, None),
        ending(5, "2029-12-31", OPEN_OPTION),
        ending(6, "2032-12-31", OPTION.model_copy(update={"times": 1})),
    ]
    common = common_end(bought[:2])
    assert common is not None
    assert common.value == date(2034, 12, 31)
    assert common.steps
    found = proposals(bought, common.value)
    assert [each.way for each in found] == ["aligned", "option", "fix", "open", "decide", "bridge"]
    assert found[1].uses == ("fase-2",)
    assert found[5].reach == date(2033, 12, 31)
    assert all(each.steps for each in found if each.way != "aligned")
    assert proposal(bought[0], date(2030, 1, 1)).way == "shorten"
    assert common_end([bought[3]]) is None


@pytest.mark.row("CC-04")
def test_a_contract_that_replaces_others_is_known_on_both_sides() -> None:
    new = make.a(
        ConcludeContract,
        contract_id=NEW_ID,
        starts=date(2022, 1, 1),
        replaces=(OLD_ID, make.CONTRACT_ID),
        how="merge",
    )
    [fact] = contract.given().when(new).then(ContractConcluded)
    assert (fact.replaces, fact.how) == ((OLD_ID, make.CONTRACT_ID), "merge")
    asked = replacements(new, DECIDED)
    assert [each.contract_id for each in asked] == [OLD_ID, make.CONTRACT_ID]
    [replaced] = contract.given(concluded()).when(asked[1]).then(ContractReplaced)
    assert (replaced.by_contracts, replaced.how) == ((NEW_ID,), "merge")
    assert (replaced.last_day, replaced.effective) == (date(2021, 12, 31), date(2022, 1, 1))
    contract.given(concluded(), replaced).when(asked[1]).then_nothing()


@pytest.mark.row("CC-25")
def test_a_subsidy_becomes_a_contract() -> None:
    subsidy = concluded(form="subsidy")
    command = make.a(ReplaceContract, how="subsidy")
    [fact] = contract.given(subsidy).when(command).then(ContractReplaced)
    assert fact.how == "subsidy"
    contract.given(subsidy, fact).when(use()).then_refused("contract_ended")


@pytest.mark.row("CC-04")
def test_a_split_gains_successors_one_by_one_that_begin_on_one_day() -> None:
    split = make.a(ReplaceContract, how="split")
    [first] = contract.given(concluded()).when(split).then(ContractReplaced)
    other = make.a(ReplaceContract, how="split", by_contracts=(NEW_ID, OLD_ID))
    [second] = contract.given(concluded(), first).when(other).then(ContractReplaced)
    assert second.by_contracts == (OLD_ID,)


@pytest.mark.row("CC-04")
@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"replaces": (OLD_ID,)}, "lineage_half_told"),
        ({"how": "renewal"}, "lineage_half_told"),
        ({"replaces": (OLD_ID,), "how": "merge"}, "no_merge"),
        ({"replaces": (make.CONTRACT_ID,), "how": "renewal"}, "own_relation"),
        ({"parent": make.CONTRACT_ID}, "own_relation"),
        ({"form": "call_off"}, "no_framework"),
        ({"options": (OPTION, OPTION)}, "option_twice"),
        ({"ends": Window(edtf="2019", written="2019")}, "ends_before_start"),
        ({"provisions": {"toegang op school": DUTY}}, "provision_without_words"),
    ],
)
def test_what_no_contract_can_say_of_itself_is_refused(fields: dict[str, Any], reason: str) -> None:
    contract.given().when(make.a(ConcludeContract, **fields)).then_refused(reason)


def test_a_successor_takes_over_while_the_contract_runs() -> None:
    running = contract.given(concluded())
    early = make.a(ReplaceContract, last_day=date(2019, 12, 31))
    running.when(early).then_refused("ends_before_start")
    running.when(make.a(ReplaceContract, last_day=date(2025, 1, 1))).then_refused("ends_before")
    itself = make.a(ReplaceContract, by_contracts=(make.CONTRACT_ID,))
    running.when(itself).then_refused("own_relation")


@pytest.mark.row("GO-11", "CC-15")
def test_an_early_end_says_which_duties_lapse_with_it() -> None:
    later = DUTY.model_copy(update={"due": Window(edtf="2023", written="in 2023")})
    after = DUTY.model_copy(update={"due": Window(edtf="2025", written="in 2025, na afloop")})
    terms = {"nu": "Nu", "later": "Later", "nazorg": "Nazorg"}
    running = concluded(terms=terms, provisions={"nu": DUTY, "later": later, "nazorg": after})
    ended = make.a(ContractEnded).model_copy(update={"lapsed": ()})
    command = make.a(ReplaceContract, last_day=ended.last_day)
    [replaced] = contract.given(running).when(command).then(ContractReplaced)
    assert replaced.lapsed == ("later",)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.tuples(st.sampled_from(["a", "b"]), st.integers(0, 800), st.booleans()), max_size=12
    ),
    st.integers(1, 3),
    st.integers(1, 24),
)
def test_options_never_go_beyond_their_counters(
    asked: list[tuple[str, int, bool]], times: int, months: int
) -> None:
    """Whatever is asked: no option is used more often than it may be, nor longer at a time."""
    options = tuple(
        Option(option_id=name, months=months, times=times, written=name) for name in ("a", "b")
    )
    state = CONTRACT.evolve(CONTRACT.initial, concluded(options=options))
    for name, days, named in asked:
        before = state.ends
        until = END + timedelta(days=days) if named else None
        try:
            events = decide(use(option_id=name, until=until), state)
        except Refused:
            continue
        for event in events:
            assert isinstance(event, ContractExtended)
            assert before is not None
            assert before.last is not None
            reach = reach_of(options[0], before.last)
            assert reach is not None
            assert before.last < event.until <= reach
            state = CONTRACT.evolve(state, event)
    for option in options:
        used = [each for each in state.extensions if each.option_id == option.option_id]
        assert [each.count for each in used] == [*range(1, len(used) + 1)]
        assert len(used) <= times


@pytest.mark.row("CC-02")
def test_the_last_day_to_use_an_option_is_explained() -> None:
    found = latest_use(OPTION, END)
    assert found is not None
    assert (found.value, found.rule) == (date(2024, 7, 1), "option-notice/1")
    assert [str(each) for each in found.sentences] == [
        "The contract ends on 2024-12-31; the option begins on 2025-01-01.",
        "6 months back from 2025-01-01 is 2024-07-01.",
    ]
    assert latest_use(OPEN_OPTION, END) is None


def test_what_is_replaced_or_ended_early_ends_on_the_earlier_of_the_two_days() -> None:
    """Else two contracts would hold for the same care on the same day."""
    replaced, ended = make.a(ContractReplaced), make.a(ContractEnded)
    taken_over = contract.given(concluded(), replaced)
    taken_over.when(make.a(EndContract)).then_refused("replaced_before")
    sooner = make.a(EndContract, last_day=date(2021, 9, 30))
    [fact] = taken_over.when(sooner).then(ContractEnded)
    state = reduce(CONTRACT.evolve, (concluded(), replaced, fact), CONTRACT.initial)
    assert state.cut_short == date(2021, 9, 30)
    later = make.a(ReplaceContract, last_day=date(2023, 6, 30))
    contract.given(concluded(), ended).when(later).then_refused("ends_before")
    [fact] = contract.given(concluded(), ended).when(make.a(ReplaceContract)).then(ContractReplaced)
    state = reduce(CONTRACT.evolve, (concluded(), ended, fact), CONTRACT.initial)
    assert state.cut_short == date(2021, 12, 31)
