"""PATCH bodies: left out is kept, null clears only what can be cleared."""

from typing import ClassVar

import pytest
from pydantic import ValidationError

from quarterdeck.core.http import Day, Line
from quarterdeck.core.patch import Patch


class Change(Patch):
    clearable: ClassVar[frozenset[str]] = frozenset({"due_on"})

    title: Line | None = None
    due_on: Day | None = None


def test_only_what_was_sent_is_given() -> None:
    assert Change.model_validate({}).given() == {}
    assert Change.model_validate({"title": " A "}).given() == {"title": "A"}
    assert Change.model_validate({"due_on": None}).given() == {"due_on": None}


def test_null_is_refused_where_nothing_can_be_cleared() -> None:
    with pytest.raises(ValidationError) as refused:
        Change.model_validate({"title": None})
    assert [(each["loc"], each["type"]) for each in refused.value.errors()] == [(("title",), "not_null")]


def test_the_contract_offers_null_only_where_it_is_taken() -> None:
    properties = Change.model_json_schema()["properties"]
    assert properties["title"]["type"] == "string"
    assert {"type": "null"} in properties["due_on"]["anyOf"]
    assert "default" not in properties["title"]
    assert "default" not in properties["due_on"]
