# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

from datetime import date, datetime, timedelta

from logic.calendar import ShippingDays
from logic.network import Map, Move, Network
from logic.shortage import INCOMING, LATE, NONE, STOCK, Piece

TODAY = date(2026, 3, 2)
VENDOR, CUSTOMER, TRANSIT = 1, 2, 3
SHELF, DOCK, OUTPUT = 11, 12, 13  # of the main warehouse
SHOP_SHELF = 21
MAIN, SHOP = 100, 200

PATHS = {
    VENDOR: "1/",
    CUSTOMER: "2/",
    TRANSIT: "3/",
    SHELF: "10/11/",
    DOCK: "10/12/",
    OUTPUT: "10/13/",
    SHOP_SHELF: "20/21/",
}
WAREHOUSES = {SHELF: MAIN, DOCK: MAIN, OUTPUT: MAIN, SHOP_SHELF: SHOP}


def make_map(**values):
    days = ShippingDays(today=TODAY, to_day=datetime.date, **values)
    return Map(
        warehouses={location: WAREHOUSES.get(location) for location in PATHS},
        paths=PATHS,
        customers={CUSTOMER},
        vendors={VENDOR},
        outgoing={CUSTOMER},
        roots={MAIN: SHELF, SHOP: SHOP_SHELF},
        days={MAIN: days, SHOP: days},
    )


def day(days):
    return TODAY + timedelta(days=days)


def make_move(number, source, destination, quantity=10, days=0, **values):
    """Return a move planned in so many days, whose place in the queue is its id."""
    moment = datetime.combine(day(days), datetime.min.time())
    values = {"final": None, "place": (number,), "reserved": {}, **values}
    return Move(
        id=number,
        source=source,
        destination=destination,
        quantity=quantity,
        date=moment,
        **values,
    )


def get_pieces(*moves, stock=None, **values):
    return Network(list(moves), stock or {}, make_map(**values)).get_pieces()


def test_delivery_is_covered_by_a_receipt():
    pieces = get_pieces(
        make_move(1, SHELF, CUSTOMER), make_move(2, VENDOR, SHELF, days=4)
    )
    assert pieces == {1: [Piece(10, INCOMING, day(4), supply=2)]}


def test_pick_that_ends_at_the_customer_is_the_demand():
    pieces = get_pieces(make_move(1, SHELF, OUTPUT, final=CUSTOMER), stock={SHELF: 10})
    assert pieces == {1: [Piece(10, STOCK)]}


def test_move_inside_the_warehouse_is_no_demand():
    assert get_pieces(make_move(1, DOCK, SHELF), stock={DOCK: 10}) == {}


def test_chain_is_one_demand_which_takes_from_stock_by_its_first_step():
    pieces = get_pieces(
        make_move(1, OUTPUT, CUSTOMER, origins=(2,), brought=0),
        make_move(2, SHELF, OUTPUT),
        stock={SHELF: 4},
    )
    assert pieces == {1: [Piece(4, STOCK), Piece(6, NONE)]}


def test_reservation_of_a_first_step_covers_the_chain():
    pieces = get_pieces(
        make_move(1, OUTPUT, CUSTOMER, origins=(2,), brought=0),
        make_move(2, SHELF, OUTPUT, reserved={SHELF: 10}),
        make_move(3, SHELF, CUSTOMER, place=(0,)),
        stock={SHELF: 10},
    )
    assert pieces == {1: [Piece(10, STOCK)], 3: [Piece(10, NONE)]}


def test_receipt_made_for_an_order_is_that_orders():
    pieces = get_pieces(
        make_move(1, SHELF, CUSTOMER),
        make_move(2, SHELF, CUSTOMER, origins=(3,), brought=0),
        make_move(3, VENDOR, SHELF, days=4),
    )
    assert pieces[2] == [Piece(10, INCOMING, day(4), supply=3)]


def test_return_that_was_not_received_is_no_supply():
    pieces = get_pieces(
        make_move(1, SHELF, CUSTOMER), make_move(2, CUSTOMER, SHELF, days=4)
    )
    assert pieces == {1: [Piece(10, NONE)]}


def test_overdue_receipt_has_no_day():
    pieces = get_pieces(
        make_move(1, SHELF, CUSTOMER), make_move(2, VENDOR, SHELF, days=-1)
    )
    assert pieces == {1: [Piece(10, LATE, supply=2)]}


def make_moment(days):
    return datetime.combine(day(days), datetime.min.time())


def test_receipt_that_is_unsure_has_a_range():
    pieces = get_pieces(
        make_move(1, SHELF, CUSTOMER),
        make_move(2, VENDOR, SHELF, days=4, latest=make_moment(9)),
    )
    assert pieces[1] == [Piece(10, INCOMING, day(4), day(9), supply=2)]


def test_receipt_that_is_at_worst_as_planned_has_none():
    pieces = get_pieces(
        make_move(1, SHELF, CUSTOMER),
        make_move(2, VENDOR, SHELF, days=4, latest=make_moment(4)),
    )
    assert pieces[1] == [Piece(10, INCOMING, day(4), supply=2)]


def test_transfer_is_as_unsure_as_the_receipt_that_feeds_it():
    pieces = get_pieces(
        make_move(1, SHOP_SHELF, CUSTOMER),
        make_move(2, TRANSIT, SHOP_SHELF, days=6, origins=(3,)),
        make_move(3, SHELF, TRANSIT, days=5),
        make_move(4, VENDOR, SHELF, days=8, latest=make_moment(20)),
        margin_days=3,
    )
    assert pieces[1] == [Piece(10, INCOMING, day(9), day(24), supply=2)]


def test_what_a_vendor_sends_to_the_customer_covers_itself():
    move = make_move(
        1, VENDOR, CUSTOMER, days=4, latest=make_moment(9), ships_from=MAIN
    )
    pieces = get_pieces(move, make_move(2, SHELF, CUSTOMER), stock={SHELF: 10})
    assert pieces[1] == [Piece(10, INCOMING, day(4), day(9), supply=1)]
    assert pieces[2] == [Piece(10, STOCK)]


def test_what_a_vendor_should_have_sent_has_no_day():
    move = make_move(1, VENDOR, CUSTOMER, days=-1, ships_from=MAIN)
    assert get_pieces(move) == {1: [Piece(10, LATE, supply=1)]}


def test_what_a_vendor_sends_is_bound_to_the_customer_if_it_is_told_of():
    atlas = make_map()
    assert atlas.is_customer_bound(make_move(1, VENDOR, CUSTOMER, ships_from=MAIN))
    assert not atlas.is_customer_bound(make_move(1, VENDOR, CUSTOMER))


def test_receipt_on_the_dock_takes_its_way_to_the_shelf():
    pieces = get_pieces(
        make_move(1, SHELF, CUSTOMER),
        make_move(2, VENDOR, DOCK, days=4),
        reception_days=2,
    )
    assert pieces == {1: [Piece(10, INCOMING, day(6), supply=2)]}


def test_other_demands_compete():
    pieces = get_pieces(
        make_move(1, SHELF, VENDOR), make_move(2, SHELF, CUSTOMER), stock={SHELF: 10}
    )
    assert pieces[2] == [Piece(10, NONE)]


def test_goods_outside_of_warehouses_are_there_if_they_are_reserved():
    pieces = get_pieces(make_move(1, VENDOR, CUSTOMER, reserved={VENDOR: 4}))
    assert pieces == {1: [Piece(4, STOCK), Piece(6, NONE)]}


def make_transfer(**values):
    """Return the moves of an order in the shop whose goods come from the main one."""
    return (
        make_move(1, SHOP_SHELF, CUSTOMER, origins=(2,), brought=0),
        make_move(2, TRANSIT, SHOP_SHELF, days=3, origins=(3,), brought=0),
        make_move(3, SHELF, TRANSIT, days=1, **values),
    )


def test_transfer_from_stock_has_its_own_day():
    pieces = get_pieces(*make_transfer(), stock={SHELF: 10})
    assert pieces[1] == [Piece(10, INCOMING, day(3), supply=2)]


def test_transfer_that_nothing_feeds_is_no_supply():
    pieces = get_pieces(*make_transfer())
    assert pieces[1] == [Piece(10, NONE, supply=2)]


def test_transfer_is_only_as_good_as_each_part_of_what_feeds_it():
    pieces = get_pieces(*make_transfer(), stock={SHELF: 4})
    assert sorted(pieces[1]) == [
        Piece(4, INCOMING, day(3), supply=2),
        Piece(6, NONE, supply=2),
    ]


def test_transfer_waits_for_the_receipt_that_feeds_it_and_is_unsure():
    pieces = get_pieces(
        *make_transfer(), make_move(4, VENDOR, SHELF, days=5), margin_days=3
    )
    assert pieces[1] == [Piece(10, INCOMING, day(7), day(10), supply=2)]


def test_goods_on_their_way_have_the_day_of_their_arrival():
    shop, arrival, _left = make_transfer()
    assert get_pieces(shop, arrival)[1] == [Piece(10, INCOMING, day(3), supply=2)]


def test_warehouses_that_feed_each_other_come_to_an_end():
    pieces = get_pieces(
        make_move(1, SHELF, TRANSIT, origins=(4,), brought=0),
        make_move(2, TRANSIT, SHOP_SHELF, origins=(1,), brought=0, days=2),
        make_move(3, SHOP_SHELF, TRANSIT, origins=(2,), brought=0),
        make_move(4, TRANSIT, SHELF, origins=(3,), brought=0, days=2),
    )
    assert pieces.keys() == {1, 3}
