# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from datetime import date

from .shortage import STOCK

NEVER = date.max


def find_complete_days(transfers, pieces):
    """Return from when each transfer could leave as a whole.

    :param dict[int, list[int]] transfers: ids of the moves of each transfer
    :param dict[int, list[Piece]] pieces: of each move, by its id
    :return: the day by id of the transfer, `NEVER` when nobody knows; without those
        that can leave now
    :rtype: dict[int, date]
    """
    days = {}
    for transfer, move_ids in transfers.items():
        missing = [
            piece.day or NEVER
            for move_id in move_ids
            for piece in pieces.get(move_id, ())
            if piece.cause != STOCK
        ]
        if missing:
            days[transfer] = max(missing)
    return days
