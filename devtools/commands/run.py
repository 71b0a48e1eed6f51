"""`./dev run`: see the product do its job on a real Odoo.

Makes a demo database, plays a story on it and prints each mail and SMS as the customer
got it; then serves Odoo. The exit code tells whether the story held.
"""

import argparse
import shutil
import socket

from devtools import ROOT, addons, cache, databases, odoo_process, postgres
from devtools.console import Trouble, note

MODULES = ["sale_management", "purchase_stock", "spreadsheet_dashboard"]
"""What the demo shows beside our main addon."""
LANGUAGES = ["en_US", "fr_FR", "de_DE"]
"""The customers' languages; the first is everybody else's."""
ADDON = "backorder_comms"


def main(arguments):
    options = parser().parse_args(arguments)
    if options.serve:
        check_port(options.port)
    name = options.database
    busy = f"another ./dev run has {name}: stop it, or give --database OTHER"
    with cache.lock(name, busy=busy), postgres.running():
        make_database(name)
        folder = cache.home() / "sinks" / name
        shutil.rmtree(folder, ignore_errors=True)
        words = ["-m", "devtools.player", name, folder, options.port]
        serve = ["--serve"] if options.serve else []
        return odoo_process.run_python(*words, *serve, cwd=ROOT)


def parser():
    result = argparse.ArgumentParser(
        prog="./dev run",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    result.add_argument(
        "--no-serve", dest="serve", action="store_false", help="end after the story"
    )
    result.add_argument("--port", type=int, default=8069, help="to serve on (8069)")
    result.add_argument(
        "--database",
        default=f"demo_{cache.fingerprint(str(ROOT))[:6]}",
        help="make this one; it is dropped first if it is there",
    )
    return result


def check_port(port):
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError as error:
            raise Trouble(
                f"port {port} cannot be used ({error.strerror}): "
                "name another with --port, or --no-serve"
            ) from None


def make_database(name):
    ours, core = addons.with_dependencies([ADDON, *MODULES])
    template = databases.template(core, languages=LANGUAGES)
    note(f"installing {ADDON} in the demo database {name}")
    databases.drop(name)
    databases.copy(template, name)
    databases.install(name, ours)
