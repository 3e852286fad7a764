"""Charts over HTTP: of which series, from which viewpoint, and sent once."""

import xml.etree.ElementTree as ET
from datetime import date

from quarterdeck.core.db import Database
from quarterdeck.framework.decisions import Decided, record_decision
from quarterdeck.framework.models import Outcome
from quarterdeck.measures import rebases
from tests.builders import CouncilBuilder
from tests.dashboards.test_query_counts import asked_of
from tests.measures.drawing import Drawn
from tests.measures.growing import Q1, Q2, Q3, Measures
from tests.web import WebClient


def drawn(client: WebClient, indicator_id: int, **query: object) -> Drawn:
    answer = client.get(f"/api/v1/indicators/{indicator_id}/chart.svg", params=query)
    assert (answer.status_code, answer.headers["content-type"]) == (200, "image/svg+xml"), answer.text
    return Drawn(ET.fromstring(answer.text))


def points(found: Drawn) -> list[tuple[str | None, str | None]]:
    return [(each.get("data-period"), each.get("data-value-words")) for each in found.all("chart-point")]


def test_a_chart_is_the_series_with_its_targets_tolerance_and_breaks(client: WebClient, measures: Measures) -> None:
    indicator = measures.indicator("H4", name="Lettings <in time>")
    for period, value in ((Q1, 80.0), (Q2, 95.0), (Q3, None)):
        measures.target(indicator, period, 90)
        measures.reported(indicator, period, value)
    measures.defined(indicator, date(2023, 7, 1), breaks_series=True)
    chart = drawn(client.sign_in_as("performance_team"), indicator.id)
    assert points(chart) == [(Q1, "80.0%"), (Q2, "95.0%"), (Q3, "Awaited")]
    assert chart.said("title") == "H4: Lettings <in time>, Housing"
    assert chart.all("chart-band")
    assert chart.path("chart-line").count("M") == 2
    assert [each.get("data-rating") for each in chart.all("chart-point")] == ["red", "green", "unrated"]


def test_another_series_other_periods_and_another_width_are_asked_for(client: WebClient, measures: Measures) -> None:
    indicator = measures.indicator("H4")
    for period, value in ((Q1, 80.0), (Q2, 95.0), (Q3, 96.0)):
        measures.reported(indicator, period, value)
    measures.reported(indicator, Q1, 50.0, breakdown="ward:North")
    ward = measures.series(indicator, breakdown="ward:North")
    client.sign_in_as("performance_team")
    assert points(drawn(client, indicator.id, series=ward.id)) == [(Q1, "50.0%")]
    assert drawn(client, indicator.id, series=ward.id).said("title").endswith(", ward:North")
    between = {"from": Q2, "to": Q2, "width": 320}
    assert points(drawn(client, indicator.id, **between)) == [(Q2, "95.0%")]
    assert drawn(client, indicator.id, **between).root.get("width") == "320"
    other = measures.indicator("H5")
    path = f"/api/v1/indicators/{other.id}/chart.svg"
    assert drawn(client, other.id).said("desc") == "There are no figures to draw."
    asked = [{"series": ward.id}, {"from": "2023-24-Q9"}, {"from": Q3, "to": Q1}, {"width": 10}]
    assert [client.get(path, params=each).status_code for each in asked] == [404, 422, 422, 422]


def test_an_edition_and_a_moment_draw_what_stood_and_nothing_that_the_reader_may_not_see(
    client: WebClient, measures: Measures, council: CouncilBuilder
) -> None:
    indicator = measures.indicator("H4")
    first = measures.reported(indicator, "2022-23-Q2", 1.0)
    for period, value, approved in (("2022-23-Q3", 2.0, True), ("2022-23-Q4", 3.0, False)):
        measures.reported(indicator, period, value, approved=approved)
    pinned = measures.reported(indicator, Q1, 4.0)
    edition = measures.edition(Q1, pinned, issued_to=council.cabinet)
    measures.reported(indicator, Q2, 99.0, approved=True)
    measures.restated(pinned, 70.0, "counted twice")
    client.sign_in_as("cabinet_member", body=council.cabinet)
    # Of the first no body has approved anything, and the edition compares with other periods.
    assert points(drawn(client, indicator.id, pack=edition.id)) == [
        ("2022-23-Q3", "2.0%"), ("2022-23-Q4", "3.0%"), (Q1, "4.0%"),
    ]  # fmt: skip
    assert points(drawn(client, indicator.id)) == [("2022-23-Q3", "2.0%"), (Q1, "70.0%"), (Q2, "99.0%")]
    client.sign_in_as("performance_team")
    assert len(points(drawn(client, indicator.id, pack=edition.id))) == 4
    assert points(drawn(client, indicator.id, as_of=first.recorded_at.isoformat())) == [("2022-23-Q2", "1.0%")]
    path = f"/api/v1/indicators/{indicator.id}/chart.svg"
    assert client.sign_in_as("analyst").get(path, params={"pack": edition.id}).status_code == 404


def test_decisions_and_what_members_had_seen_are_marked_as_they_were_known(
    client: WebClient, measures: Measures, council: CouncilBuilder
) -> None:
    indicator = measures.indicator("H4")
    for period, value in ((Q1, 80.0), (Q2, 90.0), (Q3, 91.0)):
        measures.target(indicator, period, 90)
        measures.reported(indicator, period, value, approved=True)
    pinned = measures.reported(indicator, Q2, 95.0, approved=True)
    edition = measures.edition(Q2, pinned, issued_to=council.cabinet)
    subject = Decided("pack_edition", edition.id, Outcome.NOTED, council.cabinet.id, decided_on=date(2023, 11, 14))
    decided = record_decision(measures.session, measures.team, subject)
    measures.session.commit()
    measures.target(indicator, Q3, 85)
    measures.restated(pinned, 70.0, "counted twice")
    series = measures.series(indicator)
    rebases.record_rebase(measures.session, measures.team, indicator.id, series.id, Q3, "A new contractor")
    measures.session.commit()

    client.sign_in_as("performance_team")
    chart = drawn(client, indicator.id)
    said = {each.get("data-kind"): each for each in chart.all("chart-event")}
    assert said["noted"].get("data-words") == f"{council.cabinet.name} noted Q2 2023/24"
    assert (said["noted"].get("data-day"), said["noted"].get("data-about")) == ("2023-11-14", Q2)
    assert said["target"].get("data-words") == "Target for Q3 2023/24 changed from 90.0% to 85.0% by decision"
    assert said["rebase"].get("data-about") == Q3
    assert [each.get("data-notes") for each in chart.all("chart-point")] == ["", "revised: was 95.0%", ""]
    # Then neither the target nor the figure had changed, and an edition was sealed before anybody decided on it.
    then = drawn(client, indicator.id, as_of=decided.recorded_at.isoformat())
    assert [each.get("data-kind") for each in then.all("chart-event")] == ["noted"]
    assert (then.all("chart-was"), len(chart.all("chart-was"))) == ([], 1)
    assert drawn(client, indicator.id, pack=edition.id).all("chart-event") == []
    # Whoever may not read the edition is told of no decision on it.
    seen = drawn(client.sign_in_as("analyst"), indicator.id)
    assert {each.get("data-kind") for each in seen.all("chart-event")} == {"target", "rebase"}
    limits = client.get(f"/api/v1/indicators/{indicator.id}/process-limits.svg").text
    assert 'data-kind="target"' in limits


def test_an_unchanged_chart_is_not_sent_again(client: WebClient, measures: Measures, database: Database) -> None:
    indicator = measures.indicator("H4")
    measures.reported(indicator, Q1, 80.0)
    path = f"/api/v1/indicators/{indicator.id}/chart.svg"
    first = client.sign_in_as("performance_team").get(path)
    known = {"If-None-Match": first.headers["ETag"]}
    with asked_of(database) as sent:
        again = client.get(path, headers=known)
    assert (again.status_code, again.content) == (304, b"")
    # Who asks, the indicator, its series and figures; and the decisions on figures, targets, definition and limits.
    assert len(sent) == 7, sent
    measures.reported(indicator, Q2, 81.0)
    changed = client.get(path, headers=known)
    assert (changed.status_code, changed.headers["ETag"] == first.headers["ETag"]) == (200, False)
