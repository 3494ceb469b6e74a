"""Runs programmes on skipped time and tells what happens."""

import asyncio
import tempfile
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from heapq import heappop, heappush
from pathlib import Path
from typing import get_args

from temporalio.contrib.pydantic import pydantic_data_converter
from temporalio.testing import WorkflowEnvironment
from temporalio.worker import UnsandboxedWorkflowRunner

from domain.admission.commands import AdmissionCommand
from domain.base import Command, Sentence
from domain.change.commands import AdoptChange, TableChange
from domain.dates import start_of_day
from domain.decision.commands import PlanDecision
from domain.programme.commands import PublishProgramme
from eventstore.log import EventLog
from eventstore.migrations import migrate
from projections import address_book
from projections.arrangements import ARRANGEMENTS
from projections.contract_cards import CONTRACT_CARDS
from projections.contract_versions import CONTRACT_VERSIONS
from projections.engine import Engine
from projections.history import HISTORY
from projections.plan_versions import PLAN_VERSIONS
from projections.registry import MODELS
from runtime import embedded_postgres
from runtime.embedded_temporal import test_server
from runtime.programme_file import ProgrammeFile
from runtime.publish import addresses, commands
from runtime.register_file import RegisterFile
from runtime.settings import Settings
from runtime.simulation.people import OFFICE, acts, refuse_what_is_not_there
from runtime.simulation.scenario import Scenario
from runtime.simulation.stage import Stage
from runtime.simulation.telling import Told, tell_all
from runtime.wiring import World
from workflows.client import QUIET, worker

MORNING = timedelta(hours=9)
LATER = timedelta(weeks=4)
"""After how long people try once more what was refused because it has to wait."""
WAITING = {"gate_closed", "waits_for_others", "done_before_others", "in_standstill"}
FOLLOWED = [
    model
    for model in MODELS
    if model not in (HISTORY, ARRANGEMENTS, PLAN_VERSIONS, CONTRACT_CARDS, CONTRACT_VERSIONS)
]
"""The read models that somebody asks during a simulation: the others are for pages."""


@dataclass(frozen=True, slots=True)
class Simulation:
    """What to simulate: these files, with these deviations, through this last day."""

    files: Sequence[ProgrammeFile | RegisterFile]
    scenario: Scenario
    until: date


def simulate(
    simulation: Simulation,
    say: Callable[[str], None],
    keep: Callable[[EventLog], None] = lambda _: None,
) -> list[Told]:
    """Run it in a database of its own that is thrown away, and tell every event in order.

    What is to be had of the log before it is thrown away is `keep`'s to take.

    Raises `ValueError` for a scenario about something that is not there, or a last day before
    the first, before it starts anything.
    """
    asked = published(simulation)
    refuse_what_is_not_there(asked, simulation.scenario)
    refuse_too_early(simulation.until, first_moment(asked).date())
    with tempfile.TemporaryDirectory(prefix="inkoopspoor-") as folder:
        say("Starting a database and a clock to throw away ...")
        postgres = embedded_postgres.start(
            Path(folder) / "postgres", durable=False, say=lambda _: None
        )
        try:
            migrate(postgres.url)
            settings = Settings.model_validate({"database_url": postgres.url, "practice": True})
            with World(settings, checked=False) as world:
                told = asyncio.run(run(simulation, asked, world, say))
                keep(world.log)
                return told
        finally:
            postgres.stop()


_ADMISSION = get_args(get_args(AdmissionCommand)[0])


def published(simulation: Simulation) -> list[Command]:
    """What publishing the files asks, but for admission: the story has nobody apply or assess."""
    at = start_of_day(simulation.until)
    asked = (each for file in simulation.files for each in commands(file, at, OFFICE))
    return [each for each in asked if not isinstance(each, _ADMISSION)]


def refuse_too_early(until: date, begin: date) -> None:
    if until < begin:
        raise ValueError(
            str(
                Sentence(
                    "nothing happens until %(until)s: the story begins on %(begin)s, the first day "
                    "that a plan speaks of; say --until with that day or a later one",
                    {"until": until.isoformat(), "begin": begin.isoformat()},
                )
            )
        )


async def run(
    simulation: Simulation, asked: list[Command], world: World, say: Callable[[str], None]
) -> list[Told]:
    with world.pool.connection() as connection:
        for file in simulation.files:
            for party in addresses(file):
                address_book.put(connection, party)
    environment = await WorkflowEnvironment.start_time_skipping(
        test_server_existing_path=test_server(),
        data_converter=pydantic_data_converter,
        runtime=QUIET,
    )
    async with environment:
        with Engine(world.settings.database_url, FOLLOWED).catching_up() as advance:
            stage = Stage(world, environment, simulation.scenario, advance)
            async with worker(
                environment.client, stage.ports(), runner=UnsandboxedWorkflowRunner()
            ):
                await play(simulation, asked, stage)
    say("Done.")
    return tell_all(world.log, stage.refusals)


async def play(simulation: Simulation, asked: list[Command], stage: Stage) -> None:
    """Publish on the first morning, let people act on their days, and time pass to the end."""
    begin = first_moment(asked)
    await stage.set_clock(begin)
    for command in asked:
        if isinstance(command, PlanDecision):  # each answer has its own day
            await stage.ask(command.model_copy(update={"answers": ()}))
        elif not isinstance(command, TableChange | AdoptChange):  # these too
            await stage.ask(command)
    waiting = [(act.at, n, act) for n, act in enumerate(acts(asked, simulation.scenario))]
    while waiting:
        at, number, act = heappop(waiting)
        if begin < at and at.date() <= simulation.until:
            await stage.sleep_until(at)
            refused = await stage.do(act)
            if act.again and refused in WAITING:
                heappush(waiting, (at + LATER, number, replace(act, told=True)))
    await stage.sleep_until(start_of_day(simulation.until + timedelta(days=1)))
    await stage.settle()


def first_moment(asked: Iterable[Command]) -> datetime:
    """The morning of the first day that any plan speaks of: nothing has passed unseen by then."""
    days = [
        day
        for each in asked
        if isinstance(each, PublishProgramme)
        for item in each.plan
        for day in (item.window.first or item.window.last,)
        if day
    ]
    return start_of_day(min(days, default=date(2020, 1, 1))) + MORNING
