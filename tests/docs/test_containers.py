"""The containers start commands that exist, with settings that exist, behind a web server that knows what is ours."""

import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import yaml
from typer.main import get_command

from quarterdeck.app import create_app
from quarterdeck.cli import main
from quarterdeck.core.db import Database
from quarterdeck.core.front_end import ASKED_AGAIN, FOR_EVER
from quarterdeck.core.guard import POLICY
from quarterdeck.core.settings import Settings
from tests.docs.reading import ROOT, text_of

COMPOSE: dict[str, Any] = yaml.safe_load(text_of("docker-compose.yml"))
SERVICES: dict[str, Any] = COMPOSE["services"]
NGINX = text_of("docker", "nginx.conf")
COMMANDS: dict[str, Any] = get_command(main).commands  # type: ignore[attr-defined]


def test_everything_an_installation_needs_is_there() -> None:
    assert set(SERVICES) == {"db", "migrate", "api", "worker", "web"}
    assert SERVICES["db"]["image"] == "postgres:18"


def test_the_commands_exist_with_their_options() -> None:
    ours = {name: service["command"] for name, service in SERVICES.items() if "command" in service}
    assert {name: command[1] for name, command in ours.items()} == {
        "migrate": "migrate",
        "api": "serve",
        "worker": "worker",
    }
    for command in ours.values():
        assert command[0] == "quarterdeck"
        options = {option for parameter in COMMANDS[command[1]].params for option in parameter.opts}
        assert {word for word in command if word.startswith("--")} <= options


def test_the_settings_are_known_and_valid() -> None:
    for name in ("migrate", "api", "worker"):
        environment = SERVICES[name]["environment"]
        values = {key.removeprefix("QUARTERDECK_").lower(): value for key, value in environment.items()}
        assert set(values) <= set(Settings.model_fields)
        address = re.sub(r"\$\{\w+:-(.*?)\}", r"\1", values["public_base_url"])
        settings = Settings.model_validate({**values, "public_base_url": address})
        assert settings.url.startswith("postgresql+psycopg://quarterdeck:")
        assert settings.worker_in_server is False


def test_nothing_starts_before_what_it_needs() -> None:
    def needs(name: str) -> dict[str, str]:
        return {other: how["condition"] for other, how in SERVICES[name]["depends_on"].items()}

    assert needs("migrate") == {"db": "service_healthy"}
    assert needs("api") == needs("worker") == {"migrate": "service_completed_successfully"}
    assert needs("web") == {"api": "service_healthy"}


def test_no_password_is_written_down_and_only_the_web_server_is_reached() -> None:
    text = text_of("docker-compose.yml")
    assert re.findall(r"PASSWORD: (?!\$\{)", text) == []
    assert [name for name, service in SERVICES.items() if "ports" in service] == ["web"]
    assert all(port.startswith("127.0.0.1:") for port in SERVICES["web"]["ports"])


def test_there_is_time_to_finish() -> None:
    grace = int(SERVICES["api"]["stop_grace_period"].removesuffix("s"))
    assert grace > Settings.model_fields["shutdown_seconds"].default + 2


def test_volumes_and_files_are_there() -> None:
    mounted = {volume.partition(":")[0] for service in SERVICES.values() for volume in service.get("volumes", [])}
    assert mounted == set(COMPOSE["volumes"])
    for name in ("api", "web"):
        build = SERVICES[name]["build"]
        dockerfile = text_of(*build["dockerfile"].split("/"))
        assert f" AS {build['target']}\n" in dockerfile
    for line in re.findall(r"^COPY (?!--)(.+)$", text_of("docker", "Dockerfile"), flags=re.MULTILINE):
        *sources, _ = line.split()
        assert [source for source in sources if not (ROOT / source).exists()] == []


def test_the_web_server_passes_on_what_the_service_answers(tmp_path: Path) -> None:
    found = re.search(r"location ~ \^/\((.+)\) \{\n\s+proxy_pass", NGINX)
    assert found
    passed = re.compile(f"/({found.group(1)})")
    settings = Settings(database_url=f"sqlite:///{tmp_path}/nowhere.sqlite3", worker_in_server=False)
    addresses = ["/openapi.json", *create_app(settings, Database(settings)).openapi()["paths"]]
    assert [address for address in addresses if not passed.match(address)] == []
    assert passed.match("/odata/v4/")
    assert passed.match("/open-data/")
    assert passed.match("/calendar/token.ics")
    assert passed.match("/metrics")
    assert not passed.match("/rounds/1")


def test_the_web_server_gives_up_slow_clients_and_waits_for_the_database() -> None:
    for name in ("client_header_timeout", "client_body_timeout", "send_timeout", "proxy_connect_timeout"):
        found = re.search(rf"^\s*{name} (\d+)s;", NGINX, flags=re.MULTILINE)
        assert found, name
        assert int(found.group(1)) <= 30, name
    patience = re.search(r"proxy_read_timeout (\d+)s;", NGINX)
    assert patience
    # The database gives a statement up after a minute.
    assert int(patience.group(1)) > 60
    assert "X-Forwarded-For $remote_addr;" in NGINX
    assert "$proxy_add_x_forwarded_for" not in NGINX


def test_the_web_server_takes_what_the_service_takes() -> None:
    sizes = [int(size) * 1024**2 for size in re.findall(r"client_max_body_size (\d+)m;", NGINX)]
    fields = Settings.model_fields
    assert sizes[0] > fields["max_body_bytes"].default
    assert sizes[1] > fields["max_evidence_bytes"].default + 65_536


def test_pages_and_answers_have_the_same_safe_headers() -> None:
    """The front end comes from nginx there, and from the service elsewhere."""
    told = re.findall(r'add_header Content-Security-Policy "([^"]+)" always;', NGINX)
    assert told == [POLICY, POLICY]
    for header in ('X-Content-Type-Options "nosniff"', 'Referrer-Policy "no-referrer"', 'X-Frame-Options "DENY"'):
        assert NGINX.count(f"add_header {header} always;") == len(told)


def test_the_web_server_keeps_hashed_files_for_ever_and_asks_for_the_page_again() -> None:
    page, assets = (re.search(rf"location {place} \{{(.+?)\}}", NGINX, flags=re.DOTALL) for place in ("/", "/assets/"))
    assert page
    assert assets
    assert "try_files $uri /index.html;" in page.group(1)
    assert f'add_header Cache-Control "{ASKED_AGAIN}" always;' in page.group(1)
    assert "try_files $uri =404;" in assets.group(1)
    assert f'add_header Cache-Control "{FOR_EVER}";' in assets.group(1), "a 404 is not kept"


def test_nginx_takes_its_configuration(tmp_path: Path) -> None:
    """Where nginx is installed it says so itself; braces and semicolons are counted everywhere."""
    bare = "\n".join(line.partition("#")[0].rstrip() for line in NGINX.splitlines())
    assert bare.count("{") == bare.count("}")
    statements = [line for line in bare.splitlines() if line.strip()]
    assert [line for line in statements if not line.endswith((";", "{", "}"))] == []
    nginx = shutil.which("nginx")
    if nginx:
        place = tmp_path / "nginx.conf"
        place.write_text(NGINX.replace("api:8000", "127.0.0.1:8000").replace("/tmp/", f"{tmp_path}/"))
        told = subprocess.run([nginx, "-t", "-c", str(place)], capture_output=True, text=True, check=False)
        assert told.returncode == 0, told.stderr
