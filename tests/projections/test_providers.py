from datetime import date

import pytest
from pydantic import TypeAdapter

from domain.base import Command
from domain.provider.commands import (
    JoinConsortium,
    MergeProvider,
    RecordCertificate,
    RecordLeaving,
    RegisterProvider,
    WithdrawCertificate,
)
from domain.provider.decider import PROVIDER
from projections.agenda import AGENDA
from projections.providers import PROVIDERS, ProviderRow, ability, consortia_of, lapsing
from tests import make
from tests.making.provider import GI, MEMBER_ID, OTHER_ID
from tests.projections import story

KNOWN = make.whole(RegisterProvider)
SHOWN = make.a(RecordCertificate)


def row_after(*commands: Command) -> ProviderRow:
    return story.only(PROVIDERS, story.happened(PROVIDER, *commands))


@pytest.mark.row("AD-01")
def test_the_register_can_be_asked_by_segment_role_and_status() -> None:
    row = row_after(KNOWN)
    assert (row.segments, row.roles, row.size) == (("wonen",), ("local",), "small")
    assert (row.region, row.municipalities, row.status) == (
        "Holland Rijnland",
        ("Leiden",),
        "known",
    )
    assert (row.standing, row.source) == ("stated", make.SOURCE)
    assert row_after(KNOWN, make.a(RecordLeaving)).left == date(2022, 6, 30)
    merged = row_after(KNOWN, make.a(MergeProvider))
    assert (merged.status, merged.merged_into) == ("merged", OTHER_ID)


@pytest.mark.row("AD-17")
def test_why_a_provider_can_have_no_contract_can_be_asked() -> None:
    day = date(2022, 7, 1)
    assert ability(None, day) == "unknown"
    assert ability(row_after(KNOWN), day) == "able"
    assert ability(row_after(make.a(RegisterProvider, form="pgb_supplier")), day) == "pgb_supplier"
    assert ability(row_after(KNOWN, make.a(MergeProvider)), day) == "merged"
    assert ability(row_after(KNOWN, make.a(RecordLeaving)), day) == "left"
    assert ability(row_after(KNOWN, make.a(RecordLeaving)), date(2022, 6, 30)) == "able"
    together = make.a(RegisterProvider, form="consortium")
    assert ability(row_after(together), day) == "no_members"
    joined = row_after(together, make.a(JoinConsortium))
    assert ability(joined, day) == "able"
    assert consortia_of([joined], MEMBER_ID) == [joined]
    assert consortia_of([joined], OTHER_ID) == []


@pytest.mark.row("AD-09")
def test_a_certificate_stands_on_the_agenda_until_it_is_renewed() -> None:
    key = f"certificate:{make.PROVIDER_ID}:{GI.certificate_id}"
    events = story.happened(PROVIDER, KNOWN, SHOWN)
    row = story.table(AGENDA, events)[key]
    assert (row.kind, row.due_on, row.title, row.done) == (
        "certificate_lapses",
        date(2022, 2, 28),
        GI.title,
        False,
    )
    renewed = make.a(
        RecordCertificate,
        certificate=GI.model_copy(update={"valid_until": date(2025, 2, 28)}),
    )
    events = story.happened(PROVIDER, KNOWN, SHOWN, renewed)
    assert story.table(AGENDA, events)[key].due_on == date(2025, 2, 28)
    events = story.happened(PROVIDER, KNOWN, SHOWN, make.a(WithdrawCertificate))
    assert story.table(AGENDA, events)[key].due_on == date(2021, 6, 30)
    endless = make.a(RecordCertificate, certificate=GI.model_copy(update={"valid_until": None}))
    assert key not in story.table(AGENDA, story.happened(PROVIDER, KNOWN, endless))


def test_certificates_come_in_the_order_in_which_they_lapse() -> None:
    mark = GI.model_copy(update={"certificate_id": "keurmerk", "valid_until": None})
    early = GI.model_copy(update={"certificate_id": "skj", "valid_until": date(2021, 12, 31)})
    given = [make.a(RecordCertificate, certificate=each) for each in (mark, GI, early)]
    row = row_after(KNOWN, *given)
    assert list(lapsing(row)) == ["skj", GI.certificate_id, "keurmerk"]
    assert row.lapses == date(2021, 12, 31)


def test_a_row_is_the_same_after_it_was_kept() -> None:
    row = row_after(make.a(RegisterProvider, form="consortium"), make.a(JoinConsortium), SHOWN)
    kept = TypeAdapter(ProviderRow)
    assert kept.validate_json(kept.dump_json(row)) == row
