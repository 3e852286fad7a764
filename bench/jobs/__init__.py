"""The jobs, by name. Each is a module with `run(setting)`."""

from collections.abc import Callable, Sequence

from bench.jobs import builder, dashboard, figures, growth, pages, start
from bench.setting import Measured, Outcome, Setting

JOBS: dict[str, Callable[[Setting], Sequence[Outcome | Measured]]] = {
    "start": start.run,
    "builder": builder.run,
    "dashboard": dashboard.run,
    "figures": figures.run,
    "growth": growth.run,
    "pages": pages.run,
}
SMOKE = ("start", "builder", "dashboard", "figures", "pages")
