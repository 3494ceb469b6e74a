"""Checks an evidence bundle, trusting nobody: `python3 verify.py bundle.zip [--key KEY]`.

One file, Python 3.9 or later, standard library only; it opens no connection and writes nothing.
What it checks, and how to write your own, is in docs/evidence-bundle.md. It ends with 0 if all is
right, 1 if something is wrong, which is named, and 2 if this is no bundle that it can read.
"""

from __future__ import annotations

import argparse
import base64
import binascii
import hashlib
import io
import json
import re
import struct
import sys
import zipfile
import zlib
from collections.abc import Iterator
from typing import Any, BinaryIO, NamedTuple

KIND = "inkoopspoor-bundle"
FORMAT = 1
NEEDED = "bundle.json checkpoint.txt events.jsonl key.txt letters.json proofs.jsonl report.html"
ALSO_NEEDED = "report.pdf rules.json seal.txt verify.py"
UNLISTED = {"bundle.json", "seal.txt"}
LEAF = {"content", "position", "stream", "topic", "version"}
NAME = re.compile(r"[A-Za-z0-9_-]+(\.[A-Za-z0-9_-]+)*(/[A-Za-z0-9_-]+(\.[A-Za-z0-9_-]+)*)?")
HEX32 = re.compile("[0-9a-f]{64}")
SMALL = 16 * 1024 * 1024
CHUNK = 1024 * 1024
NAMED_AT_MOST = 20
HEADER = struct.Struct("<4s5H3I2H")
RECORD = struct.Struct("<4s6H3I5H2I")
END = struct.Struct("<4s4H2IH")
MARK = b"PK\3\4"
FIXED = (10, 0, 0, 0, 0x21)  # version, flags, not compressed, no time, the first day there is


class NoBundle(Exception):  # noqa: N818 (says what is the case)
    """It cannot be read as a bundle at all."""


class Altered(Exception):  # noqa: N818 (says what is the case)
    """It is broken in a way that leaves nothing more to check."""


class Entry(NamedTuple):
    """A file in the zip: its bytes begin at `start`."""

    name: str
    crc: int
    size: int
    start: int


class Key(NamedTuple):
    """A verifier as C2SP writes it: `name+id+base64(1, public key)`."""

    name: str
    id: bytes
    public: bytes


# --- The zip: nothing is compressed, and every byte of it follows from the files in it. ---


def entries(zipped: BinaryIO) -> list[Entry]:
    """The files, if the zip is built exactly as it must be; says which byte is not.

    What stands behind the files follows from them: it is made anew and compared.
    """
    total = zipped.seek(0, io.SEEK_END)
    if part(zipped, 0, 4) != MARK:
        raise NoBundle("bytes 0 to 3: this is not a zip file, or they were changed")
    found: list[Entry] = []
    at = 0
    while part(zipped, at, 4) == MARK:
        found.append(entry_at(zipped, at, total, found[-1] if found else None))
        at = found[-1].start + found[-1].size
    head = found[-1].start - len(header(found[-1]))
    listed = b"".join(record(each) for each in found)
    count = len(found)
    listed += END.pack(b"PK\5\6", 0, 0, count & 0xFFFF, count & 0xFFFF, len(listed), at, 0)
    rest = part(zipped, at, len(listed) + 1)
    if listed.startswith(rest) and rest != listed:
        raise NoBundle(f"byte {total}: the zip is truncated")
    if rest.startswith(listed) and rest != listed:
        raise NoBundle(f"byte {total}: the zip does not end there: something was put behind it")
    if rest[:4] != b"PK\1\2":
        raise Altered(
            f"byte {at}: no file begins there, nor the list of files, as the header of "
            f"{found[-1].name} at byte {head} has it"
        )
    same(rest, listed, at, found)
    return found


def entry_at(zipped: BinaryIO, at: int, total: int, last: Entry | None) -> Entry:
    """The file whose header stands there: by name, nothing compressed."""
    fields = HEADER.unpack(part(zipped, at, HEADER.size).ljust(HEADER.size, b"\0"))
    crc, _, size, length = fields[6:10]
    name = part(zipped, at + HEADER.size, length)[:80].decode("ascii", "replace")
    where = f"byte {at}: the file {name!r}"
    if fields[3]:
        raise Altered(f"{where} is compressed; nothing in a bundle is, so nothing was unpacked")
    if length > len(name) or not NAME.fullmatch(name):
        raise Altered(f"{where} has no name for a bundle; nothing was unpacked")
    if last is not None and name == last.name:
        raise Altered(f"{where} is there twice")
    if last is not None and name < last.name:
        before = last.start - len(header(last))
        raise Altered(f"{where} is behind {last.name!r} at byte {before}, not in order")
    entry = Entry(name, crc, size, at + HEADER.size + length)
    wanted = header(entry)
    same(part(zipped, at, len(wanted)), wanted, at, [entry])
    if entry.start + size > total:
        raise NoBundle(f"{where} has {size} bytes, more than there are: the zip is truncated")
    return entry


def header(entry: Entry) -> bytes:
    sizes = (entry.crc, entry.size, entry.size, len(entry.name), 0)
    return HEADER.pack(MARK, *FIXED, *sizes) + entry.name.encode()


def record(entry: Entry) -> bytes:
    """A file's entry in the list at the end of the zip."""
    sizes = (entry.crc, entry.size, entry.size, len(entry.name), 0, 0, 0, 0, 0)
    at = entry.start - len(header(entry))
    return RECORD.pack(b"PK\1\2", 10, *FIXED, *sizes, at) + entry.name.encode()


def same(found: bytes, wanted: bytes, at: int, listed: list[Entry]) -> None:
    """Raises `Altered` with the first byte that is not as it must be, and the file it is about."""
    if found != wanted:
        pairs = enumerate(zip(found, wanted))  # noqa: B905 (what is shorter differs at its end)
        first = next((nth for nth, (one, other) in pairs if one != other), len(found))
        ends = [sum(len(record(each)) for each in listed[: nth + 1]) for nth in range(len(listed))]
        files = [each for each, end in zip(listed, ends) if first < end]  # noqa: B905
        about = "end of the zip" if not files else f"header of {files[0].name}"
        other = files[0].start - len(header(files[0])) if files else at
        where = "" if other == at else f", or its own at byte {other}"
        raise Altered(f"byte {at + first}: the {about}{where}, was changed")


def part(zipped: BinaryIO, at: int, size: int) -> bytes:
    zipped.seek(at)
    return zipped.read(size)


class Bundle:
    """The files of a zip that is built as it must be."""

    def __init__(self, zipped: BinaryIO) -> None:
        self._zipped = zipped
        self.files = {entry.name: entry for entry in entries(zipped)}

    def chunks(self, name: str) -> Iterator[bytes]:
        entry = self.files[name]
        for at in range(0, entry.size, CHUNK):
            yield part(self._zipped, entry.start + at, min(CHUNK, entry.size - at))

    def whole(self, name: str) -> bytes:
        if self.files[name].size > SMALL:
            raise Altered(f"{name}: has {self.files[name].size} bytes, too many")
        return b"".join(self.chunks(name))

    def lines(self, name: str) -> Iterator[bytes]:
        """Each line without its end; the last one has an end too."""
        rest = b""
        for chunk in self.chunks(name):
            *found, rest = (rest + chunk).split(b"\n")
            yield from found
            if len(rest) > SMALL:
                raise Altered(f"{name}: has a line that is too long")
        if rest:
            raise Altered(f"{name}: its last line has no end")

    def digest(self, name: str) -> str:
        digest = hashlib.sha256()
        for chunk in self.chunks(name):
            digest.update(chunk)
        return digest.hexdigest()


def json_of(text: bytes, where: str) -> Any:
    """What the canonical JSON (RFC 8785, whole numbers only) says."""
    try:
        found = json.loads(text)
        again = json.dumps(found, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        if again.encode() == text:
            return found
    except (ValueError, RecursionError):
        pass
    raise Altered(f"{where}: is not canonical JSON")


# --- Ed25519 (RFC 8032), slow and plain. ---

P = 2**255 - 19
ORDER = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
ROOT_OF_MINUS_ONE = pow(2, (P - 1) // 4, P)
KEY_BYTES = 32


def point(data: bytes) -> tuple[int, int, int, int] | None:
    """The point that 32 bytes say; none if there is none."""
    y = int.from_bytes(data, "little")
    odd, y = y >> 255, y & (1 << 255) - 1
    square = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(square, (P + 3) // 8, P)
    if (x * x - square) % P:
        x = x * ROOT_OF_MINUS_ONE % P
    if y >= P or (x * x - square) % P or (x == 0 and odd):
        return None
    x = P - x if x & 1 != odd else x
    return x, y, 1, x * y % P


def add(one: tuple[int, ...], other: tuple[int, ...]) -> tuple[int, ...]:
    a = (one[1] - one[0]) * (other[1] - other[0])
    b = (one[1] + one[0]) * (other[1] + other[0])
    c = 2 * one[3] * other[3] * D
    d = 2 * one[2] * other[2]
    e, f, g, h = b - a, d - c, d + c, b + a
    return e * f % P, g * h % P, f * g % P, e * h % P


def times(number: int, base: tuple[int, ...]) -> tuple[int, ...]:
    total: tuple[int, ...] = (0, 1, 1, 0)
    while number:
        if number & 1:
            total = add(total, base)
        base, number = add(base, base), number >> 1
    return total


BASE = point((4 * pow(5, P - 2, P) % P).to_bytes(KEY_BYTES, "little"))


def is_signed(public: bytes, message: bytes, signature: bytes) -> bool:
    """Whether the owner of the public key signed the message so."""
    key, s = point(public), int.from_bytes(signature[KEY_BYTES:], "little")
    if key is None or BASE is None or len(signature) != 2 * KEY_BYTES or s >= ORDER:
        return False
    hashed = hashlib.sha512(signature[:KEY_BYTES] + public + message).digest()
    minus = (P - key[0], key[1], 1, P - key[3])
    x, y, z, _ = add(times(s, BASE), times(int.from_bytes(hashed, "little") % ORDER, minus))
    x, y = x * pow(z, P - 2, P) % P, y * pow(z, P - 2, P) % P
    return (y | (x & 1) << 255).to_bytes(KEY_BYTES, "little") == signature[:KEY_BYTES]


# --- Signed notes (C2SP signed-note and tlog-checkpoint). ---


def keys_of(text: str, where: str) -> list[Key]:
    """The verifiers, one a line."""
    found = []
    for line in text.split():
        name, key_id, coded = [*line.split("+", 2), "", ""][:3]
        data = strict64(coded)
        if not name or data[:1] != b"\1" or len(data) != 1 + KEY_BYTES:
            raise Altered(f"{where}: is no Ed25519 verifier: {line[:200]!r}")
        wanted = hashlib.sha256(name.encode() + b"\n" + data).digest()[:4]
        if wanted.hex() != key_id:
            raise Altered(f"{where}: the key of {name} is damaged: its id is not {key_id}")
        found.append(Key(name, wanted, data[1:]))
    if not found:
        raise Altered(f"{where}: holds no key")
    return found


def strict64(text: str) -> bytes:
    """Base64 as it is written in one way only; nothing if it is not."""
    try:
        data = base64.b64decode(text.encode("ascii"), validate=True)
    except (binascii.Error, UnicodeEncodeError):
        return b""
    return data if base64.b64encode(data).decode() == text else b""


def opened(note: bytes, keys: list[Key], where: str) -> tuple[list[str], Key]:
    """The lines of a note, and which of the keys signed it."""
    text, _, below = note.decode("utf-8", "replace").rpartition("\n\n")
    for line in below.splitlines() if below.endswith("\n") else ():
        dash, name, coded = [*line.split(" "), "", ""][:3]
        data = strict64(coded)
        for key in keys:
            if (dash, name, data[:4]) == ("\u2014", key.name, key.id):
                if not is_signed(key.public, f"{text}\n".encode(), data[4:]):
                    raise Altered(f"{where}: the signature of {shown(key)} is wrong")
                return text.split("\n"), key
    raise Altered(f"{where}: is not signed with the key {', '.join(map(shown, keys))}")


def shown(key: Key) -> str:
    return f"{key.name}+{key.id.hex()}"


# --- The Merkle tree (RFC 6962). ---


def leaf_hash(event: dict[str, Any]) -> bytes:
    """The leaf of an event from its bytes, or from its digest if they are kept back or gone."""
    if "state" in event:
        salted = bytes.fromhex(event["salt"]) + event["state"].encode()
        event = {**event, "content": hashlib.sha256(salted).hexdigest()}
    data = {name: event[name] for name in LEAF}
    text = json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(b"\0" + text.encode()).digest()


def root_of(leaf: bytes, index: int, size: int, path: list[bytes]) -> bytes | None:
    """The root that the path leads to; none if the path has another length than it must."""
    last, found = size - 1, leaf
    if not 0 <= index < size:
        return None
    for step in path:
        if last == 0:
            return None
        if index & 1 or index == last:
            found = hashlib.sha256(b"\1" + step + found).digest()
            while not index & 1 and index:
                index, last = index >> 1, last >> 1
        else:
            found = hashlib.sha256(b"\1" + found + step).digest()
        index, last = index >> 1, last >> 1
    return found if last == 0 else None


# --- What must be right. ---


def broken_files(bundle: Bundle) -> Iterator[str]:
    """Every file that there must be, with the checksum that the zip gives it."""
    for name in f"{NEEDED} {ALSO_NEEDED}".split():
        if name not in bundle.files:
            yield f"{name}: is missing"
    for name, crc, size, start in bundle.files.values():
        found = 0
        for chunk in bundle.chunks(name):
            found = zlib.crc32(chunk, found)
        if found != crc:
            yield f"{name}: was changed (bytes {start} to {start + size} of the zip): wrong CRC-32"


def unlisted_files(bundle: Bundle, manifest: dict[str, Any]) -> Iterator[str]:
    """The manifest names all files but itself and its seal, with length and SHA-256."""
    names = [each["name"] for each in manifest["files"]]
    if names != sorted(set(names)):
        yield "bundle.json: its files are not in order, or one is named twice"
    for name in sorted(set(bundle.files) ^ set(names) ^ UNLISTED):
        yield f"{name}: is {'missing' if name in names else 'not in bundle.json'}"
    for name, size, digest in ((it["name"], it["bytes"], it["sha256"]) for it in manifest["files"]):
        if name in bundle.files:
            found = bundle.digest(name)
            if (size, digest) != (bundle.files[name].size, found):
                yield f"{name}: is not the file that bundle.json names: its SHA-256 is {found}"


def wrong_events(bundle: Bundle, manifest: dict[str, Any], size: int, root: bytes) -> Iterator[str]:
    """Each event is in the tree at its place, and none of the subject's own is left out."""
    counted = {"open": 0, "withheld": 0, "destroyed": 0}
    before, expected = (-1, 0), 1
    proofs = bundle.lines("proofs.jsonl")
    for nth, line in enumerate(bundle.lines("events.jsonl"), 1):
        where = f"events.jsonl, line {nth}"
        try:
            event = json_of(line, where)
            where += f" ({event['topic']}, version {event['version']} of {event['stream']})"
            proof = json_of(next(proofs, b""), f"proofs.jsonl, line {nth}")
            place = (proof["index"], event["position"])
            if place[0] <= before[0] or place[1] <= before[1]:
                yield f"{where}: is not behind the event before it"
            path = [bytes.fromhex(step) for step in proof["path"]]
            if root_of(leaf_hash(event), place[0], size, path) != root:
                yield f"{where}: its bytes, its place or its proof were changed: not in the tree"
            if event["stream"] == manifest["subject"]["id"]:
                if event["version"] != expected:
                    yield f"{where}: version {expected} of the subject is missing"
                expected = event["version"] + 1
            counted[kind_of(bundle, event)] += 1
            before = place
        except Altered as altered:
            yield str(altered)
        except (KeyError, TypeError, ValueError, AttributeError):
            yield f"{where}: is not as an event and its proof are written"
    if next(proofs, None) is not None:
        yield "proofs.jsonl: has more lines than events.jsonl"
    if counted != manifest["events"]:
        yield f"events.jsonl: holds {counted}, bundle.json says {manifest['events']}"
    if expected == 1:
        yield "events.jsonl: holds no event of the subject"


def kind_of(bundle: Bundle, event: dict[str, Any]) -> str:
    """An event is told in one of three ways; the schema of one that can be read is there."""
    for kind in ("withheld", "destroyed"):
        if set(event) == LEAF | {kind} and HEX32.fullmatch(event["content"]):
            return kind
    if set(event) != LEAF - {"content"} | {"salt", "state"}:
        raise ValueError
    schema = f"schemas/{event['topic']}.{json.loads(event['state'])['v']}.json"
    if schema not in bundle.files:
        raise Altered(f"{schema}: is missing")
    return "open"


def unsaid_digest(bundle: Bundle) -> Iterator[str]:
    """Both reports name the SHA-256 of the events that they tell of."""
    digest = bundle.digest("events.jsonl").encode()
    for name in ("report.html", "report.pdf"):
        tail = b""
        for chunk in bundle.chunks(name):
            tail = tail[-len(digest) :] + chunk
            if digest in tail:
                break
        else:
            yield f"{name}: does not name the SHA-256 of events.jsonl, {digest.decode()}"


def findings(bundle: Bundle, given: list[Key], tell: list[str]) -> Iterator[str]:
    """All that is wrong; what the bundle is goes to `tell`."""
    broken = list(broken_files(bundle))
    yield from broken
    if any(finding.endswith("missing") for finding in broken):
        return
    manifest = json_of(bundle.whole("bundle.json"), "bundle.json")
    known_format(manifest, sure=not broken)
    yield from unlisted_files(bundle, manifest)
    keys = given or keys_of(bundle.whole("key.txt").decode("utf-8", "replace"), "key.txt")
    try:
        sealed, _ = opened(bundle.whole("seal.txt"), keys, "seal.txt")
        if sealed != [f"{KIND}/{FORMAT}", bundle.digest("bundle.json")]:
            yield f"bundle.json: is not what was sealed, with SHA-256 {sealed[-1]}"
    except Altered as altered:
        yield str(altered)
    note, key = opened(bundle.whole("checkpoint.txt"), keys, "checkpoint.txt")
    size, root = int(note[1]), strict64(note[2])
    if manifest["tree"] != {"origin": key.name, "size": size, "root": root.hex()}:
        yield "bundle.json: names another tree than checkpoint.txt"
    if note[0] != key.name:
        yield f"checkpoint.txt: is not of the log {key.name}"
    yield from wrong_events(bundle, manifest, size, root)
    yield from unsaid_digest(bundle)
    subject, counted = manifest["subject"], manifest["events"]
    tell.append(f"{subject['kind']} {subject['id']}, as known at {manifest['known']}")
    tell.append(f"for {manifest['role']}, as on {manifest['on']}, in {manifest['language']}")
    tell.append(", ".join(f"{number} events {kind}" for kind, number in counted.items()))
    tell.append(f"in a log of {size} events with root {root.hex()}")
    tell.append(f"signed with {shown(key)}")


def known_format(manifest: Any, *, sure: bool) -> None:
    """Raises `NoBundle` for another kind of file, and for a format of a later release."""
    if not isinstance(manifest, dict) or manifest.get("kind") != KIND:
        raise NoBundle("bundle.json: this zip is not an evidence bundle")
    if manifest.get("format") != FORMAT and sure:
        raise NoBundle(
            f"this bundle is written in format {manifest.get('format')}, this verifier reads "
            f"format {FORMAT}: use the one that came with a later release"
        )


def glance(zipped: BinaryIO) -> None:
    """A zip that is not built as we know it may be of a later format: looks, unpacks nothing."""
    try:
        with zipfile.ZipFile(zipped) as it, it.open("bundle.json") as file:
            manifest = json.loads(file.read(SMALL))
        later = manifest["kind"] == KIND and manifest["format"] > FORMAT
    except Exception:  # noqa: BLE001 (whatever it is, the answer is what was found before)
        return
    if later:
        known_format(manifest, sure=True)


def check(zipped: BinaryIO, given: list[Key]) -> tuple[int, list[str]]:
    """The exit code, and what there is to say."""
    tell: list[str] = []
    wrong: list[str] = []
    more, code = 0, 1
    try:
        for finding in findings(opened_zip(zipped), given, tell):
            more += len(wrong) >= NAMED_AT_MOST
            wrong += [finding] if len(wrong) < NAMED_AT_MOST else []
    except Altered as altered:
        wrong.append(str(altered))
    except NoBundle as no_bundle:
        code = 1 if wrong else 2
        wrong.append(str(no_bundle))
    except (KeyError, TypeError, ValueError, AttributeError, IndexError):
        wrong.append("bundle.json or checkpoint.txt: is not written as in a bundle")
    if wrong:
        said = [f"{'WRONG' if code == 1 else 'NO BUNDLE'} {each}" for each in wrong]
        return code, said + ([f"... and {more} more"] if more else [])
    if not given:
        tell.append(
            "The key came with the bundle, so anybody may have made it: compare it with the one "
            "that was published, or give that with --key."
        )
    return 0, ["RIGHT " + tell[0], *tell[1:]]


def opened_zip(zipped: BinaryIO) -> Bundle:
    try:
        return Bundle(zipped)
    except (Altered, NoBundle):
        glance(zipped)
        raise


def main() -> int:
    parser = argparse.ArgumentParser(description="Checks an evidence bundle; writes nothing.")
    parser.add_argument("bundle", help="the zip file")
    parser.add_argument("--key", action="append", default=[], metavar="KEY",
                        help="the verifier as it was published, or a file with it; more than once "
                        "if the key was changed")  # fmt: skip
    asked = parser.parse_args()
    try:
        given = [key for each in asked.key for key in keys_in(each)]
        with open(asked.bundle, "rb") as zipped:  # noqa: PTH123
            code, said = check(zipped, given)
    except Altered as altered:
        code, said = 2, [str(altered)]
    except OSError as error:
        code, said = 2, [f"{error.filename}: cannot be read: {error.strerror}"]
    sys.stdout.write("\n".join(said) + "\n")
    return code


def keys_in(text: str) -> list[Key]:
    """The key itself, or those in the file of this name."""
    if not re.fullmatch(r"[^+\s]+\+[0-9a-f]+\+\S+", text):
        with open(text, encoding="utf-8", errors="replace") as file:  # noqa: PTH123
            text = file.read(CHUNK)
    return keys_of(text, "--key")


if __name__ == "__main__":
    sys.exit(main())
