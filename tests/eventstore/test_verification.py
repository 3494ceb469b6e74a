"""Whatever is done to the log by somebody who owns the database is found, and named."""

from collections.abc import Iterator
from uuid import uuid4

import psycopg
import pytest

from eventstore.verification.log import Asked, Verified, verify
from eventstore.verification.signed import Outside
from proofs.checkpoint import Checkpoint, signed
from tests.eventstore import evident
from tests.eventstore.attacks import ALTER, ATTACKS, cut_off_with_all, forged, sql

KNOWN = (evident.SIGNER.verifier,)


@pytest.fixture(scope="module")
def log_url(postgres_url: str, migrated_template: str) -> Iterator[str]:
    name = f"evident_{uuid4().hex}"
    made = f"CREATE DATABASE {name} TEMPLATE {migrated_template} STRATEGY FILE_COPY"
    with psycopg.connect(postgres_url, autocommit=True) as connection:
        connection.execute(made.encode())
        url = f"{postgres_url.rpartition('/')[0]}/{name}"
        evident.build(url)
        yield url
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)".encode())


def said(verified: Verified) -> list[tuple[str, int | None]]:
    places = (
        (each.kind, each.index if each.position is None else each.position)
        for each in verified.found.verdicts
    )
    return sorted(places, key=str)


@pytest.mark.row("AU-04")
def test_a_log_that_nobody_touched_is_sound(log_url: str) -> None:
    verified = verify(Asked(log_url, KNOWN, readable=True))
    assert said(verified) == []
    assert (verified.leaves, verified.proved, verified.unsigned) == (690, 650, 40)
    assert (verified.waiting, verified.read, verified.checkpoints) == (10, 700, 4)
    several = verify(Asked(log_url, KNOWN, processes=2))
    assert (several.root, several.found) == (verified.root, verified.found)


@pytest.mark.row("AU-04")
@pytest.mark.parametrize("name", ATTACKS)
def test_tampering_is_found_and_named(log_url: str, name: str) -> None:
    attack, expected = ATTACKS[name]
    with evident.superuser(log_url) as connection:
        attack(connection)
        found = verify(Asked(log_url, KNOWN))
        assert said(found) == sorted(expected, key=str)
        assert all(each.do for each in found.found.verdicts)


@pytest.mark.row("AU-04")
def test_it_is_said_between_which_checkpoints_and_what_was_changed(log_url: str) -> None:
    with evident.superuser(log_url) as connection:
        sql(
            "UPDATE eventlog_events SET topic = 'ContractAmended' WHERE notification_id = 310",
        )(connection)
        [verdict] = verify(Asked(log_url, KNOWN)).found.verdicts
    assert verdict.what == (
        "the event at position 310 was altered: it was recorded as ClockMoved and is now called"
        " ContractAmended"
    )
    assert str(verdict.between) == (
        "between the checkpoint over 300 leaves of 2021-05-03 14:00 UTC and the checkpoint over"
        " 512 leaves of 2021-05-03 17:32 UTC"
    )


@pytest.mark.row("AU-04")
def test_what_an_auditor_kept_finds_what_the_database_alone_cannot_show(log_url: str) -> None:
    with evident.superuser(log_url) as connection:
        kept = [
            Outside(f"kept-{size}", evident.sign(connection, size).note) for size in (200, 400, 650)
        ]
        sql("DELETE FROM proof_checkpoints WHERE size IN (200, 400)")(connection)
        assert verify(Asked(log_url, KNOWN, tuple(kept))).agreed == [each.name for each in kept]

        cut_off_with_all(connection)
        assert said(verify(Asked(log_url, KNOWN))) == []
        cut = verify(Asked(log_url, KNOWN, tuple(kept)))
        assert said(cut) == [("log_shorter", 600)]
    with evident.superuser(log_url) as connection:
        forged(connection)
        trusting = (evident.FALSE_SIGNER.verifier,)
        assert said(verify(Asked(log_url, trusting))) == []
        both = verify(Asked(log_url, (*trusting, *KNOWN), tuple(kept)))
        assert said(both) == [
            ("outside_checkpoint_inconsistent", 200),
            ("outside_checkpoint_inconsistent", 200),
        ]
        unknown = verify(Asked(log_url, trusting, tuple(kept)))
        assert {kind for kind, _ in said(unknown)} == {"checkpoint_unknown_key"}


@pytest.mark.row("AU-04")
def test_a_checkpoint_of_another_log_under_our_key_is_named(log_url: str) -> None:
    other = Outside(
        "split", signed(Checkpoint(evident.SIGNER.name, 500, bytes(32)), [evident.SIGNER])
    )
    [verdict] = verify(Asked(log_url, KNOWN, (other,))).found.verdicts
    assert (verdict.kind, verdict.key) == ("outside_checkpoint_inconsistent", "split")
    with evident.superuser(log_url) as connection:
        connection.execute(
            "INSERT INTO proof_checkpoints VALUES (500, %s, %s, now())", [bytes(32), other.note]
        )
        assert said(verify(Asked(log_url, KNOWN))) == [("checkpoint_inconsistent", 499)]


def test_of_very_many_some_are_named_and_all_are_counted(log_url: str) -> None:
    with evident.superuser(log_url) as connection:
        sql(ALTER.replace("= {}", "> 0"))(connection)
        found = verify(Asked(log_url, KNOWN)).found
    assert found.counts["event_altered"] == evident.LEAVES
    assert 0 < len(found.verdicts) <= 100


@pytest.mark.row("AU-12")
def test_an_event_that_no_release_reads_is_named_and_its_proof_holds(log_url: str) -> None:
    """Reading is one thing, the proof another: it is over the bytes as they were written."""
    with evident.superuser(log_url) as connection:
        connection.execute(
            "UPDATE eventlog_events SET state = '{\"v\":9}' WHERE notification_id = 701"
        )
        found = verify(Asked(log_url, KNOWN, readable=True))
    assert said(found) == [("event_unreadable", 701)]
