"""Commands about contracts: what is in force, and what was known of it when."""

from datetime import date, datetime
from pathlib import Path
from typing import Annotated
from uuid import UUID

import typer

from domain.base import derived_id
from domain.contract.commands import CorrectContract
from domain.contract.replay import Reading, diff, known_by
from domain.dates import local_day
from projections import tables
from projections.contract_versions import CONTRACT_VERSIONS, reading
from projections.contracts import CONTRACTS
from runtime.cli.output import FOLDER, PERSON, AsJson, Folder, recorded, say, show, show_json
from runtime.settings import settings
from runtime.wiring import World

app = typer.Typer(no_args_is_help=True, help="Contracts: in force, and as known.")

Contract = Annotated[str, typer.Argument(help="The contract's number or id")]
Day = Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"])]


def id_of(contract: str) -> UUID:
    """Contracts go by their number; their id follows from it."""
    try:
        return UUID(contract)
    except ValueError:
        return derived_id("contract", contract)


@app.command("list")
def list_contracts(
    segment: str | None = None, folder: Folder = FOLDER, *, as_json: AsJson = False
) -> None:
    """List contracts with the number of changes made."""
    with World(settings(Path(folder))) as world:
        where = {"segment": segment} if segment else {}
        rows = tables.select(world.pool, CONTRACTS, where, ("number",))
    if as_json:
        show_json(rows)
        return
    show(
        "Contracts",
        ("number", "segment", "starts", "ends", "changes"),
        (
            (each.number, each.segment, each.starts, each.ends.written, each.amendments)
            for each in rows
        ),
    )


@app.command()
def replay(
    contract: Contract,
    in_force: Day = None,
    known: Day = None,
    folder: Folder = FOLDER,
    *,
    as_json: AsJson = False,
) -> None:
    """Show the terms in force on a day, as they were known on a day. Both default to today."""
    with World(settings(Path(folder))) as world:
        row = tables.get(world.pool, CONTRACT_VERSIONS, id_of(contract))
        if row is None:
            raise KeyError(f"there is no contract {contract}; `contract list` shows them")
        now = world.clock()
    day = in_force.date() if in_force else local_day(now)
    moment = known_by(known.date()) if known else now
    read = reading(row, day, moment)
    if as_json:
        show_json({"contract": contract, "inForce": day, "known": moment, "reading": read})
    else:
        tell(contract, day, moment, read)
        differences(read, reading(row, day, now))


def tell(contract: str, day: date, known: datetime, read: Reading) -> None:
    say(f"{contract}, in force on {day}, as known at {known:%Y-%m-%d %H:%M} ({read.status})")
    show("Terms", ("term", "text"), sorted(read.terms.items()))


def differences(then: Reading, now: Reading) -> None:
    """Say what is known otherwise by now."""
    changed = diff(then, now)
    if changed:
        rows = ((each.term, each.before, each.after) for each in changed)
        show("Known otherwise today", ("term", "as known then", "as known now"), rows)


@app.command()
def correct(
    contract: Contract,
    fact: Annotated[UUID, typer.Option(help="The id of the event that was wrong")],
    term: Annotated[list[str], typer.Option(help="name=text, as often as needed")],
    reason: Annotated[str, typer.Option(help="What was wrong, and how that is known")],
    by: PERSON = "system:cli",
    folder: Folder = FOLDER,
    *,
    as_json: AsJson = False,
) -> None:
    """Mend a mistake in the record: from now on the contract is known to have read so."""
    terms = dict(each.split("=", 1) for each in term)
    with World(settings(Path(folder))) as world:
        contract_id = id_of(contract)
        at = world.clock()
        position = world.log.handle(
            CorrectContract(
                contract_id=contract_id,
                corrects=fact,
                terms=terms,
                reason=reason,
                at=at,
                by=by,
                command_id=derived_id("cli", contract_id, fact, sorted(terms.items()), at),
            )
        )
    recorded(position, as_json=as_json)
