# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from datetime import date

from logic.completeness import NEVER, find_complete_days
from logic.shortage import INCOMING, LATE, STOCK, Piece

EARLY, LATER = date(2026, 3, 4), date(2026, 3, 9)


def find(*pieces):
    moves = dict(enumerate([piece] for piece in pieces))
    return find_complete_days({7: list(moves)}, moves)


def test_transfer_is_complete_with_its_last_piece():
    assert find(Piece(1, INCOMING, LATER), Piece(1, INCOMING, EARLY)) == {7: LATER}


def test_transfer_is_never_complete_while_a_piece_has_no_day():
    assert find(Piece(1, INCOMING, EARLY), Piece(1, LATE)) == {7: NEVER}


def test_transfer_that_is_in_stock_waits_for_nothing():
    assert find(Piece(1, STOCK), Piece(2, STOCK)) == {}


def test_stock_does_not_make_a_transfer_complete():
    assert find(Piece(1, STOCK), Piece(2, INCOMING, EARLY)) == {7: EARLY}
