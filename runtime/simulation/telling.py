"""What happened in a simulation, a line an event: for people, or as JSON for programs."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from uuid import UUID

from domain.admission.events import AdmissionOpened, CriteriaStated, ProviderEnrolled
from domain.base import Command, Event, Sentence
from domain.change.events import ChangeProposed
from domain.contract.events import ContractConcluded
from domain.dates import AMSTERDAM
from domain.decision.events import DecisionPlanned
from domain.document.events import DocumentFiled
from domain.procedure.events import ProcedurePlanned
from domain.programme.events import ProgrammePublished
from domain.provider.events import ProviderRegistered
from domain.steering.events import EntryStated
from eventstore.codec import CODEC
from eventstore.follow import settled
from eventstore.log import EventLog
from projections.language import N_, say
from projections.narration import tell

BATCH = 10_000


@dataclass(frozen=True, slots=True)
class Told:
    """One thing that happened. `at` in Dutch time; `text` in Dutch."""

    at: str
    event: str
    subject: str
    effective: str | None
    by: str
    text: str

    def as_json(self) -> str:
        return json.dumps(asdict(self), ensure_ascii=False)

    def as_text(self) -> str:
        effective = f" (per {self.effective})" if self.effective else ""
        return f"{self.at[:16].replace('T', ' ')}  {self.subject:<24} {self.text}{effective}"


@dataclass(frozen=True, slots=True)
class Refusal:
    """A command that the domain refused, after this position of the log."""

    position: int
    command: Command
    sentence: Sentence


def tell_all(log: EventLog, refusals: Sequence[Refusal]) -> list[Told]:
    """Every event of the log and every refusal, in the order in which they happened."""
    names: dict[UUID, str] = {}
    told: list[tuple[int, Told]] = []
    for position, event in read_all(log):
        name_subject(event, names)
        told.append((position, told_event(event, names)))
    told += [(refusal.position, told_refusal(refusal, names)) for refusal in refusals]
    return [each for _, each in sorted(told, key=lambda pair: pair[0])]


def read_all(log: EventLog) -> Iterator[tuple[int, Event]]:
    position = 0
    with log.connection() as connection:
        while (batch := settled(connection, position, BATCH)).position > position:
            for recorded in batch.events:
                assert recorded.position is not None
                yield recorded.position, recorded.event
            position = batch.position


def write_events(log: EventLog, file: Path) -> None:
    """Every event as it is stored, a JSON object a line, with its position and its topic."""
    with file.open("w", encoding="utf-8") as lines:
        for position, event in read_all(log):
            state = json.loads(CODEC.encode(event))
            line = {"position": position, "topic": type(event).__name__, "state": state}
            lines.write(json.dumps(line, ensure_ascii=False) + "\n")


def name_subject(event: Event, names: dict[UUID, str]) -> None:
    """Remember what people call the thing whose id this event brings in."""
    match event:
        case ProgrammePublished():
            names[event.programme_id] = event.key
        case ChangeProposed():
            names[event.change_id] = event.key
        case DecisionPlanned():
            names[event.decision_id] = event.key
        case ProcedurePlanned():
            names[event.procedure_id] = event.key
        case DocumentFiled():
            names[event.document_id] = event.paper.document_id
        case EntryStated():
            names[event.steering_id] = names.get(event.programme_id, "steering")
        case ContractConcluded():
            names[event.contract_id] = event.number
        case CriteriaStated() | AdmissionOpened() | ProviderEnrolled():
            names[event.admission_id] = event.segment
        case ProviderRegistered():
            names[event.provider_id] = str(event.provider_id)[:8]
        case _:
            pass


def subject_of(about: Event | Command, names: dict[UUID, str]) -> str:
    """The stream's own subject; an amended contract is itself, not the change that amends it."""
    noun = type(about).__module__.split(".")[1]
    found = getattr(about, f"{noun}_id", None)
    return noun if found is None else names.get(found, str(found)[:8])


def told_event(event: Event, names: dict[UUID, str]) -> Told:
    return Told(
        at=in_dutch_time(event.at),
        event=type(event).__name__,
        subject=subject_of(event, names),
        effective=event.effective.isoformat() if event.effective else None,
        by=event.by,
        text=say(tell(event), "nl"),
    )


def told_refusal(refusal: Refusal, names: dict[UUID, str]) -> Told:
    return Told(
        at=in_dutch_time(refusal.command.at),
        event="Refused",
        subject=subject_of(refusal.command, names),
        effective=None,
        by=refusal.command.by,
        text=say(Sentence(N_("Refused: %(why)s"), {"why": say(refusal.sentence, "nl")}), "nl"),
    )


def in_dutch_time(at: datetime) -> str:
    return at.astimezone(AMSTERDAM).isoformat(timespec="seconds")
