"""Histories of workflows as they were once run. They are added, never edited."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from temporalio.client import WorkflowHandle, WorkflowHistory

FOLDER = Path(__file__).parent / "histories"
CIRCUMSTANCES = {"identity", "workerVersion", "meteringMetadata", "stickyAttributes", "requestId"}


async def keep(name: str, handle: WorkflowHandle[Any, Any]) -> None:
    """Write the history, unless one of this name is there: that one must go on replaying."""
    path = FOLDER / f"{name}.json"
    if not path.exists():
        history = json.loads((await handle.fetch_history()).to_json())
        path.parent.mkdir(exist_ok=True)
        text = json.dumps(without_circumstances(history), separators=(",", ":"))
        path.write_text(text + "\n", encoding="utf-8")


def without_circumstances(said: Any) -> Any:
    """Leave out who ran it and where, which no replay looks at."""
    if isinstance(said, dict):
        return {
            key: without_circumstances(value)
            for key, value in said.items()
            if key not in CIRCUMSTANCES
        }
    return [without_circumstances(each) for each in said] if isinstance(said, list) else said


def histories() -> Iterator[WorkflowHistory]:
    for path in sorted(FOLDER.glob("*.json")):
        yield WorkflowHistory.from_json(path.stem, path.read_text(encoding="utf-8"))
