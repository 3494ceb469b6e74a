"""Proofs over the log's tree, which anybody can check without us (AU-04, TP-11)."""

from typing import Annotated, Literal
from uuid import UUID

from fastapi import APIRouter, Query
from pydantic import Field

from api.checkpoints import LARGEST, Checkpoint, shown_checkpoint
from api.identity import World
from api.shapes import Input, Instant, Shape
from domain.base import Refused
from projections import proven

router = APIRouter(prefix="/proofs", tags=["proofs"])

Size = Annotated[int, Field(ge=1, le=LARGEST)]


class ShownLeaf(Shape):
    """What the tree holds of an event: where it stands, and a salted hash of its content.

    `data` is what is hashed: SHA-256 over a zero byte and these bytes is `hash`. It tells nothing
    of the content. `destroyed` is true once the event itself is gone.
    """

    index: int
    position: int
    stream: UUID
    version: int
    topic: str
    content: str
    data: str
    hash: str
    destroyed: bool


class Inclusion(Shape):
    """That an event is in the log: the path leads from the leaf's hash to the checkpoint's root.

    Check it as RFC 9162, 2.1.3.2 says, with the leaf's index and the checkpoint's size.
    """

    leaf: ShownLeaf
    path: list[str]
    checkpoint: Checkpoint


class Consistency(Shape):
    """That the log of the old checkpoint begins that of the new: nothing in it was changed since.

    Check it as RFC 9162, 2.1.4.2 says, with both sizes and roots.
    """

    old: Checkpoint
    new: Checkpoint
    path: list[str]


class InclusionQuery(Input):
    """Which event: by its id, or by its position in the log."""

    event: UUID | None = None
    position: Annotated[int, Field(ge=1, le=LARGEST)] | None = None
    size: Size | None = Field(None, description="The checkpoint of this size; the last one.")


class ConsistencyQuery(Input):
    old: Size
    new: Size | None = Field(None, description="The last checkpoint if it is left out.")


class Key(Shape):
    """A public key. `use` is whether it signs checkpoints here, or cosigns them as a witness."""

    name: str
    id: str
    key: str
    use: Literal["log", "witness"]


class Target(Shape):
    """Where checkpoints go, how far that is, and what went wrong since."""

    target: str
    size: int
    delivered_at: Instant | None
    failures: int
    failed_at: Instant | None
    failure: str | None


class Status(Shape):
    """How far the proofs are: `waiting` positions have no leaf, `unsigned` leaves no checkpoint."""

    last: Checkpoint | None
    size: int
    position: int
    waiting: int
    unsigned: int
    targets: list[Target]
    trouble: str | None


@router.get("/inclusion")
def prove_inclusion(ports: World, query: Annotated[InclusionQuery, Query()]) -> Inclusion:
    """Prove that an event is in the log of a checkpoint."""
    with ports.pool.connection() as connection:
        if query.event is not None and query.position is None:
            found = proven.inclusion_of(connection, query.event, query.size)
        elif query.position is not None and query.event is None:
            found = proven.inclusion_at(connection, query.position, query.size)
        else:
            raise Refused("no_event", "say which event: by its id or by its position, not both")
    leaf = found.leaf
    return Inclusion(
        leaf=ShownLeaf(
            index=leaf.index,
            position=leaf.position,
            stream=leaf.stream,
            version=leaf.version,
            topic=leaf.topic,
            content=leaf.content.hex(),
            data=leaf.data.decode(),
            hash=leaf.hash.hex(),
            destroyed=leaf.salt is None,
        ),
        path=[each.hex() for each in found.path],
        checkpoint=shown_checkpoint(found.checkpoint, ports.witnesses),
    )


@router.get("/consistency")
def prove_consistency(ports: World, query: Annotated[ConsistencyQuery, Query()]) -> Consistency:
    """Prove that the log of one checkpoint begins that of another."""
    with ports.pool.connection() as connection:
        found = proven.consistency(connection, query.old, query.new)
    return Consistency(
        old=shown_checkpoint(found.old, ports.witnesses),
        new=shown_checkpoint(found.new, ports.witnesses),
        path=[each.hex() for each in found.path],
    )


@router.get("/keys")
def list_keys(ports: World) -> list[Key]:
    """The public keys to check checkpoints with. Get them by another way too, and compare."""
    return [
        *(Key(name=k.name, id=k.id.hex(), key=str(k), use="log") for k in ports.verifiers),
        *(Key(name=k.name, id=k.id.hex(), key=str(k), use="witness") for k in ports.witnesses),
    ]


@router.get("/status")
def show_status(ports: World) -> Status:
    """How far the proofs are, where checkpoints went, and what is in the way."""
    with ports.pool.connection() as connection:
        found = proven.status(connection)
    return Status(
        last=shown_checkpoint(found.last, ports.witnesses) if found.last else None,
        size=found.size,
        position=found.position,
        waiting=found.waiting,
        unsigned=found.unsigned,
        targets=[Target.model_validate(each) for each in found.targets],
        trouble=found.trouble,
    )
