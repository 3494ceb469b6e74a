"""The command line: `inkoopspoor`, for people at a terminal and for scripts (`--json`)."""

import sys
from typing import NoReturn

SERVERS = ("up", "serve", "work", "follow", "migrate")
"""They load nothing of the other commands: that would take each of them longer to start."""


def main() -> NoReturn:
    """Run one command. A refusal, a mistake, an absent server is told in words, not as a trace."""
    if sys.argv[1:2] and sys.argv[1] in SERVERS:
        from runtime.cli.running import app
    else:
        from runtime.cli.app import app
    try:
        app(standalone_mode=True)
    except Exception as error:  # noqa: BLE001 (what it does not know goes on as it is)
        from runtime.cli.ending import end

        end(error)
    sys.exit(0)
