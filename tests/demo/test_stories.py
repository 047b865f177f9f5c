"""The demo's data holds together: codes, users, what a sent referral must have, and the spread the demo promises."""

import csv
from collections import Counter
from datetime import timedelta
from itertools import pairwise
from pathlib import Path
from random import Random

import pytest

from demo.assessments import ASSESSMENTS, RECOMMEND, TALK
from demo.decided import DECIDED, STORIES
from demo.names import POOLS, name_for
from demo.stories import ACCEPT, ANSWER, ASK, DECLINE, PASS_ON, REPLY, WITHDRAW
from demo.users import BY_KEY, USERS

ROOT = Path(__file__).resolve().parents[2]
DANGER = {"now", "if_returning", "no", "unknown"}
RESIDENCE = {"lawful", "asylum_seeker", "unlawful", "unknown"}
CONSENT = {"yes", "without_name", "refused", "not_asked"}
SEX = {"woman", "man", "other", "unknown"}
AGE_BANDS = {"0_14", "15_17", "uncertain", "18_24", "25_29", "30_39", "40_49", "50_plus", "adult"}
REQUIRED = (
    "met_before",
    "met_place",
    "situation",
    "seen",
    "needs",
    "danger",
    "residence_status",
    "consent",
    "nationality",
    "sex",
    "age_band",
    "languages",
    "reachable",
    "first_talk_place",
    "first_talk_words",
    "is_assessment_requested",
)

SENT = [story for story in STORIES if story.sent_after is not None]
each_story = pytest.mark.parametrize("story", STORIES, ids=lambda story: story.key)
each_sent = pytest.mark.parametrize("story", SENT, ids=lambda story: story.key)


def rows(path: str) -> list[dict[str, str]]:
    with (ROOT / path).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


AGENCIES = {row["key"]: row["kind"] for row in rows("agencies/data/agencies.csv")}


def codes(name: str) -> set[str]:
    return {row["code"] for row in rows("agencies/data/codes.csv") if row["list"] == name}


def test_a_code_stands_once_in_its_list():
    coded = [(row["list"], row["code"]) for row in rows("agencies/data/codes.csv")]
    coded += [(row["list"], row["code"]) for row in rows("victims/screening/data/indicators.csv")]
    assert [code for code, times in Counter(coded).items() if times > 1] == []


def test_labour_indicators_have_the_published_counts_and_words_of_their_own():
    indicators = rows("victims/screening/data/indicators.csv")
    assert list(Counter(row["dimension"] for row in indicators).values()) == [10, 10, 16, 9, 15, 7]
    assert {row["dimension"] for row in indicators} == codes("indicator_dimension")
    assert {row["phase"] for row in indicators} == codes("indicator_phase")
    for language in ("danish", "english"):
        assert len({row[language] for row in indicators}) == len(indicators)


def test_users_are_unique_and_belong_to_an_agency():
    assert len({user.key for user in USERS}) == len({user.email for user in USERS}) == len(USERS)
    assert {user.agency for user in USERS} - AGENCIES.keys() == set()
    assert {user.role for user in USERS} == {"lead", "caseworker", "read_only", "administrator"}


@each_story
def test_codes_exist(story):
    assert {story.situation} <= codes("situation") | {""}
    assert {story.nationality} <= codes("country") | {""}
    assert {story.first_talk_place} <= codes("talk_place") | {""}
    assert set(story.needs) <= codes("need")
    assert set(story.languages) <= codes("language")
    assert set(story.indicators) <= {row["code"] for row in rows("victims/screening/data/indicators.csv")}
    assert {story.danger} <= DANGER | {""}
    assert {story.residence_status} <= RESIDENCE | {""}
    assert {story.consent} <= CONSENT | {""}
    assert {story.sex} <= SEX | {""}
    assert {story.age_band} <= AGE_BANDS | {""}


@each_story
def test_people_and_agencies_exist_and_may_do_what_they_do(story):
    assert BY_KEY[story.by].role in {"lead", "caseworker"}
    assert {story.caller_agency, story.detained_by} <= AGENCIES.keys() | {""}
    assert bool(story.caller_agency) == bool(story.caller) == (BY_KEY[story.by].agency == "cmm")
    sender = BY_KEY[story.by].agency
    receiver = "cmm"
    for step in story.to_answer:
        acting = BY_KEY[step.who]
        assert acting.role in {"lead", "caseworker"}
        assert acting.agency == (sender if step.what in {REPLY, WITHDRAW} else receiver)
        if step.what == PASS_ON:
            receiver = step.to
            assert AGENCIES[receiver] == "municipality"
        if step.what == ACCEPT:
            assert {BY_KEY[step.responsible].agency, BY_KEY[step.contact].agency} == {receiver}


@each_story
def test_steps_follow_one_another(story):
    may_follow = {
        None: {ASK, ACCEPT, DECLINE, PASS_ON, WITHDRAW},
        ASK: {REPLY, WITHDRAW},
        REPLY: {ASK, ACCEPT, DECLINE, PASS_ON, WITHDRAW},
        PASS_ON: {ASK, ACCEPT, DECLINE, WITHDRAW},
        ACCEPT: {ANSWER},
    }
    done = [None, *(step.what for step in story.to_answer)]
    assert all(after in may_follow[before] for before, after in pairwise(done))
    assert all(step.text for step in story.to_answer)


@each_sent
def test_sent_ones_are_complete(story):
    assert [field for field in REQUIRED if getattr(story, field) in ("", (), None)] == []
    assert story.has_name == (story.consent != "without_name")
    assert story.consent in {"yes", "without_name"} or story.danger == "now"
    assert bool(story.danger_words) == (story.danger in {"now", "if_returning"})
    assert bool(story.detained_before) == bool(story.detention_place) == bool(story.detained_by)


@each_sent
def test_everything_has_already_happened(story):
    assert sum((step.after for step in story.to_answer), timedelta(0)) < story.sent_before


@each_story
def test_a_draft_has_been_saved_and_goes_nowhere(story):
    is_draft = story.state == "draft"
    assert is_draft == (story.saved_before is not None)
    assert not (is_draft and story.to_answer)


@each_story
def test_a_name_can_be_drawn(story):
    given, family = name_for(story.country_of_name, story.sex, Random(1))
    assert (given != "", family != "") == (True, True)


def test_names_are_drawn_the_same_way_each_time():
    drawn = [[name_for(country, "woman", Random(7)) for country in POOLS] for _ in range(2)]
    assert drawn[0] == drawn[1]


def test_the_spread_of_states():
    states = Counter(story.state for story in STORIES)
    assert states["draft"] >= 6
    assert states["asked"] >= 4
    assert states["replied"] >= 2
    assert states["declined"] >= 3
    assert states["passed_on"] >= 2
    assert states["accepted"] + states["answered"] >= 12
    assert states["answered"] >= 5
    assert states["withdrawn"] >= 3
    assert sum(bool(story.caller_agency) for story in STORIES) >= 2


def test_the_court_clock_runs_out_nearly_and_wholly():
    clocks = sorted(story.detained_before for story in STORIES if story.state == "sent" and story.detained_before)
    assert clocks == [timedelta(hours=number) for number in (10, 40, 66, 73.2)]


def test_minors_danger_and_consent_are_there():
    assert sum(story.is_minor for story in SENT) >= 4
    assert sum(story.danger == "now" for story in SENT if story.state == "sent") >= 3
    assert {story.consent for story in SENT} == CONSENT
    assert {story.theme for story in SENT} == {"prostitution", "forced_labour", "forced_crime", "domestic_work"}


@pytest.mark.parametrize("by", ["henrik_friis", "grace_adeyemi", "birgitte_munk", "niels_krogh"])
def test_the_main_senders_have_several_in_different_states(by):
    assert len({story.state for story in STORIES if story.by == by}) >= 4


# What has been done on those that were accepted

assessed = pytest.mark.parametrize("key", ASSESSMENTS)
BY_STORY = {story.key: story for story in STORIES}


@assessed
def test_an_assessment_is_of_an_accepted_story_and_has_already_happened(key):
    story = BY_STORY[key]
    assert story.state in {"accepted", "answered"}
    passed = [step.after for step in story.to_answer] + [act.after for act in ASSESSMENTS[key]]
    assert sum(passed, timedelta(0)) < story.sent_before


@assessed
def test_an_assessment_holds_codes_that_exist(key):
    indicators = {row["code"] for row in rows("victims/screening/data/indicators.csv")}
    for act in ASSESSMENTS[key]:
        if act.what == TALK:
            assert {act.said["place"]} <= codes("interview_place")
            assert set(act.said.get("present", [])) <= codes("interview_present")
            assert {act.said.get("language", "dan")} <= codes("language")
            assert {*act.said["confirmed"], *act.said.get("refuted", [])} <= indicators


def test_more_than_a_third_of_the_accepted_are_assessed_and_each_result_is_recommended():
    accepted = [story for story in STORIES if story.state in {"accepted", "answered"}]
    assert len({*ASSESSMENTS, *DECIDED}) > len(accepted) / 3
    assert not set(ASSESSMENTS) & set(DECIDED)
    recommended = {act.said["recommends"] for acts in ASSESSMENTS.values() for act in acts if act.what == RECOMMEND}
    decided = {verdict.outcome for verdicts in DECIDED.values() for verdict in verdicts if verdict.told}
    assert recommended | decided >= {"trafficked", "presumed", "not_trafficked"}


def test_what_was_decided_is_of_a_story_and_in_every_outcome():
    verdicts = [(key, verdict) for key, verdicts in DECIDED.items() for verdict in verdicts]
    assert set(DECIDED) <= {story.key for story in STORIES}
    assert {verdict.outcome for _key, verdict in verdicts} == {
        "trafficked",
        "presumed",
        "not_trafficked",
        "not_completed",
    }
    assert {form for _key, verdict in verdicts for form in verdict.forms} == {"labour", "prostitution", "criminality"}
    indicators = {row["code"] for row in rows("victims/screening/data/indicators.csv")}
    assert {code for _key, verdict in verdicts for code in verdict.weights} <= indicators
    assert {verdict.sector for _key, verdict in verdicts} - {""} <= codes("sector")
    assert {verdict.channel for _key, verdict in verdicts} - {""} <= codes("channel")
