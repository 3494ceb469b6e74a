"""Writes down who reads what is secret, before it is shown (AU-11).

What cannot be written is not shown: then the answer is that it is not available at the moment.
"""

from collections.abc import Sequence
from uuid import UUID

import psycopg
from psycopg_pool import PoolTimeout

from api.errors import Problem
from api.identity import provider_of
from api.ports import Person, Ports
from domain.base import Sentence
from domain.document.parts import Role
from domain.secrecy import Reason
from projections import readings
from projections.readings import Reader, Via


def note_reading(
    ports: Ports,
    person: Person | None,
    role: Role,
    via: Via,
    kind: str,
    secrets: Sequence[tuple[UUID, Reason]],
) -> None:
    """Write the reading down. Raises a 403 problem if nobody knows who reads, 503 if it fails."""
    if not secrets:
        return
    if person is None or provider_of(person) is not None:
        raise Problem(
            403, Sentence("This is secret: it is shown to whoever is known and not a provider.")
        )
    reader = Reader(person.person_id, role, via, ports.clock())
    try:
        with ports.pool.connection() as connection:
            readings.write(connection, reader, kind, secrets)
    except (psycopg.Error, PoolTimeout) as error:
        raise Problem(
            503,
            Sentence(
                "This is secret, and that you read it cannot be written down at the moment: it is "
                "not shown. Try again later."
            ),
        ) from error
