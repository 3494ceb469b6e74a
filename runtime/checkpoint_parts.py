"""Puts together what keeps the tree and what brings its checkpoints away."""

from collections.abc import Sequence
from datetime import datetime

from proofs.checkpoint import Checkpoint
from runtime.anchoring import file
from runtime.anchoring.anchor import Anchor
from runtime.anchoring.targets import targets
from runtime.checkpoint_keys import keys
from runtime.clock import Clock
from runtime.proving import Prover
from runtime.wiring import World


def prover(world: World) -> Prover:
    """It signs nothing that contradicts the file to which checkpoints are appended."""
    known = keys(world.settings)
    published = world.settings.checkpoint_file

    def outside() -> Sequence[Checkpoint]:
        last = file.last_in(published, known.verifiers) if published else None
        return (last,) if last else ()

    return Prover(world.settings.database_url, known, clock_of(world), outside)


def anchor(world: World) -> Anchor:
    """All targets that the settings name."""
    clock = clock_of(world)
    return Anchor(world.settings.database_url, targets(world.settings, clock), clock)


def clock_of(world: World) -> Clock:
    """The time here, asked of the log no sooner than it is wanted."""

    def now() -> datetime:
        return world.clock()

    return now
