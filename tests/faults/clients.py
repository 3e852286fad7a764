"""Starting several clients in processes of their own, and letting them begin together."""

import json
import os
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from tests.journeys.server import Server

ROOT = Path(__file__).parents[2]


def at_once(server: Server, email: str, change: str, path: str, *, clients: int, count: int) -> Counter[str]:
    """Let clients make `count` changes each at the same time; returns how often they got which answer.

    change: the name of one of `tests.faults.changing`'s. Answers are counted by status, or as `replayed`.
    """
    command = [sys.executable, "-m", "tests.faults.changing", change, server.url, email]
    with ExitStack() as stack:
        processes = [
            stack.enter_context(_client([*command, str(number), path, str(count)])) for number in range(clients)
        ]
        for process in processes:
            assert process.stdout is not None
            assert process.stdout.readline() == "ready\n", process.communicate()[1]
        for process in processes:
            assert process.stdin is not None
            process.stdin.write("go\n")
            process.stdin.flush()
        answers: Counter[str] = Counter()
        for process in processes:
            said, went_wrong = process.communicate(timeout=300)
            assert process.returncode == 0, went_wrong
            answers.update(json.loads(said))
        return answers


@contextmanager
def _client(command: list[str]) -> Iterator[subprocess.Popen[str]]:
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    environment = {**os.environ, "PYTHONPATH": f"{ROOT}{os.pathsep}{ROOT / 'backend'}"}
    with subprocess.Popen(command, env=environment, text=True, **pipes) as process:
        try:
            yield process
        finally:
            process.kill()
