"""How the admission to a segment stands: what is asked, whether one can apply, who is in."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Literal, assert_never
from uuid import UUID

from domain.admission.events import (
    AdmissionClosed,
    AdmissionEvent,
    AdmissionOpened,
    AdmissionReopened,
    ApplicationAssessed,
    ApplicationReceived,
    ApplicationRejected,
    CriteriaStated,
    Judged,
    NumberLimited,
    OpeningChosen,
    OpeningConsidered,
    PartnersClassed,
    ProviderAdmitted,
    ProviderEnrolled,
    ProviderFailed,
    ProviderReassessed,
    ReserveCalled,
    SegmentLeft,
    SupplierImposed,
)
from domain.admission.parts import Criterion, Option, PartnerClass, Plan, Publication, StepLink
from domain.dates import Day, local_day

_DAY = timedelta(days=1)

EntryState = Literal["not_opened", "open", "closed", "over"]
ApplicationState = Literal["received", "assessed", "admitted", "rejected"]


@dataclass(frozen=True, slots=True)
class Edition:
    """The criteria that count from a day on, and how everybody could know them."""

    number: int
    criteria: tuple[Criterion, ...]
    counts_from: date
    stated_on: date
    reason: str
    decided_by: str | None = None
    publication: Publication | None = None


@dataclass(frozen=True, slots=True)
class Turn:
    """From `since` on one can apply, or cannot; `until` is its last day if it has one."""

    turns: Literal["open", "closed"]
    since: date
    until: date | None = None
    reason: str | None = None
    decided_by: str | None = None
    publication: Publication | None = None
    answer_days: int | None = None
    step: StepLink | None = None

    @property
    def opens(self) -> bool:
        return self.turns == "open"


@dataclass(frozen=True, slots=True)
class Entry:
    """Whether one can apply on a day; `again` is the first day on which one can, if known."""

    state: EntryState
    since: date | None = None
    until: date | None = None
    again: date | None = None
    reason: str | None = None
    turn: Turn | None = None


@dataclass(frozen=True, slots=True)
class Application:
    """A request to come in and what became of it."""

    application_id: UUID
    provider_id: UUID
    received_on: date
    edition: int
    conditions: dict[str, bool]
    state: ApplicationState = "received"
    plan: str | None = None
    answer_by: date | None = None
    judged: tuple[Judged, ...] = ()
    judged_on: tuple[date, ...] = ()
    answered_on: date | None = None
    ground: str | None = None
    reason: str | None = None
    exception: str | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """A provider that is or was in; `failed` is by which edition it may not stay."""

    provider_id: UUID
    since: date
    application_id: UUID | None = None
    contract_id: UUID | None = None
    plan: Plan | None = None
    judged: tuple[Judged, ...] = ()
    failed: int | None = None
    fails_from: date | None = None
    last_day: date | None = None
    reason: str | None = None

    def is_in(self, day: date) -> bool:
        return self.since <= day and (self.last_day is None or day <= self.last_day)


@dataclass(frozen=True, slots=True)
class Imposed:
    """A provider that a court charged without a contract, with what was agreed then."""

    provider_id: UUID
    court: str
    imposed_on: Day
    measures: int | None = None
    agreement: str | None = None
    document: str | None = None


@dataclass(frozen=True, slots=True)
class Chosen:
    """The option that was chosen, and why."""

    option_id: str
    reason: str
    decided_by: str
    decided_on: Day
    depended: str | None = None
    decision_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Admission:
    """The admission to one segment; `places` goes by provider, the last place of each."""

    programme_id: UUID | None = None
    segment: str = ""
    editions: tuple[Edition, ...] = ()
    turns: tuple[Turn, ...] = ()
    options: Mapping[str, Option] = field(default_factory=dict)
    chosen: Chosen | None = None
    limits: tuple[NumberLimited, ...] = ()
    applications: Mapping[UUID, Application] = field(default_factory=dict)
    places: Mapping[UUID, Place] = field(default_factory=dict)
    imposed: Mapping[UUID, Imposed] = field(default_factory=dict)
    partners: PartnersClassed | None = None
    called: Mapping[UUID, UUID] = field(default_factory=dict)

    def edition_on(self, day: date) -> Edition | None:
        """What is asked on a day: the last edition that counts by then."""
        counting = [each for each in self.editions if each.counts_from <= day]
        return max(counting, key=lambda each: (each.counts_from, each.number), default=None)

    def edition(self, number: int) -> Edition | None:
        return next((each for each in self.editions if each.number == number), None)

    def entry_on(self, day: date) -> Entry:
        """Whether a provider can apply on this day; what was said last of a day counts."""
        turn = self.turn_on(day)
        if turn is None:
            return Entry("not_opened", again=self.opens_after(day))
        if not turn.opens:
            again = self.opens_after(day)
            return Entry("closed", turn.since, turn.until, again, turn.reason, turn)
        if turn.until is not None and turn.until < day:
            return Entry("over", turn.until + _DAY, None, self.opens_after(day), turn=turn)
        return Entry("open", turn.since, turn.until, turn=turn)

    def opens_after(self, day: date) -> date | None:
        """The first later day on which one can apply, as far as is known."""
        turning = {each.since for each in self.turns}
        turning |= {each.until + _DAY for each in self.turns if each.until}
        return next((each for each in sorted(turning) if each > day and self.lets_in(each)), None)

    def lets_in(self, day: date) -> bool:
        turn = self.turn_on(day)
        return turn is not None and turn.opens and (turn.until is None or day <= turn.until)

    def turn_on(self, day: date) -> Turn | None:
        """The last word on this day; a closing that is over gives way to what it interrupted."""
        said = [
            each
            for each in self.turns
            if each.since <= day and (each.opens or each.until is None or day <= each.until)
        ]
        return said[-1] if said else None

    def most_on(self, day: date) -> int | None:
        """How many providers there may be on a day; none if there is no limit."""
        if not self.limits:
            return None
        phases = [each for each in self.limits[-1].phases if each.since <= day]
        return max(phases, key=lambda each: each.since).most if phases else None

    def inside(self, day: date) -> tuple[UUID, ...]:
        """Who is in on a day by admission or an earlier contract; not whom a court imposed."""
        return tuple(each for each, place in self.places.items() if place.is_in(day))

    def newcomers(self) -> int:
        """How many asked to come in since an option was chosen; what was expected can be wrong."""
        since = self.chosen.decided_on if self.chosen else date.max
        return sum(each.received_on >= since for each in self.applications.values())

    def partner(self, provider_id: UUID) -> PartnerClass | None:
        """Its class; who was called from the reserve is a development partner since."""
        if provider_id in self.called.values():
            return "development"
        classes = self.partners.classes if self.partners else ()
        return next((each.partner for each in classes if each.provider_id == provider_id), None)


def evolve(admission: Admission, event: AdmissionEvent) -> Admission:
    """Apply a fact. Never refuses: what has happened has happened."""
    admission = replace(admission, programme_id=event.programme_id, segment=event.segment)
    match event:
        case CriteriaStated():
            return replace(admission, editions=(*admission.editions, edition_of(event)))
        case OpeningConsidered(option=new):
            return replace(admission, options={**admission.options, new.option_id: new})
        case OpeningChosen():
            return replace(admission, chosen=chosen_by(event))
        case AdmissionOpened() | AdmissionClosed() | AdmissionReopened():
            return replace(admission, turns=(*admission.turns, turn_of(event, admission)))
        case NumberLimited():
            return replace(admission, limits=(*admission.limits, event))
        case PartnersClassed():
            return replace(admission, partners=event, called={})
        case ReserveCalled():
            return replace(admission, called={**admission.called, event.dropped: event.called})
        case SupplierImposed():
            return replace(admission, imposed={**admission.imposed, **imposed_by(event)})
        case ApplicationReceived() | ApplicationAssessed() | ApplicationRejected():
            return applied(admission, event)
        case _:
            return placed(admission, event)


def applied(
    admission: Admission, event: ApplicationReceived | ApplicationAssessed | ApplicationRejected
) -> Admission:
    match event:
        case ApplicationReceived():
            each = Application(
                event.application_id,
                event.provider_id,
                event.received_on,
                event.edition,
                event.conditions,
                plan=event.plan,
                answer_by=event.answer_by,
            )
        case ApplicationAssessed():
            known = admission.applications[event.application_id]
            each = replace(
                known,
                state="assessed",
                judged=(*known.judged, event.judged),
                judged_on=(*known.judged_on, local_day(event.at)),
                plan=event.judged.plan.document if event.judged.plan else known.plan,
            )
        case ApplicationRejected():
            each = replace(
                admission.applications[event.application_id],
                state="rejected",
                answered_on=local_day(event.at),
                ground=event.ground,
                reason=event.reason,
            )
    applications = {**admission.applications, each.application_id: each}
    return replace(admission, applications=applications)


def placed(
    admission: Admission,
    event: ProviderAdmitted | ProviderEnrolled | SegmentLeft | ProviderReassessed | ProviderFailed,
) -> Admission:
    places, applications = admission.places, admission.applications
    match event:
        case ProviderEnrolled():
            place = Place(event.provider_id, since_of(event), contract_id=event.contract_id)
        case ProviderAdmitted():
            known = applications[event.application_id]
            answered = replace(
                known,
                state="admitted",
                answered_on=local_day(event.at),
                exception=event.exception,
            )
            applications = {**applications, event.application_id: answered}
            place = Place(
                event.provider_id,
                since_of(event),
                event.application_id,
                plan=event.plan,
                judged=known.judged[-1:],
            )
        case SegmentLeft():
            gone = places[event.provider_id]
            place = replace(gone, last_day=event.last_day, reason=event.reason)
        case ProviderReassessed():
            stays = places[event.provider_id]
            judged = (*stays.judged, event.judged)
            plan = event.judged.plan or stays.plan
            place = replace(stays, judged=judged, plan=plan, failed=None, fails_from=None)
        case ProviderFailed():
            fails = places[event.provider_id]
            place = replace(fails, failed=event.edition, fails_from=event.effective)
        case _:
            assert_never(event)
    return replace(
        admission, places={**places, event.provider_id: place}, applications=applications
    )


def edition_of(event: CriteriaStated) -> Edition:
    return Edition(
        event.edition,
        event.criteria,
        since_of(event),
        local_day(event.at),
        event.reason,
        event.decided_by,
        event.publication,
    )


def turn_of(
    event: AdmissionOpened | AdmissionClosed | AdmissionReopened, admission: Admission
) -> Turn:
    """What is reopened is what was open before, on the same terms."""
    since = since_of(event)
    match event:
        case AdmissionOpened():
            return Turn(
                "open",
                since,
                event.until,
                publication=event.publication,
                answer_days=event.answer_days,
                step=event.step,
            )
        case AdmissionClosed():
            return Turn("closed", since, event.until, event.reason, event.decided_by)
        case AdmissionReopened():
            before = next(each for each in reversed(admission.turns) if each.opens)
            return replace(before, since=since, until=None, reason=event.reason, decided_by=None)
        case _:
            assert_never(event)


def imposed_by(event: SupplierImposed) -> dict[UUID, Imposed]:
    return {
        event.provider_id: Imposed(
            event.provider_id,
            event.court,
            event.imposed_on,
            event.measures,
            event.agreement,
            event.document,
        )
    }


def chosen_by(event: OpeningChosen) -> Chosen:
    return Chosen(
        event.option_id,
        event.reason,
        event.decided_by,
        event.decided_on,
        event.depended,
        event.decision_id,
    )


def since_of(event: AdmissionEvent) -> date:
    return event.effective or local_day(event.at)
