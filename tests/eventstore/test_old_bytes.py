"""An event that a later release reads otherwise keeps its bytes, and its proof (AU-12)."""

import json
from random import Random
from typing import ClassVar
from uuid import uuid4

import psycopg
import pytest
from eventsourcing.persistence import StoredEvent

from domain.base import Event
from eventstore.codec import Codec
from eventstore.leaves import grow, leaf_at, nodes
from eventstore.log import EventLog
from eventstore.verification import streams
from eventstore.verification.log import Asked, verify
from proofs.tree import inclusion, verify_inclusion
from tests import make
from tests.eventstore import evident


class BellRung(Event):
    """An event that has seen a change of its form since it was first recorded."""

    version: ClassVar[int] = 2

    times: int


AS_WRITTEN = json.dumps(
    {
        "v": 1,
        "at": "2021-05-03T09:00:00Z",
        "by": "officer-1",
        "caused_by": str(make.COMMAND_ID),
        "correlation": str(make.COMMAND_ID),
        "how_often": "twice",
    }
).encode()


@pytest.mark.row("AU-12")
def test_an_old_version_is_read_anew_and_its_bytes_and_proof_stay(
    migrated_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with EventLog(migrated_url) as log:
        old = StoredEvent(uuid4(), 1, "BellRung", AS_WRITTEN)
        [position] = log._recorder.insert_events(
            [old], command_id=make.COMMAND_ID, fingerprint=b"asked"
        )
    with psycopg.connect(migrated_url, autocommit=True) as connection:
        grow(connection, Random(1).randbytes, 10)
        before = evident.sign(connection, 1)
        asked = Asked(migrated_url, (evident.SIGNER.verifier,), readable=True)
        [unread] = verify(asked).found.verdicts
        assert (unread.kind, unread.position) == ("event_unreadable", position)

        later = Codec(
            {"BellRung": BellRung},
            {("BellRung", 1): lambda data: {**_without(data, "how_often"), "times": 2}},
        )
        monkeypatch.setattr(streams, "CODEC", later)
        event = later.decode("BellRung", AS_WRITTEN)
        assert isinstance(event, BellRung)
        assert event.times == 2
        assert later.encode(event) != AS_WRITTEN
        found = verify(asked)
        assert (found.found.verdicts, found.proved, found.root) == ([], 1, before.root)

        leaf = leaf_at(connection, position)
        path = inclusion(leaf.index, 1, nodes(connection))
        assert leaf.state == AS_WRITTEN
        assert verify_inclusion(leaf.hash, leaf.index, 1, path, before.root)


def _without(data: dict[str, object], name: str) -> dict[str, object]:
    return {key: value for key, value in data.items() if key != name}
