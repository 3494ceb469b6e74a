"""A file to which each checkpoint is appended: on a share, or copied away by who keeps it."""

import os
from collections.abc import Iterable
from pathlib import Path

from proofs.checkpoint import Checkpoint, Unproven, Verifier, notes_in, opened, parsed
from runtime.anchoring.parcel import Parcel, Target, Undelivered

_TAIL_BYTES = 64 * 1024


def target(file: Path) -> Target:
    """Appends to this file; makes it, but not the folder it stands in."""

    def send(parcel: Parcel) -> None:
        try:
            append(file, parcel)
        except OSError as error:
            raise Undelivered(f"{error.strerror} ({file.name})") from error

    return Target(f"file {file.name}", send, every=True)


def append(file: Path, parcel: Parcel) -> None:
    """Add the notes that are not in the file yet, an empty line between them.

    What a write that was cut off left behind is closed with an empty line, and stays.
    """
    tail = _tail(file)
    there = {parsed(each).text for each in notes_in(tail)}
    new = [each.text for each in parcel.checkpoints if parsed(each.note).text not in there]
    if not new:
        return
    between = "" if not tail or tail.endswith("\n\n") else "\n" if tail.endswith("\n") else "\n\n"
    descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o644)
    try:
        os.write(descriptor, (between + "\n".join(new) + "\n").encode())
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def last_in(file: Path, verifiers: Iterable[Verifier]) -> Checkpoint | None:
    """The checkpoint of the longest log in the file's end that one of these keys signed."""
    known = tuple(verifiers)
    found = []
    for note in notes_in(_tail(file)):
        try:
            found.append(opened(note, known))
        except Unproven:
            continue
    return max(found, key=lambda each: each.size, default=None)


def _tail(file: Path) -> str:
    try:
        with file.open("rb") as opened_file:
            size = opened_file.seek(0, os.SEEK_END)
            opened_file.seek(max(0, size - _TAIL_BYTES))
            return opened_file.read().decode(errors="replace")
    except FileNotFoundError:
        return ""
