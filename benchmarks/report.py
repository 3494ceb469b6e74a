"""What a benchmark answers, and the table that shows it."""

import operator
from collections.abc import Sequence
from dataclasses import dataclass

_COMPARE = {">=": operator.ge, "<=": operator.le}


@dataclass(frozen=True, slots=True)
class Row:
    """One measurement: a median, beside the limit measured in the same run.

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


def show(title: str, rows: Sequence[Row]) -> None:
    """Print the rows side by side."""
    print(f"\n{title}")
    print(f"  {'':<58}{'median':>12}{'limit':>12}  {'unit':<10}{'ratio':>8}  target")
    for row in rows:
        limit = "" if row.limit is None else f"{row.limit:,.2f}"
        ratio = "" if row.ratio is None else f"{row.ratio:.2f}"
        verdict = {None: "", True: "reached", False: "NOT REACHED"}[row.reached]
        print(
            f"  {row.name:<58}{row.value:>12,.2f}{limit:>12}  {row.unit:<10}{ratio:>8}"
            f"  {row.target or '':<9}{verdict}"
        )
