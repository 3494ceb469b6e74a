"""How far the read models are, over HTTP, and what they could not take in."""

from fastapi import APIRouter

from api import shapes
from api.identity import World
from projections.progress import dead_letters, progress

router = APIRouter(tags=["projections"])


@router.get("/projections")
def list_projections(ports: World) -> list[shapes.Projection]:
    """All read models by name, with the events that they do without."""
    with ports.pool.connection() as connection:
        letters = dead_letters(connection)
        return [
            shapes.shown(
                shapes.Projection,
                each,
                dead_letters=[letter for letter in letters if letter.name == each.name],
            )
            for each in progress(connection)
        ]
