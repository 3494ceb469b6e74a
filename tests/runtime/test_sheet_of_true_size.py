"""Fifty thousand rows: judged, told and written within seconds, and nothing laid out twice."""

import resource
from time import process_time

import pytest

from runtime.sheets.handing_in import kept
from tests.runtime import spreadsheets as of
from tests.runtime.spreadsheets import CONTRACT_HEADS, NEW_CONTRACT

ROWS = 50_000
MOST_SECONDS = 45.0
"""Of a processor; some times what it takes on a quiet machine."""


@pytest.mark.slow
@pytest.mark.row("IN-12")
def test_fifty_thousand_rows_get_a_verdict_each() -> None:
    text = ";".join(CONTRACT_HEADS) + "\r\n"
    text += "\r\n".join(
        ";".join((f"HR-{number:05}", *NEW_CONTRACT[1:])) for number in range(1, ROWS)
    )
    text += "\r\n" + ";".join(("HR-00001", *NEW_CONTRACT[1:]))
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    began = process_time()
    found = of.examined(text.encode(), name="overeenkomsten.csv")
    lines = sum(1 for _ in kept(found))
    took = process_time() - began
    grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    assert lines == ROWS
    assert found.counts == {"new": ROWS - 2, "refused": 2, "applies": ROWS - 2}
    assert "stands in row 50001 too" in of.told(found.judged[0])
    assert took < MOST_SECONDS, took
    assert grown < 1000
