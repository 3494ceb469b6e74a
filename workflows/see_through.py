"""Seeing something through: ask what it calls for, have that done, rest, and ask again."""

from collections.abc import Awaitable, Callable
from datetime import timedelta

from temporalio import workflow

from workflows import ask

LONG_WHILE = timedelta(days=28)
"""How long to let be what the domain refuses; news of it comes sooner."""


class SeeThrough:
    """What the workflows have in common that see one thing through to its end. Knows no rules."""

    def __init__(self) -> None:
        self.position = 0
        self.news = False

    async def see_through(self, calls: Callable[[], Awaitable[ask.Called]]) -> bool:
        """Do what it calls for until it has ended; false when the run has become too long."""
        while not workflow.info().is_continue_as_new_suggested():
            self.news = False
            called = await calls()
            if called.ended:
                return True
            if not called.commands:
                await ask.rest(called.wait_seconds, self.heard)
                continue
            before = self.position
            answer = await ask.dispatch(*called.commands)
            self.position = max(self.position, answer.position)
            if self.position == before:  # nothing came of it: the facts have moved on
                longest = LONG_WHILE.total_seconds()
                await ask.rest(min(called.wait_seconds or longest, longest), self.heard)
        await workflow.wait_condition(workflow.all_handlers_finished)
        return False

    def heard(self) -> bool:
        return self.news

    @workflow.signal
    def wake(self, position: int) -> None:  # noqa: ARG002 (all is read fresh every time)
        """Something was recorded that it may be waiting for."""
        self.news = True
