"""Where Odoo comes from, and that what is named is looked at first."""

import subprocess

import pytest

from devtools import odoo_source
from devtools.console import Trouble

RELEASE = "version_info = (%s, 0, 0, FINAL, 0, '')\n"


def make_tree(folder, major):
    """Make the least that looks like a checkout of Odoo."""
    (folder / "odoo" / "addons").mkdir(parents=True)
    (folder / "addons" / "sale_stock").mkdir(parents=True)
    (folder / "odoo" / "release.py").write_text(RELEASE % major)
    return folder


def git(folder, *arguments):
    name = ["-c", "user.name=x", "-c", "user.email=x@example.com"]
    subprocess.run(["git", "-C", folder, *name, *arguments], check=True)


@pytest.fixture
def repository(tmp_path):
    folder = make_tree(tmp_path / "origin", 19)
    git(tmp_path, "init", "--quiet", "--initial-branch", "19.0", folder)
    git(folder, "add", ".")
    git(folder, "commit", "--quiet", "-m", "one")
    return folder


def test_a_folder_without_odoo(tmp_path):
    with pytest.raises(Trouble, match="holds no odoo/release.py"):
        odoo_source.checked(tmp_path)


def test_another_version(tmp_path):
    with pytest.raises(Trouble, match=r"is Odoo 18\.0: check out its branch 19\.0"):
        odoo_source.checked(make_tree(tmp_path, 18))


def test_a_checkout_has_its_addons_beside(tmp_path):
    source = odoo_source.OdooSource(make_tree(tmp_path, 19))
    assert source.addons_paths == [tmp_path / "odoo" / "addons", tmp_path / "addons"]


def test_a_package_has_its_addons_inside(tmp_path):
    (tmp_path / "odoo" / "addons" / "sale_stock").mkdir(parents=True)
    source = odoo_source.OdooSource(tmp_path)
    assert source.addons_paths == [tmp_path / "odoo" / "addons"]


def test_the_named_source_goes_first(tmp_path, monkeypatch):
    monkeypatch.setenv("ODOO_SOURCE", str(make_tree(tmp_path, 19)))
    assert odoo_source.ensure().folder == tmp_path


def test_a_clone_of_the_series(cache_home, repository, monkeypatch):
    monkeypatch.delenv("ODOO_SOURCE", raising=False)
    monkeypatch.setenv("ODOO_GIT", repository.as_uri())
    monkeypatch.setattr(odoo_source.debian, "is_usable", lambda: False)
    source = odoo_source.ensure()
    assert (source.folder / "odoo" / "release.py").exists()
    assert source.folder.is_relative_to(cache_home)


def test_a_failed_clone_says_what_to_do(cache_home, tmp_path, monkeypatch):
    monkeypatch.setenv("ODOO_GIT", (tmp_path / "nowhere").as_uri())
    (tmp_path / "clone").mkdir()
    with pytest.raises(Trouble, match="set ODOO_SOURCE to a checkout"):
        odoo_source.clone(tmp_path / "clone")


def test_another_commit_is_another_version(repository):
    before = odoo_source.OdooSource(repository).version
    git(repository, "commit", "--quiet", "--allow-empty", "-m", "two")
    assert odoo_source.OdooSource(repository).version != before
