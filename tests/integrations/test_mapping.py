"""The mapping file: what it says, and how each mistake in it is told."""

from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

import quarterdeck
from quarterdeck.integrations.mapping import BadMapping, read_mapping
from quarterdeck.measures.rating_rules import Polarity

COMMITTED = Path(quarterdeck.__path__[0]) / "demo" / "data" / "mapping.toml"
COUNCIL = '[[council]]\nname = "Anytown Borough Council"\ncode = "E07000999"\n'
INDICATOR = COUNCIL + '[[council.indicator]]\nref = "H4"\nname = "Calls answered"\n'


def faults(text: str) -> list[str]:
    with pytest.raises(BadMapping) as found:
        read_mapping(text.encode())
    return found.value.faults


def test_the_committed_file_is_one():
    mapping = read_mapping(COMMITTED.read_bytes())
    assert len(mapping.council) == 7
    assert sum(len(council.indicator) for council in mapping.council) == 141


def test_a_printed_name_is_found_whatever_its_capitals_spaces_and_dashes():
    mapping = read_mapping(
        (
            COUNCIL + 'other_names = ["Anytown"]\n[[council.indicator]]\nref = ""\nname = "Re-let time - all homes"\n'
        ).encode()
    )
    council = mapping.council_called("  ANYTOWN ")
    assert council is not None
    assert council is mapping.council_called("Anytown  Borough Council")
    assert mapping.council_called("Any Town") is None
    assert [each.name for each in council.by_printing.values()] == ["Re-let time - all homes"]
    assert ("", "re-let time - all homes") in council.by_printing


def test_what_a_file_leaves_out_stays_open():
    mapping = read_mapping(INDICATOR.encode())
    indicator = mapping.council[0].indicator[0]
    left_open = {
        indicator.polarity, indicator.aggregation, indicator.kind, indicator.unit, indicator.decimals,
        indicator.frequency, indicator.rating,
    }  # fmt: skip
    assert left_open == {None}


def test_an_indicator_may_have_a_rule_of_its_own():
    mapping = read_mapping(
        (INDICATOR + 'polarity = "lower"\nrating = { kind = "points", green_within = 0, amber_within = 2 }').encode()
    )
    indicator = mapping.council[0].indicator[0]
    assert indicator.polarity is Polarity.LOWER
    assert indicator.rating is not None
    assert indicator.rating.parameters == {"green_within": 0, "amber_within": 2}


@pytest.mark.parametrize(
    "text, sentences",
    [
        ("council = 3", ["“council”: Input should be a valid list."]),
        ("[[council]]\nname = 'A'", ["In “A”: “code” is missing."]),
        (
            COUNCIL + "ratng = 1",
            ["In “Anytown Borough Council”: “ratng” is no key of a mapping file; check its spelling."],
        ),
        (
            INDICATOR + 'polarity = "up"',
            [
                "In “Anytown Borough Council”, “Calls answered”: “polarity”: "
                "Input should be 'higher', 'lower', 'range' or 'none'."
            ],
        ),
        (
            INDICATOR + 'also = ["Phone calls answered"]',
            [
                "In “Anytown Borough Council”, “Calls answered”: “also”: "
                'give a list of pairs such as ["H4", "Average days to re-let a home"].'
            ],
        ),
        (
            INDICATOR + "decimals = 1.5",
            ["In “Anytown Borough Council”, “Calls answered”: “decimals”: Input should be a valid integer."],
        ),
        (
            INDICATOR + '[[council.indicator]]\nref = "h4"\nname = "Calls  answered"\n',
            ["In “Anytown Borough Council”: “h4 calls answered” stands twice; a printing means one indicator."],
        ),
        (
            COUNCIL + COUNCIL.replace("999", "998"),
            ["Two councils are called “anytown borough council”; a printed name means one council."],
        ),
        (
            COUNCIL + COUNCIL.replace("Anytown", "Othertown"),
            ["Two councils have the code E07000999; give other spellings in “other_names”."],
        ),
        (
            COUNCIL + 'rating = { kind = "relative", green_within = 5 }',
            ["In “Anytown Borough Council”: “rating”, amber_within: This parameter is needed."],
        ),
        (
            COUNCIL
            + "".join(f'[[council.edition]]\nposition = {n}\nsource_url = "https://a.example"\n' for n in (1, 2)),
            [
                "In “Anytown Borough Council”: the page https://a.example has two positions; it has one place in the "
                "order of publication."
            ],
        ),
    ],
)
def test_a_mistake_is_told_with_its_place(text, sentences):
    assert faults(text) == sentences


def test_all_mistakes_are_told_at_once():
    assert len(faults(INDICATOR + 'polarity = "up"\naggregation = "sum"\nunitt = "%"')) == 3


@pytest.mark.parametrize(
    "content, said",
    [
        (b"x = ", "not valid TOML"),
        (b"\xff\xfe[", "UTF-8"),
        (b"x = " + b"9" * 5000, "not valid TOML"),
        (b"a = " + b"[" * 5000, "not valid TOML"),
        (b"#" * (10 * 1024 * 1024 + 1), "larger than 10 MB"),
    ],
)
def test_a_file_that_is_no_mapping_file_is_refused_in_words(content, said):
    with pytest.raises(BadMapping, match=said):
        read_mapping(content)


def test_a_byte_order_mark_and_the_line_ends_of_windows_do_no_harm():
    assert read_mapping(("﻿" + INDICATOR.replace("\n", "\r\n")).encode()).council[0].name == "Anytown Borough Council"


TOML_WORDS = [
    "[[council]]",
    "[council]",
    "name = ",
    "code = ",
    "also = ",
    "rating = ",
    '"x"',
    "[[",
    "{kind = 1}",
    "\n",
    "1",
    "edition",
]


@given(
    st.one_of(
        st.binary(max_size=200), st.lists(st.sampled_from(TOML_WORDS), max_size=20).map(lambda w: "".join(w).encode())
    )
)
@example(b"council = [1]")
@example(b'[[council]]\nname = "a"\ncode = "b"\nedition = [{position = 1}]\nrating = {kind = 3, x = nan}')
def test_no_file_is_answered_with_anything_but_faults(content):
    told = outcome(content)
    assert all(fault.endswith(".") for fault in told)


def outcome(content: bytes) -> list[str]:
    """What is told of a file: its faults, none where it is a mapping file."""
    try:
        read_mapping(content)
    except BadMapping as reason:
        return reason.faults or ["a refusal without a reason"]
    return []
