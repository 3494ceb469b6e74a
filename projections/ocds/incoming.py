"""OCDS of somebody else: which contracts a package tells of, for whoever wants to look (IN-08).

Nothing is taken over: a package says neither under which notice clause a contract is nor which
provider of ours its supplier is.
"""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from domain.base import Refused
from domain.dates import AMSTERDAM
from projections.ocds.merge import Json, Unmergeable, compiled

LARGEST = 50 * 2**20
VERSIONS = ("1.0", "1.1")


@dataclass(frozen=True, slots=True)
class Incoming:
    """A contract as a package has it, after all its releases.

    `number` is its title, or its id if it has none. `terms` are what its documents say.
    """

    ocid: str
    contract_id: str
    number: str
    status: str | None
    starts: date | None
    ends: date | None
    suppliers: tuple[str, ...]
    terms: Mapping[str, str]


def contracts_in(content: bytes) -> list[Incoming]:
    """The contracts of a release package or a record package. Raises `Refused`."""
    package = _read(content)
    found: list[Incoming] = []
    for releases in _processes(package):
        try:
            process = compiled(releases)
            found += _contracts(process)
        except (Unmergeable, KeyError, TypeError, AttributeError, ValueError) as error:
            raise _not_ocds(f"{releases[0].get('ocid')}: {error}") from error
    return found


def _read(content: bytes) -> Json:
    if len(content) > LARGEST:
        raise Refused(
            "too_large",
            "the file is larger than %(most)s MB: give it in parts, a process at a time",
            most=LARGEST // 2**20,
        )
    try:
        package = json.loads(content)
    except (ValueError, RecursionError) as error:
        raise _not_ocds(f"JSON: {error}") from error
    if not isinstance(package, dict) or not {"releases", "records"} & package.keys():
        raise _not_ocds("releases, records")
    if str(package.get("version", "1.0")) not in VERSIONS:
        raise _not_ocds(f"version {package['version']}")
    return package


def _processes(package: Json) -> Iterator[list[Json]]:
    """The releases of each process; of a record those, or else how it says that they compile."""
    by_ocid: dict[str, list[Json]] = defaultdict(list)
    for each in _objects(package.get("releases", [])):
        by_ocid[str(each.get("ocid"))].append(each)
    for each in _objects(package.get("records", [])):
        releases = list(_objects(each.get("releases", [])))
        whole = releases and all("ocid" in one for one in releases)
        if not whole and not isinstance(each.get("compiledRelease"), dict):
            raise _not_ocds("records: links")
        by_ocid[str(each.get("ocid"))] += releases if whole else [each["compiledRelease"]]
    for ocid, releases in by_ocid.items():
        missing = [name for one in releases for name in ("ocid", "id", "date") if name not in one]
        if missing:
            raise _not_ocds(f"{ocid}: {missing[0]}")
        yield releases


def _objects(value: Any) -> Iterable[Json]:
    if not isinstance(value, list) or not all(isinstance(each, dict) for each in value):
        raise _not_ocds("releases, records")
    return value


def _contracts(process: Json) -> Iterator[Incoming]:
    suppliers = {
        each["id"]: tuple(str(one.get("name") or one["id"]) for one in each.get("suppliers", []))
        for each in process.get("awards", [])
    }
    for each in process.get("contracts", []):
        period = each.get("period", {})
        documents = each.get("documents", [])
        yield Incoming(
            ocid=process["ocid"],
            contract_id=str(each["id"]),
            number=str(each.get("title") or each["id"]),
            status=each.get("status"),
            starts=_day(period.get("startDate")),
            ends=_day(period.get("endDate")),
            suppliers=suppliers.get(each.get("awardID"), ()),
            terms={
                one["title"]: one["description"]
                for one in documents
                if str(one["id"]).startswith("term/")
            },
        )


def _day(instant: str | None) -> date | None:
    """The day in the Netherlands; a day without a time stays itself."""
    if instant is None:
        return None
    found = datetime.fromisoformat(instant)
    return found.date() if found.tzinfo is None else found.astimezone(AMSTERDAM).date()


def _not_ocds(what: str) -> Refused:
    return Refused(
        "not_ocds",
        "this is no package of OCDS 1.0 or 1.1 that can be read (%(what)s): give a release "
        "package, or a record package with its releases in it",
        what=what,
    )
