"""`./dev pictures`: make the pictures of the documentation from the running system.

Plays the story on a database of its own, goes on until the pages have something to
show, serves them and takes a picture of each.
"""

import argparse
import json
import shutil
import socket
import sys

from devtools import ROOT, browser, cache, databases, gallery, odoo_process, postgres
from devtools.console import Trouble, note, say
from devtools.photographer import Photographer
from devtools.process import run_logged

from . import run


def main(arguments):
    names = [picture.name for picture in gallery.PICTURES]
    parser = argparse.ArgumentParser(prog="./dev pictures", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(names))
    options = parser.parse_args(arguments)
    if unknown := set(options.names) - set(names):
        raise Trouble(f"no such picture: {', '.join(sorted(unknown))}")
    browser.ensure()
    if not browser.find():
        raise Trouble("pictures need chromium: install it (apt install chromium)")
    database = f"pictures_{cache.fingerprint(str(ROOT))[:6]}"
    busy = "another ./dev pictures runs"
    with cache.lock(database, busy=busy), postgres.running():
        port = find_free_port()
        facts = set_the_scene(database, port)
        with odoo_process.serving(database, port) as base:
            take_pictures(base, facts, options.names or names)
        databases.drop(database)
    return 0


def find_free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def set_the_scene(database, port):
    """Make the database and let everything happen on it that the pictures show.

    :return: the facts that are written down in `devtools.story.sequel`
    """
    run.make_database(database)
    folder = cache.home() / "sinks" / database
    shutil.rmtree(folder, ignore_errors=True)
    facts = folder / "facts.json"
    note("playing the story (a minute)")
    run_logged(
        [
            *(sys.executable, "-m", "devtools.player"),
            *(database, folder, port, "--sequel", facts),
        ],
        f"{database}.story",
        "no pictures: the story did not hold",
        shown=5,
        env=odoo_process.environment(),
        cwd=ROOT,
    )
    return {**json.loads(facts.read_text()), "database": database}


def take_pictures(base, facts, names):
    """Write the pictures that are named, each at once."""
    gallery.FOLDER.mkdir(exist_ok=True)
    with Photographer(base) as photographer:
        for picture in gallery.PICTURES:
            if picture.name in names:
                png = photographer.take(picture, facts)
                (gallery.FOLDER / picture.name).write_bytes(png)
                say(f"{picture.name:24} {len(png) // 1000:4} kB")
