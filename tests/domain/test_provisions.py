"""Terms in figures: how they are written, and that they follow the words that bind."""

import json
from datetime import date
from decimal import Decimal
from typing import Any, get_args

import pytest
from pydantic import TypeAdapter, ValidationError

from domain.change.parts import ChangeKind
from domain.contract.commands import AmendContract, CorrectContract
from domain.contract.decider import CONTRACT
from domain.contract.events import ContractAmended, ContractConcluded, ContractCorrected
from domain.contract.replay import diff, facts, terms_on
from domain.contract.state import provisions_on
from domain.provisions import Ceiling, Provisions, Tariff, unworded
from tests import make
from tests.domain.test_replay import ALWAYS, on
from tests.making.contract import PROVISIONS, TARIFF, WORDS
from tests.specification import Specification

contract = Specification(CONTRACT)
CONCLUDED = make.a(
    ContractConcluded,
    event_id=make.EVENT_ID,
    at=on(2020, 1),
    effective=date(2020, 1, 1),
    terms=WORDS,
    provisions=PROVISIONS,
)
DEARER = TARIFF.model_copy(update={"amount": Decimal("108.10")})


def amend(**fields: Any) -> AmendContract:
    return make.a(AmendContract, announced_on=make.LATEST, effective=make.NEW_YEAR, **fields)


def test_every_kind_of_provision_is_written_as_json_and_read_back_the_same() -> None:
    adapter: TypeAdapter[Provisions] = TypeAdapter(Provisions)
    written = adapter.dump_json(PROVISIONS)
    assert adapter.validate_json(written) == PROVISIONS
    tariff = json.loads(written)["tariff"]
    assert (tariff["amount"], tariff["dated"], tariff["kind"]) == (
        "104.27",
        "2020-01-01",
        "tariff",
    )
    assert unworded(PROVISIONS, WORDS) == []
    assert unworded(PROVISIONS, {}) == sorted(PROVISIONS)


@pytest.mark.row("CC-16")
@pytest.mark.parametrize("amount", ["12.5", "12.50", 12.5, Decimal("12.5000")])
def test_one_amount_is_written_in_one_way(amount: object) -> None:
    ceiling = Ceiling.model_validate({"of": "wonen", "amount": amount})
    assert ceiling.model_dump(mode="json")["amount"] == "12.50"
    fine = Ceiling.model_validate({"of": "wonen", "amount": "0.1234"})
    assert fine.model_dump(mode="json")["amount"] == "0.1234"
    with pytest.raises(ValidationError):
        Ceiling.model_validate({"of": "wonen", "amount": "-1"})


@pytest.mark.row("CC-16")
def test_a_change_of_a_tariff_is_a_change_like_any_other() -> None:
    terms = {"tariff": "EUR 108.10 per day"}
    late = amend(terms=terms, provisions={"tariff": DEARER}, kinds=("tariffs",))
    late = late.model_copy(update={"announced_on": date(2021, 7, 2)})
    contract.given(CONCLUDED).when(late).then_refused("notice_too_short")
    timely = amend(terms=terms, provisions={"tariff": DEARER}, kinds=("tariffs",))
    [fact] = contract.given(CONCLUDED).when(timely).then(ContractAmended)
    assert (fact.provisions, fact.kinds, fact.wordy) == ({"tariff": DEARER}, ("tariffs",), ())
    other = amend(terms={"plafond": "Geen"}, provisions={"tariff": DEARER})
    contract.given(CONCLUDED).when(other).then_refused("provision_without_words")


@pytest.mark.row("CC-05")
@pytest.mark.parametrize("kind", get_args(ChangeKind))
def test_a_contract_keeps_of_each_change_what_it_was_about(kind: ChangeKind) -> None:
    [fact] = (
        contract.given(CONCLUDED)
        .when(amend(terms={"tariff": "Anders"}, kinds=(kind,)))
        .then(ContractAmended)
    )
    known = facts([CONCLUDED, fact.model_copy(update={"event_id": make.CHANGE_ID})])
    assert terms_on(known, make.NEW_YEAR, ALWAYS).facts["tariff"].kinds == (kind,)


@pytest.mark.row("CC-16")
def test_new_words_without_figures_leave_a_term_without_figures() -> None:
    [fact] = (
        contract.given(CONCLUDED)
        .when(amend(terms={"tariff": "Nader overeen te komen"}))
        .then(ContractAmended)
    )
    assert fact.wordy == ("tariff",)
    state = contract.given(CONCLUDED, fact.model_copy(update={"event_id": make.CHANGE_ID})).state
    assert isinstance(provisions_on(state, date(2021, 12, 31))["tariff"], Tariff)
    assert "tariff" not in provisions_on(state, make.NEW_YEAR)


@pytest.mark.row("CC-22")
def test_a_typing_error_in_a_tariff_is_mended_and_the_words_stay() -> None:
    mend = make.a(CorrectContract, terms={}, provisions={"tariff": DEARER})
    [fact] = contract.given(CONCLUDED).when(mend).then(ContractCorrected)
    contract.given(CONCLUDED, fact).when(mend).then_nothing()
    unknown = make.a(CorrectContract, terms={}, provisions={"index": DEARER})
    contract.given(CONCLUDED).when(unknown).then_refused("unknown_term")
    with pytest.raises(ValidationError, match="right words or figures"):
        make.a(CorrectContract, terms={})


@pytest.mark.row("CC-22", "AU-02")
def test_a_replay_shows_figures_as_they_were_known_and_as_they_are() -> None:
    mended = make.a(
        ContractCorrected,
        event_id=make.CHANGE_ID,
        at=on(2022, 6),
        terms={},
        provisions={"tariff": DEARER},
    )
    known = facts([CONCLUDED, mended])
    then, now = (terms_on(known, date(2021, 1, 1), at) for at in (on(2022, 5), ALWAYS))
    assert (then.provisions["tariff"], now.provisions["tariff"]) == (TARIFF, DEARER)
    assert then.terms == now.terms
    [found] = diff(then, now)
    assert (found.term, found.before == found.after) == ("tariff", True)
    assert (found.figures_before, found.figures_after) == (TARIFF, DEARER)


def test_corrected_words_keep_their_figures() -> None:
    mended = make.a(
        ContractCorrected, event_id=make.CHANGE_ID, at=on(2022, 6), terms={"tariff": "€ 104,27"}
    )
    now = terms_on(facts([CONCLUDED, mended]), date(2021, 1, 1), ALWAYS)
    assert (now.terms["tariff"], now.provisions["tariff"]) == ("€ 104,27", TARIFF)
