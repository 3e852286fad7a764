"""Whether an ID token can be believed (OpenID Connect Core 3.1.3.7): its signature, and whom and when it speaks of."""

from collections.abc import Mapping
from typing import Any

from quarterdeck.core import clock
from quarterdeck.organisation.oidc.provider import Provider
from quarterdeck.organisation.oidc.refusals import Refused, bad_token

ALGORITHMS = (
    "RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "Ed25519", "EdDSA",
)  # fmt: skip
"""Signatures that nobody makes who has only the public key. `none` and HS256 are not among them."""
LEEWAY_SECONDS = 60


def believed_claims(provider: Provider, token: str, nonce: str) -> Mapping[str, Any]:
    """The claims of a token that was signed by the provider, for us, for the sign-in that `nonce` names.

    Raises 400 for any other, 503 where the provider's keys cannot be had.
    """
    from joserfc import jwt
    from joserfc.errors import JoseError

    try:
        keys = provider.keys(_key_named(token))
        claims: dict[str, Any] = jwt.decode(token, keys, algorithms=list(ALGORITHMS)).claims
    except Refused:
        raise
    except (JoseError, ValueError, TypeError, KeyError, RecursionError) as error:
        raise bad_token(_word(error)) from None
    _check(provider, claims, nonce)
    return claims


def _key_named(token: str) -> str | None:
    """The key that a token says it was signed with. Raises JoseError or ValueError for what is no signed token."""
    from joserfc.jws import extract_compact

    header = extract_compact(token.encode("ascii")).headers()
    if header.get("alg") not in ALGORITHMS:
        raise bad_token("algorithm")
    kid = header.get("kid")
    return kid if isinstance(kid, str) else None


def _check(provider: Provider, claims: Mapping[str, Any], nonce: str) -> None:
    from joserfc.errors import ClaimError, ExpiredTokenError
    from joserfc.jwt import JWTClaimsRegistry

    ours = provider.settings.oidc_client_id
    registry = JWTClaimsRegistry(
        now=lambda: int(clock.now().timestamp()),
        leeway=LEEWAY_SECONDS,
        iss={"essential": True, "value": provider.settings.oidc_issuer},
        sub={"essential": True},
        aud={"essential": True, "value": ours},
        exp={"essential": True},
        iat={"essential": True},
    )
    try:
        registry.validate(dict(claims))
    except ExpiredTokenError:
        raise bad_token("expired") from None
    except (ClaimError, ValueError, TypeError, OverflowError) as error:
        raise bad_token(_word(error)) from None
    audiences = claims["aud"] if isinstance(claims["aud"], list) else [claims["aud"]]
    if claims.get("azp", None if len(audiences) > 1 else ours) != ours:
        raise bad_token("authorized_party")
    if claims.get("nonce") != nonce:
        raise bad_token("nonce")


def _word(error: Exception) -> str:
    """What failed, for the log: the claim's name, or the kind of error; nothing that the token says."""
    claim = getattr(error, "claim", None)
    known = ("iss", "sub", "aud", "exp", "iat", "nbf")
    return f"claim_{claim}" if claim in known else type(error).__name__.removesuffix("Error").lower() or "malformed"
