"""The tree as C2SP tlog-tiles, for anybody: hashes and sizes only, which tell nothing (AU-04).

`/checkpoint` is the last signed note; `/tile/<level>/<number>` are the hashes to make any proof of.
The entries themselves are not handed out: they say how many events of which sort there are.
"""

import re

from fastapi import APIRouter
from fastapi.responses import PlainTextResponse, Response

from api.errors import not_found
from api.identity import World
from eventstore.leaves import HASH_BYTES, TILE, read_tile
from projections.proven import checkpoint

MEDIA_TYPE = "application/octet-stream"
KEPT = {"Cache-Control": "public, max-age=31536000, immutable"}
SOON = {"Cache-Control": "public, max-age=5"}
MOST_LEVELS = 8
LONGEST_PATH = 40

router = APIRouter(include_in_schema=False)

_NUMBER = re.compile(r"((?:x[0-9]{3}/)*)([0-9]{3})(?:\.p/([1-9][0-9]{0,2}))?")


@router.get("/checkpoint")
def show_checkpoint(ports: World) -> PlainTextResponse:
    """The last checkpoint with all its signatures."""
    with ports.pool.connection() as connection:
        return PlainTextResponse(checkpoint(connection).text, headers=SOON)


@router.get("/tile/{level}/{path:path}")
def show_tile(level: int, path: str, ports: World) -> Response:
    """A tile, whole or as wide as asked, of what checkpoints cover."""
    found = _NUMBER.fullmatch(path) if len(path) <= LONGEST_PATH else None
    if found is None or not 0 <= level < MOST_LEVELS:
        raise not_found()
    number = int(found[1].replace("x", "").replace("/", "") + found[2])
    width = int(found[3] or TILE)
    with ports.pool.connection() as connection:
        covered = checkpoint(connection).size // TILE**level
        if width > TILE or number * TILE + width > covered:
            raise not_found()
        hashes = read_tile(connection, level, number)
    return Response(hashes[: width * HASH_BYTES], media_type=MEDIA_TYPE, headers=KEPT)
