"""Runs a command that ends with whoever started it, and never as root when told a user.

Run as a script, by path: `python -I -S tether.py PARENT SIGNAL USER COMMAND...`. It becomes the
command, so the process keeps its number. USER is `-` or `uid:gid:capability,...`: those
capabilities (numbers) stay with the ordinary user, so that a server can work in a folder that
only root can reach.

The signal comes when the *thread* that started the command ends: start commands from a thread
that lives as long as they should. Where the system cannot tie processes (other than Linux) the
command simply runs.
"""

import ctypes
import os
import signal
import sys
from collections.abc import Sequence
from dataclasses import dataclass

DAC_OVERRIDE = 1
DAC_READ_SEARCH = 2

_PR_SET_PDEATHSIG = 1
_PR_SET_KEEPCAPS = 8
_PR_CAP_AMBIENT = 47
_PR_CAP_AMBIENT_RAISE = 2
_CAPABILITY_VERSION_3 = 0x20080522


@dataclass(frozen=True, slots=True)
class User:
    """Whom a command runs as, and what it may do beyond what that user may."""

    uid: int
    gid: int
    capabilities: tuple[int, ...] = ()


def tethered(
    command: Sequence[str], death_signal: int = signal.SIGTERM, user: User | None = None
) -> list[str]:
    """The command line that runs `command` as a child of the calling process and of no other."""
    who = "-" if user is None else f"{user.uid}:{user.gid}:{','.join(map(str, user.capabilities))}"
    wrapper = [sys.executable, "-I", "-S", os.path.abspath(__file__)]  # noqa: PTH100 (pathlib costs the wrapper 5 ms)
    return [*wrapper, str(os.getpid()), str(int(death_signal)), who, *command]


def _become(user: User) -> None:
    libc = ctypes.CDLL(None, use_errno=True)
    if user.capabilities:
        libc.prctl(_PR_SET_KEEPCAPS, 1, 0, 0, 0)
    os.setgroups([])
    os.setresgid(user.gid, user.gid, user.gid)
    os.setresuid(user.uid, user.uid, user.uid)
    if not user.capabilities:
        return
    mask = sum(1 << capability for capability in user.capabilities)
    header = (ctypes.c_uint32 * 2)(_CAPABILITY_VERSION_3, 0)
    sets = (ctypes.c_uint32 * 6)(mask, mask, mask, 0, 0, 0)  # effective, permitted, inheritable
    if libc.capset(header, sets) != 0:
        raise OSError(ctypes.get_errno(), "the system does not let us keep capabilities")
    for capability in user.capabilities:
        if libc.prctl(_PR_CAP_AMBIENT, _PR_CAP_AMBIENT_RAISE, capability, 0, 0) != 0:
            raise OSError(ctypes.get_errno(), "the system does not let us hand on capabilities")


def _tie_to(parent: int, death_signal: int) -> None:
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, death_signal, 0, 0, 0)
    if os.getppid() != parent:
        sys.exit("Whoever started this command has ended already.")


def main(arguments: Sequence[str]) -> None:
    """Becomes the command; comes back only by an exception."""
    parent, death_signal, who, *command = arguments
    if who != "-":
        uid, gid, capabilities = who.split(":")
        kept = tuple(int(number) for number in capabilities.split(",") if number)
        _become(User(int(uid), int(gid), kept))
    if sys.platform == "linux":
        _tie_to(int(parent), int(death_signal))
    os.execvp(command[0], command)  # noqa: S606 (becoming the command is the point)


if __name__ == "__main__":
    main(sys.argv[1:])
