"""The story, act by act: what happens in stock, and who has to hear what of it."""

from typing import NamedTuple

from .cast import VIP
from .review import News, amount, day, next_news


class Act(NamedTuple):
    """`happens(stage)` does it and returns how to tell it; `told` is the News that must
    arrive, and nothing else may."""

    title: str
    happens: object
    told: tuple = ()


def orders_come_in(stage):
    stage.count_stock(desk=6, lamp=20)
    stage.plan_receipt("desk", 14, days=10)
    stage.order("ann", desk=8, lamp=2)
    stage.order("chloe", desk=5)
    stage.order("jonas", desk=7, lamp=1)
    stage.order("tom", lamp=3)
    return (
        "In stock: 6 desks and 20 lamps. "
        f"14 more desks are to arrive on {stage.arrival('desk'):%A %-d %B}. "
        "Ann orders 8 desks and 2 lamps, Chloé 5 desks, Jonas 7 desks and a lamp; "
        "Tom orders 3 lamps, of which there are enough."
    )


def complete_order_ships(stage):
    stage.ship("tom")
    return "Tom's 3 lamps leave, in full and on time."


def receipt_moves_a_little(stage):
    stage.move_receipt("desk", days=1)
    return f"The desks will arrive a day later, on {stage.arrival('desk'):%A %-d %B}."


def receipt_moves_later(stage):
    stage.move_receipt("desk", days=7)
    day = stage.arrival("desk")
    return f"The vendor puts the desks off by a week, to {day:%A %-d %B}."


def receipt_moves_earlier(stage):
    stage.move_receipt("desk", days=-4)
    day = stage.arrival("desk")
    return f"The vendor finds an earlier truck: the desks come on {day:%A %-d %B}."


def part_arrives(stage):
    stage.receive("desk", 8)
    return (
        "8 of the 14 desks arrive already; the other 6 are still to come on "
        f"{stage.arrival('desk'):%A %-d %B}. With the 8 there is enough for Ann's and "
        "Chloé's orders; of Jonas's 7 desks one is there."
    )


def what_is_there_ships(stage):
    stage.switch_on_core_shipping_messages()
    for customer in ("ann", "chloe", "jonas"):
        stage.ship(customer)
    return (
        "The administrator switches on Odoo's own mail and text message about "
        "deliveries. Then all that is there leaves: Ann's 8 desks and 2 lamps, Chloé's "
        "5 desks, and a desk and a lamp of Jonas's. Each must get one message by each "
        'channel, never also the "has been shipped" of Odoo\'s own.'
    )


def rest_arrives(stage):
    stage.receive("desk", 6)
    return "The last 6 desks arrive."


def rest_ships(stage):
    stage.ship("jonas")
    return "Jonas's last 6 desks leave."


def nothing_is_on_its_way(stage):
    stage.order("ann", chair=2, shelf=1)
    stage.order("chloe", chair=1)
    return (
        "Ann orders 2 armchairs and a bookshelf, Chloé an armchair. None is in stock "
        "and none is on its way, so nobody can name a date."
    )


def promised_day_comes(stage):
    stage.let_promised_day_come()
    return (
        "A week passes (that is, the day of the promised news is set to today). "
        "There is still no date, and that is what they hear, as promised."
    )


def customers_give_up(stage):
    stage.drop_line("ann", "chair")
    stage.cancel("chloe")
    return "Ann has the armchairs taken off her order. Chloé cancels hers."


def two_lots_are_to_come(stage):
    stage.plan_receipt("shelf", 1, days=6, name="first lot")
    stage.plan_receipt("shelf", 1, days=20, name="second lot")
    stage.order("chloe", shelf=1)
    return (
        "A bookshelf is to arrive on "
        f"{stage.arrival('first lot'):%A %-d %B}, another one on "
        f"{stage.arrival('second lot'):%A %-d %B}. Ann, who waits for one, gets the "
        "first; Chloé, who orders one now, the second."
    )


def order_becomes_urgent(stage):
    stage.make_urgent("chloe")
    return (
        "Chloé's order is made urgent: it counts as one that has waited thirty days "
        "longer, so the first bookshelf is for her. Why Ann waits now, as Sofie reads "
        f'on her backorder: "{stage.explain("ann")}"'
    )


def vip_waits_a_few_days(stage):
    stage.write_rules_for(VIP)
    stage.plan_receipt("table", 3, days=5)
    stage.order("nora", table=2)
    stage.order("ann", table=1)
    return (
        "The administrator writes rules for customers with the tag VIP: they are told "
        "by mail, by text message too if it is more than a week, and a webhook tells "
        "the chat tool. Nora, a VIP, orders two coffee tables, and Ann orders one; "
        f"three are to arrive on {stage.arrival('table'):%A %-d %B}, in five days."
    )


def vip_waits_for_long(stage):
    stage.move_receipt("table", days=10)
    day = stage.arrival("table")
    return f"The vendor puts the tables off by ten days, to {day:%A %-d %B}."


ACTS = (
    Act(
        "Three orders, and too few desks",
        orders_come_in,
        (
            News("ann", "opened", says=[day("desk")], details=[amount(2, "desk")]),
            News("chloe", "opened", says=[day("desk"), amount(5, "desk")]),
            News("jonas", "opened", says=[day("desk"), amount(7, "desk")]),
        ),
    ),
    Act("A complete order ships", complete_order_ships),
    Act("The desks come a day later", receipt_moves_a_little),
    Act(
        "The desks come a week later",
        receipt_moves_later,
        (
            News("ann", "later", says=[day("desk")], details=[amount(2, "desk")]),
            News("chloe", "later", says=[day("desk")]),
            News("jonas", "later", says=[day("desk")]),
        ),
    ),
    Act(
        "The desks come earlier after all",
        receipt_moves_earlier,
        (
            News("ann", "earlier", says=[day("desk")]),
            News("chloe", "earlier", says=[day("desk")]),
            News("jonas", "earlier", says=[day("desk")]),
        ),
    ),
    Act(
        "A part of the desks arrives",
        part_arrives,
        (
            News("ann", "ready", details=[amount(8, "desk")]),
            News("chloe", "ready"),
        ),
    ),
    Act(
        "What is there ships",
        what_is_there_ships,
        (
            News("ann", "shipped", details=[amount(8, "desk"), amount(2, "lamp")]),
            News("chloe", "shipped"),
            News(
                "jonas",
                "partly_shipped",
                details=[
                    amount(1, "desk"),
                    amount(1, "lamp"),
                    amount(6, "desk"),
                    day("desk"),
                ],
            ),
        ),
    ),
    Act(
        "The rest of the desks arrives",
        rest_arrives,
        (News("jonas", "ready", details=[amount(6, "desk")]),),
    ),
    Act(
        "The rest ships",
        rest_ships,
        (News("jonas", "shipped", details=[amount(6, "desk")]),),
    ),
    Act(
        "Two orders, and nobody knows until when",
        nothing_is_on_its_way,
        (
            News(
                "ann",
                "opened",
                details=[amount(2, "chair"), amount(1, "shelf"), next_news],
            ),
            News("chloe", "opened", says=[amount(1, "chair")]),
        ),
    ),
    Act(
        "Still no date",
        promised_day_comes,
        (
            News("ann", "still_waiting", details=[next_news]),
            News("chloe", "still_waiting"),
        ),
    ),
    Act(
        "Two customers give up waiting",
        customers_give_up,
        (
            News(
                "ann",
                "cancelled",
                details=[amount(2, "chair"), amount(1, "shelf"), next_news],
            ),
            News("chloe", "cancelled"),
        ),
    ),
    Act(
        "Bookshelves come in two lots",
        two_lots_are_to_come,
        (
            News("ann", "earlier", says=[day("first lot")]),
            News("chloe", "opened", says=[day("second lot"), amount(1, "shelf")]),
        ),
    ),
    Act(
        "An order becomes urgent",
        order_becomes_urgent,
        (
            News("chloe", "earlier", says=[day("first lot")]),
            News("ann", "later", says=[day("second lot")]),
        ),
    ),
    Act(
        "A VIP must wait for a few days",
        vip_waits_a_few_days,
        (
            News("nora", "opened", says=[day("table")], channels=("mail", "chat")),
            News("ann", "opened", says=[day("table")]),
        ),
    ),
    Act(
        "A VIP must wait for more than a week longer",
        vip_waits_for_long,
        (
            News(
                "nora", "later", says=[day("table")], channels=("mail", "sms", "chat")
            ),
            News("ann", "later", says=[day("table")]),
        ),
    ),
)
