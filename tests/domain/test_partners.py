from collections.abc import Sequence
from datetime import date
from itertools import combinations
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from domain.admission.commands import CallReserve, ClassPartners, ImposeSupplier, LeaveSegment
from domain.admission.events import Classed, PartnersClassed, ReserveCalled, SupplierImposed
from domain.admission.partners import classed, cut, next_in_line
from domain.admission.parts import PartnerClass, Rule, Share, Threshold, Turnover
from tests import make
from tests.domain.admission_stories import APRIL, JUNE, MAY, OPEN, admission, enrols, provider
from tests.domain.change_stories import noon

ORDER: list[PartnerClass] = ["development", "regular", "reserve"]
AMOUNTS = st.lists(st.integers(0, 30), min_size=1, max_size=7)


def turnover(amounts: Sequence[int], year: int = 2020) -> tuple[Turnover, ...]:
    return tuple(
        Turnover(provider_id=UUID(int=number), euros=euros, year=year, source=make.SOURCE)
        for number, euros in enumerate(amounts)
    )


def classes(rule: Rule, *amounts: int) -> list[PartnerClass]:
    """The class of each, in the order in which they were given."""
    found = {each.provider_id: each.partner for each in classed(rule, turnover(amounts))}
    return [found[UUID(int=number)] for number in range(len(amounts))]


def why(rule: Rule, *amounts: int) -> list[str]:
    return [each.why.template % each.why.values for each in classed(rule, turnover(amounts))]


@pytest.mark.row("AD-13", "SG-18")
def test_above_a_threshold_a_provider_is_a_development_partner() -> None:
    rule = Threshold(development=500, regular=100)
    assert classes(rule, 501, 500, 101, 100, 0) == [
        "development",
        "regular",
        "regular",
        "reserve",
        "reserve",
    ]
    assert classes(Threshold(development=500), 501, 0) == ["development", "regular"]
    assert why(Threshold(development=500_000), 1_250_000)[0] == (
        "€ 1\u00a0250\u00a0000 lies above the threshold of € 500\u00a0000."
    )


@pytest.mark.row("AD-13", "SG-18")
def test_the_fewest_that_have_the_share_are_development_partners_and_it_says_why() -> None:
    rule = Share(development=80, regular=95)
    assert classes(rule, 50, 10, 30, 6, 4) == [
        "development",
        "regular",
        "development",
        "regular",
        "reserve",
    ]
    told = why(rule, 50, 30, 10, 6, 4)
    assert told[0] == (
        "With € 50 it is among the largest (2), which have 80% of the turnover; 80% was asked and "
        "fewer do not have it."
    )
    assert told[4] == (
        "With € 4 it is not among the largest (4), which have 96% of the turnover; 95% was asked."
    )


@pytest.mark.row("AD-13", "SG-18")
def test_equals_are_not_told_apart_and_it_says_so() -> None:
    rule = Share(development=60)
    assert classes(rule, 40, 20, 20, 20) == ["development"] * 4
    assert why(rule, 40, 20, 20, 20)[1] == (
        "3 providers have € 20 each; with some of them there would be 60% already, but equals are "
        "not told apart. Together the group has 100%."
    )
    assert why(Share(development=100), 40, 20, 20)[1].endswith("fewer do not have it.")


def test_without_any_turnover_nobody_has_a_share() -> None:
    assert classes(Share(development=80), 0, 0) == ["regular", "regular"]
    assert why(Share(development=80, regular=90), 0)[0].startswith("Nobody had any turnover")


@pytest.mark.row("AD-13", "SG-18")
@given(AMOUNTS, st.integers(1, 100))
def test_the_group_has_the_share_and_no_smaller_group_has(amounts: list[int], percent: int) -> None:
    """Apart from equals, whom nothing tells apart: without one of them it is the smallest."""
    found = classes(Share(development=percent), *amounts)
    group = [each for each, name in zip(amounts, found, strict=True) if name == "development"]
    total = sum(amounts)
    if not total:
        assert group == []
        return
    assert 100 * sum(group) >= percent * total
    fewest = next(
        size
        for size in range(1, len(amounts) + 1)
        if any(100 * sum(some) >= percent * total for some in combinations(amounts, size))
    )
    least = min(group)
    assert fewest <= len(group) <= fewest + group.count(least) - 1
    assert sum(each > least for each in group) < fewest
    assert cut(percent, dict(enumerate_ids(amounts))) == least


@pytest.mark.row("AD-13", "SG-18")
@given(
    AMOUNTS,
    st.one_of(
        st.tuples(st.integers(1, 98), st.integers(1, 99))
        .filter(lambda two: two[0] < two[1])
        .map(lambda two: Share(development=two[0], regular=two[1])),
        st.tuples(st.integers(0, 30), st.integers(0, 30))
        .filter(lambda two: two[1] < two[0])
        .map(lambda two: Threshold(development=two[0], regular=two[1])),
    ),
    st.randoms(use_true_random=False),
)
def test_more_turnover_is_never_a_lower_class_and_the_order_of_the_figures_says_nothing(
    amounts: list[int], rule: Rule, random: Any
) -> None:
    found = classed(rule, turnover(amounts))
    places = [ORDER.index(each.partner) for each in found]
    assert places == sorted(places)
    euros = {each.provider_id: each.euros for each in turnover(amounts)}
    for one, two in combinations(found, 2):
        if euros[one.provider_id] == euros[two.provider_id]:
            assert (one.partner, one.rank) == (two.partner, two.rank)
    mixed = list(turnover(amounts))
    random.shuffle(mixed)
    assert classed(rule, mixed) == found
    assert all(each.why.template % each.why.values for each in found)


def enumerate_ids(amounts: list[int]) -> list[tuple[UUID, int]]:
    return [(UUID(int=number), euros) for number, euros in enumerate(amounts)]


# --- the admission that keeps them

NAMES = ("groot", "middel", "klein", "kleiner")
INSIDE = (*OPEN, *(enrols(name) for name in NAMES))
FIGURES = tuple(
    Turnover(provider_id=provider(name), euros=euros, year=2020, source=make.SOURCE)
    for name, euros in zip(NAMES, (800, 150, 40, 10), strict=True)
)


def class_partners(figures: Sequence[Turnover] = FIGURES, **more: Any) -> ClassPartners:
    return make.a(ClassPartners, turnover=tuple(figures), at=noon(MAY), **more)


def calls(dropped: str = "groot", called: str = "middel", **more: Any) -> CallReserve:
    given = {"out_of_turn": None, "at": noon(JUNE), **more}
    return make.a(CallReserve, dropped=provider(dropped), called=provider(called), **given)


def leaves(name: str) -> LeaveSegment:
    return make.a(LeaveSegment, provider_id=provider(name), last_day=JUNE, at=noon(MAY))


@pytest.mark.row("AD-13", "SG-18")
def test_partners_are_classed_once_with_the_figures_and_whether_they_must_take_part() -> None:
    [event] = admission.given_after(*INSIDE).when(class_partners()).then(PartnersClassed)
    assert event.takes_part == "may"
    assert [each.partner for each in event.classes] == [
        "development",
        "regular",
        "reserve",
        "reserve",
    ]
    assert {each.year for each in event.turnover} == {2020}
    given = admission.given_after(*INSIDE, class_partners())
    given.when(class_partners()).then_nothing()
    given.when(class_partners(takes_part="must")).then(PartnersClassed)
    assert given.state.partner(provider("klein")) == "reserve"


@pytest.mark.parametrize(
    ("figures", "reason"),
    [
        (FIGURES[:3], "figures_missing"),
        ((*FIGURES, FIGURES[0]), "figures_twice"),
        ((*FIGURES, *turnover([1])), "figures_of_others"),
        ((FIGURES[0].model_copy(update={"year": 2019}), *FIGURES[1:]), "years_differ"),
    ],
)
def test_figures_are_of_everybody_inside_and_of_one_year(
    figures: Sequence[Turnover], reason: str
) -> None:
    admission.given_after(*INSIDE).when(class_partners(figures)).then_refused(reason)


@pytest.mark.row("AD-13")
def test_when_a_development_partner_drops_out_the_next_one_takes_its_place() -> None:
    classing = (*INSIDE, class_partners())
    admission.given_after(*classing).when(calls()).then_refused("still_in")
    dropped = admission.given_after(*classing, leaves("groot"))
    [event] = dropped.when(calls()).then(ReserveCalled)
    assert event.out_of_turn is None
    dropped.when(calls(called="klein")).then_refused("out_of_turn")
    why = "Alleen deze aanbieder heeft plaatsen in Leiden."
    [other] = dropped.when(calls(called="klein", out_of_turn=why)).then(ReserveCalled)
    assert other.out_of_turn == why
    dropped.when(calls(called="groot")).then_refused("cannot_be_called")
    dropped.when(calls(dropped="klein")).then_refused("no_development_partner")
    after = admission.given_after(*classing, leaves("groot"), calls())
    after.when(calls()).then_nothing()
    assert after.state.partner(provider("middel")) == "development"


def test_the_next_in_line_is_the_largest_that_is_able() -> None:
    found: tuple[Classed, ...] = classed(Share(development=80), FIGURES)
    able = [provider(name) for name in NAMES]
    assert next_in_line(found, able) == provider("middel")
    assert next_in_line(found, able[2:]) == provider("klein")
    assert next_in_line(found, ()) is None


def test_a_rule_that_makes_no_sense_is_none() -> None:
    for wrong in (
        lambda: Threshold(development=100, regular=100),
        lambda: Share(development=80, regular=80),
        lambda: Share(development=0),
    ):
        with pytest.raises(ValidationError):
            wrong()


@pytest.mark.row("AD-11")
def test_a_court_can_impose_a_supplier_without_a_contract_and_agreements_are_made_then() -> None:
    imposes = make.a(ImposeSupplier, at=noon(MAY))
    # Entry was never opened, and there are no criteria: the court does not ask for them.
    [event] = admission.given().when(imposes).then(SupplierImposed)
    assert (event.court, event.agreement) == ("Rechtbank Den Haag", None)
    once = admission.given_after(imposes)
    once.when(imposes).then_nothing()
    [agreed] = once.when(make.whole(ImposeSupplier, at=noon(MAY))).then(SupplierImposed)
    assert agreed.agreement
    state = once.given(event, agreed).state
    assert state.imposed[make.PROVIDER_ID].document == "afspraken-gi"
    # It is not one of those who are in: no number is filled by it, no partner classed.
    assert state.inside(MAY) == ()
    early = make.a(ImposeSupplier, at=noon(APRIL))
    admission.given().when(early).then_refused("not_yet_done")
    inside = admission.given_after(*OPEN, enrols("de-haven", date(2021, 1, 1)))
    inside.when(
        make.a(ImposeSupplier, provider_id=provider("de-haven"), at=noon(MAY))
    ).then_refused("has_contract")
