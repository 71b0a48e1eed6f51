# Copyright 2026 The backorder_comms contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).

import re
from datetime import date, timedelta
from functools import partial
from typing import NamedTuple

from .sheet_columns import normalize

DAY_FIRST, MONTH_FIRST = "dmy", "mdy"

# Which days numbers may be.
FIRST, LAST = date(2000, 1, 1), date(2099, 12, 31)
ZERO_1900, ZERO_1904 = date(1899, 12, 30), date(1904, 1, 1)

FRIDAY = 5

MONTHS = [
    set(names.split())
    for names in (
        "january januar janvier enero januari jan",
        "february februar fevrier febrero februari feb",
        "march marz maerz mars marzo maart mrt",
        "april avril abril apr avr",
        "may mai mayo mei",
        "june juni juin junio",
        "july juli juillet julio",
        "august aout agosto augustus",
        "september septembre septiembre setiembre sept",
        "october oktober octobre octubre",
        "november novembre noviembre",
        "december dezember decembre diciembre",
    )
]
WEEKDAY_WORDS = (
    "mon tue wed thu fri sat sun monday tuesday wednesday thursday friday "
    "saturday sunday mo di mi do fr sa so montag dienstag mittwoch donnerstag "
    "freitag samstag sonnabend sonntag lun mar mer jeu ven sam dim lundi mardi "
    "mercredi jeudi vendredi samedi dimanche lunes martes miercoles jueves "
    "viernes sabado domingo mie jue vie sab dom ma wo vr za zo maandag dinsdag "
    "woensdag donderdag vrijdag zaterdag zondag le el"
)
WEEKDAYS = set(WEEKDAY_WORDS.split())
WEEKS = "cw|kw|wk|w|week|weeks|woche|kalenderwoche|sem|semaine|semana|s|sw"

WEEK_NUMBERS = {str(number) for number in range(1, 54)}

WEEK_FIRST = re.compile(rf"(?:{WEEKS}) ?(\d{{1,2}})(?: (\d{{4}}|\d\d))?")
YEAR_FIRST_WEEK = re.compile(rf"(\d{{4}}) ?(?:{WEEKS}) ?(\d{{1,2}})")
WEEK_OF_YEAR = re.compile(r"(\d\d) (\d{4})")
DAY_OF_MONTH = re.compile(r"(\d{1,2})(?:st|nd|rd|th|er|e)?(?: de)? ([a-z]{3,})(?: de)?")
MONTH_AND_DAY = re.compile(r"([a-z]{3,}) (\d{1,2})(?:st|nd|rd|th)?")
YEAR_FIRST = re.compile(r"(\d{4})[-/. ](\d{1,2})[-/. ](\d{1,2})\.?")
TWO_FIRST = re.compile(r"(\d{1,2})([-/.])(\d{1,2})(?:\2(\d{4}|\d\d)?)?")
SPAN = re.compile(r"\d ?[-–] ?\d\d?$")
TIME = re.compile(r"(?<=\d)[tT ]+\d{1,2}[:h]\d\d(?::\d\d)?.*$")


class Reading(NamedTuple):
    """What a cell may mean.

    :param date | None day_first: None when it is no day in this order
    :param date | None month_first: likewise
    """

    day_first: date | None = None
    month_first: date | None = None

    def is_ambiguous(self):
        return None not in self and self.day_first != self.month_first


class Day(NamedTuple):
    """What a cell is taken for.

    :param date | None date: None when it is no day
    :param bool is_sure: whether nothing speaks for another one
    """

    date: date | None
    is_sure: bool = True


def read_column(cells, today, since_1904=False, order=None, usual_order=DAY_FIRST):
    """Read the days of a column: what some rows leave open, others decide.

    :param list cells: see `spell_out_weeks` where the header speaks of weeks
    :param str order: of day and month, where somebody decided on it
    :param str usual_order: the one of the vendor's language
    :rtype: list[Day]
    """
    readings = [read(cell, today, since_1904) for cell in cells]
    shown = order or find_order(readings)
    return [_choose(reading, shown, usual_order) for reading in readings]


def spell_out_weeks(header, cells):
    """Write numbers below a header such as "KW" as the weeks that they are."""
    if not set(normalize(header or "").split()) & set(WEEKS.split("|")):
        return cells
    return [f"CW {cell}" if str(cell) in WEEK_NUMBERS else cell for cell in cells]


def find_order(readings):
    """Return the order of day and month that some rows show, and none contradicts."""
    shown = {
        MONTH_FIRST if reading.day_first is None else DAY_FIRST
        for reading in readings
        if (reading.day_first is None) != (reading.month_first is None)
    }
    return shown.pop() if len(shown) == 1 else None


def _choose(reading, order, usual_order):
    if not reading.is_ambiguous():
        return Day(reading.day_first or reading.month_first)
    by_order = {DAY_FIRST: reading.day_first, MONTH_FIRST: reading.month_first}
    return Day(by_order[order or usual_order], is_sure=bool(order))


def read(cell, today, since_1904=False):
    """Read a cell on its own.

    :param cell: text, number, day or None
    :rtype: Reading
    """
    if isinstance(cell, date):
        return Reading(cell, cell)
    if isinstance(cell, (int, float)):
        return _same(_read_number(cell, since_1904))
    if not cell:
        return Reading()
    text = TIME.sub("", cell.strip())
    if text.isdecimal():
        return _same(_read_number(int(text), since_1904))
    text = _drop_weekday(text)
    for reader in (_read_year_first, _read_words, _read_two_first):
        if reading := reader(text, today):
            return reading
    return Reading()


def _same(day):
    return Reading(day, day)


def _read_number(number, since_1904):
    """Read the days since an epoch, as spreadsheets count, or the digits of a day."""
    if 20000101 <= number <= 20991231:
        year, rest = divmod(int(number), 10000)
        return _make(year, *divmod(rest, 100))
    zero = ZERO_1904 if since_1904 else ZERO_1900
    if (FIRST - zero).days <= number < (LAST - zero).days + 1:
        return zero + timedelta(days=int(number))
    return None


def _drop_weekday(text):
    first, _blank, rest = text.partition(" ")
    is_weekday = normalize(first) in WEEKDAYS
    return rest.strip() if is_weekday and rest else text


def _make(year, month, day):
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _make_week(year, week):
    try:
        return date.fromisocalendar(year, week, FRIDAY)
    except ValueError:
        return None


def _to_year(text):
    return int(text) + 2000 if len(text) == 2 else int(text)


def _find_year(make, text, today):
    """Return the day in the year that is named, or else the one nearest to today."""
    if text:
        return make(_to_year(text))
    days = filter(None, (make(today.year + step) for step in (-1, 0, 1)))
    return min(days, key=lambda day: abs(day - today), default=None)


def _read_year_first(text, _today):
    if match := YEAR_FIRST.fullmatch(text):
        return _same(_make(*map(int, match.groups())))
    return None


def _read_words(text, today):
    words = normalize(text)
    if SPAN.search(text):
        return None  # "CW 49-50" is no week
    if match := WEEK_FIRST.fullmatch(words):
        week, year = match.groups()
        make = partial(_make_week, week=int(week))
        return _same(_find_year(make, year, today))
    if match := YEAR_FIRST_WEEK.fullmatch(words):
        return _same(_make_week(*map(int, match.groups())))
    if (match := WEEK_OF_YEAR.fullmatch(words)) and int(match[1]) > 12:
        return _same(_make_week(int(match[2]), int(match[1])))
    return _read_month_name(words, today)


def _read_month_name(words, today):
    match = re.fullmatch(r"(.*?)(?: (\d{4}|\d\d))?", words)
    rest, year = match.groups()
    if named := DAY_OF_MONTH.fullmatch(rest):
        day, name = named.groups()
    elif named := MONTH_AND_DAY.fullmatch(rest):
        name, day = named.groups()
    elif (named := MONTH_AND_DAY.fullmatch(words)) and year:
        # "Dec 04": what looks like a year is a day.
        (name, day), year = named.groups(), None
    else:
        return None
    if not (month := find_month(name)):
        return None
    make = partial(_make, month=month, day=int(day))
    return _same(_find_year(make, year, today))


def find_month(name):
    """Return the number of the only month that begins like this in any language."""
    months = [
        number
        for number, names in enumerate(MONTHS, 1)
        if any(full.startswith(name) for full in names)
    ]
    return months[0] if len(months) == 1 else None


def _read_two_first(text, today):
    match = TWO_FIRST.fullmatch(text)
    if not match:
        return None
    first, sign, second, year = match.groups()
    if not year and sign != "/" and not text.endswith("."):
        return None  # "3-4" is a span of something, "3.4" a number
    first, second = int(first), int(second)
    day_first = _find_year(partial(_make, month=second, day=first), year, today)
    if sign == ".":
        return _same(day_first)
    month_first = _find_year(partial(_make, month=first, day=second), year, today)
    return Reading(day_first, month_first)
