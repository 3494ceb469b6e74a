"""Where the keys come from that sign the links in letters (AN-07).

In production from the environment, or from a file that only we can read. A practice copy makes
one and keeps it beside its data; the first key signs, the others are still accepted.
"""

import hmac
import os
import secrets
from pathlib import Path

from api.brief_links import SHORTEST_KEY, Links
from runtime.settings import Settings

KEY_FILE = "brief.key"


class NoKeyError(Exception):
    """Letters cannot be signed: no key was set, or one that is too short."""


def links(settings: Settings) -> Links:
    """Makes and reads the links of this system. Raises `NoKeyError`."""
    return Links(settings.base_url.rstrip("/"), keys(settings))


def keys(settings: Settings) -> tuple[bytes, ...]:
    """The keys, the signing one first. Raises `NoKeyError`, which never shows a key.

    A practice copy for which nothing was set has one that follows from where its database is.
    """
    written = settings.brief_keys.get_secret_value() if settings.brief_keys else ""
    if settings.brief_key_file and not written:
        written = settings.brief_key_file.read_text()
    found = tuple(key.encode() for key in written.replace(",", " ").split())
    if any(len(key) < SHORTEST_KEY for key in found):
        raise NoKeyError(f"each key in BRIEF_KEYS needs at least {SHORTEST_KEY} characters")
    if found:
        return found
    if settings.practice:
        return (hmac.digest(b"practice", settings.database_url.encode(), "sha256"),)
    raise NoKeyError(
        "production needs a key for the links in letters: set BRIEF_KEYS to"
        f" {SHORTEST_KEY} random characters or more"
    )


def keep_key(folder: Path) -> Path:
    """The file with the key of the practice copy in this folder; made if there is none yet."""
    file = folder / KEY_FILE
    if not file.exists():
        fresh = file.with_name(f"{KEY_FILE}.{os.getpid()}")
        descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "w") as opened:
            opened.write(secrets.token_urlsafe(48))
        fresh.replace(file)
    return file
