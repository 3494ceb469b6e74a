"""What the log of all programmes holds to 2034: whole, attributed, sourced, and about nobody."""

import re
from datetime import timedelta
from itertools import pairwise
from pathlib import Path

import pytest

from domain.base import Event
from eventstore.codec import CODEC
from eventstore.registry import EVENTS
from projections.address_book import Party
from runtime.files import read
from runtime.publish import addresses
from runtime.register_file import RegisterFile
from tests.runtime.simulated import log_to_2034

PERSONAL = re.compile(
    r"(^|_)(e?mail|phone|telephone|mobile|surname|first_name|last_name|full_name|initials|birth\w*"
    r"|born|bsn|ssn|passport|iban|gender|street|postcode|zip|ip|password|signature|diagnosis)(_|$)"
)
MESSAGE_IDS = re.compile(r"<[0-9a-f-]{36}@[\w.]+>")


def fields(cls: type[Event]) -> set[str]:
    """The names of all fields, however deep."""
    schema = cls.model_json_schema()
    parts = [schema, *schema.get("$defs", {}).values()]
    return {name for part in parts for name in part.get("properties", {})}


def address_book() -> list[Party]:
    files = map(read, sorted(Path("programmes/examples").glob("*.yaml")))
    return [party for file in files if isinstance(file, RegisterFile) for party in addresses(file)]


@pytest.mark.row("AU-03")
def test_an_event_cannot_be_changed_and_says_when_who_and_why() -> None:
    for cls in EVENTS.values():
        assert cls.model_config.get("frozen")
        assert cls.model_config.get("extra") == "forbid"
        told = {"at", "by", "caused_by", "correlation"}
        assert all(cls.model_fields[name].is_required() for name in told)
        assert {"standing", "source", "effective"} <= cls.model_fields.keys()
    fields_of = {name: cls.model_fields for name, cls in EVENTS.items()}
    reasoned = {
        name for name, of in fields_of.items() if "reason" in of and of["reason"].is_required()
    }
    assert {"ContractCorrected", "AnswerCorrected", "ChangeWithdrawn", "HoldPlaced"} <= reasoned


@pytest.mark.row("AU-03")
def test_ten_years_of_events_are_in_order_attributed_and_sourced() -> None:
    log = log_to_2034()
    assert len(log) > 2_000
    assert all(before < after for (before, _), (after, _) in pairwise(log))
    several_ask_at_once = timedelta(hours=1)
    assert all(
        before.at - after.at < several_ask_at_once for (_, before), (_, after) in pairwise(log)
    )
    assert {event.by for _, event in log} >= {"simulated:office"}
    stated = [event for _, event in log if event.standing == "stated"]
    assert len(stated) > 1_000
    for event in stated:
        assert event.source is not None
        assert event.source.document
        assert event.source.quote


@pytest.mark.row("AU-17")
def test_no_event_has_room_for_personal_data_and_none_of_ten_years_has_any() -> None:
    asked = {
        cls.__name__: {name for name in fields(cls) if PERSONAL.search(name)}
        for cls in EVENTS.values()
    }
    assert {name: found for name, found in asked.items() if found} == {}
    text = "\n".join(CODEC.encode(event).decode() for _, event in log_to_2034())
    parties = address_book()
    assert len(parties) > 100
    known = {word for party in parties for word in (party.name, party.email) if word}
    assert {word for word in known if word in text} == set()
    assert "@" not in MESSAGE_IDS.sub("", text)
