"""One program at a time in a folder, whatever happened to the last one."""

import fcntl
import os
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self


class FolderInUseError(Exception):
    """Another living program works in the folder."""

    def __init__(self, folder: Path, holder: str) -> None:
        super().__init__(
            f"The folder {folder} is in use by process {holder or 'unknown'}. "
            "Stop that one first, or choose another folder."
        )


@dataclass(slots=True)
class FolderLock:
    """Holds a folder until closed; the system lets go of it when the program ends in any way."""

    descriptor: int

    def close(self) -> None:
        if self.descriptor >= 0:
            os.close(self.descriptor)
            self.descriptor = -1

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()


def lock_folder(folder: Path) -> FolderLock:
    """Raises `FolderInUseError` while another program, or this one, holds the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(folder / "lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        holder = os.read(descriptor, 20).decode(errors="replace").strip()
        os.close(descriptor)
        raise FolderInUseError(folder, holder) from None
    os.ftruncate(descriptor, 0)
    os.write(descriptor, str(os.getpid()).encode())
    return FolderLock(descriptor)
