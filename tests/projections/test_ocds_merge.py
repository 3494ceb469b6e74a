"""Our merging routine beside the reference implementation, which has our schema and no network."""

from typing import Any

import ocdsmerge
import pytest
from hypothesis import given
from hypothesis import strategies as st

from projections.ocds.merge import Unmergeable, compiled, versioned
from projections.ocds.schema import merge_rules, schema

REFERENCE = ocdsmerge.Merger(schema("release"))
WORDS = st.none() | st.sampled_from(["a", "b", "c"])


def members(**fields: Any) -> Any:
    """Lists of objects with an id each, no id twice."""
    one = st.fixed_dictionaries({"id": st.sampled_from("xyz")}, optional=fields)
    return st.lists(one, max_size=3, unique_by=lambda each: str(each["id"]))


MILESTONE = {"title": WORDS, "status": WORDS, "dueDate": WORDS}
PERIOD = st.fixed_dictionaries({}, optional={"startDate": WORDS, "endDate": WORDS})
CONTRACT = {
    "awardID": st.just("a"),
    "status": WORDS,
    "period": PERIOD,
    "items": members(description=WORDS),
    "documents": members(title=WORDS),
    "implementation": st.fixed_dictionaries({}, optional={"milestones": members(**MILESTONE)}),
    "amendments": members(rationale=WORDS),
}
RELEASE = st.fixed_dictionaries(
    {
        "ocid": st.just("ocds-000000-x"),
        "id": st.sampled_from(["1", "2", "3"]),
        "date": st.sampled_from(["2021-01-01", "2021-01-02", "2021-01-03"]),
        "tag": st.just(["contract"]),
        "initiationType": st.just("tender"),
    },
    optional={
        "parties": members(name=WORDS, roles=st.none() | st.lists(st.sampled_from("bs"))),
        "planning": st.fixed_dictionaries({}, optional={"milestones": members(**MILESTONE)}),
        "tender": st.fixed_dictionaries(
            {"id": st.sampled_from("tu")}, optional={"status": WORDS, "tenderPeriod": PERIOD}
        ),
        "contracts": members(**CONTRACT),
        "language": WORDS,
    },
)


@pytest.mark.row("IN-08")
@given(st.lists(RELEASE, min_size=1, max_size=6))
def test_any_releases_merge_as_the_reference_implementation_merges_them(
    releases: list[dict[str, Any]],
) -> None:
    assert compiled(releases) == REFERENCE.create_compiled_release(releases)
    assert versioned(releases) == REFERENCE.create_versioned_release(releases)


def test_the_merge_rules_are_those_that_the_reference_implementation_finds() -> None:
    names = {"omitWhenMerged": "omit", "wholeListMerge": "whole"}
    found = {path: names[rule] for path, rule in REFERENCE.merge_rules.items()}
    assert merge_rules() == found
    assert merge_rules()["tag",] == "omit"
    assert merge_rules()["parties", "roles"] == "whole"


def test_a_field_that_changes_its_sort_is_told_by_its_place() -> None:
    base = {"ocid": "o", "id": "1", "date": "2021-01-01", "tag": ["planning"]}
    releases: list[dict[str, Any]] = [
        {**base, "planning": {"budget": {"project": "p"}}},
        {**base, "planning": "none"},
    ]
    with pytest.raises(Unmergeable, match="planning"):
        compiled(releases)
    with pytest.raises(Unmergeable, match="planning"):
        compiled(releases[::-1])
