"""Calendar files: what is written can be read back, and keeps to the format."""

from dataclasses import replace
from datetime import UTC, date, datetime

from hypothesis import given
from hypothesis import strategies as st

from api.pages.icalendar import LONGEST_LINE, Deadline, calendar, escaped, folded

TEXT = st.text(alphabet=st.characters(codec="utf-8"), max_size=300)


def unfolded(file: bytes) -> list[str]:
    return file.replace(b"\r\n ", b"").decode().split("\r\n")


def read_back(value: str) -> str:
    """A value as a calendar program reads it."""
    text, rest = "", iter(value)
    for each in rest:
        following = next(rest) if each == "\\" else ""
        text += {"": each, "n": "\n"}.get(following, following)
    return text


def deadline(summary: str, description: str = "", days: tuple[int, ...] = ()) -> Deadline:
    return Deadline(
        uid="aankondiging-1@inkoopspoor",
        day=date(2021, 7, 1),
        summary=summary,
        description=description,
        url="https://inkoop.example/wijzigingen/1",
        status="CONFIRMED",
        sequence=3,
        changed_at=datetime(2021, 5, 3, 9, tzinfo=UTC),
        remind_days=days,
    )


@given(TEXT)
def test_no_line_is_too_long_and_none_cuts_a_character(text: str) -> None:
    lines = folded(f"SUMMARY:{escaped(text)}").split(b"\r\n")
    assert lines[-1] == b""
    assert all(len(line) <= LONGEST_LINE for line in lines)
    assert all(line.decode() is not None for line in lines)
    assert all(line.startswith(b" ") for line in lines[1:-1])


@given(TEXT, TEXT)
def test_what_was_written_reads_back_without_breaking_out_of_its_line(
    summary: str, description: str
) -> None:
    lines = unfolded(calendar("Aankondigingen", [deadline(summary, description)]))
    [read] = [each for each in lines if each.startswith("SUMMARY:")]
    kept = "".join(each for each in summary if each == "\n" or each.isprintable())
    assert read_back(read.removeprefix("SUMMARY:")) == kept
    assert lines.count("BEGIN:VEVENT") == lines.count("END:VEVENT") == 1
    assert lines[-2:] == ["END:VCALENDAR", ""]


def test_a_deadline_is_a_day_with_its_reminders() -> None:
    lines = unfolded(calendar("Aankondigingen", [deadline("Kondig aan", days=(28, 7))]))
    assert "DTSTART;VALUE=DATE:20210701" in lines
    assert "DTEND;VALUE=DATE:20210702" in lines
    assert "DTSTAMP:20210503T090000Z" in lines
    assert [each for each in lines if each.startswith("TRIGGER")] == [
        "TRIGGER:-P28D",
        "TRIGGER:-P7D",
    ]


def test_a_window_is_a_span_of_whole_days() -> None:
    season = replace(deadline("Gunning"), last=date(2021, 9, 30))
    lines = unfolded(calendar("Plan", [season]))
    assert "DTSTART;VALUE=DATE:20210701" in lines
    assert "DTEND;VALUE=DATE:20211001" in lines
