"""ID tokens that are not to be believed, each with the word under which its refusal is journalled."""

import base64
import hashlib
import hmac
import json
from collections.abc import Callable
from typing import Any

from joserfc import jwt
from joserfc.jwk import ECKey, RSAKey

from tests.organisation.openid_provider import CLIENT, SECRET, OpenIdProvider, truly_signed

Claims = dict[str, Any]
Lie = Callable[[OpenIdProvider, Claims], Any]
MINUTE = 60


def _saying(**changed: Any) -> Lie:
    """Truly signed, with some claims changed (or left out, as None)."""

    def lie(provider: OpenIdProvider, claims: Claims) -> str:
        told = {**claims, **changed}
        return truly_signed(provider, {name: value for name, value in told.items() if value is not None})

    return lie


def _at(claim: str, minutes: int) -> Lie:
    """A moment that is so many minutes from when the token was made."""
    return lambda provider, claims: truly_signed(provider, {**claims, claim: claims["iat"] + minutes * MINUTE})


def _unsigned(provider: OpenIdProvider, claims: Claims) -> str:
    return f"{_part({'alg': 'none', 'kid': provider.key.kid})}.{_part(claims)}."


def _with_secret(secret: Callable[[OpenIdProvider], bytes]) -> Lie:
    """Signed with HS256 by whoever knows what is no secret, or not only the provider's."""

    def lie(provider: OpenIdProvider, claims: Claims) -> str:
        # By hand: the library does not sign with a public key.
        signed = f"{_part({'alg': 'HS256', 'kid': provider.key.kid})}.{_part(claims)}"
        made = hmac.new(secret(provider), signed.encode(), hashlib.sha256).digest()
        return f"{signed}.{base64.urlsafe_b64encode(made).decode().rstrip('=')}"

    return lie


def _signed_by(key: RSAKey | ECKey, alg: str = "RS256", **header: Any) -> Lie:
    return lambda provider, claims: jwt.encode(
        {"alg": alg, "kid": provider.key.kid, **header}, claims, key, algorithms=[alg]
    )


def _headed(**header: Any) -> Lie:
    """With a header that the library would not write, and a signature that is none."""
    return lambda provider, claims: (
        f"{_part({'alg': 'RS256', 'kid': provider.key.kid, **header})}.{_part(claims)}.{_part('x')}"
    )


def _cut(change: Callable[[list[str]], list[str]]) -> Lie:
    """A true token whose three parts were changed."""
    return lambda provider, claims: ".".join(change(truly_signed(provider, claims).split(".")))


def _part(value: Any) -> str:
    return base64.urlsafe_b64encode(json.dumps(value).encode()).decode().rstrip("=")


def _with_claims(parts: list[str], **changed: Any) -> list[str]:
    claims = json.loads(base64.urlsafe_b64decode(parts[1] + "=="))
    return [parts[0], _part({**claims, **changed}), parts[2]]


OTHERS_KEY = RSAKey.generate_key(2048, {"kid": "one"})
OTHERS_CURVE = ECKey.generate_key("P-256", {"kid": "one"})
LIES: dict[str, tuple[Lie, str]] = {
    "another audience": (_saying(aud="another"), "claim_aud"),
    "no audience": (_saying(aud=None), "claim_aud"),
    "an audience that is no text": (_saying(aud={"a": 1}), "claim_aud"),
    "several audiences, for nobody in particular": (_saying(aud=[CLIENT, "another"]), "authorized_party"),
    "several audiences, for another": (_saying(aud=[CLIENT, "another"], azp="another"), "authorized_party"),
    "one audience, for another": (_saying(azp="another"), "authorized_party"),
    "another issuer": (_saying(iss="https://login.example.test"), "claim_iss"),
    "no issuer": (_saying(iss=None), "claim_iss"),
    "an issuer that is no text": (_saying(iss=["x"]), "claim_iss"),
    "expired": (_at("exp", -2), "expired"),
    "no expiry": (_saying(exp=None), "claim_exp"),
    "an expiry in words": (_saying(exp="tomorrow"), "claim_exp"),
    "an expiry that is no number": (_saying(exp=float("nan")), "claim_exp"),
    "made in the future": (_at("iat", 5), "claim_iat"),
    "no moment at which it was made": (_saying(iat=None), "claim_iat"),
    "not valid yet": (_at("nbf", 5), "claim_nbf"),
    "another sign-in's nonce": (_saying(nonce="another"), "nonce"),
    "no nonce": (_saying(nonce=None), "nonce"),
    "a nonce that is no text": (_saying(nonce=["x"]), "nonce"),
    "a nonce of another alphabet": (_saying(nonce="é\ud800"), "nonce"),
    "half a character for somebody": (_saying(sub="\ud800"), "claim_sub"),
    "nobody": (_saying(sub=None), "claim_sub"),
    "a number for somebody": (_saying(sub=7), "claim_sub"),
    "a name too long for somebody": (_saying(sub="x" * 301), "claim_sub"),
    "unsigned": (_unsigned, "algorithm"),
    "HS256 with the public key as secret": (_with_secret(lambda p: p.key.as_pem(private=False)), "algorithm"),
    "HS256 with the client's secret": (_with_secret(lambda p: SECRET.encode()), "algorithm"),
    "signed with another's key": (_signed_by(OTHERS_KEY), "badsignature"),
    "signed with another's key, named as ours": (_signed_by(OTHERS_CURVE, "ES256"), "*"),
    "signed with a key that it brings along": (
        _signed_by(OTHERS_CURVE, "ES256", jwk=OTHERS_CURVE.as_dict(private=False)),
        "*",
    ),
    "a key that nobody has": (_signed_by(OTHERS_KEY, kid="three"), "invalidkeyid"),
    "a key named by a number": (_headed(kid=3), "*"),
    "a header that has to be understood": (_headed(crit=["new"], new=1), "*"),
    "claims changed after it was signed": (_cut(lambda parts: _with_claims(parts, sub="the chief")), "badsignature"),
    "signature cut off": (_cut(lambda parts: [*parts[:2], ""]), "badsignature"),
    "two parts": (_cut(lambda parts: parts[:2]), "*"),
    "five parts": (_cut(lambda parts: [*parts, "x", "y"]), "*"),
    "no base64": (_cut(lambda parts: ["{}", "[]", "!"]), "*"),
    "letters of another alphabet": (lambda provider, claims: "é.é.é", "*"),
    "claims that are a list": (
        lambda provider, claims: f"{_part({'alg': 'RS256', 'kid': provider.key.kid})}.{_part([1])}.x",
        "*",
    ),
    "empty": (lambda provider, claims: "", "missing"),
    "a number": (lambda provider, claims: 7, "missing"),
    "nothing": (lambda provider, claims: None, "missing"),
    "endless": (lambda provider, claims: "x" * 70_000, "missing"),
}
"""By what is wrong: how it is made, and the reason that the log notes (`*` where the library's word may change)."""
