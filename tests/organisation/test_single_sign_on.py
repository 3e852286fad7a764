"""Signing in with the council's own service: who may, what it gives, what ends it, and what nobody gets past."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from quarterdeck.core import clock, journal
from quarterdeck.core.db import Database
from quarterdeck.core.journal import DEPLOYMENT
from quarterdeck.organisation.models import Person, RoleGrant, SignInSession
from quarterdeck.organisation.oidc import flow
from tests.builders import CouncilBuilder
from tests.organisation.accounts import sign_in, with_account
from tests.organisation.lies import LIES
from tests.organisation.openid_provider import OpenIdProvider, openid_provider, truly_signed
from tests.organisation.single_sign_on import (
    comes_back,
    forget_guesses,
    is_sent_away,
    refusal,
    refusals_noted,
    signs_in,
    single_sign_on,
)
from tests.web import COOKIE, WebClient

OFFICER = {
    "sub": "a-1", "name": "An officer", "email": "Officer@example.gov.uk", "email_verified": True,
    "roles": ["Quarterdeck.Housing"],
}  # fmt: skip


@pytest.fixture(scope="module")
def at_work() -> Iterator[OpenIdProvider]:
    with openid_provider() as running:
        yield running


@pytest.fixture
def provider(at_work: OpenIdProvider) -> OpenIdProvider:
    at_work.sign, at_work.away, at_work.metadata, at_work.token_status = truly_signed, False, {}, 200
    at_work.asked.clear()
    return at_work


@pytest.fixture
def client(database: Database, council: CouncilBuilder, provider: OpenIdProvider) -> Iterator[WebClient]:
    with single_sign_on(database, provider.issuer), WebClient(database, council) as client:
        yield client


def _roles(session: Session, *, by_provider: bool = True) -> list[tuple[str, str, bool]]:
    """(role, scope, whether it counts today) of grants to people, as given by the provider or by hand."""
    session.expire_all()
    today = clock.today()
    query = select(RoleGrant).where(RoleGrant.by_provider == by_provider).order_by(RoleGrant.id)
    return [(g.role, g.scope, g.valid_to is None or g.valid_to >= today) for g in session.scalars(query)]


def test_whoever_has_an_app_role_gets_an_account_and_its_roles(
    client: WebClient, session: Session, council: CouncilBuilder, provider: OpenIdProvider
) -> None:
    answer = signs_in(client, provider, OFFICER, query={"next": "/submissions?mine=1"})
    assert (answer.status_code, answer.headers["location"]) == (303, "/submissions?mine=1")
    me = client.read("/session")
    assert (me["name"], me["council_id"]) == ("An officer", council.id)
    assert me["roles"] == ["data_provider", "service_manager"]
    assert {grant["scope_id"] for grant in me["grants"]} == {council.housing.id}
    person = session.get_one(Person, me["person_id"])
    assert (person.email, person.signed_in_at is not None) == ("officer@example.gov.uk", True)
    # Again: the same person, and nothing twice.
    assert signs_in(client, provider, OFFICER).headers["location"] == "/"
    assert client.read("/session")["person_id"] == person.id
    assert len(_roles(session)) == 2
    # A session as any other: the one before has ended with the new cookie.
    assert [row.by_provider for row in session.scalars(select(SignInSession))] == [True]
    cookie = next(each for each in client.cookies.jar if each.name == COOKIE)
    assert cookie.expires is not None
    assert cookie.expires - clock.now().timestamp() <= 8 * 3600 + 5


def test_roles_follow_the_app_roles_at_each_sign_in_and_those_given_by_hand_stay(
    client: WebClient, session: Session, council: CouncilBuilder, provider: OpenIdProvider
) -> None:
    signs_in(client, provider, OFFICER)
    person_id = client.read("/session")["person_id"]
    client.sign_in_as("administrator")
    by_hand = {"role": "analyst", "scope": "council", "person_id": person_id}
    assert client.change("POST", "/role-grants", by_hand).status_code == 201
    listed = client.read("/role-grants", person_id=person_id)["items"]
    assert [(each["role"], each["by_provider"], each["allowed_actions"]) for each in listed] == [
        ("data_provider", True, []),
        ("service_manager", True, []),
        ("analyst", False, ["end"]),
    ]
    theirs = listed[0]
    ended = client.change("PATCH", f"/role-grants/{theirs['id']}", {"valid_to": "2031-01-01"}, theirs["version"])
    assert (ended.status_code, ended.json()["type"].rpartition("/")[2]) == (409, "given-by-provider")
    client.cookies.clear()
    signs_in(client, provider, {**OFFICER, "roles": ["Quarterdeck.Cabinet", "Another.App", 7]})
    assert client.read("/session")["roles"] == ["analyst", "cabinet_member", "portfolio_holder"]
    assert _roles(session) == [
        ("data_provider", "unit", False),
        ("service_manager", "unit", False),
        ("cabinet_member", "body", True),
        ("portfolio_holder", "portfolio", True),
    ]
    assert _roles(session, by_provider=False)[-1] == ("analyst", "council", True)
    # A code that the council does not have gives nothing, and keeps nobody out.
    assert signs_in(client, provider, {**OFFICER, "roles": ["Quarterdeck.Gone"]}).headers["location"] == "/"
    assert client.read("/session")["roles"] == ["analyst"]


def test_when_the_app_role_goes_the_person_is_refused_and_what_they_had_open_ends(
    client: WebClient, session: Session, provider: OpenIdProvider
) -> None:
    signs_in(client, provider, OFFICER)
    person_id, elsewhere = client.read("/session")["person_id"], client.cookies[COOKIE]
    client.cookies.clear()
    assert refusal(signs_in(client, provider, {**OFFICER, "roles": []})) == "no-role"
    client.cookies.set(COOKIE, elsewhere)
    assert client.get("/api/v1/session").status_code == 401
    assert _roles(session) == [("data_provider", "unit", False), ("service_manager", "unit", False)]
    # Nobody is made of somebody who never had a part.
    assert refusal(signs_in(client, provider, {"sub": "a-2", "name": "A visitor"})) == "no-role"
    assert refusals_noted(session) == [(person_id, "no_role"), (None, "no_role")]
    # It comes back with the role.
    assert signs_in(client, provider, OFFICER).headers["location"] == "/"


def test_a_vouched_address_connects_whom_an_administrator_added_and_nothing_else_does(
    client: WebClient, session: Session, council: CouncilBuilder, provider: OpenIdProvider
) -> None:
    added = council.person("service_manager")
    claims = {**OFFICER, "email": added.email}
    for unvouched in (False, None, "yes", 2, ["true"]):
        assert refusal(signs_in(client, provider, {**claims, "email_verified": unvouched})) == "address-taken"
    assert signs_in(client, provider, claims).headers["location"] == "/"
    assert client.read("/session")["person_id"] == added.id
    # The address moved on to somebody else in the council's directory: what was theirs does not go with it.
    assert refusal(signs_in(client, provider, {**claims, "sub": "a-9"})) == "connected-elsewhere"
    leaver = council.person("auditor")
    leaver.active = False
    council.session.commit()
    assert refusal(signs_in(client, provider, {**claims, "sub": "a-8", "email": leaver.email})) == "account-closed"
    reasons = [reason for _, reason in refusals_noted(session)]
    assert reasons == ["address_taken"] * 5 + ["connected_elsewhere", "disabled"]
    # An address that nobody vouches for is not written down either.
    assert signs_in(client, provider, {**OFFICER, "sub": "a-7", "email_verified": False}).headers["location"] == "/"
    assert session.get_one(Person, client.read("/session")["person_id"]).email is None


def test_another_councils_people_are_not_connected(
    client: WebClient, session: Session, council: CouncilBuilder, provider: OpenIdProvider, database: Database
) -> None:
    other = CouncilBuilder(session, code="other", name="Other Borough Council")
    # Two councils, and the settings name none of them.
    answer = signs_in(client, provider, OFFICER, browser=False)
    assert (answer.status_code, answer.json()["type"].rpartition("/")[2]) == (503, "no-council")
    theirs = council.person("analyst")
    with single_sign_on(database, provider.issuer, oidc_council="other"), WebClient(database, other) as there:
        assert refusal(signs_in(there, provider, {**OFFICER, "email": theirs.email})) == "not-known"
        assert signs_in(there, provider, OFFICER).headers["location"] == "/"
        assert there.read("/session")["council_code"] == "other"


def test_without_app_roles_only_people_who_were_added_sign_in(
    client: WebClient, council: CouncilBuilder, provider: OpenIdProvider, database: Database, session: Session
) -> None:
    added = council.person("service_manager")
    with single_sign_on(database, provider.issuer, oidc_roles={}), WebClient(database, council) as there:
        assert refusal(signs_in(there, provider, OFFICER)) == "not-known"
        assert signs_in(there, provider, {**OFFICER, "email": added.email}).headers["location"] == "/"
        assert there.read("/session")["roles"] == ["service_manager"]
    assert _roles(session) == []


def test_whoever_is_signed_in_connects_their_account_themselves(
    client: WebClient, council: CouncilBuilder, provider: OpenIdProvider
) -> None:
    person = council.person("service_manager")
    email = with_account(council, person)
    assert sign_in(client, email).status_code == 200
    unvouched = {**OFFICER, "email": email, "email_verified": False}
    away = is_sent_away(client, connect="true", next="/account")
    provider.claims = unvouched
    back = provider.is_visited(away)
    signed_in, along = client.cookies[COOKIE], client.cookies["quarterdeck_signing_in"]
    # Somebody else sits down in between: it is not added to theirs.
    client.sign_in_as("administrator")
    client.cookies.set("quarterdeck_signing_in", along)
    assert refusal(comes_back(client, back)) == "sign-in-stale"
    client.cookies.clear()
    client.cookies.set(COOKIE, signed_in)
    answer = signs_in(client, provider, unvouched, query={"connect": "true", "next": "/account"})
    assert answer.headers["location"] == "/account"
    client.cookies.clear()
    signs_in(client, provider, unvouched)
    assert client.read("/session")["person_id"] == person.id


@pytest.mark.slow
def test_no_forged_or_odd_token_lets_anybody_in(
    client: WebClient, database: Database, session: Session, provider: OpenIdProvider, record_property: Any
) -> None:
    provider.claims = OFFICER
    for name, (lie, reason) in LIES.items():
        provider.sign = lie
        answer = comes_back(client, provider.is_visited(is_sent_away(client)), browser=False)
        told = answer.json()
        assert (answer.status_code, told["type"].rpartition("/")[2]) == (400, "token-refused"), (name, answer.text)
        assert COOKIE not in client.cookies, name
        noted = refusals_noted(session)[-1]
        assert noted[0] is None
        assert reason in ("*", noted[1]), (name, noted)
        forget_guesses(database)
    assert refusal(comes_back(client, provider.is_visited(is_sent_away(client)))) == "token-refused"
    assert journal.verify(session, DEPLOYMENT) == []
    assert session.scalars(select(SignInSession)).all() == []
    record_property("figure", ("forged ID tokens refused", database.dialect, len(LIES)))


@pytest.mark.parametrize("kind", ["standard", "entra"])
def test_entra_tells_people_apart_by_tenant_and_object(
    database: Database, council: CouncilBuilder, provider: OpenIdProvider, kind: str
) -> None:
    claims = {**OFFICER, "tid": "t-1", "oid": "o-1", "email_verified": False, "xms_edov": True}
    with single_sign_on(database, provider.issuer, oidc_kind=kind), WebClient(database, council) as there:
        signs_in(there, provider, claims)
        first = there.read("/session")["person_id"]
        # The registration was made anew: Entra calls the same person otherwise there.
        signs_in(there, provider, {**claims, "sub": "b-1", "email": None})
        assert (there.read("/session")["person_id"] == first) is (kind == "entra")
        if kind == "entra":
            assert refusal(signs_in(there, provider, {**claims, "oid": None})) == "token-refused"
            # A guest's own tenant may say any address; that it was verified is said by another claim.
            guest = {**claims, "oid": "o-2", "email": council.person("auditor").email, "email_verified": True}
            assert refusal(signs_in(there, provider, {**guest, "xms_edov": False})) == "address-taken"


def test_only_the_browser_that_went_comes_back(client: WebClient, session: Session, provider: OpenIdProvider) -> None:
    provider.claims = OFFICER
    back = provider.is_visited(is_sent_away(client))
    along = client.cookies["quarterdeck_signing_in"]
    client.cookies.clear()
    assert refusal(comes_back(client, back)) == "sign-in-stale"
    is_sent_away(client)
    assert refusal(comes_back(client, back)) == "sign-in-stale"
    for nonsense in ("", "x", "e30", "W10", "ImEi", along[:-8], "eyJzdGF0ZSI6MX0", "\u00e9".encode().hex()):
        client.cookies.set("quarterdeck_signing_in", nonsense)
        assert refusal(comes_back(client, back)) == "sign-in-stale", nonsense
    assert {reason for _, reason in refusals_noted(session)} == {"no_cookie", "state"}


def test_a_code_works_once_and_with_its_verifier(
    client: WebClient, database: Database, session: Session, provider: OpenIdProvider
) -> None:
    provider.claims = OFFICER
    back = provider.is_visited(is_sent_away(client))
    along = client.cookies["quarterdeck_signing_in"]
    assert comes_back(client, back).headers["location"] == "/"
    client.cookies.clear()
    client.cookies.set("quarterdeck_signing_in", along)
    assert refusal(comes_back(client, back)) == "sign-in-stale"
    # Somebody who has another's code, and a sign-in of their own.
    code = parse_qs(urlsplit(provider.is_visited(is_sent_away(client))).query)["code"][0]
    state = parse_qs(urlsplit(is_sent_away(client)).query)["state"][0]
    answer = client.get("/api/v1/session/oidc/callback", params={"code": code, "state": state})
    assert (answer.status_code, answer.json()["type"].rpartition("/")[2]) == (400, "sign-in-stale")
    assert [reason for _, reason in refusals_noted(session)] == ["code_refused"] * 2


def test_what_the_provider_refuses_is_said_plainly(client: WebClient, session: Session) -> None:
    for error, reason in (("access_denied", "denied"), ("<script>", "provider_error")):
        state = parse_qs(urlsplit(is_sent_away(client)).query)["state"][0]
        answer = client.get(
            "/api/v1/session/oidc/callback",
            params={"error": error, "state": state},
            headers={"Accept": "text/html"},
            follow_redirects=False,
        )
        assert refusal(answer) == "sign-in-cancelled"
        assert refusals_noted(session)[-1] == (None, reason)


def test_refusals_are_limited_by_address(client: WebClient, session: Session) -> None:
    answers = [client.get("/api/v1/session/oidc/callback", params={"code": "x"}).status_code for _ in range(12)]
    assert answers == [400] * 10 + [429] * 2
    assert len(refusals_noted(session)) == 10


def test_while_the_provider_is_away_nobody_waits_for_it(
    client: WebClient, session: Session, provider: OpenIdProvider
) -> None:
    provider.away = True
    answer = client.get("/api/v1/session/oidc/start")
    assert (answer.status_code, answer.json()["type"].rpartition("/")[2]) == (503, "provider-away")
    assert answer.headers["retry-after"] == "30"
    assert refusal(client.get("/api/v1/session/oidc/start", headers={"Accept": "text/html"}, follow_redirects=False))
    assert len(provider.asked) == 1, "it is left alone for a moment"
    provider.away = False
    with clock.set_to(clock.now() + timedelta(seconds=11)):
        back = provider.is_visited(is_sent_away(client))
        provider.claims, provider.away = OFFICER, True
        answer = comes_back(client, back, browser=False)
        assert (answer.status_code, answer.json()["type"].rpartition("/")[2]) == (503, "provider-away")
    assert refusals_noted(session) == []


def test_a_provider_that_calls_itself_otherwise_or_sends_elsewhere_is_not_used(
    client: WebClient, provider: OpenIdProvider
) -> None:
    moment = clock.now()
    for number, odd in enumerate(
        (
            {"issuer": "https://login.example.test"},
            {"token_endpoint": "http://login.example.test/token"},
            {"authorization_endpoint": "javascript:alert(1)"},
            {"jwks_uri": None},
            {"jwks_uri": "https://[x"},
        )
    ):
        provider.metadata = odd
        with clock.set_to(moment + timedelta(minutes=number)):
            assert client.get("/api/v1/session/oidc/start").status_code == 503, odd


def test_a_new_key_is_asked_for_when_a_token_names_it_and_no_oftener_than_once_a_minute(
    client: WebClient, database: Database, provider: OpenIdProvider
) -> None:
    kept = provider.key
    with clock.set_to(clock.now()):
        signs_in(client, provider, OFFICER)
        provider.rolls_its_key()
        answers = [refusal(signs_in(client, provider, OFFICER)) for _ in range(3)]
        assert answers == ["token-refused"] * 3
        assert provider.asked.count("/keys") == 1
    forget_guesses(database)
    with clock.set_to(clock.now() + timedelta(seconds=61)):
        assert signs_in(client, provider, OFFICER).headers["location"] == "/"
        assert provider.asked.count("/keys") == 2
    provider.key = kept


def test_signing_out_ends_both_sessions(client: WebClient, council: CouncilBuilder, provider: OpenIdProvider) -> None:
    signs_in(client, provider, OFFICER)
    answer = client.delete("/api/v1/session")
    there = urlsplit(answer.json()["continue_at"])
    asked = parse_qs(there.query)
    assert f"{there.scheme}://{there.netloc}{there.path}" == f"{provider.issuer}/end"
    assert asked["post_logout_redirect_uri"] == ["http://testserver/sign-in"]
    assert asked["id_token_hint"][0].count(".") == 2
    assert client.get("/api/v1/session").status_code == 401
    # Whoever came with a password has no session there.
    sign_in(client, with_account(council, council.person("analyst")))
    assert client.delete("/api/v1/session").json() == {"continue_at": None}


@pytest.mark.parametrize(
    "wanted, kept",
    [
        ("/", True),
        ("/submissions/7?tab=entries", True),
        ("/indicators#trend", True),
        ("", False),
        ("//evil.example", False),
        ("/\\evil.example", False),
        ("https://evil.example", False),
        ("javascript:alert(1)", False),
        ("/a b", False),
        ("/\tx", False),
        ("/x\r\nSet-Cookie: a=b", False),
        ("/api/v1/session/oidc/start", False),
        ("/" + "x" * 1001, False),
        ("/é", False),
    ],
)
def test_nobody_is_sent_to_another_site(wanted: str, kept: bool) -> None:
    assert flow.local_path(wanted) == (wanted if kept else "/")


def test_where_passwords_are_off_nobody_signs_in_with_one(
    database: Database, council: CouncilBuilder, provider: OpenIdProvider
) -> None:
    email = with_account(council, council.person("analyst"))
    with (
        single_sign_on(database, provider.issuer, local_passwords=False, oidc_name="Example account"),
        WebClient(database, council) as there,
    ):
        answer = sign_in(there, email)
        assert (answer.status_code, answer.json()["type"].rpartition("/")[2]) == (403, "no-passwords")
        assert there.change("POST", "/session/password-resets", {"email": email}).status_code == 403
        options = there.read("/sign-in-options")
        assert (options["password"], options["provider"]) == (False, "Example account")
