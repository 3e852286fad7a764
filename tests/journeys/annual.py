"""An annual round over HTTP: a quarter's round in all but what is asked, proposals for a year."""

from typing import Any

from tests.journeys.council import Council
from tests.journeys.quarter import PROVIDERS, Quarter, Typed

CABINET = "annual_cabinet"


class AnnualRound(Quarter):
    """The round that plans a financial year, with what its people do in it."""

    def __init__(self, council: Council, year: str, round_id: int | None = None) -> None:
        """Planned now, or (round_id) when the council rolled over into the year."""
        self.council, self.period = council, year
        self.team = council["performance team"]
        self.id = round_id or self.team.post("/rounds", {"cycle": "annual", "period": year})["id"]
        self.edition = 0
        self.cells = set()

    def opens(self) -> None:
        self._decide_round("open")

    def entries(self, unit: str, who: str = "auditor") -> dict[str, dict[str, Any]]:
        """A submission's proposals by the ref of their indicator."""
        rows = self.council[who].items(f"/submissions/{self.submission(unit)['id']}/proposals")
        return {each["indicator"]["ref"]: each for each in rows}

    def types(self, unit: str, typed: Typed, who: str | None = None) -> dict[str, dict[str, Any]]:
        """The provider (or somebody on behalf) types a proposal at a time."""
        entries, submission = self.entries(unit), self.submission(unit)
        provider = self.council[who or PROVIDERS[unit]]
        path = f"/submissions/{submission['id']}/proposals"
        return {
            ref: provider.patch(f"{path}/{entries[ref]['id']}", fields, entries[ref]["version"])
            for ref, fields in typed.items()
        }

    def proposes_new(self, unit: str, measure: dict[str, Any]) -> dict[str, Any]:
        """The provider proposes to measure something that is not measured yet."""
        path = f"/submissions/{self.submission(unit)['id']}/proposals"
        made: dict[str, Any] = self.council[PROVIDERS[unit]].post(path, measure)
        return made

    def is_reviewed(self) -> None:
        self.is_decided("annual_officer_review", "approve", "chief executive")
