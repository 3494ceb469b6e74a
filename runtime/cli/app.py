"""All commands in one list, and what the shell learns when one of them fails."""

import sys
from typing import NoReturn

import psycopg
import typer
from pydantic import ValidationError

from domain.base import Refused
from runtime.brief_keys import NoKeyError
from runtime.cli import (
    announcing,
    audit,
    changes,
    contracts,
    files,
    projections,
    running,
    sheets,
    simulating,
)
from runtime.cli.output import say_error
from runtime.folder_lock import FolderInUseError
from runtime.mistakes import Mistakes
from runtime.processes import DidNotStartError
from runtime.publishing import Unpublishable
from runtime.settings import NoSignInError

REFUSED, FAULTY, AWAY, IN_USE = 3, 4, 5, 6
"""Exit codes: the domain said no, the input was wrong, a server is not there, or the folder is
another program's."""

NOT_UP = (psycopg.OperationalError, DidNotStartError, NoKeyError, NoSignInError, TimeoutError)

app = typer.Typer(
    name="inkoopspoor",
    help="Keeps a regional youth-care procurement programme on its track.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
)
for group in (running.app, files.app, simulating.app, sheets.app):
    app.registered_commands += group.registered_commands
app.add_typer(audit.app, name="audit")
app.add_typer(contracts.app, name="contract")
changes.app.registered_commands += announcing.app.registered_commands
app.add_typer(changes.app, name="change")
app.add_typer(running.clock_app, name="clock")
app.add_typer(projections.app, name="projections")


def main() -> NoReturn:
    """Run one command. A refusal, a mistake, an absent server is told in words, not as a trace."""
    try:
        app(standalone_mode=True)
    except Refused as refused:
        say_error(str(refused.sentence), refused.reason)
        sys.exit(REFUSED)
    except (Unpublishable, Mistakes, KeyError, ValueError) as error:
        say_error(described(error))
        sys.exit(FAULTY)
    except NOT_UP as error:
        say_error(str(error))
        sys.exit(AWAY)
    except FolderInUseError as error:
        say_error(str(error))
        sys.exit(IN_USE)
    sys.exit(0)


def described(error: Exception) -> str:
    """A missing setting is named; everything else speaks for itself."""
    if isinstance(error, ValidationError):
        places = (f"{each['loc'][0]}: {each['msg']}" for each in error.errors() if each["loc"])
        return "; ".join(places) + ". Start `inkoopspoor up`, or set the environment variables."
    return str(error.args[0]) if isinstance(error, KeyError) else str(error)
