"""Changes from files: what a file may say, and every mistake in it with its line."""

from pathlib import Path
from textwrap import dedent

import pytest

from runtime.mistakes import Mistakes
from runtime.proposal_file import read_proposal, read_replacement

PROPOSAL = """\
    programme: holland-rijnland-2021
    key: tarief-2023
    segments: [wonen, ambulant]
    title: Tarieven 2023
    description: De tarieven volgen de index.
    effective: 2023-01-01
    kinds: [tariffs]
    terms:
      tarief: EUR 104,70 per etmaal
    excepted:
      - {number: HR-WON-001, reason: Loopt af}
    provisions:
      tarief:
        {kind: tariff, product: logeren, amount: "104.70", unit: etmaal, basis: real_price,
         dated: 2022-06-01}
    indexation: {index: OVA, year: 2023, percentage: 3.24}
    """


def write(folder: Path, text: str) -> Path:
    path = folder / "wijziging.yaml"
    path.write_text(dedent(text), encoding="utf-8")
    return path


def test_a_proposal_is_read_with_its_figures(tmp_path: Path) -> None:
    file = read_proposal(write(tmp_path, PROPOSAL))
    assert file.segments == ("wonen", "ambulant")
    assert file.indexation is not None
    assert file.indexation.percentage == "3.24"
    assert file.excepted[0].number == "HR-WON-001"


def test_every_mistake_is_told_with_its_line(tmp_path: Path) -> None:
    text = PROPOSAL.replace("2023-01-01", "31 april").replace("[tariffs]", "[tarief]")
    with pytest.raises(Mistakes) as found:
        read_proposal(write(tmp_path, text))
    lines = str(found.value).splitlines()
    assert [line.partition(",")[0] for line in lines] == ["line 6", "line 7"]


def test_a_replacement_says_what_it_is(tmp_path: Path) -> None:
    text = """\
        description: Het tarief was verkeerd geschreven.
        terms: {tarief: "EUR 104,70"}
        nature: schrijffout
        decided_by: Regionaal bestuur
        reason: Komma stond verkeerd
        """
    with pytest.raises(Mistakes, match="line 3, nature"):
        read_replacement(write(tmp_path, text))
    mended = text.replace("schrijffout", "writing_error")
    assert read_replacement(write(tmp_path, mended)).nature == "writing_error"
