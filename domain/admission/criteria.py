"""What is asked of providers, and whether one meets it (AD-04, AD-05, AD-08 to AD-10, AD-12)."""

from collections import Counter
from collections.abc import Mapping, Sequence

from domain.admission.commands import AssessApplication, ReassessProviders, StateCriteria
from domain.admission.events import (
    ApplicationAssessed,
    CriteriaStated,
    Judged,
    ProviderFailed,
    ProviderReassessed,
)
from domain.admission.parts import Criterion, Finding, Plan, Reassessed
from domain.admission.state import Admission, Application, Edition
from domain.base import Refused, made
from domain.dates import local_day

PLAN_TERM = "plan"
"""The term of an agreement that names the plan it was concluded on."""


def state_criteria(command: StateCriteria, admission: Admission) -> list[CriteriaStated]:
    """A next edition. It cannot count before an earlier one, nor before all could read it."""
    times = Counter(each.criterion_id for each in command.criteria)
    if twice := [key for key, number in times.items() if number > 1]:
        raise Refused(
            "criterion_stated_twice",
            "%(criterion)s stands for more than one criterion: give each an id of its own",
            criterion=twice[0],
        )
    last = admission.editions[-1] if admission.editions else None
    said = (command.criteria, command.counts_from)
    if any((each.criteria, each.counts_from) == said for each in admission.editions):
        return []
    if last and command.counts_from < last.counts_from:
        raise Refused(
            "before_earlier_edition",
            "edition %(edition)s counts from %(day)s: criteria that come after it cannot count "
            "sooner",
            edition=last.number,
            day=last.counts_from,
        )
    public = command.publication
    if public is not None and public.published_on > command.counts_from:
        raise Refused(
            "not_public_in_time",
            "they were published on %(published)s and cannot count from %(day)s: let them count "
            "from the day on which everybody can read them",
            published=public.published_on,
            day=command.counts_from,
        )
    return [
        CriteriaStated(
            admission_id=command.admission_id,
            programme_id=command.programme_id,
            segment=command.segment,
            edition=len(admission.editions) + 1,
            criteria=command.criteria,
            reason=command.reason,
            decided_by=command.decided_by,
            publication=public,
            effective=command.counts_from,
            standing=command.standing,
            source=command.source,
            **made(command),
        )
    ]


def assess(command: AssessApplication, admission: Admission) -> list[ApplicationAssessed]:
    """Judge an application, again if need be; what was found before stays on record."""
    known = application_of(command.application_id, admission)
    judged = judge(
        edition_called(command.edition, admission),
        command.findings,
        known.conditions,
        command.plan or known.plan,
    )
    if known.judged and known.judged[-1] == judged:
        return []
    if known.state in ("admitted", "rejected"):
        raise Refused(
            "already_answered",
            "the application was answered already: have the provider apply anew",
        )
    return [
        ApplicationAssessed(
            admission_id=command.admission_id,
            programme_id=command.programme_id,
            segment=command.segment,
            application_id=command.application_id,
            provider_id=known.provider_id,
            judged=judged,
            **made(command),
        )
    ]


def reassess(
    command: ReassessProviders, admission: Admission
) -> list[ProviderReassessed | ProviderFailed]:
    """Judge who is in by another edition; all of them or, if one cannot be judged, none (AD-15)."""
    edition = edition_called(command.edition, admission)
    events: list[ProviderReassessed | ProviderFailed] = []
    for each in command.providers:
        events += _reassessed(each, edition, command, admission)
    return events


def _reassessed(
    said: Reassessed, edition: Edition, command: ReassessProviders, admission: Admission
) -> list[ProviderReassessed | ProviderFailed]:
    place = admission.places.get(said.provider_id)
    if place is None or not place.is_in(local_day(command.at)):
        raise Refused(
            "not_in_segment",
            "a provider that is not in the segment has no place to lose: leave it out",
        )
    judged = judge(edition, said.findings, said.conditions, said.plan)
    if place.judged and place.judged[-1] == judged:
        return []
    own = {
        "admission_id": command.admission_id,
        "programme_id": command.programme_id,
        "segment": command.segment,
        "provider_id": said.provider_id,
        **made(command),
    }
    found = ProviderReassessed(judged=judged, **own)
    if judged.passed:
        return [found]
    failed = ProviderFailed(
        edition=edition.number, failed=judged.failed, effective=edition.counts_from, **own
    )
    return [found, failed]


def judge(
    edition: Edition,
    findings: Sequence[Finding],
    conditions: Mapping[str, bool],
    plan: str | None,
) -> Judged:
    """What the findings come to: every criterion, the same for everybody (AD-16)."""
    found = {each.criterion_id: each for each in findings}
    asked = {each.criterion_id: each for each in edition.criteria}
    if unknown := [key for key in found if key not in asked]:
        raise Refused(
            "unknown_criterion",
            "edition %(edition)s does not ask %(criterion)s; it asks: %(asked)s",
            edition=edition.number,
            criterion=unknown[0],
            asked=", ".join(asked),
        )
    if missing := [key for key in asked if key not in found]:
        raise Refused(
            "not_all_assessed",
            "everybody is judged by all criteria; still to judge: %(missing)s",
            missing=", ".join(missing),
        )
    told = tuple(_told(each, found[key], conditions) for key, each in asked.items())
    failed = tuple(
        each.criterion_id
        for each in told
        if each.verdict == "not_met" and asked[each.criterion_id].knock_out
    )
    return Judged(
        edition=edition.number,
        findings=told,
        failed=failed,
        plan=_plan(edition.criteria, told, plan),
    )


def _told(criterion: Criterion, finding: Finding, conditions: Mapping[str, bool]) -> Finding:
    """The finding with its verdict; a score gives it, a condition can make it not apply."""
    if not _counts(criterion, conditions):
        return Finding(
            criterion_id=criterion.criterion_id,
            verdict="not_applicable",
            reason=finding.reason,
        )
    if finding.verdict == "not_applicable":
        raise Refused(
            "does_apply",
            "“%(text)s” counts for this provider: say whether it is met, or that its condition "
            "does not hold",
            text=criterion.text,
        )
    told = _scored(criterion, finding) if criterion.points is not None else finding
    if told.verdict is None:
        raise Refused("no_verdict", "say whether “%(text)s” is met", text=criterion.text)
    if told.verdict == "not_met" and told.reason is None:
        raise Refused(
            "no_reason",
            "“%(text)s” is not met: say why, so that the provider can be told",
            text=criterion.text,
        )
    return told


def _counts(criterion: Criterion, conditions: Mapping[str, bool]) -> bool:
    """Whether it counts for this provider; of a condition it has to be known (AD-10)."""
    if criterion.only_if is None:
        return True
    holds = conditions.get(criterion.only_if.condition_id)
    if holds is None:
        raise Refused(
            "condition_unknown",
            "“%(text)s” depends on whether this holds: %(condition)s. Say first whether it does",
            text=criterion.text,
            condition=criterion.only_if.text,
        )
    return holds


def _scored(criterion: Criterion, finding: Finding) -> Finding:
    points, score = criterion.points, finding.score
    assert points is not None
    if score is None or score > points:
        raise Refused(
            "no_score",
            "give “%(text)s” a score of 0 to %(points)s",
            text=criterion.text,
            points=points,
        )
    enough = criterion.minimum is None or score >= criterion.minimum
    reason = finding.reason or (None if enough else f"{score} < {criterion.minimum}")
    verdict = "met" if enough else "not_met"
    return finding.model_copy(update={"verdict": verdict, "reason": reason})


def _plan(
    criteria: Sequence[Criterion], told: Sequence[Finding], document: str | None
) -> Plan | None:
    """The plan with its score; nobody's agreement can rest on a plan that has no paper (AD-05)."""
    scores = {each.criterion_id: each.score for each in told if each.score is not None}
    asked = next((each for each in criteria if each.plan and each.criterion_id in scores), None)
    if asked is None:
        return None
    if document is None:
        raise Refused(
            "no_plan",
            "“%(text)s” is scored on a plan: give the code of the document that has it",
            text=asked.text,
        )
    assert asked.points is not None
    return Plan(document=document, score=scores[asked.criterion_id], points=asked.points)


def terms_of(plan: Plan) -> dict[str, str]:
    """The plan as a term of the agreement: the provider can be held to it (AD-05)."""
    return {PLAN_TERM: plan.document}


def application_of(application_id: object, admission: Admission) -> Application:
    known = next(
        (each for key, each in admission.applications.items() if key == application_id), None
    )
    if known is None:
        raise Refused("unknown_application", "there is no such application: have it received first")
    return known


def edition_called(number: int, admission: Admission) -> Edition:
    edition = admission.edition(number)
    if edition is None:
        raise Refused(
            "unknown_edition",
            "there is no edition %(edition)s of the criteria; there are: %(known)s",
            edition=number,
            known=", ".join(str(each.number) for each in admission.editions) or "-",
        )
    return edition
