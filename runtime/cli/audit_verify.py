"""The command that recomputes the whole log and says what is not as it was recorded (AU-04)."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from time import monotonic
from typing import Annotated, Any

import psycopg
import typer

from eventstore.verification.log import Asked, Tick, Verified, verify
from eventstore.verification.signed import Outside
from eventstore.verification.verdicts import Kind, Verdict
from proofs.checkpoint import Verifier, notes_in, read_verifier
from runtime.cli.output import FOLDER, AsJson, Folder, note, say, show, show_json
from runtime.settings import settings

TOUCHED, UNPROVED = 7, 8
"""Exit codes: something is not as it was recorded; nothing is amiss, but nothing is signed yet."""

CHECKS: dict[str, tuple[Kind, ...]] = {
    "events": ("event_altered", "event_removed", "event_inserted", "event_reordered"),
    "destroyed events": ("event_destroyed_unsigned",),
    "leaves": ("leaf_rewritten",),
    "tiles": ("tile_rewritten",),
    "length": ("log_shorter",),
    "checkpoints": (
        "checkpoint_malformed",
        "checkpoint_unknown_key",
        "checkpoint_bad_signature",
        "checkpoint_row_differs",
        "checkpoint_inconsistent",
        "checkpoint_removed",
    ),
    "checkpoints from outside": ("outside_checkpoint_inconsistent",),
    "streams": ("stream_gap", "stream_disordered"),
    "commands": ("command_without_events", "event_without_command"),
    "readable": ("event_unreadable",),
    "read models": ("read_model_differs", "read_model_not_comparable"),
}
"""The split verdicts, each with what would make it wrong."""

app = typer.Typer()


@dataclass(frozen=True, slots=True)
class _Told:
    """All that was found, for people and for programs."""

    verified: Verified
    checks: dict[str, str]
    seconds: float
    notes: tuple[str, ...]


@app.command("verify")
def verify_command(
    checkpoint: Annotated[
        list[Path] | None,
        typer.Option(help="A checkpoint that was kept elsewhere; a file may hold several"),
    ] = None,
    key: Annotated[
        list[str] | None,
        typer.Option(help="Trust only this public key (name+id+key); else those of the settings"),
    ] = None,
    folder: Folder = FOLDER,
    *,
    readable: Annotated[
        bool, typer.Option("--readable", help="Also read each event, and look for its command")
    ] = False,
    read_models: Annotated[
        bool, typer.Option("--read-models", help="Also fold the log anew and compare every row")
    ] = False,
    everything: Annotated[bool, typer.Option("--all", help="Both of these")] = False,
    processes: Annotated[
        int | None, typer.Option(min=1, help="So many processes; as many as are worth it if unsaid")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Recompute everything from the database and name what was touched.

    Nothing is written. Ends with 0 if all is as it was recorded and signed, 7 if something is not,
    8 if nothing is amiss but no checkpoint was signed yet, so that nothing is proved.
    """
    known = settings(folder=Path(folder))
    asked = Asked(
        known.database_url,
        _trusted(key, known),
        tuple(_kept(checkpoint or [])),
        readable or everything,
        processes,
    )
    began = monotonic()
    with _progress() as tick:
        verified, notes = _everything(asked, tick, read_models=read_models or everything)
    asked_for = {
        "checkpoints from outside": bool(asked.outside),
        "readable": asked.readable,
        "read models": read_models or everything,
    }
    told = _Told(verified, _checks(verified, asked_for), monotonic() - began, tuple(notes))
    if as_json:
        show_json(_for_programs(told))
    else:
        _for_people(told)
    raise typer.Exit(_code(verified))


def _everything(asked: Asked, tick: Tick, *, read_models: bool) -> tuple[Verified, list[str]]:
    """Raises ValueError where there is no log of ours."""
    try:
        verified = verify(asked, tick)
        if not read_models:
            return verified, []
        from projections.agreement import agreement
        from projections.registry import MODELS

        answer = agreement(
            asked.url, MODELS, verified.found, lambda done, all_: tick("read models", done, all_)
        )
    except psycopg.errors.UndefinedTable as error:
        raise ValueError(
            f"this database holds no log of ours: {error.diag.message_primary}. Look at"
            " DATABASE_URL; `inkoopspoor up` makes the tables in a new one."
        ) from error
    except psycopg.errors.InsufficientPrivilege as error:
        raise ValueError(
            f"this account may not read all of it: {error.diag.message_primary}. It needs SELECT on"
            " the tables of the schema public; for --read-models also USAGE of the schema"
            " projections, and SELECT there."
        ) from error
    others = ", ".join(answer.other_version)
    notes = [f"Not compared, since readers see none of this release's version: {others}."]
    return verified, notes if others else []


def _trusted(keys: list[str] | None, known: Any) -> tuple[Verifier, ...]:
    """Raises ValueError if there are none."""
    from runtime.checkpoint_keys import keys as of_settings

    found = tuple(map(read_verifier, keys)) if keys else of_settings(known).verifiers
    if not found:
        raise ValueError(
            "there is no key to verify checkpoints by: name the log's public key by --key, or set"
            " CHECKPOINT_VERIFIERS (or CHECKPOINT_KEY, on the machine that signs)"
        )
    return found


def _kept(files: list[Path]) -> Iterator[Outside]:
    """Raises ValueError for a file without a checkpoint in it."""
    for file in files:
        try:
            notes = notes_in(file.read_text(encoding="utf-8"))
        except (OSError, UnicodeDecodeError) as error:
            raise ValueError(f"{file} cannot be read: {error}") from error
        if not notes:
            raise ValueError(f"{file} holds no checkpoint: a text, a blank line and signatures")
        for nth, each in enumerate(notes, 1):
            yield Outside(f"{file.name}, number {nth}" if len(notes) > 1 else file.name, each)


def _checks(verified: Verified, asked: dict[str, bool]) -> dict[str, str]:
    answer = {}
    for name, kinds in CHECKS.items():
        wrong = sum(verified.found.counts[kind] for kind in kinds)
        sound = "sound" if asked.get(name, True) else "not asked"
        answer[name] = f"{wrong:,} wrong" if wrong else sound
    if verified.checkpoints == 0 and answer["checkpoints"] == "sound":
        answer["checkpoints"] = "none yet"
    return answer


def _code(verified: Verified) -> int:
    if verified.found.counts.total():
        return TOUCHED
    return 0 if verified.proved else UNPROVED


def _for_people(told: _Told) -> None:
    verified = told.verified
    for line in (*_standing(verified), *told.notes):
        say(line)
    show("Verdicts", ("of", "verdict"), told.checks.items())
    for verdict in verified.found.verdicts:
        say(f"\n{verdict.kind}: {verdict.what}.")
        if where := _where(verdict):
            say(f"  Where: {where}.")
        say(f"  To do: {verdict.do}")
    left = verified.found.counts.total() - len(verified.found.verdicts)
    if left:
        say(f"\nAnd {left:,} more, of the same kinds.")
    say("")
    note(f"{verified.leaves:,} events in {told.seconds:.1f} s.")


def _standing(verified: Verified) -> Iterator[str]:
    """How far the log is proved, and what is normal about the rest."""
    yield f"Log: {verified.leaves:,} events with a leaf, root {verified.root.hex() or 'none'}."
    if verified.waiting:
        yield f"{verified.waiting:,} later events wait for their leaf: normal if they are few."
    if verified.destroyed:
        yield f"{verified.destroyed:,} events were destroyed; their leaves are verified."
    if verified.proved_at:
        yield (
            f"Proved: the first {verified.proved:,}, by the checkpoint of"
            f" {verified.proved_at:%Y-%m-%d %H:%M} UTC; {verified.unsigned:,} are under none yet."
        )
    elif not verified.checkpoints:
        yield "Nothing is proved: no checkpoint was signed yet. Set CHECKPOINT_KEY, wait for one."
    if verified.agreed:
        more = f" and {len(verified.agreed) - 1:,} more" if len(verified.agreed) > 1 else ""
        yield f"This log goes on from the checkpoint in {verified.agreed[-1]}{more}."


def _where(verdict: Verdict) -> str:
    parts = (
        verdict.position is not None and f"position {verdict.position}",
        verdict.index is not None and f"leaf {verdict.index}",
        verdict.stream and f"stream {verdict.stream}",
        verdict.version is not None and f"version {verdict.version}",
        verdict.topic,
        verdict.between and str(verdict.between),
    )
    return ", ".join(each for each in parts if each)


def _for_programs(told: _Told) -> dict[str, object]:
    verified = told.verified
    return {
        "sound": not verified.found.counts.total(),
        "exit": _code(verified),
        "leaves": verified.leaves,
        "root": verified.root.hex(),
        "waiting": verified.waiting,
        "destroyed": verified.destroyed,
        "checkpoints": verified.checkpoints,
        "proved": verified.proved,
        "provedAt": verified.proved_at,
        "agreed": verified.agreed,
        "seconds": round(told.seconds, 3),
        "checks": told.checks,
        "counts": dict(verified.found.counts),
        "notes": told.notes,
        "verdicts": [_verdict(each) for each in verified.found.verdicts],
    }


def _verdict(verdict: Verdict) -> dict[str, object]:
    between = verdict.between
    return {
        "kind": verdict.kind,
        "what": verdict.what,
        "do": verdict.do,
        "position": verdict.position,
        "leaf": verdict.index,
        "stream": verdict.stream,
        "version": verdict.version,
        "event": verdict.topic,
        "between": between and {"after": between.after, "until": between.until},
        "model": verdict.model,
        "key": verdict.key,
    }


@contextmanager
def _progress() -> Iterator[Tick]:
    """A bar on standard error, if that is a terminal."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TimeRemainingColumn

    console = Console(stderr=True)
    columns = ("{task.description}", BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    bar = Progress(*columns, console=console, transient=True, disable=not console.is_terminal)
    tasks: dict[str, Any] = {}

    def tick(name: str, done: int, of: int) -> None:
        if not tasks:
            bar.start()
        if name not in tasks:
            tasks[name] = bar.add_task(name, total=of)
        bar.update(tasks[name], completed=done, total=of)

    try:
        yield tick
    finally:
        bar.stop()
