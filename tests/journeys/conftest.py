"""A folder for each journey, kept out of the way of anything else on this machine."""

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest


@pytest.fixture
def folder() -> Iterator[Path]:
    """Where a practice copy may keep its data; gone afterwards."""
    made = Path(tempfile.mkdtemp(prefix="inkoopspoor-journey-"))
    yield made
    shutil.rmtree(made)


@pytest.fixture(scope="module")
def module_folder() -> Iterator[Path]:
    """The same for all tests of a module."""
    made = Path(tempfile.mkdtemp(prefix="inkoopspoor-journey-"))
    yield made
    shutil.rmtree(made)
