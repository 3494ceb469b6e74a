from datetime import timedelta

from domain.clock.commands import MoveClock
from domain.clock.decider import CLOCK
from domain.clock.events import ClockMoved
from domain.provider.commands import RegisterProvider
from domain.provider.decider import PROVIDER
from domain.provider.events import ProviderRegistered
from tests import make
from tests.specification import Specification

clock = Specification(CLOCK)
BACK = make.a(MoveClock)


def test_a_practice_clock_is_set_anywhere_first_and_moves_forward_only() -> None:
    [moved] = clock.given().when(BACK).then(ClockMoved)
    assert moved.offset == timedelta(days=-1500)
    clock.given_after(BACK).when(BACK).then_nothing()
    clock.given_after(BACK).when(make.a(MoveClock, to=make.MONDAY + timedelta(days=1))).then(
        ClockMoved
    )
    earlier = make.a(MoveClock, to=make.MONDAY - timedelta(days=1))
    clock.given_after(BACK).when(earlier).then_refused("clock_runs_forward")


def test_a_provider_is_registered_in_its_segments_once() -> None:
    register = make.a(RegisterProvider)
    provider = Specification(PROVIDER)
    provider.given().when(register).then(ProviderRegistered)
    provider.given_after(register).when(register).then_nothing()
    more = make.a(RegisterProvider, segments=("wonen", "crisis"))
    provider.given_after(register).when(more).then(ProviderRegistered)
