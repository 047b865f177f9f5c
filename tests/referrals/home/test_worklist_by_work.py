"""The Immigration Service's worklist: by kind of work, and what runs out first. The pages' day is the real one."""

import re
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from agencies.templatetags.words import write_day
from cases.assignments.services import hand_over
from cases.wall import acting_as
from tests.attempts import sql
from tests.conftest import NOW, as_owner
from tests.people import accepted, hire, signed_in
from tests.victims.reflection_period.story import DAY, running, victim
from tests.victims.test_path import TALK
from victims.assessment.services import recommend, write_interview
from victims.reflection_period.services import ask_for_period
from victims.residence.services import record_residence

pytestmark = pytest.mark.pages
FREE = {"detention.since": None, "detention.place": None, "detention.detained_by": None}


def now():
    return datetime.now(UTC)


def today():
    return timezone.localdate(now())


def ending_in(people, days, **more):
    """A period of thirty days whose last day is so many days ahead."""
    before = 29 - days
    return running(people, first_day=today() - before * DAY, now=now() - before * DAY, changes=FREE, **more)


def recommended(people):
    case = accepted(people, FREE)
    with acting_as(people.carl) as carl:
        write_interview(actor=carl, case=case, values=TALK, now=now())
        recommend(actor=carl, case=case, recommends="trafficked", weighing="It fits.", now=now())
    return case


def asked(people, case, **values):
    with acting_as(people.cecilie) as cecilie:
        ask_for_period(
            actor=cecilie, case=case, now=now(), **{"asks_for": "extension", "asked_on": today(), "days": 30, "ground": "special"} | values
        )  # fmt: skip


def main(person: Any, query: str = "") -> str:
    answer = signed_in(person).get(f"/{query}")
    assert answer.status_code == 200
    return answer.content.decode().partition("<main")[2].partition("</main>")[0]


def text(html: str) -> str:
    return " ".join(
        re.sub(r"<[^>]+>", " ", html).replace("\xa0", " ").replace("\xad", "").replace("\u2060", "").split()
    )


def groups(person: Any, query: str = "") -> dict[str, list[str]]:
    """{heading: references} of the queue."""
    found = {}
    for body in (
        main(person, query).partition('class="table rows queue"')[2].partition("</table>")[0].split("<tbody>")[1:]
    ):
        found[text(body.partition("</tr>")[0])] = re.findall(r"T-\d{4}-[A-Z]{2}", body)
    return found


def on(day: Any) -> str:
    return write_day(day, now=now()).replace("\xa0", " ")


def test_work_stands_in_groups_by_its_kind(people):
    deciding, ending, asking = recommended(people), ending_in(people, 1), ending_in(people, 20)
    asked(people, asking)
    assert groups(people.ulla) == {
        "Skal afgøres": [deciding.number],
        "Perioder, der er udløbet eller udløber inden 14 dage": [ending.number],
        "Anmodninger om periode eller forlængelse": [asking.number],
    }


@pytest.mark.parametrize(("days", "there"), [(13, True), (14, True), (15, False)])
def test_a_period_is_work_from_its_first_reminder_on(people, days, there):
    ending_in(people, days)
    for person in (people.ulla, people.carl):
        assert (f"Udløber {on(today() + days * DAY)}" in text(main(person))) == there, person


def test_each_row_says_what_runs_out_and_what_to_do(people):
    ending, asking = ending_in(people, 1), ending_in(people, 8)
    running(people, first_day=today() - 117 * DAY, now=now() - 117 * DAY, days=90, changes=FREE)
    asked(people, asking)
    shown = text(main(people.ulla))
    assert "Udløber i morgen dag 30 er den sidste" in shown
    assert "Ingen har søgt forlængelse" in shown
    assert "dag 120, loftet er nået" in shown
    assert "Kan ikke forlænges. Se ophold" in shown
    assert f"8 dage tilbage perioden udløber {on(today() + 8 * DAY)}, dag 30" in shown
    assert "30 dage, særlige grunde" in shown
    assert f"CMM, {on(today())}" in shown
    assert ending.number in shown


def test_reminders_that_went_out_stand_in_the_row(people):
    ending_in(people, 5)
    first, second = on(today() - 9 * DAY), on(today() - 2 * DAY)
    assert f"Påmindet {first} og {second}" in text(main(people.ulla))
    assert f"Påmindet {first} og {second}" in text(main(people.carl))


def test_a_decision_says_what_cmm_recommends(people):
    recommended(people)
    assert "Afgør. Indstillingen: handlet" in text(main(people.ulla))


def test_counts_and_filters_show_what_they_count(people):
    colleague = hire(people.ulla.agency, name="pernille")
    deciding, ending, late = recommended(people), ending_in(people, 1), ending_in(people, 3)
    minor = victim(people, FREE | {"preview.age_band": "15_17"})
    asked(people, minor, asks_for="period")
    with acting_as(people.ulla) as ulla:
        hand_over(actor=ulla, case=late, responsible=colleague)
        hand_over(actor=ulla, case=minor, responsible=ulla)
    with as_owner():
        sql(
            "UPDATE cases_assignment SET due_at = now() - interval '1 day' WHERE case_id = %s AND work = 'period_ends'",
            late.pk,
        )

    def shown(query):
        return {number for numbers in groups(people.ulla, query).values() for number in numbers}

    everything = {deciding.number, ending.number, late.number, minor.number}
    assert {
        view: shown(f"?show={view}") for view in ("all", "late", "decide", "periods", "minors", "mine", "unassigned")
    } == {
        "all": everything,
        "late": {late.number},
        "decide": {deciding.number},
        "periods": {ending.number, late.number, minor.number},
        "minors": {minor.number},
        "mine": everything - {late.number},
        "unassigned": {deciding.number},
    }
    counts = re.findall(r"<strong>(\d+)</strong> <span>(.*?)</span>", main(people.ulla))
    assert counts[:3] == [("1", "over fristen"), ("1", "skal afgøres"), ("3", "perioder udløber eller forlænges")]


def test_a_competence_that_has_moved_says_whose_it_is(people):
    theirs, ours = victim(people, FREE), accepted(people, FREE | {"referral.residence_status": "lawful"})
    with acting_as(people.cecilie) as cecilie:
        record_residence(actor=cecilie, case=theirs, status="lawful", now=now() - timedelta(hours=1))
        record_residence(actor=cecilie, case=ours, status="asylum_seeker", now=now() - timedelta(hours=2))
    shown = text(main(people.ulla)).partition("kompetencen er flyttet")[2]
    assert re.search(rf"Til jer .*? {ours.number} .*?CMM nåede ikke at afgøre. Læs, og afgør", shown)
    assert re.search(rf"Fra jer .*? {theirs.number} .*?CMM afgør nu Intet at gøre", shown)


def test_who_is_waited_for_and_which_rules_hold(people, monkeypatch):
    monkeypatch.setattr("cases.middleware.timezone", SimpleNamespace(now=lambda: NOW + timedelta(days=9)))
    case = accepted(people, FREE)
    shown = text(main(people.ulla))
    assert f"{case.number} : CMM indstiller" in shown
    assert "Periode 30 dage Loft i alt 120 dage Påmindelser 14, 7 og 1 dag før" in shown
    assert "Regler før 1. maj 2013" in shown
    assert "100 dage i alt" in shown


def test_the_number_of_queries_does_not_grow_with_the_rows(people):
    def queries(person):
        client = signed_in(person)
        client.get("/")
        with CaptureQueriesContext(connection) as caught:
            assert client.get("/").status_code == 200
        return len(caught)

    def one_of_each():
        recommended(people)
        ending_in(people, 1)
        asked(people, ending_in(people, 8))
        accepted(people, FREE)
        moved = victim(people, FREE)
        with acting_as(people.cecilie) as cecilie:
            record_residence(actor=cecilie, case=moved, status="lawful", now=now())

    one_of_each()
    few = {name: queries(getattr(people, name)) for name in ("ulla", "cecilie")}
    one_of_each()
    one_of_each()
    assert {name: queries(getattr(people, name)) for name in few} == few
