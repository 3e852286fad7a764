"""Bodies that other stacks answer with 500: here they are refused plainly, before anything reads them."""

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from quarterdeck.core.guard import BadJson, parse_strictly


@pytest.mark.parametrize(
    "body",
    [
        b'{"value": NaN}',
        b'{"value": Infinity}',
        b'{"value": -Infinity}',
        b'{"value": 1e400}',
        b'{"value": -1e400}',
        b'{"value": 9223372036854775808}',
        b'{"value": -9223372036854775808}',
        b'{"value": ' + b"9" * 5000 + b"}",
        b'{"value": 1, "value": 2}',
        b'{"text": "\\ud800"}',
        b'{"\\udfff": 1}',
        b'{"text": "\\u0000"}',
        b"\xff\xfe",
        b"{",
        b"[" * 100_000,
        b"[" * 60 + b"]" * 60,
    ],
)
def test_what_two_readers_could_understand_differently_is_refused(body: bytes) -> None:
    with pytest.raises(BadJson):
        parse_strictly(body)


def test_a_refusal_does_not_echo_the_input() -> None:
    with pytest.raises(BadJson) as refusal:
        parse_strictly(b'{"secret-word": NaN}')
    assert "secret-word" not in str(refusal.value)


def test_the_largest_and_smallest_allowed_integers_pass() -> None:
    assert parse_strictly(b"[9223372036854775807, -9223372036854775807]") == [2**63 - 1, -(2**63) + 1]


@given(
    st.recursive(
        st.none()
        | st.booleans()
        | st.integers(-(2**62), 2**62)
        | st.floats(allow_nan=False, allow_infinity=False)
        | st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00")),
        lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text("abcdef"), inner, max_size=4),
        max_leaves=20,
    )
)
def test_ordinary_json_passes_unchanged(value: object) -> None:
    assert parse_strictly(orjson.dumps(value)) == value
