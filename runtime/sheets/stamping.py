"""The circumstances of a command that is planned now and handed over later."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

UNSTAMPED: dict[str, Any] = {
    "command_id": UUID(int=0),
    "at": datetime(1970, 1, 1, tzinfo=UTC),
    "by": "",
}
"""Until it is handed over; then it gets an id made from file and row, the time, and who asked."""
