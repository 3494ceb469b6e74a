"""The verifier that goes with every bundle: what it accepts, and what it says of anything else."""

import io
import re
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from proofs import bundle, tree, verify
from proofs.bundle import Part
from proofs.checkpoint import new_signer
from tests.proofs.bundles import (
    HASHES,
    SIGNER,
    SIZE,
    STATES,
    SUBJECT,
    VERIFIER,
    Files,
    files,
    manifested,
    node,
    replaced,
    unmanifested,
    whole,
    zipped,
)

RIGHT = zipped(files())
OTHER = new_signer("example.org/log", bytes(range(32)))


@pytest.fixture
def empty(tmp_path: Path) -> Path:
    """A folder in which nothing stands but the verifier and the bundle."""
    (tmp_path / "verify.py").write_bytes(VERIFIER.read_bytes())
    return tmp_path


def run(folder: Path, content: bytes, *options: str) -> tuple[int, str]:
    """Check it as a stranger would: a bare Python, without site packages, somewhere else."""
    (folder / "bundle.zip").write_bytes(content)
    before = {each.name: each.read_bytes() for each in folder.iterdir()}
    done = subprocess.run(
        [sys.executable, "-I", "-S", "verify.py", "bundle.zip", *options],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert {each.name: each.read_bytes() for each in folder.iterdir()} == before
    assert "Traceback" not in done.stderr
    return done.returncode, done.stdout


def checked(content: bytes, *keys: str) -> tuple[int, str]:
    """The same within this process."""
    given = [key for each in keys for key in verify.keys_of(each, "--key")]
    code, said = verify.check(io.BytesIO(content), given)
    return code, "\n".join(said)


@pytest.mark.row("AU-05", "TP-11")
def test_a_bundle_is_right_for_a_bare_python_also_with_parts_kept_back_or_destroyed(
    empty: Path,
) -> None:
    code, said = run(empty, RIGHT, "--key", str(SIGNER.verifier))
    assert (code, said.splitlines()[0]) == (
        0,
        f"RIGHT contract {SUBJECT}, as known at 2026-01-01T00:00:00Z",
    )
    assert "3 events open, 1 events withheld" in said
    assert "1 events destroyed" in said
    for hidden in (STATES[1], STATES[4]):
        assert hidden not in RIGHT
        assert hidden.decode().encode("unicode_escape") not in RIGHT


def test_without_a_key_it_says_that_anybody_may_have_signed(empty: Path) -> None:
    code, said = run(empty, RIGHT)
    assert code == 0
    assert "compare it with the one that was published" in said


def test_a_key_may_come_from_a_file_and_another_key_is_refused(empty: Path) -> None:
    (empty / "log.key").write_text(f"{SIGNER.verifier}\n")
    assert run(empty, RIGHT, "--key", "log.key")[0] == 0
    code, said = run(empty, RIGHT, "--key", str(OTHER.verifier))
    assert code == 1
    assert (
        f"checkpoint.txt: is not signed with the key example.org/log+{OTHER.verifier.id.hex()}"
        in said
    )
    assert run(empty, RIGHT, "--key", "example.org/log+00000000+AQ==")[0] == 2
    assert run(empty, RIGHT, "--key", "no-such-file")[0] == 2


def places(content: bytes) -> Iterator[int]:
    """Every byte of the zip's own, and of the files one in eighty-nine, never the same ones."""
    with zipfile.ZipFile(io.BytesIO(content)) as it:
        data: set[int] = set()
        for each in it.infolist():
            start = each.header_offset + 30 + len(each.filename)
            data.update(range(start, start + each.file_size))
    yield from (at for at in range(len(content)) if at not in data)
    yield from sorted(data)[Random().randrange(89) :: 89]


def owners(content: bytes) -> list[tuple[int, str]]:
    """Where the header, bytes or entry in the list of each file end."""
    with zipfile.ZipFile(io.BytesIO(content)) as it:
        starts = [each.header_offset for each in it.infolist()]
        found = list(zip([*starts[1:], it.start_dir], it.namelist(), strict=True))
        at = it.start_dir
    for name in [name for _, name in found]:
        at += 46 + len(name)
        found.append((at, name))
    return found


def is_named(at: int, said: str, owned: list[tuple[int, str]]) -> bool:
    """Whether what is said names the file that the byte is of, or a place close to it."""
    places = [int(found) for found in re.findall(r"\bbytes? (\d+)", said)]
    owner = next((name for end, name in owned if at < end), None)
    return bool(places) and (
        (owner is not None and owner in said) or any(0 <= at - place < 80 for place in places)
    )


@pytest.mark.row("AU-05")
def test_one_flipped_byte_anywhere_is_found_and_named() -> None:
    owned = owners(RIGHT)
    for at in places(RIGHT):
        flipped = bytearray(RIGHT)
        flipped[at] ^= 1 << at % 8
        code, said = checked(bytes(flipped))
        assert code != 0, f"byte {at}"
        assert is_named(at, said, owned), f"byte {at}: {said}"


def test_a_changed_event_is_named_by_its_line_topic_version_and_stream() -> None:
    found = files()
    text = whole(found["events.jsonl"]).replace(rb"\\\"2", rb"\\\"9", 1)
    code, said = checked(zipped(replaced(found, "events.jsonl", text)))
    assert code == 1
    assert f"events.jsonl, line 3 (ThingDone, version 3 of {SUBJECT}): its bytes" in said


def resealed(found: Files, **said: object) -> bytes:
    """A bundle whose maker, who has the key, is not to be trusted."""
    manifest = unmanifested(found)
    for name in ("report.html", "report.pdf"):
        replaced(found, name, found["events.jsonl"].sha256.encode())
    return zipped(manifested(found, {**manifest, **said}))


def without(found: Files, line: int) -> Files:
    for name in ("events.jsonl", "proofs.jsonl"):
        lines = whole(found[name]).splitlines(keepends=True)
        replaced(found, name, b"".join(lines[:line] + lines[line + 1 :]))
    return found


@pytest.mark.row("AU-05", "AU-16")
def test_not_even_who_has_the_key_can_leave_out_or_change_an_event() -> None:
    counted = {"open": 2, "withheld": 1, "destroyed": 1}
    code, said = checked(resealed(without(files(), 2), events=counted))
    assert code == 1
    assert "version 3 of the subject is missing" in said
    found = files()
    text = whole(found["events.jsonl"]).replace(rb"\\\"2", rb"\\\"9", 1)
    code, said = checked(resealed(replaced(found, "events.jsonl", text)))
    assert (code, "line 3" in said, "not in the tree" in said) == (1, True, True)
    assert checked(resealed(files()))[0] == 0


@pytest.mark.row("AU-05")
def test_letters_rules_and_reports_cannot_be_changed_without_the_key() -> None:
    found = replaced(files(), "letters.json", b'{"letters":[1]}')
    manifested(found, unmanifested(found), OTHER)
    code, said = checked(zipped(found), str(SIGNER.verifier))
    assert code == 1
    assert "seal.txt: is not signed with the key" in said


def test_a_report_that_tells_of_other_events_is_found() -> None:
    found = replaced(files(), "report.pdf", b"%PDF-1.7")
    code, said = checked(zipped(found))
    assert code == 1
    assert "report.pdf: does not name the SHA-256 of events.jsonl" in said


def compressed(content: bytes, **more: bytes) -> bytes:
    """What any other program makes of the same files."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as it:
        read = {name: it.read(name) for name in it.namelist()}
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as it:
        for name, text in {**read, **more}.items():
            it.writestr(name, text)
    return target.getvalue()


class Twice(dict[str, Part]):
    """A file that is in the zip two times."""

    def items(self) -> list[tuple[str, Part]]:  # type: ignore[override]
        return [*super().items(), ("key.txt", self["key.txt"])]

    def values(self) -> list[Part]:  # type: ignore[override]
        return [each for _, each in self.items()]


def with_file(name: str) -> Files:
    found = files()
    found[name].write(b"x")
    return found


def less(name: str) -> Files:
    found = files()
    del found[name]
    return found


LATER = bundle.canonical({"kind": bundle.KIND, "format": 2})
BAD = {
    "empty": (b"", 2, "not a zip file"),
    "text": (b"a letter, not a zip\n" * 99, 2, "not a zip file"),
    "another zip": (compressed(RIGHT), 1, "is compressed"),
    "truncated": (RIGHT[:-1], 2, "truncated"),
    "half": (RIGHT[: len(RIGHT) // 2], 2, "truncated"),
    "something behind": (RIGHT + b"\0", 2, "something was put behind it"),
    "zip bomb": (compressed(RIGHT, **{"a.json": bytes(50_000_000)}), 1, "nothing was unpacked"),
    "from the future": (zipped(files(format=2)), 2, "format 2, this verifier reads format 1"),
    "compressed, from the future": (
        compressed(RIGHT, **{"bundle.json": LATER}),
        2,
        "format 2, this verifier reads format 1",
    ),
    "path traversal": (zipped(with_file("../x")), 1, "nothing was unpacked"),
    "absolute path": (zipped(with_file("/etc/x")), 1, "nothing was unpacked"),
    "named twice": (zipped(Twice(files())), 1, "'key.txt' is there twice"),  # type: ignore[arg-type]
    "one too many": (zipped(with_file("zz.txt")), 1, "zz.txt: is not in bundle.json"),
    "one too few": (zipped(less("letters.json")), 1, "letters.json: is missing"),
    "no schema": (zipped(less("schemas/ThingDone.1.json")), 1, "ThingDone.1.json: is missing"),
    "no manifest": (zipped(less("bundle.json")), 1, "bundle.json: is missing"),
    "another kind": (zipped(replaced(files(), "bundle.json", b"{}")), 2, "not an evidence bundle"),
    "deep": (
        zipped(replaced(files(), "bundle.json", b"[" * 100_000)),
        1,
        "bundle.json: is not canonical JSON",
    ),
}


@pytest.mark.row("AU-05")
@pytest.mark.parametrize("case", BAD)
def test_bad_input_is_answered_clearly(case: str) -> None:
    content, code, words = BAD[case]
    found, said = checked(content)
    assert (found, words in said) == (code, True), said


def test_a_bomb_and_a_zip_from_the_future_write_nothing(empty: Path) -> None:
    for case in ("zip bomb", "from the future", "path traversal", "half"):
        content, code, words = BAD[case]
        found, said = run(empty, content)
        assert (found, words in said) == (code, True), said


def test_every_inclusion_proof_leads_to_the_root_and_no_other_does() -> None:
    for size in range(1, SIZE + 1):
        root = tree.root(HASHES[:size])
        for index in range(size):
            path = tree.inclusion(index, size, node)
            assert verify.root_of(HASHES[index], index, size, path) == root
            assert verify.root_of(HASHES[index], (index + 1) % SIZE, size, path) != root or not path
            assert verify.root_of(HASHES[index], index, size, [*path, root]) is None
            assert size == 1 or verify.root_of(HASHES[index], index, size, path[:-1]) != root
    assert verify.root_of(HASHES[0], 5, 5, []) is None


def test_signatures_are_right_where_another_library_says_so() -> None:
    chance = Random(5)
    for _ in range(6):
        key = Ed25519PrivateKey.from_private_bytes(chance.randbytes(32))
        public, message = key.public_key().public_bytes_raw(), chance.randbytes(40)
        signature = key.sign(message)
        bit = chance.randrange(512)
        flipped = (int.from_bytes(signature, "big") ^ 1 << bit).to_bytes(64, "big")
        larger = int.from_bytes(signature[32:], "little") + verify.ORDER
        malleable = signature[:32] + larger.to_bytes(32, "little")
        for said in (signature, flipped, malleable):
            assert verify.is_signed(public, message, said) == right(public, message, said)
        assert not verify.is_signed(public, message + b"x", signature)
        assert not verify.is_signed(public, message, signature[:-1])
    assert not verify.is_signed(b"\xff" * 32, b"", bytes(64))


def right(public: bytes, message: bytes, signature: bytes) -> bool:
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, message)
    except InvalidSignature:
        return False
    return True


def test_the_verifier_needs_nothing_but_the_standard_library() -> None:
    imported = re.findall(r"^(?:import|from) (\w+)", VERIFIER.read_text(), re.MULTILINE)
    assert set(imported) - {"__future__"} <= sys.stdlib_module_names
