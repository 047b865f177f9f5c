"""What everybody can open before logging in: it renders in both languages, without inline style or script."""

import re

import pytest
from django.urls import reverse

pytestmark = pytest.mark.pages
OPEN = ["account_login", "account_reset_password", "account_reset_password_done", "help", "accessibility", "privacy"]


@pytest.mark.parametrize("name", [*OPEN, "nowhere"])
@pytest.mark.parametrize("language", ["da", "en"])
def test_open_pages_render_in_both_languages(client, name, language):
    answer = client.get("/nowhere/" if name == "nowhere" else reverse(name), headers={"accept-language": language})
    html = answer.content.decode()
    assert answer.status_code == (404 if name == "nowhere" else 200)
    assert f'<html lang="{language}">' in html
    assert re.search(r"<title>\S.* · Tillid</title>", html)
    assert html.count("<h1") == 1
    assert re.findall(r"\sstyle=|<style|\son\w+=|<script(?![^>]*\ssrc=)", html) == []


def test_a_wrong_password_comes_back_with_one_neutral_message(client):
    html = client.post(
        reverse("account_login"), {"login": "nobody@tillid.example", "password": "wrong"}
    ).content.decode()
    assert "<title>Fejl: " in html
    assert html.count('class="alert alert-error') == 1
