"""What was exported and not touched is imported as known, whatever it says."""

import csv
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from io import BytesIO, StringIO
from typing import Any
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from domain.dates import Window
from domain.identifiers import SCHEMES, Scheme
from domain.provider.parts import SizeClass
from domain.provider.state import Provider
from domain.provisions import Tariff
from projections.address_book import Party
from projections.contracts import ContractRow, TermsFrom
from runtime.sheets.cells import BOUNDS
from runtime.sheets.exporting import contract_rows, provider_rows, tariff_rows
from runtime.sheets.exporting import table as sheet_of
from runtime.sheets.known import Known, terms_on
from runtime.sheets.lines import BASES
from runtime.sheets.writing import Form, Table, written
from tests.runtime import spreadsheets as of
from tests.runtime.spreadsheets import HAVEN, PROGRAMME_ID, TODAY

WORDS = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Cn", "Co", "Zs", "Zl", "Zp")),
    min_size=1,
    max_size=30,
)
TEXT = WORDS | st.sampled_from(
    [
        "=SOM(A1:A9)",
        "+31 71 123",
        "-",
        "@allen",
        "'",
        "'=1",
        "twee\nregels",
        "a;b",
        " met  spaties ",
        'zeg "ja"',
        "0",
    ]
)
DAYS = st.dates(date(1990, 1, 1), date(2199, 12, 31))
ENDS = st.one_of(
    TEXT.map(lambda words: Window(written=words)),
    st.builds(
        lambda edtf, bound, words: Window(edtf=edtf, bound=bound, written=words),
        DAYS.map(str) | st.sampled_from(["2030", "2030-12", "2030/2032", "2030-23", "2041-41"]),
        st.sampled_from(list(BOUNDS.values())),
        TEXT,
    ),
)
DIGITS = st.text("0123456789", min_size=8, max_size=8)
TERMS = st.sampled_from(["tarief pleegzorg", "tarief ggz"])
TARIFFS = st.builds(
    Tariff,
    product=st.sampled_from(["Pleegzorg", "GGZ"]),
    amount=st.decimals(0, 9_999_999, places=4),
    unit=st.just("etmaal"),
    basis=st.sampled_from(list(BASES.values())),
    dated=DAYS,
    index=st.none() | st.just("OVA"),
)
SIZES: list[SizeClass | None] = [None, "sole", "small", "medium", "large"]


@st.composite
def provider(draw: st.DrawFn) -> tuple[Party, dict[Scheme, str], Provider]:
    provider_id = draw(st.uuids(version=4))
    name = " ".join(draw(TEXT).split()) or "X"
    email = draw(st.none() | st.just("post@haven.example"))
    numbers: dict[Scheme, str] = {}
    for scheme in SCHEMES:
        if draw(st.booleans()):
            numbers[scheme] = draw(DIGITS) + ("0000" if scheme == "establishment" else "")
    segments = draw(st.sampled_from([(), ("wonen",), ("wonen", "verblijf")]))
    size = draw(st.sampled_from(SIZES))
    state = Provider(programme_id=PROGRAMME_ID, segments=segments, size=size)
    return Party(str(provider_id), "provider", name, email), numbers, state


@st.composite
def contract(draw: st.DrawFn) -> ContractRow:
    starts = draw(DAYS)
    ends = draw(ENDS)
    if ends.last and ends.last < starts:
        starts = ends.last
    names = st.sampled_from(["wachttijd", "bekostiging", "centrale intake"])
    steps = draw(st.lists(st.tuples(DAYS, st.dictionaries(names, TEXT)), max_size=3))
    later = [TermsFrom(max(day, starts), terms, (of.FACT,)) for day, terms in steps]
    tariffs = draw(st.dictionaries(TERMS, TARIFFS, max_size=2))
    words = draw(st.dictionaries(names, TEXT)) | dict.fromkeys(tariffs, "Zie tarieven")
    first = TermsFrom(starts, words, (of.FACT,), provisions=dict(tariffs))
    number = draw(st.from_regex(r"[A-Z]{2}-[A-Z]-\d{3}", fullmatch=True))
    timeline = (first, *sorted(later, key=lambda each: each.effective))
    given = {"starts": starts, "ends": ends, "timeline": timeline}
    return of.contract(number, **given, products=draw(st.sampled_from([(), ("Pleegzorg", "GGZ")])))


def verdicts(tables: Sequence[Table], form: Form, have: Known) -> list[str]:
    found = of.examined(written(tables, form), have, f"uitvoer.{form}")
    assert [str(each) for each in found.mistakes] == []
    for each in found.judged:
        assert of.told(each) == "" or each.verdict == "same", of.told(each)
    return [each.verdict for each in found.judged]


@pytest.mark.row("IN-12", "AD-01")
@pytest.mark.parametrize("form", ["xlsx", "csv"])
@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(some=st.lists(provider(), min_size=1, max_size=4))
def test_an_untouched_export_of_providers_is_all_known(form: Form, some: Any) -> None:
    taken: set[tuple[Scheme, str]] = set()
    parties, numbers, states = {}, {}, {}
    for party, mine, state in some:
        own = {each: value for each, value in mine.items() if (each, value) not in taken}
        taken |= set(own.items())
        parties[party.party_id] = party
        numbers[party.party_id] = own
        states[UUID(party.party_id)] = state
    have = of.known(
        parties=parties, numbers=numbers, provider=lambda each: states.get(each, Provider())
    )
    table = sheet_of("providers", list(provider_rows(states, parties, numbers)))
    assert verdicts([table], form, have) == ["same"] * len(states)


@pytest.mark.row("IN-12")
@pytest.mark.parametrize("form", ["xlsx", "csv"])
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    some=st.lists(contract(), min_size=1, max_size=4, unique_by=lambda each: each.number), day=DAYS
)
def test_an_untouched_export_of_contracts_is_all_known(
    form: Form, some: list[ContractRow], day: date
) -> None:
    have = of.known(*some)
    terms = sorted({name for row in some for name in terms_on(row, day)})
    have = replace(have, today=day)
    rows = list(contract_rows(some, have.parties, day, terms))
    assert verdicts([sheet_of("contracts", rows, terms)], form, have) == ["same"] * len(some)
    if figures := list(tariff_rows(some, day)):
        assert verdicts([sheet_of("tariffs", figures)], form, have) == ["same"] * len(figures)


def test_a_workbook_tells_when_it_was_made_of_what_and_is_read_without_that() -> None:
    have = of.known(of.contract())
    contracts = sheet_of("contracts", contract_rows([of.contract()], have.parties, TODAY, []))
    tariffs = sheet_of("tariffs", tariff_rows([of.contract()], TODAY))
    content = written([contracts, tariffs], "xlsx", ["Overeenkomsten", "Peildatum: 3 mei 2021"])
    book = CalamineWorkbook.from_filelike(BytesIO(content))
    assert book.sheet_names == ["Overeenkomsten", "Tarieven", "Toelichting"]
    assert book.get_sheet_by_name("Toelichting").to_python()[1] == ["Peildatum: 3 mei 2021"]
    assert [each.verdict for each in of.examined(content, have).judged] == ["same"]


def test_no_text_of_an_export_is_a_formula() -> None:
    nasty = replace(of.known().parties[str(HAVEN)], name="=HYPERLINK(1)")
    have = of.known(parties={str(HAVEN): nasty})
    rows = contract_rows([of.contract()], have.parties, TODAY, ())
    told = written([sheet_of("contracts", rows)], "csv").decode("utf-8-sig")
    (_, row) = csv.reader(StringIO(told), delimiter=";")
    assert [each for each in row if each.startswith(("=", "+", "-", "@"))] == []
    assert "'=HYPERLINK(1)" in row
