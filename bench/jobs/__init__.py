"""The jobs, by name. Each is a module with `run(setting) -> list[Outcome]`."""

from collections.abc import Callable

from bench.jobs import figures, start
from bench.setting import Outcome, Setting

JOBS: dict[str, Callable[[Setting], list[Outcome]]] = {"start": start.run, "figures": figures.run}
SMOKE = ("start", "figures")
