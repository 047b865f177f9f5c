"""README and docs speak of what is there."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
PATH = re.compile(r"(?:[\w.]+/)+[\w.-]+\.(?:py|sql|md|html|css|js|csv|po|png|toml)|(?:[\w]+/){1,4}(?=[`)\s])")
ELSEWHERE = {"account/", "api/"}


@pytest.mark.rules
@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_path_that_is_named_is_there(page):
    text = page.read_text()
    linked = [link for link in re.findall(r"\]\(([^)#]+)\)", text) if "://" not in link]
    assert [link for link in linked if not (page.parent / link).exists()] == []
    quoted = " ".join(re.findall(r"`([^`\n]+)`", text)) + " "
    named = {path for path in PATH.findall(quoted) if not path.startswith((".local", "locale/../"))}
    tops = {path.name for path in ROOT.iterdir()}
    assert [path for path in named if path.split("/")[0] in tops and not (ROOT / path).exists()] == []


@pytest.mark.rules
def test_every_variable_that_is_read_is_explained():
    read = set(re.findall(r'env(?:\.\w+)?\(\s*"([A-Z_]+)"', (ROOT / "config/settings.py").read_text()))
    assert read
    explained = set(re.findall(r"`([A-Z_]+)`", (ROOT / "README.md").read_text()))
    assert read - explained == set()
