"""Help never depends on working with the police: no sentence of ours, in either language, says that it does.

A sentence that names help and co-operation with police or courts in one breath is refused, whatever it says, unless it stands below as
one that says the opposite, or speaks of something else.
"""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

pytestmark = pytest.mark.rules
ROOT = Path(__file__).parents[2]
APPS = ("agencies", "cases", "victims", "referrals", "config", "demo")
STORIES = {
    "stories.py",
    "decided.py",
    "assessments.py",
}  # what invented persons told: of a case, and not the words of the system

# Working with police, prosecution or courts: the act, or the act with whom
TESTIFIES = (
    r"testif|\bwitness|bear evidence|press(es)? charges|report(s|ed)? (it |them )?to the police|"
    r"vidne\w*|anmelde\w* til politiet|politianmeld"
)
COOPERATES = (
    r"co-?operat|\bhelp(s|ing)? the (police|investigation)|work(s|ing)? with the (police|prosecut)|statement|"
    r"samarbejd|medvirk|bistå|forklaring"
)
WITH_WHOM = r"police|prosecut|investigat|court|politi|anklage|efterforskning|straffesag|domstol|\bretten\b"
HELP = (
    r"\bhelp|support|shelter|\bbeds?\b|accommodat|lodging|doctor|psycholog|dentist|medical|lawyer|advice|guidance|period|deadline|"
    r"residence|permit|reflection|restitution|allowance|benefit|result|trafficked|decision|"
    r"\bhjælp|støtte|krisecenter|\bseng|indkvarter|bolig|læge|psykolog|tandlæge|advokat|rådgivning|vejledning|periode|\bfrist|"
    r"ophold|tilladelse|refleksion|restitution|ydelse|\btilbud|resultat|handlet|afgørelse"
)
# What may say both: the opposite, or another thing
ALLOWED = {
    "Voluntary. The answer does not change the help",
    "Frivilligt. Svaret ændrer ikke hjælpen",
    "Frivilligt. Svaret ændrer hverken hjælpen, perioden eller afgørelsen.",
}
PLACEHOLDER = re.compile(r"%\(\w+\)\w|{[{%].*?[}%]}|<[^>]+>|&\w+;", re.DOTALL)
SENTENCE = re.compile(r"(?<=[.:?!])\s+|\n{2,}|[\"“”]")


def plain(text: str) -> str:
    return re.sub(r"\s+", " ", PLACEHOLDER.sub(" ", text)).strip()


def is_conditional(text: str) -> bool:
    """Whether a text names help and working with the police within one sentence, or in two that follow each other."""
    if plain(text).rstrip(".") in {allowed.rstrip(".") for allowed in ALLOWED}:
        return False
    parts = [part for part in SENTENCE.split(PLACEHOLDER.sub(" ", text)) if part.strip()]
    return any(names_both(f"{one} {after}") for one, after in zip(parts, [*parts[1:], ""], strict=False))


def names_both(text: str) -> bool:
    said = text.lower()
    works = re.search(TESTIFIES, said) or (re.search(COOPERATES, said) and re.search(WITH_WHOM, said))
    return bool(works and re.search(HELP, said))


def words_of_the_catalogue() -> Iterator[tuple[str, str]]:
    for path in sorted((ROOT / "locale").glob("*/LC_MESSAGES/*.po")):
        with path.open("rb") as file:
            for message in read_po(file):
                for text in (message.id, message.string):
                    yield from (
                        (f"{path.parent.parent.name}: {one[:60]}", one)
                        for one in (text if isinstance(text, tuple) else (text,))
                    )


def words_of_the_templates() -> Iterator[tuple[str, str]]:
    for path in sorted((ROOT / "templates").rglob("*")):
        if path.suffix in (".html", ".txt"):
            quoted = [text for _mark, text in re.findall(r"""{%\s*translate\s+(["'])(.*?)\1""", path.read_text())]
            told = re.findall(r"{%\s*blocktranslate.*?%}(.*?){%\s*endblocktranslate", path.read_text(), re.DOTALL)
            written = re.sub(r"{%.*?%}", "\n\n", path.read_text(), flags=re.DOTALL)
            yield from ((str(path.relative_to(ROOT)), text) for text in [*quoted, *told, *written.split("\n")])


def words_of_the_code() -> Iterator[tuple[str, str]]:
    """Every text in it, docstrings of rules as well: a jurist reads them."""
    for app in APPS:
        for path in sorted((ROOT / app).rglob("*.py")):
            if "migrations" not in path.parts and path.name not in STORIES:
                for node in ast.walk(ast.parse(path.read_text())):
                    if isinstance(node, ast.Constant) and isinstance(node.value, str):
                        yield str(path.relative_to(ROOT)), node.value


def words_of_the_data() -> Iterator[tuple[str, str]]:
    for path in sorted(ROOT.glob("*/**/data/*.csv")):
        if "node_modules" not in path.parts and ".venv" not in path.parts and path.relative_to(ROOT).parts[0] in APPS:
            for line in path.read_text().splitlines():
                yield from ((str(path.relative_to(ROOT)), cell) for cell in line.split(","))


@pytest.mark.parametrize(
    "source", [words_of_the_catalogue, words_of_the_templates, words_of_the_code, words_of_the_data]
)
def test_no_sentence_makes_help_depend_on_working_with_the_police(source) -> None:
    read = list(source())
    assert len(read) > 100
    assert [(where, plain(text)) for where, text in read if is_conditional(text)] == []


@pytest.mark.parametrize(
    "text",
    [
        "Support requires that the person co-operates with the police.",
        "The period is extended when she cooperates in the investigation.",
        "She gets a bed if she testifies.",
        "You need a statement to the police. Then we give you a place in a shelter.",
        "Only witnesses in court have a right to a residence permit.",
        "Hjælpen kræver, at personen samarbejder med politiet.",
        "Perioden forlænges, når personen medvirker i efterforskningen.",
        "Vil du vidne, kan du få ophold.",
        "Du skal afgive forklaring til politiet. Derefter får du støtte.",
        "%(who)s skal <strong>samarbejde</strong> med anklageren for at få en læge.",
    ],
)
def test_the_reader_finds_what_it_looks_for(text) -> None:
    assert is_conditional(text)


@pytest.mark.parametrize(
    "text",
    [
        *sorted(ALLOWED),
        "The person cooperates in a prepared return.",
        "Personen samarbejder om en forberedt hjemsendelse, så perioden kan forlænges.",
        "The police and the prosecutor on the case may read the reasons.",
        "Støtten fortsætter.",
    ],
)
def test_and_nothing_else(text) -> None:
    assert not is_conditional(text)


def test_no_rule_asks_whether_somebody_works_with_the_police() -> None:
    """Nor is anything of the kind among what the rules are given or branch on. To co-operate in a prepared return is something else."""
    asked = re.compile(r"testif|witness|statement|police_report|cooperat", re.IGNORECASE)
    found = set()
    for app in APPS:
        for path in sorted((ROOT / app).rglob("rules.py")):
            for node in ast.walk(ast.parse(path.read_text())):
                name = getattr(node, "arg", None) or getattr(node, "id", None) or getattr(node, "attr", None)
                if isinstance(name, str) and asked.search(name):
                    found.add((str(path.relative_to(ROOT)), name))
    assert found <= {("victims/reflection_period/rules.py", "COOPERATES")}
