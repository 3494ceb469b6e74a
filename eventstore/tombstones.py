"""What stands in the place of an event that was destroyed (AU-15).

Its row stays where it was, so that the order and the count of events can still be shown; its bytes
are `{"destroyed":"<id of the signed list>"}`. Its leaf keeps the hash of what was there.
"""

import json
from uuid import UUID

PREFIX = b'{"destroyed":'


def is_destroyed(state: bytes) -> bool:
    """Whether these stored bytes stand in the place of an event."""
    return state.startswith(PREFIX)


def list_of(state: bytes) -> UUID:
    """The signed list under which the event was destroyed."""
    return UUID(json.loads(state)["destroyed"])
