"""Every version of every event ever recorded can still be read, and says what it said.

To accept a new event or version, run once with `GOLDEN=write`; files are added, never changed.
"""

import json
import os
from pathlib import Path
from subprocess import run
from typing import Any

import pytest

from domain.base import Event
from eventstore.codec import CODEC
from eventstore.registry import EVENTS
from tests import make

GOLDEN = Path(__file__).parents[1] / "golden"
FILES = sorted(GOLDEN.glob("*.v*.json"))


def of(cls: type[Event]) -> Path:
    return GOLDEN / f"{cls.__name__}.v{cls.version}.json"


if os.environ.get("GOLDEN") == "write":
    for new in (cls for cls in EVENTS.values() if not of(cls).exists()):
        stored = json.loads(CODEC.encode(make.whole(new)))
        of(new).write_text(json.dumps(stored, indent=2, ensure_ascii=False) + "\n")
    FILES = sorted(GOLDEN.glob("*.v*.json"))


def compact(golden: Path) -> bytes:
    return json.dumps(json.loads(golden.read_text()), separators=(",", ":")).encode()


def lost(before: Any, after: Any, place: str = "") -> list[str]:
    """Where something that was said is missing or reads otherwise."""
    if isinstance(before, dict) and isinstance(after, dict):
        keys = before.keys() - {"v"} if not place else before.keys()
        return [
            each for key in keys for each in lost(before[key], after.get(key), f"{place}.{key}")
        ]
    if isinstance(before, list) and isinstance(after, list) and len(before) == len(after):
        pairs = enumerate(zip(before, after, strict=True))
        return [each for n, (b, a) in pairs for each in lost(b, a, f"{place}[{n}]")]
    return [] if before == after else [place]


@pytest.mark.parametrize("cls", EVENTS.values(), ids=EVENTS)
def test_every_event_has_a_golden_file(cls: type[Event]) -> None:
    assert of(cls).exists(), "run the tests once with GOLDEN=write"


@pytest.mark.parametrize("golden", FILES, ids=lambda golden: golden.stem)
def test_every_golden_file_can_still_be_read(golden: Path) -> None:
    name, _, version = golden.stem.partition(".v")
    event = CODEC.decode(name, compact(golden))
    if int(version) == event.version:
        assert lost(json.loads(golden.read_text()), json.loads(CODEC.encode(event))) == []


def test_golden_files_are_added_never_changed() -> None:
    """Compared with the last release; before the first one, with the last commit."""
    root = Path(__file__).parents[2]
    if not (root / ".git").exists():
        pytest.skip("not a git checkout: nothing to compare with")
    tags = git(root, "tag", "--list", "v*", "--merged", "HEAD", "--sort=-creatordate").split()
    assert changed_since(tags[0] if tags else "HEAD", root) == []


def test_a_changed_golden_file_is_noticed(tmp_path: Path) -> None:
    golden = tmp_path / "tests" / "golden"
    golden.mkdir(parents=True)
    (golden / "LampLit.v1.json").write_text("{}")
    git(tmp_path, "init", "--quiet")
    git(tmp_path, "add", ".")
    author = ("-c", "user.name=a", "-c", "user.email=a@example.org")
    git(tmp_path, *author, "commit", "--quiet", "--message", "first")
    (golden / "LampLit.v2.json").write_text("{}")
    assert changed_since("HEAD", tmp_path) == []
    (golden / "LampLit.v1.json").write_text('{"changed": true}')
    assert changed_since("HEAD", tmp_path) == ["tests/golden/LampLit.v1.json"]


def changed_since(commit: str, root: Path) -> list[str]:
    files = ":(glob)tests/golden/*.v*.json"
    return git(root, "diff", "--name-only", "--diff-filter=a", commit, "--", files).split()


def git(root: Path, *arguments: str) -> str:
    answer = run(
        ["git", "-c", "safe.directory=*", *arguments],
        cwd=root,
        capture_output=True,
        text=True,
        check=True,
    )
    return answer.stdout
