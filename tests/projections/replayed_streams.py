"""Streams of every noun as their deciders make them: what is published, and what people do."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import timedelta
from functools import cache
from pathlib import Path
from uuid import UUID, uuid5

from domain.base import Command, Event, Refused
from domain.contract.commands import (
    AmendContract,
    ConcludeContract,
    CorrectContract,
    EndContract,
)
from domain.document.commands import FileDocument, ImposeSecrecy
from eventstore.registry import DECIDERS
from runtime.files import read
from runtime.publish import commands
from tests import make
from tests.domain import change_stories, decision_stories, procedure_stories
from tests.programmes.sources import ROOT

PROGRAMMES = sorted((ROOT / "programmes").glob("*.yaml"))
ADMISSION = ROOT / "programmes" / "examples" / "holland-rijnland-admission.yaml"


@cache
def streams() -> dict[str, list[list[Event]]]:
    """By noun, its streams; the events of each are recorded a day apart."""
    found: dict[str, list[list[Event]]] = defaultdict(list)
    for told in (*map(_published, (*PROGRAMMES, ADMISSION)), *_stories()):
        for name, events in _carried_out(told).items():
            found[name] += events
    return dict(found)


def _published(path: Path) -> list[Command]:
    return [*commands(read(path), make.MONDAY, make.OFFICER)]


def _stories() -> Iterable[list[Command]]:
    yield [*change_stories.sent()]
    council = [decision_stories.plan(), *decision_stories.answers()]
    yield [*council, decision_stories.correct("raad-delft", "no")]
    yield [
        procedure_stories.planned(),
        procedure_stories.opened(),
        procedure_stories.done("consultatie", "2025-09-20"),
        procedure_stories.done("documenten", "2026-01-20"),
    ]
    yield [make.a(FileDocument), make.whole(ImposeSecrecy)]
    yield [
        make.a(ConcludeContract, terms={"tariff": "100", "plafond": "1000"}),
        make.a(AmendContract, announced_on=make.LATEST, terms={"tariff": "110"}, provisions={}),
        make.a(
            CorrectContract,
            corrects=uuid5(make.CONTRACT_ID, "0"),
            terms={"tariff": "101"},
            provisions={},
        ),
        make.a(EndContract),
    ]


def _carried_out(asked: list[Command]) -> dict[str, list[list[Event]]]:
    """What the commands lead to, each decider by itself; what is refused leads to nothing."""
    events: dict[tuple[str, UUID], list[Event]] = defaultdict(list)
    states: dict[tuple[str, UUID], object] = {}
    for command in asked:
        decider = DECIDERS[type(command)]
        key = (decider.name, getattr(command, decider.identity))
        state = states.get(key, decider.initial)
        try:
            decided = decider.decide(command, state)
        except Refused:
            continue
        for each in decided:
            number = len(events[key])
            day = make.MONDAY + timedelta(days=number)
            event = each.model_copy(update={"event_id": uuid5(key[1], str(number)), "at": day})
            events[key].append(event)
            state = decider.evolve(state, event)
        states[key] = state
    told: dict[str, list[list[Event]]] = defaultdict(list)
    for (name, _), stream in events.items():
        if stream:
            told[name].append(stream)
    return told
