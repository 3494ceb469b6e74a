"""The link in a letter: it shows and acknowledges that one letter, without an account (AN-07).

A link is its own proof: it names one letter of one change and the last moment it works, and is
signed. Nothing about it is kept, so there is nothing to steal but the keys. Several keys are
accepted, so that a key can be replaced while letters signed with it are still under way.
"""

import hmac
import re
import struct
from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Literal
from uuid import UUID

LIFETIME = timedelta(days=400)
"""How long a link works: a notice of a year, and a month to spare."""

SHORTEST_KEY = 32
"""Characters; what stands for less is no secret."""

_VERSION = 1
_FIELDS = struct.Struct(">B16s16sHQ")
_PURPOSE = b"inkoopspoor brief:"
_LENGTH = 100
"""Characters of a token: its fields and a whole SHA-256, in base64 without padding."""


@dataclass(frozen=True, slots=True)
class Brief:
    """A letter as a link names it: `edition` counts how often it was made up or addressed anew."""

    change_id: UUID
    letter_id: UUID
    edition: int
    expires: datetime


class BadLink(Exception):  # noqa: N818 (an answer, not a malfunction)
    """This link opens nothing: it is not one of ours, or was altered, or is too old."""

    def __init__(self, why: Literal["unknown", "expired"]) -> None:
        self.why = why
        super().__init__(why)


@dataclass(frozen=True, slots=True)
class Links:
    """Makes and reads links. The first key signs, every key is accepted; without keys none is."""

    base_url: str = ""
    keys: tuple[bytes, ...] = field(default=(), repr=False)

    def to(self, change_id: UUID, letter_id: UUID, edition: int, ordered_at: datetime) -> str:
        """The address for a letter that was ordered then; the same letter, the same address."""
        return f"{self.base_url}/brief/{self.token(change_id, letter_id, edition, ordered_at)}"

    def without_token(self) -> str:
        """What stands in the place of an address where a letter is only looked at."""
        return f"{self.base_url}/brief/…"

    def hidden(self, text: str) -> str:
        """The text of a letter, for who may look at it and not acknowledge it."""
        address = re.escape(self.base_url) + r"/brief/[A-Za-z0-9_=-]+"
        return re.sub(address, self.without_token(), text)

    def token(self, change_id: UUID, letter_id: UUID, edition: int, ordered_at: datetime) -> str:
        until = int((ordered_at + LIFETIME).timestamp())
        said = _FIELDS.pack(_VERSION, change_id.bytes, letter_id.bytes, edition, until)
        return urlsafe_b64encode(said + _signature(self.keys[0], said)).decode()

    def read(self, token: str, now: datetime) -> Brief:
        """The letter that a token names. Raises `BadLink`, for one altered bit too."""
        said, signature = _parts(token)
        if not self._signed(said, signature):
            raise BadLink("unknown")
        version, change_id, letter_id, edition, until = _FIELDS.unpack(said)
        if version != _VERSION:
            raise BadLink("unknown")
        expires = datetime.fromtimestamp(until, UTC)
        if now >= expires:
            raise BadLink("expired")
        return Brief(UUID(bytes=change_id), UUID(bytes=letter_id), edition, expires)

    def _signed(self, said: bytes, signature: bytes) -> bool:
        """Whether one of the keys made this; takes as long whichever it is, and if none is."""
        right = [hmac.compare_digest(_signature(key, said), signature) for key in self.keys]
        return any(right)


NO_LINKS = Links()
"""Opens nothing."""


def _parts(token: str) -> tuple[bytes, bytes]:
    """What is said and its signature; only the one way in which we write it is read."""
    try:
        written = urlsafe_b64decode(token.encode("ascii"))
    except (Error, ValueError) as error:
        raise BadLink("unknown") from error
    if len(token) != _LENGTH or urlsafe_b64encode(written).decode() != token:
        raise BadLink("unknown")
    return written[: _FIELDS.size], written[_FIELDS.size :]


def _signature(key: bytes, said: bytes) -> bytes:
    return hmac.digest(key, _PURPOSE + said, "sha256")
