"""What the shell and whoever reads along learn when a command fails."""

import sys
from typing import NoReturn

import psycopg
from pydantic import ValidationError

from domain.base import Refused
from runtime.brief_keys import NoKeyError
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


def end(error: Exception) -> NoReturn:
    """Say it and exit with its code; what nobody foresaw is raised again."""
    match error:
        case Refused():
            say_error(str(error.sentence), error.reason)
            sys.exit(REFUSED)
        case Unpublishable() | Mistakes() | KeyError() | ValueError():
            say_error(described(error))
            sys.exit(FAULTY)
        case FolderInUseError():
            say_error(str(error))
            sys.exit(IN_USE)
        case _ if isinstance(error, NOT_UP):
            say_error(str(error))
            sys.exit(AWAY)
        case _:
            raise error


def described(error: Exception) -> str:
    """A missing setting is named; everything else speaks for itself."""
    if isinstance(error, ValidationError):
        places = (f"{each['loc'][0]}: {each['msg']}" for each in error.errors() if each["loc"])
        return "; ".join(places) + ". Start `inkoopspoor up`, or set the environment variables."
    return str(error.args[0]) if isinstance(error, KeyError) else str(error)
