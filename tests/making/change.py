"""What became of the change for *Wonen*: narrowed, replaced, joined, ruled on, reacted to."""

from typing import Any

from pydantic import BaseModel

from domain.change.commands import OverrideNotice
from domain.change.events import NoticeOverridden
from tests.making.common import SECOND

OF_ONE: dict[type[BaseModel], dict[str, Any]] = {
    OverrideNotice: {"by": SECOND},
    NoticeOverridden: {"by": SECOND},
}
