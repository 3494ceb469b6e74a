"""Planning: the programme, its plan, its decisions, documents and announced changes."""

from collections.abc import Iterable

from domain.base import Event
from domain.change.events import (
    AnnouncementReplaced,
    ChangePostponed,
    ChangeProposed,
    ChangePublished,
    ChangeTookEffect,
    ChangeWithdrawn,
)
from domain.dates import local_day
from domain.decision.events import (
    DecisionForgone,
    DecisionLapsed,
    DecisionMissed,
    DecisionPlanned,
    DecisionReached,
    DecisionReopened,
    DecisionReplanned,
)
from domain.document.events import DocumentEvent, SecrecyImposed
from domain.document.state import Document, Period
from domain.programme.events import (
    MunicipalityEnrolled,
    MunicipalityWithdrew,
    PlanItemDropped,
    PlanItemMissed,
    PlanItemPlanned,
    PlanItemRealised,
    ProgrammePublished,
)
from domain.programme.parts import ItemKind
from projections.language import N_
from projections.ocds.blocks import (
    EXECUTIVE,
    Body,
    MilestoneType,
    Said,
    end_of,
    exact,
    in_dutch,
    milestone,
    municipality,
    start_of,
)
from projections.ocds.known import Known

_TYPES: dict[ItemKind | None, MilestoneType] = {
    "consultation": "engagement",
    "information": "engagement",
    "decision": "approval",
}


def _all(event: Event, known: Known, milestones: list[Body], *segments: str) -> Iterable[Said]:
    programme_id = getattr(event, "programme_id")  # noqa: B009 (all these have one)
    if milestones and programme_id in known.programmes:
        yield Said(programme_id, segments, {"planning": {"milestones": milestones}})


def programme(_: Known, event: ProgrammePublished) -> Iterable[Said]:
    """The programme that the process is part of, and who carries it out."""
    body: Body = {"planning": {"budget": {"project": event.title, "projectID": event.key}}}
    if event.executive:
        body["parties"] = [{"id": EXECUTIVE, "name": event.executive, "roles": ["procuringEntity"]}]
    yield Said(event.programme_id, (), body)


def enrolled(_: Known, event: MunicipalityEnrolled) -> Iterable[Said]:
    """A municipality that takes part buys; one that has not decided does not yet."""
    roles = None if event.participation == "undecided" else ["buyer"]
    party = {"id": municipality(event.name), "name": event.name, "roles": roles}
    yield Said(event.programme_id, event.segments, {"parties": [party]})


def withdrew(known: Known, event: MunicipalityWithdrew) -> Iterable[Said]:
    """A municipality leaves on a day; it stays a party to what was bought before."""
    title = in_dutch(N_("%(name)s leaves"), name=event.name)
    said = milestone(
        f"leaves/{municipality(event.name)}", title, "approval", description=event.reason
    )
    said["dueDate"] = start_of(event.leaves_on)
    yield from _all(event, known, known.anew(event.programme_id, said), *event.segments)


def item_planned(known: Known, event: PlanItemPlanned) -> Iterable[Said]:
    """Something is to happen."""
    kind = _TYPES.get(event.kind, "preProcurement")
    status = None if event.status == "unknown" else "scheduled"
    said = milestone(f"plan/{event.item_id}", event.title, kind, event.window, status=status)  # type: ignore[arg-type]
    yield from _all(event, known, known.anew(event.programme_id, said), *_segment(event))


def item_realised(known: Known, event: PlanItemRealised) -> Iterable[Said]:
    """It was done."""
    met = {"status": "met", "dateMet": start_of(exact(event.realised_on))}
    yield from _item(known, event, met)


def item_missed(known: Known, event: PlanItemMissed) -> Iterable[Said]:
    """Its time passed without word that it was done."""
    yield from _item(known, event, {"status": "notMet"})


def item_dropped(known: Known, event: PlanItemDropped) -> Iterable[Said]:
    """It is no longer planned."""
    why = in_dutch(N_("No longer planned: %(reason)s"), reason=event.reason or "-")
    yield from _item(known, event, {"status": None, "dueDate": None, "description": why})


def _item(
    known: Known, event: PlanItemRealised | PlanItemMissed | PlanItemDropped, changed: Body
) -> Iterable[Said]:
    planned = known.items.get((event.programme_id, event.item_id))
    if planned:
        said = known.again(event.programme_id, f"plan/{event.item_id}", **changed)
        yield from _all(event, known, said, *_segment(planned))


def _segment(event: PlanItemPlanned) -> tuple[str, ...]:
    return (event.segment,) if event.segment else ()


def decision_planned(known: Known, event: DecisionPlanned) -> Iterable[Said]:
    """A question that bodies have to answer."""
    question = event.question
    said = milestone(f"decision/{event.key}", question.title, "approval", question.window)
    if event.latest:
        said["dueDate"] = end_of(event.latest.value)
    said = {**known.said.get((event.programme_id, said["id"]), {}), **said}
    yield from _all(event, known, known.anew(event.programme_id, said), *question.segments)


def decision_replanned(known: Known, event: DecisionReplanned) -> Iterable[Said]:
    """It is to be decided in another window."""
    yield from _decision(known, event, {"dueDate": end_of(event.window.last)})


def decision_reached(known: Known, event: DecisionReached) -> Iterable[Said]:
    """It is decided."""
    outcome = in_dutch(N_("Outcome: %(outcome)s"), outcome=event.outcome)
    day = start_of(exact(event.decided))
    yield from _decision(known, event, {"status": "met", "dateMet": day, "description": outcome})


def decision_open(known: Known, event: DecisionReopened) -> Iterable[Said]:
    """It is open again."""
    again = {"status": "scheduled", "dateMet": None, "description": None}
    yield from _decision(known, event, again)


def decision_not_met(
    known: Known, event: DecisionMissed | DecisionForgone | DecisionLapsed
) -> Iterable[Said]:
    """It was not decided in time, or an option was not used."""
    yield from _decision(known, event, {"status": "notMet"})


_Decided = (
    DecisionReplanned
    | DecisionReached
    | DecisionReopened
    | DecisionMissed
    | DecisionForgone
    | DecisionLapsed
)


def _decision(known: Known, event: _Decided, changed: Body) -> Iterable[Said]:
    question = known.decisions.get(event.decision_id)
    if question:
        decision_id = f"decision/{question.decision_id}"
        said = known.again(event.programme_id, decision_id, **changed)
        yield from _all(event, known, said, *question.segments)


def document(known: Known, event: DocumentEvent) -> Iterable[Said]:
    """A document: that it is there, whether it is secret and until when, that it was published."""
    found = known.documents[event.document_id]
    if found.paper is None:
        yield from _unseen(known, event, found)
        return
    days = [each.published_on for each in found.given if "public" in each.publication.audience]
    paper = found.paper
    said = {
        "id": f"document/{paper.document_id}",
        "documentType": paper.type,
        "title": paper.title,
        "description": secrecy(found, event) or None,
        "datePublished": start_of(min(days, default=None)),
    }
    new = known.anew(event.programme_id, said)
    if new:
        yield Said(event.programme_id, (), {"planning": {"documents": new}})


def _unseen(known: Known, event: DocumentEvent, found: Document) -> Iterable[Said]:
    """A document that is secret as a whole: that there is one, and why nobody can see it."""
    if found.secrecies and isinstance(event, SecrecyImposed):
        code = found.secrecies[-1].secrecy.document_id
        said = {
            "id": f"document/{code}",
            "title": event.title,
            "description": secrecy(found, event) or None,
        }
        new = known.anew(event.programme_id, said)
        yield Said(event.programme_id, (), {"planning": {"documents": new}})


def secrecy(found: Document, event: DocumentEvent) -> str:
    """What is secret on the day, why, and from which day on it is public as far as is known."""
    day = local_day(event.at)
    return " ".join(_secret(each) for each in found.secrecies if each.holds(day))


_SECRET = {
    (False, False): N_("Secret: %(ground)s; it is not known until when."),
    (False, True): N_("Secret: %(ground)s; public from %(day)s on."),
    (True, False): N_("“%(section)s” is secret: %(ground)s; it is not known until when."),
    (True, True): N_("“%(section)s” is secret: %(ground)s; public from %(day)s on."),
}
"""Whether it is a section, and whether the day is known on which it will be public."""


def _secret(each: Period) -> str:
    values = {
        "section": each.secrecy.section,
        "ground": each.secrecy.ground.rstrip("."),
        "day": each.public_from,
    }
    template = _SECRET[each.secrecy.section is not None, each.public_from is not None]
    return in_dutch(template, **values)


def change(known: Known, event: ChangeProposed) -> Iterable[Said]:
    """A change of the segment's contracts, once it was announced."""
    segments = event.scope.segments if event.scope else (event.segment,)
    said = milestone(f"change/{event.key}", event.title, "delivery", description=event.description)
    said["dueDate"] = start_of(event.effective)
    yield from _all(event, known, known.anew(event.programme_id, said), *segments)


def change_moved(
    known: Known, event: ChangePostponed | ChangeWithdrawn | ChangeTookEffect | AnnouncementReplaced
) -> Iterable[Said]:
    """What became of the change."""
    proposed = known.changes.get(event.change_id)
    if proposed is None:
        return
    match event:
        case ChangePostponed():
            changed: Body = {"dueDate": start_of(event.effective)}
        case ChangeWithdrawn():
            changed = {"status": "notMet", "description": event.reason}
        case ChangeTookEffect():
            changed = {"status": "met", "dateMet": start_of(event.effective)}
        case AnnouncementReplaced():
            changed = {"description": event.description}
    segments = proposed.scope.segments if proposed.scope else (proposed.segment,)
    said = known.again(proposed.programme_id, f"change/{proposed.key}", **changed)
    yield from _all(proposed, known, said, *segments)


def change_published(known: Known, event: ChangePublished) -> Iterable[Said]:
    """Where the change was published."""
    proposed = known.changes.get(event.change_id)
    if proposed is None:
        return
    said = {
        "id": f"publication/{event.publication.number}",
        "documentType": "plannedProcurementNotice",
        "title": proposed.title,
        "description": f"{event.publication.place} {event.publication.number}",
        "datePublished": start_of(event.publication.published_on),
    }
    segments = proposed.scope.segments if proposed.scope else (proposed.segment,)
    yield Said(proposed.programme_id, segments, {"planning": {"documents": [said]}})
