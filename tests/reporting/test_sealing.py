"""Sealing: what an edition holds, what stands against it, and that nobody alters it unseen."""

import hashlib
from datetime import UTC, date, datetime
from typing import Any

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from quarterdeck.actions import service as actions
from quarterdeck.actions.schemas import ActionCreate, ActionDecision
from quarterdeck.collection.models import Round
from quarterdeck.core import clock, journal
from quarterdeck.core.errors import Problem
from quarterdeck.core.journal import AuditEvent
from quarterdeck.measures.editions import PackEdition, PackFigure
from quarterdeck.organisation.models import RoleGrant
from quarterdeck.organisation.roles import Role
from quarterdeck.reporting import sealing
from quarterdeck.reporting.content import EditionContent, FigureContent
from tests.builders import LONG_AGO, CouncilBuilder
from tests.reporting.reviewing import Reviewing

pytestmark = pytest.mark.both

Q1, Q2 = "2023-24-Q1", "2023-24-Q2"


def refused(reviewing: Reviewing, round_: Round, **given: Any) -> Problem:
    with pytest.raises(Problem) as problem, reviewing.session.begin_nested():
        reviewing.seal(round_, **given)
    reviewing.session.expire_all()
    return problem.value


def figures(content: EditionContent) -> dict[str, FigureContent]:
    return {each.ref: each for each in content.figures}


def test_a_figure_is_printed_with_its_target_rating_and_what_stood_before(reviewing: Reviewing) -> None:
    for quarter, value in enumerate((91.0, 92.0, 93.0, 94.0), start=1):
        reviewing.measures.reported(reviewing.lettings, f"2022-23-Q{quarter}", value)
        reviewing.measures.target(reviewing.lettings, f"2022-23-Q{quarter}", 93.5)
    reviewing.measures.target(reviewing.lettings, Q1, 96.5)
    found = figures(reviewing.content(reviewing.seal(reviewing.collected())))["H4"]
    assert (found.value, found.target, found.rating, found.unit, found.measured_in) == (
        97.0,
        96.5,
        "green",
        "Housing",
        None,
    )
    assert [(each.label, each.value, each.rating) for each in found.previous] == [
        ("Q1 2022/23", 91.0, "amber"),
        ("Q2 2022/23", 92.0, "amber"),
        ("Q3 2022/23", 93.0, "amber"),
        ("Q4 2022/23", 94.0, "green"),
    ]
    assert found.previous_year == found.previous[0]
    assert (found.short_travel, found.long_travel, found.revised) == ("improving", "improving", False)
    assert (found.commentary, found.portfolios) == ("As expected", ["HOMES"])


def test_the_summary_adds_up_and_is_out_of_everything_that_was_due(reviewing: Reviewing) -> None:
    reviewing.measures.indicator("D1", kind="contextual")
    reviewing.measures.indicator("H5", frequency="monthly")
    reviewing.measures.target(reviewing.lettings, Q1, 95)
    reviewing.measures.reported(reviewing.lettings, "2022-23-Q4", 90.0)
    round_ = reviewing.opened(Q1)
    reviewing.reported_by(round_, reviewing.council.housing)
    edition = reviewing.seal(round_, "Environment was flooded", allow_missing=True)
    content = reviewing.content(edition)
    summary = content.summary
    # H4 and W2, and H5 once although it was asked for three months.
    assert (summary.performance.indicators, summary.performance.rated, summary.performance.unrated) == (3, 1, 2)
    assert (summary.performance.green, summary.contextual, summary.without_number) == (1, 1, 1)
    assert summary.previous is not None
    assert (summary.previous.label, summary.previous.ratings.indicators) == ("Q4 2022/23", 3)
    for travel in (summary.short_travel, summary.long_travel):
        parts = travel.improving + travel.unchanged + travel.worsening + travel.not_compared
        assert parts == travel.indicators == 3
    assert len([each for each in content.figures if each.ref == "H5"]) == 3
    assert [(each.ref, each.value_state, each.reason) for each in content.missing] == [
        ("W2", "not_reported", "Environment was flooded")
    ]


def test_figures_stand_by_theme_and_priority_and_those_without_one_come_last(reviewing: Reviewing) -> None:
    plan = reviewing.plans.adopted()
    priority = reviewing.plans.priority_of(plan)
    for ref in ("H10", "H2"):
        reviewing.measures.indicator(ref, priority_ids=[priority])
    content = reviewing.content(reviewing.seal(reviewing.collected()))
    assert [(each.position, each.ref, each.theme) for each in content.figures] == [
        (1, "H2", "People"),
        (2, "H10", "People"),
        (3, "H4", None),
        (4, "W2", None),
    ]


def test_a_figure_without_a_number_is_missing_and_says_why(reviewing: Reviewing) -> None:
    round_ = reviewing.opened(Q1)
    reviewing.reported_by(round_, reviewing.council.environment)
    provider, manager = reviewing.service_of(reviewing.council.housing)
    submission = reviewing.submission(round_)
    reviewing.typed(
        reviewing.entry(submission, reviewing.lettings),
        provider,
        value_state="awaited",
        commentary="The contractor is late",
    )
    reviewing.decided(submission, "submit", provider)
    reviewing.decided(submission, "confirm", manager)
    content = reviewing.content(reviewing.seal(round_))
    [missing] = content.missing
    assert (missing.ref, missing.value_state, missing.reason) == ("H4", "awaited", "The contractor is late")
    assert (figures(content)["H4"].value, figures(content)["H4"].unrated_reason) == (None, "no_value")


def test_an_activity_shows_what_its_service_reported_or_that_it_did_not(reviewing: Reviewing) -> None:
    activity = reviewing.activity("People 5", due_on=date(2024, 3, 31))
    lead = reviewing.council.post("Head of Housing", reviewing.council.housing)
    activity.lead_post_id = lead.id
    silent = reviewing.plans.activity(activity.priority_id, "People 6", unit_id=reviewing.council.customers.id)
    round_ = reviewing.collected()
    content = reviewing.content(reviewing.seal(round_, "Customer Services is short of staff", allow_missing=True))
    told, untold = content.activities
    assert (told.ref, told.status, told.update, told.reported) == ("People 5", "on_course", "Done as planned", True)
    assert (told.lead_post, told.due_on, told.theme) == ("Head of Housing", date(2024, 3, 31), "People")
    assert (untold.ref, untold.status, untold.update, untold.reported) == (silent.ref, "not_started", "", False)
    counts = content.summary.activities
    assert (counts.activities, counts.on_course, counts.not_started, counts.without_update) == (2, 1, 1, 1)


def test_a_portfolio_is_named_with_the_post_that_holds_it_never_a_person(
    session: Session, reviewing: Reviewing
) -> None:
    post = reviewing.council.post("Portfolio Holder for Homes and Communities")
    session.add(
        RoleGrant(
            council_id=reviewing.council.id,
            role="portfolio_holder",
            scope="portfolio",
            scope_id=reviewing.council.homes.id,
            person_id=None,
            post_id=post.id,
            valid_from=LONG_AGO,
            valid_to=None,
            version=1,
        )
    )
    session.commit()
    edition = reviewing.seal(reviewing.collected())
    assert [(each.code, each.holder) for each in reviewing.content(edition).portfolios] == [
        ("STREETS", "Portfolio Holder for Clean Streets"),
        ("HOMES", "Portfolio Holder for Homes and Communities"),
    ]
    stored = session.execute(text("SELECT CAST(content AS TEXT) FROM pack_edition")).scalar_one()
    assert "The portfolio holder" not in stored


@pytest.mark.slow
def test_actions_are_those_open_and_those_closed_since_the_last_report(session: Session, reviewing: Reviewing) -> None:
    first = reviewing.approved()

    def asked(what: str, due: str) -> int:
        data = {"what": what, "whom_text": "All services", "unit_id": reviewing.council.housing.id, "due": due}
        create = ActionCreate.model_validate({**data, "source_kind": "pack_edition", "source_id": first.id})
        return actions.raise_action(session, reviewing.team, create).id

    asked("Report back", "2023-09")
    done = asked("Publish the log", "2190-01-15")
    actions.decide_action(session, reviewing.team, done, ActionDecision(action="cancel", comment="Overtaken"), 1)
    session.commit()
    reviewing.closed(first)
    second = reviewing.put_before_cabinet(Q2)
    assert [
        (each.what, each.due_precision, each.overdue, each.state) for each in reviewing.content(second).actions
    ] == [("Report back", "month", True, "open"), ("Publish the log", "day", False, "cancelled")]
    reviewing.closed(reviewing.decide(second, "approve", "cabinet", reviewing.clerk))
    third = reviewing.seal(reviewing.collected("2023-24-Q3"))
    assert [each.what for each in reviewing.content(third).actions] == ["Report back"]


def test_every_figure_pins_the_rows_that_made_it(session: Session, reviewing: Reviewing) -> None:
    target = reviewing.measures.target(reviewing.lettings, Q1, 95)
    edition = reviewing.seal(reviewing.collected())
    pinned = session.scalars(
        select(PackFigure).where(PackFigure.edition_id == edition.id).order_by(PackFigure.position)
    )
    lettings, recycling = pinned.all()
    assert (lettings.target_id, recycling.target_id) == (target.id, None)
    shown = sealing.manifest(session, edition)["figures"]
    assert shown[0]["observation"] == {
        "id": lettings.observation_id,
        "revision": 1,
        "value_state": "value",
        "value": 97.0,
        "numerator": None,
        "denominator": None,
        "provisional": False,
    }
    assert (shown[0]["rating"]["rating"], shown[0]["target"]["value"]) == ("green", 95.0)
    assert (shown[1]["rating"]["unrated_reason"], shown[1]["target"]) == ("no_target", None)
    assert shown[0]["rule"]["parameters"] == {"green_within": 0.0, "amber_within": 10.0}


def test_a_target_changed_afterwards_leaves_the_edition_as_it_was(session: Session, reviewing: Reviewing) -> None:
    reviewing.measures.target(reviewing.lettings, Q1, 95)
    edition = reviewing.seal(reviewing.collected())
    reviewing.measures.target(reviewing.lettings, Q1, 120)
    assert figures(reviewing.content(edition))["H4"].rating == "green"
    assert sealing.manifest(session, edition)["figures"][0]["target"]["value"] == 95.0
    assert sealing.verify(session, edition)


def test_a_council_with_nothing_due_seals_an_edition_that_says_so(session: Session, council: CouncilBuilder) -> None:
    reviewing = Reviewing(session, council)
    with clock.set_to(datetime(2031, 5, 1, tzinfo=UTC)):
        for each in (reviewing.lettings, reviewing.recycling):
            each.valid_to = date(2023, 1, 1)
        session.commit()
        edition = reviewing.seal(reviewing.opened(Q1))
    content = reviewing.content(edition)
    assert (content.figures, content.missing, content.summary.performance.indicators) == ([], [], 0)
    assert content.summary.previous is None
    # No portfolio holds anything of it: their review has nothing to decide.
    assert reviewing.stage_states(edition)["portfolio_review"] == "decided"
    assert reviewing.stage_states(edition)["officer_review"] == "open"
    assert sealing.verify(session, edition)


def test_a_lagged_figure_stands_in_the_round_in_which_it_is_due(reviewing: Reviewing) -> None:
    reviewing.measures.indicator("K1", lag=1)
    found = figures(reviewing.content(reviewing.seal(reviewing.collected(Q2))))["K1"]
    assert (found.period_code, found.period_label) == (Q1, "Q1 2023/24")


def test_services_that_have_not_confirmed_stand_against_sealing_by_name(reviewing: Reviewing) -> None:
    round_ = reviewing.opened(Q1)
    reviewing.submitted(reviewing.submission(round_))
    problem = refused(reviewing, round_)
    assert (problem.status, problem.code) == (409, "submissions-outstanding")
    assert [(each.code, each.detail) for each in problem.errors] == [
        ("requested", "Environment: requested."),
        ("submitted", "Housing: submitted."),
    ]
    silent = refused(reviewing, round_, allow_missing=True, comment=" ")
    assert (silent.status, silent.code) == (409, "comment-required")
    edition = reviewing.seal(round_, "The meeting cannot wait", allow_missing=True)
    event = reviewing.session.scalars(select(AuditEvent).where(AuditEvent.action == "pack_edition.seal")).one()
    assert (event.comment, event.detail["outstanding"]) == ("The meeting cannot wait", 2)
    assert event.detail["manifest_sha256"] == edition.manifest_sha256


def test_nobody_but_the_performance_team_seals(reviewing: Reviewing) -> None:
    round_ = reviewing.opened(Q1)
    for role in {str(role) for role in Role} - {"performance_team"}:
        assert refused(reviewing, round_, actor=reviewing.council.actor(role)).status == 403, role


def test_a_performance_officer_of_one_service_does_not_seal_the_councils_pack(reviewing: Reviewing) -> None:
    one_service = reviewing.council.actor("performance_team", unit=reviewing.council.housing)
    assert refused(reviewing, reviewing.collected(), actor=one_service).status == 403


def test_a_round_of_another_council_is_not_there(session: Session, reviewing: Reviewing) -> None:
    stranger = CouncilBuilder(session, "other", "Other Borough Council").actor("performance_team")
    assert refused(reviewing, reviewing.collected(), actor=stranger).status == 404


def test_a_pack_is_sealed_while_its_check_is_open_and_not_twice(reviewing: Reviewing) -> None:
    assert refused(reviewing, reviewing.planned(Q1)).code == "wrong-state"
    round_ = reviewing.collected(Q2)
    reviewing.seal(round_)
    again = refused(reviewing, round_)
    assert (again.status, again.code) == (409, "wrong-state")


def test_plain_sql_that_would_alter_an_edition_is_refused(session: Session, reviewing: Reviewing) -> None:
    edition = reviewing.seal(reviewing.collected())
    reviewing.opened(Q2)
    for statement in (
        "UPDATE pack_edition SET content = '{}'",
        "UPDATE pack_edition SET manifest_sha256 = '0'",
        "UPDATE pack_edition SET state = 'sealing'",
        "UPDATE pack_figure SET position = 9",
        "DELETE FROM pack_figure",
        "INSERT INTO pack_figure SELECT edition_id, series_id, '2023-24-Q2', council_id, 9, observation_id, rating_id, "
        "definition_id, target_id, rule_id FROM pack_figure",
        "UPDATE observation SET value = 50",
        "UPDATE rating SET rating = 'red'",
    ):
        with pytest.raises(DBAPIError) as refusal, session.begin_nested():
            session.execute(text(statement))
        assert any(word in str(refusal.value.orig) for word in ("append-only", "sealed")), statement
    assert sealing.verify(session, edition)


def test_what_is_altered_behind_the_guards_is_found(session: Session, reviewing: Reviewing) -> None:
    reviewing.measures.target(reviewing.lettings, Q1, 95)
    edition = reviewing.seal(reviewing.collected())
    reviewing.unguarded()
    for statement, faults in (
        ("UPDATE observation SET value = 50", 1),
        ("UPDATE observation SET provisional = true", 1),
        ("UPDATE rating SET rating = 'red', unrated_reason = NULL", 1),
        ("UPDATE target SET value = 50", 1),
        ("UPDATE pack_figure SET position = position + 5", 1),
        ("UPDATE pack_edition SET content = '{}'", 1),
        ("UPDATE pack_edition SET number = 7", 1),
        ("UPDATE pack_edition SET manifest_sha256 = 'x'", 2),
    ):
        undo = session.begin_nested()
        session.execute(text(statement))
        assert len(sealing.faults(session, edition)) == faults, statement
        assert not sealing.verify(session, edition)
        undo.rollback()
    assert sealing.verify(session, edition)


def test_an_edition_made_over_with_a_digest_to_match_is_found_by_the_journal(
    session: Session, reviewing: Reviewing
) -> None:
    edition = reviewing.seal(reviewing.collected())
    reviewing.unguarded()
    session.execute(text("UPDATE observation SET value = 50"))
    forged = sealing.digest(sealing.manifest(session, edition))
    session.execute(text("UPDATE pack_edition SET manifest_sha256 = :forged"), {"forged": forged})
    assert sealing.faults(session, edition) == ["Its digest is not the one that was journalled when it was sealed."]


def test_the_digest_is_that_of_the_manifests_canonical_json(session: Session, reviewing: Reviewing) -> None:
    edition = reviewing.seal(reviewing.collected())
    made = journal.canonical(sealing.manifest(session, edition))
    assert hashlib.sha256(made).hexdigest() == edition.manifest_sha256


def test_any_figure_reads_back_as_it_was_sealed(session: Session, reviewing: Reviewing) -> None:
    """One database keeps 1e15 as a whole number, and minus zero as zero."""
    values = [1e15, -1e15, 5e-324, 0.1, -0.0, 94.0, 1234567.891]
    for number, value in enumerate(values):
        indicator = reviewing.measures.indicator(f"N{number}")
        reviewing.measures.target(indicator, "2022-23-Q4", value or 1.0)
        reviewing.measures.reported(indicator, "2022-23-Q4", value)
        reviewing.without_checks(indicator)
    edition = reviewing.seal(reviewing.collected())
    session.expire_all()
    assert sealing.verify(session, session.get_one(PackEdition, edition.id))
    content = figures(reviewing.content(edition))
    assert [content[f"N{number}"].previous[0].value for number in range(len(values))] == values


def test_where_a_figure_is_measured_is_said_where_it_is_not_plain(session: Session, reviewing: Reviewing) -> None:
    council = reviewing.council
    several = reviewing.measures.indicator("K1")
    for unit in (council.root, council.environment):
        reviewing.measures.series(several, unit)
    # As history comes in: measured for the whole council alone, and its service named later.
    handed_on = reviewing.measures.indicator("K2", unit=council.root)
    handed_on.unit_id = council.housing.id
    session.commit()
    rows = reviewing.content(reviewing.seal(reviewing.collected())).figures
    measured = {ref: {each.measured_in for each in rows if each.ref == ref} for ref in ("H4", "K1", "K2")}
    assert measured == {"H4": {None}, "K1": {None, council.root.name, "Environment"}, "K2": {None}}
