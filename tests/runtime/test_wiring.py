"""Which processes remember what they asked, and which never do."""

import pytest

from projections.answers import Answers, Reader
from runtime.settings import Settings
from runtime.wiring import World


@pytest.mark.parametrize(("answers", "waits"), [(Answers(), "5s"), (None, "0")])
def test_only_who_has_answers_remembers_and_waits_no_longer_than_a_page_may(
    followed_url: str, answers: Answers | None, waits: str
) -> None:
    """A worker decides by what is there now, and may wait for another to be done."""
    settings = Settings.model_validate({"database_url": followed_url})
    with World(settings, answers=answers) as world, world.pool.connection() as connection:
        assert isinstance(connection, Reader)
        assert (connection.standing is None) == (answers is None)
        assert connection.execute("show lock_timeout").fetchone() == (waits,)
