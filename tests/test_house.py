"""The house's own bans, held by reading the code: where tables of a case are touched, and how a read of them begins.

The policies are the wall. These rules keep reads quick (they begin at the projection) and in the rooms where one looks for them.
"""

import ast
import re
from pathlib import Path

import pytest
from django.apps import apps

from cases.models import (
    CaseAccess,
    CaseKey,
    CaseRecord,
    Disclosure,
    Entry,
    Grant,
    Mail,
    Recusal,
    Seal,
    Submission,
    Visit,
)

pytestmark = pytest.mark.rules
ROOT = Path(__file__).parents[1]
APPS = ("agencies", "cases", "victims", "referrals", "config", "demo")  # an arrow goes to the left, or stays
RECORDS = {model.__name__ for model in apps.get_models() if issubclass(model, CaseRecord)} | {"Case"}
TABLES = RECORDS | {
    model.__name__ for model in (CaseAccess, CaseKey, Disclosure, Entry, Grant, Mail, Recusal, Seal, Submission, Visit)
}
MANAGERS = {"objects", "history", "_default_manager", "_base_manager"}
ROOMS = {"models.py", "services.py", "selectors.py"}
UNNOTED = {"iterator", "raw", "extra", "RawSQL", "cursor"}

# elsewhere, with the reason: (file, what is touched)
TOUCHED_ELSEWHERE = {
    (
        "cases/page/history.py",
        "model",
    ): "the history of one kind of record, whichever: the policies give the live row's",
    ("cases/records/reading.py", "type(theirs)"): "who saved the record that the reader has just been refused",
    ("demo/build.py", "Case"): "begins at visible_to, as each demo person",
}
# reads in services and selectors that begin elsewhere, with the reason: (file, beginning)
BEGUN_ELSEWHERE = {
    ("cases/envelope/services.py", "Case.objects.select_for_update"): "one row by its key, locked: policies for update hold",
    ("cases/records/services.py", "kind.objects.get"): "one row by its key, read again before it is saved",
    ("referrals/home/selectors.py", "Assignment.objects.annotate"): "begins at the index of the own agency's open work",
    ("referrals/home/selectors.py", "Assignment.objects.filter"): "counts what the query above has found",
    ("referrals/own/selectors.py", "Assignment.objects.filter"): "a subquery of cases that begin at visible_to",
    ("referrals/own/selectors.py", "Feedback.objects.standing"): "a subquery of cases that begin at visible_to",
    ("referrals/referral/selectors.py", "kind.history.filter"): "moments of saving of the given drafts, no content",
    ("victims/reflection_period/selectors.py", "PeriodStep.history.filter"): "who wrote the given steps, no content",
}  # fmt: skip
BEGINNINGS = {"visible_to", "of", "none", "create", "bulk_create"}


def sources():
    for app in APPS:
        for path in sorted((ROOT / app).rglob("*.py")):
            if "migrations" not in path.parts:
                yield str(path.relative_to(ROOT)), ast.parse(path.read_text(encoding="utf-8"))


def parents_of(tree):
    return {child: node for node in ast.walk(tree) for child in ast.iter_child_nodes(node)}


def touches(tree):
    """(what, manager, first method) of each manager of a case table, or of a model that is not named."""
    parents = parents_of(tree)
    for node in ast.walk(tree):
        if not isinstance(node, ast.Attribute) or node.attr not in MANAGERS:
            continue
        what = ast.unparse(node.value)
        is_named = isinstance(node.value, ast.Name | ast.Attribute) and what.split(".")[-1][:1].isupper()
        if is_named and what.split(".")[-1] not in TABLES:
            continue
        following = parents.get(node)
        yield what, node.attr, following.attr if isinstance(following, ast.Attribute) else ""


def test_tables_of_a_case_are_touched_in_models_services_and_selectors():
    found = {
        (file, what)
        for file, tree in sources()
        if Path(file).name not in ROOMS and not is_reference(file)
        for what, _, _ in touches(tree)
    }
    assert found == set(TOUCHED_ELSEWHERE)


def is_reference(file):
    """The coded lists are no tables of a case, and are read by a model that is handed over."""
    return file.startswith("agencies/")


def test_reads_of_records_begin_at_the_projection():
    found = {
        (file, f"{what}.{manager}.{method}")
        for file, tree in sources()
        if Path(file).name in {"services.py", "selectors.py"} and not is_reference(file)
        for what, manager, method in touches(tree)
        if (what in RECORDS or not what[:1].isupper()) and method not in BEGINNINGS
    }
    assert found == set(BEGUN_ELSEWHERE)


def test_nothing_is_read_past_the_log_where_pages_are_made():
    """In views, forms and parts neither SQL nor an iterator; nor on history `values`, which nobody notes."""
    rooms = {"views.py", "forms.py", "parts.py", "words.py", "access.py"}
    found = {
        (file, node.attr if isinstance(node, ast.Attribute) else node.id)
        for file, tree in sources()
        if Path(file).name in rooms and file != "config/views.py"  # healthz asks whether the servers answer
        for node in ast.walk(tree)
        if (isinstance(node, ast.Attribute) and node.attr in UNNOTED)
        or (isinstance(node, ast.Name) and node.id in UNNOTED)
    }
    assert found == set()


@pytest.mark.parametrize(
    ("code", "found"),
    [
        ("Name.objects.filter(x=1)", [("Name", "objects", "filter")]),
        ("models.Case.objects", [("models.Case", "objects", "")]),
        ("model.history.all()", [("model", "history", "all")]),
        ("type(x)._base_manager.get()", [("type(x)", "_base_manager", "get")]),
        ("Agency.objects.get()", []),
    ],
)
def test_a_touch_is_found(code, found):
    assert list(touches(ast.parse(code))) == found


def test_relations_follow_the_arrows_between_the_apps():
    against = []
    for model in apps.get_models():
        label = model._meta.app_label
        for field in model._meta.get_fields():
            if label in APPS and field.is_relation and not field.auto_created and field.related_model is not None:
                to = field.related_model._meta.app_label
                if to in APPS and APPS.index(to) > APPS.index(label):
                    against.append((model.__name__, field.name))
    assert against == []


def test_every_migration_is_named_for_what_it_does():
    names = [path.stem for app in APPS for path in sorted((ROOT / app).glob("migrations/[0-9]*.py"))]
    assert len(names) > 6
    assert [name for name in names if not re.fullmatch(r"\d{4}_[a-z]\w+", name) or "auto_" in name] == []


def test_a_migration_of_ours_imports_no_models():
    imported = [
        (path.name, node.module)
        for app in APPS
        for path in sorted((ROOT / app).glob("migrations/[0-9]*.py"))
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.ImportFrom)
        and node.module
        and re.match(rf"({'|'.join(APPS)})\b.*\bmodels", node.module)
    ]
    assert imported == []
