"""The days in a provider's own calendar: what is asked of it, and what was announced (IN-05)."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from uuid import UUID

from api.language import spoken
from api.pages.changes import TOLD
from api.pages.icalendar import Deadline
from api.pages.labels import LABELS
from api.pages.own import Announced, Task, own_values
from api.ports import Ports
from domain.base import Sentence, derived_id
from projections import history
from projections.contracts import ContractRow
from projections.history import HistoryRow
from projections.language import N_, say, translate

_TASKS = LABELS["task"]


def own_days(ports: Ports, provider_id: UUID, site: str) -> Iterator[Deadline]:
    """As on the provider's own page, of which it shows the same and nothing more."""
    now = ports.clock()
    shown = own_values(ports, provider_id)
    for task in shown["tasks"]:
        if task.by is not None:
            yield _task(task, task.by, provider_id, site, now)
    yield from _effects(ports, shown["letters"], site)
    for contract in shown["contracts"]:
        last = contract.ends.last
        if last is not None:
            yield _end(contract, last, site, now)


def _task(task: Task, by: date, provider_id: UUID, site: str, now: datetime) -> Deadline:
    """It has no id of its own: what it is and where it leads tell it from others."""
    known = derived_id("task", str(provider_id), task.kind, task.address, task.term)
    kind = translate(spoken()).gettext(_TASKS[task.kind])
    return Deadline(
        uid=f"taak-{known}@inkoopspoor",
        day=by,
        summary=f"{kind}: {task.about}",
        description="",
        url=f"{site}{task.address}",
        status="CONFIRMED",
        sequence=0,
        changed_at=now,
    )


def _effects(ports: Ports, letters: Sequence[Announced], site: str) -> Iterator[Deadline]:
    """A day for each contract that was told of a change, by the last letter that told it."""
    told: dict[UUID, list[HistoryRow]] = {}
    announcing = [each for each in reversed(letters) if each[0].announces]
    said = {
        (change.change_id, letter.contract_id): (letter, change) for letter, change in announcing
    }
    for announced in said.values():
        change_id = announced[1].change_id
        if change_id not in told:
            told[change_id] = list(history.of_subject(ports.pool, change_id, kinds=TOLD))
        yield _effect(announced, told[change_id], site)


def _effect(announced: Announced, told: Sequence[HistoryRow], site: str) -> Deadline:
    """What was withdrawn, or for this contract given up, stays, cancelled; postponed it moves."""
    letter, change = announced
    values = {"title": change.title, "number": letter.contract_number}
    template = N_("Takes effect: %(title)s (%(number)s)")
    over = change.status == "withdrawn" or letter.contract_id in change.narrowed_contracts
    moments = [each.at for each in told]
    return Deadline(
        uid=f"van-kracht-{change.change_id}-{letter.contract_id}@inkoopspoor",
        day=change.effective,
        summary=say(Sentence(template, values), spoken()),
        description="",
        url=f"{site}/aanbieder/brieven/{letter.letter_id}",
        status="CANCELLED" if over else "CONFIRMED",
        sequence=letter.edition + len(told),
        changed_at=max([letter.sent_at or change.proposed_at, *moments]),
    )


def _end(contract: ContractRow, last: date, site: str, now: datetime) -> Deadline:
    values = {"title": contract.number}
    return Deadline(
        uid=f"einde-{contract.contract_id}@inkoopspoor",
        day=last,
        summary=say(Sentence(N_("Contract ends: %(title)s"), values), spoken()),
        description="",
        url=f"{site}/aanbieder/overeenkomsten/{contract.contract_id}",
        status="CONFIRMED",
        sequence=0,
        changed_at=now,
    )
