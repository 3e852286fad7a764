"""Time from one place: moments in UTC, days in London, working days in England."""

import ast
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import quarterdeck
from quarterdeck.core import clock

PACKAGE = Path(quarterdeck.__file__).parent


def test_now_is_an_aware_moment_in_utc():
    before = datetime.now(UTC)
    assert before <= clock.now() <= datetime.now(UTC)
    assert clock.now().utcoffset() == timedelta(0)


def test_a_set_clock_stands_still_and_is_given_back():
    moment = datetime(2023, 7, 14, 9, 30, tzinfo=UTC)
    with clock.set_to(moment):
        assert clock.now() == moment
        with clock.set_to(moment + timedelta(days=1)):
            assert clock.today() == date(2023, 7, 15)
        assert clock.today() == date(2023, 7, 14)
    assert clock.now() > datetime(2024, 1, 1, tzinfo=UTC)


def test_a_clock_set_elsewhere_in_the_world_still_tells_utc():
    with clock.set_to(datetime(2023, 7, 14, 1, 0, tzinfo=timezone(timedelta(hours=2)))):
        assert clock.now() == datetime(2023, 7, 13, 23, 0, tzinfo=UTC)
        assert clock.now().utcoffset() == timedelta(0)


def test_a_clock_is_given_back_after_a_failure():
    with pytest.raises(RuntimeError), clock.set_to(datetime(2023, 7, 14, tzinfo=UTC)):
        raise RuntimeError
    assert clock.today() > date(2024, 1, 1)


def test_a_moment_without_a_time_zone_is_refused():
    with pytest.raises(ValueError), clock.set_to(datetime(2023, 7, 14)):  # noqa: DTZ001
        pass


@pytest.mark.parametrize(
    "moment, day",
    [
        (datetime(2023, 7, 13, 22, 59, tzinfo=UTC), date(2023, 7, 13)),
        (datetime(2023, 7, 13, 23, 0, tzinfo=UTC), date(2023, 7, 14)),  # British Summer Time
        (datetime(2023, 12, 31, 23, 59, tzinfo=UTC), date(2023, 12, 31)),
        (datetime(2024, 3, 31, 1, 0, tzinfo=UTC), date(2024, 3, 31)),  # the night of the change
    ],
)
def test_today_is_the_day_in_london(moment, day):
    with clock.set_to(moment):
        assert clock.today() == day


@pytest.mark.parametrize(
    "day, works",
    [
        (date(2023, 8, 25), True),
        (date(2023, 8, 26), False),  # Saturday
        (date(2023, 8, 28), False),  # late summer bank holiday, England's own date
        (date(2023, 8, 7), True),  # the summer bank holiday of Scotland alone
        (date(2023, 4, 7), False),  # Good Friday
        (date(2023, 4, 10), False),  # Easter Monday
        (date(2023, 5, 8), False),  # the coronation
        (date(2022, 9, 19), False),  # the late Queen's funeral
        (date(2022, 12, 27), False),  # in place of Sunday 25 December
        (date(2023, 3, 17), True),  # St Patrick's Day, Northern Ireland alone
        (date(2023, 11, 30), True),  # St Andrew's Day, Scotland alone
    ],
)
def test_working_days_are_english(day, works):
    assert clock.is_working_day(day) is works


@pytest.mark.parametrize(
    "day, number, answer",
    [
        (date(2023, 8, 25), 1, date(2023, 8, 29)),  # over the bank holiday weekend
        (date(2023, 8, 25), 0, date(2023, 8, 25)),
        (date(2023, 8, 26), 1, date(2023, 8, 29)),
        (date(2023, 8, 29), -1, date(2023, 8, 25)),
        (date(2023, 12, 22), 3, date(2023, 12, 29)),
        (date(2023, 12, 29), -3, date(2023, 12, 22)),
    ],
)
def test_adding_working_days(day, number, answer):
    assert clock.add_working_days(day, number) == answer


@pytest.mark.parametrize(
    "meeting, papers_out",
    [
        (date(2023, 9, 12), date(2023, 9, 4)),  # Tuesday: clear are 5, 6, 7, 8 and 11 September
        (date(2023, 9, 5), date(2023, 8, 25)),  # the bank holiday of 28 August does not count
        (date(2024, 1, 4), date(2023, 12, 22)),  # neither do Christmas, Boxing Day, New Year's Day
    ],
)
def test_five_clear_days_count_neither_the_day_of_the_papers_nor_of_the_meeting(meeting, papers_out):
    assert clock.clear_days_before(meeting, 5) == papers_out


@pytest.mark.parametrize(
    "start, end, number",
    [
        (date(2023, 8, 25), date(2023, 8, 25), 0),
        (date(2023, 8, 25), date(2023, 8, 29), 1),
        (date(2023, 8, 29), date(2023, 8, 25), -1),
        (date(2023, 7, 3), date(2023, 7, 10), 5),
    ],
)
def test_counting_working_days(start, end, number):
    assert clock.working_days_between(start, end) == number


working_days = st.dates(date(2000, 1, 1), date(2060, 12, 31)).filter(clock.is_working_day)


@given(working_days, st.integers(-60, 60))
def test_working_days_added_are_counted_again_and_lead_back(day, number):
    later = clock.add_working_days(day, number)
    assert clock.is_working_day(later)
    assert clock.working_days_between(day, later) == number
    assert clock.add_working_days(later, -number) == day


READS_THE_TIME = {
    ("datetime", "now"),
    ("datetime", "utcnow"),
    ("datetime", "today"),
    ("date", "today"),
    ("time", "time"),
    ("time", "time_ns"),
    ("func", "now"),
    ("func", "current_timestamp"),
}


def clock_readings(source):
    """Lines where a module reads the time itself, however the class is reached (`datetime.datetime.now`)."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Attribute):
            owner = node.value
            name = getattr(owner, "id", getattr(owner, "attr", None))
            if (name, node.attr) in READS_THE_TIME:
                yield node.lineno
        elif isinstance(node, ast.ImportFrom) and node.module == "time":
            yield from (node.lineno for alias in node.names if alias.name in ("time", "time_ns"))


@pytest.mark.parametrize(
    "line",
    [
        "datetime.now(UTC)",
        "datetime.datetime.utcnow()",
        "date.today()",
        "time.time()",
        "from time import time",
    ],
)
def test_the_lint_sees_a_reading(line):
    assert list(clock_readings(line)) == [1]


def test_no_other_module_reads_the_time():
    modules = [path for path in sorted(PACKAGE.rglob("*.py")) if path != PACKAGE / "core" / "clock.py"]
    readings = [
        f"{path.relative_to(PACKAGE)}:{line}"
        for path in modules
        for line in clock_readings(path.read_text(encoding="utf-8"))
    ]
    assert len(modules) > 20
    assert readings == [], "use quarterdeck.core.clock"
