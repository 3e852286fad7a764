"""Who gets in where: the matrix, written by hand from the design papers in `matrix/*.txt`, and how to read it.

An operation stands by its id, below it a line for each situation that the permissions tell apart, with a mark
for each column of `personas.COLUMNS`:

    y  gets in (2xx), and in a list or a document sees what the situation is about
    -  is answered (2xx), and does not see it there
    1  has to sign in (401)
    2  names what does not exist for them (422)
    3  may not (403)
    4  finds nothing (404)
    9  may, though not in this state (409)

"Own" is Housing, or the portfolio Homes that its measures belong to; "other" is Environment, or Streets. Nobody
who is not signed in gets in anywhere but where OPEN says so, nor does somebody disabled; somebody whose roles
have ended, or begin tomorrow, gets what somebody without roles gets. What is not in the matrix is denied: a test
fails for an operation that it does not name.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.api.personas import COLUMNS

FOLDER = Path(__file__).parent / "matrix"
MARKS = {"y": range(200, 300), "-": range(200, 300), "1": [401], "2": [422], "3": [403], "4": [404], "9": [409]}
OPEN = frozenset(
    {
        "health_live",
        "health_ready",
        "create_session",
        "read_sign_in_options",
        "begin_provider_sign_in",
        "finish_provider_sign_in",
        "ask_password_reset",
        "use_password_reset",
        "read_document_stylesheet",
        "create_first_council",
        "read_branding_stylesheet",
        "read_logo",
    }
)
"""What needs no sign-in: whether the service lives, signing in or getting a new password, making the first council
with the code that the server prints, and how documents and pages look."""


@dataclass(frozen=True)
class Row:
    """One situation of one operation, and what each column gets."""

    operation: str
    situation: str
    marks: dict[str, str]

    def mark(self, persona: str) -> str:
        """What somebody gets: as it is written, or by the rule for those who have no column."""
        if persona in self.marks:
            return self.marks[persona]
        if persona == "EX" or self.operation in OPEN:
            return self.marks["NG"]
        return "1"


def rows() -> list[Row]:
    """The whole matrix."""
    return [row for path in sorted(FOLDER.glob("*.txt")) for row in _rows_of(path)]


def _rows_of(path: Path) -> Iterator[Row]:
    operation, columns = "", list[str]()
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        text = line.partition("#")[0].replace("|", " ")
        words = text.split()
        if not words:
            continue
        if not text.startswith(" "):
            operation = words[0]
        elif not columns:
            columns = words
            assert columns == list(COLUMNS), f"{path.name} has other columns than COLUMNS"
        else:
            marks = words[-len(columns) :]
            assert set(marks) <= set(MARKS), f"{path.name}, line {number}: {marks}"
            yield Row(operation, " ".join(words[: -len(columns)]), dict(zip(columns, marks, strict=True)))
