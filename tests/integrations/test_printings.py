"""Two printings of one figure: which came later, what the later one adds, and what is a contradiction."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quarterdeck.integrations.printings import Column, Conflict, Figure, Goal, Place, Plan, Printing, Why, plan_cell
from quarterdeck.measures.models import ValueState

Q1, Q2 = date(2023, 6, 30), date(2023, 9, 30)
MAY, JUNE, JULY = date(2024, 5, 1), date(2024, 6, 1), date(2024, 7, 1)


def figure(value: float | str, **said: Any) -> Figure:
    """A figure as printed; a text is a word that stands for a state."""
    if isinstance(value, str):
        return Figure(ValueState(value), None, 0, value, **said)
    decimals = said.pop("decimals", len(str(value).partition(".")[2]) if isinstance(value, float) else 0)
    return Figure(ValueState.VALUE, float(value), decimals, str(value), **said)


def printing(
    value: Any,
    *,
    line: int = 2,
    on: date | None = None,
    position: int | None = None,
    row: date = Q1,
    file: str = "table.csv",
    column: Column = Column.VALUE,
    url: str = "",
    recorded: int | None = None,
    **said: Any,
) -> Printing:
    """A printing of the first quarter; `row` is the end of the period of the row that it stands in."""
    what = value if isinstance(value, Goal) else figure(value, **said)
    return Printing("2023-24-Q1", what, Place(file, line, column, url), row, on, position, recorded)


def recorded(*printings: Printing) -> list[Printing]:
    """These printings as the record holds them, in this order."""
    return [printing_at(one, number) for number, one in enumerate(printings)]


def printing_at(one: Printing, number: int) -> Printing:
    return Printing(one.period_code, one.said, one.place, one.reported_end, one.published_on, one.position, number)


def appended(plan: Plan) -> list[tuple[Any, Why]]:
    return [(one.said.value if one.said.value is not None else str(one.said.state), why) for one, why in plan.append]


def after(plan: Plan, before: list[Printing] | None = None) -> list[Printing]:
    """The record once a plan is carried out."""
    return recorded(*(before or []), *(one for one, _ in plan.append))


def previous(value: Any, **where: Any) -> Printing:
    """A printing in the "previous" column of the second quarter's row."""
    return printing(value, **{"row": Q2, "column": Column.PREVIOUS, "provisional": None} | where)


ORDERS = [
    ("by date", [printing(61, on=JUNE), printing(60, on=MAY, line=3)], [60, 61]),
    ("by place in the mapping file", [printing(13, position=5), printing(30, position=4, line=3)], [30, 13]),
    ("a previous column is of a later paper", [previous(60, line=9), printing(61)], [61, 60]),
    ("a date goes before the period of the row", [previous(60, on=MAY), printing(61, on=JUNE)], [60, 61]),
    ("a date on one of them alone tells nothing", [previous(60, on=MAY), printing(61)], [61, 60]),
    ("back again", [printing(30, on=MAY), printing(13, on=JUNE), printing(30, on=JULY)], [30, 13, 30]),
    ("a later date of the same period's row", [printing(1, on=MAY), printing(2, on=JUNE), previous(3)], [1, 2, 3]),
    ("a word until the figure is in", [printing("awaited", on=MAY), printing(54.3, on=JUNE)], ["awaited", 54.3]),
    ("a figure withdrawn", [printing(54.3, on=MAY), printing("error", on=JUNE)], [54.3, "error"]),
]


@pytest.mark.parametrize("printings, values", [case[1:] for case in ORDERS], ids=[case[0] for case in ORDERS])
def test_printings_become_revisions_in_order_of_publication(printings, values):
    plan = plan_cell(printings, [])
    assert [value for value, _ in appended(plan)] == values
    assert [why for _, why in appended(plan)] == [Why.FIRST] + [Why.LATER] * (len(values) - 1)
    assert plan.conflicts == []


REPEATED = [
    ("the same", printing(61), printing(61, line=9)),
    ("in fewer digits", printing(46.3, on=MAY), printing(46, on=JUNE)),
    ("a mark that a previous column leaves out", printing(61, provisional=True), previous(61)),
    ("a rating and words that the second leaves out", printing(61, rating="Green", commentary="Voids"), previous(61)),
    ("a share that the second leaves out", printing(84, numerator=42, denominator=50), previous(84)),
]


@pytest.mark.parametrize("first, second", [case[1:] for case in REPEATED], ids=[case[0] for case in REPEATED])
def test_a_printing_that_says_nothing_new_makes_no_revision(first, second):
    plan = plan_cell([first, second], [])
    assert [one.place for one, _ in plan.append] == [first.place]
    assert (plan.unchanged, plan.conflicts) == ([second], [])


ADDED = [
    ("more digits", printing(46, on=MAY), printing(46.3, on=JUNE)),
    ("fewer digits of another number", printing(12.31, on=MAY), printing(13, on=JUNE)),
    ("no longer provisional", printing(61, on=MAY, provisional=True), printing(61, on=JUNE)),
    ("another rating", printing(61, on=MAY, rating="Red"), printing(61, on=JUNE, rating="Amber")),
    ("another commentary", printing(61, on=MAY, commentary="Voids"), printing(61, on=JUNE, commentary="Staff")),
    ("another share", printing(84, on=MAY, numerator=42, denominator=50), printing(84, on=JUNE, numerator=21)),
]


@pytest.mark.parametrize("first, second", [case[1:] for case in ADDED], ids=[case[0] for case in ADDED])
def test_a_printing_that_says_more_makes_a_revision(first, second):
    assert [one for one, _ in plan_cell([first, second], []).append] == [first, second]


CONTRADICTIONS = [
    ("one date", printing(61, on=MAY), printing(60, on=MAY, line=3)),
    ("one edition", printing(61, position=4), previous(60, position=4)),
    ("nothing tells them apart", printing(61), printing(60, line=3)),
    ("a figure and a word", printing(61, on=MAY), printing("awaited", on=MAY, line=3)),
]


@pytest.mark.parametrize("first, second", [case[1:] for case in CONTRADICTIONS], ids=[c[0] for c in CONTRADICTIONS])
def test_two_printings_of_one_date_that_differ_are_both_listed_and_neither_is_recorded(first, second):
    plan = plan_cell([first, second], [])
    assert plan.append == []
    assert [(each.printing, each.against) for each in plan.conflicts] == [(first, second), (second, first)]


def test_two_commentaries_on_one_figure_of_one_date_are_no_contradiction_and_both_are_kept():
    first, second = printing(61, commentary="Voids"), printing(61, commentary="Two officers away", line=3)
    plan = plan_cell([first, second], [])
    assert ([one for one, _ in plan.append], plan.conflicts) == ([first, second], [])
    record = after(plan)
    assert plan_cell([first, second], record).append == []
    record = after(plan_cell([first], []))
    elsewhere = replace(second, place=Place("other.csv", 2, Column.VALUE))
    record = after(plan_cell([elsewhere], record), record)
    assert [one.said.commentary for one in record] == ["Voids", "Two officers away"]
    assert plan_cell([first], record).append == []


def test_two_ratings_of_one_figure_of_one_date_contradict_each_other_and_the_figure_is_recorded():
    first, second = printing(61, rating="Green"), printing(61, rating="Amber", line=3)
    plan = plan_cell([first, second], [])
    assert [one for one, _ in plan.append] == [first]
    assert [(each.printing, each.against) for each in plan.conflicts] == [(second, first)]


def test_a_contradiction_leaves_printings_of_other_dates_alone():
    plan = plan_cell([printing(61, on=JUNE), printing(60, on=JUNE, line=3), printing(59, on=MAY, line=4)], [])
    assert appended(plan) == [(59, Why.FIRST)]
    assert len(plan.conflicts) == 2


def test_a_printing_that_contradicts_the_record_is_listed_and_the_record_stands():
    on_record = recorded(printing(61, on=MAY, file="other.csv"))
    plan = plan_cell([printing(60, on=MAY)], on_record)
    assert plan.append == []
    [conflict] = plan.conflicts
    assert conflict.against == on_record[0]
    assert plan_cell([printing(61, on=MAY)], on_record) == Plan(unchanged=[printing(61, on=MAY)])


@pytest.mark.parametrize("printings", [case[1] for case in ORDERS], ids=[case[0] for case in ORDERS])
def test_what_is_read_again_adds_nothing(printings):
    record = after(plan_cell(printings, []))
    again = plan_cell(printings, record)
    assert (again.append, again.conflicts) == ([], [])
    assert again.unchanged == printings


@pytest.mark.parametrize(
    "changed",
    [
        printing(62, on=MAY),
        printing(62, on=MAY, line=7),
        printing(62, on=MAY, file="copy.csv", url="https://a.example"),
    ],
    ids=["same file and line", "same file, a row further down", "a copy of the file: same page and line"],
)
def test_a_table_that_was_altered_makes_a_new_revision(changed):
    record = recorded(printing(61, on=MAY, url="https://a.example"))
    plan = plan_cell([changed], record)
    assert appended(plan) == [(62, Why.REREAD)]
    assert plan_cell([changed], after(plan, record)).append == []


def test_another_file_with_another_figure_of_the_same_date_is_a_contradiction_and_no_new_reading():
    record = recorded(printing(61, on=MAY, url="https://a.example"))
    [conflict] = plan_cell([printing(62, on=MAY, file="other.csv", line=9, url="https://a.example")], record).conflicts
    assert isinstance(conflict, Conflict)


def test_an_earlier_printing_that_comes_late_does_not_stand():
    record = recorded(previous(60, file="second.csv"))
    plan = plan_cell([printing(61, file="first.csv")], record)
    assert appended(plan) == [(61, Why.EARLIER), (60, Why.STANDS)]
    full = after(plan, record)
    assert plan_cell([printing(61, file="first.csv")], full).append == []
    assert plan_cell([previous(60, file="second.csv")], full).append == []


def test_a_later_printing_of_another_file_follows_what_is_on_record():
    record = recorded(printing(61, file="first.csv"))
    plan = plan_cell([previous(60, file="second.csv")], record)
    assert appended(plan) == [(60, Why.LATER)]


def test_an_altered_row_before_the_newest_printing_leaves_the_newest_standing():
    first, second = printing(30, position=4), printing(13, position=5, line=9)
    record = after(plan_cell([first, second], []))
    altered = printing(31, position=4)
    plan = plan_cell([altered, second], record)
    assert appended(plan) == [(31, Why.REREAD), (13, Why.STANDS)]
    assert plan_cell([altered, second], after(plan, record)).append == []


def test_a_word_in_the_previous_column_never_takes_a_figure_s_place():
    plan = plan_cell([printing(61), previous("not_applicable")], [])
    assert appended(plan) == [(61, Why.FIRST)]
    assert [each.printing.said.text for each in plan.conflicts] == ["not_applicable"]
    alone = plan_cell([previous("not_applicable")], [])
    assert appended(alone) == [("not_applicable", Why.FIRST)]
    later = plan_cell([printing(61, file="first.csv")], after(alone))
    assert appended(later) == [(61, Why.LATER)]


def test_a_table_never_changes_what_a_service_reported_or_members_have_seen():
    record = recorded(printing(61, file=""))
    plan = plan_cell([printing(61), printing(60, line=3)], record, read_from_tables=False)
    assert plan.append == []
    assert [one.said.value for one in plan.unchanged] == [61]
    [conflict] = plan.conflicts
    assert (conflict.printing.said.value, conflict.against) == (60, record[0])


def test_a_target_is_another_one_when_it_is_printed_with_other_figures_or_words():
    def goal(text: str, value: float | None = None, words: str = "") -> Goal:
        return Goal(value, None, None, words, text)

    loosened = [printing(goal("21 day", 21.0), on=MAY), printing(goal("42-day", 42.0), on=JUNE)]
    assert [one.said.value for one, _ in plan_cell(loosened, []).append] == [21, 42]
    same = [printing(goal("21 day", 21.0), on=MAY), printing(goal("21 days", 21.0), on=JUNE)]
    assert [one.said.text for one, _ in plan_cell(same, []).append] == ["21 day"]
    rounded = [printing(goal("95.4%", 95.4), on=MAY), printing(goal("95%", 95.0), on=JUNE)]
    assert len(plan_cell(rounded, []).append) == 2
    in_words = [printing(goal("Top quartile", words="Top quartile")), printing(goal("90%", 90.0), line=3)]
    assert len(plan_cell(in_words, []).conflicts) == 2


DATES = st.sampled_from([None, MAY, JUNE])
PLACES = st.sampled_from([None, 1, 2])
ANY_PRINTING = st.builds(
    printing,
    st.sampled_from([61, 60, 60.4, 13, "awaited", "not_applicable"]),
    line=st.integers(2, 9),
    on=DATES,
    position=PLACES,
    row=st.sampled_from([Q1, Q2]),
    file=st.sampled_from(["table.csv", "other.csv"]),
    column=st.sampled_from([Column.VALUE, Column.PREVIOUS]),
    url=st.sampled_from(["", "https://a.example"]),
    rating=st.sampled_from([None, "Red", "Green"]),
    commentary=st.sampled_from(["", "", "Voids", "Two officers away"]),
    provisional=st.sampled_from([None, False, True]),
)


FILES = st.lists(ANY_PRINTING, max_size=5).map(
    # No two printings stand in one place.
    lambda found: [replace(one, place=replace(one.place, line=line)) for line, one in enumerate(found, start=2)]
)


@settings(max_examples=500)
@given(FILES, FILES)
def test_whatever_was_read_before_a_second_reading_adds_nothing(earlier, new):
    record = after(plan_cell(earlier, []))
    plan = plan_cell(new, record)
    again = plan_cell(new, after(plan, record))
    assert again.append == []
    assert [each.printing for each in again.conflicts] == [each.printing for each in plan.conflicts]
    told = [*plan.unchanged, *(each.printing for each in plan.conflicts), *(one for one, _ in plan.append)]
    assert all(one in told for one in new)
