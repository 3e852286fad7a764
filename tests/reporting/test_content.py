"""What is sealed into an edition beside its figures: judgements, progress, changes, and what it is compared with."""

from datetime import date
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from quarterdeck.actions import service as actions
from quarterdeck.actions.schemas import ActionCreate
from quarterdeck.collection.models import Round
from quarterdeck.framework.models import Approval
from quarterdeck.measures import overrides, targets
from quarterdeck.measures.models import Observation
from quarterdeck.measures.schemas import OverrideCreate, TargetDecision
from quarterdeck.organisation import meetings
from quarterdeck.reporting import sealing
from quarterdeck.reporting.content import EditionContent, FigureContent
from quarterdeck.reporting.counting import compare
from quarterdeck.reporting.exempt import Parts, without
from quarterdeck.reporting.parts import part_of, read_content
from quarterdeck.reporting.since import rule_words
from tests.documents.example import CONTENT
from tests.reporting.reviewing import Reviewing

Q1, Q2, Q3 = "2023-24-Q1", "2023-24-Q2", "2023-24-Q3"


def figures(content: EditionContent) -> dict[str, FigureContent]:
    return {each.ref: each for each in content.figures}


def approved(reviewing: Reviewing, period: str, value: float, decided_on: date, **given: Any) -> None:
    """A target of lettings for a period, approved on a day."""
    target = reviewing.measures.proposed(reviewing.lettings, period, value, **given)
    decision = TargetDecision(action="approve", decided_on=decided_on)
    targets.decide_target(reviewing.session, reviewing.team, target.id, decision, target.version)
    reviewing.session.commit()


def test_a_judgement_and_what_the_checks_asked_of_a_target_are_sealed_with_the_figure(
    session: Session, reviewing: Reviewing
) -> None:
    reviewing.measures.reported(reviewing.lettings, "2022-23-Q4", 99.0)
    reviewing.measures.target(
        reviewing.lettings, Q1, 98.0, explanations={"target_easier_than_outturn": "The contract ends in March"}
    )
    round_ = reviewing.collected()
    figure = session.scalars(select(Observation).filter_by(indicator_id=reviewing.lettings.id, period_code=Q1)).one()
    data = OverrideCreate(rating="red", reason="Two homes stood empty all year")
    overrides.override_rating(session, reviewing.team, figure.id, data)
    session.commit()
    edition = reviewing.seal(round_)
    lettings = figures(reviewing.content(edition))["H4"]
    assert (lettings.rating, lettings.ruled_rating, lettings.override_reason) == (
        "red",
        "amber",
        "Two homes stood empty all year",
    )
    assert lettings.target_explanations == {"target_easier_than_outturn": "The contract ends in March"}
    assert sealing.verify(session, edition)
    # What was judged before stays judged when the judgement is withdrawn.
    overrides.override_rating(session, reviewing.team, figure.id, OverrideCreate(rating=None, reason="Withdrawn"))
    session.commit()
    assert sealing.verify(session, edition)


def test_an_activity_brings_its_progress_and_its_milestones_as_they_stand(
    session: Session, reviewing: Reviewing
) -> None:
    activity = reviewing.activity("People 5", portfolio_ids=[reviewing.council.homes.id])
    done = reviewing.plans.milestone(activity, "Consultation", date(2023, 9, 15))
    reviewing.plans.milestone(activity, "Adoption", date(2190, 3, 31))
    reviewing.plans.milestone(activity, "Draft", date(2023, 10, 31))
    done.done_on = date(2023, 9, 12)
    session.commit()
    round_ = reviewing.opened(Q1)
    provider, manager = reviewing.service_of(reviewing.council.housing)
    submission = reviewing.submission(round_)
    reviewing.filled(submission, 97.0, provider)
    reviewing.typed(
        reviewing.entry(submission, activity),
        provider,
        status="in_question",
        percent_complete=40,
        update="The draft is late",
        cause="A post is empty",
        path_to_green="It is advertised",
    )
    reviewing.decided(submission, "submit", provider)
    reviewing.decided(submission, "confirm", manager)
    [sealed] = reviewing.content(reviewing.seal(round_, "Late", allow_missing=True)).activities
    assert (sealed.percent_complete, sealed.cause, sealed.path_to_green) == (40, "A post is empty", "It is advertised")
    assert [(each.title, each.done_on, each.overdue) for each in sealed.milestones] == [
        ("Consultation", date(2023, 9, 12), False),
        ("Adoption", None, False),
        ("Draft", None, True),
    ]


def test_a_confirmation_outside_the_system_names_the_post_and_how_it_came_about(
    session: Session, reviewing: Reviewing
) -> None:
    round_ = reviewing.opened(Q1)
    reviewing.reported_by(round_, reviewing.council.environment)
    submission = reviewing.submitted(reviewing.submission(round_))
    letter = reviewing.evidence("submission", submission.id, "letter.txt")
    post = reviewing.council.post("Director of Place", reviewing.council.place)
    values = {"post_id": post.id, "evidence_id": letter.id}
    reviewing.decided(submission, "confirm_off_system", reviewing.team, "By letter of 20 July", **values)
    edition = reviewing.seal(round_)
    [mark] = reviewing.content(edition).off_system
    assert (mark.unit, mark.post, mark.reason) == ("Housing", "Director of Place", "By letter of 20 July")
    # Of another portfolio's service nothing is told.
    parts = {code: read_content(session, holder, edition).content for code, holder in reviewing.holders.items()}
    assert ([each.unit for each in parts["HOMES"].off_system], parts["STREETS"].off_system) == (["Housing"], [])


@pytest.mark.slow
def test_the_next_edition_is_compared_with_the_last_and_tells_what_changed_since(
    session: Session, reviewing: Reviewing
) -> None:
    approved(reviewing, Q1, 98.0, date(2023, 3, 10))
    reviewing.without_checks(reviewing.lettings)
    first = reviewing.approved()
    content = reviewing.content(first)
    assert (content.last_report, content.definitions, content.targets, compare(content)) == (None, [], [], None)
    reviewing.closed(first)
    reviewing.measures.defined(reviewing.lettings, date(2023, 7, 1), "With temporary lets", definition="All lets")
    reviewing.measures.ruled(
        reviewing.recycling, "points", date(2023, 7, 1), "As agreed", green_within=1, amber_within=2
    )
    approved(reviewing, Q2, 50.0, date(2023, 6, 1))
    approved(reviewing, Q2, 60.0, date(2023, 8, 9), rationale="The contract was let again")
    approved(reviewing, Q1, 97.0, date(2023, 10, 2), rationale="Set late")
    edition = reviewing.seal(reviewing.collected(Q2, 48.0))
    content = reviewing.content(edition)
    _the_last_report(content)
    _what_changed(content)
    assert sealing.verify(session, edition)
    parts = {code: read_content(session, holder, edition).content for code, holder in reviewing.holders.items()}
    for code, refs in (("HOMES", ["H4"]), ("STREETS", ["W2"])):
        part = parts[code]
        assert part.last_report is not None
        assert [each.ref for each in part.last_report.indicators] == refs
        assert [each.ref for each in part.definitions] == refs
    assert ([each.ref for each in parts["HOMES"].targets], parts["STREETS"].targets) == (["H4", "H4"], [])
    # Another edition of the same round is compared with the same report, and tells the same.
    reviewing.decide(edition, "return", "officer_review", reviewing.director, comment="Again")
    _the_last_report(reviewing.content(reviewing.seal(session.get_one(Round, edition.round_id))))


def test_what_a_break_in_series_sets_apart_is_sealed_and_nothing_moved_across_it(
    session: Session, reviewing: Reviewing
) -> None:
    approved(reviewing, Q1, 98.0, date(2023, 3, 10))
    approved(reviewing, Q2, 98.0, date(2023, 3, 10))
    reviewing.without_checks(reviewing.lettings)
    reviewing.closed(reviewing.approved())
    reviewing.measures.defined(reviewing.lettings, date(2023, 7, 1), "With temporary lets", breaks_series=True)
    edition = reviewing.seal(reviewing.collected(Q2, 48.0))
    content, series = reviewing.content(edition), figures(reviewing.content(edition))["H4"].series_id
    assert {(each.series_id, each.before, each.now, each.since) for each in content.not_comparable} == {
        (series, before, Q2, "Q2 2023/24") for before in (Q1, "2022-23-Q2")
    }
    comparison = compare(content)
    assert comparison is not None
    assert (comparison.moved, [(each.now.ref, since) for each, since in comparison.apart]) == (
        [],
        [("H4", "Q2 2023/24")],
    )
    assert sealing.verify(session, edition)
    # Whoever may not read one of the two is not told of the pair; the other service's holder is told of none.
    assert {each.before for each in without(content, Parts({(series, Q1): "Contract"}, {})).not_comparable} == {
        "2022-23-Q2"
    }
    assert part_of(content, {"STREETS"}, set(), set()).not_comparable == []
    # What was sealed before editions had this part is read without it.
    stored = content.model_dump(mode="json")
    del stored["not_comparable"]
    assert EditionContent.model_validate(stored).not_comparable == []


def _the_last_report(content: EditionContent) -> None:
    last, comparison = content.last_report, compare(content)
    assert last is not None
    assert comparison is not None
    assert (last.period_label, last.edition) == ("Q1 2023/24", 1)
    assert [(each.ref, each.value, each.rating) for each in last.indicators] == [
        ("H4", 97.0, "amber"),
        ("W2", 97.0, "unrated"),
    ]
    assert (comparison.counts.amber, comparison.counts.unrated, comparison.counts.indicators) == (1, 1, 2)
    assert [(each.now.ref, each.before.rating, each.rating) for each in comparison.moved] == [("H4", "amber", "red")]
    assert (comparison.new, comparison.gone) == ([], [])


def _what_changed(content: EditionContent) -> None:
    lettings, recycling = content.definitions
    assert [(each.field_code, each.was, each.now) for each in lettings.changed] == [("definition", "", "All lets")]
    assert (lettings.reason, lettings.effective_from) == ("With temporary lets", date(2023, 7, 1))
    assert [(each.field_code, each.now) for each in recycling.changed] == [
        (
            "rating_rule",
            "green where the target is met, or missed by no more than 1, amber where it is missed by up to 2",
        )
    ]
    assert recycling.reason == "As agreed"
    assert [(each.period_code, each.was and each.was.value, each.now.value, each.late) for each in content.targets] == [
        (Q1, 98.0, 97.0, True),
        (Q2, 50.0, 60.0, True),
    ]
    assert [each.reason for each in content.targets] == ["Set late", "The contract was let again"]
    assert content.targets[0].approved_on == date(2023, 10, 2)


def test_a_target_approved_after_its_period_began_is_late_and_one_in_time_is_not(reviewing: Reviewing) -> None:
    approved(reviewing, Q1, 98.0, date(2023, 4, 1))
    assert reviewing.content(reviewing.seal(reviewing.collected())).targets == []


def test_a_late_first_target_is_told_in_the_first_report(reviewing: Reviewing) -> None:
    approved(reviewing, Q1, 98.0, date(2023, 7, 20))
    [target] = reviewing.content(reviewing.seal(reviewing.collected())).targets
    assert (target.was, target.now.value, target.late, target.ref) == (None, 98.0, True, "H4")


def test_an_action_names_what_it_is_about_and_what_it_was_raised_from(session: Session, reviewing: Reviewing) -> None:
    activity = reviewing.activity("People 5")
    edition = reviewing.approved()
    decision = session.scalars(select(Approval).filter_by(body_id=reviewing.council.cabinet.id)).one()
    meeting = reviewing.meeting(reviewing.council.scrutiny, date(2023, 9, 21))
    assert meetings.meeting_place(meeting).body_id == reviewing.council.scrutiny.id
    for source in (
        {"source_kind": "approval", "source_id": decision.id, "indicator_ids": [reviewing.lettings.id]},
        {"source_kind": "meeting", "source_id": meeting.id, "activity_ids": [activity.id]},
        {"source_kind": "audit", "source_text": "Internal audit of lettings"},
        {"source_kind": "indicator", "source_id": reviewing.recycling.id},
    ):
        given = {"what": "Report back", "whom_text": "All", "unit_id": reviewing.council.housing.id, "due": "2190-09"}
        actions.raise_action(session, reviewing.team, ActionCreate.model_validate({**given, **source}))
    session.commit()
    reviewing.closed(edition)
    sealed = reviewing.content(reviewing.seal(reviewing.collected(Q2))).actions
    assert [(each.source, each.source_on, each.indicators, each.activities) for each in sealed] == [
        ("Cabinet", decision.decided_on, ["H4"], []),
        ("Overview and Scrutiny Committee", date(2023, 9, 21), [], ["People 5"]),
        ("Internal audit of lettings", None, [], []),
        ("W2: Indicator W2", None, ["W2"], []),
    ]


def test_an_edition_says_which_ratings_its_framework_wants_told(reviewing: Reviewing) -> None:
    assert reviewing.content(reviewing.seal(reviewing.collected())).framework.exceptions == ["red", "amber"]


def test_what_is_exempt_is_told_neither_of_the_last_report_nor_of_what_changed() -> None:
    hidden = without(CONTENT, Parts({(2, Q1): "Contract", (2, Q2): "Contract", (3, Q1): "Contract"}, {}))
    assert hidden.last_report is not None
    assert [each.ref for each in hidden.last_report.indicators] == ["H1", "H8", "C3"]
    assert (hidden.targets, hidden.definitions) == ([], [])
    # The value of an exempt figure stands nowhere else.
    assert "25.1" in CONTENT.model_dump_json()
    assert "25.1" not in hidden.model_dump_json()


def test_a_part_tells_nothing_of_the_changes_of_others() -> None:
    part = part_of(CONTENT, {"PLACE"}, {3}, set())
    assert part.last_report is not None
    assert [each.ref for each in part.last_report.indicators] == ["W2"]
    assert ([each.ref for each in part.definitions], part.targets, part.off_system) == (["W2"], [], [])
    assert part_of(CONTENT, set(), {4}, set()).off_system == CONTENT.off_system


@pytest.mark.parametrize(
    ("kind", "parameters", "words"),
    [
        ("relative", {"green_within": 0.0, "amber_within": 10.0},
         "green where the target is met, amber where it is missed by up to 10%"),
        ("thresholds", {"green": 95.0, "amber": 90.5}, "green from 95 on, amber from 90.5 on"),
        ("range", {"low": 40.0, "high": 45.0, "amber_within": 5.0}, "green within 40 to 45, amber up to 5 outside"),
        ("range", {"low": None, "high": None, "amber_within": 5.0},
         "green within the target's range, amber up to 5 outside"),
        ("last_year", {}, "green where the target is met, amber where it is better than last year"),
        ("forecast", {"green_within": 1.0},
         "green where the target is met, or missed by no more than 1, amber where it is forecast to recover"),
        ("contextual", {}, "never rated"),
    ],
)  # fmt: skip
def test_a_rating_rule_is_told_in_words(kind: str, parameters: dict[str, Any], words: str) -> None:
    assert rule_words(kind, parameters) == words
