from datetime import date
from typing import Any

import pytest

from domain.base import Refused
from domain.provider.commands import (
    JoinConsortium,
    LeaveConsortium,
    MergeProvider,
    RecogniseProvider,
    RecordCertificate,
    RecordLeaving,
    RegisterProvider,
    WithdrawCertificate,
)
from domain.provider.decider import PROVIDER
from domain.provider.events import (
    CertificateRecorded,
    CertificateWithdrawn,
    ConsortiumJoined,
    ConsortiumLeft,
    ProviderLeft,
    ProviderMerged,
    ProviderRecognised,
    ProviderRegistered,
)
from domain.provider.parts import SegmentRole
from domain.provider.state import Provider, refuse_contract
from tests import make
from tests.domain.change_stories import noon
from tests.making.provider import ALIAS_ID, GI, MEMBER_ID, MEMBERSHIP, OTHER_ID, WHOLE
from tests.specification import Specification

provider = Specification(PROVIDER)
KNOWN = make.a(RegisterProvider)
TOGETHER = make.a(RegisterProvider, form="consortium", segments=("crisis",))
RENEWED = GI.model_copy(update={"valid_from": date(2022, 3, 1), "valid_until": date(2025, 2, 28)})


def joins(**fields: Any) -> JoinConsortium:
    return make.a(JoinConsortium, membership=MEMBERSHIP.model_copy(update=fields))


def refused(provider: Provider, day: date = make.NEW_YEAR) -> str:
    with pytest.raises(Refused) as refusal:
        refuse_contract(provider, day)
    return refusal.value.reason


@pytest.mark.row("AD-01")
def test_a_provider_is_known_by_segment_with_its_role_size_and_region() -> None:
    [event] = provider.given().when(make.whole(RegisterProvider)).then(ProviderRegistered)
    assert event.roles == (SegmentRole(segment="wonen", role="local", region="Leidse regio"),)
    known = provider.given(event).state
    assert (known.size, known.region, known.municipalities) == (
        "small",
        "Holland Rijnland",
        ("Leiden",),
    )
    # A file that says less does not wipe out what was recorded since.
    provider.given(event).when(KNOWN).then_nothing()
    more = make.a(RegisterProvider, segments=("wonen", "crisis"))
    grown = provider.given_after(make.whole(RegisterProvider), more).state
    assert (grown.segments, grown.size) == (("wonen", "crisis"), "small")
    assert grown.roles == WHOLE["roles"]


def test_a_role_belongs_to_a_segment_the_provider_is_in() -> None:
    roles = (SegmentRole(segment="crisis", role="crisis_service"),)
    provider.given().when(make.a(RegisterProvider, roles=roles)).then_refused(
        "role_outside_segments"
    )


@pytest.mark.row("AD-09")
def test_a_certificate_holds_through_its_last_day_and_a_renewed_one_takes_its_place() -> None:
    shown = make.a(RecordCertificate)
    [event] = provider.given_after(KNOWN).when(shown).then(CertificateRecorded)
    assert event.effective == GI.valid_from
    provider.given_after(KNOWN, shown).when(shown).then_nothing()
    before = provider.given_after(KNOWN, shown).state
    assert before.shows("gi", date(2022, 2, 28))
    assert not before.shows("gi", date(2022, 3, 1))
    assert not before.shows("gi", date(2019, 2, 28))
    assert not before.shows("quality_mark", date(2021, 1, 1))
    after = provider.given_after(KNOWN, shown, make.a(RecordCertificate, certificate=RENEWED)).state
    assert after.shows("gi", date(2022, 3, 1))


@pytest.mark.row("AD-09")
def test_a_certificate_that_is_taken_back_holds_no_longer() -> None:
    shown, taken = make.a(RecordCertificate), make.a(WithdrawCertificate)
    provider.given_after(KNOWN, shown).when(taken).then(CertificateWithdrawn)
    provider.given_after(KNOWN, shown, taken).when(taken).then_nothing()
    state = provider.given_after(KNOWN, shown, taken).state
    assert state.shows("gi", date(2021, 6, 30))
    assert not state.shows("gi", date(2021, 7, 1))
    provider.given_after(KNOWN).when(taken).then_refused("unknown_certificate")
    wrong = GI.model_copy(update={"valid_until": date(2019, 2, 1)})
    provider.given_after(KNOWN).when(make.a(RecordCertificate, certificate=wrong)).then_refused(
        "ends_before_start"
    )


@pytest.mark.row("AD-14")
def test_the_members_of_a_consortium_answer_together() -> None:
    [event] = provider.given_after(TOGETHER).when(joins()).then(ConsortiumJoined)
    assert event.membership.responsible_for == MEMBERSHIP.responsible_for
    other = joins(member=OTHER_ID, leads=False)
    alone = joins(member=make.CONTRACT_ID, leads=False, jointly=False, segments=())
    both = provider.given_after(TOGETHER, joins(), other, alone)
    assert both.state.responsible(date(2021, 1, 1), "crisis") == (MEMBER_ID, OTHER_ID)
    assert both.state.responsible(date(2020, 12, 31)) == ()
    assert both.state.responsible(date(2021, 1, 1), "wonen") == ()
    both.when(other).then_nothing()
    both.when(joins(member=OTHER_ID, leads=True)).then_refused("leader_already")


@pytest.mark.row("AD-14")
def test_who_leaves_a_consortium_answers_until_then_and_somebody_else_leads() -> None:
    other = joins(member=OTHER_ID, leads=False)
    both = provider.given_after(TOGETHER, joins(), other)
    both.when(make.a(LeaveConsortium, next_leader=None)).then_refused("no_leader_left")
    gone = make.whole(LeaveConsortium)
    both.when(gone).then(ConsortiumLeft)
    state = provider.given_after(TOGETHER, joins(), other, gone).state
    assert state.responsible(date(2022, 6, 30)) == (MEMBER_ID, OTHER_ID)
    assert state.responsible(date(2022, 7, 1)) == (OTHER_ID,)
    assert state.members[OTHER_ID].membership.leads
    provider.given_after(TOGETHER, joins(), other, gone).when(gone).then_nothing()


def test_only_a_consortium_has_members_and_it_says_what_they_answer_for() -> None:
    provider.given_after(KNOWN).when(joins()).then_refused("no_consortium")
    consortium = provider.given_after(TOGETHER)
    consortium.when(joins(member=make.PROVIDER_ID)).then_refused("own_member")
    consortium.when(joins(responsible_for=None)).then_refused("responsible_for_what")
    consortium.when(make.a(LeaveConsortium)).then_refused("no_member")
    provider.given_after(TOGETHER, joins()).when(
        make.a(RegisterProvider, form="organisation", segments=("crisis",))
    ).then_refused("has_members")


@pytest.mark.row("AD-18")
def test_two_names_and_two_records_can_be_one_provider() -> None:
    named = make.a(RecogniseProvider)
    provider.given_after(KNOWN).when(named).then(ProviderRecognised)
    provider.given_after(KNOWN, named).when(named).then_nothing()
    assert provider.given_after(KNOWN, named).state.aliases == (ALIAS_ID,)
    merged = make.a(MergeProvider)
    provider.given_after(KNOWN).when(merged).then(ProviderMerged)
    one = provider.given_after(KNOWN, merged)
    one.when(merged).then_nothing()
    # Saying what was known is no news; whatever is new belongs in the other record.
    one.when(KNOWN).then_nothing()
    one.when(make.a(RegisterProvider, segments=("crisis",))).then_refused("merged_provider")
    one.when(make.a(RecordCertificate)).then_refused("merged_provider")
    one.when(make.a(MergeProvider, into=make.CONTRACT_ID)).then_refused("merged_provider")
    assert refused(one.state) == "merged_provider"


@pytest.mark.row("AD-18")
def test_records_are_never_merged_in_a_circle() -> None:
    known = provider.given_after(KNOWN)
    known.when(make.a(MergeProvider, into=make.PROVIDER_ID)).then_refused("merged_into_itself")
    for into_is in ("merged", "unknown"):
        known.when(make.a(MergeProvider, into_is=into_is)).then_refused("no_record_to_merge_into")


@pytest.mark.row("AD-17")
def test_a_supplier_that_parents_pay_cannot_have_a_contract_until_it_is_an_organisation() -> None:
    paid = make.a(RegisterProvider, form="pgb_supplier")
    assert refused(provider.given_after(paid).state) == "pgb_supplier"
    other = make.a(RegisterProvider, form="organisation")
    refuse_contract(provider.given_after(paid, other).state, make.NEW_YEAR)


def test_who_left_can_have_no_contract_until_it_is_back() -> None:
    leaving = make.a(RecordLeaving)
    provider.given_after(KNOWN).when(leaving).then(ProviderLeft)
    gone = provider.given_after(KNOWN, leaving)
    gone.when(leaving).then_nothing()
    gone.when(KNOWN).then_nothing()
    refuse_contract(gone.state, date(2022, 6, 30))
    assert refused(gone.state, date(2022, 7, 1)) == "provider_left"
    later = noon(date(2022, 8, 1))
    gone.when(make.a(RecordLeaving, last_day=date(2022, 9, 1), at=later)).then_refused(
        "provider_left"
    )
    back = make.a(RegisterProvider, back=True)
    refuse_contract(provider.given_after(KNOWN, leaving, back).state, date(2022, 7, 1))


def test_what_is_not_registered_can_nothing() -> None:
    provider.given().when(make.a(RecordCertificate)).then_refused("unknown_provider")
    assert refused(Provider()) == "unknown_provider"
    assert refused(provider.given_after(TOGETHER).state) == "no_members"
    refuse_contract(provider.given_after(TOGETHER, joins()).state, make.NEW_YEAR)
