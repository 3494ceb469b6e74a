"""Commands about spreadsheets: import with a dry run first, export."""

from datetime import datetime
from enum import StrEnum
from hashlib import sha256
from pathlib import Path
from time import monotonic, sleep
from typing import Annotated
from uuid import UUID

import typer

from api.ports import Wanted
from domain.base import Refused, derived_id
from domain.dates import local_day
from domain.sheet.commands import ConfirmSheet
from domain.sheet.events import SheetApplied
from projections import programmes, sheets
from projections.programmes import ProgrammeRow
from projections.sheets import Line, Sheet
from runtime import ocds_files, ocds_import
from runtime.cli.output import FOLDER, PERSON, AsJson, Folder, note, say, show, show_json
from runtime.open_data import open_data
from runtime.settings import settings
from runtime.sheets.desk import Desk
from runtime.wiring import World

SHOWN = 20
POLL_SECONDS = 0.5
REFUSED = 3

app = typer.Typer()
Programme = Annotated[
    str | None, typer.Option("--programme", help="Its key; not needed if there is only one")
]


class What(StrEnum):
    """What can be exported."""

    providers = "providers"
    contracts = "contracts"
    tariffs = "tariffs"
    letters = "letters"
    ocds = "ocds"


@app.command("import")
def import_file(
    file: Annotated[
        Path, typer.Argument(help="An .xlsx, .ods or .csv file; or OCDS, .json", exists=True)
    ],
    programme: Programme = None,
    verdicts: Annotated[
        Path | None, typer.Option(help="Where to write every row with its verdict (.xlsx or .csv)")
    ] = None,
    wait: Annotated[int, typer.Option(help="After --confirm: how many seconds to wait")] = 600,
    by: PERSON = "system:cli",
    folder: Folder = FOLDER,
    *,
    confirm: Annotated[
        bool, typer.Option("--confirm/--dry-run", help="Carry out what the dry run showed")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Judge a file of providers and contracts row by row; with --confirm, carry it out.

    Without --confirm nothing is recorded. Only a file of which the dry run was made can be
    confirmed. Ends with 3 if rows were refused. Of a package of open contracting data (.json) it
    says which contracts are new here, the same or other; those are never recorded.
    """
    content = file.read_bytes()
    if file.suffix == ".json":
        _judge_ocds(content, programme, Path(folder), confirm=confirm, as_json=as_json)
        return
    with World(settings(Path(folder))) as world:
        owner = programme_named(world, programme)
        if confirm:
            sheet = _confirmed(world, owner, content, by)
            _wait(world, sheet, wait)
        else:
            digest = sha256(content).hexdigest()
            sheet_id = derived_id("cli-sheet", owner.programme_id, digest, world.clock())
            desk = Desk(world.pool, world.log.read, world.clock)
            sheet = desk.hand_in(sheet_id, owner.programme_id, file.name, content, by)
        if verdicts and sheet.counts:
            form = verdicts.suffix.removeprefix(".")
            made = Desk(world.pool, world.log.read, world.clock).verdicts(sheet, form)
            verdicts.write_bytes(made.content)
        with world.pool.connection() as connection:
            told = world.log.read(sheet.sheet_id)
            progress = sheets.progress_of(connection, sheet.sheet_id, told)
            refused = sheets.lines(connection, sheet.sheet_id, "refused", SHOWN)
            not_done = sheets.not_done(connection, sheet.sheet_id, SHOWN)
    if as_json:
        show_json({"sheet": sheet, "progress": progress, "refused": [*refused, *not_done]})
    elif confirm:
        say(f"Carried out: {progress.applied}. Refused: {progress.refused}. Left: {progress.left}.")
    else:
        _tell(sheet)
    _tell_rows([*refused, *not_done], as_json=as_json)
    if sheet.mistakes or not_done or (refused and not confirm):
        raise typer.Exit(REFUSED)


@app.command("export")
def export(  # noqa: PLR0913 (an option for each filter)
    what: What,
    to: Annotated[
        Path | None, typer.Argument(help="The file to write, .xlsx or .csv; for ocds, the folder")
    ] = None,
    programme: Programme = None,
    segment: str | None = None,
    number: str | None = None,
    change: Annotated[UUID | None, typer.Option(help="Of which change, for letters")] = None,
    on: Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"])] = None,
    folder: Folder = FOLDER,
    *,
    output: Annotated[Path | None, typer.Option("--output", "-o", help="As TO")] = None,
) -> None:
    """Write providers, contracts with their tariffs, or a change's letters to a file.

    `ocds` writes what everybody may know as open contracting data (OCDS 1.1), to a folder.
    """
    if to is not None and output is not None:
        raise typer.BadParameter("say where to write once: as TO or with --output")
    to = to or output
    if to is None:
        raise typer.BadParameter("say where to write, such as out.xlsx")
    if what == What.ocds:
        _export_ocds(to, programme, Path(folder))
        return
    with World(settings(Path(folder))) as world:
        wanted = Wanted(
            what=what.value,  # type: ignore[arg-type]
            programme_id=programme_named(world, programme).programme_id,
            day=on.date() if on else local_day(world.clock()),
            segment=segment,
            number=number,
            change_id=change,
        )
        desk = Desk(world.pool, world.log.read, world.clock)
        made = desk.export(wanted, to.suffix.removeprefix("."))
    to.write_bytes(made.content)
    say(f"Written: {to} ({len(made.content)} bytes).")


def _judge_ocds(
    content: bytes, programme: str | None, folder: Path, *, confirm: bool, as_json: bool
) -> None:
    if confirm:
        raise Refused(
            "ocds_dry_run_only",
            "contracts are not recorded from OCDS: it names no notice clause and no provider of "
            "ours. Hand them in as a sheet",
        )
    with World(settings(folder)) as world:
        owner = programme_named(world, programme).programme_id
        found = ocds_import.judged(world.pool, owner, content, local_day(world.clock()))
    if as_json:
        show_json(found)
        return
    rows = [(each.number, each.verdict, ", ".join(each.differs)) for each in found]
    show("Contracts in the package; nothing was recorded", ("number", "verdict", "differs"), rows)


def _export_ocds(to: Path, programme: str | None, folder: Path) -> None:
    with World(settings(folder)) as world:
        key = None if programme is None else programme_named(world, programme).key
        counted = ocds_files.write(to, open_data(world), key)
    say(f"Written: {to}: processes {counted.processes}, releases {counted.releases}.")


def programme_named(world: World, key: str | None) -> ProgrammeRow:
    """The programme with this key, or the only one there is."""
    known = programmes.every(world.pool)
    found = [each for each in known if key in (None, each.key)]
    if len(found) != 1:
        keys = ", ".join(each.key for each in known) or "none"
        raise KeyError(f"say which programme with --programme; there are: {keys}")
    return found[0]


def _confirmed(world: World, owner: ProgrammeRow, content: bytes, by: str) -> Sheet:
    digest = sha256(content).hexdigest()
    with world.pool.connection() as connection:
        sheet = sheets.of_digest(connection, owner.programme_id, digest)
        if sheet is None:
            raise Refused(
                "no_dry_run",
                "no dry run of exactly this file is kept: make one first, look at it, then confirm",
            )
        if not sheet.applies:
            raise Refused("nothing_to_apply", "the dry run shows no row that would be carried out")
        sheets.confirm(connection, sheet.sheet_id, world.clock())
    world.log.handle(
        ConfirmSheet(
            sheet_id=sheet.sheet_id,
            programme_id=sheet.programme_id,
            digest=sheet.digest,
            applies=sheet.applies,
            refused=sheet.counts.get("refused", 0),
            command_id=derived_id("confirm-sheet", sheet.sheet_id),
            at=world.clock(),
            by=by,
        )
    )
    return sheet


def _wait(world: World, sheet: Sheet, seconds: int) -> None:
    """Until all rows are done, or the patience is over; they go on without us."""
    end, told = monotonic() + seconds, -1
    while monotonic() < end:
        if any(isinstance(each, SheetApplied) for each in world.log.read(sheet.sheet_id)):
            return
        with world.pool.connection() as connection:
            left = sheets.progress(connection, sheet.sheet_id).left
        if left != told:
            note(f"Left: {left}")
            told = left
        sleep(POLL_SECONDS)


def _tell(sheet: Sheet) -> None:
    for each in sheet.mistakes:
        say(str(each.sentence))
    counts = {name: sheet.counts.get(name, 0) for name in ("new", "changed", "same", "refused")}
    say(", ".join(f"{name}: {count}" for name, count in counts.items()))
    if sheet.mistakes:
        say("No row was judged. Nothing was recorded.")
    elif sheet.applies:
        say(f"Nothing was recorded. With --confirm {sheet.applies} rows are carried out.")
    else:
        say("Nothing was recorded, and nothing would be.")


def _tell_rows(rows: list[Line], *, as_json: bool) -> None:
    if as_json or not rows:
        return
    told = [
        (
            each.kind,
            each.line,
            each.about,
            " ".join(
                f"{one.cell or ''} {one.sentence}".strip()
                for one in (*each.remarks, *([each.refusal] if each.refusal else []))
                if one.wrong
            ),
        )
        for each in rows
    ]
    show(f"Refused (the first {SHOWN})", ("sheet", "row", "about", "why"), told)
