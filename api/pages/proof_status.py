"""How far the proofs are, for whichever page shows it: `{% include "proof_status.html" %}`."""

from typing import Any

from api.ports import Ports
from projections import proven


def proof_values(ports: Ports) -> dict[str, Any]:
    """What `proof_status.html` needs: `proof`, how things stand, and the `keys` to check with."""
    with ports.pool.connection() as connection:
        return {"proof": proven.status(connection), "keys": ports.verifiers}
