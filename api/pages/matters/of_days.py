"""Days of contracts and providers that somebody has to act on; those alike are one matter."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from api.pages.matters.parts import SOON, Matter, View, Who, ngettext
from domain.base import Sentence
from projections import tables
from projections.agenda import AGENDA
from projections.agenda.rows import AgendaRow, Kind
from projections.agenda.tally import Tally, tally
from projections.language import N_

PASSED = timedelta(days=183)
"""How long what was not done stays to be seen here."""
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Act:
    """What is to be done by such a day, and who has the move.

    `noticed_after`: the agenda has the day after, on which it is missed. `passes`: once its day
    has passed there is nothing left to do.
    """

    step: str
    who: Who = "contractmanager"
    noticed_after: bool = False
    passes: bool = False


ACTS: Mapping[Kind, Act] = {
    "option": Act(N_("Use the option, or let it go on purpose")),
    "contract_end": Act(N_("See to what comes after it"), passes=True),
    "miss_duty": Act(N_("Record that the duty was done"), noticed_after=True),
    "review": Act(N_("Look at it again")),
    "hand_over": Act(N_("Record that the clients are handed over")),
    "certificate_lapses": Act(N_("Ask for a new certificate")),
    "answer_application": Act(N_("Decide on the application")),
    "sunset": Act(N_("See to what comes in its place"), "programmabureau", passes=True),
}


def of_days(
    source: tables.Source, view: View, segments: Mapping[tuple[UUID, str | None], str]
) -> Iterator[Matter]:
    """What is due of contracts, certificates, applications and what ends by itself."""
    kinds, until = tuple(ACTS), view.today + SOON
    found = tally(source, AGENDA, kinds, view.today - PASSED, until)
    rows = tables.get_all(source, AGENDA, [each.key for each in found])
    for each in found:
        row = rows.get(each.key)
        if row is not None and not (ACTS[each.kind].passes and each.due_on < view.today):
            title = segments.get((each.programme_id, row.segment), row.title)
            yield _matter(each, row, view, title)


def _matter(each: Tally, row: AgendaRow, view: View, segment: str) -> Matter:
    act = ACTS[each.kind]
    day: date = each.due_on - _DAY if act.noticed_after else each.due_on
    title = segment if each.kind == "answer_application" else row.title
    many = ngettext("%(num)s contract", "%(num)s contracts", each.count)
    return Matter(
        key=key_of(each),
        kind=each.kind,
        title=title if each.count == 1 else many,
        address=_address(each, row),
        programme_id=each.programme_id,
        segments=(row.segment,) if row.segment and each.count == 1 else (),
        urgency="late" if day < view.today else "soon",
        who=act.who,
        step=Sentence(act.step),
        day=day,
        status=(each.kind, "due"),
        why=f"/controle/waarom?agenda={row.key}" if each.count == 1 else None,
        count=each.count,
    )


def key_of(each: Tally) -> str:
    """Of one thing it stays the same when its day moves, of several when one of them goes."""
    if each.count == 1:
        return f"day:{each.key}"
    return f"day:{each.kind}:{each.due_on}:{each.programme_id}"


def _address(each: Tally, row: AgendaRow) -> str:
    if row.contract_id:
        many = f"/overeenkomsten?programma={each.programme_id}"
        return many if each.count > 1 else f"/overeenkomsten/{row.contract_id}"
    if row.provider_id and each.kind == "certificate_lapses":
        return f"/aanbieders/{row.provider_id}"
    if row.segment and row.admission_id:
        return f"/toelating/{each.programme_id}/{row.segment}"
    if row.entry_id:
        return f"/programmas/{each.programme_id}/registers/{row.entry_id}"
    return f"/programmas/{each.programme_id}"
