"""Whether providers can apply: options, opening, closing for a while, limiting their number."""

from datetime import timedelta
from typing import Any

from domain.admission.commands import (
    AdmissionCommand,
    ApplyForEntry,
    ChooseOpening,
    CloseAdmission,
    ConsiderOpening,
    LimitNumber,
    OpenAdmission,
    ReopenAdmission,
)
from domain.admission.events import (
    AdmissionClosed,
    AdmissionOpened,
    AdmissionReopened,
    ApplicationReceived,
    NumberLimited,
    OpeningChosen,
    OpeningConsidered,
)
from domain.admission.state import Admission, Chosen, Edition, Entry
from domain.base import Refused, made
from domain.dates import Day, local_day


def consider(command: ConsiderOpening, admission: Admission) -> list[OpeningConsidered]:
    if admission.options.get(command.option.option_id) == command.option:
        return []
    return [
        OpeningConsidered(option=command.option, source=command.option.source, **stamp(command))
    ]


def choose(command: ChooseOpening, admission: Admission) -> list[OpeningChosen]:
    """An option that depends on something is not chosen without saying how that turned out."""
    option = admission.options.get(command.option_id)
    if option is None:
        raise Refused(
            "unknown_option",
            "there is no option %(option)s; there are: %(known)s",
            option=command.option_id,
            known=", ".join(admission.options) or "-",
        )
    if option.depends_on is not None and command.depended is None:
        raise Refused(
            "depends_on",
            "“%(text)s” depends on: %(depends)s. Say how that turned out",
            text=option.text,
            depends=option.depends_on,
        )
    _not_to_come(command.decided_on, command)
    chosen = Chosen(
        command.option_id,
        command.reason,
        command.decided_by,
        command.decided_on,
        command.depended,
        command.decision_id,
    )
    if admission.chosen == chosen:
        return []
    return [
        OpeningChosen(
            option_id=command.option_id,
            form=option.form,
            depended=command.depended,
            reason=command.reason,
            decided_by=command.decided_by,
            decided_on=command.decided_on,
            decision_id=command.decision_id,
            effective=command.decided_on,
            **stamp(command),
        )
    ]


def open_entry(command: OpenAdmission, admission: Admission) -> list[AdmissionOpened]:
    """Not while it is undecided how, nor without criteria that all can read (AD-16, AD-20)."""
    said = (True, command.opens, command.until)
    if any((each.opens, each.since, each.until) == said for each in admission.turns):
        return []
    if admission.options and admission.chosen is None:
        options = admission.options.values()
        raise Refused(
            "not_chosen_yet",
            "how providers are let in is still an open choice: %(options)s. It depends on: "
            "%(depends)s. Choose an option first",
            options=" / ".join(each.text for each in options),
            depends=" / ".join(each.depends_on for each in options if each.depends_on) or "-",
        )
    if admission.chosen and admission.options[admission.chosen.option_id].form == "closed":
        raise Refused(
            "closed_form",
            "a closed form was chosen: choose a more open one first, with a reason",
        )
    if command.until is not None and command.until < command.opens:
        raise Refused(
            "ends_before_start",
            "the entry would end on %(last)s, before it begins on %(first)s: mend the days",
            last=command.until,
            first=command.opens,
        )
    if admission.edition_on(command.opens) is None:
        raise Refused(
            "no_criteria",
            "no criteria count on %(day)s: state first what is asked of providers",
            day=command.opens,
        )
    return [
        AdmissionOpened(
            until=command.until,
            publication=command.publication,
            answer_days=command.answer_days,
            step=command.step,
            effective=command.opens,
            source=command.source,
            **stamp(command),
        )
    ]


def close(command: CloseAdmission, admission: Admission) -> list[AdmissionClosed]:
    """For a while or until further notice. It stays an open house: who is in stays (AD-03)."""
    said = (command.closes, command.until, command.reason)
    closed = (each for each in admission.turns if not each.opens)
    if any((each.since, each.until, each.reason) == said for each in closed):
        return []
    if not any(each.opens for each in admission.turns):
        raise Refused("never_opened", "entry was never opened: there is nothing to close")
    if command.until is not None and command.until < command.closes:
        raise Refused(
            "ends_before_start",
            "the entry would end on %(last)s, before it begins on %(first)s: mend the days",
            last=command.until,
            first=command.closes,
        )
    return [
        AdmissionClosed(
            until=command.until,
            reason=command.reason,
            decided_by=command.decided_by,
            effective=command.closes,
            source=command.source,
            **stamp(command),
        )
    ]


def reopen(command: ReopenAdmission, admission: Admission) -> list[AdmissionReopened]:
    entry = admission.entry_on(command.opens)
    if entry.state == "open":
        return []
    if entry.state == "not_opened":
        raise Refused("never_opened", "entry was never opened: open it first")
    return [AdmissionReopened(reason=command.reason, effective=command.opens, **stamp(command))]


def limit(command: LimitNumber, admission: Admission) -> list[NumberLimited]:
    """A smaller number is a means, so it says to what; it goes down or up in phases (AD-07)."""
    days = [each.since for each in command.phases]
    if days != sorted(set(days)):
        raise Refused(
            "phases_out_of_order",
            "each phase begins after the one before it: put their days in order",
        )
    last = admission.limits[-1] if admission.limits else None
    if not command.phases and (last is None or not last.phases):
        return []
    said = (command.phases, command.reason)
    if any((each.phases, each.reason) == said for each in admission.limits):
        return []
    return [
        NumberLimited(
            phases=command.phases,
            means_to=command.means_to,
            reason=command.reason,
            decided_by=command.decided_by,
            source=command.source,
            **stamp(command),
        )
    ]


def apply(command: ApplyForEntry, admission: Admission) -> list[ApplicationReceived]:
    """Whoever is able can apply while the entry is open; nobody can while it is closed."""
    known = admission.applications.get(command.application_id)
    if known is not None and known.received_on == command.received_on:
        return []
    _refuse_unable(command)
    _not_to_come(command.received_on, command)
    entry = admission.entry_on(command.received_on)
    refuse_closed(entry, command.received_on)
    edition = admission.edition_on(command.received_on)
    assert edition is not None, "nobody opens an entry without criteria"
    _not_there_yet(command, admission)
    _knows_conditions(command, edition)
    days = entry.turn.answer_days if entry.turn else None
    return [
        ApplicationReceived(
            application_id=command.application_id,
            provider_id=command.provider_id,
            received_on=command.received_on,
            edition=edition.number,
            conditions=command.conditions,
            plan=command.plan,
            answer_by=command.received_on + timedelta(days) if days else None,
            effective=command.received_on,
            **stamp(command),
        )
    ]


def _refuse_unable(command: ApplyForEntry) -> None:
    """Why a provider cannot apply, by how its record stands (AD-17)."""
    match command.provider_is:
        case "able":
            return
        case "pgb_supplier":
            raise Refused(
                "pgb_supplier",
                "parents pay this supplier from a personal budget (PGB) and are its client: it "
                "stands outside the contracts. Register it as an organisation if it is to have one",
            )
        case "merged":
            raise Refused(
                "merged",
                "this record was merged into another one of the same provider: apply with that one",
            )
        case "left":
            raise Refused(
                "left", "the provider left the programme: register it as back if it came back"
            )
        case "no_members":
            raise Refused(
                "no_members",
                "the consortium has no members: record who takes part first",
            )
        case "unknown":
            raise Refused("unknown", "there is no such provider: register it first")


def refuse_closed(entry: Entry, day: Day) -> None:
    """Say since when it is closed, why, and from when on one can apply, as far as is known."""
    if entry.state == "open":
        return
    again = entry.again
    if entry.state == "closed" and again is not None:
        raise Refused(
            "entry_closed",
            "entry is closed from %(since)s until %(until)s: %(why)s. Apply from %(again)s on",
            since=entry.since,
            until=entry.until or again,
            why=(entry.reason or "-").rstrip("."),
            again=again,
        )
    if entry.state == "closed":
        raise Refused(
            "entry_closed",
            "entry is closed since %(since)s: %(why)s. No day is known from which one can apply "
            "again; whoever decides on it has to reopen it first",
            since=entry.since,
            why=(entry.reason or "-").rstrip("."),
        )
    if again is not None:
        raise Refused(
            "entry_not_open",
            "entry is not open on %(day)s: apply from %(again)s on",
            day=day,
            again=again,
        )
    raise Refused(
        "entry_not_open",
        "entry is not open on %(day)s and no day for it is known: open it first",
        day=day,
    )


def _not_there_yet(command: ApplyForEntry, admission: Admission) -> None:
    place = admission.places.get(command.provider_id)
    if place is not None and place.is_in(command.received_on):
        raise Refused(
            "already_in",
            "the provider is in the segment since %(since)s: it need not apply",
            since=place.since,
        )
    for each in admission.applications.values():
        waits = each.state in ("received", "assessed")
        if each.provider_id == command.provider_id and waits:
            raise Refused(
                "already_applied",
                "the provider applied on %(day)s and waits for an answer: answer that first",
                day=each.received_on,
            )


def _knows_conditions(command: ApplyForEntry, edition: Edition) -> None:
    known = {
        each.only_if.condition_id: each.only_if.text for each in edition.criteria if each.only_if
    }
    for condition_id in command.conditions:
        if condition_id not in known:
            raise Refused(
                "unknown_condition",
                "no criterion depends on %(condition)s; these are asked: %(known)s",
                condition=condition_id,
                known=", ".join(known) or "-",
            )
    for condition_id, text in known.items():
        if condition_id not in command.conditions:
            raise Refused(
                "condition_not_answered",
                "say of the provider whether this holds: %(text)s",
                text=text,
            )


def _not_to_come(day: Day, command: AdmissionCommand) -> None:
    if day > local_day(command.at):
        raise Refused("not_yet_done", "%(day)s has not come yet", day=day)


def stamp(command: AdmissionCommand) -> dict[str, Any]:
    """What every event says of itself, and of what caused it."""
    return {
        "admission_id": command.admission_id,
        "programme_id": command.programme_id,
        "segment": command.segment,
        **made(command),
    }
