"""From the log to releases: each event that everybody may know, in the order of the log (IN-08).

What is said depends on the log up to there and on nothing else: no clock, no address book, no
database. The same log gives the same releases, byte for byte.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from heapq import heappop, heappush
from uuid import UUID

from domain.audiences import circle_of
from domain.base import Event
from domain.change import events as change
from domain.contract.events import ContractConcluded
from domain.dates import local_day, start_of_day
from domain.decision.events import AnswerCorrected, AnswerRecorded
from domain.document.events import DocumentEvent, DocumentFiled, SecrecyImposed
from domain.facts import Facts, facts_of
from domain.programme.events import ProgrammePublished
from domain.secrecy import Reason, withheld
from projections.language import N_
from projections.ocds.blocks import Body, Said, in_dutch, instant, start_of
from projections.ocds.contract import come_to_pass, contract, days_to_come
from projections.ocds.known import Known, learn
from projections.ocds.mapping import CONTRACTS, TABLE
from projections.ocds.merge import together
from projections.ocds.tags import Told, tags

PREFIX = "ocds-000000"
"""A placeholder: it has the form of a prefix and is registered by nobody."""

_TICK = timedelta(microseconds=1)
_BEARING = (
    DocumentEvent
    | AnswerRecorded
    | AnswerCorrected
    | change.ChangeProposed
    | change.ChangeAnnounced
    | change.ChangePublished
    | change.ChangeTookEffect
)
"""The events that make others secret or public."""
IMPOSING = DocumentFiled | SecrecyImposed
"""The events that count for all that was recorded by the same request on the same day."""


@dataclass(frozen=True, slots=True)
class Release:
    """A release as it is published: `position` is that of the event at which it came out."""

    position: int
    ocid: str
    release_id: str
    body: Body


@dataclass(slots=True)
class _Process:
    """A contracting process: what it told, and the moment of its last release."""

    told: Told = field(default_factory=Told)
    last: datetime | None = None


@dataclass(slots=True)
class _Held:
    """An event that is not public yet; the next look at it is due when something has changed."""

    position: int
    event: Event
    public_from: date | None
    noticed: bool = False


class Releasing:
    """Follows the log from its beginning and says what comes out at each event."""

    def __init__(self, prefix: str = PREFIX) -> None:
        self.prefix = prefix
        self._known = Known()
        self._facts = Facts()
        self._bearing: list[Event] = []
        self._ahead: dict[tuple[UUID, date], list[Event]] = defaultdict(list)
        self._early: set[UUID | None] = set()
        self._programmes: dict[UUID, UUID] = {}
        self._held: list[_Held] = []
        self._free_from = date.max
        self._due: list[tuple[date, UUID]] = []
        self._processes: dict[tuple[UUID, str], _Process] = {}

    def expect(self, events: Iterable[Event]) -> None:
        """Say beforehand what will come: a request that imposes secrecy does so from its start.

        A programme's file records its plan before its documents, and the plan may quote them.
        """
        for event in events:
            if isinstance(event, IMPOSING):
                self._ahead[_request(event)].append(event)

    def take(self, position: int, event: Event) -> Iterator[Release]:
        """The releases that come out at this event, also those that it or its day sets free."""
        day = local_day(event.at)
        self._learn_secrecy(event)
        yield from self._come_to_pass(position, day)
        yield from self._set_free(position, event.at, day, look=isinstance(event, _BEARING))
        if type(event) in TABLE or type(event) in CONTRACTS:
            yield from self._judge(position, event, day)
        if isinstance(event, ProgrammePublished):
            yield from self._set_free(position, event.at, day, look=True)

    def _judge(self, position: int, event: Event, day: date) -> Iterator[Release]:
        if circle_of(event) in ("own", "office"):
            return
        reason = self._withheld(event, day)
        if reason is None and self._has_programme(event):
            yield from self._publish(position, position, event, event.at)
            return
        noticed = reason is not None and reason.rule in ("secret_document", "closed_doors")
        public_from = reason.public_from if reason else None
        self._hold(_Held(position, event, public_from, noticed))
        if noticed:
            yield from self._notice(position, event, event.at, reason)

    def _publish(self, position: int, of: int, event: Event, at: datetime) -> Iterator[Release]:
        """`of` is the event's own position, `position` where it comes out."""
        learn(self._known, of, event)
        day = local_day(at)
        release_id = str(event.event_id)
        if type(event) in CONTRACTS:
            said = contract(self._known, event, day)  # type: ignore[arg-type]
            yield from self._say(position, at, release_id, list(said))
            contract_id: UUID = getattr(event, "contract_id")  # noqa: B009 (all of them have one)
            for each in days_to_come(self._known, contract_id, day):
                heappush(self._due, (each, contract_id))
        else:
            yield from self._say(
                position, at, release_id, list(TABLE[type(event)](self._known, event))
            )

    def _come_to_pass(self, position: int, today: date) -> Iterator[Release]:
        """Contracts of which it was known before that they read otherwise from a day on."""
        while self._due and self._due[0][0] <= today:
            day = self._due[0][0]
            contracts: dict[UUID, None] = {}
            while self._due and self._due[0][0] == day:
                contracts[heappop(self._due)[1]] = None
            said = [each for one in contracts for each in come_to_pass(self._known, one, day)]
            joined: dict[tuple[UUID, tuple[str, ...]], list[Body]] = defaultdict(list)
            for each in said:
                joined[each.programme_id, each.segments] += each.body["contracts"]
            together_said = [
                Said(programme_id, segments, {"contracts": bodies})
                for (programme_id, segments), bodies in joined.items()
            ]
            yield from self._say(position, start_of_day(day), day.isoformat(), together_said)

    def _set_free(self, position: int, at: datetime, day: date, *, look: bool) -> Iterator[Release]:
        """What was withheld and is so no more, in the order of recording."""
        if not look and self._free_from > day:
            return
        held, self._held, self._free_from = self._held, [], date.max
        for each in held:
            reason = self._withheld(each.event, day)
            if reason is None and self._has_programme(each.event):
                yield from self._publish(position, each.position, each.event, at)
                if each.noticed:
                    yield from self._notice(position, each.event, at, None)
            else:
                each.public_from = reason.public_from if reason else None
                self._hold(each)

    def _hold(self, held: _Held) -> None:
        self._held.append(held)
        self._free_from = min(self._free_from, held.public_from or date.max)

    def _notice(
        self, position: int, event: Event, at: datetime, reason: Reason | None
    ) -> Iterator[Release]:
        """That something is withheld, why, and until when as far as is known; or is no more."""
        programme_id: UUID | None = getattr(event, "programme_id", None)
        if programme_id is None or programme_id not in self._known.programmes:
            return
        milestone: Body = {"id": f"withheld/{event.event_id}"}
        if reason is None:
            milestone |= {"status": "met", "dateMet": start_of(local_day(at))}
        else:
            milestone |= {
                "title": in_dutch(N_("Withheld")),
                "status": "scheduled",
                "description": reason.ground + (f" ({reason.regime})" if reason.regime else ""),
                "dueDate": start_of(reason.public_from),
            }
        said = [Said(programme_id, (), {"planning": {"milestones": [milestone]}})]
        release_id = f"{event.event_id}-{'withheld' if reason else 'public'}"
        yield from self._say(position, at, release_id, said)

    def _say(
        self, position: int, at: datetime, release_id: str, said: Sequence[Said]
    ) -> Iterator[Release]:
        """One release for each process that something is said of."""
        bodies: dict[tuple[UUID, str], Body] = {}
        for each in said:
            for segment in each.segments or self._segments(each.programme_id):
                body = bodies.setdefault((each.programme_id, segment), {})
                assert body.keys().isdisjoint(each.body), "a part of a release is said once"
                body |= each.body
        for (programme_id, segment), body in bodies.items():
            yield self._release(position, at, release_id, Said(programme_id, (segment,), body))
        for each in said:
            if not each.segments:
                self._known.programmes[each.programme_id].common.append(each.body)

    def _release(self, position: int, at: datetime, release_id: str, said: Said) -> Release:
        programme = self._known.programmes[said.programme_id]
        [segment] = said.segments
        process = self._processes.get((said.programme_id, segment))
        body = said.body
        if process is None:
            process = self._processes[said.programme_id, segment] = _Process()
            body = together([*programme.common, body])
        process.last = at if process.last is None else max(at, process.last + _TICK)
        ocid = f"{self.prefix}-{programme.key}.{segment}"
        heading = {
            "ocid": ocid,
            "id": f"{programme.key}.{segment}-{release_id}",
            "date": instant(process.last),
            "tag": tags(process.told, body),
            "initiationType": "tender",
            "language": "nl",
        }
        return Release(position, ocid, str(heading["id"]), {**heading, **body})

    def _segments(self, programme_id: UUID) -> list[str]:
        return [segment for owner, segment in self._processes if owner == programme_id]

    def _has_programme(self, event: Event) -> bool:
        programme_id = getattr(event, "programme_id", None)
        if isinstance(event, ProgrammePublished) or programme_id is None:
            return True
        return programme_id in self._known.programmes

    def _learn_secrecy(self, event: Event) -> None:
        if isinstance(event, ContractConcluded):
            self._programmes[event.contract_id] = event.programme_id
        bearing = self._ahead.pop(_request(event), [])
        self._early |= {each.event_id for each in bearing}
        if isinstance(event, _BEARING) and event.event_id not in self._early:
            bearing.append(event)
        if bearing:
            self._bearing += bearing
            found = facts_of(self._bearing)
            self._programmes.update(found.programmes)
            self._facts = replace(found, programmes=self._programmes)

    def _withheld(self, event: Event, day: date) -> Reason | None:
        return withheld(event, "public", day, self._facts)


def _request(event: Event) -> tuple[UUID, date]:
    return event.correlation, local_day(event.at)


def releases(events: Iterable[tuple[int, Event]], prefix: str = PREFIX) -> Iterator[Release]:
    """All releases that come of a log, by the positions of its events."""
    log = list(events)
    releasing = Releasing(prefix)
    releasing.expect(event for _, event in log)
    for position, event in log:
        yield from releasing.take(position, event)
