"""The start page: what waits for each role, what stops waiting once it is done, and the order of it."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy.orm import Session

from quarterdeck.collection import queries
from quarterdeck.collection.models import Submission
from quarterdeck.collection.query_schemas import QueryAnswer, QueryCreate
from quarterdeck.core import clock
from quarterdeck.core.actor import Actor
from quarterdeck.dashboards.home import ORDER, TITLES, home
from quarterdeck.dashboards.home_schemas import HomeGroup
from quarterdeck.organisation.access import actor_of
from quarterdeck.organisation.models import Delegation, Person, PostHolding
from quarterdeck.reporting import comments
from quarterdeck.reporting.comment_schemas import CommentAnswer, CommentCreate
from tests.actions.asking import Asking
from tests.builders import LONG_AGO, CouncilBuilder
from tests.collection.collecting import Collecting
from tests.reporting.reviewing import Reviewing
from tests.web import WebClient

Q1 = "2023-24-Q1"
IN_JULY = datetime(2023, 7, 10, 12, tzinfo=UTC)


@pytest.fixture
def reviewing(session: Session, council: CouncilBuilder) -> Reviewing:
    return Reviewing(session, council)


@pytest.fixture
def asking(session: Session, council: CouncilBuilder) -> Asking:
    return Asking(session, council)


def groups(session: Session, actor: Actor) -> dict[str, HomeGroup]:
    """What waits for somebody, by the groups' keys."""
    session.expire_all()
    return {str(group.key): group for group in home(session, actor).groups}


def lines(session: Session, actor: Actor) -> dict[str, list[tuple[str, int]]]:
    """The kinds and ids of what waits for somebody, by group."""
    return {key: [(each.kind, each.id) for each in group.items] for key, group in groups(session, actor).items()}


def nothing_waits(session: Session, actor: Actor) -> bool:
    session.expire_all()
    return home(session, actor).nothing_waits


def lent(session: Session, council: CouncilBuilder, giver: Person, taker: Person) -> Actor:
    """The taker, who acts today with the giver's roles."""
    row = Delegation(
        council_id=council.id,
        from_person_id=giver.id,
        to_person_id=taker.id,
        valid_from=clock.today(),
        valid_to=clock.today(),
        reason="Annual leave",
        version=1,
    )
    session.add(row)
    session.commit()
    return actor_of(session, taker.id)


def test_every_group_has_a_title_and_a_place() -> None:
    assert list(TITLES) == ORDER


def test_a_submission_waits_for_whoever_enters_it_then_for_whoever_confirms_it(
    session: Session, collecting: Collecting
) -> None:
    collecting.measures.indicator("H4")
    collecting.measures.indicator("H5")
    with clock.set_to(IN_JULY):
        submission = collecting.submission(collecting.opened(Q1, due_on=date(2023, 7, 14)))
        collecting.typed(collecting.entries(submission)[0], value=97.0, commentary="As expected")
        (item,) = groups(session, collecting.provider)["submissions"].items
        assert (item.title, item.state) == ("Housing, Quarter 1 2023/24 (April to June 2023)", "draft")
        assert (item.due_on, item.days_late, item.next) == (date(2023, 7, 14), -4, "enter")
        assert item.detail.startswith("1 of 2 entered, ")
        assert (item.submission_id, item.round_id) == (submission.id, submission.round_id)
        assert nothing_waits(session, collecting.manager)
        collecting.submitted(submission)
        assert nothing_waits(session, collecting.provider)
        (item,) = groups(session, collecting.manager)["confirmations"].items
        assert (item.id, item.due_on, item.next) == (submission.id, None, "confirm")
        assert item.detail.startswith("Submitted on ")
        collecting.decided(submission, "confirm", collecting.manager)
        assert nothing_waits(session, collecting.manager)


def test_what_came_back_waits_with_its_reason(session: Session, collecting: Collecting) -> None:
    collecting.measures.indicator("H4")
    submission = collecting.submitted(collecting.submission(collecting.opened(Q1)))
    collecting.decided(submission, "return", collecting.manager, "A site is missing.")
    (item,) = groups(session, collecting.provider)["returned"].items
    assert item.detail == "Returned: A site is missing. 1 of 1 entered."
    assert (item.state, item.next) == ("returned", "enter")


def test_nobody_is_asked_to_confirm_what_they_submitted(session: Session, collecting: Collecting) -> None:
    collecting.measures.indicator("H4")
    submission = collecting.submitted(collecting.submission(collecting.opened(Q1)))
    submission.submitted_by = collecting.manager.person_id
    session.commit()
    assert nothing_waits(session, collecting.manager)


def test_late_submissions_wait_for_who_sees_to_them(session: Session, collecting: Collecting) -> None:
    collecting.measures.indicator("H4")
    submission = collecting.submission(collecting.opened(Q1, due_on=date(2023, 7, 14)))
    with clock.set_to(datetime(2023, 7, 20, 12, tzinfo=UTC)):
        for actor, next_ in ((collecting.manager, "chase"), (collecting.team, "remind")):
            (item,) = groups(session, actor)["late"].items
            assert (item.id, item.days_late, item.next) == (submission.id, 6, next_)
        assert set(lines(session, collecting.provider)) == {"submissions"}
        # A director is not asked.
        assert nothing_waits(session, collecting.council.actor("director"))


def test_what_is_late_comes_first(session: Session, collecting: Collecting, asking: Asking) -> None:
    """An overdue action comes before a submission that has time, though the order of the groups is another."""
    collecting.measures.indicator("H4")
    collecting.opened(Q1, due_on=clock.today() + timedelta(days=9))
    asking.raised(whom_text="All officers")
    assert list(groups(session, collecting.provider)) == ["actions", "submissions"]


def test_a_question_waits_for_the_service_and_its_answer_for_who_asked(
    session: Session, collecting: Collecting
) -> None:
    collecting.measures.indicator("H4")
    submission = collecting.submitted(collecting.submission(collecting.opened(Q1)))
    data = QueryCreate(entry_id=collecting.entries(submission)[0].id, question="Is the depot counted?")
    asked = queries.ask(session, collecting.team, submission.id, data)
    session.commit()
    (item,) = groups(session, collecting.provider)["queries"].items
    assert (item.id, item.detail, item.next) == (asked.id, "Is the depot counted?", "answer")
    assert (item.submission_id, item.entry_id) == (submission.id, data.entry_id)
    assert "queries" not in groups(session, collecting.team), "the team answers for a service, but is not waited for"
    queries.answer(session, collecting.provider, submission.id, asked.id, QueryAnswer(answer="It is."))
    session.commit()
    assert nothing_waits(session, collecting.provider)
    (item,) = groups(session, collecting.team)["answers"].items
    assert (item.detail, item.next) == ("It is.", "read")
    assert "answers" not in groups(session, collecting.manager), "who did not ask does not wait for it"
    collecting.decided(submission, "confirm", collecting.manager)
    assert "answers" not in groups(session, collecting.team)


def test_a_review_waits_for_officers_and_holders_then_for_the_clerk(session: Session, reviewing: Reviewing) -> None:
    team, director, clerk, holders = reviewing.team, reviewing.director, reviewing.clerk, reviewing.holders
    edition = reviewing.seal(reviewing.collected())
    (item,) = groups(session, director)["reviews"].items
    assert (item.edition_id, item.stage, item.state, item.next) == (edition.id, "officer_review", "open", "review")
    reviewing.decide(edition, "approve", "officer_review", director)
    assert nothing_waits(session, director)
    (item,) = groups(session, holders["HOMES"])["reviews"].items
    assert (item.stage, item.portfolio) == ("portfolio_review", "HOMES")
    reviewing.decide(edition, "approve", "portfolio_review", holders["HOMES"], portfolio="HOMES")
    assert nothing_waits(session, holders["HOMES"])
    assert not nothing_waits(session, holders["STREETS"])
    reviewing.decide(edition, "approve", "portfolio_review", holders["STREETS"], portfolio="STREETS")
    assert [each.title for each in groups(session, clerk)["issues"].items] == [
        "Cabinet, Quarter 1 2023/24 (April to June 2023)"
    ]
    meeting = reviewing.meeting(reviewing.council.cabinet)
    reviewing.issue(edition, reviewing.council.cabinet, meeting)
    for actor in (clerk, team):
        (item,) = groups(session, actor)["decisions"].items
        assert item.next == "record"
        assert item.detail.startswith("Report ACE2304, issued on ")
        assert "for the meeting on " in item.detail
    assert "issues" not in groups(session, clerk)
    reviewing.decide(edition, "approve", "cabinet", clerk)
    assert "decisions" not in groups(session, clerk)


def test_a_portfolio_without_a_figure_in_the_edition_waits_for_nobody(session: Session, reviewing: Reviewing) -> None:
    nothing_of_it = reviewing.council.portfolio("ARTS", "Arts")
    edition = reviewing.seal(reviewing.collected())
    reviewing.decide(edition, "approve", "officer_review", reviewing.director)
    assert nothing_waits(session, reviewing.council.actor("portfolio_holder", portfolio=nothing_of_it))


def test_members_find_their_latest_papers_which_ask_nothing(session: Session, reviewing: Reviewing) -> None:
    cabinet, scrutiny = (reviewing.council.actor(role) for role in ("cabinet_member", "scrutiny_member"))
    edition = reviewing.put_before_cabinet()
    read = home(session, cabinet)
    (papers,) = read.groups
    assert (papers.key, read.nothing_waits) == ("papers", True)
    (item,) = papers.items
    assert (item.title, item.edition_id, item.state) == (
        "Performance report to Cabinet, Quarter 1 2023/24 (April to June 2023)",
        edition.id,
        None,
    )
    assert groups(session, scrutiny) == {}
    reviewing.decide(edition, "approve", "cabinet", reviewing.clerk)
    (item,) = groups(session, cabinet)["papers"].items
    assert (item.state, "Cabinet approved it on " in item.detail) == ("approved", True)


def test_comments_wait_for_the_service_and_answers_for_who_commented(session: Session, reviewing: Reviewing) -> None:
    edition = reviewing.seal(reviewing.collected())
    figure = {"series_id": reviewing.measures.series(reviewing.lettings).id, "period": Q1}
    data = CommentCreate.model_validate({**figure, "comment": "Why did this rise?"})
    made = comments.add_comment(session, reviewing.director, edition.id, data)
    session.commit()
    for actor in (reviewing.provider, reviewing.manager):
        (item,) = groups(session, actor)["comments"].items
        assert (item.id, item.detail, item.edition_id) == (made.id, "Why did this rise?", edition.id)
        assert item.indicator_id == reviewing.lettings.id
    for stranger in (*reviewing.service_of(reviewing.council.environment), reviewing.team):
        assert "comments" not in groups(session, stranger)
    comments.answer_comment(session, reviewing.manager, edition.id, made.id, CommentAnswer(answer="Two came late."))
    session.commit()
    assert nothing_waits(session, reviewing.manager)
    assert [each.detail for each in groups(session, reviewing.director)["comment_answers"].items] == ["Two came late."]


def test_a_restatement_waits_for_somebody_else_than_who_proposed_it(session: Session, reviewing: Reviewing) -> None:
    reviewing.closed(reviewing.approved())
    made = reviewing.proposed(reviewing.lettings, Q1, reviewing.manager, value=91.0)
    assert nothing_waits(session, reviewing.manager)
    assert lines(session, reviewing.team)["restatements"] == [("restatement", made.id)]
    other = reviewing.council.actor("service_manager", number=2)
    (item,) = groups(session, other)["restatements"].items
    assert (item.indicator_id, item.state, item.next) == (reviewing.lettings.id, "proposed", "decide")
    assert item.detail.startswith("Proposed on ")


def test_a_proposed_target_waits_for_the_performance_team(session: Session, collecting: Collecting) -> None:
    indicator = collecting.measures.indicator("H4")
    made = collecting.measures.proposed(indicator, Q1, 1234.5, rationale="Upper quartile")
    collecting.measures.proposed(indicator, "2023-24-Q2", low=20, high=30)
    collecting.measures.proposed(indicator, "2023-24-Q3", text="Top quartile")
    session.commit()
    items = groups(session, collecting.team)["targets"].items
    said = [each.detail.partition(" proposed on ")[0] for each in items]
    assert (said, items[0].id) == (["1,234.5", "20 to 30", "“Top quartile”"], made.id)
    assert items[0].detail.endswith(". Upper quartile")
    assert nothing_waits(session, collecting.manager)
    collecting.measures.target(indicator, Q1, 1200)
    session.commit()
    assert made.id not in [each.id for each in groups(session, collecting.team)["targets"].items], "overtaken"


def test_actions_wait_for_the_person_the_post_and_whoever_stands_in(
    session: Session, council: CouncilBuilder, asking: Asking
) -> None:
    holder, analyst = council.person("analyst", number=2), council.person("analyst")
    post = council.post("Head of Housing", council.housing)
    session.add(
        PostHolding(council_id=council.id, post_id=post.id, person_id=holder.id, valid_from=LONG_AGO, valid_to=None)
    )
    of_post = asking.raised(whom_text=None, whom_post_id=post.id)
    of_person = asking.raised(whom_text=None, whom_person_id=holder.id)
    of_service = asking.raised(whom_text="All officers")
    session.commit()
    own = {("action", of_post.id), ("action", of_person.id)}
    assert set(lines(session, actor_of(session, holder.id))["actions"]) == own
    assert nothing_waits(session, actor_of(session, analyst.id))
    assert set(lines(session, lent(session, council, holder, analyst))["actions"]) == own
    assert lines(session, asking.manager) == {"actions": [("action", of_service.id)]}
    (item, _) = groups(session, actor_of(session, holder.id))["actions"].items
    assert (item.due_on, item.next, item.days_late is not None and item.days_late > 0) == (
        date(2023, 9, 30),
        "report_done",
        True,
    )


def test_an_action_reported_done_waits_for_who_closes_it(session: Session, asking: Asking) -> None:
    action = asking.reported_done(asking.raised())
    session.commit()
    for actor in (asking.team, asking.clerk):
        assert lines(session, actor)["closures"] == [("action", action.id)]
    assert nothing_waits(session, asking.manager)
    action.reported_done_by = asking.clerk.person_id
    session.commit()
    assert nothing_waits(session, asking.clerk), "who reported it done does not close it"


def test_a_delegate_finds_what_waits_for_who_lent_their_roles(
    session: Session, council: CouncilBuilder, collecting: Collecting
) -> None:
    collecting.measures.indicator("H4")
    submission = collecting.submitted(collecting.submission(collecting.opened(Q1)))
    analyst = council.person("analyst")
    assert nothing_waits(session, actor_of(session, analyst.id))
    delegate = lent(session, council, council.person("service_manager"), analyst)
    assert lines(session, delegate) == {"confirmations": [("submission", submission.id)]}


class TestOffSystem:
    """A submission that nobody else of its service can confirm waits for the performance team."""

    @pytest.fixture
    def submission(self, session: Session, collecting: Collecting) -> Submission:
        collecting.measures.indicator("H4")
        submission = collecting.submitted(collecting.submission(collecting.opened(Q1)))
        assert "off_system" not in groups(session, collecting.team)
        # The one manager entered it: a service of one officer.
        submission.submitted_by = collecting.manager.person_id
        session.commit()
        return submission

    def test_of_one_officer(self, session: Session, collecting: Collecting, submission: Submission) -> None:
        (item,) = groups(session, collecting.team)["off_system"].items
        assert (item.id, item.next) == (submission.id, "confirm_off_system")
        assert nothing_waits(session, collecting.provider)

    @pytest.mark.parametrize("scope", ["unit", "above", "council"])
    def test_unless_another_manager_reaches_it(
        self, session: Session, council: CouncilBuilder, collecting: Collecting, submission: Submission, scope: str
    ) -> None:
        units = {"unit": council.housing, "above": council.place, "council": council.root}
        council.person("service_manager", unit=units[scope], number=2)
        assert "off_system" not in groups(session, collecting.team)

    def test_unless_its_manager_lent_the_role(
        self, session: Session, council: CouncilBuilder, collecting: Collecting, submission: Submission
    ) -> None:
        delegate = lent(session, council, council.person("service_manager"), council.person("analyst"))
        assert "off_system" not in groups(session, collecting.team)
        assert set(lines(session, delegate)) == {"confirmations"}

    def test_a_manager_of_another_service_does_not_count(
        self, session: Session, council: CouncilBuilder, collecting: Collecting, submission: Submission
    ) -> None:
        council.person("service_manager", unit=council.environment)
        assert set(lines(session, collecting.team)) == {"off_system", "rounds"}


def test_a_round_says_where_it_stands_and_what_is_next(session: Session, reviewing: Reviewing) -> None:
    def stands() -> tuple[Any, ...]:
        (item,) = groups(session, reviewing.team)["rounds"].items
        return item.next, item.detail

    planned = reviewing.planned(Q1)
    assert stands() == ("open", "Planned; its period has ended. Open it to ask the services.")
    round_ = reviewing.decided_round(planned, "open")
    assert stands()[0] == "chase"
    assert stands()[1].startswith("0 of 2 services submitted, 0 confirmed, ")
    reviewing.reported_by(round_, reviewing.council.housing)
    provider, manager = reviewing.service_of(reviewing.council.environment)
    submission = reviewing.filled(reviewing.submission(round_, reviewing.council.environment), 97.0, provider)
    reviewing.decided(submission, "submit", provider)
    assert stands() == ("check", "2 of 2 services submitted, 1 confirmed, 0 late.")
    reviewing.decided(submission, "confirm", manager)
    assert stands() == ("seal", "2 of 2 services submitted, 2 confirmed, 0 late. Its pack can be sealed.")
    edition = reviewing.seal(round_)
    assert stands()[0] == "await"
    reviewing.reviewed(edition)
    reviewing.issue(edition, reviewing.council.cabinet)
    reviewing.decide(edition, "approve", "cabinet", reviewing.clerk)
    reviewing.issue(edition, reviewing.council.scrutiny)
    reviewing.decide(edition, "note", "scrutiny", reviewing.clerk)
    assert stands() == ("close", "Every stage has decided. It can be closed.")
    reviewing.decided_round(round_, "close")
    assert nothing_waits(session, reviewing.team)


def test_of_many_items_the_most_urgent_are_listed_and_all_counted(session: Session, asking: Asking) -> None:
    for month in range(1, 31):
        asking.raised(whom_text="All officers", due=f"{2030 + month // 12}-{month % 12 + 1:02}")
    session.commit()
    group = groups(session, asking.manager)["actions"]
    assert (group.count, len(group.items)) == (30, 25)
    assert group.items[0].due_on == date(2030, 2, 28)


def test_whoever_holds_no_role_is_told_that_nothing_waits(client: WebClient) -> None:
    answer = client.sign_in_as("analyst").read("/home")
    assert answer == {"today": clock.today().isoformat(), "groups": [], "nothing_waits": True}
