"""What the pages tell people to type exists, every command and setting is documented, and links lead somewhere."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from typer.main import get_command

from quarterdeck.cli import main
from quarterdeck.core.settings import Settings
from tests.docs.reading import ROOT, blocks, pages, rows, spans, text_of

COMMANDS = {
    "": get_command(main),
    "users": get_command(main).commands["users"],  # type: ignore[attr-defined]
}
OPERATORS = text_of("docs", "guides", "operators.md")
SETTINGS = {f"QUARTERDECK_{name.upper()}": field for name, field in Settings.model_fields.items()}


def _targets() -> set[str]:
    return set(re.findall(r"^([a-z-]+):", text_of("Makefile"), flags=re.MULTILINE))


def _typed() -> list[tuple[str, str]]:
    """(page, line) of every line that somebody is told to type, and every code span that is a command."""
    found = []
    for page in pages():
        text = page.read_text(encoding="utf-8")
        lines = [line.strip() for block in [*blocks(text, "sh"), *blocks(text, "ini")] for line in block.splitlines()]
        found += [(page.name, line) for line in [*lines, *spans(text)]]
    return found


def _command(line: str) -> list[str] | None:
    """The words after `quarterdeck` in a line that calls it."""
    found = re.search(r"(?:^|[/\s])quarterdeck\s+([a-z][^|#>]*)", line)
    return found.group(1).split() if found else None


def test_what_make_is_asked_for_is_a_target() -> None:
    asked = {(page, word) for page, line in _typed() for word in re.findall(r"\bmake ([a-z-]+)", line)}
    assert len(asked) > 5
    assert {each for each in asked if each[1] not in _targets()} == set()


def test_every_target_says_what_it_is_for() -> None:
    makefile = text_of("Makefile")
    for target in ("help", "setup", "demo", "test", "test-long", "lint", "bench", "openapi"):
        assert re.search(rf"^{target}:.*## ", makefile, flags=re.MULTILINE), target


def test_the_commands_of_the_pages_exist_with_their_options() -> None:
    called = [(page, words) for page, line in _typed() if (words := _command(line))]
    assert len(called) > 15
    for page, words in called:
        group = "users" if words[0] == "users" else ""
        name = words[1] if group else words[0]
        commands: dict[str, Any] = COMMANDS[group].commands  # type: ignore[attr-defined]
        if name in ("…", "[...]"):
            continue
        assert name in commands, f"{page}: quarterdeck {' '.join(words)}"
        options = {option for parameter in commands[name].params for option in parameter.opts}
        given = {word.partition("=")[0] for word in words if word.startswith("--")}
        assert given <= options, f"{page}: quarterdeck {' '.join(words)}"


def test_every_command_is_in_the_operators_guide() -> None:
    names = set(COMMANDS[""].commands) - {"users"}  # type: ignore[attr-defined]
    told = {words[0] for line in [*spans(OPERATORS), *OPERATORS.splitlines()] if (words := _command(line))}
    told |= {span for span in spans(OPERATORS) if span in names}
    assert names - told == set()
    assert "users create-admin" in OPERATORS


def test_every_setting_is_documented_with_its_default() -> None:
    documented = {row[0].strip("`"): row[1].strip("`") for row in rows(OPERATORS) if row[0].startswith("`QUARTERDECK_")}
    assert set(documented) == set(SETTINGS)
    for name, field in SETTINGS.items():
        default = "" if field.default is None else str(field.default)
        assert documented[name] == (default.lower() if isinstance(field.default, bool) else default), name
        assert field.description, name


def test_settings_that_pages_speak_of_exist() -> None:
    beside = {"QUARTERDECK_DATABASE_PASSWORD"}  # of docker-compose.yml
    texts = [page.read_text(encoding="utf-8") for page in pages()]
    texts += [text_of("docker-compose.yml"), text_of("docker", "nginx.conf"), text_of("docker", "Dockerfile")]
    spoken = {name for text in texts for name in re.findall(r"QUARTERDECK_[A-Z_]+", text)}
    assert spoken - set(SETTINGS) - beside == set()


@pytest.mark.parametrize("page", pages(), ids=lambda page: page.relative_to(ROOT).as_posix())
def test_links_lead_somewhere(page: Path) -> None:
    links = re.findall(r"\]\(([^)#\s]+)", page.read_text(encoding="utf-8"))
    local = [link for link in links if not link.startswith(("http://", "https://", "mailto:"))]
    assert [link for link in local if not (page.parent / link).exists()] == []


def test_paths_that_pages_name_exist() -> None:
    named = {
        (page.name, span)
        for page in pages()
        for span in spans(page.read_text(encoding="utf-8"))
        if re.fullmatch(r"(?:backend|tests|docs|docker|bench|frontend)/[\w./-]+", span)
    }
    assert len(named) > 10
    made = {"frontend/dist", "bench/out"}
    missing = {each for each in named if not (ROOT / each[1]).exists() and each[1].rstrip("/") not in made}
    assert missing == set()


def test_the_changelog_has_what_comes_next() -> None:
    assert "## [Unreleased]" in text_of("CHANGELOG.md")


def test_examples_of_json_are_json() -> None:
    for page in pages():
        for block in blocks(page.read_text(encoding="utf-8"), "json"):
            json.loads(block)


def test_examples_of_yaml_are_yaml() -> None:
    for page in pages():
        for block in blocks(page.read_text(encoding="utf-8"), "yaml"):
            yaml.safe_load(block)
