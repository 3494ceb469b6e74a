"""A certified institution for *Veiligheid*, and a consortium for *Crisis*."""

from datetime import date
from typing import Any

from pydantic import BaseModel

from domain.base import derived_id
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
from domain.provider.parts import Certificate, Membership, SegmentRole
from tests.making.common import SOURCE

MEMBER_ID = derived_id("provider", "het-anker")
OTHER_ID = derived_id("provider", "de-kade")
ALIAS_ID = derived_id("alias", "schikker")
GI = Certificate(
    certificate_id="gi-jeugdwet-3-4",
    kind="gi",
    title="Certificaat gecertificeerde instelling (Jeugdwet art. 3.4)",
    valid_from=date(2019, 3, 1),
    valid_until=date(2022, 2, 28),
    document="certificaat-gi",
    source=SOURCE,
)
MEMBERSHIP = Membership(
    member=MEMBER_ID,
    leads=True,
    jointly=True,
    responsible_for="Direct passend aanbod in crisissituaties, zonder wachtlijst",
    segments=("crisis",),
    since=date(2021, 1, 1),
    source=SOURCE,
)
WHOLE: dict[str, Any] = {
    "form": "organisation",
    "roles": (SegmentRole(segment="wonen", role="local", region="Leidse regio"),),
    "size": "small",
    "region": "Holland Rijnland",
    "municipalities": ("Leiden",),
    "back": None,
}
_WITHDRAWN = {
    "certificate_id": GI.certificate_id,
    "last_day": date(2021, 6, 30),
    "reason": "De instelling voldoet niet meer aan het keurmerk.",
}
_PARTED = {
    "member": MEMBER_ID,
    "last_day": date(2022, 6, 30),
    "reason": "De aanbieder stopt met crisishulp.",
    "next_leader": OTHER_ID,
}
_MERGED = {"into": OTHER_ID, "reason": "Het inkoopplan schrijft de naam op twee manieren."}
_LEFT = {"last_day": date(2022, 6, 30), "reason": "De aanbieder stopt met jeugdhulp."}

OF_ONE: dict[type[BaseModel], dict[str, Any]] = {
    RegisterProvider: WHOLE,
    RecordCertificate: {"certificate": GI},
    WithdrawCertificate: _WITHDRAWN,
    JoinConsortium: {"membership": MEMBERSHIP},
    LeaveConsortium: _PARTED,
    RecogniseProvider: {"alias_id": ALIAS_ID},
    MergeProvider: {**_MERGED, "into_is": "registered"},
    RecordLeaving: _LEFT,
    ProviderRegistered: WHOLE,
    CertificateRecorded: {"certificate": GI},
    CertificateWithdrawn: {**_WITHDRAWN, "title": GI.title},
    ConsortiumJoined: {"membership": MEMBERSHIP},
    ConsortiumLeft: _PARTED,
    ProviderRecognised: {"alias_id": ALIAS_ID},
    ProviderMerged: _MERGED,
    ProviderLeft: _LEFT,
}
