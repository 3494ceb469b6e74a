"""The product's web application, and beside it a route that does as little as a route can.

`/bare/{contract_id}` asks one row by its key, from a pool like that of the pages, and answers it
as JSON.
"""

import sys
from uuid import UUID

import uvicorn
from fastapi import FastAPI, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from benchmarks.office import BARE
from runtime.serving import settle
from runtime.settings import Settings
from runtime.web import web
from runtime.wiring import World


def served(settings: Settings) -> ASGIApp:
    world, made, bare = World(settings), web(settings), FastAPI(openapi_url=None)
    pages = made.app

    @bare.get(BARE + "{contract_id}")
    def show(contract_id: UUID) -> Response:
        with world.pool.connection() as connection:
            row = connection.execute(
                "SELECT doc::text FROM projections.contracts WHERE key = %s", [str(contract_id)]
            ).fetchone()
        assert row is not None
        return Response(row[0], media_type="application/json")

    async def either(scope: Scope, receive: Receive, send: Send) -> None:
        await (bare if scope.get("path", "").startswith(BARE) else pages)(scope, receive, send)

    return either


if __name__ == "__main__":
    both = served(Settings())
    settle()
    uvicorn.run(
        both,
        port=int(sys.argv[1]),
        log_level="warning",
        server_header=False,
        access_log=False,
    )
