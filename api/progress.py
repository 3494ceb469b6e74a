"""How far the read models are, over HTTP, and what they could not take in."""

from fastapi import APIRouter

from api.identity import World
from api.shapes import Instant, Shape, shown
from projections.progress import dead_letters, progress

router = APIRouter(tags=["projections"])


class DeadLetter(Shape):
    """An event that a read model does without, because it could not take it in."""

    position: int
    topic: str
    error: str
    at: Instant


class Projection(Shape):
    """How far a read model is behind the log, in positions."""

    name: str
    version: int
    position: int
    behind: int
    rebuilt_to: int | None
    dead_letters: list[DeadLetter]


@router.get("/projections")
def list_projections(ports: World) -> list[Projection]:
    """All read models by name, with the events that they do without."""
    with ports.pool.connection() as connection:
        letters = dead_letters(connection)
        return [
            shown(
                Projection,
                each,
                dead_letters=[letter for letter in letters if letter.name == each.name],
            )
            for each in progress(connection)
        ]
