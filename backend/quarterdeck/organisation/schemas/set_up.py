"""Setting an empty installation up."""

from typing import Annotated

from pydantic import ConfigDict, Field

from quarterdeck.core.http import Input, Line
from quarterdeck.organisation.schemas.session import EmailText, PasswordText
from quarterdeck.organisation.schemas.units import GssCode

CouncilCode = Annotated[
    str,
    Field(pattern=r"^[a-z0-9][a-z0-9-]{0,59}$", description="Small letters, figures, hyphens; else made of the name."),
]


class SetUpCreate(Input):
    """The first council and its first administrator. `code`: what the server prints while nobody can sign in.

    `performance_team`: they are of the performance team too, which loads plans and indicators and opens rounds.
    """

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "code": "7KQM-2XTR-9PWC-H4VD",
                    "council_name": "Example Borough Council",
                    "gss_code": "E07000092",
                    "name": "Head of Performance",
                    "email": "performance@example.gov.uk",
                    "password": "three random words",
                }
            ]
        }
    )

    code: Annotated[str, Field(min_length=1, max_length=64)]
    council_name: Line
    council_code: CouncilCode | None = None
    gss_code: GssCode | None = None
    name: Line
    email: EmailText
    password: PasswordText
    performance_team: bool = False
