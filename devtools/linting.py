"""The checkers: what each is called with, on which files, and where it lives."""

import os
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from . import ROOT, addons, cache, python_env
from .console import Trouble, note
from .process import run_logged

PRETTY = {".cjs", ".css", ".js", ".json", ".scss", ".xml", ".yaml", ".yml"}
"""What prettier looks after."""


@dataclass(frozen=True)
class Check:
    """A checker: how to look, and how to mend if it can."""

    name: str
    look: list
    mend: list | None = None

    def run(self, fix, settings):
        """Return whether nothing is left to complain about."""
        command = self.mend if fix and self.mend else self.look
        words = [str(word) for word in command]
        return not subprocess.run(words, cwd=ROOT, env=settings, check=False).returncode


def checks(scope):
    """Return all checks of what lies under the paths of `scope`.

    They stand in the order in which they mend: of each language the formatter is last.
    """
    python = python_env.ensure("lint", ["lint.txt"], gigabytes=0.3) / "bin"
    node = ensure_node() / "node_modules"
    return [
        *python_checks(python, scope),
        *addon_checks(python, scope),
        *prettier_checks(node, scope),
    ]


def python_checks(folder, scope):
    sources = files({".py"}, scope)
    if not sources:
        return []
    ruff = folder / "ruff"
    quick = ["--quiet", "--no-cache", *sources]
    return [
        Check(
            "ruff check",
            [ruff, "check", "--no-fix", *quick],
            [ruff, "check", "--fix", *quick],
        ),
        Check(
            "ruff format",
            [ruff, "format", "--diff", *quick],
            [ruff, "format", *quick],
        ),
    ]


def addon_checks(folder, scope):
    """Return the checkers that know Odoo: of Python, of data files, of translations."""
    touched = {path.parts[0] for path in files(None, scope)}
    names = sorted(touched & set(addons.ours()))
    if not names:
        return []
    # An addon's README.md is kept by hand; the check would rename it.
    module_check = [folder / "oca-checks-odoo-module", "--disable=prefer-readme-rst"]
    result = [
        Check("pylint-odoo", [folder / "pylint", *names]),
        Check("OCA data", [*module_check, *names], [*module_check, "--fix", *names]),
    ]
    if translations := files({".po", ".pot"}, scope):
        po_check = [folder / "oca-checks-po", "--disable=po-pretty-format"]
        result.append(Check("OCA translations", [*po_check, *translations]))
    return result


def prettier_checks(node, scope):
    pretty = files(PRETTY, scope)
    if not pretty:
        return []
    quiet = [node / ".bin" / "prettier", "--log-level=warn"]
    look, mend = [*quiet, "--check", *pretty], [*quiet, "--write", *pretty]
    return [Check("prettier", look, mend)]


def settings():
    """Return the environment of the checkers; prettier finds its plugin by it."""
    return {**os.environ, "NODE_PATH": str(ensure_node() / "node_modules")}


def files(suffixes, scope):
    """Return the project's files under `scope`: in git, or new and not ignored.

    :param set suffixes: the endings that count; None for all.
    """
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "--"]
    done = subprocess.run(
        [*command, *scope], cwd=ROOT, capture_output=True, text=True, check=True
    )
    found = {Path(name) for name in done.stdout.splitlines()}
    return sorted(
        path
        for path in found
        if (suffixes is None or path.suffix in suffixes) and (ROOT / path).exists()
    )


def ensure_node():
    """Return the folder with prettier and its plugin."""
    if not shutil.which("npm"):
        raise Trouble("npm is missing, prettier needs it: apt install nodejs npm")
    pins = python_env.PINS / "package.json"

    def build(folder):
        note("installing prettier")
        shutil.copy(pins, folder)
        run_logged(
            ["npm", "install", "--no-package-lock", "--no-audit", "--no-fund"],
            folder.name,
            "could not install prettier with npm: is there a network?",
            cwd=folder,
        )

    return cache.ensure("node", cache.fingerprint(pins.read_text()), build, 0.2)
