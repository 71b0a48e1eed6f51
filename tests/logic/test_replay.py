"""What customers would have been told of what happened."""

from datetime import date, datetime, time, timedelta

from hypothesis import given
from hypothesis import strategies as st

from logic.news import OCCASIONS
from logic.replay import AGREED, Clock, Happening, Leaving, replay

START = datetime(2030, 1, 1, 9)
LONG_AFTER = datetime(2040, 1, 1)
CLOCK = Clock(
    to_day=datetime.date,
    to_moment=lambda day: datetime.combine(day, time.min),
    settle=timedelta(minutes=15),
    days=2,
    share=10,
)


def day(number):
    return date(2030, 1, 1) + timedelta(days=number)


def at_once(telling):
    return Leaving(telling.moment, telling.moment)


def run(*story, answer=at_once, until=LONG_AFTER, clock=CLOCK):
    """Return what is told of a story: (minute, type, number of the day, backorder)."""
    happenings = [
        Happening(
            START + timedelta(minutes=minute),
            number,
            type,
            backorder=(more or ["desk"])[0],
            expected=None if expected is None else day(expected),
        )
        for number, (minute, type, expected, *more) in enumerate(story)
    ]
    told = []

    def tell(telling):
        told.append(telling)
        return answer(telling)

    replay(happenings, clock, tell, until)
    return told


def get_occasions(*story, **options):
    return [telling.occasion for telling in run(*story, **options)]


def test_whole_life_is_told_step_by_step():
    story = [
        (0, "opened", 5),
        (1000, "later", 9),
        (2000, "ready", None),
        (3000, "shipped", None),
    ]
    assert get_occasions(*story) == ["opened", "later", "ready", "shipped"]


def test_what_one_look_finds_is_one_message():
    [telling] = run((0, "opened", 5, "desk"), (0, "opened", None, "lamp"))
    assert telling.numbers == (0, 1)


def test_date_that_moves_back_before_it_settles_is_not_told():
    story = [(0, "opened", 5), (1000, "later", 9), (1010, "earlier", 5)]
    assert get_occasions(*story) == ["opened"]


def test_date_is_told_when_it_has_settled():
    telling = run((0, "opened", 5), (1000, "later", 9))[-1]
    assert telling.moment == START + timedelta(minutes=1015)


def test_small_move_is_told_on_the_day_on_which_it_matters():
    telling = run((0, "opened", 100), (1000, "later", 103))[-1]
    assert (telling.occasion, telling.moment.date()) == ("later", day(70))


def test_small_move_that_another_one_overtakes_is_not_told():
    story = [(0, "opened", 100), (1000, "later", 103), (2000, "earlier", 100)]
    assert get_occasions(*story) == ["opened"]


def test_what_is_still_held_is_not_told():
    until = START + timedelta(minutes=1001)
    assert get_occasions((0, "opened", 5), (1000, "later", 9), until=until) == [
        "opened"
    ]


def test_who_was_told_nothing_hears_first_that_he_must_wait():
    story = [(0, "opened", 5), (1000, "later", 9)]
    answers = iter([lambda telling: Leaving(), at_once])
    occasions = get_occasions(*story, answer=lambda telling: next(answers)(telling))
    assert occasions == ["opened", "opened"]


def after(minutes):
    """Let messages leave so many minutes after they are called for."""

    def answer(telling):
        moment = telling.moment + timedelta(minutes=minutes)
        return Leaving(moment, moment)

    return answer


def test_what_has_not_left_is_told_together_with_what_happens_next():
    first, second = run((0, "opened", 5), (60, "later", 9), answer=after(120))
    assert (first.occasion, first.numbers) == ("opened", (0,))
    assert (second.occasion, second.numbers) == ("opened", (0, 1))


def test_what_has_left_is_told_by_itself():
    story = [(0, "opened", 5), (600, "later", 9)]
    occasions = get_occasions(*story, answer=after(120))
    assert occasions == ["opened", "later"]


def test_what_is_over_before_it_leaves_is_not_told():
    story = [(0, "opened", 5), (60, "shipped", None)]
    assert get_occasions(*story, answer=after(120)) == ["opened", None]


def test_customer_knows_it_as_soon_as_one_channel_told_him():
    def answer(telling):
        return Leaving(telling.moment, telling.moment + timedelta(hours=9))

    story = [(0, "opened", 5), (60, "later", 9)]
    assert get_occasions(*story, answer=answer) == ["opened", "later"]


def test_date_that_was_agreed_on_is_no_news():
    story = [(0, "opened", 5), (1000, AGREED, 9), (1000, "later", 9)]
    assert get_occasions(*story) == ["opened"]


def test_shipment_that_replaces_cores_message_is_told_in_any_case():
    happening = Happening(START, 0, "shipped", must_tell=True)
    told = []

    def tell(telling):
        told.append(telling)
        return Leaving()

    replay([happening], CLOCK, tell, LONG_AFTER)
    assert [telling.occasion for telling in told] == ["shipped"]


STORIES = st.lists(
    st.tuples(
        st.integers(0, 100_000),
        st.sampled_from([*OCCASIONS, AGREED]),
        st.none() | st.integers(0, 200),
        st.sampled_from(["desk", "lamp"]),
    ),
    max_size=12,
).map(lambda story: sorted(story, key=lambda part: part[0]))


@given(STORIES, st.none() | st.integers(0, 5000))
def test_each_message_is_about_what_happened_before(story, wait):
    never = wait is None
    told = run(*story, answer=(lambda telling: Leaving()) if never else after(wait))
    moments = [telling.moment for telling in told]
    assert moments == sorted(moments)
    for telling in told:
        types = {story[number][1] for number in telling.numbers}
        assert telling.occasion in types | {"opened", "later", "earlier", None}
        for number in telling.numbers:
            assert START + timedelta(minutes=story[number][0]) <= telling.moment


@given(STORIES)
def test_nothing_is_told_after_the_end(story):
    until = START + timedelta(minutes=50_000)
    early = [part for part in run(*story) if part.moment <= until]
    assert run(*story, until=until) == early
