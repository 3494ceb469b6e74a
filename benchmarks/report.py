"""What a benchmark answers, and the tables that show it."""

import operator
from collections.abc import Sequence
from dataclasses import dataclass, field

_COMPARE = {">=": operator.ge, "<=": operator.le}


@dataclass(frozen=True, slots=True)
class Row:
    """One measurement: a median, beside the limit or the peer measured in the same run.

    `ratio` is value / limit. `target` says what to reach, such as ">= 0.25": for the ratio, or
    for the value where there is no limit.
    """

    name: str
    value: float
    unit: str
    ratio: float | None = None
    limit: float | None = None
    target: str | None = None

    @property
    def reached(self) -> bool | None:
        """Whether the target was reached; nothing where there is none."""
        if self.target is None:
            return None
        comparison, number = self.target.split()
        measured = self.value if self.ratio is None else self.ratio
        return bool(_COMPARE[comparison](measured, float(number)))


def against(name: str, value: float, unit: str, limit: float, target: str | None = None) -> Row:
    return Row(name, value, unit, value / limit, limit, target)


@dataclass(frozen=True, slots=True)
class Section:
    """What one benchmark says of itself and what it measured, or why it measured nothing."""

    about: str
    rows: Sequence[Row] = field(default_factory=tuple)
    skipped: str | None = None

    @property
    def title(self) -> str:
        return self.about.strip().splitlines()[0]


def show(section: Section) -> None:
    """Print the rows side by side."""
    print(f"\n{section.title}")
    if section.skipped:
        print(f"  {section.skipped}")
        return
    print(f"  {'':<62}{'median':>12}{'limit/peer':>12}  {'unit':<10}{'ratio':>8}  target")
    for row in section.rows:
        limit = "" if row.limit is None else f"{row.limit:,.2f}"
        ratio = "" if row.ratio is None else f"{row.ratio:.2f}"
        print(
            f"  {row.name:<62}{row.value:>12,.2f}{limit:>12}  {row.unit:<10}{ratio:>8}"
            f"  {row.target or '':<9}{_verdict(row)}",
            flush=True,
        )


def markdown(sections: Sequence[Section]) -> str:
    """The same as one table for the docs."""
    lines = [
        "| | ours | limit or peer | unit | ratio | to reach | |",
        "|---|--:|--:|---|--:|---|---|",
    ]
    for section in sections:
        lines.append(f"| **{section.title}** | | | | | | {section.skipped or ''} |")
        for row in section.rows:
            limit = "" if row.limit is None else _number(row.limit)
            ratio = "" if row.ratio is None else f"{row.ratio:.2f}"
            value = _number(row.value)
            lines.append(
                f"| {row.name} | {value} | {limit} | {row.unit} | {ratio} | {row.target or ''} "
                f"| {_verdict(row).lower()} |"
            )
    return "\n".join(lines)


def _verdict(row: Row) -> str:
    return {None: "", True: "reached", False: "NOT REACHED"}[row.reached]


def _number(value: float) -> str:
    return f"{value:,.0f}" if value >= 100 else f"{value:.3g}"
