"""Coded lists as they are on a day, and as they ever were."""

from datetime import date

import pytest
from django.utils import translation

from agencies.reference.models import Code
from agencies.reference.selectors import codes_ever, codes_on, danish_order
from tests.conftest import as_owner

pytestmark = pytest.mark.database
DAY = date(2026, 3, 12)


def test_words_stand_as_a_danish_reader_looks_them_up():
    assert sorted(["Åbent", "Æble", "zebra", "Ørred", "and"], key=danish_order) == [
        "and", "zebra", "Æble", "Ørred", "Åbent",
    ]  # fmt: skip


def test_a_list_stands_by_rank_and_then_by_name_in_the_readers_language():
    with translation.override("da"):
        languages = [str(value) for value in codes_on(DAY, "language")["language"].values()]
    assert languages[:4] == ["bulgarsk", "edo", "engelsk", "fransk"]
    assert languages[14:16] == ["afar", "afrikaans"]


@pytest.fixture
def _renamed(db: None) -> None:
    with as_owner():
        Code.objects.filter(list="need", code="interpreter").update(valid_until=date(2026, 3, 11))
        Code.objects.create(
            list="need",
            code="interpreter",
            danish="Sprogstøtte",
            english="Language help",
            valid_from=DAY,
            source="test",
        )
        Code.objects.filter(list="need", code="legal_help").update(valid_until=date(2026, 3, 11))


@pytest.mark.usefixtures("_renamed")
def test_only_what_is_in_force_is_offered_and_all_stays_readable():
    with translation.override("en"):
        assert "legal_help" in codes_on(date(2026, 3, 11), "need")["need"]
        assert "legal_help" not in codes_on(DAY, "need")["need"]
        assert str(codes_ever("need")["need"]["legal_help"]) == "Legal help"
        assert str(codes_on(date(2026, 3, 11), "need")["need"]["interpreter"]) == "Interpreter"
        assert str(codes_ever("need")["need"]["interpreter"]) == "Language help"


def test_one_query_a_kind_of_list(django_assert_num_queries):
    with django_assert_num_queries(1):
        codes_on(DAY, "language", "country", "need")
    with django_assert_num_queries(2):
        assert len(codes_on(DAY, "need", "labour")["labour"]) == 67
