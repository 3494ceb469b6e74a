"""A spreadsheet in a real database: nothing before it is confirmed, everything once after."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID, uuid4

import pytest

from domain.base import Refused, derived_id
from domain.contract.events import ContractConcluded
from domain.programme.commands import PublishProgramme
from domain.provider.commands import RegisterProvider
from domain.sheet.commands import ConfirmSheet
from projections import address_book, sheets
from projections.address_book import Party
from projections.sheets import Progress, Sheet
from runtime.sheets import applying
from runtime.sheets.applying import apply_rows
from runtime.sheets.handing_in import hand_in, handed
from tests import make
from tests.api.house import House, open_house
from tests.runtime import spreadsheets as of
from tests.runtime.spreadsheets import NEW_CONTRACT, NEW_PROVIDER

KADE = derived_id("provider", "holland-rijnland-2021", "de-kade")
ROW = (*NEW_CONTRACT[:1], "de-kade", *NEW_CONTRACT[2:5], "hr-notice", NEW_CONTRACT[6])
SECOND = ("HR-W-003", *ROW[1:])


@pytest.fixture
def house(migrated_url: str) -> Iterator[House]:
    with open_house(migrated_url) as house:
        house.do(make.whole(PublishProgramme))
        yield house


def take(house: House, *contracts: tuple[Any, ...], provider: Any = NEW_PROVIDER) -> Sheet:
    content = of.workbook({**of.providers(provider), **of.contracts(*contracts)})
    sheet = handed(uuid4(), make.PROGRAMME_ID, "onze lijst.xlsx", house.now, "anna-1")
    return hand_in(house.pool, house.log.read, sheet, content)


def confirm(house: House, sheet: Sheet) -> None:
    given = {"sheet_id": sheet.sheet_id, "digest": sheet.digest, "applies": sheet.applies}
    house.do(make.whole(ConfirmSheet, **given))


def apply(house: House, sheet: Sheet, batch: int = 200) -> Progress:
    world = applying.World(house.pool, house.log.handle, house.log.read, lambda: house.now)
    return apply_rows(world, sheet.sheet_id, lambda: None, batch)


def concluded(house: House, number: str) -> list[Any]:
    return house.log.read(derived_id("contract", number))


@pytest.mark.row("AD-01", "IN-12")
def test_nothing_is_recorded_before_and_everything_once_after_confirming(house: House) -> None:
    sheet = take(house, ROW, SECOND)
    assert sheet.counts == {"new": 3, "applies": 3}
    with house.pool.connection() as connection:
        assert address_book.get(connection, str(KADE)) is None
    with pytest.raises(Refused, match="nobody confirmed"):
        apply(house, sheet)
    head = house.log.head()
    confirm(house, sheet)
    assert house.log.head() == head + 1
    assert apply(house, sheet, batch=2) == Progress(applied=2, refused=0, left=1)
    assert apply(house, sheet, batch=2) == Progress(applied=3, refused=0, left=0)
    assert [type(each) for each in concluded(house, "HR-W-003")] == [ContractConcluded]
    with house.pool.connection() as connection:
        assert address_book.identifiers(connection, [str(KADE)]) == {
            str(KADE): {"kvk": "12345678", "agb": "06012345"}
        }
    house.engine.catch_up()
    again = take(house, ROW, SECOND)
    assert again.counts == {"same": 3, "applies": 0}


@pytest.mark.row("IN-12")
def test_what_was_cut_off_halfway_goes_on_and_doubles_nothing(house: House) -> None:
    sheet = take(house, ROW)
    confirm(house, sheet)

    def cut_off(command: Any) -> int:
        house.log.handle(command)
        raise ConnectionError("the process is gone")

    world = applying.World(house.pool, cut_off, house.log.read, lambda: house.now)
    with pytest.raises(ConnectionError):
        apply_rows(world, sheet.sheet_id, lambda: None)
    with house.pool.connection() as connection:
        assert address_book.get(connection, str(KADE)) is None
    assert len(house.log.read(KADE)) == 1
    assert apply(house, sheet) == Progress(applied=2, refused=0, left=0)
    assert len(house.log.read(KADE)) == 1
    with house.pool.connection() as connection:
        found = address_book.get(connection, str(KADE))
    assert found == Party(str(KADE), "provider", "De Kade", "post@kade.example")


@pytest.mark.row("IN-12")
def test_a_row_whose_facts_changed_since_its_dry_run_is_refused_alone(house: House) -> None:
    sheet = take(house, ROW)
    confirm(house, sheet)
    house.do(make.whole(RegisterProvider, provider_id=KADE, segments=("verblijf",), roles=None))
    assert apply(house, sheet) == Progress(applied=1, refused=1, left=0)
    with house.pool.connection() as connection:
        (refused,) = sheets.not_done(connection, sheet.sheet_id)
        assert address_book.get(connection, str(KADE)) is None
        assert refused.refusal
        assert "somebody else" in str(refused.refusal.sentence)
        sheets.erase(connection, sheet.sheet_id, house.now)
        assert [each.nth for each in sheets.lines(connection, sheet.sheet_id)] == [refused.nth]
        erased = sheets.get(connection, sheet.sheet_id)
    assert erased
    assert erased.name is None


def test_rows_that_nobody_confirms_are_forgotten_after_some_days(house: House) -> None:
    sheet = take(house, ROW)
    with house.pool.connection() as connection:
        assert sheets.of_digest(connection, make.PROGRAMME_ID, sheet.digest) == sheet
        assert sheets.sweep(connection, house.now + sheets.KEPT) == 0
        sheets.sweep(connection, house.now + sheets.KEPT * 2)
        assert sheets.get(connection, sheet.sheet_id) is None
        assert sheets.lines(connection, sheet.sheet_id) == []


def test_handing_in_twice_under_one_id_keeps_one_and_refuses_another_file(house: House) -> None:
    first = take(house, ROW)

    def again(content: bytes) -> Sheet:
        sheet = handed(first.sheet_id, make.PROGRAMME_ID, "x", house.now, "anna-1")
        return hand_in(house.pool, house.log.read, sheet, content)

    with pytest.raises(Refused, match="another file"):
        again(of.workbook(of.providers(NEW_PROVIDER)))
    lost = handed(UUID(int=1), UUID(int=2), "x", house.now, "anna-1")
    with pytest.raises(Refused, match="no such programme"):
        hand_in(house.pool, house.log.read, lost, b"naam;kvk")
