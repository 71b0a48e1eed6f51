"""The pictures of the documentation: each is made by `./dev pictures`, and shown."""

import re

import pytest

from devtools import ROOT, browser, gallery, photographer
from devtools.console import Trouble

MARKDOWN = re.compile(r"!\[[^\]]+\]\(([^)\s]+)\)")
HTML = re.compile(r"<img [^>]*src=\"([^\"]+)\"")
MADE = {gallery.FOLDER / picture.name for picture in gallery.PICTURES}


def find_embedded():
    """Return (document, picture) for each picture that a Markdown file shows."""
    documents = [
        path
        for path in ROOT.rglob("*.md")
        if not any(part.startswith(".") for part in path.relative_to(ROOT).parts)
    ]
    return [
        (path.relative_to(ROOT), (path.parent / address).resolve())
        for path in documents
        for pattern in (MARKDOWN, HTML)
        for address in pattern.findall(path.read_text())
    ]


def test_a_picture_in_a_document_is_one_that_the_command_makes():
    strange = [
        (str(doc), file.name) for doc, file in find_embedded() if file not in MADE
    ]
    assert not strange


def test_each_picture_is_shown_in_a_document():
    assert not MADE - {file for _document, file in find_embedded()}


def test_the_folder_holds_what_the_command_makes_and_nothing_else():
    assert set(gallery.FOLDER.iterdir()) == MADE


@pytest.mark.parametrize("picture", gallery.PICTURES, ids=lambda picture: picture.name)
def test_a_picture_is_a_small_png_as_wide_as_its_page(picture):
    png = (gallery.FOLDER / picture.name).read_bytes()
    assert png.startswith(b"\x89PNG")
    assert len(png) < 200_000
    width = int.from_bytes(png[16:20], "big")
    assert width == picture.width * (2 if picture.phone else 1)


def test_a_picture_of_a_mail_shows_who_wrote_it_and_what():
    mail = {
        "sender": "Sofie <sofie@shop.example>",
        "recipient": "Ann",
        "subject": "{Late}",
        "html": "<p>Hello {Ann}</p>",
    }
    page = gallery.show_mail({"mail": mail})
    assert "From: Sofie &lt;sofie@shop.example&gt;" in page
    assert "<b>{Late}</b>" in page
    assert "<p>Hello {Ann}</p>" in page


@pytest.fixture
def take():
    """Take a picture of some HTML on a phone with a real browser."""
    if not browser.find():
        pytest.skip("no chromium")

    def function(html, selector="p"):
        picture = gallery.Picture(
            "test.png",
            "about:blank",
            [selector],
            width=390,
            phone=True,
            html=lambda _facts: html,
        )
        with photographer.Photographer("http://127.0.0.1") as ours:
            return ours.take(picture, {"database": ""})

    return function


def test_a_page_that_fits_the_screen_is_taken(take):
    assert take("<meta name=viewport content=width=device-width><p>Hello")


def test_a_page_that_has_to_be_scrolled_sideways_is_not_taken(take):
    wide = "<meta name=viewport content=width=device-width>"
    wide += "<p style='width: 500px'>Hello"
    with pytest.raises(Trouble, match=r"test\.png: .* sideways"):
        take(wide)


def test_a_page_with_a_message_of_trouble_is_not_taken(take):
    with pytest.raises(Trouble, match=r"test\.png: Oops"):
        take("<p>Hello<div class=o_notification>Oops</div>")


def test_a_page_without_what_it_is_about_is_not_taken(take, monkeypatch):
    monkeypatch.setattr(photographer, "PATIENCE", 0.5)
    with pytest.raises(Trouble, match=r"test\.png: #nothing did not show up"):
        take("<p>Hello", "#nothing")


def test_a_picture_that_there_is_not(dev):
    done = dev("pictures", "no_such.png")
    assert done.returncode == 1
    assert done.stderr.strip().endswith("no such picture: no_such.png")
