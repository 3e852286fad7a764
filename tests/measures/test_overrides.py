"""Ratings by judgement: a row with its reason, shown wherever the rating is, and withdrawn by another row."""

from datetime import date

import pytest
from sqlalchemy import select

from quarterdeck.core.errors import Problem
from quarterdeck.core.journal import AuditEvent
from quarterdeck.measures import drill_down, indicators, overrides, reads
from quarterdeck.measures.figures import Figure
from quarterdeck.measures.models import Observation
from quarterdeck.measures.schemas import IndicatorUpdate, OverrideCreate
from quarterdeck.measures.viewpoint import NOW, Viewpoint
from tests.builders import CouncilBuilder
from tests.measures.growing import Q1, Measures

BECAUSE = "Two cases of eleven"


def _judged(measures: Measures, row: Observation, rating: str | None, reason: str = BECAUSE) -> None:
    data = OverrideCreate.model_validate({"rating": rating, "reason": reason})
    overrides.override_rating(measures.session, measures.team, row.id, data)
    measures.session.commit()


def _figure(measures: Measures, viewpoint: Viewpoint = NOW) -> Figure:
    return reads.read_figures(measures.session, measures.team, viewpoint)[0]


@pytest.fixture
def red(measures: Measures) -> Observation:
    voids = measures.indicator()
    measures.target(voids, Q1, 95)
    return measures.reported(voids, Q1, 50)


def test_a_judgement_stands_beside_what_the_rule_gives(measures: Measures, red: Observation) -> None:
    then = measures.now()
    _judged(measures, red, "amber")
    figure = _figure(measures)
    assert (figure.rating, figure.ruled_rating, figure.override_reason) == ("amber", "red", BECAUSE)
    before = _figure(measures, Viewpoint(then))
    assert (before.rating, before.ruled_rating, before.override_reason) == ("red", None, None)
    measures.consistent()


def test_it_is_seen_by_whoever_sees_the_figure(measures: Measures, red: Observation) -> None:
    _judged(measures, red, "amber")
    measures.approve(red)
    analyst = measures.council.actor("analyst")
    (figure,) = reads.read_figures(measures.session, analyst)
    assert (figure.rating, figure.override_reason) == ("amber", BECAUSE)
    points = reads.points_of(measures.session, analyst, NOW, red.indicator_id, [red.series_id])
    assert points[red.series_id][0].override_reason == BECAUSE
    (revision,) = measures.session.execute(reads.list_revisions(measures.session, analyst, red.id)).all()
    assert (revision.rating, revision.ruled_rating, revision.override_reason) == ("amber", "red", BECAUSE)


def test_it_is_withdrawn_by_another_row(measures: Measures, red: Observation) -> None:
    _judged(measures, red, "amber")
    _judged(measures, red, None, "The cases were checked")
    figure = _figure(measures)
    assert (figure.rating, figure.ruled_rating, figure.override_reason) == ("red", None, None)
    measures.consistent()


def test_a_pack_keeps_the_rating_it_was_sealed_with(measures: Measures, red: Observation) -> None:
    _judged(measures, red, "amber")
    edition = measures.edition(Q1, red, issued_to=measures.council.cabinet)
    _judged(measures, red, "green", "More came in")
    pinned = _figure(measures, Viewpoint(edition.change_no, edition.id))
    assert (pinned.rating, pinned.override_reason, _figure(measures).rating) == ("amber", BECAUSE, "green")


def test_the_journal_says_who_judged_what_and_why(measures: Measures, red: Observation) -> None:
    _judged(measures, red, "amber")
    _judged(measures, red, None, "Checked")
    query = select(AuditEvent).where(AuditEvent.action.like("rating.%")).order_by(AuditEvent.position)
    told = [(each.action, each.subject_id, each.detail, each.comment) for each in measures.session.scalars(query)]
    assert told == [
        ("rating.override", red.id, {"from": "red", "to": "amber", "ruled": "red"}, BECAUSE),
        ("rating.withdraw_override", red.id, {"from": "amber", "to": "red", "ruled": "red"}, "Checked"),
    ]


def test_a_target_in_words_can_be_judged(measures: Measures) -> None:
    satisfied = measures.indicator()
    measures.target(satisfied, Q1, text="Top quartile")
    row = measures.reported(satisfied, Q1, 91)
    _judged(measures, row, "green", "Third of 32 metropolitan authorities")
    figure = _figure(measures)
    assert (figure.rating, figure.ruled_rating, figure.unrated_reason) == ("green", "unrated", None)


def test_it_stands_until_what_it_overrode_changes(measures: Measures, red: Observation) -> None:
    _judged(measures, red, "amber")
    measures.approve(red)
    assert _figure(measures).rating == "amber"
    indicator = indicators.find_indicator(measures.session, measures.team, red.indicator_id)
    measures.target(indicator, Q1, 96)
    figure = _figure(measures)
    assert (figure.rating, figure.override_reason) == ("red", None)


def test_a_new_revision_is_rated_by_the_rule(measures: Measures, red: Observation) -> None:
    _judged(measures, red, "amber")
    indicator = indicators.find_indicator(measures.session, measures.team, red.indicator_id)
    measures.reported(indicator, Q1, 51)
    assert _figure(measures).override_reason is None


def test_what_becomes_contextual_loses_its_judgement(measures: Measures) -> None:
    satisfied = measures.indicator()
    measures.target(satisfied, Q1, text="Top quartile")
    _judged(measures, measures.reported(satisfied, Q1, 91), "green")
    change = IndicatorUpdate.model_validate({"kind": "contextual"})
    indicators.update_indicator(measures.session, measures.team, satisfied.id, change, satisfied.version)
    figure = _figure(measures)
    assert (figure.rating, figure.unrated_reason, figure.override_reason) == ("unrated", "contextual", None)


def test_what_cannot_be_judged_is_refused(measures: Measures, red: Observation) -> None:
    volume = measures.reported(measures.indicator("C1", kind="contextual"), Q1, 700)
    nothing = measures.reported(measures.indicator("H5"), Q1, state="awaited")
    cases = [(volume, "amber", "contextual"), (nothing, "amber", "no-figure"), (red, None, "not-overridden")]
    cases.append((red, "red", "unchanged"))
    for row, rating, code in cases:
        with pytest.raises(Problem) as refused, measures.session.begin_nested():
            overrides.override_rating(
                measures.session,
                measures.team,
                row.id,
                OverrideCreate.model_validate({"rating": rating, "reason": BECAUSE}),
            )
        assert (refused.value.status, refused.value.code) == (409, code)
    _judged(measures, red, "amber")
    with pytest.raises(Problem) as refused, measures.session.begin_nested():
        _judged(measures, red, "amber")
    assert refused.value.code == "unchanged"


def test_a_revision_that_was_overtaken_is_not_judged(measures: Measures, red: Observation) -> None:
    indicator = indicators.find_indicator(measures.session, measures.team, red.indicator_id)
    latest = measures.reported(indicator, Q1, 51)
    with pytest.raises(Problem) as refused, measures.session.begin_nested():
        _judged(measures, red, "green")
    assert refused.value.code == "overtaken"
    _judged(measures, latest, "amber")
    measures.consistent()


def test_what_members_have_decided_on_is_neither_judged_nor_is_its_judgement_withdrawn(
    measures: Measures, red: Observation
) -> None:
    _judged(measures, red, "amber")
    measures.approve(red)
    indicator = indicators.find_indicator(measures.session, measures.team, red.indicator_id)
    for rating in ("green", None):
        with pytest.raises(Problem) as refused, measures.session.begin_nested():
            _judged(measures, red, rating)
        assert (refused.value.status, refused.value.code, refused.value.detail) == (409, "decided", overrides.DECIDED)
    latest = measures.reported(indicator, Q1, 51)
    with pytest.raises(Problem) as refused, measures.session.begin_nested():
        _judged(measures, red, "green")
    assert refused.value.code == "decided"
    _judged(measures, latest, "green")  # nobody has decided on that one
    measures.consistent()


def test_who_may_not_see_or_judge_is_told_so(measures: Measures, council: CouncilBuilder) -> None:
    row = measures.reported(measures.indicator(), Q1, 50)
    data = OverrideCreate.model_validate({"rating": "green", "reason": BECAUSE})
    for actor, status in (
        (council.actor("analyst"), 404),
        (council.actor("service_manager", unit=council.housing), 403),
        (council.actor("performance_team", unit=council.environment), 404),
    ):
        with pytest.raises(Problem) as refused, measures.session.begin_nested():
            overrides.override_rating(measures.session, actor, row.id, data)
        assert refused.value.status == status


# Drilling down


def test_one_figure_is_read_with_all_that_made_it(measures: Measures) -> None:
    voids = measures.indicator(rule={"kind": "last_year", "parameters": {}})
    target = measures.target(voids, Q1, 95, rationale="Upper quartile")
    before = measures.reported(voids, "2022-23-Q1", 40)
    first = measures.reported(voids, Q1, 49)
    row = measures.reported(voids, Q1, 50, commentary="Two were late")
    _judged(measures, row, "green")
    read = drill_down.read_one(measures.session, measures.team, row.id)
    assert (read.id, read.value, read.commentary, read.revision, read.revisions, read.evidence) == (
        row.id, 50, "Two were late", 2, 2, 0,
    )  # fmt: skip
    made_by = read.made_by
    assert made_by.target is not None
    assert (made_by.target.id, made_by.target.rationale) == (target.id, "Upper quartile")
    assert made_by.last_year is not None
    assert (made_by.last_year.id, made_by.last_year.value) == (before.id, 40)
    assert made_by.rule is not None
    assert (made_by.rule.kind, made_by.definition.polarity, made_by.forecast) == ("last_year", "higher", None)
    assert made_by.judgement is not None
    assert made_by.judgement.judged_by == measures.team.person_id
    older = drill_down.read_one(measures.session, measures.team, first.id)
    assert (older.revision, older.value, older.rating, older.made_by.judgement) == (1, 49, "amber", None)


def test_an_earlier_moment_shows_what_made_it_then(measures: Measures) -> None:
    voids = measures.indicator()
    first = measures.target(voids, Q1, 95)
    row = measures.reported(voids, Q1, 90)
    then = measures.now()
    second = measures.target(voids, Q1, 100)
    measures.reported(voids, Q1, 91)
    measures.defined(voids, date(2023, 4, 1), decimals=0)
    read = drill_down.read_one(measures.session, measures.team, row.id, Viewpoint(then))
    assert read.made_by.target is not None
    assert (read.made_by.target.id, read.revisions, read.made_by.definition.number) == (first.id, 1, 1)
    newest = max(measures.session.scalars(select(Observation.id)))
    now = drill_down.read_one(measures.session, measures.team, newest)
    assert now.made_by.target is not None
    assert (now.made_by.target.id, now.revisions, now.made_by.definition.number) == (second.id, 2, 2)


def test_what_may_not_be_seen_is_not_there(measures: Measures) -> None:
    row = measures.reported(measures.indicator(), Q1, 50)
    with pytest.raises(Problem) as refused:
        drill_down.read_one(measures.session, measures.council.actor("analyst"), row.id)
    assert refused.value.status == 404
