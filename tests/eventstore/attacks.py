"""What somebody who owns the database may do to the log, and what must be said of it.

The smart ones also mend the leaf, the tiles, even the checkpoint, all but the key.
"""

from collections.abc import Callable
from typing import Any

import psycopg

from eventstore.leaves import TILE
from proofs.leaf import content_of, leaf_data, leaf_hash
from proofs.tree import complete
from tests.eventstore import evident

Connection = psycopg.Connection[Any]


def sql(*statements: str) -> Callable[[Connection], None]:
    """An attack that is nothing but these statements."""

    def attack(connection: Connection) -> None:
        for statement in statements:
            connection.execute(statement.encode())

    return attack


def mend_leaf(connection: Connection, position: int) -> None:
    """Make the leaf say what its event now says."""
    row = connection.execute(
        "SELECT salt, notification_id, originator_id, topic, originator_version, state"
        " FROM proof_leaves JOIN eventlog_events ON notification_id = position"
        " WHERE position = %s",
        [position],
    ).fetchone()
    if row is None:
        return
    salt, at, stream, topic, version, state = row
    digest = leaf_hash(leaf_data(content_of(salt, state), at, stream, topic, version))
    connection.execute("UPDATE proof_leaves SET hash = %s WHERE position = %s", [digest, position])


def mend_tiles(connection: Connection) -> None:
    """Make the tiles follow from the leaves."""
    rows = connection.execute("SELECT hash FROM proof_leaves ORDER BY index").fetchall()
    hashes = [row[0] for row in rows]
    whole = [
        complete(hashes[at : at + TILE]) for at in range(0, len(hashes) - len(hashes) % TILE, TILE)
    ]
    connection.execute("UPDATE proof_tiles SET hashes = %s WHERE level = 1", [b"".join(whole)])


def forge(connection: Connection) -> None:
    """Sign all checkpoints anew, with a key that nobody knows."""
    connection.execute("DELETE FROM proof_checkpoints")
    for size in evident.SIZES:
        evident.sign(connection, size, evident.FALSE_SIGNER)


def altered_and_mended(connection: Connection) -> None:
    sql(ALTER.format(310))(connection)
    mend_leaf(connection, 310)


def altered_mended_and_tiled(connection: Connection) -> None:
    altered_and_mended(connection)
    mend_tiles(connection)


def forged(connection: Connection) -> None:
    altered_mended_and_tiled(connection)
    forge(connection)


def inserted_with_all(connection: Connection) -> None:
    """An event in the middle, as if it had always been there."""
    sql(SHIFT_EVENTS, SHIFT_LEAVES, INSERT.format(401))(connection)
    connection.execute(
        "INSERT INTO proof_leaves SELECT 400, 401, salt, hash FROM proof_leaves WHERE index = 1"
    )
    for position in range(401, evident.LEAVES + 3):
        mend_leaf(connection, position)
    mend_tiles(connection)


def removed_with_all(connection: Connection) -> None:
    """An event taken out, all behind it moved up."""
    sql(
        "DELETE FROM eventlog_events WHERE notification_id = 320",
        "DELETE FROM proof_leaves WHERE position = 320",
        "UPDATE eventlog_events SET notification_id = -notification_id + 1"
        " WHERE notification_id > 320",
        "UPDATE eventlog_events SET notification_id = -notification_id WHERE notification_id < 0",
        "UPDATE proof_leaves SET index = -index + 1, position = -position + 1 WHERE position > 320",
        "UPDATE proof_leaves SET index = -index, position = -position WHERE position < 0",
    )(connection)
    for position in range(320, evident.LEAVES + 1):
        mend_leaf(connection, position)
    mend_tiles(connection)


def cut_off_with_all(connection: Connection) -> None:
    """The end gone: events, leaves and the checkpoint over them."""
    sql(
        "DELETE FROM eventlog_events WHERE notification_id > 600",
        "DELETE FROM commands WHERE position > 600",
        "DELETE FROM proof_leaves WHERE position > 600",
        "DELETE FROM proof_checkpoints WHERE size > 600",
    )(connection)


ALTER = "UPDATE eventlog_events SET state = state || ' ' WHERE notification_id = {}"
INSERT = (
    "INSERT INTO eventlog_events SELECT gen_random_uuid(), 1, topic, state, {}"
    " FROM eventlog_events WHERE notification_id = 1"
)
SHIFT_EVENTS = "UPDATE eventlog_events SET notification_id = notification_id + 10000 WHERE \
notification_id > 400; UPDATE eventlog_events SET notification_id = notification_id - 9999 WHERE \
notification_id > 10000"
SHIFT_LEAVES = "UPDATE proof_leaves SET index = index + 10000, position = position + 10000 WHERE \
position > 400; UPDATE proof_leaves SET index = index - 9999, position = position - 9999 WHERE \
position > 10000"

SWAP = "UPDATE eventlog_events SET {0} = CASE notification_id WHEN {1} THEN (SELECT {0} FROM \
eventlog_events WHERE notification_id = {2}) ELSE (SELECT {0} FROM eventlog_events WHERE \
notification_id = {1}) END WHERE notification_id IN ({1}, {2})"

Said = list[tuple[str, int | None]]
"""Kind and position (or, if there is none, index) of each verdict."""

ATTACKS: dict[str, tuple[Callable[[Connection], None], Said]] = {
    "bytes": (sql(ALTER.format(310)), [("event_altered", 310)]),
    "bytes at the very first": (sql(ALTER.format(1)), [("event_altered", 1)]),
    "bytes at the last leaf": (sql(ALTER.format(691)), [("event_altered", 691)]),
    "bytes of several": (
        sql(ALTER.format(50), ALTER.format(255), ALTER.format(600)),
        [("event_altered", 50), ("event_altered", 255), ("event_altered", 600)],
    ),
    "its name": (
        sql("UPDATE eventlog_events SET topic = 'ContractAmended' WHERE notification_id = 310"),
        [("event_altered", 310)],
    ),
    "its stream": (
        sql(
            "UPDATE eventlog_events SET originator_id = gen_random_uuid(), originator_version = 1"
            " WHERE notification_id = 310"
        ),
        [("event_altered", 310), ("stream_gap", None)],
    ),
    "its version": (
        sql(
            "UPDATE eventlog_events SET originator_version = 400 WHERE notification_id = 310",
        ),
        [("event_altered", 310), ("stream_gap", None)],
    ),
    "contents change places": (
        sql(SWAP.format("state", 310, 350)),
        [("event_altered", 310), ("event_altered", 350)],
    ),
    "removed": (
        sql("DELETE FROM eventlog_events WHERE notification_id = 310"),
        [("event_removed", 310), ("command_without_events", 310), ("stream_gap", None)],
    ),
    "removed with its command and its leaf": (
        sql(
            "DELETE FROM eventlog_events WHERE notification_id = 310",
            "DELETE FROM proof_leaves WHERE position = 310",
            "DELETE FROM commands WHERE position = 310",
        ),
        [("event_removed", 309), ("stream_gap", None)],
    ),
    "another in its place": (
        sql("DELETE FROM eventlog_events WHERE notification_id = 310", INSERT.format(310)),
        [("event_altered", 310), ("stream_gap", None)],
    ),
    "inserted into a gap": (sql(INSERT.format(690)), [("event_inserted", 690)]),
    "slipped in before the first": (sql(INSERT.format(0)), [("event_inserted", 0)]),
    "two change places": (
        sql(
            "UPDATE eventlog_events SET notification_id = -1 WHERE notification_id = 310",
            "UPDATE eventlog_events SET notification_id = 310 WHERE notification_id = 350",
            "UPDATE eventlog_events SET notification_id = 350 WHERE notification_id = -1",
        ),
        [("event_reordered", 310), ("event_reordered", 350)],
    ),
    "emptied as if destroyed": (
        sql('UPDATE eventlog_events SET state = \'{"destroyed":""}\' WHERE notification_id = 310'),
        [("event_altered", 310)],
    ),
    "destroyed without a list": (
        sql(
            "UPDATE proof_leaves SET content = sha256(salt || (SELECT state FROM eventlog_events"
            " WHERE notification_id = position)), salt = NULL WHERE position = 310",
            'UPDATE eventlog_events SET state = convert_to(\'{"destroyed":"\' ||'
            " gen_random_uuid() || '\"}', 'UTF8') WHERE notification_id = 310",
        ),
        [("event_destroyed_unsigned", None)],
    ),
    "a leaf's hash": (
        sql("UPDATE proof_leaves SET hash = sha256('x') WHERE position = 310"),
        [("leaf_rewritten", 310)],
    ),
    "a leaf's salt": (
        sql("UPDATE proof_leaves SET salt = '0123456789abcdef' WHERE position = 310"),
        [("event_altered", 310)],
    ),
    "a leaf's position": (
        sql("UPDATE proof_leaves SET position = 100000 WHERE position = 310"),
        [("leaf_rewritten", 310)],
    ),
    "a leaf far beyond": (
        sql("INSERT INTO proof_leaves SELECT 1e12, 5000, salt, hash FROM proof_leaves LIMIT 1"),
        [("leaf_rewritten", 10**12)],
    ),
    "leaves change places": (
        sql(
            "UPDATE proof_leaves SET index = -1 WHERE index = 300",
            "UPDATE proof_leaves SET index = 300 WHERE index = 310",
            "UPDATE proof_leaves SET index = 310 WHERE index = -1",
        ),
        [("leaf_rewritten", 256)],
    ),
    "a tile": (
        sql("UPDATE proof_tiles SET hashes = overlay(hashes placing sha256('x') from 33)"),
        [("tile_rewritten", 256)],
    ),
    "a tile gone": (sql("DELETE FROM proof_tiles"), [("tile_rewritten", None)]),
    "event and leaf": (altered_and_mended, [("leaf_rewritten", 256)]),
    "event, leaf and tile": (altered_mended_and_tiled, [("leaf_rewritten", 300)]),
    "event, leaf, tile and checkpoint without the key": (
        forged,
        [("checkpoint_unknown_key", size - 1) for size in evident.SIZES],
    ),
    "inserted with leaf and tile": (
        inserted_with_all,
        [("leaf_rewritten", 300), ("command_without_events", 691)],
    ),
    "removed with leaf and tile": (
        removed_with_all,
        [
            ("leaf_rewritten", 300),
            ("stream_gap", None),
            ("command_without_events", 689),
            ("command_without_events", 701),
        ],
    ),
    "the end cut off, events only": (
        sql("DELETE FROM eventlog_events WHERE notification_id > 688"),
        [
            ("event_removed", 689),
            ("event_removed", 691),
            *(("command_without_events", position) for position in (689, *range(691, 702))),
        ],
    ),
    "the end cut off, with leaves": (
        sql(
            "DELETE FROM eventlog_events WHERE notification_id > 600",
            "DELETE FROM commands WHERE position > 600",
            "DELETE FROM proof_leaves WHERE position > 600",
        ),
        [("log_shorter", 600)],
    ),
    "a signature": (
        sql(
            "UPDATE proof_checkpoints SET note = (SELECT a.text || b.line FROM"
            " (SELECT split_part(note, E'\\n\\n', 1) || E'\\n\\n' AS text FROM proof_checkpoints"
            " WHERE size = 512) a, (SELECT split_part(note, E'\\n\\n', 2) AS line"
            " FROM proof_checkpoints WHERE size = 300) b) WHERE size = 512"
        ),
        [("checkpoint_bad_signature", 511)],
    ),
    "no checkpoint at all": (
        sql("UPDATE proof_checkpoints SET note = 'trust me' WHERE size = 512"),
        [("checkpoint_malformed", 511)],
    ),
    "the columns of a checkpoint": (
        sql("UPDATE proof_checkpoints SET root = sha256('x') WHERE size = 512"),
        [("checkpoint_row_differs", 511)],
    ),
    "a checkpoint gone that was sent": (
        sql(
            "DELETE FROM proof_deliveries",
            "INSERT INTO proof_deliveries (target, size) VALUES ('the council', 650)",
            "DELETE FROM proof_checkpoints WHERE size = 650",
        ),
        [("checkpoint_removed", 649)],
    ),
    "a command without its event, in the unproved end": (
        sql("DELETE FROM eventlog_events WHERE notification_id = 695"),
        [("command_without_events", 695)],
    ),
    "the unproved end in disorder": (
        sql(
            "UPDATE eventlog_events SET notification_id = 800, originator_version = 51"
            " WHERE notification_id = 695",
            "UPDATE eventlog_events SET originator_version = 52 WHERE notification_id = 694",
            "UPDATE eventlog_events SET originator_id = (SELECT originator_id FROM eventlog_events"
            " WHERE notification_id = 800) WHERE notification_id = 694",
        ),
        [("stream_disordered", 694), ("command_without_events", 695), ("stream_gap", None)],
    ),
}
