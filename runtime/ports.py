"""Ports on this machine's own address, for servers that only this machine talks to."""

import socket
from collections.abc import Callable

LOOPBACK = "127.0.0.1"


def is_free(port: int) -> bool:
    """Whether a server may listen on this port now; nobody keeps it free until it does."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((LOOPBACK, port))
        except OSError:
            return False
    return True


def answers(port: int, seconds: float = 0.5) -> bool:
    """Whether somebody accepts connections on this port."""
    try:
        with socket.create_connection((LOOPBACK, port), timeout=seconds):
            return True
    except OSError:
        return False


def any_free() -> int:
    with socket.socket() as probe:
        probe.bind((LOOPBACK, 0))
        port: int = probe.getsockname()[1]
        return port


def chosen(wanted: int | None, name: str, say: Callable[[str], None]) -> int:
    """The wanted port, or any free one when it is taken, saying so."""
    if wanted is None:
        return any_free()
    if is_free(wanted):
        return wanted
    port = any_free()
    say(f"Port {wanted}, meant for {name}, is taken by another program: using {port} instead.")
    return port
