"""The days in a provider's own calendar: what is asked of it, and what was announced (IN-05)."""

from collections.abc import Iterator
from datetime import date, datetime
from uuid import UUID

from api.language import spoken
from api.pages.icalendar import Deadline
from api.pages.labels import LABELS
from api.pages.own import Announced, Task, own_values
from api.ports import Ports
from domain.base import Sentence, derived_id
from projections.contracts import ContractRow
from projections.language import N_, say, translate

_TASKS = LABELS["task"]


def own_days(ports: Ports, provider_id: UUID, site: str) -> Iterator[Deadline]:
    """As on the provider's own page, of which it shows the same and nothing more."""
    now = ports.clock()
    shown = own_values(ports, provider_id)
    for task in shown["tasks"]:
        if task.by is not None:
            yield _task(task, task.by, provider_id, site, now)
    for announced in shown["letters"]:
        yield _effect(announced, site)
    for contract in shown["contracts"]:
        last = contract.ends.last
        if last is not None:
            yield _end(contract, last, site, now)


def _task(task: Task, by: date, provider_id: UUID, site: str, now: datetime) -> Deadline:
    """It has no id of its own: what it is and where it leads tell it from others."""
    known = derived_id("task", str(provider_id), task.kind, task.about)
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


def _effect(announced: Announced, site: str) -> Deadline:
    """A withdrawn change stays, cancelled; one that was postponed moves."""
    letter, change = announced
    values = {"title": change.title, "number": letter.contract_number}
    template = N_("Takes effect: %(title)s (%(number)s)")
    return Deadline(
        uid=f"van-kracht-{change.change_id}-{letter.contract_id}@inkoopspoor",
        day=change.effective,
        summary=say(Sentence(template, values), spoken()),
        description="",
        url=f"{site}/aanbieder/brieven/{letter.letter_id}",
        status="CANCELLED" if change.status == "withdrawn" else "CONFIRMED",
        sequence=letter.edition,
        changed_at=letter.sent_at or change.proposed_at,
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
