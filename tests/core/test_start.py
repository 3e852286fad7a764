"""Starting: what a server does not need is not loaded, and the schema's revisions are known without Alembic."""

import subprocess
import sys

from alembic.script import ScriptDirectory

from quarterdeck.core.schema_revision import REVISIONS, known_revisions

# What migrating, the demo and reading tables need: together they were half of every start.
NOT_NEEDED = {
    "alembic",
    "quarterdeck.demo",
    "quarterdeck.integrations.command",
    "authlib",
    "quarterdeck.migrations.run",
    "holidays",
}


def test_the_known_revisions_are_alembics_chain() -> None:
    scripts = ScriptDirectory(str(REVISIONS.parent))
    assert known_revisions() == tuple(script.revision for script in scripts.walk_revisions())


def test_the_command_loads_what_serving_needs_and_no_more() -> None:
    source = "import sys, quarterdeck.cli; from quarterdeck.app import create_app; create_app(); print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", source], capture_output=True, text=True, check=True)
    assert NOT_NEEDED & set(done.stdout.split()) == set()
