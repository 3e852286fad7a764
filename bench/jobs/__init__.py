"""The jobs, by name. Each is a module with `run(setting) -> list[Outcome]`."""

from collections.abc import Callable

from bench.jobs import builder, dashboard, figures, growth, start
from bench.setting import Outcome, Setting

JOBS: dict[str, Callable[[Setting], list[Outcome]]] = {
    "start": start.run,
    "builder": builder.run,
    "dashboard": dashboard.run,
    "figures": figures.run,
    "growth": growth.run,
}
SMOKE = ("start", "builder", "dashboard", "figures")
