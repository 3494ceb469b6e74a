"""A signed statement of how long the log is and what its tree's root is (AU-04).

The text is a C2SP checkpoint in a C2SP signed note, with Ed25519. The name of a key is the log's
origin, so that keys can be changed and the log stays the same; witnesses have names of their own
and add lines to the note (tlog-cosignature v1).
"""

import re
from base64 import b64decode, b64encode
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Literal

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

Reason = Literal["malformed", "unknown_key", "bad_signature"]

SEED_BYTES = 32
LONGEST_NOTE = 100_000
LOG, WITNESS = 0x01, 0x04
"""What a key is for: signing a log's notes, or cosigning them with a time."""

_PRIVATE = "PRIVATE+KEY+"
_MARK = "— "
_TIME_BYTES = 8
_ID_BYTES = 4
_MOST_SIGNATURES = 64
_NAME = re.compile(r"[^\s+\x00-\x1f]+")
_NOTES = re.compile(
    r"^[^\n]+\n[0-9]+\n[A-Za-z0-9+/=]+\n\n(?:— [^\n ]+ [A-Za-z0-9+/=]+\n)+", re.MULTILINE
)
_SIZE = re.compile(r"0|[1-9][0-9]{0,18}")


class Unproven(ValueError):  # noqa: N818 (says what it is)
    """A note, a key or a signature that nothing can be based on, and why."""

    def __init__(self, reason: Reason, text: str) -> None:
        self.reason: Reason = reason
        super().__init__(text)


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """How many leaves the log had, and the root of the tree over them."""

    origin: str
    size: int
    root: bytes

    @property
    def text(self) -> str:
        """What is signed."""
        return f"{self.origin}\n{self.size}\n{b64encode(self.root).decode()}\n"


@dataclass(frozen=True, slots=True)
class Verifier:
    """A public key, and the name it signs under."""

    name: str
    key: bytes
    kind: int = LOG

    @property
    def id(self) -> bytes:
        """Four bytes by which its signatures are found: no proof of anything."""
        return sha256(b"%b\n%c%b" % (self.name.encode(), self.kind, self.key)).digest()[:_ID_BYTES]

    def __str__(self) -> str:
        """The key as others are given it."""
        return f"{self.name}+{self.id.hex()}+{b64encode(bytes([self.kind]) + self.key).decode()}"


@dataclass(frozen=True, slots=True)
class Signer:
    """A private key. Its text is a secret: it is never shown by accident."""

    name: str
    key: Ed25519PrivateKey
    kind: int = LOG

    @property
    def verifier(self) -> Verifier:
        return Verifier(self.name, self.key.public_key().public_bytes_raw(), self.kind)

    def secret(self) -> str:
        """The key to be kept where only the log can read it."""
        seed = bytes([self.kind]) + self.key.private_bytes_raw()
        return f"{_PRIVATE}{self.name}+{self.verifier.id.hex()}+{b64encode(seed).decode()}"


def new_signer(name: str, seed: bytes, kind: int = LOG) -> Signer:
    """A key from 32 random bytes. Raises `Unproven` for a name that no note can hold."""
    if not _NAME.fullmatch(name):
        raise Unproven("malformed", f"a key's name has no spaces and no plus: {name!r}")
    return Signer(name, Ed25519PrivateKey.from_private_bytes(seed), kind)


def read_signer(text: str) -> Signer:
    """The private key in `PRIVATE+KEY+name+id+key`. Raises `Unproven`, which never shows it."""
    try:
        name, key_id, key = text.strip().removeprefix(_PRIVATE).split("+", 2)
        kind, *seed = _decoded(key)
        found = new_signer(name, bytes(seed), kind)
    except ValueError:
        found = None
    if found is None or not text.strip().startswith(_PRIVATE) or kind not in (LOG, WITNESS):
        raise Unproven("malformed", "a signing key looks like PRIVATE+KEY+name+id+key")
    if found.verifier.id.hex() != key_id:
        raise Unproven("malformed", f"the signing key of {name} is damaged: its id does not fit")
    return found


def read_verifier(text: str) -> Verifier:
    """The public key in `name+id+key`. Raises `Unproven`."""
    try:
        name, key_id, key = text.strip().split("+", 2)
        kind, *public = _decoded(key)
        found = Verifier(name, bytes(public), kind)
        Ed25519PublicKey.from_public_bytes(found.key)
    except ValueError as error:
        raise Unproven("malformed", f"a public key looks like name+id+key, not {text!r}") from error
    if not _NAME.fullmatch(name) or kind not in (LOG, WITNESS):
        raise Unproven("malformed", f"not an Ed25519 key of a log or a witness: {text!r}")
    if found.id.hex() != key_id:
        raise Unproven("malformed", f"the public key of {name} is damaged: its id does not fit")
    return found


def signed(checkpoint: Checkpoint, signers: Sequence[Signer]) -> str:
    """The note as it is published, with a signature by each key."""
    text = checkpoint.text
    lines = (_line(each.verifier, each.key.sign(text.encode())) for each in signers)
    return f"{text}\n{''.join(lines)}"


def parsed(note: str) -> Checkpoint:
    """What a note says, whoever signed it. Raises `Unproven` if it is no checkpoint."""
    return _taken_apart(note)[0]


def opened(note: str, verifiers: Iterable[Verifier]) -> Checkpoint:
    """What a note says, if one of these keys signed it.

    Raises `Unproven`: also if only one of the signatures by known keys is wrong.
    """
    checkpoint, lines = _taken_apart(note)
    known = {(each.name, each.id): each for each in verifiers if each.kind == LOG}
    holding = False
    for name, value in lines:
        key = known.get((name, value[:_ID_BYTES]))
        if key is None or name != checkpoint.origin:
            continue
        _verified(key, value[_ID_BYTES:], checkpoint.text.encode())
        holding = True
    if not holding:
        raise Unproven("unknown_key", f"no known key of {checkpoint.origin} signed the checkpoint")
    return checkpoint


def cosigned(checkpoint: Checkpoint, witness: Signer, seconds: int) -> str:
    """The line a witness adds, who saw this checkpoint at that time (POSIX, in seconds)."""
    signature = witness.key.sign(_witnessed(checkpoint, seconds))
    return _line(witness.verifier, seconds.to_bytes(_TIME_BYTES, "big") + signature)


def witnesses(note: str, verifiers: Iterable[Verifier]) -> dict[Verifier, int]:
    """Which of these witnesses cosigned the note, and when (POSIX, in seconds).

    Raises `Unproven` if a signature by one of them is wrong.
    """
    checkpoint, lines = _taken_apart(note)
    known = {(each.name, each.id): each for each in verifiers if each.kind == WITNESS}
    found = {}
    for name, value in lines:
        key = known.get((name, value[:_ID_BYTES]))
        if key is None:
            continue
        stamp, signature = value[_ID_BYTES:][:_TIME_BYTES], value[_ID_BYTES + _TIME_BYTES :]
        seconds = int.from_bytes(stamp, "big")
        _verified(key, signature, _witnessed(checkpoint, seconds))
        found[key] = seconds
    return found


def notes_in(text: str) -> list[str]:
    """The notes in a file to which checkpoints were appended; what is none is passed over."""
    return [found[0] for found in _NOTES.finditer(text)]


def signature_lines(note: str) -> list[str]:
    """The lines of a note that are signatures, each with its end of line."""
    return note[_end_of_text(note) + 1 :].splitlines(keepends=True)


def _witnessed(checkpoint: Checkpoint, seconds: int) -> bytes:
    return f"cosignature/v1\ntime {seconds}\n{checkpoint.text}".encode()


def _verified(key: Verifier, signature: bytes, text: bytes) -> None:
    try:
        Ed25519PublicKey.from_public_bytes(key.key).verify(signature, text)
    except InvalidSignature as error:
        raise Unproven(
            "bad_signature", f"the signature by {key.name} ({key.id.hex()}) does not fit"
        ) from error


def _line(key: Verifier, signature: bytes) -> str:
    return f"{_MARK}{key.name} {b64encode(key.id + signature).decode()}\n"


def _end_of_text(note: str) -> int:
    """Where the text ends and the blank line stands. Raises `Unproven`."""
    end = note.rfind("\n\n")
    if end < 0 or not note.endswith("\n") or len(note) > LONGEST_NOTE:
        raise Unproven("malformed", "not a signed note: text, a blank line, signatures")
    return end + 1


def _taken_apart(note: str) -> tuple[Checkpoint, list[tuple[str, bytes]]]:
    end = _end_of_text(note)
    lines = note[:end].splitlines()
    signatures = [_signature(each) for each in note[end + 1 :].split("\n")[:-1]]
    if not 0 < len(signatures) <= _MOST_SIGNATURES:
        raise Unproven("malformed", "a note has a signature, and not more than a few")
    try:
        origin, size, root = lines
        checkpoint = Checkpoint(origin, int(size), _decoded(root))
    except ValueError as error:
        raise Unproven("malformed", "a checkpoint is an origin, a size and a root") from error
    if not _SIZE.fullmatch(size) or checkpoint.text != note[:end]:
        raise Unproven("malformed", "the checkpoint is not written as checkpoints are")
    return checkpoint, signatures


def _signature(line: str) -> tuple[str, bytes]:
    try:
        name, value = line.removeprefix(_MARK).split(" ")
        signature = _decoded(value)
    except ValueError as error:
        raise Unproven("malformed", f"not a signature: {line!r}") from error
    if not line.startswith(_MARK) or not _NAME.fullmatch(name) or len(signature) <= _ID_BYTES:
        raise Unproven("malformed", f"not a signature: {line!r}")
    return name, signature


def _decoded(text: str) -> bytes:
    """What base64 stands for; only one way of writing it is right. Raises ValueError."""
    found = b64decode(text, validate=True)
    if b64encode(found).decode() != text:
        raise ValueError("bits left over")
    return found
