"""What a job runs in, and what comes out of it."""

import statistics
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from quarterdeck.core.db import Database
from tests.databases import new_database

DIALECTS = {"sqlite": "sqlite", "pg": "postgresql"}


@dataclass(frozen=True)
class Setting:
    """A folder of its own, the database to use, and how much of everything."""

    folder: Path
    db: str
    councils: int
    rounds: int

    def database(self, name: str = "quarterdeck_bench") -> Database:
        """A new, migrated, empty database."""
        return new_database(DIALECTS[self.db], name, self.folder)


@dataclass(frozen=True)
class Outcome:
    """Ours beside the peer's: processor seconds of each round, for one unit of work. goal: the most it may cost."""

    key: str
    detail: str
    ours: list[float]
    peer: list[float]
    db: str = "sqlite"

    @property
    def ratio(self) -> float:
        return statistics.median(self.ours) / statistics.median(self.peer)

    @property
    def goal(self) -> float:
        target = targets()[self.key]
        return float(target.get(f"goal_{self.db}", target["goal"]))

    def line(self) -> str:
        ours, peer = (statistics.median(rounds) * 1000 for rounds in (self.ours, self.peer))
        verdict = "PASS" if self.ratio <= self.goal else "FALLS SHORT"
        what = f"{self.key} {targets()[self.key]['job']} ({self.detail})"
        return f"{what}: {ours:.2f} ms, peer {peer:.2f} ms, {self.ratio:.2f}× of at most {self.goal}× {verdict}"

    def as_json(self) -> dict[str, Any]:
        return {
            "key": self.key,
            "job": targets()[self.key]["job"],
            "detail": self.detail,
            "ours_seconds": self.ours,
            "peer_seconds": self.peer,
            "ratio": round(self.ratio, 3),
            "goal": self.goal,
            "passes": self.ratio <= self.goal,
        }


@dataclass(frozen=True)
class Measured:
    """A plain figure of each round, in the unit that its goal has."""

    key: str
    detail: str
    figures: list[float]

    @property
    def figure(self) -> float:
        return statistics.median(self.figures)

    @property
    def goal(self) -> float:
        return float(targets()[self.key]["goal"])

    def line(self) -> str:
        unit = targets()[self.key]["unit"]
        verdict = "PASS" if self.figure <= self.goal else "FALLS SHORT"
        what = f"{self.key} {targets()[self.key]['job']} ({self.detail})"
        return f"{what}: {self.figure:.1f} {unit} of at most {self.goal:g} {unit} {verdict}"

    def as_json(self) -> dict[str, Any]:
        target = targets()[self.key]
        return {
            "key": self.key,
            "job": target["job"],
            "detail": self.detail,
            "figures": self.figures,
            "unit": target["unit"],
            "goal": self.goal,
            "passes": self.figure <= self.goal,
        }


@cache
def targets() -> dict[str, Any]:
    """The goals, by key."""
    return tomllib.loads((Path(__file__).parent / "targets.toml").read_text(encoding="utf-8"))
