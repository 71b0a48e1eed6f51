# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

import pytest
from hypothesis import given
from hypothesis import strategies as st

from logic.masking import mask_addresses

words = st.text("abc 12.:<>()", max_size=20)
names = st.text("abcdefghij0123456789.+_-", min_size=1, max_size=12)


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("550 <ann@example.com>: no such user", "550 <***>: no such user"),
        ("to: Ann.B+c@mail.example.com, bob@x.be", "to: ***, ***"),
        ("Invalid number +32470123456", "Invalid number ***"),
        ("0470/12.34.56 is wrong", "*** is wrong"),
        ("(02) 555 12 34", "***"),
    ],
)
def test_addresses_are_masked(text, masked):
    assert mask_addresses(text) == masked


@pytest.mark.parametrize(
    "text", ["division by zero", "order S00042, line 12", "message 123456", "19.0"]
)
def test_the_rest_stays(text):
    assert mask_addresses(text) == text


@given(words, names, names, words)
def test_no_address_is_left(before, name, domain, after):
    address = f"{name}@{domain}"
    assert address not in mask_addresses(f"{before} {address} {after}")


@given(st.from_regex(r"\+\d{7,15}", fullmatch=True))
def test_no_number_is_left(number):
    assert mask_addresses(f"To {number}: refused") == "To ***: refused"
