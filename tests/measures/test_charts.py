"""Charts: what they draw of awkward series, what they say in words, and that nothing can break out of them."""

import re
import xml.etree.ElementTree as ET
from collections.abc import Callable
from datetime import date
from itertools import combinations, pairwise
from typing import Any

import pytest

from quarterdeck.measures.chart_axes import period_labels, place_of, value_axis, width_of
from quarterdeck.measures.chart_events import ChartEvent, EventKind, events_shown
from quarterdeck.measures.chart_words import describe
from quarterdeck.measures.charts import draw_trend
from quarterdeck.measures.process_chart import draw_process
from quarterdeck.measures.rating import TargetFigure
from quarterdeck.measures.rating_rules import Polarity
from quarterdeck.measures.tolerance import near_band
from tests.measures.awkward import PROCESS, TREND
from tests.measures.drawing import SVG, Drawn, quarters, trend

NEAR = TargetFigure(90.0)
CHARTS: dict[str, tuple[Callable[[Any, int], str], Any]] = {
    **{f"trend: {name}": (draw_trend, chart) for name, chart in TREND.items()},
    **{f"process limits: {name}": (draw_process, chart) for name, chart in PROCESS.items()},
}


def _boxes(drawn: Drawn) -> list[tuple[str, float, float, float, float]]:
    """Where each text stands: (words, left, right, top, bottom), by the width that its letters take at most."""
    found = []
    for each in drawn.root.iter(f"{SVG}text"):
        size, words = float(each.get("font-size", "13")), each.text or ""
        # Digits and capitals in the face that is drawn with: what `width_of` leaves as a margin is taken off.
        wide = width_of(words, size) * 0.9
        shift = {"start": 0.0, "middle": 0.5, "end": 1.0}[each.get("text-anchor", "start")]
        left, base = float(each.get("x", "0")) - shift * wide, float(each.get("y", "0"))
        found.append((words, left, left + wide, base - size * 0.7, base))
    return found


@pytest.mark.parametrize("name", CHARTS)
@pytest.mark.parametrize("width", [280, 340, 620, 1600])
def test_whatever_is_drawn_is_a_drawing_with_words_and_nothing_in_it_collides(name: str, width: int) -> None:
    draw, chart = CHARTS[name]
    written = draw(chart, width)
    assert written == draw(chart, width)
    assert not re.search(r"<style|\sstyle=|<script|\son\w+=|href|nan|inf\b", written)
    drawn = Drawn(ET.fromstring(written))
    assert drawn.said("title") == "H4: Lettings"
    assert len(drawn.said("desc")) >= 15
    assert drawn.root.get("aria-labelledby") == f"{chart.ident}-title {chart.ident}-desc"
    _, _, wide, high = map(float, (drawn.root.get("viewBox") or "").split())
    assert wide == width
    for element in drawn.root.iter():
        for name_, limit in (("x", wide), ("cx", wide), ("x2", wide), ("y", high), ("cy", high), ("y2", high)):
            assert -6 <= float(element.get(name_, "0")) <= limit + 6, (element.tag, element.attrib)
    assert len(drawn.all("chart-point")) == len(chart.points)
    boxes = _boxes(drawn)
    for words, left, right, top, bottom in boxes:
        assert -1 <= left <= right <= wide + 1, words
        assert -1 <= top <= bottom <= high, words
    for (one, *first), (other, *second) in combinations(boxes, 2):
        apart = first[1] <= second[0] or second[1] <= first[0] or first[3] <= second[2] or second[3] <= first[2]
        assert apart, (one, other)
    middles = [float(each[0].get("x", "0")) for each in drawn.all("chart-events")]
    assert all(late - early >= 12.9 for early, late in pairwise(middles))
    assert len(drawn.all("chart-event")) == len(_marked(chart))


def _marked(chart: Any) -> list[ChartEvent]:
    of_process = hasattr(chart, "judged")
    events = [each for each in chart.events if not (of_process and each.kind is EventKind.REBASE)]
    return events_shown(events, [each.period for each in chart.points])


def test_decisions_stand_in_time_with_their_words_and_are_told() -> None:
    drawn = Drawn.of(TREND["revised"], 620)
    first, last = drawn.all("chart-event")[0], drawn.all("chart-event")[-1]
    said = {name.removeprefix("data-"): value for name, value in first.attrib.items() if name.startswith("data-")}
    assert said == {
        "day": "2022-08-29", "kind": "approved", "words": "Cabinet approved Q1 2022/23", "about": "2022-23-Q1",
    }  # fmt: skip
    # A body decides on a quarter in the next: the axis of time goes on until then.
    places = [float(each[0].get("x", "0")) for each in drawn.all("chart-events")]
    assert places == sorted(places)
    assert last.get("data-about") == "2023-24-Q4"
    assert places[-1] > max(float(each[0].get("x", "0")) + 20 for each in drawn.all("chart-point"))
    assert {"Figure approved", "Figure noted", "Figure returned"} <= set(drawn.texts())
    assert "Cabinet approved 4 of the figures, last on 30 May 2024." in drawn.said("desc")
    assert "Target for Q2 2023/24 changed by Cabinet (10 July 2023)" in Drawn.of(TREND["break"]).said("desc")
    # Those that would touch share a mark; each still says itself.
    crowded = Drawn.of(TREND["sixty"], 340)
    assert len(crowded.all("chart-events")) < 30 < len(crowded.all("chart-event")) == 63


def test_a_revised_figure_is_tied_to_what_members_had_seen() -> None:
    drawn = Drawn.of(TREND["revised"], 620)
    assert len(drawn.all("chart-was")) == 3
    noted = [each.get("data-notes") for each in drawn.all("chart-point") if each.get("data-notes")]
    assert noted == ["revised: was 30.0%", "revised: was 49.5%", "revised: was 70.0%"]
    assert {"20%", "80%"} <= set(drawn.texts())


def test_a_status_is_a_shape_as_well_as_a_colour() -> None:
    ratings = ("green", "amber", "red", "unrated")
    of_points = {number: {"rating": rating} for number, rating in enumerate(ratings)}
    drawn = Drawn.of(trend([1.0, 2.0, 3.0, 4.0], 1, of_points=of_points))
    shapes = {}
    for point in drawn.all("chart-point"):
        group = next(each for each in point if "chart-shape" in each.get("class", ""))
        mark = group[0]
        path = re.sub(r"[-\d. ]+", "", mark.get("d", ""))
        shapes[point.get("data-rating")] = (mark.tag.removeprefix(SVG), path, mark.get("class"))
        assert group.get("color", "").startswith("#")
    assert len(set(shapes.values())) == 4
    assert shapes["green"] == ("circle", "", "chart-solid")
    assert shapes["unrated"] == ("circle", "", "chart-hollow")
    assert {"On target", "Near target", "Off target", "Not rated"} <= set(drawn.texts())


def test_a_provisional_figure_is_hollow_and_differs_from_one_that_is_not_rated_by_more_than_colour() -> None:
    of_points = {0: {"rating": "green", "provisional": True}}
    first, second = Drawn.of(trend([1.0, 2.0], of_points=of_points)).all("chart-point")
    provisional, unrated = (len(list(point.iter(f"{SVG}circle"))) for point in (first, second))
    assert (provisional, unrated) == (2, 1)
    assert first.get("data-notes") == "provisional"


def test_the_line_stops_at_a_gap_and_at_a_break_and_says_why() -> None:
    whole = Drawn.of(trend([1.0, 2.0, 3.0, 4.0])).path("chart-line")
    gap = Drawn.of(trend([1.0, None, 3.0, 4.0]))
    broken = Drawn.of(trend([1.0, 2.0, 3.0, 4.0], breaks=[date(2023, 10, 1), date(2030, 1, 1)]))
    missing = Drawn.of(trend([1.0, 4.0], periods=[quarters(4)[0], quarters(4)[3]]))
    assert [drawn.count("M") for drawn in (whole, gap.path("chart-line"), broken.path("chart-line"))] == [1, 2, 2]
    assert missing.path("chart-line").count("M") == 2
    assert "No figure" in gap.texts()
    # In the plot, and in the legend; what breaks it after its end is left out.
    assert len(broken.all("chart-break")) == 2
    assert len(broken.all("chart-axis-break")) == 1
    assert "Definition changed" in broken.texts()
    assert "The definition changed from Q3 2023/24: figures from before are not comparable." in broken.said("desc")


def test_the_target_is_a_step_line_and_a_range_has_two() -> None:
    steps = {0: {"target": TargetFigure(1.0)}, 1: {"target": TargetFigure(1.0)}, 2: {"target": TargetFigure(2.0)}}
    path = Drawn.of(trend([1.0, 1.0, 1.0], of_points=steps)).path("chart-target")
    assert (path.count("M"), path.count("V"), path.count("H")) == (1, 2, 3)
    ranged = {number: {"target": TargetFigure(low=1.0, high=2.0), "near": (1.0, 2.0)} for number in range(3)}
    drawn = Drawn.of(trend([1.0, 1.5, 3.0], of_points=ranged, in_range=True))
    # One band for three equal ones, and its swatch in the legend.
    assert (len(drawn.all("chart-target")), len(drawn.all("chart-band"))) == (2, 2)
    assert "Target range" in drawn.texts()


def test_revised_figures_are_marked() -> None:
    drawn = Drawn.of(trend([1.0, 2.0], of_points={1: {"revised": True}}))
    assert [text for text in drawn.texts() if text in ("R", "Revised")] == ["R", "R", "Revised"]
    assert "1 figure is revised." in drawn.said("desc")


def test_a_point_tells_a_page_all_that_is_read_out() -> None:
    of_points = {0: {"observation_id": 17, "rating": "amber", "target": TargetFigure(95.0)}}
    (point,) = Drawn.of(trend([94.2], of_points=of_points)).all("chart-point")
    said = {name.removeprefix("data-"): value for name, value in point.attrib.items() if name.startswith("data-")}
    assert said == {
        "observation-id": "17",
        "period": "2023-24-Q4",
        "label": "Q4 2023/24",
        "value": "94.2",
        "value-words": "94.2%",
        "target": "95.0",
        "target-words": "95.0%",
        "rating": "amber",
        "rating-words": "Near target",
        "notes": "",
    }
    (missing,) = Drawn.of(trend([None])).all("chart-point")
    assert (missing.get("data-value"), missing.get("data-value-words")) == ("", "Awaited")


def test_hostile_names_stay_words() -> None:
    name = '<script>alert("x")</script> & ]]> \x00\x1f\ufffe\' "'
    chart = trend([1.0], title=name, unit_of_measure=name, of_points={0: {"target": TargetFigure(text=name)}})
    drawn = Drawn.of(chart)
    assert drawn.said("title") == '<script>alert("x")</script> & ]]> \' "'
    assert not [each for each in drawn.root.iter() if "script" in each.tag]


def test_the_description_is_made_from_the_numbers() -> None:
    of_points = {number: {"rating": rating} for number, rating in enumerate(("red", "green", "green", "amber"))}
    chart = trend([80.0, 95.0, None, 91.5], 92, of_points={**of_points, 2: {}})
    assert describe(chart) == (
        "From 80.0% in Q1 2023/24 to 91.5% in Q4 2023/24, 3 figures: highest 95.0% in Q2 2023/24, lowest 80.0% in "
        "Q1 2023/24. Of 3 rated, 1 on target, 1 near target and 1 off target. The last target is 92.0%. "
        "For 1 period there is no figure."
    )
    assert describe(trend([5.0, 5.0])).startswith(
        "From 5.0% in Q3 2023/24 to 5.0% in Q4 2023/24, 2 figures, all the same."
    )
    assert describe(trend([5.0])) == (
        "5.0% in Q4 2023/24, the only figure. None of them is rated. No target is set for the last."
    )


@pytest.mark.parametrize(
    ("values", "unit", "decimals", "labels", "caption"),
    [
        ([80.0, 95.0], "%", 1, ["75%", "80%", "85%", "90%", "95%", "100%"], ""),
        ([100.0], "%", 1, ["90%", "92%", "94%", "96%", "98%", "100%"], ""),
        ([0.0, 3.0], "incidents", 0, ["0", "1", "2", "3", "4"], "incidents"),
        ([1.2e9, 2.4e9], "£", 0, ["£1.0bn", "£1.5bn", "£2.0bn", "£2.5bn"], ""),
        ([-3.0, 1.0], "£m", 2, ["\u2212£4m", "\u2212£3m", "\u2212£2m", "\u2212£1m", "£0m", "£1m", "£2m"], ""),
        ([60.0, 290.0], "seconds", 0, ["0", "1m", "2m", "3m", "4m", "5m", "6m"], ""),
        ([5e3, 9e3], "seconds", 0, ["1h 0m", "1h 30m", "2h 0m", "2h 30m", "3h 0m"], ""),
        ([0.0, 9e9], "seconds", 0, ["0", "25,000d", "50,000d", "75,000d", "100,000d", "125,000d"], ""),
        ([14.0, 15.0], "number", 0, ["13", "14", "15", "16"], ""),
        ([], "days", 1, ["0.0", "0.5", "1.0", "1.5"], "days"),
    ],
)
def test_ticks_are_round_numbers_in_the_unit(
    values: list[float], unit: str, decimals: int, labels: list[str], caption: str
) -> None:
    axis = value_axis(values, unit, decimals)
    assert (list(axis.labels), axis.caption) == (labels, caption)
    assert all(axis.low <= value <= axis.high for value in values)


@pytest.mark.parametrize("number", [1, 2, 12, 60, 400])
@pytest.mark.parametrize("last", ["2023-24-Q4", "2023-24", "2023-12", "2023-09-01_2023-09-30"])
def test_period_labels_never_overlap_and_the_newest_is_there(number: int, last: str) -> None:
    periods = quarters(min(number, 100), last)
    first, end = place_of(periods[0])[0], place_of(periods[-1])[1]
    places = [(40 + (sum(place_of(each)) / 2 - first) / (end - first) * 600, each) for each in periods]
    labels = period_labels(places, 13, 0, 700)
    for early, late in pairwise(labels):
        halves = sum(max(width_of(line, 13) for line in each.lines) / 2 for each in (early, late))
        assert late.x - early.x >= halves
    newest = places[-1][0]
    assert min(labels, key=lambda each: abs(each.x - newest)) is labels[-1]


@pytest.mark.parametrize(
    ("kind", "parameters", "polarity", "target", "band"),
    [
        ("relative", {"green_within": 0, "amber_within": 10}, "higher", NEAR, (81.0, 90.0)),
        ("relative", {"green_within": 0, "amber_within": 10}, "lower", NEAR, (90.0, 99.0)),
        ("relative", {"green_within": 0, "amber_within": 10}, "higher", TargetFigure(-10.0), (-11.0, -10.0)),
        ("points", {"green_within": 0, "amber_within": 2.5}, "higher", NEAR, (87.5, 90.0)),
        ("points", {"green_within": 0, "amber_within": 1}, "lower", TargetFigure(low=4.0, high=6.0), (6.0, 7.0)),
        ("thresholds", {"green": 90, "amber": 80}, "higher", TargetFigure(), (80.0, 90.0)),
        ("range", {"low": 4, "high": 6, "amber_within": 1}, "range", TargetFigure(), (4.0, 6.0)),
        ("range", {"amber_within": 1}, "range", TargetFigure(low=3.0, high=5.0), (3.0, 5.0)),
        ("relative", {"green_within": 0, "amber_within": 0}, "higher", NEAR, None),
        ("relative", {"green_within": 0, "amber_within": 10}, "higher", TargetFigure(text="better"), None),
        ("relative", {"green_within": 0, "amber_within": 10}, "none", NEAR, None),
        ("last_year", {}, "higher", NEAR, None),
        ("forecast", {"green_within": 1}, "higher", NEAR, None),
        ("relative", {"nonsense": 1}, "higher", NEAR, None),
        (None, None, "higher", NEAR, None),
    ],
)
def test_the_tolerance_lies_between_the_target_and_the_last_figure_near_it(
    kind: str | None, parameters: dict[str, Any] | None, polarity: str, target: TargetFigure, band: Any
) -> None:
    assert near_band(kind, parameters, Polarity(polarity), target) == band
