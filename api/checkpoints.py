"""The signed checkpoints of the log, for whoever keeps them elsewhere or witnesses them (AU-04)."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Annotated

from fastapi import APIRouter, Path, Query, Request, Response
from pydantic import Field

from api.identity import World
from api.reading import ListQuery, Page, paged
from api.shapes import Input, Instant, Shape
from eventstore import checkpoints, leaves
from eventstore.checkpoints import Signed
from projections.proven import checkpoint, take_in
from proofs.checkpoint import Unproven, Verifier, parsed, witnesses

router = APIRouter(prefix="/checkpoints", tags=["proofs"])

LONGEST_LINE = 1_000
LARGEST = 2**62

Size = Annotated[int, Path(ge=1, le=LARGEST, description="The number of leaves it speaks of.")]


class Witnessed(Shape):
    """Somebody else saw this checkpoint, at this time by their own clock."""

    witness: str
    at: Instant


class Checkpoint(Shape):
    """How long the log was and the root of its tree, signed. `note` is what to keep (C2SP).

    `root` is in hexadecimal digits, as all hashes are.
    """

    origin: str
    size: int
    root: str
    at: Instant
    note: str
    witnesses: list[Witnessed]


class Cosignature(Input):
    """The line that a witness adds to the note (C2SP tlog-cosignature v1)."""

    line: Annotated[str, Field(max_length=LONGEST_LINE, pattern=r"^— [^ \n]+ [A-Za-z0-9+/=]+\n?$")]


@router.get("")
def list_checkpoints(
    request: Request, response: Response, ports: World, query: Annotated[ListQuery, Query()]
) -> Page[Checkpoint]:
    """All checkpoints, the last first."""
    with ports.pool.connection() as connection, leaves.steady(connection):
        rows = checkpoints.newest(connection, query.page_size, query.offset)
        total = checkpoints.count(connection)

    def show(each: Signed) -> Checkpoint:
        return shown_checkpoint(each, ports.witnesses)

    return paged(request, response, query, (rows, total), show)


@router.get("/latest")
def show_latest(ports: World) -> Checkpoint:
    """The last checkpoint. As a note of its own, without a token, it is at `/checkpoint`."""
    with ports.pool.connection() as connection:
        return shown_checkpoint(checkpoint(connection), ports.witnesses)


@router.get("/{size}")
def show_checkpoint(size: Size, ports: World) -> Checkpoint:
    """The checkpoint of a log of this size."""
    with ports.pool.connection() as connection:
        return shown_checkpoint(checkpoint(connection, size), ports.witnesses)


@router.post("/{size}/cosignatures", status_code=201)
def cosign(size: Size, body: Cosignature, ports: World) -> Checkpoint:
    """Take in what a witness says of a checkpoint; only of witnesses that are configured here.

    Nothing is recorded in the log: the signature itself is the proof.
    """
    with ports.pool.connection() as connection:
        signed = take_in(connection, size, body.line, ports.witnesses)
    return shown_checkpoint(signed, ports.witnesses)


def shown_checkpoint(signed: Signed, known: Sequence[Verifier]) -> Checkpoint:
    """A checkpoint as callers see it. The word of a witness that does not hold is left out."""
    try:
        by = witnesses(signed.text, known)
    except Unproven:
        by = {}
    return Checkpoint(
        origin=parsed(signed.note).origin,
        size=signed.size,
        root=signed.root.hex(),
        at=signed.at,
        note=signed.text,
        witnesses=[
            Witnessed(witness=each.name, at=datetime.fromtimestamp(seconds, UTC))
            for each, seconds in by.items()
        ],
    )
