"""P11: from nothing to the first answer, beside an empty app with as many routes."""

from fastapi.routing import iter_route_contexts

from bench.processes import running
from bench.setting import Outcome, Setting
from quarterdeck.app import create_app


def run(setting: Setting) -> list[Outcome]:
    """Processor seconds of a process from its start to its first answer that looked into the database."""
    with setting.database() as database:
        url = database.settings.url
        routes = len(list(iter_route_contexts(create_app(database.settings, database).routes)))
    ours = {
        "QUARTERDECK_DATABASE_URL": url,
        "QUARTERDECK_DATA_DIR": str(setting.folder),
        "QUARTERDECK_LOG_LEVEL": "warning",
    }
    peer = {"PEER_DATABASE_URL": url, "PEER_ROUTES": str(routes)}
    empty = ["uvicorn", "--factory", "bench.peers.empty:create", "--no-access-log", "--log-level", "warning"]
    outcome = Outcome("P11", f"{routes} routes, {setting.db}", [], [])
    # Once more than counts: the first start compiles the modules.
    for number in range(setting.rounds + 1):
        for command, environment, ready, seconds in (
            (["quarterdeck", "serve"], ours, "/health/ready", outcome.ours),
            (empty, peer, "/ready", outcome.peer),
        ):
            with running(command, environment, ready, setting.folder / "start.log") as server:
                if number:
                    seconds.append(server.cpu())
    return [outcome]
