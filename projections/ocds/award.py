"""Award: who was let in or chosen. A provider has one award a segment, which its contracts name."""

from collections.abc import Iterable
from uuid import UUID

from domain.admission.events import ProviderAdmitted, ProviderEnrolled, SegmentLeft
from domain.contract.events import ContractConcluded
from domain.dates import local_day
from domain.procedure.events import StandstillBegan, StepCompleted
from domain.procedure.parts import Step
from projections.language import N_
from projections.ocds.blocks import Body, Said, end_of, in_dutch, start_of, supplier
from projections.ocds.known import Known, Procedure


def award_of(provider_id: UUID) -> str:
    """The id of a provider's award in a segment."""
    return f"award/{provider_id}"


def awarded(known: Known, event: ContractConcluded) -> Body:
    """The award behind a contract, if none was told of before; how it came is not known."""
    key = event.programme_id, event.segment, event.provider_id
    if key in known.awarded:
        return {}
    known.awarded.add(key)
    suppliers = [{"id": str(event.provider_id)}]
    award = {"id": award_of(event.provider_id), "status": "active", "suppliers": suppliers}
    return {"parties": [supplier(event.provider_id)], "awards": [award]}


def admitted(known: Known, event: ProviderAdmitted | ProviderEnrolled) -> Iterable[Said]:
    """A provider is in from a day on."""
    known.awarded.add((event.programme_id, event.segment, event.provider_id))
    award = {
        "id": award_of(event.provider_id),
        "status": "active",
        "date": start_of(event.effective or local_day(event.at)),
        "suppliers": [{"id": str(event.provider_id)}],
    }
    body = {"parties": [supplier(event.provider_id)], "awards": [award]}
    yield Said(event.programme_id, (event.segment,), body)


def left(_: Known, event: SegmentLeft) -> Iterable[Said]:
    """A provider is in through its last day."""
    until = {"contractPeriod": {"endDate": end_of(event.last_day)}}
    award = {"id": award_of(event.provider_id), "description": event.reason, **until}
    yield Said(event.programme_id, (event.segment,), {"awards": [award]})


def of_procedure(
    known: Known, event: StepCompleted, procedure: Procedure, step: Step
) -> Iterable[Said]:
    """An award as a whole: nobody says here who got it until contracts are concluded.

    It is pending until the step that concludes contracts is done.
    """
    if step.kind == "award":
        award: Body = {
            "id": f"award/{procedure.key}",
            "title": step.title,
            "status": "pending",
            "date": start_of(event.done_on),
        }
        awards = known.anew(event.procedure_id, award)
    elif step.kind == "contract":
        awards = known.again(event.procedure_id, f"award/{procedure.key}", status="active")
    else:
        awards = []
    if awards:
        yield Said(event.programme_id, procedure.track.segments, {"awards": awards})


def standstill(known: Known, event: StandstillBegan) -> Iterable[Said]:
    """The award was sent: no contract before the standstill is over."""
    procedure = known.procedures.get(event.procedure_id)
    if procedure is None:
        return
    until = in_dutch(N_("No contract before the day after %(day)s"), day=event.until.value)
    changed = {"id": f"award/{procedure.key}", "status": "pending", "description": until}
    before = known.said.get((event.procedure_id, str(changed["id"])), {})
    awards = known.anew(event.procedure_id, {**before, **changed})
    if awards:
        yield Said(event.programme_id, procedure.track.segments, {"awards": awards})
