"""Mistakes in a programme's file: each is told with its line and what would mend it."""

from pathlib import Path

import pytest

from tests.runtime.file_texts import line_of, programme_mistakes

PROGRAMME_CASES = {
    "wrong field": (
        ("region: Voor", "executve: TWO\nregion: Voor"),
        "executve:",
        "There is no field “executve” here.",
        "Did you mean “executive”?",
    ),
    "wrong field deep inside": (
        ("bound: at_latest", "bond: at_latest"),
        "bond:",
        "There is no field “bond” here.",
        "Did you mean “bound”?",
    ),
    "field like no other": (
        ("region: Voor", "xyzzy: 1\nregion: Voor"),
        "xyzzy:",
        "There is no field “xyzzy” here.",
        "Known here: anomalies, bodies, changes",
    ),
    "missing field": (
        ("    title: Ingang\n", ""),
        "id: ingang",
        "The field “title” is missing.",
        "Add it.",
    ),
    "impossible window": (
        ("edtf: 2026-07-01", "edtf: 2026-07-32"),
        "2026-07-32",
        "2026-07-32 is not in the calendar",
        "docs/programme-files.md",
    ),
    "window that ends before it starts": (
        ("edtf: 2026-07-01", "edtf: 2026-07/2026-05"),
        "2026-07/2026-05",
        "ends before it starts",
        "docs/programme-files.md",
    ),
    "window without a date": (
        ("edtf: 2026-07-01, ", ""),
        "uiterlijk 1 juli",
        'the bound "at_latest" needs a date',
        "docs/programme-files.md",
    ),
    "unknown bound": (
        ("at_latest", "at_last"),
        "at_last",
        "“at_last” is not a choice here.",
        "Did you mean “at_latest”?",
    ),
    "wrong type": (("months: 6", "months: zes"), "months:", "whole number", "digits"),
    "no months": (("months: 6", "months: 0"), "months:", "above zero", "1 or more"),
    "text for a list": (
        ("after: [aankondiging]", "after: aankondiging"),
        "after:",
        "This should be a list.",
        "dash",
    ),
    "list for a text": (
        ("title: Ingang", "title: [Ingang]"),
        "title: [Ingang]",
        "This should be a text.",
        "Write text",
    ),
    "text for a mapping": (
        ("when: {edtf: 2027-01-01, written: 1 januari}", "when: 1 januari"),
        "when: 1 januari",
        "group of fields",
        "{field: value}",
    ),
    "id with a capital": (
        ("id: crisis", "id: Crisis"),
        "id: Crisis",
        "wrong form",
        "small letters",
    ),
    "no terms": (
        ("      eisen: aangescherpt\n", "      {}\n"),
        "terms:",
        "At least one",
        "Add an entry.",
    ),
    "clause without a source": (
        ("    months: 6\n    source: *hier\n", "    months: 6\n"),
        "id: clausule",
        "The field “source” is missing.",
        "source: {section: …, quote: …}",
    ),
    "clause with an empty source": (
        ("    months: 6\n    source: *hier\n", "    months: 6\n    source: # leeg\n"),
        "# leeg",
        "group of fields",
        "source: {section: …, quote: …}",
    ),
    "source without words": (
        ("months: 6\n    source: *hier", 'months: 6\n    source: {section: "2", quote: " "}'),
        'quote: " "',
        "The source has an empty “quote”.",
        "words that stand there",
    ),
    "unknown document": (
        (
            "months: 6\n    source: *hier",
            'months: 6\n    source: {document: V2, section: "2", quote: q}',
        ),
        "document: V2",
        "There is no document “V2”.",
        "Known here: V1.",
    ),
    "unknown segment of an item": (
        ("segment: wonen\n    when: {edtf: 2027", "segment: woonen\n    when: {edtf: 2027"),
        "woonen",
        "There is no segment “woonen”.",
        "Did you mean “wonen”?",
    ),
    "unknown segment of a municipality": (
        ("{name: Nergenshuizen,", "{name: Nergenshuizen, participation: partial, segments: [x],"),
        "segments: [x]",
        "There is no segment “x”.",
        "Known here: crisis, wonen.",
    ),
    "unknown segment of a clause": (
        ("months: 6", "segments: [crisi, wonen]\n    months: 6"),
        "crisi,",
        "There is no segment “crisi”.",
        "Did you mean “crisis”?",
    ),
    "unknown segment of a change": (
        ("segment: wonen\n    description", "segment: Wonen2\n    description"),
        "Wonen2",
        "There is no segment “Wonen2”.",
        "Did you mean “wonen”?",
    ),
    "unknown item to wait for": (
        ("after: [aankondiging]", "after: [aankondigng]"),
        "aankondigng",
        "There is no plan item “aankondigng”.",
        "Did you mean “aankondiging”?",
    ),
    "unknown announcement": (
        ("announce_item: aankondiging", "announce_item: brief"),
        "announce_item",
        "There is no plan item “brief”.",
        "Known here: aankondiging, ingang.",
    ),
    "items that wait for each other": (
        ("title: Aankondigen", "title: Aankondigen\n    after: [ingang]"),
        "after: [ingang]",
        "waits for itself: aankondiging → ingang → aankondiging",
        "Remove one of these steps.",
    ),
    "item twice": (
        (
            "changes:\n",
            "  - {id: ingang, title: B, when: {edtf: 2027, written: b}, source: *hier}\nchanges:\n",
        ),
        "title: B,",
        "“ingang” is defined twice; the first time on line 23.",
        "another name",
    ),
    "segment twice": (
        ("id: crisis", "id: wonen"),
        "Crisis",
        "“wonen” is defined twice",
        "another name",
    ),
    "change without a clause": (
        ("months: 6", "segments: [crisis]\n    months: 6"),
        None,
        "No notice clause covers segment “wonen”",
        "under “clauses”",
    ),
    "full yet for some": (
        ("{name: Nergenshuizen,", "{name: Nergenshuizen, segments: [wonen],"),
        "Nergenshuizen",
        "every segment, yet some are named",
        "participation: partial",
    ),
    "part of nothing": (
        ("{name: Nergenshuizen,", "{name: Nergenshuizen, participation: partial,"),
        "Nergenshuizen",
        "participation in nothing",
        "Name the segments",
    ),
    "done without a date": (
        ("title: Ingang", "title: Ingang\n    status: realised"),
        "id: ingang",
        "belong together",
        "Give both, or neither.",
    ),
    "field twice": (
        ("title: Voorbeeldprogramma", "title: Voorbeeldprogramma\ntitle: Nog een"),
        "Nog een",
        "“title” stands here twice; the first time on line 3.",
        "Keep one",
    ),
}


@pytest.mark.parametrize("case", PROGRAMME_CASES)
def test_a_mistake_in_a_programme_is_told_with_its_line_and_remedy(
    tmp_path: Path, case: str
) -> None:
    change, part, problem, remedy = PROGRAMME_CASES[case]
    text, found = programme_mistakes(tmp_path, change)
    told = [each for each in found if problem in str(each.problem)]
    assert told, found
    assert len(found) == 1, found
    assert remedy in str(told[0].remedy)
    if part:
        assert told[0].line == line_of(text, part)
