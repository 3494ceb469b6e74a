"""How far the proofs are, for whichever page shows it: `{% include "proof_status.html" %}`."""

from typing import Any
from uuid import UUID

from psycopg import Connection

from api.ports import Ports
from projections import proven


def proof_values(ports: Ports) -> dict[str, Any]:
    """What `proof_status.html` needs: `proof`, how things stand, and the `keys` to check with."""
    with ports.pool.connection() as connection:
        return {"proof": proven.status(connection), "keys": ports.verifiers}


def proof_of(connection: Connection[Any], event_id: UUID | None) -> proven.Inclusion | None:
    """That the event is in the last checkpoint; none if that does not cover it (yet)."""
    if event_id is None:
        return None
    try:
        return proven.inclusion_of(connection, event_id)
    except proven.NotProven:
        return None
