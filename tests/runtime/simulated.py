"""All programmes to their last end, run once for every test that asks."""

import json
import subprocess
import sys
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from domain.base import Event
from eventstore.codec import CODEC


@cache
def _simulated() -> tuple[str, str]:
    """What the command prints for all programmes, from a process of its own, and all events."""
    command = [sys.executable, "-m", "runtime.cli", "simulate", "--all", "--until", "2034-12-31"]
    with TemporaryDirectory() as folder:
        events = Path(folder) / "events.jsonl"
        asked = [*command, "--json", "--events", str(events)]
        done = subprocess.run(asked, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        return done.stdout, events.read_text(encoding="utf-8")


@cache
def to_2034() -> tuple[dict[str, str], ...]:
    """What happens, a line an event."""
    return tuple(json.loads(line) for line in _simulated()[0].splitlines())


@cache
def log_to_2034() -> tuple[tuple[int, Event], ...]:
    """The events themselves, by their positions."""
    lines = [json.loads(line) for line in _simulated()[1].splitlines()]
    return tuple(
        (each["position"], CODEC.decode(each["topic"], state_of(each["state"]))) for each in lines
    )


def state_of(state: object) -> bytes:
    """As it is stored: nothing between the values."""
    return json.dumps(state, ensure_ascii=False, separators=(",", ":")).encode()
