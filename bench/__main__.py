"""`python -m bench NAME`: run a job, say how it stands, and keep the figures."""

import argparse
import json
import platform
import sqlite3
import sys
import tempfile
import time
from pathlib import Path

from bench.jobs import JOBS, SMOKE
from bench.setting import Measured, Outcome, Setting

OUT = Path(__file__).parent / "out"


def main() -> int:
    arguments = _arguments()
    names = SMOKE if arguments.name == "smoke" else (arguments.name,)
    began = time.monotonic()
    outcomes: list[Outcome | Measured] = []
    for name in names:
        with tempfile.TemporaryDirectory(prefix="quarterdeck-bench-") as folder:
            setting = Setting(Path(folder), arguments.db, arguments.councils, arguments.rounds)
            for outcome in JOBS[name](setting):
                print(outcome.line(), flush=True)
                outcomes.append(outcome)
    place = _keep(arguments, outcomes)
    print(f"{len(outcomes)} measured in {time.monotonic() - began:.0f} s; figures in {place}")
    return 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench", description="Measure: ratios side by side, and pages.")
    parser.add_argument("name", choices=["smoke", *JOBS])
    parser.add_argument("--db", choices=["sqlite", "pg"], default="sqlite")
    parser.add_argument("--councils", type=int, choices=[1, 10], default=1, help="how many councils the records are of")
    parser.add_argument("--rounds", type=int, default=5, help="how often each contender runs; the median counts")
    return parser.parse_args()


def _keep(arguments: argparse.Namespace, outcomes: list[Outcome | Measured]) -> Path:
    OUT.mkdir(exist_ok=True)
    place = OUT / f"{arguments.name}-{arguments.db}-{arguments.councils}.json"
    content = {
        "name": arguments.name,
        "database": arguments.db,
        "councils": arguments.councils,
        "rounds": arguments.rounds,
        "python": platform.python_version(),
        "sqlite": sqlite3.sqlite_version,
        "outcomes": [outcome.as_json() for outcome in outcomes],
    }
    place.write_text(json.dumps(content, indent=2) + "\n", encoding="utf-8")
    return place.relative_to(Path.cwd()) if place.is_relative_to(Path.cwd()) else place


if __name__ == "__main__":
    sys.exit(main())
