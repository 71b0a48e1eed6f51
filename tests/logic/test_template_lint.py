"""What a template's messages lack."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from logic.template_lint import APOLOGIES, NEEDS, Draft, Facts, find_weaknesses

FACTS = Facts(
    date=("August 23, 2030",),
    reason=("Our supplier is late.",),
    contact=("Sofie Peeters", "+32 2 290 34 90"),
    link=("https://shop.example/my/orders/7",),
)
GOOD = (
    "Some items are delayed. Hello Ann, we are sorry: 2 Desks, expected on "
    "August 23, 2030. Our supplier is late. https://shop.example/my/orders/7 "
    "Sofie Peeters is there for you."
)
TEXTS = st.text("Aa {}[$]\N{LATIN SMALL LETTER E WITH ACUTE}sorry", max_size=40)


def lint(text, event_type="opened", lang="en_US", **values):
    values = {"facts": FACTS, "source": "", **values}
    return find_weaknesses(Draft(event_type, text, lang=lang, **values))


def test_good_message_lacks_nothing():
    assert lint(GOOD) == []


@pytest.mark.parametrize(
    ("left_out", "weakness"),
    [
        ("August 23, 2030", "no_date"),
        ("Our supplier is late.", "no_reason"),
        ("Sofie Peeters", "no_contact"),
        ("https://shop.example/my/orders/7", "no_link"),
        ("sorry", "no_apology"),
    ],
)
def test_message_without_something_lacks_it(left_out, weakness):
    assert lint(GOOD.replace(left_out, "")) == [weakness]


@pytest.mark.parametrize(
    "left_over",
    ["{{ object.name }}", "${object.name}", "Dear [NAME]", "Lorem ipsum", "%(name)s"],
)
def test_placeholder_that_was_not_filled_in_comes_first(left_over):
    text = GOOD.replace("sorry", left_over)
    assert lint(text) == ["placeholder", "no_apology"]


@pytest.mark.parametrize("name", ["[DESK] Desk", "Desk {oak}", "[2 m] Desk"])
def test_name_of_a_product_is_no_placeholder(name):
    assert lint(GOOD.replace("2 Desks", name)) == []


def test_good_news_needs_no_apology():
    assert lint(GOOD.replace("sorry", ""), event_type="earlier") == []


def test_shipment_needs_neither_date_nor_reason():
    text = "On its way. Sofie Peeters https://shop.example/my/orders/7"
    assert lint(text, event_type="shipped") == []


def test_any_other_way_to_the_contact_will_do():
    assert lint(GOOD.replace("Sofie Peeters", "+32 2 290 34 90")) == []


def test_fact_is_found_whatever_its_case_accents_and_spaces():
    facts = FACTS._replace(date=("1\N{NO-BREAK SPACE}août 2030",))
    text = GOOD.replace("August 23, 2030", "1 AOUT 2030")
    assert lint(text, facts=facts) == []


def test_without_facts_the_source_says_what_would_be_shown():
    source = "message_lines message_closing"
    assert lint("We are sorry.", facts=Facts(), source=source) == []
    assert lint("We are sorry.", facts=Facts()) == [
        "no_date",
        "no_reason",
        "no_contact",
        "no_link",
    ]


@pytest.mark.parametrize(
    ("lang", "words"),
    [
        ("de_DE", "Es tut uns leid"),
        ("en_GB", "We apologise"),
        ("es_MX", "Pedimos perdón"),
        ("fr_BE", "Nous sommes désolés"),
        ("nl_NL", "Het spijt ons"),
        ("pl_PL", "Przykro nam"),
    ],
)
def test_apology_is_known_in_the_languages_of_the_templates(lang, words):
    assert lint(GOOD.replace("sorry", words), lang=lang) == []


def test_apology_in_another_language_than_the_customers_is_none():
    assert lint(GOOD, lang="de_DE") == ["no_apology"]


@pytest.mark.parametrize(
    ("length", "weaknesses"),
    [(160, []), (161, ["two_segments"]), (306, ["two_segments"])]
    + [(307, ["many_segments"])],
)
def test_text_message_has_little_room(length, weaknesses):
    text = "Sorry, August 23, 2030: https://shop.example/my/orders/7 "
    assert lint(text.ljust(length, "."), is_sms=True) == weaknesses


@given(st.sampled_from([*NEEDS, "ready"]), TEXTS, st.sampled_from([*APOLOGIES, "pl"]))
def test_more_words_take_no_lack_but_length_and_placeholders(event_type, text, lang):
    before = set(lint(text, event_type, lang))
    after = set(lint(f"{text} {GOOD}", event_type, lang))
    assert after <= before | {"placeholder"}
