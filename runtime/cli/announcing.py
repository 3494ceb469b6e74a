"""Commands about what is announced: proposing from a file, narrowing, replacing, the register."""

from pathlib import Path
from typing import Annotated
from uuid import UUID, uuid4

import typer

from domain.change.commands import (
    LiftReservation,
    NarrowChange,
    PauseChange,
    ResumeChange,
    RuleOnNotice,
)
from domain.change.parts import Ruling
from projections.reach import known_numbers
from runtime.cli.changes import By, Change, On, Reason, app, ask, found, leaving
from runtime.cli.output import FOLDER, AsJson, Folder, recorded
from runtime.proposal_file import proposal, read_proposal, read_replacement, replacement
from runtime.settings import settings
from runtime.wiring import World

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
