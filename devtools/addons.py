"""This project's addons, as their manifests tell."""

import ast
from pathlib import Path

from . import ROOT


def ours(root=ROOT):
    """Return the names of the addons of the project."""
    return sorted(path.parent.name for path in Path(root).glob("*/__manifest__.py"))


def manifest(name, root=ROOT):
    return ast.literal_eval((Path(root) / name / "__manifest__.py").read_text())


def with_dependencies(names, root=ROOT):
    """Return `names`, and all they depend on, as (ours, core's), each sorted."""
    known = set(ours(root))
    found, queue = set(), list(names)
    while queue:
        name = queue.pop()
        if name not in found:
            found.add(name)
            queue += manifest(name, root).get("depends", []) if name in known else []
    return sorted(found & known), sorted(found - known)
