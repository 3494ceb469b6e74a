"""What holds of any OCDS data of ours: our schemas, strictly, and the reference implementation."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from functools import cache
from typing import Any, get_args

import jsonschema
import ocdsmerge
from referencing import Registry
from referencing.jsonschema import DRAFT4

from projections.ocds.packages import Page, Publisher, record, record_package, release_package
from projections.ocds.releases import Release
from projections.ocds.schema import Name, schema

Json = dict[str, Any]

PUBLISHER = Publisher("Oefenregio", "https://oefenregio.example")
PAGE = Page("https://oefenregio.example/ocds/release-packages", "https://oefenregio.example/ocds/2")
REFERENCE = ocdsmerge.Merger(schema("release"))


def strict(said: Any) -> Any:
    """The same schema that knows no other field; ids in a list are looked at by `unique_ids`."""
    if isinstance(said, list):
        return [strict(each) for each in said]
    if not isinstance(said, dict):
        return said
    closed = {name: strict(each) for name, each in said.items() if name != "uniqueItems"}
    if (
        said.get("type") == "object"
        and "properties" in said
        and said.get("title") != "Versioned release"
    ):
        closed["additionalProperties"] = False
    return closed


@cache
def validator(name: Name) -> Any:
    resource = DRAFT4.create_resource(strict(schema("release")))
    registry: Registry[Any] = Registry().with_resource("release-schema.json", resource)
    return jsonschema.Draft4Validator(strict(schema(name)), registry=registry)


def processes(released: Iterable[Release]) -> dict[str, list[Json]]:
    found: dict[str, list[Json]] = defaultdict(list)
    for each in released:
        found[each.ocid].append(each.body)
    return dict(found)


def check_process(releases: list[Json]) -> Json:
    """All that must hold of the releases of one process; answers its compiled release."""
    assert len({each["id"] for each in releases}) == len(releases)
    for each in releases:
        unique_ids(each)
        instants(each)
    validator("release-package").validate(release_package(PAGE, PUBLISHER, releases))
    merged = record(releases)
    assert merged["compiledRelease"] == REFERENCE.create_compiled_release(releases)
    assert merged["versionedRelease"] == REFERENCE.create_versioned_release(releases)
    linked = {**merged, "releases": [{"url": "https://oefenregio.example/ocds/1"}]}
    validator("record-package").validate(record_package(PAGE, PUBLISHER, [linked]))
    compiled: Json = merged["compiledRelease"]
    return compiled


def unique_ids(said: Any) -> None:
    if isinstance(said, dict):
        for each in said.values():
            unique_ids(each)
    elif isinstance(said, list) and said and isinstance(said[0], dict):
        ids = [each["id"] for each in said]
        assert len(set(ids)) == len(ids), ids
        for each in said:
            unique_ids(each)


def instants(said: Any) -> None:
    """Whatever is called a date is one with a time and a zone."""
    if isinstance(said, dict):
        for name, each in said.items():
            if name.lower().endswith("date") or name in ("dateMet", "dateSigned", "dateModified"):
                assert each is None or datetime.fromisoformat(each).tzinfo is not None
            instants(each)
    elif isinstance(said, list):
        for each in said:
            instants(each)


NAMES = get_args(Name)
