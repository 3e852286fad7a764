"""The API in this process, as a person in some role uses it."""

import hashlib
import secrets
from datetime import timedelta
from typing import Any

from starlette.testclient import TestClient

from quarterdeck.app import create_app
from quarterdeck.core import clock
from quarterdeck.core.db import Database
from quarterdeck.organisation.models import SignInSession
from tests.builders import CouncilBuilder

COOKIE = "quarterdeck_session"


class WebClient(TestClient):
    """An HTTP client of the app. Paths are relative to /api/v1."""

    def __init__(self, database: Database, council: CouncilBuilder) -> None:
        super().__init__(create_app(database.settings, database), raise_server_exceptions=False)
        self.council = council

    def sign_in_as(self, role: str, **scope: Any) -> "WebClient":
        """Become the council's person in this role (made on first use); scope as in `CouncilBuilder.person`."""
        person = self.council.person(role, **scope)
        token = secrets.token_urlsafe(32)
        self.council.session.add(
            SignInSession(
                token_sha256=hashlib.sha256(token.encode()).hexdigest(),
                person_id=person.id,
                created_at=clock.now(),
                expires_at=clock.now() + timedelta(hours=1),
            )
        )
        self.council.session.commit()
        self.cookies.clear()
        self.cookies.set(COOKIE, token)
        return self

    def change(self, method: str, path: str, body: Any = None, version: int | None = None) -> Any:
        """A request that changes something; `version` becomes If-Match."""
        headers = {} if version is None else {"If-Match": f'"{version}"'}
        return self.request(method, f"/api/v1{path}", json=body, headers=headers)

    def read(self, path: str, **query: Any) -> Any:
        """The JSON of a GET that must succeed."""
        answer = self.get(f"/api/v1{path}", params=query)
        assert answer.status_code == 200, answer.text
        return answer.json()
