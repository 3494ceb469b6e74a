"""Letters counted by kind are the letters counted one by one."""

from dataclasses import replace
from datetime import date
from random import Random
from uuid import UUID

import pytest
from pydantic import TypeAdapter

from domain.change.commands import PostponeChange, ProposeChange, WithdrawChange
from projections import letters, letters_alike, on_time, tables
from projections.changes import CHANGES, ChangeRow
from projections.changes.rows import GivenUp, Replaced
from projections.letters import Delivery, LetterRow
from tests import make
from tests.projections import story
from tests.projections.story import LETTER_IDS, Tell, on

ASKED: tuple[dict[str, str], ...] = (
    {},
    {"state": "sent"},
    {"state": "recalled"},
    {"timing": "late"},
    {"timing": "in_time"},
    {"kind": "rectification"},
    {"segment": "verblijf"},
    {"segment": "wonen", "kind": "announcement"},
    {"clause": "hr-notice"},
    {"clause": "drie-maanden", "state": "sent"},
)


def _agrees(source: tables.Source) -> int:
    change = tables.get(source, CHANGES, make.CHANGE_ID)
    assert change is not None
    whole = letters.of_change(source, make.CHANGE_ID)
    with tables.connected(source) as connection:
        alike = letters_alike.of_change(connection, change)
        assert letters_alike.number_of(alike) == len(whole)
        assert on_time.summed(alike, change) == on_time.summary(whole, change)
        for asked in ASKED:
            meant = on_time.filtered(whole, change, asked)
            chosen = on_time.fitting(alike, change, asked)
            assert letters_alike.page(connection, change, chosen) == meant
            assert letters_alike.page(connection, change, chosen, limit=1, offset=1) == meant[1:2]
            of_one = letters_alike.page(connection, change, chosen, number="HR-W-001")
            assert of_one == [each for each in meant if each.contract_number == "HR-W-001"]
    return len(alike)


@pytest.mark.row("AN-20")
def test_letters_that_are_alike_count_as_the_letters_themselves(after: Tell) -> None:
    source = after(make.a(ProposeChange))
    assert _agrees(source) == 0
    after(story.drafted(), story.drafted(story.RECIPIENTS[:2], at=on("2021-05-04")))
    assert _agrees(source) >= 1
    after(make.a(WithdrawChange))
    assert _agrees(source) >= 1


@pytest.mark.row("AN-20")
def test_letters_sent_in_time_late_and_not_at_all_are_counted_apart(after: Tell) -> None:
    sent = [story.receipt(LETTER_IDS[0]), story.receipt(LETTER_IDS[1], day="2021-07-02")]
    source = after(make.a(ProposeChange), *story.ordered(), story.queued(), *sent)
    assert _agrees(source) == 3
    after(make.a(PostponeChange))
    assert _agrees(source) == 3


_LETTER, _CHANGE = TypeAdapter(LetterRow), TypeAdapter(ChangeRow)
_DAYS = ("2021-05-03", "2021-06-30", "2021-07-01", "2021-07-02")


def _letter(number: int, dice: Random) -> LetterRow:
    """Any letter, also one that no change has come to yet."""

    def told(at: str) -> Delivery:
        return Delivery(on(at), 1, on(at), date.fromisoformat(at), "250", "m", "d")

    def maybe(*values: str) -> str | None:
        return dice.choice((None, *values))

    sent, announced = maybe(*_DAYS), maybe(*_DAYS)
    clause = make.CLAUSE.model_copy(
        update={
            "clause_id": dice.choice(("hr-notice", "drie-maanden")),
            "months": dice.choice((3, 6)),
            "counting": dice.choice(("back", "forward")),
            "weekend": dice.choice(("no_shift", "working_day_before")),
        }
    )
    return LetterRow(
        letter_id=UUID(int=number),
        change_id=make.CHANGE_ID,
        contract_id=UUID(int=number % 7),
        contract_number=f"HR-W-{number % 7:03}",
        provider_id=UUID(int=1),
        clause=clause,
        latest=make.LATEST,
        drafted_at=on(dice.choice(_DAYS)),
        state=dice.choice(("to_send", "sending", "sent", "retrying", "refused")),
        sent_at=on(sent) if sent else None,
        announced_on=date.fromisoformat(announced) if announced else None,
        kind=dice.choice(("announcement", "rectification", "withdrawal", "reply")),
        segment=maybe("wonen", "verblijf"),
        knew=dice.random() < 0.2,
        earlier=tuple(told(each) for each in _DAYS if dice.random() < 0.2),
    )


def _given_up(dice: Random) -> GivenUp:
    some = tuple(UUID(int=each) for each in range(7) if dice.random() < 0.3)
    return GivenUp(make.COMMAND_ID, on("2021-05-05"), make.OFFICER, "Op verzoek", contract_ids=some)


def _replaced(dice: Random) -> Replaced:
    restarts, at = dice.random() < 0.7, on(dice.choice(_DAYS))
    return Replaced("Anders", {}, restarts, "college", "Fout", at, make.OFFICER)


@pytest.mark.row("AN-20", "AN-14")
def test_any_letters_of_a_change_given_up_or_replaced_in_part_count_so(after: Tell) -> None:
    source = after(make.a(ProposeChange), story.drafted())
    known = tables.get(source, CHANGES, make.CHANGE_ID)
    assert known is not None
    for seed in range(60):
        dice = Random(seed)
        rows = [_letter(number, dice) for number in range(1, dice.randint(2, 40))]
        changed = replace(
            known,
            given_up=(_given_up(dice),) if seed % 2 else (),
            replaced=(_replaced(dice),) if seed % 3 else (),
            withdrawn_at=on("2021-07-03") if seed % 5 == 0 else None,
        )
        source.execute("delete from projections.letters")
        source.cursor().executemany(
            "insert into projections.letters (key, doc) values (%s, %s::jsonb)",
            [(str(each.letter_id), _LETTER.dump_json(each).decode()) for each in rows],
        )
        source.execute(
            "update projections.changes set doc = %s::jsonb", [_CHANGE.dump_json(changed).decode()]
        )
        _agrees(source)
