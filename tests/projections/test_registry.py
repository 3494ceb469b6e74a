import dataclasses

from eventstore.registry import EVENTS
from projections.registry import MODELS


def test_every_read_model_has_a_name_of_its_own_and_rows_that_cannot_be_changed() -> None:
    names = [model.name for model in MODELS]
    assert len(set(names)) == len(names)
    for model in MODELS:
        assert dataclasses.is_dataclass(model.row)
        assert "__slots__" in vars(model.row)
        fields = {each.name for each in dataclasses.fields(model.row)}
        indexed = {
            field.removeprefix("-")
            for each in model.indexes
            for field in (each if isinstance(each, tuple) else (each,))
        }
        assert indexed <= fields, model.name


def test_every_event_of_the_vocabulary_is_read_by_some_model_and_no_other_event_is() -> None:
    assert {event for model in MODELS for event in model.events} == set(EVENTS.values())
