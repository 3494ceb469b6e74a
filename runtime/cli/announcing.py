"""Commands about what is announced: proposing from a file, narrowing, replacing, the register."""

from pathlib import Path
from typing import Annotated
from uuid import UUID, uuid4

import typer

from domain.change.commands import (
    LiftReservation,
    MandateAnnouncement,
    NarrowChange,
    PauseChange,
    RecallDispatch,
    ResumeChange,
    RuleOnNotice,
)
from domain.change.parts import Ruling
from projections import letters, on_time
from projections.reach import known_numbers
from runtime.cli.changes import By, Change, On, Reason, ask, found, leaving
from runtime.cli.output import FOLDER, AsJson, Folder, recorded, say, show, show_json
from runtime.drafting import drafting
from runtime.proposal_file import (
    proposal,
    read_mandate,
    read_proposal,
    read_replacement,
    replacement,
)
from runtime.settings import settings
from runtime.wiring import World

app = typer.Typer()

File = Annotated[Path, typer.Argument(help="In YAML or JSON")]
Contracts = Annotated[
    list[str] | None, typer.Option("--contract", help="A contract's number; may be repeated")
]
Segments = Annotated[list[str] | None, typer.Option("--segment", help="May be repeated")]
Reference = Annotated[str | None, typer.Option(help="Of the decision")]
Decider = Annotated[str, typer.Option(help="The body or office that decided")]


@app.command()
def propose(file: File, by: By, folder: Folder = FOLDER, *, as_json: AsJson = False) -> None:
    """Propose a change of contracts, as a file says it."""
    asked = read_proposal(file)
    with World(settings(Path(folder))) as world:
        stamp = {"at": world.clock(), "by": by, "command_id": uuid4()}
        position = world.log.handle(proposal(asked, world.pool, stamp))
    recorded(position, as_json=as_json)


@app.command()
def draft(change: Change, by: By, folder: Folder = FOLDER, *, as_json: AsJson = False) -> None:
    """Lay out the letters for the contracts in scope now; somebody else approves them."""
    with World(settings(Path(folder))) as world:
        change_id = found(world, change).change_id
        stamp = {"at": world.clock(), "by": by, "command_id": uuid4()}
        position = world.log.handle(drafting(world)(change_id, stamp))
    recorded(position, as_json=as_json)


@app.command()
def narrow(
    change: Change,
    reason: Reason,
    by: By,
    contracts: Contracts = None,
    segments: Segments = None,
    folder: Folder = FOLDER,
    *,
    as_json: AsJson = False,
) -> None:
    """Give the change up for some contracts or segments; the others keep their notice."""
    undo = leaving(folder)
    chosen = ids_of(folder, change, contracts or [])
    ask(
        folder,
        change,
        by,
        lambda s: NarrowChange(
            contract_ids=chosen,
            segments=tuple(segments or ()),
            reason=reason,
            send_at=s["at"] + undo,
            **s,
        ),
        as_json=as_json,
    )


@app.command()
def replace(
    change: Change, file: File, by: By, folder: Folder = FOLDER, *, as_json: AsJson = False
) -> None:
    """Announce other terms, which restarts the clock, or mend a writing error, which does not."""
    asked = read_replacement(file)
    ask(folder, change, by, lambda s: replacement(asked, s), as_json=as_json)


@app.command()
def lift(
    change: Change,
    on: On,
    by: By,
    reference: Reference = None,
    folder: Folder = FOLDER,
    *,
    as_json: AsJson = False,
) -> None:
    """Record that the decision was taken that the announcement was reserved for."""
    ask(
        folder,
        change,
        by,
        lambda s: LiftReservation(decided_on=on.date(), reference=reference, **s),
        as_json=as_json,
    )


@app.command()
def rule(
    change: Change,
    decided_by: Decider,
    on: On,
    reason: Reason,
    by: By,
    folder: Folder = FOLDER,
    *,
    covered: Annotated[bool, typer.Option(help="Whether the clause covers the change")],
    as_json: AsJson = False,
) -> None:
    """Record whether the notice clause covers the change at all, who decided that and why."""
    ruling = Ruling(
        covered=covered,
        decided_by=decided_by,
        decided_on=on.date(),
        reason=reason,
    )
    ask(folder, change, by, lambda s: RuleOnNotice(ruling=ruling, **s), as_json=as_json)


@app.command()
def pause(
    change: Change, reason: Reason, by: By, folder: Folder = FOLDER, *, as_json: AsJson = False
) -> None:
    """Stop sending and putting in force after the batch under way."""
    ask(folder, change, by, lambda s: PauseChange(reason=reason, **s), as_json=as_json)


@app.command()
def resume(change: Change, by: By, folder: Folder = FOLDER, *, as_json: AsJson = False) -> None:
    """Go on where it was paused."""
    ask(folder, change, by, lambda s: ResumeChange(**s), as_json=as_json)


@app.command("recall-withdrawal")
def recall_withdrawal(
    change: Change, by: By, folder: Folder = FOLDER, *, as_json: AsJson = False
) -> None:
    """Take up again what was given up last, as long as no provider was told of that."""
    with World(settings(Path(folder))) as world:
        last = found(world, change).undoable
    if last is None:
        problem = "nothing was given up that can still be taken back"
        raise ValueError(problem)
    ask(
        folder, change, by, lambda s: RecallDispatch(withdrawal=last.order_id, **s), as_json=as_json
    )


@app.command()
def mandate(
    change: Change, file: File, by: By, folder: Folder = FOLDER, *, as_json: AsJson = False
) -> None:
    """Record who announces, for whom, by which power, and who agreed."""
    given = read_mandate(file)
    ask(folder, change, by, lambda s: MandateAnnouncement(mandate=given, **s), as_json=as_json)


@app.command("register")
def show_register(change: Change, folder: Folder = FOLDER, *, as_json: AsJson = False) -> None:
    """Show per letter whether it was in time, how many days there were to spare, and the proof."""
    with World(settings(Path(folder))) as world:
        row = found(world, change)
        rows = letters.of_change(world.pool, row.change_id)
        shown = on_time.entries(world.pool, row, rows)
    summary = on_time.summary(rows, row)
    if as_json:
        show_json({"summary": summary, "letters": shown})
        return
    shortest = "" if summary.shortest is None else f", shortest margin {summary.shortest} days"
    say(f"{row.title}: {summary.in_time} of {summary.contracts} in time{shortest}")
    columns = ("contract", "latest", "announced", "spare", "timing", "state", "became", "message")
    show(
        "Letters",
        columns,
        (
            (
                each.letter.contract_number,
                each.letter.latest,
                each.letter.announced_on,
                each.letter.days_to_spare,
                each.timing,
                each.letter.state,
                each.outcome,
                each.letter.message_id,
            )
            for each in shown
        ),
    )


@app.command("joined")
def show_joined(change: Change, folder: Folder = FOLDER, *, as_json: AsJson = False) -> None:
    """Show the contracts that came under the change after its letters were ordered."""
    with World(settings(Path(folder))) as world:
        row = found(world, change)
    if as_json:
        show_json(list(row.joined))
        return
    show(
        "Joined",
        ("contract", "joined on", "signed knowing of it"),
        (
            (each.contract_number, each.joined_on, "yes" if each.knew else "no")
            for each in row.joined
        ),
    )


def ids_of(folder: str, change: str, numbers: list[str]) -> tuple[UUID, ...]:
    """The contracts with these numbers. Raises `KeyError` for a number that nobody has."""
    with World(settings(Path(folder))) as world:
        programme_id = found(world, change).programme_id
        known = known_numbers(world.pool, programme_id, numbers)
    for each in numbers:
        if each not in known:
            problem = f"no contract of this programme has number {each}"
            raise KeyError(problem)
    return tuple(known[each] for each in numbers)
