from datetime import date
from typing import Any

import pytest
from pydantic import ValidationError

from domain.admission.commands import ReassessProviders, RejectApplication
from domain.admission.criteria import terms_of
from domain.admission.diff import differences
from domain.admission.ending import (
    Agreed,
    ending_of,
    last_day_with_notice,
    refuse_too_soon,
    to_end,
)
from domain.admission.events import (
    ApplicationAssessed,
    ApplicationRejected,
    CriteriaStated,
    ProviderAdmitted,
    ProviderFailed,
    ProviderReassessed,
)
from domain.admission.parts import Condition, Criterion, Finding, Plan, Reassessed
from domain.base import Refused
from domain.contract.commands import ConcludeContract, EndContract
from domain.contract.decider import CONTRACT
from tests import make
from tests.domain.admission_stories import (
    JUNE,
    MAY,
    OPEN,
    admission,
    admits,
    application,
    applies,
    assesses,
    enrols,
    findings,
    opens,
    provider,
    states,
)
from tests.domain.change_stories import noon
from tests.making.admission import CRITERIA, INSURER, INTEGRITY, PLAN_CRITERION, PUBLICATION
from tests.specification import Specification

NEXT = date(2022, 1, 1)
SHARPER = (*CRITERIA, INTEGRITY.model_copy(update={"criterion_id": "solvabiliteit"}))
SHARPENED = states(SHARPER, NEXT, reason="Landelijke normen gelden voortaan ook.")
STEERING = PLAN_CRITERION.model_copy(
    update={
        "criterion_id": "sturing",
        "kind": "quality",
        "text": "De aanbieder stuurt zelf op intensiteit en duur van de hulp.",
        "points": 10,
        "minimum": 6,
        "plan": False,
    }
)
TRUST = STEERING.model_copy(
    update={
        "criterion_id": "vertrouwen",
        "text": "Eerdere samenwerking wettigt vertrouwen.",
        "minimum": None,
    }
)
CULTURE = INTEGRITY.model_copy(
    update={
        "criterion_id": "cultuursensitief",
        "kind": "content",
        "text": "De aanbieder biedt een cultuursensitief aanbod.",
        "lives_in": "result",
    }
)
LAPSED = "De solvabiliteit ligt onder de norm."


def criterion(**fields: Any) -> Criterion:
    return Criterion.model_validate({**INTEGRITY.model_dump(), **fields})


def reassesses(name: str = "een", **more: Any) -> ReassessProviders:
    told = Reassessed(
        provider_id=provider(name),
        findings=(
            *findings(),
            Finding(criterion_id="solvabiliteit", verdict="not_met", reason=LAPSED),
        ),
        conditions={"mbo": True},
        plan="plan-een",
    )
    given = {"edition": 2, "providers": (told,), "at": noon(JUNE), **more}
    return make.a(ReassessProviders, **given)


@pytest.mark.row("AD-04")
def test_criteria_come_in_editions_that_say_what_counts_from_when_and_where_it_lives() -> None:
    [first] = admission.given().when(states(publication=PUBLICATION)).then(CriteriaStated)
    assert (first.edition, first.effective) == (1, date(2021, 1, 4))
    assert {each.kind for each in first.criteria} == {
        "exclusion",
        "suitability_special",
        "certificate",
    }
    assert {each.lives_in for each in first.criteria} == {"development", "result"}
    stated = admission.given_after(states())
    stated.when(states()).then_nothing()
    [second] = stated.when(SHARPENED).then(CriteriaStated)
    assert (second.edition, second.effective) == (2, NEXT)
    both = admission.given_after(states(), SHARPENED).state
    numbers = [
        edition.number if (edition := both.edition_on(day)) else None
        for day in (date(2020, 12, 31), date(2021, 1, 4), date(2021, 12, 31), NEXT)
    ]
    assert numbers == [None, 1, 1, 2]
    admission.given_after(states(), SHARPENED).when(states(counts_from=MAY)).then_refused(
        "before_earlier_edition"
    )
    stated.when(states((INTEGRITY, INTEGRITY))).then_refused("criterion_stated_twice")


@pytest.mark.row("AD-04")
def test_who_was_assessed_by_which_edition_is_on_record_and_only_the_last_lets_in() -> None:
    given = admission.given_after(*OPEN, SHARPENED, applies(), assesses())
    assert [each.edition for each in given.state.applications[application("de-haven")].judged] == [
        1
    ]
    given.when(admits(starts=date(2021, 12, 31))).then(ProviderAdmitted)
    refused = given.when(admits(starts=NEXT)).then_refused("not_assessed_by_now")
    assert refused.sentence.values == {"edition": "2", "day": "2022-01-01"}
    more = (*findings(), Finding(criterion_id="solvabiliteit", verdict="met"))
    again = assesses(found=more, edition=2, at=noon(JUNE))
    given.when(again).then(ApplicationAssessed)
    later = admission.given_after(*OPEN, SHARPENED, applies(), assesses(), again)
    later.when(admits(starts=NEXT, at=noon(JUNE))).then(ProviderAdmitted)
    editions = later.state.applications[application("de-haven")].judged
    assert [each.edition for each in editions] == [1, 2]


def test_nobody_is_admitted_or_rejected_unheard() -> None:
    given = admission.given_after(*OPEN, applies())
    given.when(admits()).then_refused("not_assessed_by_now")
    reject = make.a(
        RejectApplication, application_id=application("de-haven"), at=noon(MAY), ground="criteria"
    )
    given.when(reject).then_refused("not_assessed")
    admission.given_after(*OPEN, applies(), assesses()).when(reject).then_refused("meets_all")
    failing = assesses(found=findings(integriteit="Een veroordeling in 2020"))
    failed = admission.given_after(*OPEN, applies(), failing)
    refused = failed.when(admits()).then_refused("criteria_not_met")
    assert refused.sentence.values == {"failed": "integriteit"}
    failed.when(reject).then(ApplicationRejected)
    done = admission.given_after(*OPEN, applies(), failing, reject)
    done.when(reject).then_nothing()
    done.when(assesses()).then_refused("already_answered")
    done.when(admits()).then_refused("already_answered")
    given.when(assesses("iemand")).then_refused("unknown_application")


@pytest.mark.row("AD-05")
@pytest.mark.parametrize("score", [11, 12])
def test_a_plan_needs_its_minimum_score(score: int) -> None:
    given = admission.given_after(*OPEN, applies(), assesses(found=findings(plan=score)))
    if score < 12:
        refused = given.when(admits()).then_refused("criteria_not_met")
        assert refused.sentence.values == {"failed": "plan"}
        judged = given.state.applications[application("de-haven")].judged[0]
        assert judged.findings[1].reason == "11 < 12"
    else:
        given.when(admits()).then(ProviderAdmitted)


@pytest.mark.row("AD-05")
def test_the_plan_becomes_a_term_of_the_agreement() -> None:
    [event] = admission.given_after(*OPEN, applies(), assesses()).when(admits()).decide()
    assert isinstance(event, ProviderAdmitted)
    assert event.plan == Plan(document="plan-de-haven", score=14, points=20)
    conclude = make.a(ConcludeContract, terms={**make.TERMS, **terms_of(event.plan)})
    [concluded] = Specification(CONTRACT).given().when(conclude).decide()
    assert concluded.terms["plan"] == "plan-de-haven"  # type: ignore[attr-defined]


@pytest.mark.row("AD-05")
def test_a_scored_plan_is_a_paper() -> None:
    given = admission.given_after(*OPEN, applies(plan=None))
    given.when(assesses(plan=None)).then_refused("no_plan")
    given.when(assesses(found=findings(plan=21))).then_refused("no_score")


@pytest.mark.row("AD-08")
def test_steering_is_scored_with_a_minimum_and_trust_is_only_compared() -> None:
    given = admission.given_after(
        states((STEERING, TRUST)), opens(), applies(conditions={}, plan=None)
    )

    def assess(steering: int, trust: int) -> ApplicationAssessed:
        told = (
            Finding(criterion_id="sturing", score=steering),
            Finding(criterion_id="vertrouwen", score=trust, reason="Nog nooit samengewerkt"),
        )
        [event] = given.when(assesses(found=told, plan=None)).then(ApplicationAssessed)
        assert isinstance(event, ApplicationAssessed)
        return event

    assert assess(6, 0).judged.passed
    assert assess(5, 10).judged.failed == ("sturing",)
    assert assess(8, 7).judged.score == 15


@pytest.mark.row("AD-10")
def test_a_supplier_at_an_mbo_must_have_an_insurer_contract_and_others_need_not() -> None:
    without = findings(zorgverzekeraar="Er is geen contract met een zorgverzekeraar.")
    at_mbo = admission.given_after(*OPEN, applies(), assesses(found=without))
    at_mbo.when(admits()).then_refused("criteria_not_met")
    elsewhere = applies(conditions={"mbo": False})
    given = admission.given_after(*OPEN, elsewhere, assesses(found=without))
    judged = given.state.applications[application("de-haven")].judged[0]
    assert judged.findings[2].verdict == "not_applicable"
    given.when(admits()).then(ProviderAdmitted)
    admission.given_after(*OPEN).when(applies(conditions={})).then_refused("condition_not_answered")
    admission.given_after(*OPEN).when(applies(conditions={"mbo": True, "po": True})).then_refused(
        "unknown_condition"
    )


@pytest.mark.row("AD-10")
def test_a_condition_that_holds_cannot_be_waved_away() -> None:
    waved = (*findings()[:2], Finding(criterion_id="zorgverzekeraar", verdict="not_applicable"))
    given = admission.given_after(*OPEN, applies())
    given.when(assesses(found=waved)).then_refused("does_apply")
    other = Condition(condition_id="wmo", text="De aanbieder levert ook Wmo.")
    newer = states((INTEGRITY, INSURER.model_copy(update={"only_if": other})), NEXT)
    told = (findings()[0], findings()[2])
    admission.given_after(*OPEN, newer, applies()).when(
        assesses(found=told, edition=2)
    ).then_refused("condition_unknown")


@pytest.mark.row("AD-12")
def test_a_culturally_sensitive_offer_is_asked_as_a_criterion_of_content() -> None:
    asked = (states((INTEGRITY, CULTURE)), opens(), applies(conditions={}, plan=None))
    offers_not = (
        Finding(criterion_id="integriteit", verdict="met"),
        Finding(criterion_id="cultuursensitief", verdict="not_met", reason="Het aanbod ontbreekt."),
    )
    given = admission.given_after(*asked, assesses(found=offers_not, plan=None))
    refused = given.when(admits()).then_refused("criteria_not_met")
    assert refused.sentence.values == {"failed": "cultuursensitief"}


@pytest.mark.parametrize(
    ("found", "reason"),
    [
        ((*findings(), Finding(criterion_id="anders", verdict="met")), "unknown_criterion"),
        (findings()[1:], "not_all_assessed"),
        ((Finding(criterion_id="integriteit"), *findings()[1:]), "no_verdict"),
        (
            (Finding(criterion_id="integriteit", verdict="not_met"), *findings()[1:]),
            "no_reason",
        ),
    ],
)
def test_an_assessment_is_whole_and_gives_reasons(found: tuple[Finding, ...], reason: str) -> None:
    admission.given_after(*OPEN, applies()).when(assesses(found=found)).then_refused(reason)


def test_an_assessment_is_by_an_edition_and_the_same_again_is_no_news() -> None:
    given = admission.given_after(*OPEN, applies())
    given.when(assesses(edition=2)).then_refused("unknown_edition")
    admission.given_after(*OPEN, applies(), assesses()).when(assesses()).then_nothing()


@pytest.mark.parametrize(
    "fields",
    [
        {"minimum": 3},
        {"points": 3, "minimum": 4},
        {"points": 3, "plan": True},
        {"kind": "certificate"},
    ],
)
def test_a_criterion_that_makes_no_sense_is_none(fields: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        criterion(**fields)


@pytest.mark.row("AD-15")
def test_who_fails_new_criteria_is_told_and_their_contract_ends_with_its_notice() -> None:
    before = (*OPEN, SHARPENED, enrols("een"), enrols("twee"))
    found, failed = (
        admission.given_after(*before).when(reassesses()).then(ProviderReassessed, ProviderFailed)
    )
    assert (failed.edition, failed.failed, failed.effective) == (2, ("solvabiliteit",), NEXT)
    assert found.judged.findings[-1].reason == LAPSED
    after = admission.given_after(*before, reassesses())
    after.when(reassesses()).then_nothing()
    contracts = [
        Agreed(make.CONTRACT_ID, "HR-W-001", provider("een"), make.CLAUSE),
        Agreed(make.CHANGE_ID, "HR-W-002", provider("twee"), make.CLAUSE),
    ]
    [ends] = to_end(after.state, contracts, JUNE)
    assert (ends.contract.number, ends.failed) == ("HR-W-001", ("solvabiliteit",))
    # Told by 1 July at the latest, the contract ends as the new criteria begin to count.
    assert ends.earliest.value == date(2021, 12, 31)
    [late] = to_end(after.state, contracts, date(2021, 8, 16))
    assert late.earliest.value == date(2022, 2, 15)
    assert [each.template.partition(" ")[0] for each in late.earliest.steps][-1] == "So"
    with pytest.raises(Refused, match="HR-W-001 may end on 2022-02-15 at the earliest"):
        refuse_too_soon(date(2021, 12, 31), late)
    refuse_too_soon(date(2022, 2, 15), late)
    over = Agreed(make.CONTRACT_ID, "HR-W-001", provider("een"), make.CLAUSE, date(2021, 12, 31))
    assert to_end(after.state, [over], JUNE) == ()


@pytest.mark.row("AD-15")
def test_the_ending_names_the_criteria_and_how_care_is_handed_over() -> None:
    ending = ending_of(
        ("solvabiliteit",), "Regionaal bestuur", "De eisen zijn aangescherpt.", "De gemeente helpt."
    )
    assert (ending.ground, ending.reason) == (
        "suitability",
        "De eisen zijn aangescherpt (solvabiliteit).",
    )
    concluded = Specification(CONTRACT).given_after(make.a(ConcludeContract))
    [ended] = concluded.when(
        make.a(EndContract, last_day=date(2021, 12, 31), ending=ending)
    ).decide()
    assert ended.ending == ending  # type: ignore[attr-defined]
    with pytest.raises(ValidationError):
        ending_of(("solvabiliteit",), "Regionaal bestuur", "De eisen zijn aangescherpt.", "")


@pytest.mark.row("AD-15")
def test_who_passes_stays_and_a_list_with_somebody_outside_is_refused_as_a_whole() -> None:
    given = admission.given_after(*OPEN, SHARPENED, enrols("een"))
    told = reassesses().providers[0]
    met = told.model_copy(
        update={
            "findings": (*findings(), Finding(criterion_id="solvabiliteit", verdict="met")),
        }
    )
    given.when(reassesses(providers=(met,))).then(ProviderReassessed)
    stray = met.model_copy(update={"provider_id": provider("drie")})
    given.when(reassesses(providers=(told, stray))).then_refused("not_in_segment")
    # Who mends it in time may stay after all.
    again = admission.given_after(
        *OPEN, SHARPENED, enrols("een"), reassesses(), reassesses(providers=(met,))
    )
    assert again.state.places[provider("een")].failed is None


def test_the_notice_is_counted_from_the_day_on_which_it_is_told() -> None:
    last = last_day_with_notice(make.CLAUSE, told=JUNE, fails_from=date(2021, 1, 1))
    assert last.value == date(2021, 11, 30)
    assert last.rule == "ending-with-notice/1"


@pytest.mark.row("AD-04")
def test_two_editions_can_be_compared() -> None:
    harder = PLAN_CRITERION.model_copy(update={"minimum": 15})
    found = differences(CRITERIA, (INTEGRITY, harder, CULTURE))
    assert [(each.what, (each.after or each.before).criterion_id) for each in found] == [  # type: ignore[union-attr]
        ("changed", "plan"),
        ("added", "cultuursensitief"),
        ("dropped", "zorgverzekeraar"),
    ]
    assert found[0].fields == ("minimum",)
    assert differences(CRITERIA, CRITERIA) == ()
