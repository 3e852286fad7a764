"""Portfolios and who holds them, bodies, and their meetings."""

from datetime import UTC, date, datetime

import pytest
from sqlalchemy.orm import Session

from quarterdeck.core import clock, refs
from quarterdeck.organisation import meetings
from quarterdeck.organisation.models import BodyKind, RoleGrant
from tests.builders import CouncilBuilder
from tests.web import WebClient

CABINET = {"held_on": "2023-09-05", "title": "Cabinet, September", "public": True}


def test_a_portfolio_keeps_its_code_when_it_is_renamed(client: WebClient) -> None:
    client.sign_in_as("administrator")
    made = client.change("POST", "/portfolios", {"code": "FIN", "name": "Finance"}).json()
    change = {"name": "Finance and Assets", "valid_to": "2027-05-06"}
    renamed = client.change("PATCH", f"/portfolios/{made['id']}", change, 1).json()
    assert (renamed["code"], renamed["name"], renamed["valid_to"]) == ("FIN", "Finance and Assets", "2027-05-06")
    assert client.change("POST", "/portfolios", {"code": "FIN", "name": "Another"}).status_code == 409
    assert client.read("/portfolios", code="FIN")["items"] == [renamed]
    backwards = client.change("PATCH", f"/portfolios/{made['id']}", {"valid_from": "2028-01-01"}, 2)
    assert backwards.status_code == 422


def test_the_portfolio_holder_is_the_post_that_has_the_grant_on_the_day(
    client: WebClient, session: Session, council: CouncilBuilder
) -> None:
    posts = [council.post(title) for title in ("Holder for Homes", "Holder for Housing")]
    for post, start, end in ((posts[0], date(2022, 5, 1), date(2023, 5, 10)), (posts[1], date(2023, 5, 10), None)):
        session.add(
            RoleGrant(
                council_id=council.id,
                role="portfolio_holder",
                scope="portfolio",
                scope_id=council.homes.id,
                person_id=None,
                post_id=post.id,
                valid_from=start,
                valid_to=end,
                version=1,
            )
        )
    council.person("portfolio_holder", portfolio=council.streets)
    session.commit()
    for day, title in ((date(2023, 5, 9), "Holder for Homes"), (date(2023, 5, 10), "Holder for Housing")):
        holders = meetings.portfolio_holders(session, council.id, day)
        assert {portfolio: post.title for portfolio, post in holders.items()} == {council.homes.id: title}
    assert meetings.portfolio_holders(session, council.id, date(2022, 4, 30)) == {}
    client.sign_in_as("analyst")
    assert client.read(f"/portfolios/{council.homes.id}")["holder_post_id"] == posts[1].id
    assert client.read(f"/portfolios/{council.streets.id}")["holder_post_id"] is None, (
        "a person, whom documents do not name"
    )
    with clock.set_to(datetime(2022, 6, 1, tzinfo=UTC)):
        assert client.read("/portfolios", code="HOMES")["items"][0]["holder_post_id"] == posts[0].id


def test_a_body_says_whether_it_is_of_members(client: WebClient, council: CouncilBuilder) -> None:
    client.sign_in_as("administrator")
    made = client.change("POST", "/bodies", {"code": "PG", "name": "Progress Group", "kind": "progress_group"}).json()
    assert (made["kind"], made["of_members"], made["version"]) == ("progress_group", False, 1)
    renamed = client.change("PATCH", f"/bodies/{council.cabinet.id}", {"name": "Executive"}, 1).json()
    assert (renamed["name"], renamed["of_members"]) == ("Executive", True)
    assert client.change("PATCH", f"/bodies/{council.cabinet.id}", {"kind": "cmt"}, 2).status_code == 422
    assert client.change("POST", "/bodies", {"code": "PG", "name": "X", "kind": "cmt"}).status_code == 409
    assert [body["code"] for body in client.read("/bodies", kind="scrutiny")["items"]] == ["OSC"]
    assert {kind for kind in BodyKind if kind not in ("cmt", "progress_group")} == {
        body.kind for body in map(_body, BodyKind) if body.of_members
    }


def _body(kind: BodyKind) -> "meetings.Body":
    return meetings.Body(council_id=1, code="X", name="X", kind=kind, valid_from=None, valid_to=None, version=1)


def test_a_meeting_is_added_moved_and_found(client: WebClient, council: CouncilBuilder) -> None:
    client.sign_in_as("committee_administrator")
    made = client.change("POST", "/meetings", {"body_id": council.cabinet.id, **CABINET})
    assert made.status_code == 201
    meeting = made.json()
    assert {name: meeting[name] for name in CABINET} == CABINET
    moved = client.change("PATCH", f"/meetings/{meeting['id']}", {"held_on": "2023-09-12"}, 1).json()
    assert (moved["held_on"], moved["version"]) == ("2023-09-12", 2)
    other = {"body_id": council.scrutiny.id, **CABINET, "held_on": "2023-09-12"}
    assert client.change("POST", "/meetings", other).status_code == 201, "two bodies may meet on one day"
    twice = client.change("POST", "/meetings", {**other, "body_id": council.cabinet.id})
    assert (twice.status_code, twice.json()["type"].rpartition("/")[2]) == (409, "taken")

    def days(**query: object) -> list[str]:
        return [each["held_on"] for each in client.read("/meetings", **query)["items"]]

    client.change("POST", "/meetings", {"body_id": council.cabinet.id, **CABINET, "held_on": "2023-06-06"})
    assert days(body="CAB") == ["2023-09-12", "2023-06-06"]
    assert days(held_from="2023-06-07", held_to="2023-09-12") == ["2023-09-12", "2023-09-12"]
    clash = client.change("PATCH", f"/meetings/{meeting['id']}", {"held_on": "2023-06-06"}, 2)
    assert clash.status_code == 409


def test_a_clerk_of_one_body_looks_after_its_meetings_alone(client: WebClient, council: CouncilBuilder) -> None:
    client.sign_in_as("committee_administrator", body=council.scrutiny)
    for body, status in ((council.scrutiny, 201), (council.cabinet, 403)):
        assert client.change("POST", "/meetings", {"body_id": body.id, **CABINET}).status_code == status
    client.sign_in_as("performance_team")
    cabinets = client.change("POST", "/meetings", {"body_id": council.cabinet.id, **CABINET}).json()
    client.sign_in_as("committee_administrator", body=council.scrutiny)
    assert client.change("PATCH", f"/meetings/{cabinets['id']}", {"public": False}, 1).status_code == 403
    client.sign_in_as("cabinet_member")
    assert client.read(f"/meetings/{cabinets['id']}") == cabinets
    assert client.change("POST", "/meetings", {"body_id": council.cabinet.id, **CABINET}).status_code == 403


def test_a_meeting_names_a_body_of_the_council(client: WebClient, session: Session, council: CouncilBuilder) -> None:
    other = CouncilBuilder(session, "other", "Other Borough Council")
    client.sign_in_as("committee_administrator")
    answer = client.change("POST", "/meetings", {"body_id": other.cabinet.id, **CABINET})
    assert (answer.status_code, answer.json()["errors"][0]["code"]) == (422, "unknown_body")


@pytest.mark.parametrize("held_on", ["2023-02-29", "05/09/2023", "1066-10-14", 5])
def test_a_meeting_has_a_day_of_the_calendar(client: WebClient, council: CouncilBuilder, held_on: object) -> None:
    client.sign_in_as("performance_team")
    answer = client.change("POST", "/meetings", {"body_id": council.cabinet.id, **CABINET, "held_on": held_on})
    assert answer.status_code == 422


def test_bodies_meetings_and_portfolios_can_be_pointed_at(
    client: WebClient, session: Session, council: CouncilBuilder
) -> None:
    client.sign_in_as("performance_team")
    meeting = client.change("POST", "/meetings", {"body_id": council.cabinet.id, **CABINET}).json()
    post = council.post("Head of Housing", council.housing)
    reader = council.actor("analyst")
    for kind, subject_id, label in (
        ("body", council.cabinet.id, "Cabinet"),
        ("meeting", meeting["id"], "Cabinet, September"),
        ("portfolio", council.homes.id, "Homes and Communities"),
        ("post", post.id, "Head of Housing"),
    ):
        assert refs.resolve(session, reader, kind, subject_id).label == label
    assert refs.resolve(session, reader, "meeting", meeting["id"]).place.body_id == council.cabinet.id
