"""From an older version of an event to the next: one pure function each, none so far.

`UPCASTS["ChangeProposed", 1]` takes the stored JSON of version 1 and answers that of version 2.
"""

from collections.abc import Callable, Mapping
from typing import Any

Upcast = Callable[[dict[str, Any]], dict[str, Any]]

UPCASTS: Mapping[tuple[str, int], Upcast] = {}
