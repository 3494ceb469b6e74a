"""Publishes programme and register files: what they say becomes facts, once."""

from collections.abc import Callable, Sequence
from pathlib import Path
from uuid import uuid4

from domain.base import Command, Refused
from eventstore.registry import DECIDERS
from projections import address_book
from runtime.files import read
from runtime.mistakes import Mistakes
from runtime.publish import addresses, commands, numbers
from runtime.wiring import World


class Unpublishable(Exception):  # noqa: N818 (an answer to whoever wrote the files)
    """Files with mistakes, and the mistakes; nothing was published."""

    def __init__(self, mistakes: dict[Path, Mistakes]) -> None:
        self.mistakes = mistakes
        super().__init__(
            "\n".join(f"{path}:\n{found}" for path, found in mistakes.items())
            + "\nNothing was published."
        )


def publish_all(world: World, files: Sequence[Path], by: str, say: Callable[[str], None]) -> int:
    """Publish these files in this order and answer how many events that recorded.

    All are read first: if one has a mistake, nothing is published and `Unpublishable` is raised.
    Safe to repeat: what is known already is not recorded again.
    """
    contents, mistakes = {}, {}
    for path in files:
        try:
            contents[path] = read(path)
        except Mistakes as found:
            mistakes[path] = found
    if mistakes:
        raise Unpublishable(mistakes)
    total = 0
    for path, content in contents.items():
        with world.pool.connection() as connection, connection.transaction():
            for party in addresses(content):
                address_book.put(connection, party)
            for party_id, known in numbers(content).items():
                address_book.identify(connection, party_id, known)
        recorded = sum(record(world, each, say) for each in commands(content, world.clock(), by))
        say(f"Published {path.name}: {recorded} new facts.")
        total += recorded
    return total


def record(world: World, command: Command, say: Callable[[str], None]) -> int:
    """Hand over one command and count what it recorded; tell what was refused and go on.

    Under a new id each time: a file that says again what it said before its last change is
    another publication. What is no news is known by the domain.
    """
    stream_id = getattr(command, DECIDERS[type(command)].identity)
    before = len(world.log.read(stream_id))
    try:
        world.log.handle(command.model_copy(update={"command_id": uuid4()}))
    except Refused as refused:
        say(f"Not published: {refused.sentence}")
    return len(world.log.read(stream_id)) - before
