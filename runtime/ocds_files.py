"""Open data as files: all releases a line each, and the packages of every process."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from api.ports import OpenData
from domain.base import Refused
from projections.ocds.book import Entry
from projections.ocds.packages import Page, record, record_package, release_package

STREAM = "releases.jsonl"
EVERYTHING = 10**12


@dataclass(frozen=True, slots=True)
class Counted:
    """How much was written."""

    processes: int
    releases: int


def write(folder: Path, data: OpenData, programme: str | None = None) -> Counted:
    """Write what everybody may know of a programme, or of all, to a folder of its own.

    The same log gives the same files, byte for byte. Raises `Refused` when there is nothing to
    write, or something else where it should go; then nothing is written.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise Refused(
            "folder_not_empty",
            "%(folder)s is there and is not empty: name a new folder",
            folder=folder,
        )
    start = f"-{programme}." if programme else "-"
    entries = [each for each in data.book.after(0, EVERYTHING) if _is_of(each.ocid, start)]
    if not entries:
        raise Refused("nothing_public", "there is nothing yet that everybody may know")
    ocids = list(dict.fromkeys(each.ocid for each in entries))
    folder.mkdir(parents=True, exist_ok=True)
    (folder / STREAM).write_text("".join(f"{each.text}\n" for each in entries), encoding="utf-8")
    for ocid in ocids:
        releases = _bodies(data.book.of(ocid))
        at = f"{data.base_url.rstrip('/')}/ocds"
        package = release_package(
            Page(f"{at}/release-packages?ocid={ocid}"), data.publisher, releases
        )
        _write(folder / f"{ocid}.releases.json", package)
        records = [record(releases)]
        package = record_package(Page(f"{at}/records/{ocid}"), data.publisher, records)
        _write(folder / f"{ocid}.record.json", package)
    return Counted(len(ocids), len(entries))


def _is_of(ocid: str, start: str) -> bool:
    """Whether the process is of a programme: a prefix is `ocds-` and six characters."""
    return ocid[len("ocds-000000") :].startswith(start)


def _bodies(entries: Sequence[Entry]) -> list[dict[str, Any]]:
    return [each.body for each in entries]


def _write(path: Path, package: dict[str, Any]) -> None:
    path.write_text(json.dumps(package, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
