"""Who is in: admitted, turned down, gone, classed as a partner, or imposed by a court."""

from datetime import timedelta
from uuid import UUID

from domain.admission.commands import (
    AdmitProvider,
    CallReserve,
    ClassPartners,
    EnrolProvider,
    ImposeSupplier,
    LeaveSegment,
    RejectApplication,
)
from domain.admission.criteria import application_of
from domain.admission.entry import stamp
from domain.admission.events import (
    ApplicationRejected,
    Judged,
    PartnersClassed,
    ProviderAdmitted,
    ProviderEnrolled,
    ReserveCalled,
    SegmentLeft,
    SupplierImposed,
)
from domain.admission.partners import classed, next_in_line
from domain.admission.state import Admission, Application, Place
from domain.base import Refused
from domain.dates import local_day

_DAY = timedelta(days=1)


def enrol(command: EnrolProvider, admission: Admission) -> list[ProviderEnrolled]:
    """A contract from before is a place; who is in, or was since that day, has it already."""
    place = admission.places.get(command.provider_id)
    if place is not None and command.since <= place.since:
        return []
    if place is not None and place.is_in(max(command.since, local_day(command.at))):
        return []
    return [
        ProviderEnrolled(
            provider_id=command.provider_id,
            contract_id=command.contract_id,
            effective=command.since,
            source=command.source,
            **stamp(command),
        )
    ]


def admit(command: AdmitProvider, admission: Admission) -> list[ProviderAdmitted]:
    """Only on an assessment by what is asked now, with every knock-out met (AD-04, AD-05)."""
    known = application_of(command.application_id, admission)
    if known.state == "admitted":
        return []
    if known.state == "rejected":
        raise Refused(
            "already_answered",
            "the application was answered already: have the provider apply anew",
        )
    judged = _judged_by_now(known, command, admission)
    _room(command, admission)
    return [
        ProviderAdmitted(
            application_id=command.application_id,
            provider_id=known.provider_id,
            edition=judged.edition,
            plan=judged.plan,
            exception=command.exception,
            effective=command.starts,
            **stamp(command),
        )
    ]


def _judged_by_now(known: Application, command: AdmitProvider, admission: Admission) -> Judged:
    edition = admission.edition_on(max(command.starts, local_day(command.at)))
    assert edition is not None, "an application rests on criteria"
    judged = known.judged[-1] if known.judged else None
    if judged is None or judged.edition != edition.number:
        raise Refused(
            "not_assessed_by_now",
            "edition %(edition)s of the criteria counts since %(day)s: assess the application by "
            "that one first",
            edition=edition.number,
            day=edition.counts_from,
        )
    if not judged.passed:
        raise Refused(
            "criteria_not_met",
            "these are not met: %(failed)s. Reject the application, or assess it again if they "
            "are met by now",
            failed=", ".join(judged.failed),
        )
    return judged


def _room(command: AdmitProvider, admission: Admission) -> None:
    day = max(command.starts, local_day(command.at))
    most = admission.most_on(day)
    if most is None or command.exception is not None:
        return
    inside = len(admission.inside(day))
    if inside >= most:
        raise Refused(
            "number_reached",
            "there are %(inside)s providers and at most %(most)s may be in: reject it for the "
            "number, raise the limit, or say why this one is an exception",
            inside=inside,
            most=most,
        )


def reject(command: RejectApplication, admission: Admission) -> list[ApplicationRejected]:
    """Whoever meets all criteria is not turned away for them, nor for a number not reached."""
    known = application_of(command.application_id, admission)
    if known.state == "rejected" and known.ground == command.ground:
        return []
    if known.state in ("admitted", "rejected"):
        raise Refused(
            "already_answered",
            "the application was answered already: have the provider apply anew",
        )
    if command.ground == "criteria":
        if not known.judged:
            raise Refused(
                "not_assessed",
                "assess the application first: nobody is rejected unheard",
            )
        if known.judged[-1].passed:
            raise Refused(
                "meets_all",
                "it meets everything that is asked, so it is admitted; if the assessment is wrong, "
                "assess it again",
            )
    today = local_day(command.at)
    most = admission.most_on(today)
    if command.ground == "number" and (most is None or len(admission.inside(today)) < most):
        raise Refused(
            "number_not_reached",
            "there is room: %(inside)s providers of at most %(most)s",
            inside=len(admission.inside(today)),
            most="-" if most is None else most,
        )
    return [
        ApplicationRejected(
            application_id=command.application_id,
            provider_id=known.provider_id,
            ground=command.ground,
            reason=command.reason,
            **stamp(command),
        )
    ]


def leave(command: LeaveSegment, admission: Admission) -> list[SegmentLeft]:
    """A provider goes when it wants to; it can apply again later (AD-02)."""
    place = place_of(command.provider_id, admission)
    if (place.last_day, place.reason) == (command.last_day, command.reason):
        return []
    if place.last_day is not None and place.last_day < local_day(command.at):
        raise Refused("left_already", "the provider left on %(day)s already", day=place.last_day)
    if command.last_day < place.since:
        raise Refused(
            "before_it_came",
            "the provider is in since %(day)s: it cannot leave before",
            day=place.since,
        )
    return [
        SegmentLeft(
            provider_id=command.provider_id,
            last_day=command.last_day,
            reason=command.reason,
            effective=command.last_day + _DAY,
            **stamp(command),
        )
    ]


def class_partners(command: ClassPartners, admission: Admission) -> list[PartnersClassed]:
    """Everybody who is in, by figures of one year; nobody's turnover is guessed (AD-13)."""
    inside = set(admission.inside(local_day(command.at)))
    given = [each.provider_id for each in command.turnover]
    if len(set(given)) != len(given):
        raise Refused("figures_twice", "a provider has more than one figure: give each one")
    if stray := set(given) - inside:
        raise Refused(
            "figures_of_others",
            "%(count)s of the figures are of providers that are not in the segment: leave them out",
            count=len(stray),
        )
    if missing := inside - set(given):
        raise Refused(
            "figures_missing",
            "%(count)s providers in the segment have no figure: give their turnover, also if it "
            "is 0",
            count=len(missing),
        )
    if len(years := {each.year for each in command.turnover}) > 1:
        raise Refused(
            "years_differ",
            "the figures are of different years (%(years)s), so they cannot be compared: give "
            "those of one year",
            years=", ".join(map(str, sorted(years))),
        )
    classes = classed(command.rule, command.turnover)
    last = admission.partners
    if last is not None and (last.rule, last.classes, last.takes_part) == (
        command.rule,
        classes,
        command.takes_part,
    ):
        return []
    return [
        PartnersClassed(
            rule=command.rule,
            takes_part=command.takes_part,
            turnover=command.turnover,
            classes=classes,
            reason=command.reason,
            decided_by=command.decided_by,
            **stamp(command),
        )
    ]


def call_reserve(command: CallReserve, admission: Admission) -> list[ReserveCalled]:
    """The largest of the others takes the place, or another one for a reason (AD-13)."""
    if admission.called.get(command.dropped) == command.called:
        return []
    if admission.partner(command.dropped) != "development":
        raise Refused(
            "no_development_partner",
            "only the place of a development partner is taken over: class the partners first",
        )
    today = local_day(command.at)
    inside = admission.inside(today)
    if command.dropped in inside and not _goes(admission.places[command.dropped]):
        raise Refused(
            "still_in",
            "the partner is still in the segment: record first that it leaves or may not stay",
        )
    if command.called not in inside or admission.partner(command.called) == "development":
        raise Refused(
            "cannot_be_called",
            "call a provider that is in the segment and is no development partner yet",
        )
    assert admission.partners is not None
    able = [each for each in inside if each not in admission.called.values()]
    turn = next_in_line(admission.partners.classes, able)
    if turn != command.called and command.out_of_turn is None:
        raise Refused(
            "out_of_turn",
            "by its turnover another provider comes first: call that one, or say why this one",
        )
    return [
        ReserveCalled(
            dropped=command.dropped,
            called=command.called,
            out_of_turn=None if turn == command.called else command.out_of_turn,
            **stamp(command),
        )
    ]


def impose(command: ImposeSupplier, admission: Admission) -> list[SupplierImposed]:
    """Closed or not, full or not: what a court says is carried out and then agreed on (AD-11)."""
    if command.imposed_on > local_day(command.at):
        raise Refused("not_yet_done", "%(day)s has not come yet", day=command.imposed_on)
    if command.provider_id in admission.inside(command.imposed_on):
        raise Refused(
            "has_contract",
            "the provider is in the segment and has its agreement: nothing has to be imposed",
        )
    event = SupplierImposed(
        provider_id=command.provider_id,
        court=command.court,
        imposed_on=command.imposed_on,
        measures=command.measures,
        agreement=command.agreement,
        document=command.document,
        effective=command.imposed_on,
        **stamp(command),
    )
    known = admission.imposed.get(command.provider_id)
    names = ("court", "imposed_on", "measures", "agreement", "document")
    if known and all(getattr(known, name) == getattr(event, name) for name in names):
        return []
    return [event]


def place_of(provider_id: UUID, admission: Admission) -> Place:
    place = admission.places.get(provider_id)
    if place is None:
        raise Refused(
            "not_in_segment", "the provider is not in the segment: there is nothing to leave"
        )
    return place


def _goes(place: Place) -> bool:
    return place.last_day is not None or place.failed is not None
