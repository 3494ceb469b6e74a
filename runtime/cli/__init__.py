"""The command line: `inkoopspoor`, for people at a terminal and for scripts (`--json`)."""

from runtime.cli.app import main

__all__ = ["main"]
