"""A dry run: each row gets a verdict, says why, and nothing is changed that has to be announced."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from domain.contract.commands import ConcludeContract, CorrectContract
from domain.dates import Window
from domain.provider.commands import RegisterProvider
from domain.provider.parts import Membership
from domain.provider.state import Member, Provider
from projections.contracts import TermsFrom
from runtime.sheets.known import contract_version, provider_version
from tests.runtime import spreadsheets as of
from tests.runtime.spreadsheets import (
    BRUG,
    CONTRACT_HEADS,
    HAVEN,
    NEW_CONTRACT,
    NEW_PROVIDER,
    PROVIDER_HEADS,
    contracts,
    examined,
    known,
    only,
    providers,
    told,
)

TARIFF_HEADS = ("Overeenkomstnummer", "Product", "Bedrag", "Eenheid", "Grondslag", "Prijspeil")
TARIFF = ("HR-W-002", "Pleegzorg", "61,20", "etmaal", "reële prijs", "1-1-2021")


def row(heads: tuple[str, ...], base: tuple[Any, ...], **given: Any) -> tuple[Any, ...]:
    """A row of which some cells hold something else; `_` stands for what no name can hold."""
    plain = {each.replace("-", "_").replace(" ", "_"): at for at, each in enumerate(heads)}
    values = list(base)
    for name, value in given.items():
        values[plain[name]] = value
    return tuple(values)


def provider(**given: Any) -> tuple[Any, ...]:
    return row(PROVIDER_HEADS, NEW_PROVIDER, **given)


def contract(**given: Any) -> tuple[Any, ...]:
    return row(CONTRACT_HEADS, NEW_CONTRACT, **given)


BRUG_IN = Membership(member=BRUG)
HAVEN_ROW = provider(
    Aanbieder_id=str(HAVEN), Naam="De Haven", E_mail="post@haven.example", KvK_nummer="11111111",
    AGB_code="06000001",
)  # fmt: skip
SAME = contract(
    Overeenkomstnummer="HR-W-001", Ingangsdatum=date(2021, 1, 1),
    Voorwaarde_wachttijd="Bemiddelen en overbruggen",
)  # fmt: skip


@pytest.mark.row("AD-01", "IN-12")
def test_a_new_provider_is_registered_and_its_name_stays_out_of_the_command() -> None:
    judged = only(providers(NEW_PROVIDER))
    assert judged.verdict == "new"
    assert judged.plan
    (command,) = judged.plan.commands
    assert isinstance(command, RegisterProvider)
    assert command.segments == ("wonen",)
    assert judged.plan.after
    assert judged.plan.after.numbers == {"kvk": "12345678", "agb": "06012345"}
    said = command.model_dump_json()
    assert not [each for each in NEW_PROVIDER[1:5] if each in said]


@pytest.mark.row("AD-18", "IN-12")
def test_a_provider_is_known_by_its_number_whatever_it_is_called() -> None:
    judged = only(providers(provider(Aanbieder_id="", Naam="Stichting Haven", KvK_nummer="11111111",
                                     AGB_code="", E_mail="")))  # fmt: skip
    assert (judged.verdict, judged.stream) == ("changed", HAVEN)
    assert [(each.field, each.old, each.new) for each in judged.differences] == [
        ("Naam", "De Haven", "Stichting Haven")
    ]
    assert judged.plan
    assert judged.plan.commands == ()


def test_what_is_known_already_is_not_done_again() -> None:
    judged = only(providers(HAVEN_ROW))
    assert (judged.verdict, judged.plan) == ("same", None)


def test_an_empty_cell_says_nothing() -> None:
    bare = row(PROVIDER_HEADS, ("",) * 6, Aanbieder_id=str(HAVEN), Naam="De Haven")
    assert only(providers(bare)).verdict == "same"


@pytest.mark.row("AD-18", "IN-12")
def test_doubled_numbers_in_a_file_are_refused_and_each_row_names_the_other() -> None:
    found = examined(providers(NEW_PROVIDER, provider(Aanbieder_id="de-wal", AGB_code="")))
    assert [each.verdict for each in found.judged] == ["refused", "refused"]
    assert "D2 KvK-nummer 12345678 stands in row 3 too" in told(found.judged[0])
    assert "D3 KvK-nummer 12345678 stands in row 2 too" in told(found.judged[1])


@pytest.mark.row("AD-18", "IN-12")
def test_a_number_of_another_provider_is_refused_by_name() -> None:
    judged = only(providers(provider(Aanbieder_id=str(BRUG), KvK_nummer="11111111", AGB_code="")))
    assert judged.verdict == "refused"
    assert "D2 KvK-nummer 11111111 is that of De Haven" in told(judged)


def test_what_the_domain_would_refuse_is_refused_in_the_dry_run() -> None:
    merged = Provider(
        programme_id=of.PROGRAMME_ID, segments=("wonen",), members={BRUG: Member(BRUG_IN)}
    )
    judged = only(
        providers(
            provider(Aanbieder_id=str(HAVEN), KvK_nummer="", AGB_code="", Segmenten="verblijf")
        ),
        known(provider=lambda _: merged),
    )
    assert judged.verdict == "refused"
    assert "consortium" in told(judged)


def test_two_rows_about_one_provider_are_refused() -> None:
    by_number = provider(Aanbieder_id="", KvK_nummer="11111111", AGB_code="")
    found = examined(providers((*HAVEN_ROW[:3], "", "", ""), by_number))
    assert [each.verdict for each in found.judged] == ["refused", "refused"]
    assert "Row 3 is about the same provider" in told(found.judged[0])


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"Naam": ""}, "B2 Fill this in."),
        ({"E_mail": "geen adres"}, "C2 “geen adres” is no e-mail address"),
        ({"E_mail": "a@b.nl, c@d.nl"}, "no e-mail address"),
        ({"KvK_nummer": "1234567"}, "D2 “1234567” has one digit too few"),
        ({"Segmenten": "wonen; jeugd"}, "F2 The programme has no segment “jeugd”"),
        ({"Aanbieder_id": "De Kade!"}, "A2 “de kade!” is no id"),
        ({"Aanbieder_id": "00000000-0000-4000-8000-000000000001"}, "No provider has this id"),
        ({"Aanbieder_id": "", "KvK_nummer": "", "AGB_code": ""}, "Nothing here tells"),
        ({"Aanbieder_id": "", "KvK_nummer": "", "AGB_code": "", "Naam": "de haven"}, "is known"),
    ],
)
def test_a_provider_that_cannot_be_told_is_refused_at_its_cell(
    given: dict[str, Any], says: str
) -> None:
    judged = only(providers(provider(**given)))
    assert judged.verdict == "refused"
    assert judged.plan is None
    assert says in told(judged)


def test_a_name_like_a_known_one_is_told_and_not_taken_for_it() -> None:
    judged = only(providers(provider(Naam="De Havenn")))
    assert judged.verdict == "new"
    assert "The name is like that of De Haven" in told(judged)


def test_a_provider_that_changed_since_its_export_is_refused() -> None:
    have = known()
    heads = (*PROVIDER_HEADS, "Versie")
    entry = have.entry(HAVEN)
    fresh = provider_version(entry, have.provider(HAVEN))
    renamed = (*provider(Aanbieder_id=str(HAVEN), KvK_nummer="", AGB_code=""),)
    assert only(providers((*renamed, fresh), heads=heads)).verdict == "changed"
    stale = only(providers((*renamed, "0123456789"), heads=heads))
    assert stale.verdict == "refused"
    assert "changed since it was exported" in told(stale)


@pytest.mark.row("IN-12")
def test_a_new_contract_is_concluded_with_its_clause_and_terms() -> None:
    judged = only(contracts(NEW_CONTRACT))
    assert judged.verdict == "new"
    assert judged.plan
    (command,) = judged.plan.commands
    assert isinstance(command, ConcludeContract)
    assert (command.starts, command.ends.edtf) == (date(2021, 7, 1), None)
    assert command.terms == {"wachttijd": "Hooguit zes weken"}
    assert command.clause == of.CLAUSE
    assert command.source.section == "Overeenkomsten, rij 2"
    assert "Read as 2021-07-01" in told(judged)


def test_providers_and_their_contracts_come_in_one_file_in_any_order() -> None:
    kade = contract(Aanbieder_id="de-kade")
    found = examined({**contracts(kade), **providers(provider(Segmenten=""))})
    assert [each.verdict for each in found.judged] == ["new", "new"]
    assert found.judged[0].plan
    assert found.judged[0].plan.commands[0].segments == ("wonen",)  # type: ignore[union-attr]
    assert found.counts == {"new": 2, "applies": 2}


def test_a_contract_waits_for_the_row_of_its_provider() -> None:
    kade = contract(Aanbieder_id="de-kade")
    found = examined({**contracts(kade), **providers(provider(E_mail="?"))})
    assert [each.verdict for each in found.judged] == ["refused", "refused"]
    assert "provider's row 2 is refused" in told(found.judged[1])


def test_the_programmes_clause_is_taken_where_none_is_named_and_that_is_told() -> None:
    judged = only(contracts(contract(Clausule="")))
    assert judged.verdict == "new"
    assert "wijzigingsclausule" in told(judged)


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"Segment": "jeugd"}, "C2 The programme has no segment “jeugd”; it has: wonen, verblijf"),
        ({"Clausule": "andere"}, "F2 The programme has no clause “andere”"),
        ({"Aanbieder_id": "niemand"}, "B2 No provider is known by niemand"),
        ({"Aanbieder_id": ""}, "B2 Say whose contract it is"),
        ({"Einddatum": "31-12-2020"}, "E2 It ends (2020-12-31) before it starts (2021-07-01)"),
        ({"Einddatum": ""}, "E2 Say when it ends"),
        ({"Ingangsdatum": "7/1/2021"}, "D2 “7/1/2021” can be"),
        ({"Overeenkomstnummer": ""}, "A2 Fill this in."),
    ],
)
def test_a_contract_that_cannot_be_is_refused_at_its_cell(given: dict[str, Any], says: str) -> None:
    judged = only(contracts(contract(**given)))
    assert judged.verdict == "refused"
    assert says in told(judged)


def test_a_contract_with_whoever_cannot_have_one_is_refused() -> None:
    state = Provider(programme_id=of.PROGRAMME_ID, form="pgb_supplier")
    judged = only(contracts(NEW_CONTRACT), known(provider=lambda _: state))
    assert judged.verdict == "refused"
    assert "PGB" in told(judged)


def test_a_contract_that_is_known_as_it_stands_is_the_same() -> None:
    assert only(contracts(SAME), known(of.contract())).verdict == "same"


@pytest.mark.row("IN-12")
def test_a_changed_term_is_never_imported_silently() -> None:
    changed = (*SAME[:-1], "Hooguit zes weken")
    judged = only(contracts(changed), known(of.contract()))
    assert (judged.verdict, judged.plan) == ("changed", None)
    assert [(each.field, each.old, each.new) for each in judged.differences] == [
        ("wachttijd", "Bemiddelen en overbruggen", "Hooguit zes weken")
    ]
    assert "Propose the change under Wijzigingen" in told(judged)


def test_with_a_reason_a_term_is_corrected_in_the_record_that_set_it() -> None:
    heads = (*CONTRACT_HEADS, "Reden van correctie")
    changed = (*SAME[:-1], "Hooguit zes weken", "Verkeerd overgenomen")
    judged = only(contracts(changed, heads=heads), known(of.contract()))
    assert judged.plan
    (command,) = judged.plan.commands
    assert isinstance(command, CorrectContract)
    assert command.corrects == of.FACT
    assert command.terms == {"wachttijd": "Hooguit zes weken"}
    more = (*heads, "Voorwaarde vervoer")
    added = only(contracts((*changed, "Op eigen kosten"), heads=more), known(of.contract()))
    assert added.verdict == "refused"
    assert "no term “vervoer” to correct" in told(added)


def test_the_end_and_what_a_contract_keeps_are_not_changed_by_importing() -> None:
    other = row(CONTRACT_HEADS, SAME, Segment="verblijf", Einddatum="31-12-2030")
    judged = only(contracts(other), known(of.contract()))
    assert (judged.verdict, judged.plan) == ("changed", None)
    assert [each.field for each in judged.differences] == ["Segment", "Einddatum"]
    assert "on its own page" in told(judged)
    assert "conclude a new one" in told(judged)


def test_a_contract_of_another_programme_keeps_its_number() -> None:
    foreign = replace(of.contract(), programme_id=HAVEN)
    assert "another programme" in told(only(contracts(SAME), known(foreign)))


def test_a_contract_that_changed_since_its_export_is_refused() -> None:
    have = of.contract()
    heads = (*CONTRACT_HEADS, "Versie", "Peildatum")
    version = contract_version(have, of.TODAY)
    later = TermsFrom(date(2021, 2, 1), {"wachttijd": "Anders"}, (of.FACT,))
    amended = replace(have, timeline=(*have.timeline, later))
    exported = (*SAME[:-1], "Mijn wijziging", version, of.TODAY)
    assert only(contracts(exported, heads=heads), known(have)).verdict == "changed"
    judged = only(contracts(exported, heads=heads), known(amended))
    assert judged.verdict == "refused"
    assert "changed since it was exported" in told(judged)


def test_tariffs_become_part_of_the_new_contract_in_words_and_figures() -> None:
    found = examined({**contracts(NEW_CONTRACT), "Tarieven": [TARIFF_HEADS, TARIFF]})
    assert [each.verdict for each in found.judged] == ["new", "new"]
    assert found.judged[0].plan
    (command,) = found.judged[0].plan.commands
    assert isinstance(command, ConcludeContract)
    assert command.terms["tarief pleegzorg"] == "€ 61,20 per etmaal"
    assert command.provisions["tarief pleegzorg"].amount == Decimal("61.20")  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("place", "value", "says"),
    [
        (2, "1.234", "C2 “1.234” can be thousands or decimals"),
        (4, "nattevingerwerk", "E2 “nattevingerwerk” is not known here; known: reële prijs"),
        (0, "HR-W-999", "A2 No contract has this number"),
    ],
)
def test_a_tariff_that_cannot_be_refuses_its_contract_too(
    place: int, value: str, says: str
) -> None:
    bad = (*TARIFF[:place], value, *TARIFF[place + 1 :])
    found = examined({**contracts(NEW_CONTRACT), "Tarieven": [TARIFF_HEADS, bad]})
    assert found.judged[1].verdict == "refused"
    assert says in told(found.judged[1])
    assert found.judged[0].verdict == ("new" if place == 0 else "refused")


def test_two_tariffs_for_one_product_are_refused_with_their_contract() -> None:
    found = examined({**contracts(NEW_CONTRACT), "Tarieven": [TARIFF_HEADS, TARIFF, TARIFF]})
    assert [each.verdict for each in found.judged] == ["refused"] * 3


def test_a_tariff_of_a_contract_that_is_known_is_changed_by_a_change() -> None:
    bad = ("HR-W-001", *TARIFF[1:])
    judged = only({"Tarieven": [TARIFF_HEADS, bad]}, known(of.contract()))
    assert (judged.verdict, judged.plan) == ("changed", None)
    assert "Wijzigingen" in told(judged)


@pytest.mark.row("IN-12")
@pytest.mark.parametrize(
    ("heads", "says"),
    [
        ((*PROVIDER_HEADS, "KVK nr"), "“KVK nr” that is not known. Did you mean “KvK-nummer”?"),
        ((*PROVIDER_HEADS, "Schoenmaat"), "“Schoenmaat” that is not known. Known here: "),
        ((PROVIDER_HEADS[0], *PROVIDER_HEADS[2:]), "lacks these columns: Naam"),
        ((*PROVIDER_HEADS, "Naam"), "has the column “Naam” twice"),
    ],
)
def test_wrong_columns_are_told_before_any_row_is_judged(heads: tuple[str, ...], says: str) -> None:
    found = examined(providers(NEW_PROVIDER, heads=heads))
    assert found.judged == ()
    assert says in " ".join(map(str, found.mistakes))


def test_columns_may_stand_in_any_order_and_be_written_carelessly() -> None:
    heads = tuple(each.upper().replace("-", " ") for each in reversed(PROVIDER_HEADS))
    judged = only({"Blad1": [heads, tuple(reversed(NEW_PROVIDER))]})
    assert judged.verdict == "new"


def test_a_sheet_that_says_nothing_known_is_refused_and_an_explanation_is_passed_over() -> None:
    found = examined({**providers(NEW_PROVIDER), "Adressen": [("straat",)]})
    assert "What sheet “Adressen” holds is not known" in str(found.mistakes[0])
    found = examined({**providers(NEW_PROVIDER), "Toelichting": [("Gemaakt op 3 mei",)]})
    assert [each.verdict for each in found.judged] == ["new"]


def test_a_column_without_a_name_that_holds_something_is_told() -> None:
    found = examined({"Aanbieders": [PROVIDER_HEADS, (*NEW_PROVIDER, "los")]})
    assert "below cell G1 has no name" in str(found.mistakes[0])


def test_an_end_that_only_reads_otherwise_is_the_same_end() -> None:
    have = of.contract(ends=Window(edtf="2030-12-31", written="eind 2030"))
    assert only(contracts(row(CONTRACT_HEADS, SAME, Einddatum="31 december 2030")),
                known(have)).verdict == "same"  # fmt: skip
