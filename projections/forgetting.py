"""Erasing what stands beside the log of what is being destroyed (AU-15): names, letters, words.

To be called before the events are gone, in the same transaction: they say which letters and
reactions were theirs.
"""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from psycopg import Connection

_NAMED = """
    select (jsonb_path_query(convert_from(state, 'UTF8')::jsonb, %s) #>> '{}')::uuid
    from eventlog_events where originator_id = any(%s)
"""
_OF_EVENTS = (
    ("letter_journal", "letter_id", "$.**.letter_id"),
    ("reaction_words", "reaction_id", "$.**.reaction_id"),
)
_OF_PARTY = ("identifiers", "address_book", "letter_journal", "reaction_words", "plans")
_ALIASES = """
    select convert_from(state, 'UTF8')::jsonb ->> 'alias_id' from eventlog_events
    where originator_id = any(%s) and topic = 'ProviderRecognised'
"""


def forget(connection: Connection[Any], stream_ids: Sequence[UUID]) -> int:
    """Delete every row that is about these streams; answers how many there were.

    A stream is a party if it is a provider, a plan if a document, a spreadsheet if a sheet.
    """
    streams = list(stream_ids)
    rows = 0
    for table, column, path in _OF_EVENTS:
        query = f"delete from {table} where {column} in ({_NAMED})"  # noqa: S608 (names of ours)
        rows += connection.execute(query.encode(), (path, streams)).rowcount
    for table in _OF_PARTY:
        query = f"delete from {table} where party_id = any(%s) or party_id in ({_ALIASES})"  # noqa: S608 (names of ours)
        parties = [str(each) for each in streams]
        rows += connection.execute(query.encode(), (parties, streams)).rowcount
    query = "delete from plans where document_id = any(%s)"
    rows += connection.execute(query.encode(), (streams,)).rowcount
    rows += connection.execute("delete from sheets where sheet_id = any(%s)", (streams,)).rowcount
    about = [f"%{each}%" for each in streams]
    rows += connection.execute("delete from drafts where action like any(%s)", (about,)).rowcount
    return rows
