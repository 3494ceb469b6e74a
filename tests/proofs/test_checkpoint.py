"""A checkpoint is believed on a signature by a known key, and on nothing else."""

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from tlog_scales import signing, tlog

from proofs.checkpoint import (
    WITNESS,
    Checkpoint,
    Unproven,
    cosigned,
    new_signer,
    notes_in,
    opened,
    parsed,
    read_signer,
    read_verifier,
    signature_lines,
    signed,
    witnesses,
)

NAME = "inkoop.example/log"
KEY, NEXT_KEY = new_signer(NAME, b"1" * 32), new_signer(NAME, b"2" * 32)
STRANGER = new_signer("elsewhere.example/log", b"3" * 32)
WATCHER = new_signer("rekenkamer.example/w", b"4" * 32, WITNESS)
SEEN = Checkpoint(NAME, 1234, bytes(range(32)))
NOTE = signed(SEEN, [KEY])


def refused(note: str, *keys: str) -> str:
    with pytest.raises(Unproven) as caught:
        opened(note, [read_verifier(each) for each in keys])
    return caught.value.reason


def test_a_checkpoint_is_read_back_by_its_key() -> None:
    assert opened(NOTE, [KEY.verifier]) == parsed(NOTE) == SEEN


def test_keys_are_written_and_read_back_and_the_private_one_is_never_shown() -> None:
    again = read_signer(KEY.secret())
    assert again.verifier == KEY.verifier == read_verifier(str(KEY.verifier))
    assert KEY.secret().split("+", 4)[-1] not in repr(KEY)


@pytest.mark.row("AU-04")
def test_another_library_accepts_our_checkpoints_keys_and_cosignatures() -> None:
    note = NOTE + cosigned(SEEN, WATCHER, 1_700_000_000)
    theirs = tlog.Checkpoint.from_text(note)
    assert (theirs.origin, theirs.size, theirs.root_hash) == (NAME, 1234, SEEN.root)
    for key in (KEY.verifier, WATCHER.verifier):
        theirs.verify(signing.Vkey.from_string(str(key)))
    with pytest.raises(RuntimeError, match="no signature"):
        theirs.verify(signing.Vkey.from_string(str(NEXT_KEY.verifier)))


def test_we_accept_the_checkpoints_of_another_library() -> None:
    signer = signing.PlainEd25519Signer(NAME, b"1" * 32)
    note = tlog.Checkpoint.make_signed(NAME, 1234, SEEN.root, [signer]).serialize()
    assert note == NOTE


def test_the_example_of_the_specification_is_read() -> None:
    note = (
        "example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n\n"
        "— example.com/behind-the-sofa Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5"
        "/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=\n"
    )
    assert parsed(note).size == 20852163


@pytest.mark.row("AU-04")
def test_while_keys_change_both_sign_and_either_is_enough() -> None:
    note = signed(SEEN, [NEXT_KEY, KEY])
    for key in (KEY, NEXT_KEY):
        assert opened(note, [key.verifier]) == SEEN
    assert len(signature_lines(note)) == 2
    assert opened(NOTE, [NEXT_KEY.verifier, KEY.verifier]) == SEEN


@pytest.mark.row("AU-04")
def test_a_wrong_key_and_a_wrong_signature_are_told_apart() -> None:
    assert refused(NOTE, str(NEXT_KEY.verifier)) == "unknown_key"
    assert refused(NOTE, str(STRANGER.verifier)) == "unknown_key"
    forged = NOTE.replace("1234", "1235")
    assert refused(forged, str(KEY.verifier)) == "bad_signature"
    foreign = signed(SEEN, [STRANGER])
    assert refused(foreign, str(STRANGER.verifier)) == "unknown_key"


def test_one_wrong_signature_of_a_known_key_spoils_the_note() -> None:
    other = signed(Checkpoint(NAME, 9, SEEN.root), [NEXT_KEY])
    note = NOTE + signature_lines(other)[0]
    assert opened(note, [KEY.verifier]) == SEEN
    assert refused(note, str(KEY.verifier), str(NEXT_KEY.verifier)) == "bad_signature"


@pytest.mark.row("AU-04")
def test_a_witness_says_when_it_saw_the_checkpoint() -> None:
    note = NOTE + cosigned(SEEN, WATCHER, 1_700_000_000)
    assert witnesses(note, [WATCHER.verifier]) == {WATCHER.verifier: 1_700_000_000}
    assert witnesses(NOTE, [WATCHER.verifier]) == {}
    moved = NOTE + cosigned(Checkpoint(NAME, 1235, SEEN.root), WATCHER, 1_700_000_000)
    with pytest.raises(Unproven, match="does not fit"):
        witnesses(moved, [WATCHER.verifier])


@settings(max_examples=300)
@given(st.integers(0, len(NOTE.encode()) - 1), st.integers(1, 255))
@example(len(NOTE.encode()) - 3, 1)
def test_no_byte_of_a_note_can_be_changed(at: int, by: int) -> None:
    changed = bytearray(NOTE.encode())
    changed[at] ^= by
    try:
        note = changed.decode()
    except UnicodeDecodeError:
        return
    with pytest.raises(Unproven):
        opened(note, [KEY.verifier])


@pytest.mark.parametrize(
    "text",
    ["", "\n\n", "x", "a\n1\nAA==\n", "a\n01\nAA==\n\n— a AAAAAAA=\n", f"{SEEN.text}\n", "a\n" * 9],
)
def test_what_is_no_checkpoint_is_refused_as_such(text: str) -> None:
    with pytest.raises(Unproven) as caught:
        parsed(text)
    assert caught.value.reason == "malformed"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "PRIVATE+KEY+a+b",
        KEY.secret().replace(NAME, "inkoop.example/other"),
        KEY.secret()[:-6],
        str(KEY.verifier),
    ],
)
def test_a_damaged_key_is_refused(text: str) -> None:
    with pytest.raises(Unproven) as caught:
        read_signer(text)
    assert KEY.secret()[-20:] not in str(caught.value)


def test_a_damaged_public_key_is_refused() -> None:
    for text in ("", "a+b+c", str(KEY.verifier)[:-3], str(KEY.verifier).replace("inkoop", "uitk")):
        with pytest.raises(Unproven):
            read_verifier(text)
    with pytest.raises(Unproven, match="no spaces and no plus"):
        new_signer("two words", b"1" * 32)


def test_a_file_of_notes_is_read_past_what_was_cut_off() -> None:
    second = signed(Checkpoint(NAME, 5678, SEEN.root), [KEY])
    text = f"{NOTE}\n{NOTE[:60]}\n\n{second}\n"
    assert [parsed(each).size for each in notes_in(text)] == [1234, 5678]
    assert notes_in("nothing here\n\n") == []
