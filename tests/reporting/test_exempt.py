"""Exempt parts: named at issuing; members read them, the public does not, anywhere."""

from typing import Any

import pytest
from sqlalchemy.orm import Session

from quarterdeck.core import clock
from quarterdeck.core.actor import Actor
from quarterdeck.core.errors import Problem
from quarterdeck.measures.editions import PackEdition
from quarterdeck.reporting.exempt import LeftOut, counted
from quarterdeck.reporting.parts import read_content
from tests.reporting.reviewing import Reviewing
from tests.web import WebClient

Q1 = "2023-24-Q1"
WHY = "Schedule 12A, paragraph 3"


def exempt_lettings(reviewing: Reviewing) -> dict[str, Any]:
    series_id = reviewing.measures.series(reviewing.lettings).id
    return {"kind": "figure", "series_id": series_id, "period": Q1, "reason": WHY}


@pytest.fixture
def edition(reviewing: Reviewing) -> PackEdition:
    """Public since today, without lettings and one activity."""
    activity = reviewing.activity("People 5")
    reviewing.activity("People 6")
    edition = reviewing.reviewed(reviewing.seal(reviewing.collected()))
    cabinet = reviewing.council.cabinet
    exempt = [exempt_lettings(reviewing), {"kind": "activity", "activity_id": activity.id, "reason": WHY}]
    reviewing.issue(edition, cabinet, reviewing.meeting(cabinet, clock.today()), exempt=exempt)
    return edition


def refs(session: Session, actor: Actor, edition: PackEdition) -> tuple[list[str], list[str]]:
    content = read_content(session, actor, edition).content
    return [each.ref for each in content.figures], [each.ref for each in content.activities]


def test_the_public_reads_without_them_and_counts_without_them(
    session: Session, reviewing: Reviewing, edition: PackEdition
) -> None:
    reader = reviewing.council.actor("analyst")
    reading = read_content(session, reader, edition)
    assert refs(session, reader, edition) == (["W2"], ["People 6"])
    assert reading.part is None
    assert counted(reading.left_out) == [LeftOut("figure", WHY, 1), LeftOut("activity", WHY, 1)]
    assert reading.content.summary.performance.indicators == reading.content.summary.activities.activities == 1
    assert not reading.exempt


def test_the_body_officers_and_the_auditor_read_all_of_it(
    session: Session, reviewing: Reviewing, edition: PackEdition
) -> None:
    council = reviewing.council
    for actor in (council.actor("cabinet_member"), reviewing.director, reviewing.clerk, council.actor("auditor")):
        assert refs(session, actor, edition) == (["H4", "W2"], ["People 5", "People 6"])
        assert read_content(session, actor, edition).is_whole
    # Scrutiny has not been given it: its members read what the public reads.
    assert refs(session, council.actor("scrutiny_member"), edition) == (["W2"], ["People 6"])


def test_portfolio_holders_read_what_is_exempt_of_their_own(
    session: Session, reviewing: Reviewing, edition: PackEdition
) -> None:
    assert refs(session, reviewing.holders["HOMES"], edition) == (["H4", "W2"], ["People 6"])
    assert refs(session, reviewing.holders["STREETS"], edition) == (["W2"], ["People 6"])


def test_what_the_edition_does_not_hold_is_not_marked(reviewing: Reviewing) -> None:
    edition = reviewing.reviewed(reviewing.seal(reviewing.collected()))
    once = exempt_lettings(reviewing)
    for exempt in (
        [once, once],
        [{**once, "period": "2022-23-Q1"}],
        [{"kind": "activity", "activity_id": 1, "reason": WHY}],
    ):
        with pytest.raises(Problem) as problem, reviewing.session.begin_nested():
            reviewing.issue(edition, reviewing.council.cabinet, exempt=exempt)
        reviewing.session.expire_all()
        assert (problem.value.status, problem.value.errors[0].code) == (422, "not_in_edition")


def test_exempt_parts_over_http(client: WebClient, reviewing: Reviewing, edition: PackEdition) -> None:
    path = f"/packs/{edition.id}"
    client.sign_in_as("analyst")
    detail = client.read(path)
    assert detail["left_out"] == [{"kind": kind, "reason": WHY, "parts": 1} for kind in ("figure", "activity")]
    assert (detail["exempt"], detail["issues"][-1]["exempt_parts"]) == ([], 2)
    manifest = client.get(f"/api/v1{path}/manifest")
    assert (manifest.status_code, WHY in manifest.json()["detail"]) == (403, True)
    assert [each["ref"] for each in client.read("/observations", pack=edition.id)["items"]] == ["W2"]
    public = client.get(f"/api/v1{path}/documents/html").text
    assert "H4 " not in public
    assert f"Left out, and not counted: 1 figure ({WHY}); 1 activity ({WHY})." in public
    client.sign_in_as("cabinet_member")
    detail = client.read(path)
    assert (detail["left_out"], [each["kind"] for each in detail["exempt"]]) == ([], ["figure", "activity"])
    assert [each["ref"] for each in client.read("/observations", pack=edition.id)["items"]] == ["H4", "W2"]
    members = client.get(f"/api/v1{path}/documents/html").text
    assert "H4 " in members
    assert f"Holds what is exempt from publication: 1 figure ({WHY}); 1 activity ({WHY})." in members
    assert client.get(f"/api/v1{path}/documents/html", params={"public": "true"}).text == public


def test_late_papers_say_so_in_the_header(client: WebClient, reviewing: Reviewing, edition: PackEdition) -> None:
    client.sign_in_as("director")
    page = client.get(f"/api/v1/packs/{edition.id}/documents/html").text
    assert "<dt>Late papers</dt>" in page
    assert "The figures came late" in page
