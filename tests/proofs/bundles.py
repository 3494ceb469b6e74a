"""A small bundle that holds one of everything, made without a database."""

import io
from collections.abc import Mapping
from hashlib import sha256
from json import loads
from pathlib import Path
from uuid import UUID

from proofs import bundle, tree
from proofs.bundle import Part
from proofs.checkpoint import Checkpoint, Signer, new_signer, signed
from proofs.leaf import content_of, leaf_data, leaf_hash

VERIFIER = Path(bundle.__file__).with_name("verify.py")
SIGNER = new_signer("example.org/log", bytes(32))
SUBJECT = UUID(int=7)
SIZE = 11
STATES = [b'{"v":1,"said":"Jos\xc3\xa9 \\u001f \\"%d\\""}' % nth for nth in range(SIZE)]


def salt(nth: int) -> bytes:
    return sha256(b"%d" % nth).digest()[:16]


def stream(nth: int) -> UUID:
    return SUBJECT if nth < 4 else UUID(int=9)


def version(nth: int) -> int:
    return nth + 1 if nth < 4 else nth - 3


LEAVES = [
    leaf_data(content_of(salt(nth), state), 2 * nth + 1, stream(nth), "ThingDone", version(nth))
    for nth, state in enumerate(STATES)
]
HASHES = [leaf_hash(each) for each in LEAVES]


def node(level: int, index: int) -> bytes:
    return tree.complete(HASHES[index << level : (index + 1) << level])


class Files(dict[str, Part]):
    """Files of a bundle; one that is not there yet begins empty."""

    def __missing__(self, name: str) -> Part:
        self[name] = Part(io.BytesIO())
        return self[name]


def files(**manifest: object) -> Files:
    """Events 0 to 4: the first four are the subject's, 1 is kept back and 4 was destroyed.

    `manifest` overrides what `bundle.json` says.
    """
    found = Files()
    counted = {"open": 3, "withheld": 1, "destroyed": 1}
    for nth in range(5):
        line: dict[str, object] = {
            "position": 2 * nth + 1,
            "stream": str(stream(nth)),
            "topic": "ThingDone",
            "version": version(nth),
        }
        content = content_of(salt(nth), STATES[nth]).hex()
        if nth == 1:
            line |= {"content": content, "withheld": {"rule": "secret_document"}}
        elif nth == 4:
            line |= {"content": content, "destroyed": str(UUID(int=3))}
        else:
            line |= {"salt": salt(nth).hex(), "state": STATES[nth].decode()}
        found["events.jsonl"].line(line)
        path = [each.hex() for each in tree.inclusion(nth, SIZE, node)]
        found["proofs.jsonl"].line({"index": nth, "path": path})
    root = tree.root(HASHES)
    note = signed(Checkpoint(SIGNER.name, SIZE, root), [SIGNER])
    digest = found["events.jsonl"].sha256.encode()
    texts = {
        "checkpoint.txt": note.encode(),
        "key.txt": f"{SIGNER.verifier}\n".encode(),
        "letters.json": b'{"letters":[]}',
        "report.html": b"<p>" + digest + b"</p>",
        "report.pdf": b"%PDF-1.7 " + digest,
        "rules.json": b"{}",
        "schemas/ThingDone.1.json": b"{}",
        "verify.py": b"# a verifier\n",
    }
    for name, text in texts.items():
        found[name].write(text)
    said = {
        "subject": {"kind": "contract", "id": str(SUBJECT)},
        "known": "2026-01-01T00:00:00Z",
        "on": "2026-01-02",
        "role": "public",
        "provider": None,
        "language": "nl",
        "made_by": "a test",
        "events": counted,
        "tree": {"origin": SIGNER.name, "size": SIZE, "root": root.hex()},
    }
    return manifested(found, {**said, **manifest})


def manifested(found: Files, said: Mapping[str, object], signer: Signer = SIGNER) -> Files:
    """The files with their manifest, sealed."""
    text = bundle.manifest(said, found)
    found["bundle.json"].write(text)
    found["seal.txt"].write(bundle.seal(text, [signer]))
    return found


def unmanifested(found: Files) -> dict[str, object]:
    """Takes the manifest and the seal out; says what the manifest said, but for the files."""
    said = loads(whole(found.pop("bundle.json")))
    del found["seal.txt"]
    return {key: each for key, each in said.items() if key not in ("files", "kind", "format")}


def whole(part: Part) -> bytes:
    return b"".join(part.chunks())


def zipped(found: Files) -> bytes:
    target = io.BytesIO()
    bundle.write(target, found)
    return target.getvalue()


def replaced(found: Files, name: str, text: bytes) -> Files:
    """The same files, but one of them reads otherwise."""
    del found[name]
    found[name].write(text)
    return found
