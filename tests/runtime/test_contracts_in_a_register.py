"""Contracts in a register file: what it can say of them, and what is wrong with it."""

from datetime import UTC, date, datetime
from decimal import Decimal
from functools import reduce
from pathlib import Path

import pytest

from domain.base import derived_id
from domain.contract.commands import ConcludeContract, DrawDown, ReplaceContract
from domain.contract.decider import CONTRACT
from domain.provisions import Duty, Tariff
from runtime.files import read
from runtime.publish import commands
from runtime.register_file import RegisterFile
from tests.runtime.file_texts import PROGRAMME, REGISTER, changed, line_of, register_mistakes, write

NOW = datetime(2026, 5, 3, 12, tzinfo=UTC)
TERMS = "  eisen: zoals ze waren\n"
WHOLE = changed(
    REGISTER,
    (
        "    ends: {edtf: 2029-12-31, written: 31 december 2029}\n",
        (
            "    term: {at_least: 48, at_most: 72, written: vier tot zes jaar}\n"
            "    form: framework\n"
            "    products: [gezinshuis]\n"
            "    municipalities: [Nergenshuizen]\n"
            "    principals:\n"
            "      - {municipality: Nergenshuizen, by_proxy_of: Bureau}\n"
            "    options:\n"
            "      - {id: jaar, months: 12, times: 2, notice_months: 6, written: twee maal}\n"
        ),
    ),
    (
        TERMS,
        TERMS + "      tarief: € 104,27 per etmaal\n"
        "      verslag: Jaarlijks verslag\n"
        "      recht: De school neemt ten hoogste 4 fte af\n"
        "    provisions:\n"
        "      tarief: {kind: tariff, product: gezinshuis, amount: 104.27, unit: etmaal,\n"
        "               basis: negotiated, dated: 2026-01-01}\n"
        "      verslag: {kind: duty, party: provider, what: Verslag doen,\n"
        "                due: {edtf: 2027-03, written: maart 2027}}\n"
        "      recht: {kind: drawing_right, holder: school, most_fte: 4}\n",
    ),
    (
        "  - {number: W-001, provider: een, agreement: wonen-2026}\n",
        (
            "  - {number: W-001, provider: een, agreement: wonen-2026}\n"
            "  - {number: W-002, provider: een, agreement: wonen-2026, starts: 2027-01-01,\n"
            "     replaces: [W-001], how: renewal, knows: [wonen-2027],\n"
            "     terms: {tarief: nader te bepalen}}\n"
            "  - {number: W-003, provider: een, agreement: wonen-2026, parent: W-001,\n"
            "     draws: {right: recht, on: 2026-02-01, fte: 3}}\n"
        ),
    ),
)


def whole(folder: Path, *changes: tuple[str, str]) -> RegisterFile:
    write(folder, PROGRAMME)
    file = read(write(folder, changed(WHOLE, *changes), "register.yaml"))
    assert isinstance(file, RegisterFile)
    return file


@pytest.mark.row("CC-01", "CC-02", "CC-16", "CC-17")
def test_a_register_says_of_a_contract_what_its_record_can_hold(tmp_path: Path) -> None:
    first, second, _, *rest = commands(whole(tmp_path), NOW, "p-001")[1:]
    assert isinstance(first, ConcludeContract)
    assert isinstance(second, ConcludeContract)
    assert (first.form, first.products, first.municipalities) == (
        "framework",
        ("gezinshuis",),
        ("Nergenshuizen",),
    )
    assert (first.ends.first, first.ends.last) == (date(2029, 12, 31), date(2031, 12, 31))
    assert (second.ends.first, second.ends.last) == (date(2030, 12, 31), date(2032, 12, 31))
    tariff = first.provisions["tarief"]
    assert isinstance(tariff, Tariff)
    assert tariff.amount == Decimal("104.27")
    assert isinstance(first.provisions["verslag"], Duty)
    assert "tarief" not in second.provisions  # its own words set the agreement's figures aside
    assert second.knows == (derived_id("change", "voorbeeld-2027", "wonen-2027"),)
    assert [type(each) for each in rest] == [ReplaceContract, DrawDown]


@pytest.mark.row("CC-04", "CC-03")
def test_a_register_published_twice_records_everything_once(tmp_path: Path) -> None:
    file = whole(tmp_path)
    log: dict[object, list[object]] = {}

    def publish(at: datetime) -> int:
        recorded = 0
        for command in commands(file, at, "p-001"):
            if isinstance(command, ConcludeContract | ReplaceContract | DrawDown):
                events = log.setdefault(command.contract_id, [])
                state = reduce(CONTRACT.evolve, events, CONTRACT.initial)  # type: ignore[arg-type]
                fresh = CONTRACT.decide(command, state)
                events += fresh
                recorded += len(fresh)
        return recorded

    assert publish(NOW) == 5
    assert publish(datetime(2026, 6, 1, tzinfo=UTC)) == 0


@pytest.mark.parametrize(
    ("change", "part", "problem"),
    [
        (("fte: 3}", "fte: 5}"), "fte: 5}", "“recht” has 4 fte, of which 0 are drawn"),
        (("right: recht", "right: rechd"), "rechd", "no drawing right “rechd”"),
        (("parent: W-001", "parent: W-009"), "W-009", "There is no contract “W-009”."),
        (("replaces: [W-001]", "replaces: [W-009]"), "W-009", "There is no contract “W-009”."),
        ((", parent: W-001", ""), "W-003", "name that one as its `parent`"),
        (("knows: [wonen-2027]", "knows: [wonen-2028]"), "", 'no change "wonen-2028"'),
        (("how: renewal, ", ""), "W-002", "how it came from them"),
        (
            ("      verslag: Jaarlijks verslag\n", ""),
            "W-001, provider: een, agreement: wonen-2026}",
            "no term says it in words",
        ),
        (("kind: duty", "kind: dutie"), "kind: dutie", "“dutie” is not a choice here."),
        (("amount: 104.27", "amount: veel"), "amount: veel", "This should be a number."),
        (("what: Verslag", "wat: Verslag"), "wat: Verslag", "There is no field “wat” here."),
        (("times: 2, ", ""), "id: jaar", "mark it `unspecified`"),
        (
            ("[Nergenshuizen]", "[Ergenshuizen]"),
            "[Ergenshuizen]",
            "There is no municipality “Ergenshuizen”.",
        ),
    ],
)
def test_what_a_register_cannot_say_of_a_contract_is_told_where_it_stands(
    tmp_path: Path, change: tuple[str, str], part: str, problem: str
) -> None:
    text = changed(WHOLE, change)
    whole_text = changed(REGISTER, (REGISTER, text))
    _, found = register_mistakes(tmp_path, (REGISTER, text))
    told = [each for each in found if problem in str(each.problem)]
    assert told, [str(each) for each in found]
    assert not part or line_of(whole_text, part) in {each.line for each in told}
    assert all(str(each.remedy) for each in found)


def test_a_field_of_the_wrong_kind_is_held_against_its_own_kind(tmp_path: Path) -> None:
    _, found = register_mistakes(
        tmp_path, (REGISTER, changed(WHOLE, ("party: provider", "partij: provider")))
    )
    assert "Did you mean “party”?" in [str(each.remedy) for each in found]
    assert {each.path for each in found} >= {"agreements[1].provisions.verslag.partij"}


def test_nobody_guesses_how_long_an_agreement_runs(tmp_path: Path) -> None:
    _, found = register_mistakes(
        tmp_path, ("    ends: {edtf: 2029-12-31, written: 31 december 2029}\n", "")
    )
    assert ["give `ends`, or `term` in months" in str(each.problem) for each in found] == [True]
