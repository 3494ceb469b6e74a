"""A programme's agenda kept on skipped time: nothing in the plan comes or passes unseen."""

import asyncio
from datetime import date, timedelta
from typing import Any

import pytest

from domain.contract.commands import ConcludeContract, FulfilDuty
from domain.contract.events import DutyMissed
from domain.dates import Window, local_day
from domain.document.commands import FileDocument
from domain.document.events import SecrecyExpired
from domain.programme.commands import PublishProgramme, RealisePlanItem
from domain.programme.events import PlanItemMissed, PlanItemOpened, TermEnded
from domain.programme.parts import PlanItem, Term
from domain.steering.commands import StateEntries
from domain.steering.events import CommitmentRaised, EntryMissed
from tests import make
from tests.making.contract import DUTY
from tests.making.document import SECRECY
from tests.making.steering import COMMITMENT
from tests.workflows.stage import Stage, forgetful, lasting
from workflows.ask import Due, DueItem

pytestmark = pytest.mark.anyio


def item(item_id: str, edtf: str, **window: Any) -> PlanItem:
    when = Window(edtf=edtf, written=edtf, **window)
    return PlanItem(item_id=item_id, title=item_id, window=when, source=make.SOURCE)


def published(*plan: PlanItem) -> PublishProgramme:
    return make.a(PublishProgramme, plan=plan)


def told(stage: Stage, what: type[PlanItemOpened | PlanItemMissed]) -> list[tuple[str, str]]:
    return [(each.item_id, local_day(each.at).isoformat()) for each in stage.log.all(what)]


@pytest.mark.row("ST-29")
@pytest.mark.histories(agenda="agenda-year")
async def test_what_is_planned_opens_on_its_first_day_and_is_missed_after_its_last(
    stage: Stage,
) -> None:
    await stage.ask(
        published(
            item("tables", "2021-05"),
            item("adopt", "2021-06-15"),
            item("announce", "2021-07-01", bound="at_latest"),
            item("tender", "2021-09/2021-11"),
            item("evaluate", "2022-02", bound="from"),
        )
    )
    await stage.until("2021-06-20")
    await stage.ask(
        make.a(
            RealisePlanItem,
            item_id="announce",
            realised_on=Window(edtf="2021-06-18", written="18 juni 2021"),
        )
    )
    await stage.until("2022-04-01")
    assert told(stage, PlanItemOpened) == [
        ("tables", "2021-05-01"),
        ("adopt", "2021-06-15"),
        ("tender", "2021-09-01"),
        ("evaluate", "2022-02-01"),
    ]
    assert told(stage, PlanItemMissed) == [
        ("tables", "2021-06-01"),
        ("adopt", "2021-06-16"),
        ("tender", "2021-12-01"),
    ]
    assert stage.world.asked < 30


@pytest.mark.row("ST-29", "TP-02")
@pytest.mark.histories(agenda="agenda-registers")
async def test_what_ends_comes_due_or_is_promised_beside_the_plan_is_seen_to_as_well(
    stage: Stage,
) -> None:
    term = Term(
        term_id="wonen",
        title="Looptijd",
        starts=Window(edtf="2019-07-01", written="1 juli 2019"),
        at_least_months=24,
        at_most_months=24,
        written="twee jaar",
        source=make.SOURCE,
    )
    kept = COMMITMENT.model_copy(update={"items": ("tables",)})
    secret = SECRECY.model_copy(
        update={
            "since": Window(edtf="2021-01", written="januari 2021"),
            "until": Window(edtf="2021-08-01", bound="before", written="tot 1 augustus 2021"),
        }
    )
    await stage.ask(
        make.a(PublishProgramme, plan=(item("tables", "2021-05"),), terms=(term,)),
        make.a(StateEntries, entries=(kept,)),
        make.a(FileDocument, secrecy=(secret,)),
    )
    await stage.until("2021-12-01")
    seen = (
        PlanItemOpened,
        CommitmentRaised,
        PlanItemMissed,
        TermEnded,
        SecrecyExpired,
        EntryMissed,
    )
    told = [each for each in stage.log.events if isinstance(each, seen)]
    assert [(type(each).__name__, local_day(each.at).isoformat()) for each in told] == [
        ("PlanItemOpened", "2021-05-01"),
        ("CommitmentRaised", "2021-05-01"),
        ("PlanItemMissed", "2021-06-01"),
        ("TermEnded", "2021-07-01"),
        ("SecrecyExpired", "2021-08-01"),
        ("EntryMissed", "2021-10-01"),
    ]
    assert not stage.log.refused
    assert stage.world.asked < 30


async def test_it_sleeps_until_the_next_day_that_matters(stage: Stage) -> None:
    await stage.ask(published(item("tables", "2021-09")))
    await stage.until("2021-04-02")
    before = stage.world.asked
    await stage.until("2021-08-31")
    assert stage.world.asked == before
    await stage.until("2021-09-01")
    assert told(stage, PlanItemOpened) == [("tables", "2021-09-01")]


async def test_a_new_edition_of_the_plan_is_heeded_at_once(stage: Stage) -> None:
    await stage.ask(published(item("tables", "2021-09")))
    await stage.until("2021-05-10")
    await stage.ask(published(item("tables", "2021-05-10/2021-06-30")))
    await stage.until("2021-05-11")
    assert told(stage, PlanItemOpened) == [("tables", "2021-05-10")]


async def test_an_empty_plan_waits_for_news_without_looking(stage: Stage) -> None:
    await stage.ask(published())
    await stage.until("2021-04-02")
    before = stage.world.asked
    await stage.until("2022-04-02")
    assert stage.world.asked == before


async def test_a_moved_clock_wakes_the_agenda(stage: Stage) -> None:
    await stage.ask(published(item("tables", "2021-09")))
    await stage.move_clock("2021-09-05")
    await stage.until(await stage.now() + timedelta(seconds=1))
    assert told(stage, PlanItemOpened) == [("tables", "2021-09-05")]


async def test_an_agenda_that_lags_behind_does_no_harm(stage: Stage) -> None:
    """It may name what was settled long ago: that is noticed, and not asked again at once."""
    stale = Due(items=(DueItem(kind="open", item_id="tables"),))
    await stage.ask(published(item("tables", "2021-04-01/2021-06-30")))
    await stage.until("2021-04-02")
    stage.world.bend_due = lambda *_: stale
    await stage.relay.wake(stage.agenda_id, stage.log.head())
    before = stage.world.asked
    await stage.until("2021-04-03")
    assert stage.world.asked - before <= 25
    stage.world.bend_due = lambda _, due: due
    await stage.until("2021-07-02")
    assert told(stage, PlanItemOpened) == [("tables", "2021-04-01")]
    assert told(stage, PlanItemMissed) == [("tables", "2021-07-01")]


async def test_an_item_the_domain_refuses_does_not_hold_up_the_others(stage: Stage) -> None:
    unknown = DueItem(kind="open", item_id="nobody-planned-this")
    stage.world.bend_due = lambda _, due: due.model_copy(update={"items": (unknown, *due.items)})
    await stage.ask(published(item("tables", "2021-04-01/2021-06-30")))
    await stage.until("2021-04-02")
    assert told(stage, PlanItemOpened) == [("tables", "2021-04-01")]
    assert stage.log.refused["unknown_plan_item"] <= 30


async def test_news_that_comes_while_it_asks_is_not_lost(temporal_address: str) -> None:
    positions: list[int] = []
    loop = asyncio.get_running_loop()

    def interrupted(position: int, due: Due) -> Due:
        positions.append(position)
        if len(positions) == 1:
            wake = stage.relay.wake(stage.agenda_id, 7)
            asyncio.run_coroutine_threadsafe(wake, loop).result()
        return due

    async with lasting(temporal_address) as stage:
        stage.world.bend_due = interrupted
        await stage.ask(published())
        await stage.happens(lambda: positions == [0, 7])
        assert positions == [0, 7]


async def test_a_plan_is_kept_on_a_real_server(temporal_address: str) -> None:
    async with lasting(temporal_address) as stage:
        await stage.ask(published(item("tables", "2021-05"), item("tender", "2021-09/2021-11")))
        await stage.move_clock("2021-05-03")
        await stage.happens(lambda: told(stage, PlanItemOpened) == [("tables", "2021-05-03")])
        await stage.move_clock("2021-09-01")
        await stage.happens(lambda: told(stage, PlanItemMissed) == [("tables", "2021-09-01")])
        await stage.happens(lambda: ("tender", "2021-09-01") in told(stage, PlanItemOpened))
        assert told(stage, PlanItemMissed) == [("tables", "2021-09-01")]


async def test_a_long_run_goes_on_as_a_new_one_and_loses_no_news() -> None:
    positions: list[int] = []

    def noted(position: int, due: Due) -> Due:
        positions.append(position)
        return due

    async with forgetful(events=40) as stage:
        stage.world.bend_due = noted
        await stage.ask(published(item("tables", "2021-09")))
        first = await stage.agenda.describe()
        for position in range(10, 100):
            await stage.relay.wake(stage.agenda_id, position)
        await stage.happens(lambda: positions[-1] == 99)
        assert positions == sorted(positions)
        assert (await stage.agenda.describe()).run_id != first.run_id
        await stage.move_clock("2021-09-01")
        await stage.happens(lambda: told(stage, PlanItemOpened) == [("tables", "2021-09-01")])


@pytest.mark.row("CC-15")
async def test_a_duty_of_a_contract_that_nobody_did_is_missed_the_day_after_its_last(
    stage: Stage,
) -> None:
    """Also when it came with a contract that was concluded while the agenda slept."""
    await stage.ask(published(item("evaluate", "2022-02", bound="from")))
    words = {"verslag": "Het verslag is er in juni 2021", "plan": "Het plan is er in juni 2021"}
    june = DUTY.model_copy(update={"due": Window(edtf="2021-06", written="juni 2021")})
    await stage.ask(
        make.a(ConcludeContract, terms=words, provisions=dict.fromkeys(words, june)),
        make.a(FulfilDuty, duty="plan", fulfilled_on=date(2021, 3, 31)),
    )
    await stage.until("2021-08-01")
    [missed] = stage.log.all(DutyMissed)
    assert (missed.duty, local_day(missed.at).isoformat()) == ("verslag", "2021-07-01")
