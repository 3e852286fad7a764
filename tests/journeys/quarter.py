"""A round over HTTP: asked, entered, submitted, returned, confirmed, sealed, reviewed, issued, decided on, closed."""

from collections.abc import Mapping
from typing import Any

from tests.journeys.council import Council
from tests.journeys.server import Caller

PROVIDERS = {"HOUSING": "housing provider", "STREETS": "streets provider"}
MANAGERS = {"HOUSING": "housing manager", "STREETS": "streets manager"}
STAGE_OF = {"CAB": "cabinet", "OSC": "scrutiny"}
BODY_OF = {stage: body for body, stage in STAGE_OF.items()}

Typed = Mapping[str, Mapping[str, Any]]
"""What is typed, by the ref of the indicator or activity."""

HOUSING: Typed = {
    "H1": {"value": 95.0, "numerator": 171, "denominator": 180},
    "H2": {
        "value": 28.2,
        "commentary": "Two long voids were re-let in May; without them the average is **24.9 days**.",
    },
    "H3": {"value": 207},
    "People 1": {
        "status": "in_question",
        "update": "Nine homes are back in use.",
        "cause": "Two owners have not answered.",
        "path_to_green": "Enforcement begins in August.",
    },
}
STREETS: Typed = {
    "S1": {
        "value": 88.1,
        "numerator": 370,
        "denominator": 420,
        "commentary": "The contractor was short of a crew in June.",
    },
    "S2": {"value": 412.6},
    "S3": {"value_state": "awaited", "commentary": "The county closes its figures in August."},
    "Place 1": {"status": "on_course", "update": "Fourteen cameras stand."},
}
FIGURES = {"HOUSING": HOUSING, "STREETS": STREETS}
"""What the services report for the first quarter: one green, two amber, one not to be rated, one awaited."""


class Quarter:
    """A round, with what its people do in it. What is read is read anew each time: versions move."""

    def __init__(self, council: Council, period: str) -> None:
        self.council, self.period = council, period
        self.team: Caller = council["performance team"]
        self.id: int = self.team.post("/rounds", {"period": period})["id"]
        self.edition: int = 0
        # What the round asked for, as (ref, period), from its opening on.
        self.cells: set[tuple[str, str]] = set()

    def round(self, who: str = "performance team") -> dict[str, Any]:
        found: dict[str, Any] = self.council[who].get(f"/rounds/{self.id}")
        return found

    def stages(self) -> dict[str, str]:
        """Where the round stands: the state of each stage by its key."""
        return {each["key"]: each["state"] for each in self.round()["stages"]}

    def opens(self) -> None:
        self._decide_round("open")
        asked = [entry for unit in PROVIDERS for entry in self.entries(unit).values()]
        self.cells = {(each["indicator"]["ref"], each["period_code"]) for each in asked if each["indicator"]}

    def closes(self) -> None:
        self._decide_round("close")

    def submission(self, unit: str, who: str = "auditor") -> dict[str, Any]:
        """A unit's submission, as somebody sees it."""
        found: list[dict[str, Any]] = self.council[who].items("/submissions", round_id=self.id, unit=unit)
        assert len(found) == 1, f"{who} sees {len(found)} submissions of {unit}"
        return found[0]

    def entries(self, unit: str, who: str = "auditor") -> dict[str, dict[str, Any]]:
        """A submission's entries by the ref of their indicator or activity; and the period of what is asked again."""
        rows = self.council[who].items(f"/submissions/{self.submission(unit)['id']}/entries")
        refs = [(each["indicator"] or each["activity"])["ref"] for each in rows]
        again = [f" {each['period_code']}" if each["asked_again"] else "" for each in rows]
        return {ref + period: each for ref, period, each in zip(refs, again, rows, strict=True)}

    def types(self, unit: str, typed: Typed, who: str | None = None) -> dict[str, dict[str, Any]]:
        """The provider (or somebody on behalf) types, field by field, each saved as soon as it is typed."""
        entries, submission = self.entries(unit), self.submission(unit)
        saved = {}
        for ref, fields in typed.items():
            version = entries[ref]["version"]
            for field, value in fields.items():
                path = f"/submissions/{submission['id']}/entries/{entries[ref]['id']}"
                saved[ref] = self.council[who or PROVIDERS[unit]].patch(path, {field: value}, version)
                version = saved[ref]["version"]
        return saved

    def checklist(self, unit: str) -> dict[str, Any]:
        found: dict[str, Any] = self.council[PROVIDERS[unit]].get(
            f"/submissions/{self.submission(unit)['id']}/checklist"
        )
        return found

    def findings(self, unit: str) -> dict[str, list[str]]:
        """What the checklist says, as codes by ref."""
        refs = {entry["id"]: ref for ref, entry in self.entries(unit).items()}
        items = self.checklist(unit)["items"]
        return {refs[item["entry_id"]]: [finding["code"] for finding in item["findings"]] for item in items}

    def decides(self, unit: str, action: str, who: str, comment: str | None = None) -> dict[str, Any]:
        """Submit, return, confirm or reopen a unit's submission."""
        submission = self.submission(unit, who)
        decision = {"action": action, "comment": comment}
        decided: dict[str, Any] = self.council[who].post(
            f"/submissions/{submission['id']}/decisions", decision, submission["version"]
        )
        return decided

    def reports(self, unit: str, typed: Typed) -> None:
        """A service's whole way: typed and submitted by its provider, confirmed by its manager."""
        self.types(unit, typed)
        self.decides(unit, "submit", PROVIDERS[unit])
        self.decides(unit, "confirm", MANAGERS[unit])

    def is_sealed(self) -> dict[str, Any]:
        """The performance team seals the next edition."""
        sealed: dict[str, Any] = self.team.post("/packs", {"round_id": self.id})
        self.edition = sealed["id"]
        return sealed

    def pack(self, who: str = "performance team") -> dict[str, Any]:
        found: dict[str, Any] = self.council[who].get(f"/packs/{self.edition}")
        return found

    def is_reviewed(self) -> None:
        """Officers and both portfolio holders approve, side by side."""
        self.is_decided("officer_review", "approve", "chief executive")
        self.is_decided("portfolio_review", "approve", "holder for homes", portfolio="HOMES")
        self.is_decided("portfolio_review", "approve", "holder for streets", portfolio="STREETS")

    def is_issued(self, body: str, meeting: Mapping[str, Any], report_number: str) -> dict[str, Any]:
        """The clerk issues the edition to a body for its meeting."""
        issue = {
            "body_id": self.council.bodies[body],
            "meeting_id": meeting["id"],
            "report_number": report_number,
            "late_reason": "The meeting was brought forward",
        }
        issued: dict[str, Any] = self.council["clerk"].post(f"/packs/{self.edition}/issues", issue)
        return issued

    def is_decided(self, stage: str, action: str, who: str, **more: Any) -> dict[str, Any]:
        """Somebody decides on the edition at a stage, or records what a body decided."""
        decision = {"action": action, "stage": stage, **more}
        decided: dict[str, Any] = self.council[who].post(
            f"/packs/{self.edition}/decisions", decision, self.pack(who)["version"]
        )
        return decided

    def is_decided_on(self, body: str, action: str, meeting: Mapping[str, Any], report_number: str) -> dict[str, Any]:
        """A body of members has the edition for its meeting, and decides there."""
        self.is_issued(body, meeting, report_number)
        return self.is_decided(STAGE_OF[body], action, "clerk", minute_reference="Minute 12")

    def goes_through(
        self, reported: Mapping[str, Typed], meetings: Mapping[str, Mapping[str, Any]], number: str
    ) -> None:
        """Reported by services, sealed, reviewed, approved by Cabinet and noted by Overview and Scrutiny.

        meetings: by body. Of what is reported, that is typed which the services are asked for.
        """
        for unit, typed in reported.items():
            asked = self.entries(unit)
            self.reports(unit, {ref: fields for ref, fields in typed.items() if ref in asked})
        self.is_sealed()
        self.is_reviewed()
        self.is_decided_on("CAB", "approve", meetings["CAB"], f"ACE-C{number}")
        self.is_decided_on("OSC", "note", meetings["OSC"], f"ACE-S{number}")

    def document(self, who: str = "performance team", body: str | None = None) -> str:
        """The quarterly monitoring document, as a page."""
        answer = self.council[who].http.get(
            f"/packs/{self.edition}/documents/html", params={"body": body} if body else {}
        )
        assert answer.status_code == 200, answer.text
        assert answer.headers["content-type"] == "text/html; charset=utf-8"
        return answer.text

    def figures(self, who: str, **viewpoint: Any) -> dict[str, dict[str, Any]]:
        """The figures that the round asked for, by ref, as somebody reads them."""
        rows = self.council[who].items("/observations", **viewpoint)
        return {each["ref"]: each for each in rows if (each["ref"], each["period"]) in self.cells}

    def _decide_round(self, action: str) -> None:
        self.team.post(f"/rounds/{self.id}/decisions", {"action": action}, self.round()["version"])
