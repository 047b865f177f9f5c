"""What else may become of a referral, and of the form it is written in."""

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.acts import (
    answer,
    begin,
    case_in,
    ending,
    fill,
    go_on,
    number_on,
    post_as_well,
    put,
    refer,
    send,
    steps,
    text_of,
    tick,
    write,
)
from tests.journeys.conftest import log_in

REASON = "Vi kender hende allerede fra en anden sag."


def test_by_telephone(site):
    duty = site.open("mette_lindholm")
    duty.goto("/")
    duty.locator(".page-head .actions a").click()
    duty.locator("[name=caller_agency]").select_option(label="Aarhus Universitetshospital")
    go_on(duty)
    expect(duty).to_have_url(ending("/1/"))
    written = steps(step1={"referral-caller": "Overlæge Juhl, 41 71 96 01", "referral-situation": "treatment"})
    case = case_in(duty)
    write(duty, written, by=put)
    number = send(duty)

    caller = site.open("camilla_juhl")
    caller.goto("/referrals/")
    caller.get_by_role("link", name=number).click()
    expect(caller).to_have_url(f"/cases/{case}/")
    assert "Ngọc Trần" in text_of(caller)


def test_passed_on_to_a_municipality_which_accepts(site):
    sender = site.open("grace_adeyemi")
    case, number = refer(sender, step3={"preview-age_band": "15_17"})
    duty = site.open("soeren_bach")
    answer(duty, case, "pass_on", receiver="Københavns Kommune")
    expect(duty).to_have_url("/")
    assert duty.goto(f"/cases/{case}/").status == 404

    municipality = site.open("ayse_demir")
    municipality.goto("/")
    municipality.locator("table.queue").get_by_role("link", name=number).click()
    expect(municipality).to_have_url(f"/referrals/{case}/preview/")
    assert "Ngọc Trần" not in municipality.content()
    answer(municipality, case, "accept", responsible="Ayşe Demir", contact_person="Ayşe Demir")
    expect(municipality).to_have_url(f"/cases/{case}/")
    assert "Ngọc Trần" in text_of(municipality)

    sender.goto(f"/cases/{case}/")
    course = sender.locator("section[aria-labelledby=course] li")
    assert [who.split("\n")[-1] for who in course.all_inner_texts()][:2] == ["Københavns Kommune", "CMM"]


def test_declined_and_sent_again(site):
    sender = site.open("birgitte_munk")
    case, number = refer(sender)
    duty = site.open("mette_lindholm")
    answer(duty, case, "decline")
    expect(duty.locator("#error-summary")).to_be_focused()  # a reason is needed
    duty.locator("[name=words]").fill(REASON)
    go_on(duty)
    expect(duty).to_have_url("/")
    assert duty.goto(f"/cases/{case}/").status == 404

    sender.goto("/")
    sender.locator("ol.timeline li.now", has_text=number).get_by_role("link").click()
    expect(sender.locator("section[aria-labelledby=answer]")).to_contain_text(REASON)
    sender.locator(f".actions a[href='/referrals/{case}/5/']").click()
    assert REASON in text_of(sender)
    assert send(sender) == number
    duty.goto(f"/cases/{case}/")
    expect(duty).to_have_url(f"/referrals/{case}/preview/")


def test_withdrawn(site):
    sender = site.open("niels_krogh")
    case, number = refer(sender)
    sender.locator(f"main a[href='/referrals/{case}/withdraw/']").click()
    go_on(sender)
    expect(sender).to_have_url(ending("/receipt/"))
    sender.goto("/referrals/?state=withdrawn")
    expect(sender.get_by_role("link", name=number)).to_be_visible()
    duty = site.open("mette_lindholm")
    assert duty.goto(f"/cases/{case}/").status == 404


def test_draft_is_thrown_away(site):
    writer = site.open("jesper_dahl")
    case = begin(writer)
    put(writer, steps()[1])
    go_on(writer)
    expect(writer).to_have_url(ending("/2/"))
    writer.locator(f"main a[href='/referrals/{case}/discard/']").click()
    expect(writer.locator("main dl.kv")).to_contain_text("Sted")  # what is lost
    go_on(writer)
    expect(writer).to_have_url("/referrals/")
    assert writer.locator(f"main a[href*='{case}']").count() == 0
    assert writer.goto(f"/referrals/{case}/1/").status == 404


def test_two_who_write_at_once_lose_nothing(site):
    """CMM refers; its two caseworkers have the second step open."""
    first, second = site.open("mette_lindholm"), site.open("soeren_bach")
    first.goto("/referrals/telephone/")
    first.locator("form[action='/referrals/new/'] button").click()
    expect(first).to_have_url(ending("/1/"))
    page = f"/referrals/{case_in(first)}/1/"
    second.goto(page)
    fill(first, {"referral-met_place": "Stationen", "referral-situation": "outreach"})
    go_on(first)
    expect(first).to_have_url(ending("/2/"))
    # Not saved as it is typed: the page says so, and leads to both versions.
    second.locator("[name=referral-met_place]").fill("Havnen")
    second.locator("[name=referral-met_place]").blur()
    with second.expect_response(lambda response: response.request.is_navigation_request()) as both:
        second.locator("[data-autosave-status] button").click()
    assert both.value.status == 409
    row = second.locator("table.compare tr", has_text="Havnen")
    expect(row).to_contain_text("Stationen")
    expect(second.locator("main")).to_contain_text("Mette Lindholm")
    go_on(second)  # "Save my version"
    second.goto(page)
    expect(second.locator("[name=referral-met_place]")).to_have_value("Havnen")


def test_pressed_twice_is_done_once(site):
    writer = site.open("signe_holm")
    writer.goto("/referrals/?state=draft")
    before = writer.locator("main tbody tr").count()
    writer.goto("/")
    post_as_well(writer, ".tiles form")
    writer.locator(".tile-filled").dblclick()
    expect(writer).to_have_url(ending("/1/"))
    write(writer, steps(), by=put)
    writer.goto("/referrals/?state=draft")
    assert writer.locator("main tbody tr").count() == before + 1

    writer.locator("main tbody a").first.click()
    writer.goto(f"/referrals/{case_in(writer)}/5/")
    post_as_well(writer, "form[action$='/send/']")
    writer.locator("form[action$='/send/'] .button-primary").dblclick()
    expect(writer).to_have_url(ending("/receipt/"))
    duty = site.open("mette_lindholm")
    duty.goto("/notices/")
    expect(duty.locator("ol.timeline li", has_text=number_on(writer))).to_have_count(1)


def test_saved_while_it_is_written(site):
    writer = site.open("tove_lassen")
    case = begin(writer)
    writer.goto(f"/referrals/{case}/2/")
    writer.locator("[name=referral-seen]").fill("Hun bor i kælderen under butikken.")
    with writer.expect_response(re.compile(f"/referrals/{case}/2/save/$")):
        tick(writer, writer.locator("[name=preview-danger][value=no]"))
    expect(writer.locator("[data-autosave-status]")).to_contain_text("Gemt kl.")
    writer.close()

    again = site.open("tove_lassen")
    again.goto(f"/referrals/{case}/2/")
    expect(again.locator("[name=referral-seen]")).to_have_value("Hun bor i kælderen under butikken.")


@pytest.mark.parametrize("language", ["da", "en"])
def test_without_script_all_of_it_can_be_sent(site, language):
    writer = site.visit(language, java_script_enabled=False)
    log_in(writer, "karen_bruun")
    case, number = refer(writer, by=fill)
    writer.goto("/referrals/?state=sent")
    writer.get_by_role("link", name=number).click()
    expect(writer).to_have_url(f"/cases/{case}/")
    expect(writer.locator("section[aria-labelledby=referral]")).to_contain_text("Låst inde om natten")
