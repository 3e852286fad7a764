"""Calls of the organisation: sessions, units, posts, people, grants, bodies, meetings, evidence, the log."""

from typing import Any

from quarterdeck.organisation.models import Council
from tests.api.calls import Call, Calls, get, patch, post
from tests.api.estate import WITH_CABINET, Estate
from tests.api.personas import PASSWORD

FIRST = {
    "code": "7KQM-2XTR-9PWC-H4VD",
    "council_name": "Another",
    "name": "Somebody",
    "email": "somebody@another.example",
    "password": PASSWORD,
}


def calls(e: Estate) -> Calls:
    """Every call of the organisation's part of the matrix."""
    people = {**_people(e), **_delegations(e), **_machines(e)}
    return {**_sessions(e), **_councils(e), **_posts(e), **people, **_bodies(e), **_evidence(e), **_log(e)}


def _sessions(e: Estate) -> Calls:
    right = {"email": e.personas.with_account.email, "password": PASSWORD}
    return {
        ("health_live", "any"): Call("GET", "/health/live", base=""),
        ("health_ready", "any"): Call("GET", "/health/ready", base=""),
        ("create_session", "with the right password"): post("/session", right),
        ("create_session", "with a wrong password"): post("/session", {**right, "password": "not the right one"}),
        ("read_sign_in_options", "any"): get("/sign-in-options"),
        ("begin_provider_sign_in", "where there is no provider"): get("/session/oidc/start"),
        ("finish_provider_sign_in", "where there is no provider"): get("/session/oidc/callback", code="x", state="x"),
        ("ask_password_reset", "of any address"): post("/session/password-resets", {"email": right["email"]}),
        ("use_password_reset", "with a link that works"): post(
            "/session/password-resets/use", {"token": e.asked.link.token, "new_password": "four other random words"}
        ),
        ("use_password_reset", "with one that does not"): post(
            "/session/password-resets/use", {"token": "x" * 43, "new_password": "four other random words"}
        ),
        ("create_first_council", "once somebody is on record"): post("/set-up", FIRST),
        ("read_branding_stylesheet", "any"): get("/branding.css"),
        ("read_session", "any"): get("/session"),
        ("delete_session", "any"): Call("DELETE", "/session"),
        ("read_second_factor", "any"): get("/session/second-factor"),
        ("begin_second_factor", "of somebody without a local account"): post(
            "/session/second-factor", {"password": PASSWORD}
        ),
        ("confirm_second_factor", "where nothing waits for it"): post(
            "/session/second-factor/confirm", {"code": "123456"}
        ),
        ("create_recovery_codes", "of somebody without a local account"): post(
            "/session/second-factor/recovery-codes", {"password": PASSWORD, "code": "123456"}
        ),
        ("remove_second_factor", "of somebody without a local account"): post(
            "/session/second-factor/remove", {"password": PASSWORD, "code": "123456"}
        ),
        ("change_password", "of somebody without a local account"): post(
            "/session/password", {"current": PASSWORD, "new": "four other random words"}
        ),
    }


def _councils(e: Estate) -> Calls:
    ours, theirs = e.council.council, e.other.council
    own, other = e.housing.unit, e.environment.unit
    unit = {"code": "NEW", "name": "New", "kind": "team"}
    return {
        ("list_councils", "the council"): get("/councils", ours.id),
        ("list_councils", "another council"): get("/councils", theirs.id),
        ("read_council", "the council"): get(f"/councils/{ours.id}"),
        ("read_council", "another council"): get(f"/councils/{theirs.id}"),
        ("update_council", "the council"): patch(f"/councils/{ours.id}", {"name": "Renamed"}, ours.version),
        ("update_council", "another council"): patch(f"/councils/{theirs.id}", {"name": "Renamed"}, theirs.version),
        ("read_logo", "of any council"): get(f"/councils/{ours.id}/logo"),
        **_logos("the council", ours),
        **_logos("another council", theirs),
        ("list_units", "own service"): get("/units", own.id),
        ("list_units", "other service"): get("/units", other.id),
        ("read_unit", "own service"): get(f"/units/{own.id}"),
        ("read_unit", "other service"): get(f"/units/{other.id}"),
        ("create_unit", "below own service"): post("/units", {**unit, "parent_id": own.id}),
        ("create_unit", "below other service"): post("/units", {**unit, "parent_id": other.id}),
        ("update_unit", "own service"): patch(f"/units/{own.id}", {"name": "Renamed"}, own.version),
        ("update_unit", "other service"): patch(f"/units/{other.id}", {"name": "Renamed"}, other.version),
        ("update_unit", "the council itself"): patch(
            f"/units/{e.council.root.id}", {"name": "Renamed"}, e.council.root.version
        ),
    }


def _logos(which: str, council: Council) -> Calls:
    path, picture = f"/councils/{council.id}/logo", {"file": ("logo.png", b"\x89PNG\r\n\x1a\n", "image/png")}
    return {
        ("set_logo", which): Call("PUT", path, version=council.version, files=picture),
        ("remove_logo", which): Call("DELETE", path, version=council.version),
    }


def _posts(e: Estate) -> Calls:
    own, other = e.housing.post, e.environment.post
    new = {"code": "NEW", "title": "New post"}
    somebody = {"person_id": e.personas.people["AN"].id}
    holding = f"/posts/{own.id}/holdings/{e.holding.id}"
    return {
        ("list_posts", "own service"): get("/posts", own.id),
        ("list_posts", "who holds it"): get("/posts", lambda found: any(each["holdings"] for each in found["items"])),
        ("read_post", "own service"): get(f"/posts/{own.id}"),
        ("read_post", "other service"): get(f"/posts/{other.id}"),
        ("read_post", "who holds it"): get(f"/posts/{own.id}", lambda found: bool(found["holdings"])),
        ("create_post", "own service"): post("/posts", {**new, "unit_id": e.housing.unit.id}),
        ("create_post", "other service"): post("/posts", {**new, "unit_id": e.environment.unit.id}),
        ("update_post", "own service"): patch(f"/posts/{own.id}", {"title": "Renamed"}, own.version),
        ("update_post", "other service"): patch(f"/posts/{other.id}", {"title": "Renamed"}, other.version),
        ("create_holding", "own service"): post(f"/posts/{own.id}/holdings", somebody),
        ("create_holding", "other service"): post(f"/posts/{other.id}/holdings", somebody),
        ("update_holding", "own service"): patch(holding, {"valid_to": "2024-03-31"}, own.version),
    }


def _people(e: Estate) -> Calls:
    somebody, grant = e.personas.everybody, e.personas.a_grant
    given = {"role": "service_manager", "post_id": e.housing.post.id}
    return {
        ("list_people", "somebody else"): get("/people", somebody.id),
        ("list_people", "oneself alone"): get("/people", lambda found: len(found["items"]) == 1),
        ("list_known_as", "any"): get("/people/known-as"),
        ("read_person", "somebody else"): get(f"/people/{somebody.id}"),
        ("create_person", "any"): post("/people", {"name": "Somebody new", "email": "new@example.test"}),
        ("update_person", "somebody else"): patch(f"/people/{somebody.id}", {"name": "Renamed"}, somebody.version),
        ("create_password_reset", "for somebody else"): post(f"/people/{somebody.id}/password-resets"),
        ("take_second_factor_away", "of somebody who has none"): Call("DELETE", f"/people/{somebody.id}/second-factor"),
        ("invite_people", "somebody else"): post(
            "/people/invitations", {"person_ids": [somebody.id], "by_mail": False}
        ),
        ("read_leaving", "somebody else"): get(f"/people/{somebody.id}/leaving"),
        ("record_leaving", "somebody else"): post(
            f"/people/{somebody.id}/leaving", {"last_day": "2030-01-01"}, somebody.version
        ),
        ("disconnect_council_account", "of somebody who has none"): Call(
            "DELETE", f"/people/{somebody.id}/council-account"
        ),
        ("list_role_grants", "somebody else's"): get("/role-grants", grant.id),
        ("read_role_grant", "somebody else's"): get(f"/role-grants/{grant.id}"),
        ("create_role_grant", "for own service"): post(
            "/role-grants", {**given, "scope": "unit", "scope_id": e.housing.unit.id}
        ),
        ("create_role_grant", "for the council"): post(
            "/role-grants", {"role": "auditor", "scope": "council", "post_id": e.housing.post.id}
        ),
        ("update_role_grant", "somebody else's"): patch(
            f"/role-grants/{grant.id}", {"valid_to": "2024-03-31"}, grant.version
        ),
    }


def _bodies(e: Estate) -> Calls:
    own, other = e.housing.portfolio, e.environment.portfolio
    bodies = {"Cabinet": e.council.cabinet, "Overview and Scrutiny": e.council.scrutiny}
    made: Calls = {
        ("list_portfolios", "own portfolio"): get("/portfolios", own.id),
        ("read_portfolio", "own portfolio"): get(f"/portfolios/{own.id}"),
        ("read_portfolio", "other portfolio"): get(f"/portfolios/{other.id}"),
        ("create_portfolio", "any"): post("/portfolios", {"code": "NEW", "name": "New"}),
        ("update_portfolio", "own portfolio"): patch(f"/portfolios/{own.id}", {"name": "Renamed"}, own.version),
        ("update_portfolio", "other portfolio"): patch(f"/portfolios/{other.id}", {"name": "Renamed"}, other.version),
        ("list_bodies", "Cabinet"): get("/bodies", e.council.cabinet.id),
        ("create_body", "any"): post("/bodies", {"code": "NEW", "name": "New", "kind": "progress_group"}),
        ("list_meetings", "of Cabinet"): get("/meetings", e.meetings["cabinet"].id),
        ("list_meetings", "of Cabinet, in private"): get("/meetings", e.meetings["cabinet, private"].id),
    }
    for name, body in bodies.items():
        meeting = e.meetings["cabinet" if name == "Cabinet" else "scrutiny"]
        new = {"body_id": body.id, "held_on": "2023-10-03", "title": "October", "public": True}
        made |= {
            ("read_body", name): get(f"/bodies/{body.id}"),
            ("update_body", name): patch(f"/bodies/{body.id}", {"name": "Renamed"}, body.version),
            ("read_meeting", f"of {name}"): get(f"/meetings/{meeting.id}"),
            ("create_meeting", f"of {name}"): post("/meetings", new),
            ("update_meeting", f"of {name}"): patch(f"/meetings/{meeting.id}", {"title": "Moved"}, meeting.version),
        }
    return made


def _evidence(e: Estate) -> Calls:
    """Evidence of things that different people see; what there is was added by somebody with every role."""
    subjects = {
        "of an adopted plan": ("plan", e.plan.id),
        "of own service's draft submission": ("submission", e.housing.draft.id),
        "of other service's draft submission": ("submission", e.environment.draft.id),
        "of own service's submitted submission": ("submission", e.housing.submitted.id),
        "of an edition that Cabinet has in private": ("pack_edition", e.editions[WITH_CABINET].id),
    }
    made: Calls = {}
    for situation, (kind, subject_id) in subjects.items():
        kept = e.evidence[kind, subject_id]
        made |= {
            ("list_evidence", situation): get("/evidence", kept, kind=kind, subject_id=subject_id),
            ("read_evidence", situation): get(f"/evidence/{kept}"),
            ("read_evidence_file", situation): get(f"/evidence/{kept}/file"),
        }
    added = {
        "of own service's draft submission": ("submission", e.housing.draft.id),
        "of other service's draft submission": ("submission", e.environment.draft.id),
        "of a meeting of Cabinet": ("meeting", e.meetings["cabinet"].id),
        "of a meeting of Overview and Scrutiny": ("meeting", e.meetings["scrutiny"].id),
    }
    return made | {("create_evidence", situation): evidence_of(*subject) for situation, subject in added.items()}


def evidence_of(kind: str, subject_id: int) -> Call:
    """A file sent as evidence of something."""
    form: dict[str, Any] = {"kind": kind, "subject_id": str(subject_id)}
    return Call("POST", "/evidence", form, files={"file": ("minutes.txt", b"What was counted", "text/plain")})


def _log(e: Estate) -> Calls:
    plan = {"kind": "plan", "subject_id": e.plan.id}
    return {
        ("list_audit_events", "the council's"): get("/audit-events", lambda found: bool(found["items"]), **plan),
        ("verify_audit_events", "any"): get("/audit-events/verify"),
    }


def _delegations(e: Estate) -> Calls:
    """The manager of Housing lends their roles in a time to come."""
    lent = e.asked.delegation
    body = {"to_person_id": e.clerk.person_id, "valid_to": "2199-08-31", "reason": "Annual leave"}
    whose = {**body, "from_person_id": lent.from_person_id}
    return {
        ("list_delegations", "of Housing's manager"): get("/delegations", lent.id),
        ("read_delegation", "of Housing's manager"): get(f"/delegations/{lent.id}"),
        ("create_delegation", "of one's own roles"): post("/delegations", body),
        ("create_delegation", "of somebody else's"): post("/delegations", whose),
        ("update_delegation", "of Housing's manager"): patch(
            f"/delegations/{lent.id}", {"valid_to": "2198-08-14"}, lent.version
        ),
    }


def _machines(e: Estate) -> Calls:
    """Another program that reads the council's figures."""
    client, token = e.asked.client, e.asked.token
    new = {"name": "Another", "purpose": "Sends lettings", "contact_post_id": e.housing.post.id}
    wanted = {
        "client_id": client.id,
        "name": "Power BI",
        "scopes": ["read"],
        "expires_on": token.expires_on.isoformat(),
    }
    return {
        ("list_clients", "the council's"): get("/clients", client.id),
        ("read_client", "the council's"): get(f"/clients/{client.id}"),
        ("create_client", "any"): post("/clients", new),
        ("update_client", "the council's"): patch(f"/clients/{client.id}", {"active": False}, client.version),
        ("list_tokens", "the council's"): get("/tokens", token.id),
        ("read_token", "the council's"): get(f"/tokens/{token.id}"),
        ("create_token", "for reading"): post("/tokens", wanted),
        ("revoke_token", "the council's"): post(f"/tokens/{token.id}/revoke"),
    }
