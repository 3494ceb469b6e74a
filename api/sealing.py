"""Seals what is kept for one person, so that who reads the database does not read it too.

With the keys that sign the links in letters, made into keys of their own: the first seals, every
one opens. What no key opens any more is lost, and only ever was a convenience.
"""

import hmac
import secrets
from collections.abc import Iterable

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

_PURPOSE = b"inkoopspoor drafts"
_NONCE = 12


def seal(keys: Iterable[bytes], content: bytes, about: str) -> bytes | None:
    """The content for who has the key, and for nothing but what it is about; none without keys."""
    for key in keys:
        nonce = secrets.token_bytes(_NONCE)
        return nonce + _cipher(key).encrypt(nonce, content, about.encode())
    return None


def unseal(keys: Iterable[bytes], sealed: bytes, about: str) -> bytes | None:
    """The content; none if no key opens it, or if it was about something else."""
    nonce, content = sealed[:_NONCE], sealed[_NONCE:]
    for key in keys:
        try:
            return _cipher(key).decrypt(nonce, content, about.encode())
        except InvalidTag:
            continue
    return None


def _cipher(key: bytes) -> AESGCM:
    return AESGCM(hmac.digest(key, _PURPOSE, "sha256"))
