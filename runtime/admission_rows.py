"""What a register's file may say of admission to a segment, as commands (AD-02 to AD-13)."""

from collections.abc import Callable, Iterator
from datetime import date, datetime
from typing import Any, Literal, Self
from uuid import UUID

from pydantic import Field, model_validator

from domain.admission import commands, parts
from domain.admission.parts import Body, Reason
from domain.base import Command, Source, Standing, derived_id
from domain.dates import Day, local_day
from runtime.programme_rows import KEY, Row


class CriterionRow(parts.Criterion):
    criterion_id: str = Field(alias="id", pattern=KEY)


class EditionRow(Row):
    """What is asked of providers from a day on."""

    counts_from: Day
    reason: Reason
    decided_by: Body | None = None
    publication: parts.Publication | None = None
    criteria: tuple[CriterionRow, ...] = Field(min_length=1)


class EntryRow(Row):
    """When providers can apply or cannot, in the order in which it was said."""

    opens: Day | None = None
    closes: Day | None = None
    reopens: Day | None = None
    until: Day | None = None
    reason: Reason | None = None
    decided_by: Body | None = None
    publication: parts.Publication | None = None
    answer_days: int | None = Field(None, ge=1)

    @model_validator(mode="after")
    def _says_one_thing(self) -> Self:
        if sum(each is not None for each in (self.opens, self.closes, self.reopens)) != 1:
            raise ValueError("say one of: opens, closes, reopens")
        if self.opens is None and self.reason is None:
            raise ValueError("closing and reopening have a reason")
        if self.closes is not None and self.decided_by is None:
            raise ValueError("say which body closed it, in decided_by")
        return self


class ApplicationRow(Row):
    """A provider that asked to come in, and what was found."""

    provider: str
    received_on: Day
    plan: str | None = None
    conditions: dict[str, bool] = Field(default_factory=dict)
    edition: int | None = None
    findings: tuple[parts.Finding, ...] = ()


class PartnersRow(Row):
    """How partners are told apart; the turnover of each in whole euros."""

    rule: parts.Rule
    takes_part: Literal["must", "may"]
    reason: Reason
    decided_by: Body
    year: int
    turnover: dict[str, int]


class AdmissionRow(Row):
    """The admission to a segment. `members` are in by a contract from before."""

    segment: str
    members_since: Day | None = None
    members: tuple[str, ...] = ()
    criteria: tuple[EditionRow, ...] = ()
    entry: tuple[EntryRow, ...] = ()
    applications: tuple[ApplicationRow, ...] = ()
    partners: PartnersRow | None = None
    source: Source


def admitting(
    row: AdmissionRow,
    programme_id: UUID,
    provider: Callable[[str], UUID],
    standing: Standing,
    stamp: dict[str, Any],
) -> Iterator[Command]:
    """The commands for a segment, without what is only to come: nobody applied in the future."""
    at: datetime = stamp["at"]
    today = local_day(at)
    admission_id = derived_id("admission", programme_id, row.segment)
    own = {
        "admission_id": admission_id,
        "programme_id": programme_id,
        "segment": row.segment,
        **stamp,
    }
    if row.members_since is not None:
        for each in row.members:
            yield commands.EnrolProvider(
                provider_id=provider(each), since=row.members_since, source=row.source, **own
            )
    for edition in row.criteria:
        yield _stated(edition, standing, row.source, own)
    for turn in row.entry:
        yield _turned(turn, row.source, own)
    for application in row.applications:
        if application.received_on <= today:
            yield from _applied(application, provider(application.provider), own)
    if row.partners is not None and _has_come(row.members_since, today):
        yield _classed(row.partners, provider, row.source, own)


def _has_come(day: date | None, today: date) -> bool:
    return day is not None and day <= today


def _stated(
    row: EditionRow, standing: Standing, source: Source, own: dict[str, Any]
) -> commands.StateCriteria:
    return commands.StateCriteria(
        criteria=tuple(parts.Criterion.model_validate(dict(each)) for each in row.criteria),
        counts_from=row.counts_from,
        reason=row.reason,
        decided_by=row.decided_by,
        publication=row.publication,
        standing=standing,
        source=source,
        **own,
    )


def _turned(row: EntryRow, source: Source, own: dict[str, Any]) -> Command:
    said = {name: value for name, value in row if value is not None}
    if "opens" in said:
        return commands.OpenAdmission.model_validate({**said, "source": source, **own})
    if "closes" in said:
        return commands.CloseAdmission.model_validate({**said, "source": source, **own})
    opens = said.pop("reopens", None)
    return commands.ReopenAdmission.model_validate({"opens": opens, **said, **own})


def _applied(row: ApplicationRow, provider_id: UUID, own: dict[str, Any]) -> Iterator[Command]:
    admission_id = own["admission_id"]
    application_id = derived_id("application", admission_id, provider_id, row.received_on)
    yield commands.ApplyForEntry(
        application_id=application_id,
        provider_id=provider_id,
        provider_is="able",
        received_on=row.received_on,
        conditions=row.conditions,
        plan=row.plan,
        **own,
    )
    if row.edition is not None:
        yield commands.AssessApplication(
            application_id=application_id,
            edition=row.edition,
            findings=row.findings,
            plan=row.plan,
            **own,
        )


def _classed(
    row: PartnersRow, provider: Callable[[str], UUID], source: Source, own: dict[str, Any]
) -> commands.ClassPartners:
    turnover = tuple(
        parts.Turnover(provider_id=provider(each), euros=euros, year=row.year, source=source)
        for each, euros in row.turnover.items()
    )
    return commands.ClassPartners(
        rule=row.rule,
        takes_part=row.takes_part,
        turnover=turnover,
        reason=row.reason,
        decided_by=row.decided_by,
        **own,
    )
