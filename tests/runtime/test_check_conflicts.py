"""Each conflict that checking finds, and that it is gone once the file is mended."""

import pytest

from runtime.check import Finding, check
from tests.runtime.example import example, example_text

Change = tuple[str, str]


def found(code: str, *changes: Change) -> list[Finding]:
    """The findings with this code in the example, so changed."""
    return [each for each in check(example(*changes)) if each.code == code]


AGAIN = (
    "  - id: brief-raden\n",
    """\
  - id: gunning-nogmaals
    title: Gunning
    restates: gunning
    when: {edtf: 2026-06-01, bound: before, written: voor 1 juni 2026}
    source: {section: "8", quote: "gegund voor 1 juni 2026"}
  - id: brief-raden
""",
)
PRICES = (
    "rules:\n",
    "rules:\n  - {id: schaal, about: regional_scale, text: Regionaal, source: *duur}\n",
)
PUBLISH = "      - {id: publicatie, item: publicatie}\n"
[_ORDINANCE] = [line for line in example_text().splitlines() if "id: verordening," in line]
ORDINANCES = f"ordinances:\n{_ORDINANCE}\n"
CONFLICTS: dict[str, tuple[list[Change], Change]] = {
    "two_dates_for_one_thing": (
        [AGAIN],
        (
            "edtf: 2026-06-01, bound: before, written: voor 1 juni 2026",
            "edtf: 2026-05, written: mei",
        ),
    ),
    "decision_and_plan_differ": (
        [
            (
                "    rule: all\n    when: {edtf: 2025-12, ",
                "    rule: all\n    when: {edtf: 2025-11, ",
            )
        ],
        ("    when: {edtf: 2025-11, ", "    when: {edtf: 2025-12, "),
    ),
    "ends_before_what_it_waits_for": (
        [
            (
                "edtf: 2026-05, written: mei 2026}\n    after",
                "edtf: 2026-01, written: mei 2026}\n    after",
            )
        ],
        ("edtf: 2026-01, written: mei", "edtf: 2026-02, written: mei"),
    ),
    "may_end_before_what_it_waits_for": (
        [
            (
                "edtf: 2026-05, written: mei 2026}\n    after",
                "edtf: 2026-02-20, written: mei 2026}\n    after",
            )
        ],
        ("edtf: 2026-02-20, written: mei", "edtf: 2026-03-01, written: mei"),
    ),
    "award_may_be_too_late": (
        [
            (
                "edtf: 2026-05, written: mei 2026}\n    after",
                "edtf: 2026-12, written: mei 2026}\n    after",
            )
        ],
        ("edtf: 2026-12, written: mei", "edtf: 2026-11, written: mei"),
    ),
    "award_too_late": (
        [
            (
                "edtf: 2026-05, written: mei 2026}\n    after",
                "edtf: 2026-12-28, written: mei 2026}\n    after",
            )
        ],
        ("edtf: 2026-12-28, written: mei", "edtf: 2026-12-11, written: mei"),
    ),
    "no_rule_for_disagreement": ([("rule: all", "rule: not_stated")], ("not_stated", "majority")),
    "answerers_not_all_known": (
        [("    rule: all", "    expected: 4\n    rule: all")],
        ("    expected: 4\n", "    expected: 3\n"),
    ),
    "decision_without_a_day": (
        [],
        ("when: {edtf: 2033, written: in 2033}", "when: {edtf: 2033-03, written: maart 2033}"),
    ),
    "decision_without_evidence": (
        [("kind: extension", "kind: go_no_go")],
        (
            "    rule: all\n    when: {edtf: 2033",
            "    evidence: [plaatsingen]\n    rule: all\n    when: {edtf: 2033",
        ),
    ),
    "may_be_decided_too_late": (
        [],
        ("when: {edtf: 2033, written: in 2033}", "when: {edtf: 2033-03, written: maart 2033}"),
    ),
    "decided_too_late": (
        [("when: {edtf: 2033, written: in 2033}", "when: {edtf: 2033-09, written: later}")],
        (
            '    lead_months: 18\n    source: {section: "6", quote: In 2033',
            '    lead_months: 12\n    source: {section: "6", quote: In 2033',
        ),
    ),
    "stated_end_differs": (
        [("ends_stated: {edtf: 2034-12-31,", "ends_stated: {edtf: 2035-12-31,")],
        ("    at_most_months: 96", "    at_most_months: 108"),
    ),
    "gap_between_contracts": (
        [("predecessors_end: {edtf: 2026-12-31,", "predecessors_end: {edtf: 2026-11-30,")],
        ("predecessors_end: {edtf: 2026-11-30,", "predecessors_end: {edtf: 2026-12-31,"),
    ),
    "overlap_of_contracts": (
        [("predecessors_end: {edtf: 2026-12-31,", "predecessors_end: {edtf: 2027-01-31,")],
        ("successors_start: {edtf: 2027-01-01,", "successors_start: {edtf: 2027-02-01,"),
    ),
    "secret_until_after_decision": (
        [("kind: adoption", "kind: choice")],
        ("until: {edtf: 2027-01-01, bound: before", "until: {edtf: 2025-12-01, bound: before"),
    ),
    "secret_during_part_of_decision": (
        [
            ("kind: adoption", "kind: choice"),
            ("until: {edtf: 2027-01-01, bound: before", "until: {edtf: 2025-12-05, bound: before"),
        ],
        ("until: {edtf: 2025-12-05, bound: before", "until: {edtf: 2025-12-01, bound: before"),
    ),
    "list_leaves_something_out": (
        [("named: [wonen, dag]", "named: [wonen]")],
        ("named: [wonen]", "named: [dag, wonen]"),
    ),
    "step_before_its_gate": (
        [("when: {edtf: 2026-02, written: februari", "when: {edtf: 2025-11, written: februari")],
        ("when: {edtf: 2025-11, written: februari", "when: {edtf: 2026-01, written: februari"),
    ),
    "outward_step_without_gate": (
        [(PUBLISH, PUBLISH + "      - {id: toelating, title: Toelating, kind: admission}\n")],
        ("kind: admission}", "kind: admission, gate: alle-raden}"),
    ),
    "no_ordinance_for_prices": ([(ORDINANCES, "")], ("pilots:\n", ORDINANCES + "pilots:\n")),
    "no_regional_scale": ([], PRICES),
    "secrecy_without_who_lifts_it": (
        [("        lifted_by: colleges\n", "        # door wie\n")],
        ("        # door wie\n", "        lifted_by: raden\n"),
    ),
}
LENIENT_DO_NOT_FIND = {
    "may_end_before_what_it_waits_for",
    "may_be_decided_too_late",
    "secret_during_part_of_decision",
}


@pytest.mark.row("ST-27")
@pytest.mark.parametrize("code", CONFLICTS)
def test_a_conflict_is_found_and_goes_away_when_it_is_mended(code: str) -> None:
    spoiled, mended = CONFLICTS[code]
    [finding] = found(code, *spoiled)
    assert finding.row
    assert finding.source.quote
    assert str(finding.says)
    assert "%(" not in "".join(map(str, (finding.says, *finding.computation, finding.remedy)))
    assert finding.remedy
    assert finding.reading == ("strict" if code in LENIENT_DO_NOT_FIND else "")
    assert not found(code, *spoiled, mended)
