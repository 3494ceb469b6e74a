"""Commands for entry to *Wonen*, on the days on which they are given."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from domain.admission.commands import (
    AdmitProvider,
    ApplyForEntry,
    AssessApplication,
    CloseAdmission,
    EnrolProvider,
    OpenAdmission,
    StateCriteria,
)
from domain.admission.decider import ADMISSION
from domain.admission.parts import Criterion, Finding
from domain.base import derived_id
from tests import make
from tests.domain.change_stories import noon
from tests.making.admission import CRITERIA, FINDINGS, PUBLICATION
from tests.specification import Specification

admission = Specification(ADMISSION)
APRIL, MAY, JUNE = date(2021, 4, 1), date(2021, 5, 3), date(2021, 6, 1)


def states(
    criteria: Sequence[Criterion] = CRITERIA, counts_from: date = date(2021, 1, 4), **more: Any
) -> StateCriteria:
    return make.a(
        StateCriteria, criteria=tuple(criteria), counts_from=counts_from, at=noon(APRIL), **more
    )


def opens(since: date = date(2021, 1, 4), **more: Any) -> OpenAdmission:
    return make.a(OpenAdmission, opens=since, at=noon(APRIL), **more)


def closes(since: date, until: date | None = None, **more: Any) -> CloseAdmission:
    return make.a(CloseAdmission, closes=since, until=until, at=noon(APRIL), **more)


OPEN = (states(publication=PUBLICATION), opens(publication=PUBLICATION))


def application(name: str) -> UUID:
    return derived_id("application", name)


def provider(name: str) -> UUID:
    return derived_id("provider", name)


def applies(name: str = "de-haven", day: date = MAY, **more: Any) -> ApplyForEntry:
    given = {
        "application_id": application(name),
        "provider_id": provider(name),
        "conditions": {"mbo": True},
        "at": noon(day),
        **more,
    }
    return make.a(ApplyForEntry, received_on=day, **given)


def findings(**scores: int | str) -> tuple[Finding, ...]:
    """Those that everybody meets, apart from these: a score, or why it is not met."""
    return tuple(
        each
        if (told := scores.get(each.criterion_id)) is None
        else Finding(criterion_id=each.criterion_id, score=told)
        if isinstance(told, int)
        else Finding(criterion_id=each.criterion_id, verdict="not_met", reason=told)
        for each in FINDINGS
    )


def assesses(
    name: str = "de-haven", found: Sequence[Finding] = FINDINGS, edition: int = 1, **more: Any
) -> AssessApplication:
    given = {"plan": f"plan-{name}", "at": noon(MAY), **more}
    return make.a(
        AssessApplication,
        application_id=application(name),
        findings=tuple(found),
        edition=edition,
        **given,
    )


def admits(name: str = "de-haven", starts: date = JUNE, **more: Any) -> AdmitProvider:
    given = {"at": noon(MAY), **more}
    return make.a(AdmitProvider, application_id=application(name), starts=starts, **given)


def enrols(name: str, since: date = date(2020, 1, 1)) -> EnrolProvider:
    return make.a(EnrolProvider, provider_id=provider(name), since=since, at=noon(APRIL))
