"""Everything a programme can state beside its plan, and what can become of it."""

from datetime import date
from typing import Any

from pydantic import BaseModel

from domain.dates import Window, last_day_of_term
from domain.programme.arrangements import Instrument
from domain.programme.commands import (
    EndTerm,
    ExtendTerm,
    PublishProgramme,
    RevisePlan,
    ShiftPlan,
    SplitSegment,
    WithdrawMunicipality,
)
from domain.programme.events import (
    ArrangementStated,
    BodyRegistered,
    CrosswalkStated,
    MunicipalityWithdrew,
    PlanItemDropped,
    PlanItemPlanned,
    PlanRevised,
    ScaleStated,
    SegmentDefined,
    SegmentSplit,
    TermEnded,
    TermExtended,
    TermStated,
)
from domain.programme.parts import Body, Crosswalk, Scale, Segment, Term
from tests.making.common import PLAN_ITEM, SEGMENT, SOURCE

BODY = Body(
    body_id="two",
    name="Serviceorganisatie Zorg",
    kind="executive",
    mandate=("executes", "monitors"),
    role="inkoop, contract- en accountmanagement",
    segments=("wonen",),
    term=Window(edtf="2025", bound="not_before", written="in ieder geval tot en met 2025"),
    source=SOURCE,
)
SCALE = Scale(
    scale_id="hollands-midden",
    name="Hollands Midden",
    members=("Holland Rijnland", "Midden Holland"),
    purpose="crisiszorg",
    segments=("wonen",),
    since=Window(edtf="2015", bound="from", written="sinds 2015"),
    source=SOURCE,
)
CROSSWALK = Crosswalk(
    crosswalk_id="verblijf-2021",
    taxonomy="segments",
    old="Verblijf",
    new=("Wonen",),
    segments=("wonen",),
    since=Window(edtf="2021", bound="from", written="per 2021"),
    source=SOURCE,
)
TERM = Term(
    term_id="wonen-term",
    title="Looptijd Wonen",
    segments=("wonen",),
    starts=Window(edtf="2022-01-01", written="1 januari 2022"),
    at_least_months=84,
    at_most_months=120,
    written="7 tot 10 jaar",
    ends_stated=Window(edtf="2031", bound="at_latest", written="uiterlijk in 2031"),
    extension_until=Window(edtf="2034", bound="at_latest", written="tot en met 2034"),
    extension_months=12,
    lead_months=18,
    source=SOURCE,
)
ENDS = Window(edtf="2028-12-31/2031-12-31", written=TERM.written)
EXTENDED = Window(edtf="2032-12-31", written="31 december 2032")
INSTRUMENT = Instrument(
    arrangement_id="wonen-financing",
    segments=("wonen",),
    instrument="financing",
    state="target",
    text="P*Q met een plafond",
    depends_on=("research-availability",),
    since=Window(edtf="2022-01-01", bound="from", written="vanaf 1 januari 2022"),
    until=Window(edtf="2031", written="2031"),
    source=SOURCE,
)
HOMES = Segment(segment_id="wonen-thuis", number=8, title="Wonen thuis", source=SOURCE)
HOUSES = Segment(segment_id="gezinshuizen", number=9, title="Gezinshuizen", source=SOURCE)

_PLANNED: dict[str, Any] = {
    "kind": "deadline",
    "body": BODY.body_id,
    "audience": "de colleges",
    "fixed": False,
    "restates": "announce-wonen-4-2",
}
_REVISION: dict[str, Any] = {
    "title": "Herzien na het uitstel van de aanbesteding",
    "decided_by": BODY.body_id,
    "reason": "De aanbesteding schuift een kwartaal op.",
}
_LEFT: dict[str, Any] = {
    "leaves_on": date(2023, 1, 1),
    "segments": ("wonen",),
    "reason": "De gemeente koopt voortaan zelf in.",
}
_SPLIT: dict[str, Any] = {
    "into": (HOMES, HOUSES),
    "from_day": date(2023, 1, 1),
    "reason": "Gezinshuizen vragen om een eigen aanpak.",
}
_TERM: dict[str, Any] = {"term_id": TERM.term_id}

OF_ONE: dict[type[BaseModel], dict[str, Any]] = {
    PublishProgramme: {
        "key": "holland-rijnland-2021",
        "title": "Inkoop jeugdhulp 2021",
        "segments": (SEGMENT,),
        "bodies": (BODY,),
        "scales": (SCALE,),
        "crosswalks": (CROSSWALK,),
        "terms": (TERM,),
        "arrangements": (INSTRUMENT,),
    },
    SegmentDefined: {"title": SEGMENT.title, "label": "Segment 2", "perspective": "build"},
    BodyRegistered: {"body": BODY},
    ScaleStated: {"scale": SCALE},
    CrosswalkStated: {"crosswalk": CROSSWALK},
    TermStated: {
        "term": TERM,
        "ends": ENDS,
        "computed": tuple(last_day_of_term(date(2022, 1, 1), years) for years in (7, 10)),
    },
    TermExtended: {**_TERM, "until": EXTENDED, "previous": ENDS, "decision": "extend-wonen"},
    TermEnded: {**_TERM, "ended": EXTENDED},
    ArrangementStated: {"arrangement": INSTRUMENT},
    PlanItemPlanned: _PLANNED,
    PlanRevised: {
        **_REVISION,
        "number": 2,
        "origin": "shifted",
        "months": 3,
        "items": (PLAN_ITEM.item_id,),
        "dropped": ("wonen-in-force",),
    },
    PlanItemDropped: {"reason": _REVISION["reason"]},
    MunicipalityWithdrew: _LEFT,
    SegmentSplit: _SPLIT,
    RevisePlan: {**_REVISION, "items": (PLAN_ITEM,), "drop": (), "on_version": 1},
    ShiftPlan: {**_REVISION, "months": 3, "keep": ("adopt-wonen",), "on_version": 1},
    WithdrawMunicipality: _LEFT,
    SplitSegment: _SPLIT,
    ExtendTerm: {**_TERM, "until": EXTENDED, "decision": "extend-wonen"},
    EndTerm: _TERM,
}
"""By class, what differs from what is common; see `tests.make`."""
