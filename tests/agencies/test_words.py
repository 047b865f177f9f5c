"""Moments, deadlines and numbers as the pages write them."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import translation

from agencies.templatetags import words

pytestmark = pytest.mark.rules
COPENHAGEN = ZoneInfo("Europe/Copenhagen")
NOW = datetime(2026, 3, 12, 14, 32, tzinfo=COPENHAGEN)


def at(day: int, hour: int, minute: int, month: int = 3, year: int = 2026) -> datetime:
    return datetime(year, month, day, hour, minute, tzinfo=COPENHAGEN)


def plain(text: str) -> str:
    return text.replace(words.NO_BREAK, " ").replace(words.WORD_JOINER, "")


@pytest.mark.parametrize(
    ("moment", "danish", "english"),
    [
        (at(12, 9, 15), "i dag kl. 9.15", "today at 9:15"),
        (at(12, 0, 0), "i dag kl. 0.00", "today at 0:00"),
        (at(11, 23, 59), "i går kl. 23.59", "yesterday at 23:59"),
        (at(13, 8, 30), "i morgen kl. 8.30", "tomorrow at 8:30"),
        (at(10, 14, 28), "10. marts kl. 14.28", "10 March at 14:28"),
        (at(31, 12, 0, month=12, year=2025), "31. december 2025 kl. 12.00", "31 December 2025 at 12:00"),
    ],
)
def test_a_moment_is_written_from_where_the_reader_stands(moment, danish, english):
    with translation.override("da"):
        assert plain(words.write_moment(moment, now=NOW)) == danish
    with translation.override("en"):
        assert plain(words.write_moment(moment, now=NOW)) == english


def test_a_moment_of_another_time_zone_is_written_in_copenhagen():
    with translation.override("da"):
        assert (
            plain(words.write_moment(datetime(2026, 3, 11, 23, 30, tzinfo=ZoneInfo("UTC")), now=NOW))
            == "i dag kl. 0.30"
        )


def test_a_date_does_not_break_and_the_clock_may_move_to_the_next_line():
    with translation.override("da"):
        assert words.write_moment(at(10, 14, 28), now=NOW) == "10.\N{NO-BREAK SPACE}marts kl.\N{NO-BREAK SPACE}14.28"


@pytest.mark.parametrize(
    ("due", "style", "danish", "level"),
    [
        (at(12, 13, 20), "count", "Overskredet 1 t. 12 min.", "late"),
        (NOW, "count", "Overskredet 0 min.", "late"),
        (at(12, 14, 33), "count", "1 min. tilbage", "soon"),
        (at(12, 19, 40), "count", "5 t. 8 min. tilbage", "soon"),
        (at(13, 14, 32), "count", "24 t. tilbage", "soon"),
        (at(13, 14, 33), "count", "24 t. 1 min. tilbage", "none"),
        (at(14, 21, 12), "count", "54 t. 40 min. tilbage", "none"),
        (at(16, 14, 32), "count", "4 dage tilbage", "none"),
        (at(10, 14, 32), "count", "Overskredet 2 dage", "late"),
        (at(12, 16, 0), "answer", "Svar senest kl. 16.00", "soon"),
        (at(16, 12, 0), "answer", "Svar senest 16. marts", "none"),
        (date(2026, 3, 12), "answer", "Svar i dag", "soon"),
        (date(2026, 3, 13), "answer", "Svar senest 13. marts", "none"),
        (date(2026, 3, 11), "answer", "Overskredet 1 dag", "late"),
        (at(12, 16, 0), "deadline", "Senest kl. 16.00", "soon"),
        (date(2026, 3, 12), "deadline", "I dag", "soon"),
        (date(2026, 3, 16), "deadline", "16. marts 2026", "none"),
    ],
)
def test_a_deadline_in_words(due, style, danish, level):
    with translation.override("da"):
        left = words.clock_words(due, now=NOW, style=style)
    assert (plain(left.words), left.level) == (danish, level)


@pytest.mark.parametrize(
    ("due", "danish"),
    [
        (at(12, 16, 0), "i dag, om 1 t. 28 min."),
        (at(12, 14, 33), "i dag, om 1 min."),
        (at(12, 14, 32), "i dag kl. 14.32"),
        (at(11, 14, 0), "i går kl. 14.00"),
        (at(14, 14, 32), "kl. 14.32, om 48 t."),
        (at(17, 16, 0), "kl. 16.00, om 5 dage"),
    ],
)
def test_what_is_left_until_a_moment(due, danish):
    with translation.override("da"):
        assert plain(words.write_until(due, now=NOW)) == danish


def test_a_whole_date_begins_with_its_weekday():
    for language, text in (
        ("da", "torsdag den 12. marts 2026 kl. 14.32"), ("en", "Thursday 12 March 2026 at 14:32"),
    ):  # fmt: skip
        with translation.override(language):
            assert plain(words.write_long_moment(NOW)) == text


def test_the_level_has_an_icon_of_its_own():
    levels = [words.Clock("", level, NOW).icon for level in ("late", "soon", "none")]
    assert levels == ["error", "hourglass", "time"]


def test_what_belongs_together_stays_on_one_line():
    joined = words.keep_together("udlændingelovens § 33, stk. 14, 12. marts kl. 14.32, ring 70 20 25 50, mand 30–39")
    assert joined.split(" ") == [
        "udlændingelovens", "§\u00a033,", "stk.\u00a014,", "12.\u00a0marts", "kl.\u00a014.32,", "ring",
        "70\u00a020\u00a025\u00a050,", "mand", "30\u2060–\u206039",
    ]  # fmt: skip


def test_long_compounds_break_at_their_joints_in_danish_only():
    with translation.override("da"):
        assert words.hyphens("Udlændingestyrelsen") == "Udlændinge\u00adstyrelsen"
        assert words.hyphens("<b>menneskehandel") == "&lt;b&gt;menneske\u00adhandel"
    with translation.override("en"):
        assert words.hyphens("Udlændingestyrelsen") == "Udlændingestyrelsen"


def test_filters_escape_what_people_wrote():
    assert words.nobreak("<script>") == "&lt;script&gt;"


def test_numbers_have_a_point_in_danish():
    with translation.override("da"):
        assert words.number(1700) == "1.700"
    with translation.override("en"):
        assert words.number(1700) == "1,700"


def test_a_span_is_written_to_the_minute():
    with translation.override("da"):
        spans = [timedelta(minutes=30), timedelta(hours=2), timedelta(hours=1, minutes=5, seconds=59)]
        assert [plain(words.span(span)) for span in spans] == ["30 min.", "2 t.", "1 t. 5 min."]


@pytest.mark.parametrize(("number", "link"), [("41 71 90 00", "+4541719000"), ("+45 70 20 25 50", "+4570202550")])
def test_a_telephone_number_as_a_link(number, link):
    assert words.phone_link(number) == link
