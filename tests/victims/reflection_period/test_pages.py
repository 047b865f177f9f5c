"""The page of a period: until when and why, for each reader; and what each may write. The pages' day is the real one."""

import re
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from agencies.templatetags.words import write_day
from cases.wall import acting_as
from tests.conftest import as_owner
from tests.people import signed_in, take_on
from tests.victims.reflection_period.story import DAY, running, victim
from victims.reflection_period.models import PeriodApplication, PeriodStep
from victims.reflection_period.services import ask_for_period, extend_period
from victims.residence.services import record_residence

pytestmark = pytest.mark.pages
LAWFUL = {"referral.residence_status": "lawful"}


def now():
    return datetime.now(UTC)


def today():
    return timezone.localdate(now())


def begun(people, *, before=31, days=60, **more):
    """Day 32 of 90, unless told otherwise: granted on its first day, extended on the 25th."""
    case = running(people, first_day=today() - before * DAY, now=now() - before * DAY, **more)
    if days:
        at = now() - min(before, 7) * DAY
        with acting_as(people.ulla) as ulla:
            extend_period(
                actor=ulla, case=case, days=days, ground="special", words="She is ill.", asked_on=timezone.localdate(at), now=at
            )  # fmt: skip
    return case


def page(person, case, query="", status=200):
    answer = signed_in(person).get(reverse("victims:period", args=[case.pk]) + query)
    assert answer.status_code == status
    return text(answer)


def text(answer):
    main = answer.content.decode().partition("<main")[2].partition("</main>")[0]
    return " ".join(re.sub(r"<[^>]+>", " ", main).replace("\xa0", " ").replace("\xad", "").split())


def heading(answer):
    return re.search(r"<h1>(.*?)</h1>", answer.content.decode())[1].replace("\xa0", " ")


def on(day: Any) -> str:
    return write_day(day).replace("\xa0", " ")


def fields(name, day):
    return {f"{name}_day": day.day, f"{name}_month": day.month, f"{name}_year": day.year}


def send(person, case, verb, *, client: Client | None = None, confirmed=True, **values):
    where = reverse("victims:period_step", args=[case.pk, verb])
    sent = {"submission": uuid4()} | ({"confirmed": "1"} if confirmed else {}) | values
    return (client or signed_in(person)).post(where, sent)


def steps():
    with as_owner():
        return list(PeriodStep.objects.order_by("number").values_list("step", flat=True))


def extension(days=30, **changes):
    return {"ground": "cooperates", "words": "", "days": str(days), **fields("asked_on", today())} | changes


# What each reader reads


def test_the_heading_is_the_deadline(people):
    case = begun(people)
    shown = page(people.ulla, case)
    last = today() + 58 * DAY
    assert f"Udrejsefrist {on(last)}" in shown
    assert "Refleksionsperiode, dag 32 af 90. 58 dage tilbage" in shown
    assert f"90 {on(last)} Udrejsefrist, sidste dag" in shown
    assert f"120 {on(last + 30 * DAY)} Loft" in shown
    assert f"32 {on(today())} I dag" in shown
    for before in (14, 7, 1):
        assert f"{90 - before} {on(last - before * DAY)} Påmindelse" in shown


def test_the_ground_is_for_those_who_read_residence(people):
    case = begun(people)
    take_on(people, case, people.nora, "supporter")
    take_on(people, case, people.sara, "shelter")
    for person in (people.ulla, people.cecilie, people.rita):
        assert "She is ill." in page(person, case), person
        assert "Særlige grunde" in page(person, case)
    for person in (people.poul, people.nora, people.sara):
        shown = page(person, case)
        assert f"Udrejsefrist {on(today() + 58 * DAY)}" in shown, person
        assert "She is ill." not in shown
        assert "Grund" not in shown


def test_who_has_not_the_deadline_has_no_page(people):
    case = begun(people)
    for person in (people.nina, people.skat, people.otto, people.ian, people.henrik):
        page(person, case, status=404)
    assert "period/" not in signed_in(people.nina).get(reverse("cases:case", args=[case.pk])).content.decode()


def test_the_case_page_shows_deadline_and_day(people):
    case = begun(people)
    for person in (people.ulla, people.cecilie, people.poul):
        shown = text(signed_in(person).get(reverse("cases:case", args=[case.pk])))
        assert f"{on(today() + 58 * DAY)} dag 32 af 90" in shown, person


def test_police_and_supporter_have_no_form_to_decide(people):
    case = begun(people)
    take_on(people, case, people.nora, "supporter")
    for person in (people.poul, people.nora, people.cecilie, people.rita):
        shown = signed_in(person).get(reverse("victims:period", args=[case.pk])).content.decode()
        assert 'name="days"' not in shown, person
        assert ("period/ask/" in shown) == (person is not people.rita)


@pytest.mark.parametrize(
    ("before", "days", "words"),
    [
        (29, 0, "dag 30 af 30, den sidste"),
        (30, 0, "Udløb"),
        (10, 90, "Den kan ikke forlænges"),
        (-3, 0, "30 dage, fra"),
    ],
)
def test_each_state_says_where_it_stands(people, before, days, words):
    is_coming = before < 0
    coming = {"first_day": today() + 3 * DAY, "now": now()}
    case = running(people, **coming) if is_coming else begun(people, before=before, days=days)
    assert words in page(people.ulla, case)


def test_without_a_period_it_says_so_and_what_can_be_asked_for(people):
    case = victim(people)
    for person in (people.ulla, people.cecilie, people.poul):
        assert "Der er ikke givet nogen periode" in page(person, case)
    assert "first_day" in signed_in(people.ulla).get(reverse("victims:period", args=[case.pk])).content.decode()


def test_cmm_grants_a_restitution_period_in_its_own_words(people):
    case = victim(people, LAWFUL)
    sent = send(people.cecilie, case, "grant", **fields("asked_on", today()), **fields("first_day", today()))
    assert sent.status_code == 302
    shown = page(people.carl, case)
    assert f"Restitutionsperiode til {on(today() + 29 * DAY)}" in shown
    assert "Udrejsefrist" not in shown


# Deciding


def test_an_extension_is_shown_before_it_is_written(people):
    case = begun(people, days=0, before=10)
    client = signed_in(people.ulla)
    shown = send(people.ulla, case, "extend", client=client, confirmed=False, **extension(30))
    new = today() + 49 * DAY
    assert (heading(shown), steps()) == ("Forlæng perioden", ["granted"])
    assert f"{on(new)}, dag 60" in text(shown)
    assert f"Forlæng til {on(new)}" in text(shown)
    assert "Læser fristen, men ikke grunden" in text(shown)  # the police
    hidden = dict(
        re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', shown.content.decode().partition("<main")[2])
    )
    again = client.post(reverse("victims:period_step", args=[case.pk, "extend"]), hidden | {"again": "1"})
    assert 'value="30"' in again.content.decode()
    sent = client.post(reverse("victims:period_step", args=[case.pk, "extend"]), hidden | {"confirmed": "1"})
    assert (sent.status_code, steps()) == (302, ["granted", "extended"])
    assert f"Perioden er forlænget til {on(new)}" in text(client.get(sent["Location"]))


def test_the_same_form_twice_has_one_effect(people):
    case = begun(people, days=0, before=10)
    key = uuid4()
    for _time in range(2):
        assert send(people.ulla, case, "extend", **extension(30) | {"submission": key}).status_code == 302
    assert steps() == ["granted", "extended"]


def test_a_page_that_is_behind_gets_409_and_keeps_what_was_typed(people):
    case = begun(people, days=0, before=10)
    send(people.ulla, case, "extend", **extension(30))
    late = send(people.ulla, case, "extend", **extension(31, ground="special", words="Written in vain?", seen="1"))
    assert (late.status_code, steps()) == (409, ["granted", "extended"])
    assert "Written in vain?" in late.content.decode()
    assert 'name="seen" value="2"' in late.content.decode()


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"ground": ""}, "Vælg grunden."),
        ({"ground": "special"}, "Skriv de særlige grunde."),
        ({"days": "91"}, "Skriv et antal dage fra 1 til 90."),
        ({"days": "x"}, "Skriv et antal dage."),
        ({"days": ""}, "Skriv et antal dage."),
        ({"asked_on_day": "32"}, "Den dag findes ikke"),
    ],
)
def test_what_is_refused_stands_beside_its_field(people, changes, sentence):
    case = begun(people, days=0, before=10)
    answer = send(people.ulla, case, "extend", **extension() | changes)
    assert (answer.status_code, steps()) == (200, ["granted"])
    assert text(answer).count(sentence) == 2  # in the summary, and above the field


def test_who_does_not_decide_is_told_who_does(people):
    case = begun(people, days=0, before=10)
    with acting_as(people.cecilie) as cecilie:
        record_residence(actor=cecilie, case=case, status="lawful", now=now())
    answer = send(people.ulla, case, "extend", **extension())
    assert "CMM afgør" in text(answer)
    assert steps() == ["granted"]
    assert signed_in(people.ulla).get(reverse("victims:period_step", args=[case.pk, "extend"])).status_code == 404


def test_the_person_declines_and_comes_back(people):
    case = begun(people, days=0, before=10)
    assert send(people.ulla, case, "decline", **fields("last_day", today()), words="").status_code == 302
    assert f"Stoppet {on(today())}" in page(people.poul, case)
    assert "11 dage brugt, 19 tilbage" in page(people.poul, case)
    assert send(people.ulla, case, "resume", **fields("first_day", today() + DAY)).status_code == 302
    assert f"Udrejsefrist {on(today() + 19 * DAY)}" in page(people.poul, case)
    assert steps() == ["granted", "declined", "resumed"]


def test_why_it_ended_is_for_those_who_read_residence(people):
    case = begun(people, days=0, before=10)
    ended = {"ending": "disappeared", "words": "", **fields("last_day", today() - DAY)}
    assert send(people.ulla, case, "end", **ended).status_code == 302
    assert "Personen forsvandt" in page(people.cecilie, case)
    assert "forsv" not in page(people.poul, case)


def test_a_refusal_and_a_later_start(people):
    case = running(people, first_day=today() + 3 * DAY, now=now())
    assert send(people.ulla, case, "move", **fields("first_day", today() + 9 * DAY)).status_code == 302
    assert f"Udrejsefrist {on(today() + 38 * DAY)}" in page(people.poul, case)
    assert "Skriv begrundelsen." in text(send(people.ulla, case, "refuse", words=""))
    assert send(people.ulla, case, "refuse", words="Nothing speaks for it.").status_code == 302
    assert "Nothing speaks for it." in page(people.cecilie, case)
    assert "Nothing speaks for it." not in page(people.poul, case)
    assert steps() == ["granted", "moved", "refused"]


@pytest.mark.parametrize("verb", ["grant", "extend", "refuse", "decline", "end", "resume", "move"])
def test_each_verb_has_its_form_when_it_can_be_written_and_else_none(people, verb):
    case = begun(people)
    can = verb in ("extend", "refuse", "decline", "end")
    answer = signed_in(people.ulla).get(reverse("victims:period_step", args=[case.pk, verb]))
    assert answer.status_code == (200 if can else 404)
    assert signed_in(people.cecilie).get(reverse("victims:period_step", args=[case.pk, verb])).status_code == 404


# Asking


def test_what_is_asked_for_is_work_and_stands_on_the_page_of_whoever_decides(people):
    case = begun(people)
    take_on(people, case, people.nora, "supporter")
    where = reverse("victims:period_ask", args=[case.pk])
    assert signed_in(people.nora).get(where).status_code == 200
    asked = {
        "submission": uuid4(),
        "days": "20",
        "ground": "special",
        "words": "I am ill.",
        **fields("asked_on", today()),
    }
    for _time in range(2):
        assert signed_in(people.nora).post(where, asked).status_code == 302
    assert "I am ill." in page(people.nora, case)
    form = signed_in(people.ulla).get(reverse("victims:period", args=[case.pk])).content.decode()
    assert ("I am ill." in form, 'name="days" value="20"' in form) == (True, True)
    assert "I am ill." not in page(people.poul, case)
    with as_owner():
        assert PeriodApplication.objects.count() == 1


def test_who_has_no_application_cannot_ask(people):
    case = begun(people)
    for person in (people.ulla, people.rita, people.nina, people.otto):
        assert signed_in(person).get(reverse("victims:period_ask", args=[case.pk])).status_code == 404, person


def test_tomorrow_is_not_a_day_on_which_somebody_asked(people):
    case = begun(people)
    asked = {"submission": uuid4(), **fields("asked_on", today() + DAY), "words": "Kept."}
    answer = signed_in(people.poul).post(reverse("victims:period_ask", args=[case.pk]), asked)
    assert ("Dagen ligger i fremtiden." in text(answer), "Kept." in answer.content.decode()) == (True, True)


# What if


@pytest.mark.parametrize(
    ("query", "says"),
    [
        ("?what=no_return", "Den kan så kun forlænges af særlige grunde"),
        ("?what=extended&more=30", "Den nye frist er"),
        ("?what=extended&more=31", "Skriv et antal dage fra 1 til 30."),
        ("?what=declines", "58 dage er tilbage"),
        ("?what=comes_back", "De dage, der er tilbage, løber videre"),
        ("?what=asylum", "Udlændingestyrelsen afgør fortsat"),
        ("?what=lawful", "CMM afgør fra da af"),
    ],
)
def test_what_if_is_answered_by_the_rules_and_saved_nowhere(people, query, says):
    case = begun(people)
    before = steps()
    for person in (people.ulla, people.cecilie):
        assert says in page(person, case, query)
    assert "Hvad nu hvis" not in page(people.poul, case, query)
    assert steps() == before
    assert "Så gælder" not in page(people.ulla, case, "?what=nonsense")


# Queries


def test_the_number_of_queries_does_not_grow_with_the_steps(people):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    def queries(case):
        client = signed_in(people.ulla)
        client.get(reverse("victims:period", args=[case.pk]))
        with CaptureQueriesContext(connection) as caught:
            assert client.get(reverse("victims:period", args=[case.pk])).status_code == 200
        return len(caught)

    few, many = begun(people, days=10), begun(people, days=10)
    for case, times in ((few, 1), (many, 3)):
        for _time in range(times):
            with acting_as(people.ulla) as ulla:
                extend_period(
                    actor=ulla, case=case, days=5, ground="cooperates", asked_on=today() - DAY, now=now() - DAY
                )
            with acting_as(people.cecilie) as cecilie:
                ask_for_period(actor=cecilie, case=case, asks_for="extension", asked_on=today(), words="x", now=now())
    assert queries(few) == queries(many)
