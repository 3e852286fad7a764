"""The demo as `quarterdeck demo` makes it: once in a run for each database, and a copy for whoever needs one."""

import fcntl
import json
import os
import re
import resource
import shutil
from dataclasses import asdict, dataclass
from pathlib import Path

import pytest

from tests.databases import copy_database, exists, new_url
from tests.journeys.server import environment_of, run_command


@dataclass(frozen=True)
class DemoCopy:
    """An installation that holds the demo: its environment, what making it said, and what that took of a processor."""

    environment: dict[str, str]
    said: str
    cpu_seconds: float

    @property
    def addresses(self) -> list[str]:
        """The e-mail addresses of its accounts, as they were printed."""
        return re.findall(r"\S+@\S+", self.said)


@dataclass(frozen=True)
class _Original:
    """What is copied, and never served."""

    url: str
    said: str
    cpu_seconds: float


def copy_demo(dialect: str, name: str, factory: pytest.TempPathFactory) -> DemoCopy:
    """A demo of one's own, on a new database called `name`; the first who asks waits for the original to be made."""
    base = factory.getbasetemp()
    # The processes of one run share what lies above their own folders.
    shared = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / f"demo-original-{dialect}"
    folder = factory.mktemp(name) / "data"
    with shared.with_suffix(".lock").open("w") as alone:
        fcntl.flock(alone, fcntl.LOCK_EX)
        original = _original(dialect, shared)
        shutil.copytree(shared / "data", folder)
        url = copy_database(original.url, name) if original.url else ""
    return DemoCopy(environment_of(url, folder), original.said, original.cpu_seconds)


def _original(dialect: str, folder: Path) -> _Original:
    """The original in this folder, made if it is not there."""
    noted = folder / "original.json"
    if noted.exists():
        original = _Original(**json.loads(noted.read_text(encoding="utf-8")))
        # The process that made one on PostgreSQL takes it away when it ends.
        if not original.url or exists(original.url):
            return original
        shutil.rmtree(folder)
    data = folder / "data"
    data.mkdir(parents=True)
    url = "" if dialect == "sqlite" else new_url(dialect, "quarterdeck_demo_original", data)
    environment, before = environment_of(url, data), _spent()
    if url:
        run_command(environment, "migrate")
    said = run_command(environment, "demo", "--no-serve").stdout
    original = _Original(url, said, _spent() - before)
    noted.write_text(json.dumps(asdict(original)), encoding="utf-8")
    return original


def _spent() -> float:
    """The seconds of processor time that this process's children took."""
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return children.ru_utime + children.ru_stime
