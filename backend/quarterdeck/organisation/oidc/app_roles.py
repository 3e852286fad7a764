"""Which roles an app role of the provider gives: `service_manager unit:HOUSING`, as the settings say."""

from collections.abc import Iterable
from dataclasses import dataclass

from quarterdeck.core.actor import Scope
from quarterdeck.core.refusal import Refusal
from quarterdeck.core.settings import Settings
from quarterdeck.organisation.roles import SCOPES_OF_ROLE, Role


@dataclass(frozen=True, order=True)
class RoleGiven:
    """A role, and over what; `code` is the unit's, portfolio's or body's, and empty for the council."""

    role: Role
    scope: Scope
    code: str = ""


def roles_given(settings: Settings, app_roles: Iterable[str]) -> frozenset[RoleGiven]:
    """What a person with these app roles is given. Raises Refusal where the settings make no sense."""
    table = settings.oidc_roles
    return frozenset(read(words) for app_role in app_roles for words in table.get(app_role, ()))


def check_settings(settings: Settings) -> None:
    """Refuse to start with roles that are none. Raises Refusal, which names the words."""
    for every in settings.oidc_roles.values():
        for words in every:
            read(words)


def read(words: str) -> RoleGiven:
    """A role as the settings write it: its name, and where it does not reach the whole council, its scope and code."""
    name, _, rest = words.strip().partition(" ")
    scope_name, _, code = (rest.strip() or Scope.COUNCIL).partition(":")
    try:
        role, scope = Role(name), Scope(scope_name)
    except ValueError:
        raise _wrong(words, f"roles are {', '.join(Role)}; scopes {', '.join(Scope)}") from None
    if scope not in SCOPES_OF_ROLE[role]:
        raise _wrong(words, f"{role} is given for a {' or a '.join(sorted(SCOPES_OF_ROLE[role]))}")
    if (scope is Scope.COUNCIL) is not (code == ""):
        raise _wrong(words, f"write {role} alone for the council, or {role} {scope}:CODE")
    return RoleGiven(role, scope, code)


def _wrong(words: str, mend: str) -> Refusal:
    return Refusal(f"QUARTERDECK_OIDC_ROLES cannot be read at “{words[:80]}”: {mend}.")
