"""Deciding: SKAT refers, the Immigration Service decides, SKAT reads the result and what decided, and neither the reasons nor a name."""

from playwright.sync_api import expect

from tests.journeys.acts import answer, fill, put, refer, text_of
from tests.journeys.inspection import inspect

NAME, REASONS, INDICATOR = "Ngọc Trần", "Passet lå i ejerens skuffe.", "destination_documents_taken"


def test_the_one_who_referred_learns_what_decided(site):
    sender = site.open("birgitte_munk")
    case, number = refer(sender, step2={"referral-indicators": [INDICATOR, "destination_debt_bondage"]})
    duty = site.open("mette_lindholm")
    answer(duty, case, "accept", responsible="Mette Lindholm", contact_person="Anne-Mette Kjær")

    decider = site.open("pia_overgaard")
    decider.goto(f"/cases/{case}/decision/")
    expect(decider.locator("[name=sector]")).to_be_hidden()
    decider.locator("button[value=check]").click()
    expect(decider.locator("#error-summary")).to_be_focused()
    inspect(decider)
    fill(decider, {
        "outcome": "presumed", "forms": ["labour", "criminality"], "sector": "nails", "crime": "theft", "main_form": "labour",
        "channel": "authority", "decisive": [INDICATOR], f"weight_{INDICATOR}": "medium",
    })  # fmt: skip
    decider.locator("button[value=check]").click()  # the reasons are missing, all else is kept
    expect(decider.locator("[name=sector]")).to_have_value("nails")
    expect(decider.locator(f"[name=weight_{INDICATOR}]")).to_have_value("medium")
    put(decider, {"reasons": REASONS})
    decider.locator("button[value=check]").click()
    expect(decider.locator("h1")).to_have_text("Kontrollér afgørelsen")
    expect(decider.locator("main tr", has_text="SKAT")).to_contain_text(
        "Formodet handlet, og 1 indikator. Intet om personen"
    )
    inspect(decider)
    decider.locator("button[value=correct]").click()
    expect(decider.locator("[name=reasons]")).to_have_value(REASONS)
    decider.locator("button[value=check]").click()
    decider.locator("button[value=decide]").click()
    expect(decider.locator("h1")).to_have_text("Afgjort: formodet handlet")
    inspect(decider)

    sender.goto("/")
    told = sender.locator("ol.timeline li.now", has_text=number).first
    expect(told.locator("strong")).to_have_text("Formodet handlet")
    expect(told).to_contain_text("Pas eller papirer er taget (mellem)")
    shown = text_of(sender)
    assert [word for word in (NAME, "N.T.", REASONS) if word in shown] == []
    inspect(sender)
    told.get_by_role("link").click()
    shown = text_of(sender)
    assert "Gælder som handlet i alt, hvad der følger." in shown
    assert REASONS not in sender.content()

    duty.goto(f"/cases/{case}/")
    assert REASONS in text_of(duty)
