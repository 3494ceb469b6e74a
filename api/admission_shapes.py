"""What the API shows and takes of admission: the domain's parts in camelCase."""

from datetime import date
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field
from pydantic.alias_generators import to_camel

from api.shapes import Instant, Party, Reckoned, ReckonedStep, Shape
from domain.admission import parts
from domain.admission.parts import PartnerClass
from domain.admission.state import ApplicationState, EntryState


class Condition(
    parts.Condition, alias_generator=to_camel, populate_by_name=True, from_attributes=True
):
    """When a criterion counts."""


class Criterion(
    parts.Criterion, alias_generator=to_camel, populate_by_name=True, from_attributes=True
):
    """Something asked of whoever wants to deliver; with points it is scored."""

    only_if: Condition | None = None


class Publication(
    parts.Publication, alias_generator=to_camel, populate_by_name=True, from_attributes=True
):
    """Where and when everybody could read it."""


class Finding(parts.Finding, alias_generator=to_camel, populate_by_name=True, from_attributes=True):
    """What was found of one criterion."""


class Plan(parts.Plan, alias_generator=to_camel, populate_by_name=True, from_attributes=True):
    """The plan that is part of the agreement, and how it scored."""


class Option(parts.Option, alias_generator=to_camel, populate_by_name=True, from_attributes=True):
    """A way to let providers in that is considered."""


class StepLink(
    parts.StepLink, alias_generator=to_camel, populate_by_name=True, from_attributes=True
):
    """The step of a procedure that an entry belongs to."""


class Phase(parts.Phase, alias_generator=to_camel, populate_by_name=True, from_attributes=True):
    """From this day on there are at most so many providers."""


class Turnover(
    parts.Turnover, alias_generator=to_camel, populate_by_name=True, from_attributes=True
):
    """What a provider earned in the segment in a year, in whole euros."""


class Threshold(
    parts.Threshold, alias_generator=to_camel, populate_by_name=True, from_attributes=True
):
    """By a threshold of turnover."""


class Share(parts.Share, alias_generator=to_camel, populate_by_name=True, from_attributes=True):
    """By a share of all turnover (Pareto)."""


Rule = Annotated[Threshold | Share, Field(discriminator="by")]


class Edition(Shape):
    """The criteria that count from a day on."""

    number: int
    criteria: list[Criterion]
    counts_from: date
    stated_on: date
    reason: str
    decided_by: str | None
    publication: Publication | None


class Entry(Shape):
    """Whether one can apply; `again` is the first day on which one can, if known."""

    state: EntryState
    since: date | None
    until: date | None
    again: date | None
    reason: str | None


class Turn(Shape):
    """From a day on one can apply, or cannot."""

    turns: Literal["open", "closed"]
    since: date
    until: date | None
    reason: str | None
    decided_by: str | None
    publication: Publication | None
    answer_days: int | None
    step: StepLink | None


class Choice(Shape):
    option_id: str
    reason: str
    decided_by: str
    decided_on: date
    depended: str | None
    decision_id: UUID | None


class Limit(Shape):
    """How many providers there are at most, as a means to what."""

    phases: list[Phase]
    means_to: str
    reason: str
    decided_by: str


class Judged(Shape):
    """What an assessment came to."""

    edition: int
    findings: list[Finding]
    failed: list[str]
    plan: Plan | None
    passed: bool
    score: int


class Application(Shape):
    application_id: UUID
    provider: Party
    received_on: date
    edition: int
    conditions: dict[str, bool]
    state: ApplicationState
    plan: str | None
    answer_by: date | None
    judged: list[Judged]
    answered_on: date | None
    ground: str | None
    reason: str | None
    exception: str | None


class Place(Shape):
    """A provider that is or was in; `terms` are what its plan adds to the agreement."""

    provider: Party
    since: date
    last_day: date | None
    plan: Plan | None
    terms: dict[str, str]
    failed: int | None
    fails_from: date | None
    partner: PartnerClass | None


class Imposed(Shape):
    provider: Party
    court: str
    imposed_on: date
    measures: int | None
    agreement: str | None
    document: str | None


class Classed(Shape):
    """The class of a provider, by rank of turnover, and why."""

    provider: Party
    partner: PartnerClass
    rank: int
    why: ReckonedStep


class Partners(Shape):
    """Partners as they were told apart; nothing of it is recorded in a preview."""

    rule: Rule
    takes_part: Literal["must", "may"]
    turnover: list[Turnover]
    classes: list[Classed]
    reason: str
    decided_by: str


class Treated(Shape):
    """An application by what it was judged, and within how many days it was answered."""

    application_id: UUID
    received_on: date
    editions: list[int]
    days: int | None


class Treatment(Shape):
    """Who applied in one opening and how each was dealt with; `doubts` are what was not equal."""

    since: date | None
    treated: list[Treated]
    doubts: list[ReckonedStep]


class ToEnd(Shape):
    """A contract whose provider fails newer criteria, and the first day that may be its last."""

    contract_id: UUID
    number: str
    provider: Party
    edition: int
    failed: list[str]
    earliest: Reckoned


class Admission(Shape):
    """The admission to a segment as it stands today."""

    admission_id: UUID
    programme_id: UUID
    segment: str
    entry: Entry
    edition: int | None
    most: int | None
    waiting: date | None
    editions: list[Edition]
    turns: list[Turn]
    options: list[Option]
    chosen: Choice | None
    newcomers: int
    limits: list[Limit]
    applications: list[Application]
    places: list[Place]
    imposed: list[Imposed]
    partners: Partners | None
    treatment: list[Treatment]
    to_end: list[ToEnd]
    began_at: Instant
