"""What is wrong with a field is said in words that an officer can act on."""

from datetime import date
from enum import StrEnum
from typing import Annotated, Any, Literal

import pytest
from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from quarterdeck.core.plain_words import plain_words


class Colour(StrEnum):
    RED = "red"
    GREEN = "green"


class One(BaseModel):
    kind: Literal["one"]


class Two(BaseModel):
    kind: Literal["two"]


class Asked(BaseModel):
    """A body with a field of every kind."""

    model_config = ConfigDict(extra="forbid")

    word: Annotated[str, Field(min_length=1, max_length=3)] = "a"
    words: Annotated[str, Field(min_length=5)] = "abcde"
    share: Annotated[int, Field(ge=0, le=100)] = 0
    above: Annotated[float, Field(gt=0, lt=5)] = 1
    colour: Colour = Colour.RED
    way: Literal["up", "down"] = "up"
    day: date = date(2024, 3, 31)
    many: Annotated[list[int], Field(min_length=1, max_length=2)] = [1]
    part: Annotated[One | Two | None, Field(discriminator="kind")] = None
    yes: bool = True
    month: Annotated[str, Field(pattern=r"^\d{4}-\d\d$")] = "2024-03"
    needed: int

    @model_validator(mode="after")
    def _rule(self) -> "Asked":
        if self.needed == 13:
            raise ValueError("name a figure by its series and period")
        return self


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({}, "This is needed: give it."),
        ({"needed": 1, "other": 2}, "There is no such field here. Check its name, or leave it out."),
        ({"needed": "x"}, "Give a whole number."),
        ({"needed": 1.5}, "Give a whole number."),
        ({"needed": 1, "word": ""}, "Write something here."),
        ({"needed": 1, "word": "abcd"}, "Use at most 3 characters."),
        ({"needed": 1, "word": 5}, "Give text."),
        ({"needed": 1, "words": "abc"}, "Give at least 5 characters."),
        ({"needed": 1, "share": 101}, "Give 100 or less."),
        ({"needed": 1, "share": -1}, "Give 0 or more."),
        ({"needed": 1, "above": 0}, "Give more than 0.0."),
        ({"needed": 1, "above": 5}, "Give less than 5.0."),
        ({"needed": 1, "above": "x"}, "Give a number."),
        ({"needed": 1, "colour": "blue"}, "Use 'red' or 'green'."),
        ({"needed": 1, "way": "left"}, "Use 'up' or 'down'."),
        ({"needed": 1, "day": "31/03/2024"}, "Give a day as YYYY-MM-DD, for example 2024-03-31."),
        ({"needed": 1, "many": []}, "Give at least 1."),
        ({"needed": 1, "many": [1, 2, 3]}, "Give at most 2."),
        ({"needed": 1, "many": 1}, "Give a list."),
        ({"needed": 1, "part": {"kind": "three"}}, "Use 'one', 'two', not three."),
        ({"needed": 1, "part": 3}, "Give an object with named fields."),
        ({"needed": 1, "yes": "perhaps"}, "Say true or false."),
        ({"needed": 1, "month": "March"}, r"This is not written as this field is: ^\d{4}-\d\d$"),
        ({"needed": 13}, "Name a figure by its series and period."),
    ],
)
def test_each_fault_says_what_to_give(given: dict[str, Any], said: str) -> None:
    with pytest.raises(ValidationError) as refused:
        Asked.model_validate(given)
    assert [plain_words(each) for each in refused.value.errors()] == [said]
