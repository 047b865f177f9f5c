"""The referral form as its sender has it: drafts, errors, stale edits, sending, taking back, and the list."""

import re
from datetime import timedelta
from types import SimpleNamespace
from typing import Any
from uuid import uuid4

import pytest
from django.db import connections
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from agencies.models import Role
from cases.models import Case, CaseAccess
from cases.wall import acting_as
from referrals.models import Preview, Referral
from referrals.referral.rules import REQUIRED, STEPS
from referrals.referral.services import accept_referral, decline_referral, parts_of
from tests.browsing import Typed, form_of
from tests.conftest import NOW, as_owner
from tests.people import answered, asked, drafted, hire, referred, signed_in, write
from victims.models import Detention

pytestmark = pytest.mark.pages
FUTURE = (
    "The time is in the future. Write a day until and including today, 12\N{NO-BREAK SPACE}March\N{NO-BREAK SPACE}2026."
)
NUL = "The text has a sign in it that cannot be saved. Write it again."
SENT = "The referral has already been sent."


@pytest.fixture(autouse=True)
def _clock(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is NOW in every request."""
    monkeypatch.setattr("cases.middleware.timezone", SimpleNamespace(now=lambda: NOW))


def browser(person: Any) -> Client:
    return signed_in(person, headers={"accept-language": "en"})


def at(case: Case, page: int | str) -> str:
    return (
        reverse("referrals:step", args=[case.pk, page])
        if isinstance(page, int)
        else reverse(f"referrals:{page}", args=[case.pk])
    )


def opened(client: Client, case: Case, step: int) -> Typed:
    """What the step would send as it stands."""
    return form_of(client.get(at(case, step)), "preview-version" if step == 4 else "referral-version")


def parts(person: Any, case: Case) -> Any:
    with acting_as(person):
        return parts_of(case, person)


def errors(page: Any) -> list[str]:
    """The sentences of the summary, in its order."""
    summary = re.search(r'id="error-summary".*?</ul>', page.content.decode(), re.S)
    return (
        [text.replace("&#x27;", "'") for text in re.findall(r'<li><a href="#[^"]+">(.*?)</a>', summary[0])]
        if summary
        else []
    )


def text_of(page: Any) -> str:
    """The words of a page, without its markup."""
    main = page.content.decode().partition("<main")[2].partition("</main>")[0]
    words = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", main))
    return words.replace("\N{NO-BREAK SPACE}", " ").replace("&#x27;", "'").replace("\N{WORD JOINER}", "")


def same(page: Any, asked_for: Any) -> str:
    """What a page says, but for the id that was asked for and the token of the form for logging out."""
    return re.sub(r'(?<=csrfmiddlewaretoken" value=")[^"]+', "", page.content.decode()).replace(str(asked_for), "")


def begun(client: Client, **more: Any) -> Any:
    return client.post(reverse("referrals:new"), {"submission": str(uuid4())} | more)


def key(client: Client, url: str) -> Typed:
    return form_of(client.get(url), "submission")


def moment(day: str, month: str, year: str, clock: str, name: str = "detention-since") -> Typed:
    return {
        f"{name}_{part}": [value]
        for part, value in zip(("day", "month", "year", "clock"), (day, month, year, clock), strict=True)
    }


# Beginning


def test_one_button_makes_one_draft_however_often_it_is_pressed(people):
    client, form = browser(people.nina), {"submission": str(uuid4())}
    first, second = (client.post(reverse("referrals:new"), form) for _ in range(2))
    with acting_as(people.nina):
        case = Case.objects.get()
    assert first["Location"] == second["Location"] == at(case, 1)
    assert not parts(people.nina, case).preview.is_assessment_requested


def test_the_second_button_asks_for_an_assessment(people):
    client = browser(people.henrik)
    assert begun(client, request="1").status_code == 302
    with acting_as(people.henrik):
        case = Case.objects.get()
    assert parts(people.henrik, case).preview.is_assessment_requested
    assert "Request an assessment, step 1 of 5" in text_of(client.get(at(case, 1)))


def test_a_form_without_its_key_is_refused(people):
    assert browser(people.nina).post(reverse("referrals:new")).status_code == 400


def test_a_key_that_somebody_else_used_makes_nothing(people):
    form = {"submission": str(uuid4())}
    browser(people.nina).post(reverse("referrals:new"), form)
    client = browser(people.otto)
    assert client.post(reverse("referrals:new"), form)["Location"] == reverse("referrals:list")
    assert "The page is too old. Load it again." in text_of(client.get(reverse("referrals:list")))
    with acting_as(people.otto):
        assert not Case.objects.exists()


@pytest.mark.parametrize("who", ["rita", "adam", "ian", "paula", "olga", "clock"])
def test_who_refers_nobody_finds_no_button_behind_the_address(people, who):
    assert begun(browser(getattr(people, who))).status_code == 404


# By telephone


def test_cmm_writes_down_what_a_caller_tells_and_the_callers_agency_reads_along(people):
    client = browser(people.carl)
    url = reverse("referrals:telephone")
    page = client.post(url, form_of(client.get(url), "submission"))
    assert errors(page) == ["Choose the agency that is calling."]
    made = client.post(url, form_of(page, "submission") | {"caller_agency": people.nina.agency_id})
    with acting_as(people.carl):
        case = Case.objects.get()
    assert made["Location"] == at(case, 1)
    client.post(at(case, 1), opened(client, case, 1) | {"referral-caller": "Nora, 41 71 93 01"})
    assert parts(people.nina, case).referral.caller == "Nora, 41 71 93 01"
    assert "HopeNow can read it." in text_of(client.get(at(case, 1)))
    assert "The caller's agency can read it." in text_of(client.get(reverse("referrals:list")))
    caller = browser(people.nina)
    assert case.number in text_of(caller.get(reverse("referrals:list")))
    assert caller.get(at(case, 1)).status_code == 404


def test_who_calls_is_not_asked_of_one_who_refers(people):
    assert "referral-caller" not in opened(browser(people.nina), drafted(people), 1)


def test_only_cmm_has_the_telephone(people):
    assert browser(people.nina).get(reverse("referrals:telephone")).status_code == 404


# The steps


@pytest.mark.parametrize("step", list(STEPS))
def test_an_empty_step_asks_for_what_is_required_in_the_order_of_the_page(people, step):
    client = browser(people.nina)
    begun(client)
    with acting_as(people.nina):
        case = Case.objects.get()
    page = client.post(at(case, step), opened(client, case, step))
    assert errors(page) == [REQUIRED[name] for name in STEPS[step] if name in REQUIRED]
    assert page.status_code == 200
    assert "<title>Error: " in page.content.decode()


@pytest.mark.parametrize("step", list(STEPS))
def test_a_step_as_it_stands_leads_on_and_changes_nothing(people, step):
    client, case = (
        browser(people.nina),
        drafted(people, {"referral.met_at": NOW.replace(hour=9), "detention.since": NOW.replace(hour=8)}),
    )
    before = [part.version for _name, part in parts(people.nina, case)]
    page = client.post(at(case, step), opened(client, case, step))
    assert (page.status_code, page["Location"]) == (302, at(case, step + 1))
    assert [part.version for _name, part in parts(people.nina, case)] == before


def test_back_asks_for_nothing_that_is_missing(people):
    client, case = browser(people.nina), drafted(people)
    form = opened(client, case, 2) | {"referral-seen": "", "go": "back"}
    assert client.post(at(case, 2), form)["Location"] == at(case, 1)
    assert parts(people.nina, case).referral.seen is None


def test_what_is_right_is_saved_and_what_is_wrong_comes_back_as_it_was_typed(people):
    client, case = browser(people.nina), drafted(people)
    form = (
        opened(client, case, 1)
        | moment("30", "2", "2026", "9.15", "referral-met_at")
        | {"referral-journal_number": "2026-77"}
    )
    page = client.post(at(case, 1), form)
    assert errors(page) == ["That day does not exist. Write day, month and year, for example 9 3 2026"]
    assert [form_of(page, "referral-version")[f"referral-met_at_{part}"] for part in ("day", "month", "year", "clock")] == [
        ["30"], ["2"], ["2026"], ["9.15"],
    ]  # fmt: skip
    saved = parts(people.nina, case).referral
    assert (saved.journal_number, saved.met_at) == ("2026-77", NOW - timedelta(hours=3))
    assert (
        client.post(
            at(case, 1), form_of(page, "referral-version") | moment("11", "3", "2026", "9:15", "referral-met_at")
        ).status_code
        == 302
    )
    assert parts(people.nina, case).referral.met_at == NOW.replace(day=11, hour=9, minute=15)


@pytest.mark.parametrize(("step", "name"), [(1, "referral-met_at"), (2, "detention-since")])
def test_a_moment_to_come_is_refused(people, step, name):
    client, case = browser(people.nina), drafted(people)
    page = client.post(at(case, step), opened(client, case, step) | moment("12", "3", "2026", "14.33", name))
    assert errors(page) == [FUTURE]
    still = opened(client, case, step) | moment("12", "3", "2026", "14.32", name)
    assert client.post(at(case, step), still).status_code == 302


def test_a_detention_is_saved_whole_or_not_at_all(people):
    client, case = browser(people.nina), drafted(people)
    form = (
        opened(client, case, 2)
        | moment("20", "3", "2026", "21.15")
        | {"detention-place": "Vestre Fængsel", "referral-seen": "no pay"}
    )
    page = client.post(at(case, 2), form)
    assert errors(page) == [FUTURE]
    assert form_of(page, "referral-version")["detention-place"] == ["Vestre Fængsel"]
    saved = parts(people.nina, case)
    assert (saved.detention.place, saved.detention.since) == ("Odense Arrest", NOW - timedelta(hours=2))
    assert saved.referral.seen == "no pay"


def test_a_place_of_detention_needs_its_beginning(people):
    client, case = browser(people.nina), drafted(people)
    page = client.post(at(case, 2), opened(client, case, 2) | moment("", "", "", ""))
    assert errors(page) == ["Write since when the person has been detained, or leave place and police empty."]


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        (("12", "3", "2026", "2575"), "Write the time as hours and minutes, for example 14.30"),
        (("12", "3", "2026", ""), "Write day, month, year and time"),
        (("99999999999", "3", "2026", "9"), "That day does not exist. Write day, month and year, for example 9 3 2026"),
        (("29", "3", "2026", "2.30"), "The clocks went forward that night, so that time was not there. Write the time before or after"),
        (("1\x00", "3", "2026", "9"), NUL),
    ],
)  # fmt: skip
def test_a_moment_that_was_not_is_refused_in_words(people, typed, sentence):
    client, case = browser(people.nina), drafted(people)
    page = client.post(at(case, 1), opened(client, case, 1) | moment(*typed, "referral-met_at"))
    assert errors(page) == [sentence]


@pytest.mark.parametrize(
    ("step", "name"),
    [
        (1, "referral-met_place"), (1, "referral-journal_number"), (2, "referral-seen"), (2, "referral-danger_words"),
        (2, "detention-place"), (3, "referral-name"), (3, "referral-reachable"), (4, "preview-first_talk_words"),
    ],
)  # fmt: skip
def test_no_text_takes_a_nul_or_more_than_fits(people, step, name):
    client, case = browser(people.nina), drafted(people)
    record, field = name.split("-")
    before = getattr(getattr(parts(people.nina, case), record), field)
    assert errors(client.post(at(case, step), opened(client, case, step) | {name: "a\x00b"})) == [NUL]
    (too_long,) = errors(client.post(at(case, step), opened(client, case, step) | {name: "a" * 10_001}))
    assert re.fullmatch(r"Write at most \d+ characters. There are 10001.", too_long)
    assert getattr(getattr(parts(people.nina, case), record), field) == before


def test_a_choice_that_is_not_offered_is_refused(people):
    client, case = browser(people.nina), drafted(people)
    form = opened(client, case, 2) | {
        "preview-danger": "a\x00",
        "referral-indicators": ["none"],
        "detention-detained_by": "1",
    }
    assert errors(client.post(at(case, 2), form)) == ["Choose one of the answers shown."] * 3


def test_indicators_are_counted_by_weight(people):
    client = browser(people.nina)
    case = drafted(
        people, {"referral.indicators": ["destination_confined", "destination_violence", "destination_low_pay"]}
    )
    assert "3 chosen: 2 strong, 1 medium." in text_of(client.get(at(case, 2)))
    child = drafted(people, {"preview.age_band": "uncertain", "referral.indicators": ["destination_threats"]})
    assert "1 chosen: 1 strong." in text_of(client.get(at(child, 2)))


def test_who_decides_stands_at_each_answer_on_residence(people):
    words = text_of(browser(people.nina).get(at(drafted(people), 2)))
    assert "Lawful stay Danish citizen, EU citizen or permit. CMM decides." in words
    assert "No lawful stay The Immigration Service decides, on CMM's recommendation." in words


def test_a_name_is_not_asked_of_one_who_is_referred_without(people):
    client, case = browser(people.nina), drafted(people, {"preview.consent": "without_name"})
    assert "referral-name" not in opened(client, case, 3)
    assert "Ngọc" not in client.get(at(case, 5)).content.decode()
    client.post(at(case, "send"), key(client, at(case, 5)))
    assert parts(people.nina, case).referral.name is None


# Saving as one types


def test_a_draft_saves_itself_and_says_what_it_could_not_save(people):
    client, case = browser(people.nina), drafted(people)
    form = opened(client, case, 2) | {"referral-seen": "no pay"}
    answer = client.post(reverse("referrals:autosave", args=[case.pk, 2]), form)
    saved = parts(people.nina, case)
    assert answer.json() == {
        "saved_at": "Saved at 14:32",
        "versions": {f"{record}-version": part.version for record, part in saved},
    }
    assert saved.referral.seen == "no pay"
    form = opened(client, case, 2) | moment("", "13", "", "") | {"referral-seen": "", "detention-place": "elsewhere"}
    answer = client.post(reverse("referrals:autosave", args=[case.pk, 2]), form)
    assert answer.json()["saved_at"] == "Saved at 14:32, but for 2 answers"
    assert parts(people.nina, case).referral.seen is None


def test_a_draft_that_a_colleague_has_changed_or_sent_does_not_save_itself(people):
    client, case = browser(people.nina), drafted(people)
    form = opened(client, case, 2) | {"referral-seen": "mine"}
    with acting_as(people.nora):
        write(people.nora, case, {"referral.seen": "hers"})
    answer = client.post(reverse("referrals:autosave", args=[case.pk, 2]), form)
    assert (answer.status_code, answer.json()) == (
        409,
        {"message": "Somebody else changed this while you were writing."},
    )
    client.post(at(case, "send"), key(client, at(case, 5)))
    answer = client.post(reverse("referrals:autosave", args=[case.pk, 2]), form)
    assert (answer.status_code, answer.json()) == (409, {"message": SENT})


# Whose it is


def test_a_colleague_goes_on_with_a_draft(people):
    client, case = browser(people.nora), drafted(people)
    assert client.post(at(case, 2), opened(client, case, 2) | {"referral-seen": "by Nora"}).status_code == 302
    assert parts(people.nina, case).referral.seen == "by Nora"


@pytest.mark.parametrize("page", [1, 5, "receipt", "discard", "withdraw"])
def test_a_foreign_draft_is_the_page_that_is_not_there(people, page):
    case = drafted(people)
    assert browser(people.nina).get(at(case, page)).status_code in (200, 302, 409)
    client, unknown = browser(people.otto), SimpleNamespace(pk=uuid4())
    foreign, nothing = client.get(at(case, page)), client.get(at(unknown, page))
    assert foreign.status_code == nothing.status_code == 404
    assert same(foreign, case.pk) == same(nothing, unknown.pk)


@pytest.mark.parametrize("act", ["send", "discard", "withdraw"])
def test_nobody_else_acts_on_a_draft(people, act):
    case = drafted(people)
    form = {"submission": str(uuid4())}
    for other in (people.otto, people.cecilie):
        assert browser(other).post(at(case, act), form).status_code == 404
    with acting_as(people.nina):
        assert Case.objects.get().state == "draft"


def test_one_who_only_reads_sees_the_list_and_writes_nothing(people):
    case, rosa = drafted(people), hire(people.nina.agency, Role.READ_ONLY, "rosa")
    client = browser(rosa)
    page = client.get(reverse("referrals:list"))
    assert case.number in text_of(page)
    assert at(case, 1) not in page.content.decode()
    assert "Refer a person" not in text_of(page)
    for url in (at(case, 1), at(case, 5), at(case, "discard"), at(case, "withdraw")):
        assert client.get(url).status_code == client.post(url, {"submission": str(uuid4())}).status_code == 404


# Two at once


def test_a_stale_edit_shows_both_versions_and_saves_mine(people):
    client, case = browser(people.nina), drafted(people)
    form = opened(client, case, 2) | {"referral-seen": "my words", "preview-danger": "now"}
    with acting_as(people.nora):
        write(people.nora, case, {"referral.seen": "Nora's words"})
    page = client.post(at(case, 2), form)
    assert page.status_code == 409
    words = text_of(page)
    assert "Nora edited this" in words
    assert "What was seen or heard Nora's words my words" in words
    assert "Danger No Yes, now" in words
    assert parts(people.nina, case).referral.seen == "Nora's words"
    assert parts(people.nina, case).preview.danger == "no"
    assert client.post(at(case, 2), form_of(page, "referral-seen")).status_code == 302
    assert parts(people.nina, case).referral.seen == "my words"
    assert parts(people.nina, case).preview.danger == "now"


def test_two_versions_can_be_written_together(people):
    client, case = browser(people.nina), drafted(people)
    form = opened(client, case, 2) | {"referral-seen": "my words"}
    with acting_as(people.nora):
        write(people.nora, case, {"referral.seen": "Nora's words"})
    both = client.post(at(case, 2), form_of(client.post(at(case, 2), form), "referral-seen") | {"together": "1"})
    assert "As it stands now: Nora's words" in text_of(both)
    again = form_of(both, "referral-version")
    assert again["referral-seen"] == ["my words"]
    assert client.post(at(case, 2), again | {"referral-seen": "ours"}).status_code == 302
    assert parts(people.nina, case).referral.seen == "ours"


def test_what_could_not_be_read_stands_among_the_two_versions_too(people):
    client, case = browser(people.nina), drafted(people)
    form = opened(client, case, 1) | {"referral-met_place": "mine"} | moment("31", "2", "2026", "9", "referral-met_at")
    with acting_as(people.nora):
        write(people.nora, case, {"referral.met_place": "hers"})
    assert "31 2 2026 9" in text_of(client.post(at(case, 1), form))


def test_the_same_step_sent_twice_has_one_effect(people):
    client, case = browser(people.nina), drafted(people)
    form = opened(client, case, 2) | {"referral-seen": "once"}
    assert [client.post(at(case, 2), form).status_code for _ in range(2)] == [302, 302]
    with acting_as(people.nina):
        assert Referral.history.filter(case_id=case.pk).count() == parts_of(case, people.nina).referral.version


# Checking and sending


def test_the_check_page_shows_exactly_what_is_seen_before_acceptance(people):
    case = drafted(people)
    page = browser(people.nina).get(at(case, 5))
    card = page.content.decode().partition('class="receiver"')[2].partition('<div class="section"')[0]
    labels = re.findall(r"<dt>(.*?)</dt>", card)
    assert labels == [
        "Needs", "Danger", "Consent", "Sex", "Age", "Languages", "Place of the first talk",
        "Detained since", "Place of detention", "Detained by",
    ]  # fmt: skip
    assert "Ngọc" not in card
    assert "Ngọc" in page.content.decode()
    words = text_of(page)
    assert "CMM answers by today at 19:32" in words
    assert "Danish Immigration Service Comes on the case when CMM accepts, because it decides." in words
    assert "Funen Police Comes on the case when CMM accepts, because it detained the person." in words
    assert "70 h left before a judge by 15 March at 12:32; it never ends the assessment" in words


def test_what_is_not_ticked_says_nothing_on_any_page(people):
    client, case = browser(people.nina), drafted(people)
    ticked = drafted(people, {"preview.is_assessment_requested": True})
    assert "An assessment is requested Yes" in text_of(client.get(at(ticked, 5)))
    assert "An assessment is requested" not in text_of(client.get(at(case, 5)))
    client.post(at(case, "send"), key(client, at(case, 5)))
    for name in ("case", "history"):
        more = ["referrals.preview"] if name == "history" else []
        page = client.get(reverse(f"cases:{name}", args=[case.pk, *more]))
        assert "An assessment is requested" not in text_of(page)
    assert "An assessment is requested" not in text_of(browser(people.cecilie).get(at(case, "preview")))


def test_police_see_their_own_district_stand_for_whoever_detained(people):
    client = browser(people.henrik)
    case = drafted(
        people, {"detention.detained_by": None, "detention.since": None, "detention.place": None}, by=people.henrik
    )
    assert "The district that refers" in text_of(client.get(at(case, 2)))
    client.post(at(case, 2), opened(client, case, 2) | moment("12", "3", "2026", "10.00"))
    assert "Detained by Copenhagen Police" in text_of(client.get(at(case, 5)))
    assert "The district that refers" not in text_of(browser(people.nina).get(at(drafted(people), 2)))


def test_what_is_missing_leads_to_its_step(people):
    client, case = browser(people.nina), drafted(people, {"referral.seen": None, "preview.languages": []})
    page = client.get(at(case, 5))
    assert "2 things are missing before you can send" in text_of(page)
    assert "Send to CMM" not in text_of(page)
    for step, name in ((2, "referral.seen"), (3, "preview.languages")):
        assert f'<a href="{at(case, step)}#{name}">{REQUIRED[name]}</a>' in page.content.decode()
        assert f'id="{name}"' in client.get(at(case, step)).content.decode()
    assert client.post(at(case, "send"), key(client, at(case, 5)))["Location"] == at(case, 5)
    with acting_as(people.nina):
        assert Case.objects.get().state == "draft"


def test_sent_once_with_a_receipt(people):
    client, case = browser(people.nina), drafted(people, {"referral.journal_number": "2026-77"})
    form = key(client, at(case, 5))
    first, second = (client.post(at(case, "send"), form) for _ in range(2))
    assert first["Location"] == second["Location"] == at(case, "receipt")
    words = text_of(client.get(at(case, "receipt")))
    assert f"Referral {case.number} was sent to CMM" in words
    assert "An answer is due Today at 19:32" in words
    assert "2026-77" in words
    with acting_as(people.cecilie):
        assert Case.objects.get().state == "sent"


def test_another_form_does_not_send_it_again(people):
    client, case = browser(people.nina), referred(people)
    page = client.post(at(case, "send"), {"submission": str(uuid4())})
    assert page.status_code == 409
    assert SENT in text_of(page)


def test_what_was_sent_cannot_be_edited_and_typed_text_is_not_lost(people):
    client, case = browser(people.nina), drafted(people)
    form = opened(client, case, 2) | {"referral-seen": "typed meanwhile"}
    client.post(at(case, "send"), key(client, at(case, 5)))
    page = client.post(at(case, 2), form)
    assert page.status_code == 409
    assert SENT in text_of(page)
    assert "typed meanwhile" in text_of(page)
    assert parts(people.nina, case).referral.seen == "locked in, no pay"
    assert client.get(at(case, 2))["Location"] == reverse("cases:case", args=[case.pk])


CONSENT = [
    ("refused", "no", False, "nina", False),
    ("refused", "now", False, "nina", True),
    ("refused", "no", True, "nina", False),
    ("refused", "no", True, "henrik", True),
    ("refused", "no", False, "henrik", False),
    ("not_asked", "if_returning", False, "nina", False),
    ("not_asked", "now", False, "nina", True),
    ("without_name", "no", False, "nina", True),
]


@pytest.mark.parametrize(("consent", "danger", "is_request", "who", "goes"), CONSENT)
def test_without_a_yes_only_danger_to_life_or_the_police_send(people, consent, danger, is_request, who, goes):
    person = getattr(people, who)
    changes = {"preview.consent": consent, "preview.danger": danger, "preview.is_assessment_requested": is_request}
    client, case = browser(person), drafted(people, changes, by=person)
    assert client.post(at(case, 2), opened(client, case, 2)).status_code == 302
    assert ("1 thing is missing" in text_of(client.get(at(case, 5)))) is not goes
    page = client.post(at(case, "send"), key(client, at(case, 5)))
    assert page["Location"] == at(case, "receipt" if goes else 5)


def test_what_was_declined_can_be_sent_again_but_not_edited(people):
    client, case = browser(people.nina), referred(people)
    with acting_as(people.cecilie) as cecilie:
        decline_referral(actor=cecilie, case=case, words="We know her already.", now=NOW)
    assert client.post(at(case, 2), {"referral-seen": "other"}).status_code == 409
    page = client.get(at(case, 5))
    assert "We know her already." in text_of(page)
    assert client.post(at(case, "send"), form_of(page, "submission"))["Location"] == at(case, "receipt")
    with acting_as(people.cecilie):
        assert Referral.objects.count() == 0
        assert Preview.objects.count() == 1


# Taking back


def test_a_draft_is_thrown_away_after_saying_what_is_lost(people):
    client, case = browser(people.nina), drafted(people)
    page = client.get(at(case, "discard"))
    assert "What is lost Met at, Place, Situation" in text_of(page)
    first, second = (client.post(at(case, "discard"), form_of(page, "submission")) for _ in range(2))
    assert first["Location"] == second["Location"] == reverse("referrals:list")
    words = text_of(client.get(first["Location"]))
    assert f"The draft {case.number} is deleted." in words
    assert "You have referred nobody yet." in words
    assert client.get(at(case, 1)).status_code == 404
    with acting_as(people.nina):
        assert not Detention.objects.exists()


def test_what_was_sent_is_not_thrown_away(people):
    client, case = browser(people.nina), referred(people)
    assert "Only a draft can be deleted. Withdraw the referral instead." in text_of(client.get(at(case, "discard")))
    page = client.post(at(case, "discard"), {"submission": str(uuid4())})
    assert page.status_code == 409
    with acting_as(people.nina):
        assert Case.objects.get().state == "sent"


def test_a_referral_is_taken_back_until_it_is_accepted(people):
    client, case = browser(people.nina), referred(people)
    form = key(client, at(case, "withdraw"))
    first, second = (client.post(at(case, "withdraw"), form) for _ in range(2))
    assert first["Location"] == second["Location"] == at(case, "receipt")
    assert f"Referral {case.number} is withdrawn." in text_of(client.get(at(case, "receipt")))
    with acting_as(people.cecilie):
        assert not Preview.objects.exists()
    assert client.post(at(case, "withdraw"), {"submission": str(uuid4())}).status_code == 409


def test_what_was_accepted_is_not_taken_back(people):
    client, case = browser(people.nina), referred(people)
    form = key(client, at(case, "withdraw"))
    with acting_as(people.cecilie) as cecilie:
        accept_referral(actor=cecilie, case=case, responsible=people.carl, contact_person=people.carl, now=NOW)
    page = client.post(at(case, "withdraw"), form)
    assert page.status_code == 409
    assert "The referral can no longer be withdrawn: it has been accepted or closed." in text_of(page)


# The list


def test_each_filter_shows_its_own(people):
    made = {
        "draft": drafted(people), "sent": referred(people), "waiting": asked(people), "answered": answered(people),
        "declined": referred(people), "withdrawn": referred(people), "accepted": referred(people),
    }  # fmt: skip
    with acting_as(people.cecilie) as cecilie:
        decline_referral(actor=cecilie, case=made["declined"], words="No.", now=NOW)
        accept_referral(
            actor=cecilie, case=made["accepted"], responsible=people.carl, contact_person=people.carl, now=NOW
        )
    client = browser(people.nina)
    client.post(at(made["withdrawn"], "withdraw"), key(client, at(made["withdrawn"], "withdraw")))
    numbers = {case.number: name for name, case in made.items()}
    url = reverse("referrals:list")

    def listed(state: str) -> set[str]:
        return {
            numbers[number] for number in re.findall(r"T-\d{4}-[A-Z]{2}", text_of(client.get(f"{url}?state={state}")))
        }

    assert listed("") == set(made)
    assert {state: listed(state) for state in made} == {state: {state} for state in made}
    assert listed("nonsense") == set(made)
    assert all(number not in text_of(browser(people.otto).get(url)) for number in numbers)


def test_initials_are_the_senders_own_and_an_authority_reads_none(people):
    case = drafted(people, {"referral.name": "Ngọc Lan Trần"})
    assert f"{case.number} N.T." in text_of(browser(people.nina).get(reverse("referrals:list")))
    case = drafted(people, {"referral.name": "Ngọc Lan Trần"}, by=people.skat)
    words = text_of(browser(people.skat).get(reverse("referrals:list")))
    assert case.number in words
    assert "N.T." not in words


def test_a_draft_goes_on_where_something_is_missing(people):
    case = drafted(people, {"preview.languages": []})
    page = browser(people.nina).get(reverse("referrals:list"))
    assert f'href="{at(case, 3)}"' in page.content.decode()
    assert "Step 3 of 5." in text_of(page)


def test_the_list_goes_on(people):
    cases = [drafted(people) for _ in range(27)]
    with as_owner():
        for days, case in enumerate(cases):
            CaseAccess.objects.filter(case=case).update(opened_at=NOW - timedelta(days=days))
            Case.objects.filter(pk=case.pk).update(opened_at=NOW - timedelta(days=days))
    client, url = browser(people.nina), reverse("referrals:list")
    page = client.get(url)
    assert "Showing 25 of 27." in text_of(page)
    following = client.get(
        re.search(r'href="(/referrals/\?after=[^"]+)"', page.content.decode())[1].replace("&amp;", "&")
    )
    assert "Showing 2 of 27." in text_of(following)
    shown = re.findall(r"T-\d{4}-[A-Z]{2}", text_of(page) + text_of(following))
    assert shown == [case.number for case in cases]


# Nothing beside the page


@pytest.mark.parametrize("page", [1, 2, 3, 4, 5, "discard", "receipt"])
def test_no_page_is_stored_or_tells_a_name_in_its_title(people, page):
    case = referred(people) if page == "receipt" else drafted(people)
    answer = browser(people.nina).get(at(case, page))
    assert answer.status_code == 200
    assert answer["Cache-Control"] == "no-store"
    title = re.search(r"<title>(.*?)</title>", answer.content.decode())[1]
    assert case.number in title
    assert "Ngọc" not in title


# Queries


def queries(client: Client, url: str) -> int:
    with CaptureQueriesContext(connections["default"]) as main, CaptureQueriesContext(connections["keys"]) as keys:
        assert client.get(url).status_code == 200
    return len(main) + len(keys)


@pytest.mark.parametrize("make", [drafted, referred, asked, answered])
def test_the_list_asks_as_often_for_three_as_for_one(people, make):
    client, url = browser(people.nina), reverse("referrals:list")
    make(people)
    client.get(url)
    one = queries(client, url)
    make(people)
    make(people)
    assert queries(client, url) == one
