"""given / when / then for any decider."""

from dataclasses import dataclass
from functools import reduce
from typing import Any

import pytest

from domain.base import Command, Decider, Event, Refused


@dataclass(frozen=True)
class Specification:
    """What has happened, what is asked, and what must follow."""

    decider: Decider[Any, Any, Any]
    history: tuple[Event, ...] = ()
    command: Command | None = None

    def given(self, *history: Event) -> "Specification":
        return Specification(self.decider, history)

    def given_after(self, *commands: Command) -> "Specification":
        """What these commands led to, each of which must have been carried out."""
        state, history = self.state, list(self.history)
        for command in commands:
            events = self.decider.decide(command, state)
            assert events, f"{type(command).__name__} decided nothing"
            history += events
            state = reduce(self.decider.evolve, events, state)
        return Specification(self.decider, tuple(history))

    def when(self, command: Command) -> "Specification":
        return Specification(self.decider, self.history, command)

    def then(self, *expected: type[Event] | Event) -> list[Any]:
        """Expect these events, whole or by their kind; answers them for a closer look."""
        events = self.decide()
        found = [
            type(event) if isinstance(kind, type) else event
            for event, kind in zip(events, expected, strict=False)
        ]
        assert [*found, *(type(event) for event in events[len(expected) :])] == list(expected)
        return events

    def then_nothing(self) -> None:
        assert self.decide() == []

    def then_refused(self, reason: str) -> Refused:
        with pytest.raises(Refused) as refused:
            self.decide()
        assert refused.value.reason == reason
        return refused.value

    def decide(self) -> list[Event]:
        events: list[Event] = self.decider.decide(self.command, self.state)
        return events

    @property
    def state(self) -> Any:
        return reduce(self.decider.evolve, self.history, self.decider.initial)
