"""Whether this process lives, and whether it can serve: for whoever keeps it running."""

import psycopg
from fastapi import APIRouter, Response

from api.identity import World

PATIENCE_SECONDS = 2.0

router = APIRouter(prefix="/health", include_in_schema=False)


@router.get("/live")
def live() -> dict[str, str]:
    """The process answers."""
    return {"status": "ok"}


@router.get("/ready")
def ready(ports: World, response: Response) -> dict[str, object]:
    """The database answers; `lag` tells how far each read model is behind the log."""
    try:
        with ports.pool.connection(timeout=PATIENCE_SECONDS) as connection:
            connection.execute("select 1")
        return {"status": "ok", "lag": ports.lag()}
    except psycopg.OperationalError:
        response.status_code = 503
        return {"status": "failing", "database": "not reachable"}
