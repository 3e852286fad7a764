"""The council's OpenID provider, as we talk to it: what it says of itself, its keys, a code for a token.

What it says of itself is asked once an hour, its keys again when a token names one that is not among them, at most
once a minute. While it does not answer, nobody waits for it: for ten seconds it is not asked again.
"""

import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from quarterdeck.core import clock
from quarterdeck.core.settings import LOOPBACK, Settings
from quarterdeck.organisation.oidc.refusals import away, bad_token, stale

if TYPE_CHECKING:
    from joserfc.jwk import KeySet

KNOWN_FOR = timedelta(hours=1)
KEYS_AGAIN_AFTER = timedelta(minutes=1)
NOT_ASKED_FOR = timedelta(seconds=10)
PATIENCE_SECONDS = 5
MAX_ANSWER_BYTES = 1_000_000
MAX_TOKEN = 64_000
ENDPOINTS = ("authorization_endpoint", "token_endpoint", "jwks_uri")
CALLBACK = "/api/v1/session/oidc/callback"


@dataclass
class Known:
    """What is remembered of the provider, and since when."""

    metadata: Mapping[str, Any] | None = None
    asked_at: datetime | None = None
    keys: "KeySet | None" = None
    keys_at: datetime | None = None
    failed_at: datetime | None = None
    lock: threading.Lock = field(default_factory=threading.Lock)


class Provider:
    """The provider that the settings name. One for the whole process; its functions may be called at once."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self._known = Known()

    @property
    def redirect_uri(self) -> str:
        """Where the provider sends people back to; it has to know it."""
        return self.settings.public_base_url.rstrip("/") + CALLBACK

    def authorization_url(self, state: str, nonce: str, verifier: str) -> str:
        """Where a person signs in (RFC 6749 4.1.1, with PKCE's S256 of RFC 7636). Raises 503."""
        endpoint = str(self._metadata()["authorization_endpoint"])
        with self._client() as client:
            url, _ = client.create_authorization_url(endpoint, state=state, code_verifier=verifier, nonce=nonce)
        return str(url)

    def redeem(self, code: str, verifier: str) -> str:
        """The ID token for a code (RFC 6749 4.1.3). Raises 400 for a code or an answer that does not count, 503."""
        import httpx2
        from authlib.integrations.base_client import OAuthError

        endpoint = str(self._metadata()["token_endpoint"])
        try:
            with self._client() as client:
                answer = client.fetch_token(
                    endpoint, grant_type="authorization_code", code=code, code_verifier=verifier,
                    redirect_uri=self.redirect_uri,
                )  # fmt: skip
        except OAuthError as error:
            if error.error == "invalid_grant":
                raise stale("code_refused") from None
            # Our own registration is wrong: nothing that the person can mend.
            raise away("client_refused") from None
        except (httpx2.HTTPError, httpx2.InvalidURL, ValueError, TypeError):
            raise away("no_token") from None
        token = answer.get("id_token")
        if not isinstance(token, str) or not 0 < len(token) <= MAX_TOKEN:
            raise bad_token("missing")
        return token

    def keys(self, kid: str | None) -> "KeySet":
        """The keys that the provider signs with, asked for again where `kid` is not among them. Raises 503."""
        known = self._known
        with known.lock:
            now = clock.now()
            held = known.keys is not None and (kid is None or any(key.kid == kid for key in known.keys))
            if known.keys is None or known.keys_at is None or now - known.keys_at > KNOWN_FOR:
                held = False
            elif not held and now - known.keys_at < KEYS_AGAIN_AFTER:
                held = True
            if not held:
                known.keys, known.keys_at = _key_set(self._ask(str(self._metadata_locked()["jwks_uri"]))), now
            assert known.keys is not None
            return known.keys

    def end_session_url(self, id_token: str | None) -> str | None:
        """Where the person's session with the provider ends (RP-Initiated Logout 1.0), if it has such a place."""
        from authlib.common.urls import add_params_to_uri

        try:
            endpoint = self._metadata().get("end_session_endpoint")
        except Exception:
            # They are signed out here whether or not the provider can be reached.
            return None
        if not isinstance(endpoint, str) or not self._may_be(endpoint):
            return None
        back = f"{self.settings.public_base_url.rstrip('/')}/sign-in"
        params = [("client_id", self.settings.oidc_client_id), ("post_logout_redirect_uri", back)]
        if id_token:
            params.append(("id_token_hint", id_token))
        return str(add_params_to_uri(endpoint, params))

    def _metadata(self) -> Mapping[str, Any]:
        with self._known.lock:
            return self._metadata_locked()

    def _metadata_locked(self) -> Mapping[str, Any]:
        known, now = self._known, clock.now()
        if known.metadata is None or known.asked_at is None or now - known.asked_at > KNOWN_FOR:
            url = self.settings.oidc_issuer.rstrip("/") + "/.well-known/openid-configuration"
            found = self._ask(url)
            # OpenID Connect Discovery 4.3: the issuer has to be the very one.
            if found.get("issuer") != self.settings.oidc_issuer:
                raise away("issuer_differs")
            if not all(isinstance(found.get(name), str) and self._may_be(found[name]) for name in ENDPOINTS):
                raise away("no_endpoints")
            known.metadata, known.asked_at = found, now
        return known.metadata

    def _ask(self, url: str) -> dict[str, Any]:
        """The JSON object at an address of the provider's. Raises 503."""
        import httpx2

        known, now = self._known, clock.now()
        if known.failed_at is not None and timedelta(0) <= now - known.failed_at < NOT_ASKED_FOR:
            raise away("not_asked")
        try:
            answer = httpx2.get(url, timeout=PATIENCE_SECONDS, headers={"Accept": "application/json"})
            answer.raise_for_status()
            found = answer.json() if len(answer.content) <= MAX_ANSWER_BYTES else None
        except (httpx2.HTTPError, httpx2.InvalidURL, ValueError):
            found = None
        if not isinstance(found, dict):
            known.failed_at = now
            raise away("no_answer")
        known.failed_at = None
        return found

    def _client(self) -> Any:
        from authlib.integrations.httpx_client import OAuth2Client

        settings = self.settings
        offered = (self._known.metadata or {}).get("token_endpoint_auth_methods_supported")
        by_post = isinstance(offered, list) and "client_secret_basic" not in offered and "client_secret_post" in offered
        return OAuth2Client(
            client_id=settings.oidc_client_id,
            client_secret=settings.oidc_client_secret.get_secret_value(),
            token_endpoint_auth_method="client_secret_post" if by_post else "client_secret_basic",
            scope=settings.oidc_scopes,
            redirect_uri=self.redirect_uri,
            code_challenge_method="S256",
            timeout=PATIENCE_SECONDS,
        )

    def _may_be(self, url: str) -> bool:
        """Whether an address that the provider names is one to send people or secrets to: https, as the issuer is."""
        try:
            address = urlsplit(url)
        except ValueError:
            return False
        on_this_machine = urlsplit(self.settings.oidc_issuer).scheme == "http" and address.hostname in LOOPBACK
        return bool(address.hostname) and (address.scheme == "https" or (address.scheme == "http" and on_this_machine))


def _key_set(answer: Mapping[str, Any]) -> "KeySet":
    from joserfc.errors import JoseError
    from joserfc.jwk import KeySet

    found = answer.get("keys")
    # Of other uses and of kinds that only who holds the secret could have are none of ours.
    signing = [
        key
        for key in (found if isinstance(found, list) else [])
        if isinstance(key, dict) and key.get("use", "sig") == "sig" and key.get("kty") in ("RSA", "EC", "OKP")
    ]
    try:
        return KeySet.import_key_set({"keys": signing})
    except (JoseError, ValueError, TypeError, KeyError):
        raise away("no_keys") from None
