"""Writes an evidence bundle: a zip of which every byte follows from the files in it (AU-05).

Nothing is compressed, names are in order and carry no time, so that a verifier can say which byte
is not as it must be, needs no limits against zip bombs, and the same files give the same zip on
every machine. `bundle.json` names each file with its SHA-256; `seal.txt` signs `bundle.json`. The
format is told in docs/evidence-bundle.md, and read by proofs/verify.py, which shares no code.
"""

import json
import struct
import zlib
from base64 import b64encode
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from typing import IO, Any, BinaryIO

from proofs.checkpoint import Signer

FORMAT = 1
KIND = "inkoopspoor-bundle"
SEAL = f"{KIND}/{FORMAT}"

_LOCAL = struct.Struct("<4s5H3I2H")
_CENTRAL = struct.Struct("<4s6H3I5H2I")
_END = struct.Struct("<4s4H2IH")
_VERSION, _DATE = 10, 0x21
_CHUNK = 1 << 20
_MOST = 0xFFFF_FFFF
_MOST_FILES = 0xFFFF


class TooBig(ValueError):  # noqa: N818 (says what it is)
    """More than a zip of this kind can hold."""


@dataclass(slots=True)
class Part:
    """A file of the bundle on its way: written once, then read once. Its bytes are in `held`.

    `held` is a temporary file, so that a big bundle takes up no memory.
    """

    held: IO[bytes]
    size: int = 0
    crc: int = 0
    _digest: Any = field(default_factory=sha256, init=False)

    def write(self, data: bytes) -> None:
        self.held.write(data)
        self.size += len(data)
        self.crc = zlib.crc32(data, self.crc)
        self._digest.update(data)

    def line(self, value: Mapping[str, Any]) -> None:
        """One line of canonical JSON."""
        self.write(canonical(value) + b"\n")

    @property
    def sha256(self) -> str:
        return str(self._digest.hexdigest())

    def chunks(self) -> Iterator[bytes]:
        self.held.seek(0)
        while chunk := self.held.read(_CHUNK):
            yield chunk


def canonical(value: Mapping[str, Any]) -> bytes:
    """JSON as RFC 8785 has it: one way to write it. Numbers are whole, and keys plain words.

    A test holds it against the library for that, which takes ten times as long.
    """
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return text.encode()


def manifest(said: Mapping[str, Any], parts: Mapping[str, Part]) -> bytes:
    """`bundle.json`: what the bundle is, and all its files with their SHA-256."""
    files = [
        {"name": name, "bytes": part.size, "sha256": part.sha256}
        for name, part in sorted(parts.items())
    ]
    return canonical({"kind": KIND, "format": FORMAT, **said, "files": files})


def seal(manifested: bytes, signers: Iterable[Signer]) -> bytes:
    """`seal.txt`: a signed note over the manifest's SHA-256. It can be taken for no checkpoint."""
    text = f"{SEAL}\n{sha256(manifested).hexdigest()}\n".encode()
    return text + b"\n" + b"".join(_signature(text, each) for each in signers)


def _signature(text: bytes, signer: Signer) -> bytes:
    key = signer.verifier
    signature = b64encode(key.id + signer.key.sign(text)).decode()
    return f"\N{EM DASH} {key.name} {signature}\n".encode()


def write(target: BinaryIO, parts: Mapping[str, Part]) -> None:
    """The zip of these files, by name. Raises `TooBig`."""
    if len(parts) > _MOST_FILES or sum(each.size for each in parts.values()) > _MOST - (1 << 26):
        raise TooBig("the bundle would be larger than 4 GB")
    records: list[bytes] = []
    at = 0
    for name, part in sorted(parts.items()):
        raw = name.encode("ascii")
        held = (_VERSION, 0, 0, 0, _DATE, part.crc, part.size, part.size, len(raw), 0)
        records.append(
            _CENTRAL.pack(b"PK\x01\x02", _VERSION, *held, 0, 0, 0, 0, at) + raw,
        )
        at += _put(target, [_LOCAL.pack(b"PK\x03\x04", *held), raw])
        at += _put(target, part.chunks())
    size = _put(target, records)
    count = len(records)
    target.write(_END.pack(b"PK\x05\x06", 0, 0, count, count, size, at, 0))


def _put(target: BinaryIO, chunks: Iterable[bytes]) -> int:
    written = 0
    for chunk in chunks:
        target.write(chunk)
        written += len(chunk)
    return written
