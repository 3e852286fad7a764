"""What is installed: pinned, hashed, from no address of ours; and a wheel that carries all that serving needs."""

import json
import re
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

from tests.docs.reading import ROOT, text_of

PROJECT = tomllib.loads(text_of("pyproject.toml"))["project"]
LOCKS = {"requirements.lock": PROJECT["dependencies"]}
LOCKS["requirements-dev.lock"] = [*PROJECT["dependencies"], *PROJECT["optional-dependencies"]["dev"]]

NEEDED = ("dependencies", "optionalDependencies")


def _locked(name: str) -> dict[str, tuple[Version, int]]:
    """Each distribution of a lock file, with its version and how many hashes it has."""
    entries = re.split(r"\n(?=\S)", re.sub(r"^#.*\n", "", text_of(name), flags=re.MULTILINE))
    found = {}
    for entry in filter(str.strip, entries):
        pinned = re.match(r"([A-Za-z0-9._-]+)(?:\[[^\]]*\])?==(\S+)", entry)
        assert pinned, f"{name}: {entry[:80]}"
        hashes = re.findall(r"--hash=sha256:[0-9a-f]{64}\b", entry)
        found[canonicalize_name(pinned.group(1))] = (Version(pinned.group(2)), len(hashes))
    return found


@pytest.mark.parametrize("name", LOCKS)
def test_everything_is_pinned_with_its_hashes_and_without_addresses(name: str) -> None:
    assert [each for each, (_, hashes) in _locked(name).items() if not hashes] == []
    for word in ("://", "--index-url", "--extra-index-url", "--find-links", "--trusted-host", "file:/"):
        assert word not in text_of(name)


@pytest.mark.parametrize("name", LOCKS)
def test_the_locked_versions_are_those_the_project_asks_for(name: str) -> None:
    locked = _locked(name)
    for wanted in map(Requirement, LOCKS[name]):
        assert canonicalize_name(wanted.name) in locked, f"{wanted.name}: run make lock"
        assert locked[canonicalize_name(wanted.name)][0] in wanted.specifier, f"{wanted.name}: run make lock"


def test_development_runs_on_what_is_installed() -> None:
    runtime, development = _locked("requirements.lock"), _locked("requirements-dev.lock")
    assert {name for name, (version, _) in runtime.items() if development[name][0] != version} == set()


@pytest.mark.slow
def test_a_wheel_carries_the_front_end_and_every_file_beside_the_code(tmp_path: Path) -> None:
    build = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--no-build-isolation", "--wheel-dir"]
    subprocess.run([*build, str(tmp_path), str(ROOT)], check=True, capture_output=True)
    (wheel,) = tmp_path.glob("quarterdeck-*.whl")
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
    package = ROOT / "backend" / "quarterdeck"
    there = {
        f"quarterdeck/{path.relative_to(package).as_posix()}"
        for path in package.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    assert there - names == set()
    pages = ROOT / "frontend" / "dist"
    built = [path.relative_to(pages).as_posix() for path in pages.rglob("*") if path.is_file()]
    assert {f"quarterdeck/front_end/{path}" for path in built} <= names
    assert any(name.endswith("licenses/LICENSE") for name in names)


def test_the_front_end_installs_from_its_lock_alone() -> None:
    """Every package that another needs stands in the lock with its hash, and none with the address of a registry."""
    lock = json.loads((ROOT / "frontend" / "package-lock.json").read_text(encoding="utf-8"))["packages"]
    there = {path.rpartition("node_modules/")[2] for path in lock}
    needed = {name for each in lock.values() for kind in NEEDED for name in each.get(kind, {})}
    assert needed - there == set(), "`npm ci` refuses such a lock: make it anew where these can be had"
    assert [path for path, each in lock.items() if path and "integrity" not in each] == []
    assert [path for path, each in lock.items() if "resolved" in each] == []
