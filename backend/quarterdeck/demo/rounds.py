"""The rounds, quarter by quarter: closed ones from data request to scrutiny, one in review, one open.

Days are counted in working days after the quarter's end, or before today for the two rounds that still run.
What went differently in a quarter stands in `data/rounds.toml`.
"""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from quarterdeck.core.clock import add_working_days
from quarterdeck.demo.asides import confirm_off_system
from quarterdeck.demo.asked import follow, raise_action
from quarterdeck.demo.entering import OFFICER, correct, decide, enter
from quarterdeck.demo.reviewing import (
    call_meeting,
    close_round,
    decide_review,
    issue_to,
    open_round,
    record_members,
    seal_pack,
)
from quarterdeck.demo.timeline import Demo, Step
from quarterdeck.demo.years import RETURNS_DUE, after, at, on_weekday
from quarterdeck.framework.periods import Period

TUESDAY, THURSDAY = 1, 3
WITHOUT_INCIDENT: dict[str, Any] = {
    "cmt": "Approved.",
    "cabinet": "The report was approved.",
    "scrutiny": "The Committee noted the report.",
}


def rounds_of(demo: Demo) -> Iterator[Step]:
    """The steps of every round."""
    scripts = {row["quarter"]: row for row in demo.papers.rounds["round"]}
    for quarter in demo.years.closed:
        yield from closed_round(demo, quarter, WITHOUT_INCIDENT | scripts.get(demo.years.name(quarter), {}))
    yield from round_in_review(demo, demo.years.in_review, demo.papers.rounds["in_review"])
    yield from round_open(demo, demo.years.open, demo.papers.rounds["open"])


def closed_round(demo: Demo, quarter: Period, script: Mapping[str, Any]) -> Iterator[Step]:
    """A round from its opening to its closing, about ninety days after the quarter's end."""
    yield from _collecting(demo, quarter, script)
    yield Step(at(after(quarter, 16), 15), seal_pack(quarter))
    returned = script.get("cmt_returned")
    if returned is not None:
        yield Step(at(after(quarter, 19), 11), _officers_return(quarter, returned))
        yield from _sent_back(quarter, returned, after(quarter, 19))
    yield from _officers(demo, quarter, script, after(quarter, 23))
    yield from _members(demo, quarter, script)


def round_in_review(demo: Demo, quarter: Period, script: Mapping[str, Any]) -> Iterator[Step]:
    """A round whose first edition officers returned; one portfolio holder has not decided on the second."""
    years, returned = demo.years, script["cmt_returned"]
    yield from _collecting(demo, quarter, {**script, "off_system": demo.papers.asides["off_system"]})
    yield Step(at(years.before_today(20), 15), seal_pack(quarter))
    yield Step(at(years.before_today(17), 11), _officers_return(quarter, returned))
    yield from _sent_back(quarter, returned, years.before_today(17))
    yield from _officers(demo, quarter, script, years.before_today(9))
    meets_on = on_weekday(add_working_days(years.today, 8), TUESDAY)
    yield Step(at(years.before_today(8), 10), call_meeting("cabinet", meets_on))


def round_open(demo: Demo, quarter: Period, script: Mapping[str, Any]) -> Iterator[Step]:
    """A round past its due day: some services have confirmed, others are late, one has its submission back."""
    years = demo.years
    due_on = max(after(quarter, RETURNS_DUE), years.before_today(6))
    yield Step(at(after(quarter, 1), 9), open_round(quarter, due_on))
    for unit in script["confirmed"]:
        yield from _submission(demo, quarter, unit, {})
    for unit in script["submitted"]:
        yield Step(at(years.before_today(3), 10), enter(quarter, unit))
        yield Step(at(years.before_today(2), 16, 40), decide(quarter, unit, "submit"))
    for unit, share in script["drafts"].items():
        yield Step(at(years.before_today(2), 14), enter(quarter, unit, share=share))
    for row in script["returned"]:
        yield Step(at(years.before_today(6), 11), enter(quarter, row["unit"]))
        yield Step(at(years.before_today(6), 15), decide(quarter, row["unit"], "submit"))
        yield Step(at(years.before_today(4), 10), _return(quarter, row))


def _collecting(demo: Demo, quarter: Period, script: Mapping[str, Any]) -> Iterator[Step]:
    """The round opens, and every service gets to a confirmed submission."""
    yield Step(at(after(quarter, 1), 9), open_round(quarter))
    for unit in services(demo):
        yield from _submission(demo, quarter, unit, script)


def _submission(demo: Demo, quarter: Period, unit: str, script: Mapping[str, Any]) -> Iterator[Step]:
    """A service enters, submits, perhaps gets it back, and its manager confirms."""
    number = services(demo).index(unit)
    late = script.get("late", {}).get(unit)
    # Not all on one day, nor each on the same day every quarter.
    entered = RETURNS_DUE + late - 1 if late else 3 + (number * 2 + quarter.number) % 4
    submitted = RETURNS_DUE + late if late else entered + 2 + number % 2
    by = OFFICER if unit in script.get("on_behalf", ()) else None
    first = _at_first(script, unit)
    returned = next((row for row in script.get("returned", ()) if row["unit"] == unit), None)
    minute = 5 * number
    yield Step(at(after(quarter, entered), 10, minute), enter(quarter, unit, first=first, by=by))
    yield Step(at(after(quarter, submitted), 14, minute), decide(quarter, unit, "submit", by=by))
    if returned is not None:
        yield Step(at(after(quarter, submitted + 1), 9, minute), _return(quarter, returned))
        submitted += 2
        yield Step(at(after(quarter, submitted), 10, minute), correct(quarter, unit, returned["ref"]))
        yield Step(at(after(quarter, submitted), 14, minute), decide(quarter, unit, "submit"))
    elsewhere = script.get("off_system", {})
    if elsewhere.get("unit") == unit:
        confirming = confirm_off_system(quarter, elsewhere)
    else:
        confirming = decide(quarter, unit, "confirm")
    yield Step(at(after(quarter, submitted + 1), 16, minute), confirming)


def _at_first(script: Mapping[str, Any], unit: str) -> Mapping[str, Any] | None:
    """What a service enters that is corrected later, whoever finds it."""
    found = [*script.get("returned", ()), script.get("cmt_returned"), script.get("cabinet_returned")]
    return next((row for row in found if row and row["unit"] == unit and "first" in row), None)


def _officers_return(quarter: Period, row: Mapping[str, Any]) -> Any:
    return decide_review(quarter, "return", comment=row["reason"], back=row["unit"])


def _return(quarter: Period, row: Mapping[str, Any]) -> Any:
    return decide(quarter, row["unit"], "return", by=OFFICER, comment=row["reason"])


def _sent_back(quarter: Period, row: Mapping[str, Any], day: date) -> Iterator[Step]:
    """A service corrects what a review sent back, and the next edition is sealed: three working days."""
    unit = row["unit"]
    yield Step(at(add_working_days(day, 1), 10), correct(quarter, unit, row["ref"]))
    yield Step(at(add_working_days(day, 1), 14), decide(quarter, unit, "submit"))
    yield Step(at(add_working_days(day, 2), 11), decide(quarter, unit, "confirm"))
    yield Step(at(add_working_days(day, 3), 15), seal_pack(quarter))


def _officers(demo: Demo, quarter: Period, script: Mapping[str, Any], day: date) -> Iterator[Step]:
    """Officers approve; the portfolio holders follow over four working days, except one that is outstanding."""
    yield Step(at(day, 11), decide_review(quarter, "approve", comment=script["cmt"]))
    for about in script.get("action", ()):
        if about["by"] == "cmt":
            yield from _action(demo, quarter, about, day)
    for number, row in enumerate(demo.papers.council["portfolio"]):
        if row["code"] != script.get("outstanding_portfolio"):
            said = script.get("portfolio", {}).get(row["code"])
            moment = at(add_working_days(day, 1 + number % 4), 12 + number % 5, 10)
            yield Step(moment, decide_review(quarter, "approve", portfolio=row["code"], comment=said))


def _members(demo: Demo, quarter: Period, script: Mapping[str, Any]) -> Iterator[Step]:
    """Cabinet decides, once it has what it asked for; scrutiny considers; the round closes."""
    meets_on = on_weekday(after(quarter, 44), TUESDAY)
    returned = script.get("cabinet_returned")
    if returned is not None:
        yield from _papers(quarter, script, "cabinet", meets_on)
        recorded = add_working_days(meets_on, 1)
        back = record_members(quarter, "cabinet", "return", meets_on, returned["reason"], back=returned["unit"])
        yield Step(at(recorded, 10), back)
        yield from _sent_back(quarter, returned, recorded)
        meets_on = on_weekday(add_working_days(recorded, 13), TUESDAY)
    yield from _papers(quarter, script, "cabinet", meets_on)
    yield from _decided(demo, quarter, script, "cabinet", meets_on)
    considers_on = on_weekday(add_working_days(meets_on, 10), THURSDAY)
    yield from _papers(quarter, script, "scrutiny", considers_on)
    yield from _decided(demo, quarter, script, "scrutiny", considers_on)
    yield Step(at(add_working_days(considers_on, 3), 12), close_round(quarter))


def _papers(quarter: Period, script: Mapping[str, Any], body: str, meets_on: date) -> Iterator[Step]:
    """The meeting is called eight working days before it, and the pack issued; late papers three days before it."""
    day = add_working_days(meets_on, -8)
    yield Step(at(day, 10), call_meeting(body, meets_on))
    late_reason = script.get("late_papers", {}).get(body, "")
    issuing = issue_to(quarter, body, meets_on, exempt=script.get("exempt"), late_reason=late_reason)
    yield Step(at(add_working_days(meets_on, -3) if late_reason else day, 11), issuing)


def _decided(demo: Demo, quarter: Period, script: Mapping[str, Any], body: str, met_on: date) -> Iterator[Step]:
    """The clerk records the decision the day after, and raises what was asked for."""
    day = add_working_days(met_on, 1)
    action = "approve" if body == "cabinet" else "note"
    yield Step(at(day, 10), record_members(quarter, body, action, met_on, script[body]))
    for about in script.get("action", ()):
        if about["by"] == body:
            yield from _action(demo, quarter, about, day)


def _action(demo: Demo, quarter: Period, about: dict[str, Any], day: date) -> Iterator[Step]:
    """An action is raised; where its service did it by yesterday, those who asked confirm that two days later."""
    yield Step(at(day, 15, 30), raise_action(quarter, about))
    if "outcome" not in about:
        return
    done = add_working_days(day, about["takes"])
    confirmed = add_working_days(done, 2)
    if done <= demo.years.eve:
        yield Step(at(done, 9, 30), follow(about, "report_done", about["outcome"]))
    if confirmed <= demo.years.eve:
        yield Step(at(confirmed, 15), follow(about, "confirm_closure", None))


def services(demo: Demo) -> list[str]:
    """The codes of the services, in the order of the files."""
    return [row["code"] for row in demo.papers.council["unit"] if row["kind"] == "service"]
