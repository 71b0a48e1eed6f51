"""What customers would have been told of what happened."""

from datetime import date, datetime, time, timedelta

from hypothesis import given
from hypothesis import strategies as st

from logic.news import OCCASIONS
from logic.replay import AGREED, Clock, Happening, replay

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


def run(*story, answer=lambda telling: True, until=LONG_AFTER, clock=CLOCK):
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
    answers = iter([False, True])
    occasions = get_occasions(*story, answer=lambda telling: next(answers))
    assert occasions == ["opened", "opened"]


def test_date_that_was_agreed_on_is_no_news():
    story = [(0, "opened", 5), (1000, AGREED, 9), (1000, "later", 9)]
    assert get_occasions(*story) == ["opened"]


def test_shipment_that_replaces_cores_message_is_told_in_any_case():
    happening = Happening(START, 0, "shipped", must_tell=True)
    told = []
    replay([happening], CLOCK, told.append, LONG_AFTER)
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


@given(STORIES, st.booleans())
def test_each_message_is_about_what_happened_before(story, answer):
    told = run(*story, answer=lambda telling: answer)
    moments = [telling.moment for telling in told]
    assert moments == sorted(moments)
    for telling in told:
        types = {story[number][1] for number in telling.numbers}
        assert telling.occasion in types | {"opened", "later", "earlier"}
        for number in telling.numbers:
            assert START + timedelta(minutes=story[number][0]) <= telling.moment


@given(STORIES)
def test_nothing_is_told_after_the_end(story):
    until = START + timedelta(minutes=50_000)
    early = [part for part in run(*story) if part.moment <= until]
    assert run(*story, until=until) == early
