"""Releases and records in the packages in which OCDS wants them published (IN-08)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from projections.ocds.merge import Json, compiled, in_order, versioned

VERSION = "1.1"
PAGINATION = (
    "https://raw.githubusercontent.com/open-contracting-extensions/"
    "ocds_pagination_extension/master/extension.json"
)
"""The one extension that is used, for the links to other pages of a package."""


@dataclass(frozen=True, slots=True)
class Publisher:
    """Who publishes, and where that can be looked up."""

    name: str
    uri: str | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """Where a package can be found, and the one that follows if there is more."""

    uri: str
    next_uri: str | None = None


def release_package(page: Page, publisher: Publisher, releases: Sequence[Json]) -> Json:
    """Releases in a package, published when the last of them was. There must be one."""
    dates = (str(each["date"]) for each in releases)
    return {**_heading(page, publisher, dates), "releases": list(releases)}


def record(releases: Iterable[Mapping[str, Any]]) -> Json:
    """All releases of one process, how it stands after them, and how each field came to that."""
    ordered = in_order(releases)
    return {
        "ocid": ordered[-1]["ocid"],
        "releases": ordered,
        "compiledRelease": compiled(ordered),
        "versionedRelease": versioned(ordered),
    }


def record_package(page: Page, publisher: Publisher, records: Sequence[Json]) -> Json:
    """Records in a package, published when the last of their releases was. There must be one."""
    dates = (str(each["compiledRelease"]["date"]) for each in records)
    return {**_heading(page, publisher, dates), "records": list(records)}


def _heading(page: Page, publisher: Publisher, dates: Iterable[str]) -> Json:
    named = {"name": publisher.name, "uri": publisher.uri}
    links = {"links": {"next": page.next_uri}} if page.next_uri else {}
    return {
        "uri": page.uri,
        "version": VERSION,
        "extensions": [PAGINATION] if links else [],
        "publishedDate": max(dates),
        "publisher": {name: each for name, each in named.items() if each},
        **links,
    }
