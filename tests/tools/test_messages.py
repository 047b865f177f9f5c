"""The translations' own tool: what it finds in code and templates, what it keeps, what it names."""

import gettext
from pathlib import Path

import pytest

from tools import messages

PYTHON = """
from django.utils.translation import gettext_lazy as _, ngettext, pgettext
title = _("Case")
def label(n):
    pgettext("of a clock", "Late")
    return ngettext("%(n)s day", "%(n)s days", n) % {"n": n}
"""
TEMPLATE = """{% load i18n %}
    <p title="{% translate 'Worklist' %}">{% blocktranslate with name=agency %}Hello {{ name }}{% endblocktranslate %}
  {# a word #} {% blocktranslate count n=n trimmed %}
      one case
  {% plural %}
      {{ n }} cases
  {% endblocktranslate %}
<b>{{ state|default:_("Draft") }}</b>
"""
TRANSLATED = r"""
msgid ""
msgstr ""
"Content-Type: text/plain; charset=UTF-8\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\n"

msgid "%(n)s day"
msgid_plural "%(n)s days"
msgstr[0] "en dag"
msgstr[1] "%(n)s dage"

msgid "Case"
msgstr "Sag"

msgid "Draft"
msgstr "Kladde"

msgid "Hello %(name)s"
msgstr "Hej %(name)s"

msgctxt "of a clock"
msgid "Late"
msgstr "Overskredet"

msgid "Worklist"
msgstr "Arbejdsliste"

msgid "one case"
msgid_plural "%(n)s cases"
msgstr[0] "en sag"
msgstr[1] "%(n)s sager"
"""


@pytest.fixture
def house(tmp_path: Path) -> Path:
    (tmp_path / "cases").mkdir()
    (tmp_path / "cases" / "models.py").write_text(PYTHON)
    (tmp_path / "cases" / "list.html").write_text(TEMPLATE)
    (tmp_path / "locale" / "da" / "LC_MESSAGES").mkdir(parents=True)
    po(tmp_path).write_text(TRANSLATED)
    return tmp_path


def po(house: Path) -> Path:
    return house / "locale" / "da" / "LC_MESSAGES" / "django.po"


def change(house: Path, old: str, new: str) -> None:
    assert old in po(house).read_text()
    po(house).write_text(po(house).read_text().replace(old, new))


def faults(house: Path) -> list[str]:
    return [fault.removeprefix("locale/da/LC_MESSAGES/django.po: ") for fault in messages.faults(house)]


def test_complete_translation_has_no_faults(house):
    assert faults(house) == []


def test_missing_is_named_with_its_place(house):
    change(house, 'msgid "Case"\nmsgstr "Sag"\n', "")
    change(house, '"Kladde"', '""')
    assert faults(house) == ["missing: 'Draft' (cases/list.html:8)", "missing: 'Case' (cases/models.py:3)"]


def test_missing_plural_form_is_named(house):
    change(house, 'msgstr[1] "%(n)s dage"', 'msgstr[1] ""')
    assert faults(house) == ["missing: ('%(n)s day', '%(n)s days') (cases/models.py:6)"]


def test_stale_is_named(house):
    po(house).write_text(
        po(house).read_text() + '\nmsgid "Gone"\nmsgstr "Borte"\n\n#~ msgid "Old"\n#~ msgstr "Gammel"\n'
    )
    assert faults(house) == ["stale: 'Gone'", "stale: 'Old'"]


def test_same_word_in_no_context_is_another_word(house):
    change(house, 'msgctxt "of a clock"\n', "")
    assert faults(house) == ["missing: 'Late' (cases/models.py:5)", "stale: 'Late'"]


def test_fuzzy_is_named(house):
    change(house, 'msgid "Case"', '#, fuzzy\nmsgid "Case"')
    assert faults(house) == ["fuzzy: 'Case' (cases/models.py:3)"]


def test_placeholder_dropped_or_invented_is_named(house):
    change(house, '"Hej %(name)s"', '"Hej %(navn)s"')
    change(house, 'msgstr[1] "%(n)s dage"', 'msgstr[1] "dage"')
    assert faults(house) == [
        "placeholders differ, %(name)s, %(navn)s: 'Hello %(name)s' (cases/list.html:2)",
        "placeholders differ, %(n)s: ('%(n)s day', '%(n)s days') (cases/models.py:6)",
    ]


def test_update_keeps_translations_and_drops_what_is_gone(house, capsys):
    (house / "cases" / "models.py").write_text(PYTHON + '_("New")\n')
    change(house, 'msgid "Case"\nmsgstr "Sag"', 'msgid "Gone"\nmsgstr "Borte"')
    messages.update(house)
    assert capsys.readouterr().out == "locale/da/LC_MESSAGES/django.po: 8 messages, 2 to be translated\n"
    assert faults(house) == ["missing: 'Case' (cases/models.py:3)", "missing: 'New' (cases/models.py:7)"]


def test_second_update_changes_nothing(house):
    messages.update(house)
    first = po(house).read_text()
    (house / "cases" / "models.py").write_text("# a line more\n" + PYTHON)
    messages.update(house)
    assert po(house).read_text() == first


def test_compiled_words_are_read_by_gettext(house):
    messages.compile_all(house)
    with po(house).with_suffix(".mo").open("rb") as binary:
        danish = gettext.GNUTranslations(binary)
    assert danish.gettext("Hello %(name)s") == "Hej %(name)s"
    assert danish.ngettext("one case", "%(n)s cases", 2) == "%(n)s sager"
    assert danish.pgettext("of a clock", "Late") == "Overskredet"
