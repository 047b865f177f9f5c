import pytest
from datetime import timedelta
from tests.conftest import NOW
from tests.people import signed_in
from cases.wall import acting_as
from referrals.referral import services
from django.urls import reverse
from agencies.models import Agency

pytestmark = pytest.mark.commits

def draft(actor, now=NOW, **more):
    with acting_as(actor):
        case = services.start_referral(actor=actor, now=now)
        parts = services.parts_of(case, actor)
        values = {
            "referral": {"situation": "raid", "seen": "Sov i container", "residence_status": "unlawful", "name": "Joy Osas", "indicators": ["recruitment_deceived_job"]},
            "preview": {"danger": "no", "consent": "yes", "sex": "woman", "age_band": "18_24", "languages": ["eng"], "first_talk_place": "police_station", "needs": []},
            "detention": {"since": now - timedelta(hours=3), "place": "Station", "detained_by": Agency.objects.get(short="Fyns Politi")},
        }
        for k, v in more.items(): values[k.split("__")[0]][k.split("__")[1]] = v
        services.save_draft(actor=actor, case=case, versions={n: r.version for n, r in parts}, values=values)
    return case

def test_path(people):
    case = draft(people.henrik)
    with acting_as(people.henrik):
        services.send_referral(actor=people.henrik, case=case, now=NOW)
    c = signed_in(people.cecilie)
    r = c.get("/")
    open("/tmp/worklist.html", "wb").write(r.content)
    assert r.status_code == 200, r.content[:500]
    r = c.get(f"/cases/{case.pk}/")
    assert r.status_code == 302, r.content[:500]
    r = c.get(r.url)
    open("/tmp/preview.html", "wb").write(r.content)
    assert r.status_code == 200
    assert b"Joy" not in r.content
    r = c.post(f"/referrals/{case.pk}/preview/", {"verb": "ask", "words": "Hvor?"})
    assert r.status_code == 302, r.content.decode()
    h = signed_in(people.henrik)
    r = h.get("/"); open("/tmp/overview.html", "wb").write(r.content); assert r.status_code == 200
    r = h.get(f"/cases/{case.pk}/"); open("/tmp/case_police.html", "wb").write(r.content); assert r.status_code == 200
    r = h.post(f"/referrals/{case.pk}/say/reply/", {"words": "Her"}); assert r.status_code == 302, r.content.decode()
    r = c.post(f"/referrals/{case.pk}/preview/", {"verb": "accept", "words": "", "responsible": people.carl.pk, "contact_person": people.cecilie.pk})
    assert r.status_code == 302, r.content.decode()
    r = c.get(f"/cases/{case.pk}/"); open("/tmp/case_cmm.html", "wb").write(r.content); assert r.status_code == 200
    assert b"Joy Osas" in r.content
    r = c.post(f"/referrals/{case.pk}/say/answer/", {"words": "Samtale i dag"}); assert r.status_code == 302
    for who in (people.ulla, people.poul, people.henrik):
        r = signed_in(who).get(f"/cases/{case.pk}/"); assert r.status_code == 200
        r = signed_in(who).get("/"); assert r.status_code == 200
    r = signed_in(people.otto).get(f"/cases/{case.pk}/"); assert r.status_code == 404
    for u in ("log/", "timeline/", "history/referrals.preview/", "recuse/", "name/"):
        r = c.get(f"/cases/{case.pk}/{u}"); assert r.status_code == 200, (u, r.content[:800])
    r = c.get("/cases/"); assert r.status_code == 200
    r = c.get("/notices/"); assert r.status_code == 200
    r = signed_in(people.olga).get("/oversight/"); assert r.status_code == 200
    r = c.get("/?show=late"); assert r.status_code == 200
