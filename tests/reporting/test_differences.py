"""How two editions of a round differ, as far as the reader may see both."""

from typing import Any

import pytest
from sqlalchemy.orm import Session

from quarterdeck.collection.models import Round
from quarterdeck.core.actor import Actor
from quarterdeck.core.errors import Problem
from quarterdeck.measures.editions import PackEdition
from quarterdeck.reporting import differences
from quarterdeck.reporting.content import EditionContent
from quarterdeck.reporting.difference_schemas import EditionDifferences
from tests.documents.example import CONTENT
from tests.reporting.reviewing import Reviewing
from tests.web import WebClient

Q1 = "2023-24-Q1"
WHY = "Schedule 12A, paragraph 3"
FIRST, *REST = CONTENT.figures
OTHER_VALUES: dict[str, Any] = {
    "name": "Homes let on time",
    "value_state": "not_available",
    "value": 1.5,
    "provisional": True,
    "target": 99.5,
    "target_low": 1.0,
    "target_high": 2.0,
    "target_text": "top quartile",
    "rating": "red",
    "unrated_reason": "no_value",
    "ruled_rating": "red",
    "override_reason": "The survey was small",
    "definition": "Counted anew",
    "unit_of_measure": "days",
    "decimals": 0,
    "polarity": "lower",
    "commentary": "Two homes came back late.",
    "explanations": {"jump": "A new contract"},
    "target_explanations": {"zero_target": "None are to be left"},
}


def with_figures(*figures: Any) -> EditionContent:
    return CONTENT.model_copy(update={"figures": list(figures)})


def with_activities(*activities: Any) -> EditionContent:
    return CONTENT.model_copy(update={"activities": list(activities)})


def test_the_same_content_does_not_differ() -> None:
    assert differences.compare_figures(CONTENT, CONTENT) == []
    assert differences.compare_activities(CONTENT, CONTENT) == []


@pytest.mark.parametrize("name", differences.FigureSaid.model_fields)
def test_each_thing_that_a_figure_says_is_compared(name: str) -> None:
    now = FIRST.model_copy(update={name: OTHER_VALUES[name]})
    [found] = differences.compare_figures(CONTENT, with_figures(now, *REST))
    assert (found.change, found.changed, found.ref) == ("changed", [name], FIRST.ref)
    assert found.before
    assert found.after
    assert (getattr(found.before, name), getattr(found.after, name)) == (getattr(FIRST, name), OTHER_VALUES[name])


@pytest.mark.parametrize("name", ["position", "previous", "short_travel", "portfolios", "owner_post"])
def test_where_a_figure_stands_is_not_compared(name: str) -> None:
    now = FIRST.model_copy(update={name: {"position": 9, "short_travel": "up", "owner_post": "New"}.get(name, [])})
    assert differences.compare_figures(CONTENT, with_figures(now, *REST)) == []


def test_figures_added_and_removed_come_with_what_there_is() -> None:
    other = FIRST.model_copy(update={"period_code": "2022-23-Q2", "period_label": "Q2 2022/23"})
    added, removed = differences.compare_figures(CONTENT, with_figures(other, *REST))
    assert (added.change, added.period_code, added.before, added.changed) == ("added", "2022-23-Q2", None, [])
    assert (removed.change, removed.period_code, removed.after) == ("removed", FIRST.period_code, None)
    assert added.after
    assert removed.before
    assert added.after.value == removed.before.value == FIRST.value


def test_activities_are_compared_by_what_their_service_said() -> None:
    first, *rest = CONTENT.activities
    now = first.model_copy(update={"status": "unable", "cause": "No contractor", "portfolios": ["X"]})
    [found] = differences.compare_activities(CONTENT, with_activities(now, *rest))
    assert (found.change, found.changed, found.activity_id) == ("changed", ["status", "cause"], first.activity_id)
    assert found.before
    assert found.after
    assert (found.before.status, found.after.status) == (first.status, "unable")
    added = differences.compare_activities(with_activities(*rest), CONTENT)
    assert [(each.change, each.ref) for each in added] == [("added", first.ref)]
    removed = differences.compare_activities(CONTENT, with_activities(*rest))
    assert [(each.change, each.ref) for each in removed] == [("removed", first.ref)]


@pytest.fixture
def editions(reviewing: Reviewing) -> tuple[PackEdition, PackEdition]:
    """Cabinet has both and returned the first: lettings were exempt there, and both figures changed afterwards."""
    first = reviewing.reviewed(reviewing.seal(reviewing.collected()))
    council, cabinet = reviewing.council, reviewing.council.cabinet
    lettings = {"kind": "figure", "series_id": reviewing.measures.series(reviewing.lettings).id, "period": Q1}
    reviewing.issue(first, cabinet, reviewing.meeting(cabinet), exempt=[{**lettings, "reason": WHY}])
    round_ = reviewing.session.get_one(Round, first.round_id)
    back = [reviewing.submission(round_, unit).id for unit in (council.housing, council.environment)]
    reviewing.decide(first, "return", "cabinet", reviewing.clerk, comment="Look again", submission_ids=back)
    reviewing.reported_by(round_, council.housing, value=91.0)
    reviewing.reported_by(round_, council.environment, value=92.0)
    second = reviewing.seal(round_)
    reviewing.issue(second, cabinet)
    return first, second


def test_each_reader_is_told_of_what_they_may_see_of_both(
    session: Session, reviewing: Reviewing, editions: tuple[PackEdition, PackEdition]
) -> None:
    first, second = editions

    def told(actor: Actor) -> tuple[EditionDifferences, list[tuple[str, Any, Any]]]:
        found = differences.between(session, actor, second.id, first.id)
        pairs = [
            (each.ref, each.before and each.before.value, each.after and each.after.value) for each in found.figures
        ]
        return found, pairs

    both = [("H4", 97.0, 91.0), ("W2", 97.0, 92.0)]
    whole, pairs = told(reviewing.council.actor("cabinet_member"))
    assert pairs == both
    assert (whole.number, whole.from_number, whole.part, whole.left_out) == (2, 1, None, [])
    # The first is public, so a portfolio holder reads both figures there but for the exempt one; of the second, a part.
    part, pairs = told(reviewing.holders["STREETS"])
    assert (pairs, part.part) == ([("W2", 97.0, 92.0)], ["STREETS"])
    assert told(reviewing.holders["HOMES"])[1] == [("H4", 97.0, 91.0)]
    with pytest.raises(Problem) as problem:
        told(reviewing.council.actor("analyst"))
    assert problem.value.status == 404
    reviewing.issue(second, reviewing.council.scrutiny, reviewing.meeting(reviewing.council.scrutiny))
    public, pairs = told(reviewing.council.actor("analyst"))
    assert pairs == [("W2", 97.0, 92.0)]
    assert [(each.kind, each.parts, each.reason) for each in public.left_out] == [("figure", 1, WHY)]


def test_without_another_edition_the_one_before_it_is_compared(
    session: Session, reviewing: Reviewing, editions: tuple[PackEdition, PackEdition]
) -> None:
    first, second = editions
    assert differences.between(session, reviewing.team, second.id).from_edition_id == first.id
    back = differences.between(session, reviewing.team, first.id, second.id)
    assert [(each.before and each.before.value) for each in back.figures] == [91.0, 92.0]
    assert differences.between(session, reviewing.team, second.id, second.id).figures == []
    with pytest.raises(Problem) as problem:
        differences.between(session, reviewing.team, first.id)
    assert problem.value.status == 404


def test_differences_over_http(
    client: WebClient, reviewing: Reviewing, editions: tuple[PackEdition, PackEdition]
) -> None:
    first, second = editions
    client.sign_in_as("director")
    told = client.read(f"/packs/{second.id}/differences")
    assert [(each["ref"], each["change"], each["changed"]) for each in told["figures"]] == [
        ("H4", "changed", ["value"]),
        ("W2", "changed", ["value"]),
    ]
    assert client.get(f"/api/v1/packs/{first.id}/differences").status_code == 404
    assert client.get(f"/api/v1/packs/{second.id}/differences?from_edition=999999").status_code == 404
    other = reviewing.seal(reviewing.collected("2023-24-Q2"))
    answer = client.get(f"/api/v1/packs/{other.id}/differences?from_edition={second.id}")
    assert (answer.status_code, answer.json()["errors"][0]["code"]) == (422, "other_round")
