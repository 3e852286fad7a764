"""What is asked of the API: one request, and what of the answer shows that its subject is seen."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

Shows = int | str | Callable[[Any], bool] | None
"""What a good answer has to show: the id of an item of its list, or a test of its JSON. None: nothing more."""


@dataclass(frozen=True)
class Call:
    """One request, its path below `base`. `version` becomes If-Match; `files` makes the body a form."""

    method: str
    path: str
    body: Any = None
    version: int | None = None
    query: dict[str, Any] = field(default_factory=dict)
    files: dict[str, Any] | None = None
    shows: Shows = None
    base: str = "/api/v1"

    def at(self, path: str) -> "Call":
        """The same call of another path."""
        return replace(self, path=path)

    def with_body(self, body: Any) -> "Call":
        """The same call with another body."""
        return replace(self, body=body)

    def shown_in(self, content: Any) -> bool:
        """Whether the answer's JSON shows what it has to show."""
        if self.shows is None:
            return True
        if callable(self.shows):
            return self.shows(content)
        return any(item["id"] == self.shows for item in content["items"])


FORMS = frozenset(
    {"create_evidence", "set_logo", "create_setup_load", "create_history_upload", "create_comparison_file"}
)
"""Operations whose body is a form with a file."""
Calls = dict[tuple[str, str], Call]
"""By operation id and situation."""


def get(path: str, shows: Shows = None, **query: Any) -> Call:
    return Call("GET", path, query=query, shows=shows)


def post(path: str, body: Any = None, version: int | None = None) -> Call:
    return Call("POST", path, body, version)


def put(path: str, body: Any, version: int) -> Call:
    return Call("PUT", path, body, version)


def patch(path: str, body: Any, version: int) -> Call:
    return Call("PATCH", path, body, version)
