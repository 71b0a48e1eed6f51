import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from logic.plain_text import join_lines


@pytest.mark.parametrize(
    ("html", "joined"),
    [
        (
            "<p>We write by\n  <b>May 2</b>,\n  again.</p>",
            "<p>We write by <b>May 2</b>, again.</p>",
        ),
        ("<p>\n  One</p>\n<p>Two\n</p>", "<p>\n  One</p>\n<p>Two\n</p>"),
        ("<td>One<br/>\n  Two\n  three</td>", "<td>One<br/>\n  Two three</td>"),
        ("<pre-order>\n\nOne", "<pre-order> One"),
        ("", ""),
    ],
)
def test_lines_end_where_blocks_do(html, joined):
    assert join_lines(html) == joined


@given(st.text("ab<>/pbr \n"))
def test_only_spaces_change(html):
    assert re.sub(r"\s", "", join_lines(html)) == re.sub(r"\s", "", html)


@given(st.text("ab<>/pbr \n"))
def test_once_is_enough(html):
    assert join_lines(join_lines(html)) == join_lines(html)
