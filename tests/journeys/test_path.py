"""The path: one detained person, from the referral to the answer, each actor in turn."""

from playwright.sync_api import expect

from tests.journeys.acts import (
    NUMBER,
    ago,
    answer,
    assert_hides,
    assert_shows,
    begin,
    fill,
    go_on,
    moment,
    say,
    send,
    steps,
    text_of,
    tick,
    write,
)

NAME, SEEN, PLACE, JOURNAL = "Ngọc Trần", "Låst inde om natten", "Odense Arrest", "0100-70111-00026"
OWN, TOLD, WEIGHED = (
    "Hun svarede først, da chefen var gået.",
    "Moren betalte for rejsen.",
    "Forklaringen hænger sammen.",
)
QUESTION, REPLY, WORDS = "Hvilket sprog taler tolken?", "Vietnamesisk, fra syd.", "Hun har en plads hos os fra i aften."


def test_the_path(site):
    # A police officer requests an assessment.
    officer = site.open("henrik_friis")
    case = begin(officer, request=True)
    written = steps(step2={**moment("detention-since", ago(hours=2)), "detention-place": PLACE})
    go_on(officer)  # empty: the summary is first, and each line of it leads to its field
    summary = officer.locator("#error-summary")
    expect(summary).to_be_focused()
    assert officer.title().startswith("Fejl: ")
    summary.get_by_role("link").first.click()
    expect(officer.locator("main :focus")).to_have_attribute("name", "referral-situation")
    fill(officer, written[1])
    go_on(officer)

    fill(officer, {"referral-seen": written[2]["referral-seen"], **moment("detention-since", ago(hours=-2))})
    go_on(officer)
    expect(officer.locator("[id='detention.since'] .form-error-message")).to_contain_text(
        "Tidspunktet ligger i fremtiden"
    )
    expect(officer.locator("[name=referral-seen]")).to_have_value(written[2]["referral-seen"])
    fyn = officer.locator("[name=detention-detained_by] option", has_text="Fyns Politi").get_attribute("value")
    write(officer, {2: written[2] | {"detention-detained_by": fyn}, 3: written[3], 4: written[4]})
    number = send(officer)
    expect(officer.locator("main .alert-success")).to_be_visible()
    expect(officer.locator("main dl.kv")).to_contain_text(JOURNAL)

    # CMM sees what it is about, not whom, and asks.
    duty = site.open("mette_lindholm")
    duty.goto("/?show=detained")
    duty.get_by_role("link", name=number).click()
    expect(duty).to_have_url(f"/referrals/{case}/preview/")
    assert_shows(duty, PLACE)
    assert_hides(duty, NAME, SEEN, JOURNAL)
    answer(duty, case, "ask", words=QUESTION)

    # The question waits for the officer, who replies.
    officer.goto("/")
    expect(officer.locator("h2", has_text="Venter på dig")).to_be_visible()
    expect(officer.locator("table.queue").get_by_role("link", name=number)).to_be_visible()
    say(officer, case, "reply", REPLY)
    expect(officer.locator("section[aria-labelledby=answer]")).to_contain_text(REPLY)
    officer.goto("/")
    expect(officer.locator("table.queue")).to_have_count(0)

    # CMM reads the reply, accepts, and says who has the person.
    duty.goto("/?show=back")
    duty.get_by_role("link", name=number).click()
    assert_shows(duty, REPLY)
    answer(duty, case, "accept", responsible="Mette Lindholm", contact_person="Anne-Mette Kjær")
    expect(duty).to_have_url(f"/cases/{case}/")
    assert_shows(duty, NAME, SEEN, JOURNAL, PLACE, "Anne-Mette Kjær")

    # Who decides, and the police that has the person, find the case.
    for colleague in (site.open("pia_overgaard"), site.open("kirsten_bang")):
        colleague.goto("/cases/")
        colleague.get_by_role("link", name=number).click()
        expect(colleague).to_have_url(f"/cases/{case}/")
        assert_shows(colleague, PLACE)

    # CMM answers; the officer reads it.
    say(duty, case, "answer", WORDS)
    officer.goto("/")
    told = officer.locator("ol.timeline li.now", has_text=number)
    expect(told.filter(has_text=WORDS)).to_be_visible()
    told.get_by_role("link").first.click()
    expect(officer.locator("section[aria-labelledby=answer]")).to_contain_text(WORDS)
    officer.goto("/referrals/?state=answered")
    expect(officer.locator("tr", has_text=number).locator(".state")).to_have_text("Besvaret")

    # The police write what they have seen; CMM talks with her, asks only for the rest, and recommends to whoever decides.
    officer_there = site.open("kirsten_bang")
    officer_there.goto(f"/cases/{case}/own-assessment/")
    officer_there.locator("main [name=words]").fill(OWN)
    go_on(officer_there)
    expect(officer_there.locator("section[aria-labelledby=own-assessment]")).to_contain_text(OWN)
    duty.goto(f"/cases/{case}/")
    duty.locator("ol.timeline li.now a", has_text="Hold den første samtale").click()
    expect(duty).to_have_url(f"/cases/{case}/talk/")
    assert_shows(duty, SEEN, OWN, "Ingen har spurgt", "Spørg om")
    held = {**moment("began_at", ago(minutes=50)), "interpreter": "present", "companion": "declined", "journey": TOLD}
    fill(duty, held)
    duty.locator("main button[value=recommend]").click()
    expect(duty.locator("#error-summary")).to_be_focused()  # the place, and what was interpreted
    expect(duty.locator("[name=journey]")).to_have_value(TOLD)
    fill(duty, {"place": "detention", "language": "vie"})
    duty.locator("main button[value=recommend]").click()
    expect(duty).to_have_url(f"/cases/{case}/recommendation/")
    fill(duty, {"recommends": "trafficked", "weighing": WEIGHED})
    go_on(duty)
    assert_shows(duty, "Du er ved at indstille: Handlet", WEIGHED)
    go_on(duty)
    expect(duty).to_have_url(f"/cases/{case}/recommendation/receipt/")
    decider = site.open("pia_overgaard")
    decider.goto("/")
    expect(decider.locator("tr", has_text=number)).to_contain_text("Afgør. Indstillingen: handlet")
    decider.goto(f"/cases/{case}/")
    assert_shows(decider, WEIGHED, OWN)
    for reader in (officer, officer_there):
        reader.goto(f"/cases/{case}/")
        assert_hides(reader, WEIGHED, TOLD)

    # For another NGO none of it exists.
    stranger = site.open("mikkel_ravn")
    pages = [f"/cases/{case}/", f"/cases/{case}/log/", f"/referrals/{case}/preview/", f"/referrals/{case}/1/"]
    for page in pages:
        assert stranger.goto(page).status == 404
        expect(stranger.locator("h1")).to_have_text("Vi kan ikke finde siden")
    for page in ("/", "/cases/", f"/cases/?number={number}", "/referrals/", "/notices/"):
        assert stranger.goto(page).status == 200
        assert not NUMBER.search(text_of(stranger))
        assert stranger.locator("main table").count() == 0

    # Data protection sees who saw what, and no word of what stood there.
    officer_for_data = site.open("lise_hald")
    officer_for_data.goto("/")
    row = officer_for_data.locator("tr", has_text=number).filter(has_text="Pia Overgaard")
    expect(row.first).to_contain_text("US")
    expect(officer_for_data.locator("tr", has_text="Mikkel Ravn").first).to_be_visible()  # who was refused
    assert_hides(officer_for_data, NAME, SEEN, JOURNAL, PLACE, QUESTION, WORDS)

    # CMM looks at who has seen the case, and at what was written when.
    duty.goto(f"/cases/{case}/")
    duty.locator(f"main a[href='/cases/{case}/log/']").first.click()
    expect(duty.locator("tr", has_text="Kirsten Bang").first).to_be_visible()
    assert_hides(duty, NAME, SEEN, JOURNAL, PLACE)
    duty.goto(f"/cases/{case}/")
    duty.locator(f"main a[href='/cases/{case}/history/referrals.feedback/']").click()
    assert_shows(duty, QUESTION, REPLY, WORDS)

    # Whoever keeps off a case no longer has it; the others do.
    related = site.open("anne_mette_kjaer")
    related.goto(f"/cases/{case}/")
    related.locator(f"main a[href='/cases/{case}/recuse/']").click()
    expect(related.locator("[name=reason]:checked")).to_have_count(0)
    tick(related, related.locator("[name=reason]").first)
    go_on(related)
    expect(related).to_have_url("/")
    assert related.goto(f"/cases/{case}/").status == 404
    related.goto(f"/cases/?number={number}")
    assert related.locator("main table").count() == 0
    assert duty.goto(f"/cases/{case}/").status == 200
