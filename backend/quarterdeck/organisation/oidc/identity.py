"""Who the claims of an ID token speak of: told apart by what never changes; an e-mail address counts if vouched for."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from quarterdeck.core.settings import Settings
from quarterdeck.organisation.oidc.refusals import bad_token

LONGEST = 300
_ADDRESS = re.compile(r"[!-?A-~]{1,64}@[!-?A-~]{1,185}")
_PLAIN = re.compile(r"[^\x00-\x1f\x7f\ud800-\udfff]+")
MAX_ROLES = 500


@dataclass(frozen=True)
class Identity:
    """A person as their provider tells of them. `email` is there only if the provider vouches for it.

    claimed_email: the address that it names without vouching; nothing but a plain message hangs on it.
    """

    authority: str
    subject: str
    name: str
    email: str | None
    claimed_email: str | None
    app_roles: frozenset[str]


def identity_of(settings: Settings, claims: Mapping[str, Any]) -> Identity:
    """The identity in believed claims. Raises 400 where what tells people apart is missing or odd."""
    authority, subject = _told_apart_by(settings, claims)
    claimed = _address(claims.get("email"))
    vouched = claimed is not None and _is_vouched(settings, claims)
    name = next((each for each in (_line(claims.get("name")), _named_by_parts(claims), claimed) if each), None)
    return Identity(
        authority=authority,
        subject=subject,
        name=name or "Somebody without a name",
        email=claimed if vouched else None,
        claimed_email=claimed,
        app_roles=_roles_in(claims, settings.oidc_roles_claim),
    )


def _told_apart_by(settings: Settings, claims: Mapping[str, Any]) -> tuple[str, str]:
    """(authority, subject). For Entra the tenant and the object in it: its `sub` is another for each registration."""
    if settings.oidc_is_entra:
        tenant, person = _key(claims.get("tid")), _key(claims.get("oid"))
        if tenant is None or person is None:
            raise bad_token("tenant_or_object")
        # The issuer was compared already and names the tenant; a token that says two things is not believed.
        if urlsplit(settings.oidc_issuer).hostname not in ("localhost", "127.0.0.1") and (
            tenant not in urlsplit(settings.oidc_issuer).path.split("/")
        ):
            raise bad_token("tenant_differs")
        return f"entra:{tenant}", person
    subject = _key(claims.get("sub"))
    if subject is None:
        raise bad_token("claim_sub")
    return settings.oidc_issuer, subject


def _is_vouched(settings: Settings, claims: Mapping[str, Any]) -> bool:
    """Whether the provider says that the address is this person's.

    Entra's `email` may be anything a guest's own tenant says; `xms_edov` says that the domain's owner was verified.
    """
    if settings.oidc_email_trusted:
        return True
    said = claims.get("xms_edov" if settings.oidc_is_entra else "email_verified")
    # Some providers write the truth as text, Entra now and then as a number.
    return said is True or said in ("true", "1") or (type(said) is int and said == 1)


def _roles_in(claims: Mapping[str, Any], claim: str) -> frozenset[str]:
    """The app roles: a list of words, or one word, at the claim of this name or where its dots lead."""
    found: Any = claims.get(claim)
    if found is None:
        found = claims
        for step in claim.split("."):
            found = found.get(step) if isinstance(found, Mapping) else None
    if isinstance(found, str):
        found = [found]
    if not isinstance(found, list):
        return frozenset()
    return frozenset(each for each in found[:MAX_ROLES] if isinstance(each, str) and len(each) <= LONGEST)


def _key(value: Any) -> str | None:
    """A word that tells people apart, whole or not at all: cut short, two could become one."""
    return value if isinstance(value, str) and len(value) <= LONGEST and _PLAIN.fullmatch(value) else None


def _line(value: Any) -> str | None:
    if not isinstance(value, str):
        return None
    return " ".join("".join(_PLAIN.findall(value)).split())[:LONGEST].strip() or None


def _named_by_parts(claims: Mapping[str, Any]) -> str | None:
    parts = (_line(claims.get("given_name")), _line(claims.get("family_name")))
    return " ".join(each for each in parts if each)[:LONGEST] or None


def _address(value: Any) -> str | None:
    return value.lower() if isinstance(value, str) and _ADDRESS.fullmatch(value) else None
