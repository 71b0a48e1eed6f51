# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

import ast
import re
from collections import defaultdict
from pathlib import Path

from odoo.tests import BaseCase, tagged

from .reviewed import ELEVATIONS, MARKUPS, PARAMETERS

ADDON = Path(__file__).parents[2]
UNREVIEWED = {"migrations", "tests"}


class ElevationFinder(ast.NodeVisitor):
    """Finds the functions and fields that work with other rights than the user's."""

    def __init__(self):
        self.place = []
        self.found = []

    def _enter(self, node):
        self.place.append(node.name)
        self.generic_visit(node)
        self.place.pop()

    visit_ClassDef = visit_FunctionDef = _enter

    def visit_Assign(self, node):
        is_field = len(self.place) == 1 and isinstance(node.targets[0], ast.Name)
        if is_field:
            self.place.append(node.targets[0].id)
        self.generic_visit(node)
        if is_field:
            self.place.pop()

    def visit_Call(self, node):
        called = getattr(node.func, "attr", "")
        keywords = {keyword.arg for keyword in node.keywords}
        if called in ("sudo", "with_user") or keywords & {"compute_sudo", "su"}:
            self.found.append(".".join(self.place))
        self.generic_visit(node)

    def visit_Name(self, node):
        if node.id == "SUPERUSER_ID":
            self.found.append(".".join(self.place))


def get_files(suffix):
    """Return the files of the addon that run at a customer's."""
    return [
        path
        for path in sorted(ADDON.rglob(f"*.{suffix}"))
        if not UNREVIEWED & set(path.relative_to(ADDON).parts)
    ]


@tagged("post_install", "-at_install")
class TestAttacksReview(BaseCase):
    """A22, A28: what has rights of its own, or could keep a secret, was looked at."""

    def test_each_use_of_other_rights_was_reviewed(self):
        found = defaultdict(set)
        for path in get_files("py"):
            finder = ElevationFinder()
            finder.visit(ast.parse(path.read_text()))
            if finder.found:
                found[str(path.relative_to(ADDON))] |= set(finder.found)
        reviewed = {name: set(reasons) for name, reasons in ELEVATIONS.items()}
        self.assertEqual(found, reviewed)

    def test_no_template_has_rights_of_its_own(self):
        for path in get_files("xml"):
            with self.subTest(path.name):
                self.assertNotRegex(path.read_text(), r"sudo\(|with_user\(|t-raw")

    def test_text_of_people_is_nowhere_taken_for_markup(self):
        """`Markup` makes HTML of a text as it is."""
        for path in get_files("py"):
            with self.subTest(path.name):
                unescaped = re.findall(r"Markup\((?![\"')])[^)]*\)", path.read_text())
                self.assertLessEqual(set(unescaped), set(MARKUPS))

    def test_no_parameter_keeps_anything_of_ours(self):
        for path in [*get_files("py"), *get_files("xml")]:
            text = path.read_text()
            with self.subTest(path.name):
                self.assertNotRegex(text, r"\bset_param\(|model=\"ir.config_parameter")
                read = re.findall(r"get_param\(\s*[\"']([^\"']+)", text)
                self.assertLessEqual(set(read), PARAMETERS)

    def test_no_query_is_made_of_texts(self):
        """A21: values go beside a query, and never into it."""
        for path in get_files("py"):
            text = path.read_text()
            with self.subTest(path.name):
                self.assertNotRegex(text, r"execute\(\s*f[\"']|execute\([^)]*\" %")
