"""What is wrong with a field, in words that an officer can act on instead of a validator's."""

from collections.abc import Mapping
from typing import Any

BY_TYPE = {
    "missing": "This is needed: give it.",
    "extra_forbidden": "There is no such field here. Check its name, or leave it out.",
    "too_short": "Give at least {min_length}.",
    "too_long": "Give at most {max_length}.",
    "string_too_long": "Use at most {max_length} characters.",
    "greater_than_equal": "Give {ge} or more.",
    "greater_than": "Give more than {gt}.",
    "less_than_equal": "Give {le} or less.",
    "less_than": "Give less than {lt}.",
    "literal_error": "Use {expected}.",
    "enum": "Use {expected}.",
    "union_tag_invalid": "Use {expected_tags}, not {tag}.",
    "string_type": "Give text.",
    "list_type": "Give a list.",
    "string_pattern_mismatch": "This is not written as this field is: {pattern}",
}
"""By the validator's code of an error, with what it knows of the field."""
BY_BEGINNING = {
    "int_": "Give a whole number.",
    "float_": "Give a number.",
    "bool_": "Say true or false.",
    "date_": "Give a day as YYYY-MM-DD, for example 2024-03-31.",
    "dict_": "Give an object with named fields.",
    "model_": "Give an object with named fields.",
}


def plain_words(error: Mapping[str, Any]) -> str:
    """A validation error (`type`, `msg`, `ctx`) in plain words: what to give, or what the schema's own rule says."""
    code, known = str(error["type"]), {name: str(value) for name, value in error.get("ctx", {}).items()}
    if code == "string_too_short":
        least = known.get("min_length", "1")
        return "Write something here." if least == "1" else f"Give at least {least} characters."
    if code in BY_TYPE:
        return BY_TYPE[code].format_map(known)
    for beginning, words in BY_BEGINNING.items():
        if code.startswith(beginning):
            return words
    said = str(error["msg"]).removeprefix("Value error, ")
    return said[:1].upper() + said[1:] + ("" if said.endswith((".", "?", "!")) else ".")
