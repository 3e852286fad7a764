"""The permission table as a page of the docs, made from roles.py and access.py: `quarterdeck permissions`."""

from collections.abc import Iterator

from quarterdeck.core.actor import Scope
from quarterdeck.organisation.access import OPEN_TO_ALL
from quarterdeck.organisation.roles import ROLES, SCOPES_OF_ROLE, Permission, Role

INTRODUCTION = """# Who may do what

Made by `quarterdeck permissions > docs/permissions.md` from `organisation/roles.py` and `organisation/access.py`;
a test says so when it is out of date.

A *role grant* gives a role in a scope between two days, to a person or to a post (then to whoever holds it). A scope
is the whole council, a unit with every unit below it, a portfolio, or a body. A permission counts where its grant
reaches. Nobody reaches another council, and nobody confirms what they submitted themselves. What everyone signed in
may read needs no permission.

A *delegation* lets a person act with the roles of another between two days, an administrator's excepted. What was
delegated is not handed on, and what needs two people still needs two.
"""


def as_markdown() -> str:
    """The whole page."""
    return "\n".join([INTRODUCTION, *_scopes(), "", *_permissions(), "", *_open_routes(), ""])


def _scopes() -> Iterator[str]:
    yield "## Roles and the scopes they are given for\n"
    yield "| role | scopes |"
    yield "|---|---|"
    for role in Role:
        yield f"| {_words(role)} | {', '.join(scope for scope in Scope if scope in SCOPES_OF_ROLE[role])} |"


def _permissions() -> Iterator[str]:
    yield "## Permissions of each role\n"
    yield f"| permission | {' | '.join(_words(role) for role in Role)} |"
    yield f"|---|{':-:|' * len(Role)}"
    for permission in Permission:
        marks = ("●" if permission in ROLES[role] else " " for role in Role)
        yield f"| `{permission}` | {' | '.join(marks)} |"


def _open_routes() -> Iterator[str]:
    yield "## Open to all\n"
    yield "Every other route asks who is signed in; the application does not start otherwise.\n"
    yield "| route | why it may do without |"
    yield "|---|---|"
    for route, why in OPEN_TO_ALL.items():
        yield f"| `{route}` | {why} |"


def _words(role: Role) -> str:
    return role.replace("_", " ")
