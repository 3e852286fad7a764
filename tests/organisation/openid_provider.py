"""A real OpenID provider on this machine, which can be made to lie: what it signs, and what it says, is the test's.

It checks what a provider has to check: the redirect address, the client's secret, PKCE, and that a code works once.
"""

import base64
import hashlib
import json
import secrets
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from joserfc import jws
from joserfc.jwk import RSAKey

from quarterdeck.core import clock

CLIENT, SECRET = "quarterdeck", "a secret that only the two know"
Signed = Callable[["OpenIdProvider", dict[str, Any]], Any]


def truly_signed(provider: "OpenIdProvider", claims: dict[str, Any]) -> str:
    """A token as it should be."""
    # Escaped, as a provider may: half a character can then be told too.
    return jws.serialize_compact({"alg": "RS256", "kid": provider.key.kid}, json.dumps(claims), provider.key)


@dataclass
class OpenIdProvider:
    """Who signs in there next, what is said of them, and how it is signed."""

    issuer: str = ""
    key: RSAKey = field(default_factory=lambda: _new_key("one"))
    claims: dict[str, Any] = field(default_factory=dict)
    sign: Signed = truly_signed
    token_status: int = 200
    metadata: dict[str, Any] = field(default_factory=dict)
    away: bool = False
    asked: list[str] = field(default_factory=list)
    codes: dict[str, dict[str, str]] = field(default_factory=dict)

    def rolls_its_key(self) -> None:
        """Sign with a new key from now on."""
        self.key = _new_key("two")

    def is_visited(self, url: str) -> str:
        """Somebody signs in at the address that they were sent to; where they are sent back to."""
        asked = {name: values[0] for name, values in parse_qs(urlsplit(url).query).items()}
        assert asked["response_type"] == "code"
        assert asked["client_id"] == CLIENT
        assert asked["code_challenge_method"] == "S256"
        code = secrets.token_urlsafe(16)
        self.codes[code] = asked
        return f"{asked['redirect_uri']}?{urlencode({'code': code, 'state': asked['state']})}"

    def answers(self, method: str, path: str, body: str, authorization: str) -> tuple[int, Any]:
        """(status, JSON) of a request."""
        self.asked.append(path)
        if self.away:
            return 502, {}
        if path == "/.well-known/openid-configuration":
            named = {"authorization_endpoint": "/authorize", "token_endpoint": "/token", "jwks_uri": "/keys"}
            whole = {name: self.issuer + where for name, where in named.items()}
            return 200, {"issuer": self.issuer, "end_session_endpoint": self.issuer + "/end", **whole, **self.metadata}
        if path == "/keys":
            return 200, {"keys": [self.key.as_dict(private=False, use="sig"), {"kty": "new", "kid": "unheard of"}]}
        assert (method, path) == ("POST", "/token")
        return self._gives_token({name: values[0] for name, values in parse_qs(body).items()}, authorization)

    def _gives_token(self, form: dict[str, str], authorization: str) -> tuple[int, Any]:
        if authorization != "Basic " + base64.b64encode(f"{CLIENT}:{SECRET}".encode()).decode():
            return 401, {"error": "invalid_client"}
        asked = self.codes.pop(form.get("code", ""), None)
        digest = base64.urlsafe_b64encode(hashlib.sha256(form.get("code_verifier", "").encode()).digest())
        if asked is None or digest.decode().rstrip("=") != asked["code_challenge"]:
            return 400, {"error": "invalid_grant"}
        assert form["redirect_uri"] == asked["redirect_uri"]
        now = int(clock.now().timestamp())
        claims = {"iss": self.issuer, "aud": CLIENT, "iat": now, "exp": now + 300, "nonce": asked["nonce"]}
        token = self.sign(self, {**claims, **self.claims})
        return self.token_status, {"access_token": "x", "token_type": "Bearer", "id_token": token}


@contextmanager
def openid_provider() -> Iterator[OpenIdProvider]:
    """A provider that listens on a port of its own while the block lasts."""
    provider = OpenIdProvider()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self._answer("GET", "")

        def do_POST(self) -> None:
            self._answer("POST", self.rfile.read(int(self.headers["Content-Length"])).decode())

        def _answer(self, method: str, body: str) -> None:
            status, told = provider.answers(method, self.path, body, self.headers.get("Authorization", ""))
            raw = json.dumps(told).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(raw)))
            self.end_headers()
            self.wfile.write(raw)

        def log_message(self, *_: Any) -> None:
            """Nothing: what was asked stands in `asked`."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    provider.issuer = f"http://127.0.0.1:{server.server_address[1]}"
    try:
        yield provider
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def _new_key(kid: str) -> RSAKey:
    return RSAKey.generate_key(2048, {"kid": kid})
