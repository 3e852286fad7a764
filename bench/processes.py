"""Servers in processes of their own, and the processor time they have taken."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx

from tests.journeys.server import free_port

ROOT = Path(__file__).parents[1]
TICK = 1 / os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True)
class Running:
    """A server that answers."""

    url: str
    process: subprocess.Popen[bytes]

    def cpu(self) -> float:
        """Processor seconds so far, user and system."""
        return cpu_of(self.process.pid)


@contextmanager
def running(command: Sequence[str], environment: Mapping[str, str], ready: str, log: Path) -> Iterator[Running]:
    """`command` with `--port` added, once it answers 200 at `ready`; ended afterwards."""
    port = free_port()
    with log.open("ab") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", *command, "--port", str(port)],
            env={**_environment(log.parent), **environment},
            stdout=output,
            stderr=output,
        )
    try:
        url = f"http://127.0.0.1:{port}"
        _wait(process, f"{url}{ready}", log)
        yield Running(url, process)
    finally:
        process.terminate()
        process.wait(20)


def _environment(folder: Path) -> dict[str, str]:
    """Ours, with compiled modules kept as they are where anything is installed: nobody compiles at every start."""
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return {**kept, "PYTHONPATH": f"{ROOT}/backend:{ROOT}", "PYTHONPYCACHEPREFIX": str(folder / "compiled")}


def _wait(process: subprocess.Popen[bytes], address: str, log: Path) -> None:
    with httpx.Client() as http:
        for _ in range(3000):
            if process.poll() is not None:
                raise RuntimeError(log.read_text())
            try:
                if http.get(address).status_code == 200:
                    return
            except httpx.TransportError:
                pass
            time.sleep(0.02)
    raise RuntimeError(f"{address} did not answer: {log.read_text()}")


def cpu_of(pid: int, *, with_children: bool = False) -> float:
    """Processor seconds that a process has taken, with those of its ended children where asked."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return sum(int(each) for each in fields[11 : 15 if with_children else 13]) * TICK


def cpu_of_postgresql(postmaster: int) -> float:
    """Processor seconds of a PostgreSQL server: its first process, and all that it started."""
    total = cpu_of(postmaster, with_children=True)
    for place in Path("/proc").glob("[0-9]*"):
        try:
            parent = int((place / "stat").read_text().rpartition(")")[2].split()[1])
            total += cpu_of(int(place.name)) if parent == postmaster else 0
        except (FileNotFoundError, ProcessLookupError):
            # It ended while we looked; the first process has its time.
            continue
    return total
