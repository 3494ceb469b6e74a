"""Seeing something through: ask what it calls for, have that done, rest, and ask again."""

from datetime import timedelta
from uuid import UUID

from temporalio import workflow

from workflows import ask

LONG_WHILE = timedelta(days=28)
"""How long to let be what the domain refuses; news of it comes sooner."""


class SeeThrough:
    """What the workflows have in common that see one thing through to its end. Knows no rules."""

    def __init__(self) -> None:
        self.position = 0
        self.news = False

    async def see_through(self, question: str, about: UUID) -> bool:
        """Do what it calls for until it has ended; false when the run has become too long.

        What is still to be done then is called for again in the next run.
        """
        done: tuple[ask.AskedCommand, ...] = ()
        while not ask.to_be_renewed():
            self.news = False
            called = await ask.calls(question, about, done)
            if called.ended:
                return True
            idle = bool(done) and called.position <= self.position  # the facts have moved on
            self.position = max(self.position, called.position)
            done = () if idle else called.commands
            if not done:
                await ask.rest(self.patience(called), self.heard)
        await workflow.wait_condition(workflow.all_handlers_finished)
        return False

    def patience(self, called: ask.Called) -> float:
        """The seconds until the next moment; what is refused then is not asked again and again.

        What waits for news alone looks again after some years all the same.
        """
        if not called.commands:
            longest = ask.LONGEST_REST.total_seconds()
            return longest if called.wait_seconds is None else called.wait_seconds
        longest = LONG_WHILE.total_seconds()
        return min(called.wait_seconds or longest, longest)

    def heard(self) -> bool:
        return self.news

    @workflow.signal
    def wake(self, position: int) -> None:  # noqa: ARG002 (all is read fresh every time)
        """Something was recorded that it may be waiting for."""
        self.news = True
