"""`./dev lint`: the form of every file of the project, with pinned checkers."""

import argparse

from devtools import linting
from devtools.console import note, say


def main(arguments):
    parser = argparse.ArgumentParser(prog="./dev lint", description=__doc__)
    parser.add_argument("--fix", action="store_true", help="mend what can be mended")
    parser.add_argument("path", nargs="*", default=["."], help="only what is under it")
    options = parser.parse_args(arguments)
    checks, settings = linting.checks(options.path), linting.settings()
    failed = []
    for check in checks:
        note(check.name)
        if not check.run(options.fix, settings):
            failed.append(check.name)
    say(f"lint: {', '.join(failed)} complained" if failed else "lint: nothing to say")
    return bool(failed)
