"""Evidence: what is taken, who may add and see it, and how it is given out."""

import hashlib
import os
import stat
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from quarterdeck.core import refs
from quarterdeck.core.actor import Actor, Place
from quarterdeck.core.db import Database
from quarterdeck.core.journal import AuditEvent
from quarterdeck.core.refs import Referent
from quarterdeck.organisation.models import EvidenceFile
from quarterdeck.organisation.roles import Permission
from tests.builders import CouncilBuilder
from tests.core.test_uploads import office
from tests.web import WebClient

pytestmark = pytest.mark.both

PDF = b"%PDF-1.7 the void report"


def upload(client: WebClient, kind: str, subject_id: int, content: bytes = PDF, name: str = "voids.pdf") -> Any:
    """The answer to adding a file as evidence."""
    files = {"file": (name, content, "text/html")}
    data = {"kind": kind, "subject_id": str(subject_id), "note": "From the housing system"}
    return client.post("/api/v1/evidence", files=files, data=data)


def _stored(database: Database, content: bytes = PDF) -> Path:
    digest = hashlib.sha256(content).hexdigest()
    return database.settings.data_dir / "evidence" / digest[:2] / digest


def test_evidence_is_added_listed_and_given_back(
    client: WebClient, database: Database, council: CouncilBuilder
) -> None:
    client.sign_in_as("data_provider")
    answer = upload(client, "unit", council.housing.id)
    assert answer.status_code == 201
    told = answer.json()
    expected = {
        "kind": "unit",
        "subject_id": council.housing.id,
        "filename": "voids.pdf",
        "media_type": "application/pdf",
        "size": len(PDF),
        "sha256": hashlib.sha256(PDF).hexdigest(),
        "note": "From the housing system",
        "added_by": council.person("data_provider").id,
    }
    assert {name: told[name] for name in expected} == expected
    assert _stored(database).read_bytes() == PDF
    assert stat.S_IMODE(os.stat(_stored(database)).st_mode) == 0o600
    client.sign_in_as("analyst")
    assert client.read("/evidence", kind="unit", subject_id=council.housing.id)["items"] == [told]
    assert client.read("/evidence", kind="unit", subject_id=council.customers.id)["items"] == []
    assert client.read(f"/evidence/{told['id']}") == told


def test_a_file_is_saved_not_shown(client: WebClient, council: CouncilBuilder) -> None:
    client.sign_in_as("data_provider")
    evidence_id = upload(client, "unit", council.housing.id, name="void “times” é.pdf").json()["id"]
    answer = client.get(f"/api/v1/evidence/{evidence_id}/file")
    assert (answer.status_code, answer.content) == (200, PDF)
    assert answer.headers["content-type"] == "application/pdf"
    assert answer.headers["content-disposition"].startswith("attachment; filename*=utf-8''void%20")
    assert answer.headers["content-security-policy"] == "sandbox"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["cache-control"] == "no-store"


def test_the_same_file_is_stored_once(client: WebClient, session: Session, council: CouncilBuilder) -> None:
    client.sign_in_as("performance_team")
    other = CouncilBuilder(session, "other", "Other Borough Council")
    for unit in (council.housing, council.environment):
        assert upload(client, "unit", unit.id).status_code == 201
    client.council = other
    client.sign_in_as("performance_team")
    assert upload(client, "unit", other.housing.id).status_code == 201
    stored = session.scalars(select(EvidenceFile)).all()
    assert [(each.size, each.media_type) for each in stored] == [(len(PDF), "application/pdf")]


def test_a_file_that_was_lost_says_so_and_comes_back_when_it_is_added_again(
    client: WebClient, database: Database, council: CouncilBuilder
) -> None:
    client.sign_in_as("data_provider")
    evidence_id = upload(client, "unit", council.housing.id).json()["id"]
    _stored(database).unlink()
    missing = client.get(f"/api/v1/evidence/{evidence_id}/file")
    assert (missing.status_code, missing.json()["type"].rpartition("/")[2]) == (404, "file-missing")
    upload(client, "unit", council.housing.id)
    assert client.get(f"/api/v1/evidence/{evidence_id}/file").content == PDF


def test_the_type_is_told_by_the_content(client: WebClient, council: CouncilBuilder) -> None:
    client.sign_in_as("data_provider")
    for name, content, expected in (
        ("lettings.xlsx", office("xl/workbook.xml"), "spreadsheetml"),
        ("voids.csv", b"indicator,value\nH4,20.3", "text/csv"),
        ("voids.txt", b"a different text", "text/plain"),
    ):
        assert expected in upload(client, "unit", council.housing.id, content, name).json()["media_type"]
    for name, content, code in (
        ("page.html", b"<script>alert(1)</script>", "wrong_name"),
        ("page.pdf", b"<script>alert(2)</script>", "wrong_name"),
        ("virus.exe", b"MZ\x00\x01", "unknown_type"),
        ("empty.pdf", b"", "empty_file"),
        ("voids.txt", b"indicator,value\nH4,20.3", "wrong_name"),
    ):
        answer = upload(client, "unit", council.housing.id, content, name)
        assert (answer.status_code, answer.json()["errors"][0]["code"]) == (422, code), name


def test_a_file_has_a_largest_size(client: WebClient, database: Database, council: CouncilBuilder) -> None:
    limit = database.settings.max_evidence_bytes
    client.sign_in_as("data_provider")
    database.settings.max_evidence_bytes = 4096
    try:
        assert upload(client, "unit", council.housing.id, b"x" * 4096, "a.txt").status_code == 201
        for size in (4097, 4096 + 70_000, 300_000):
            answer = upload(client, "unit", council.housing.id, b"x" * size, "a.txt")
            assert answer.status_code == 413, size
            assert answer.headers["content-type"] == "application/problem+json"
    finally:
        database.settings.max_evidence_bytes = limit


@pytest.mark.parametrize(
    "data, pointer",
    [
        ({"kind": "unit"}, "/subject_id"),
        ({"kind": "unit", "subject_id": "x"}, "/subject_id"),
        ({"kind": "unit", "subject_id": "9223372036854775808"}, "/subject_id"),
        ({"subject_id": "1"}, "/kind"),
        ({"kind": "unit\x01", "subject_id": "1"}, "/kind"),
        ({"kind": "wallpaper", "subject_id": "1"}, "/kind"),
        ({"kind": "unit", "subject_id": "1", "note": "x" * 20_001}, "/note"),
    ],
)
def test_evidence_says_what_it_belongs_to(client: WebClient, data: dict[str, str], pointer: str) -> None:
    client.sign_in_as("performance_team")
    answer = client.post("/api/v1/evidence", files={"file": ("a.txt", b"text")}, data=data)
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, pointer)


def test_a_request_without_a_file_is_refused(client: WebClient) -> None:
    client.sign_in_as("performance_team")
    for body in ({"data": {"kind": "unit", "subject_id": "1"}}, {"json": {"kind": "unit", "subject_id": 1}}):
        assert client.post("/api/v1/evidence", **body).status_code == 422


def test_evidence_is_added_by_those_who_may_at_its_place(client: WebClient, council: CouncilBuilder) -> None:
    expected = {
        ("data_provider", council.housing.id): 201,
        ("data_provider", council.environment.id): 403,
        ("service_manager", council.housing.id): 201,
        ("performance_team", council.environment.id): 201,
        ("committee_administrator", council.environment.id): 201,
        ("director", council.housing.id): 403,
        ("auditor", council.housing.id): 403,
        ("analyst", council.housing.id): 403,
        ("administrator", council.housing.id): 403,
    }
    for (role, unit_id), status in expected.items():
        client.sign_in_as(role)
        assert upload(client, "unit", unit_id).status_code == status, role


def test_evidence_is_seen_by_whoever_sees_what_it_belongs_to(
    client: WebClient, session: Session, council: CouncilBuilder
) -> None:
    def only_with_entries(_session: Session, actor: Actor, subject_id: int) -> Referent | None:
        place = Place(council.id, unit_id=council.housing.id)
        return Referent("draft", subject_id, "A draft", place) if actor.may(Permission.READ_ENTRIES, place) else None

    refs.register("draft", only_with_entries)
    try:
        client.sign_in_as("data_provider")
        evidence_id = upload(client, "draft", 7).json()["id"]
        for role, sees in (("service_manager", True), ("auditor", True), ("director", False), ("analyst", False)):
            client.sign_in_as(role)
            expected = 200 if sees else 404
            for path in (
                f"/evidence/{evidence_id}",
                f"/evidence/{evidence_id}/file",
                "/evidence?kind=draft&subject_id=7",
            ):
                assert client.get(f"/api/v1{path}").status_code == expected, (role, path)
    finally:
        refs._finders.pop("draft")
    client.sign_in_as("service_manager")
    assert client.get(f"/api/v1/evidence/{evidence_id}").status_code == 404, "of a kind nobody knows any more"


def test_another_councils_evidence_is_not_there(client: WebClient, session: Session, council: CouncilBuilder) -> None:
    client.sign_in_as("performance_team")
    evidence_id = upload(client, "unit", council.housing.id).json()["id"]
    other = CouncilBuilder(session, "other", "Other Borough Council")
    session.commit()
    client.council = other
    client.sign_in_as("performance_team")
    for path in (f"/evidence/{evidence_id}", f"/evidence/{evidence_id}/file"):
        assert client.get(f"/api/v1{path}").status_code == 404
    assert client.get(f"/api/v1/evidence?kind=unit&subject_id={council.housing.id}").status_code == 404
    assert upload(client, "unit", council.housing.id).status_code == 404


def test_adding_evidence_is_journalled_without_its_note_or_name(
    client: WebClient, session: Session, council: CouncilBuilder
) -> None:
    client.sign_in_as("data_provider")
    told = upload(client, "unit", council.housing.id).json()
    event = session.scalars(select(AuditEvent).where(AuditEvent.action == "evidence.add")).one()
    belongs_to = ["unit", council.housing.id]
    assert event.detail == {"belongs_to": belongs_to, "sha256": told["sha256"], "size": told["size"]}
    assert (event.kind, event.subject_id) == ("evidence", told["id"])
