"""A leaf binds an event to its place and gives nothing of it away."""

from typing import Any
from uuid import UUID

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from eventstore.registry import EVENTS
from proofs.leaf import content_of, leaf_data, leaf_hash, leaf_hashes

STREAM = UUID("0f8fad5b-d9cb-469f-a165-70867728950e")
topics = st.sampled_from(sorted(EVENTS))


@given(
    content=st.binary(min_size=32, max_size=32),
    position=st.integers(1, 2**53 - 1),
    stream=st.uuids(),
    topic=topics,
    version=st.integers(1, 2**53 - 1),
)
def test_a_leaf_is_canonical_json(
    content: bytes, position: int, stream: UUID, topic: str, version: int
) -> None:
    fields: dict[str, Any] = {
        "version": version,
        "topic": topic,
        "stream": str(stream),
        "position": position,
        "content": content.hex(),
    }
    assert leaf_data(content, position, stream, topic, version) == rfc8785.dumps(fields)


@given(st.lists(st.tuples(st.integers(1), st.uuids(), st.integers(1), topics, st.binary())))
def test_many_leaves_at_once_are_those_of_one_by_one(
    events: list[tuple[int, UUID, int, str, bytes]],
) -> None:
    salts = [bytes([n % 256]) * 16 for n in range(len(events))]
    together = leaf_hashes(salts, ((each[0], str(each[1]), *each[2:]) for each in events))
    assert together == [
        leaf_hash(leaf_data(content_of(salt, state), at, stream, topic, version))
        for salt, (at, stream, version, topic, state) in zip(salts, events, strict=True)
    ]


@pytest.mark.row("TP-11")
def test_the_same_content_twice_gives_leaves_that_have_nothing_in_common() -> None:
    said = b'{"v":1,"answer":"yes"}'
    one, other = content_of(b"1" * 16, said), content_of(b"2" * 16, said)
    assert one != other
    assert said not in leaf_data(one, 7, STREAM, "AnswerRecorded", 1)


def test_whatever_is_said_of_an_event_changes_its_hash() -> None:
    content = content_of(b"1" * 16, b"{}")
    hashes = {
        leaf_hash(leaf_data(*said))
        for said in (
            (content, 7, STREAM, "ChangeProposed", 1),
            (content_of(b"1" * 16, b"{} "), 7, STREAM, "ChangeProposed", 1),
            (content, 8, STREAM, "ChangeProposed", 1),
            (content, 7, UUID(int=STREAM.int + 1), "ChangeProposed", 1),
            (content, 7, STREAM, "ChangeTabled", 1),
            (content, 7, STREAM, "ChangeProposed", 2),
        )
    }
    assert len(hashes) == 6
