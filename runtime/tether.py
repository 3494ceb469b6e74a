"""Runs a command that ends with whoever started it, and never as root when told a user.

Run as a script, by path: `python -I -S tether.py PARENT SIGNAL USER COMMAND...`. It becomes the
command, so the process keeps its number. USER is `-` or `uid:gid:capability,...`: those
capabilities (numbers) stay with the ordinary user, so that a server can work in a folder that
only root can reach.

The signal comes when the *thread* that started the command ends: start commands from a thread
that lives as long as they should. Where the system cannot tie processes (other than Linux) the
command simply runs. It runs before every command of ours, so it imports as little as it can: with
`dataclasses` it would take three times as long.
"""

import ctypes
import os
import sys

_PR_SET_PDEATHSIG = 1
_PR_SET_KEEPCAPS = 8
_PR_CAP_AMBIENT = 47
_PR_CAP_AMBIENT_RAISE = 2
_CAPABILITY_VERSION_3 = 0x20080522


def _become(uid: int, gid: int, capabilities: list[int]) -> None:
    libc = ctypes.CDLL(None, use_errno=True)
    if capabilities:
        libc.prctl(_PR_SET_KEEPCAPS, 1, 0, 0, 0)
    os.setgroups([])
    os.setresgid(gid, gid, gid)
    os.setresuid(uid, uid, uid)
    if not capabilities:
        return
    mask = sum(1 << capability for capability in capabilities)
    header = (ctypes.c_uint32 * 2)(_CAPABILITY_VERSION_3, 0)
    sets = (ctypes.c_uint32 * 6)(mask, mask, mask, 0, 0, 0)  # effective, permitted, inheritable
    if libc.capset(header, sets) != 0:
        raise OSError(ctypes.get_errno(), "the system does not let us keep capabilities")
    for capability in capabilities:
        if libc.prctl(_PR_CAP_AMBIENT, _PR_CAP_AMBIENT_RAISE, capability, 0, 0) != 0:
            raise OSError(ctypes.get_errno(), "the system does not let us hand on capabilities")


def _tie_to(parent: int, death_signal: int) -> None:
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, death_signal, 0, 0, 0)
    if os.getppid() != parent:
        sys.exit("Whoever started this command has ended already.")


def main(arguments: list[str]) -> None:
    """Becomes the command; comes back only by an exception."""
    parent, death_signal, who, *command = arguments
    if who != "-":
        uid, gid, capabilities = who.split(":")
        _become(int(uid), int(gid), [int(number) for number in capabilities.split(",") if number])
    if sys.platform == "linux":
        _tie_to(int(parent), int(death_signal))
    os.execvp(command[0], command)  # noqa: S606 (becoming the command is the point)


if __name__ == "__main__":
    try:
        main(sys.argv[1:])
    except OSError as error:
        sys.exit(f"{sys.argv[4]} could not be run: {error}")
