"""Translations without gettext's programs: `python -m tools.messages update|check|compile`.

The words in code and templates are English; each language in `locale/` translates them all. `update` brings the
files up to date and keeps what is translated, `check` names what is missing, stale, fuzzy or lacks a placeholder,
`compile` writes what Django reads. No dates and no line numbers, so that a change shows as what it is.
"""

import io
import re
import sys
from collections.abc import Iterator
from pathlib import Path

from babel.messages import Catalog, Message
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parent.parent
NOT_OURS = {"node_modules", "static", "staticfiles", "tests", "tools", "docs"}
SINGULAR, PLURAL, IN_CONTEXT, PLURAL_IN_CONTEXT = None, (1, 2), ((1, "c"), 2), ((1, "c"), 2, 3)
KEYWORDS = {
    **dict.fromkeys(("_", "gettext", "gettext_lazy", "gettext_noop"), SINGULAR),
    **dict.fromkeys(("says", "Refused"), SINGULAR),  # the sentence of a rule: agencies/errors.py
    **dict.fromkeys(("ngettext", "ngettext_lazy"), PLURAL),
    **dict.fromkeys(("pgettext", "pgettext_lazy"), IN_CONTEXT),
    **dict.fromkeys(("npgettext", "npgettext_lazy"), PLURAL_IN_CONTEXT),
}
PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]|(?<!\{)\{\w*\}")
HEADER = """msgid ""
msgstr ""
"Content-Type: text/plain; charset=UTF-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Language: {language}\\n"
"Plural-Forms: {plural_forms}\\n"

"""


def sources(root: Path) -> Iterator[Path]:
    for folder in sorted(path for path in root.iterdir() if path.is_dir()):
        if folder.name not in NOT_OURS and not folder.name.startswith("."):
            yield from sorted(path for path in folder.rglob("*") if path.suffix in (".py", ".html", ".txt"))


def readable(path: Path) -> str:
    """What Babel's reader of Python understands; of a template, its calls without the indentation around them."""
    text = path.read_text()
    if path.suffix == ".py":
        return text
    return "\n".join(line.lstrip() for line in templatize(text, origin=str(path)).splitlines())


def words_of(root: Path) -> Catalog:
    """Every message of the source, with the places where it stands."""
    found = Catalog()
    for path in sources(root):
        lines = io.BytesIO(readable(path).encode())
        for line, words, _, context in extract("python", lines, KEYWORDS, options={"encoding": "utf-8"}):
            found.add(words, context=context, locations=[(str(path.relative_to(root)), line)])
    return found


def files(root: Path) -> list[Path]:
    return sorted(root.glob("locale/*/LC_MESSAGES/django.po"))


def read(po: Path) -> Catalog:
    with po.open("rb") as text:
        return read_po(text, locale=po.parent.parent.name)


def messages_of(catalog: Catalog) -> list[Message]:
    return [message for message in catalog if message.id]


def merge(words: Catalog, old: Catalog) -> Catalog:
    new = Catalog(locale=old.locale)
    for word in messages_of(words):
        merged = new.add(word.id, context=word.context)
        if known := old.get(word.id, word.context):
            merged.string, merged.user_comments = known.string, known.user_comments
            merged.flags |= known.flags & {"fuzzy"}
    return new


def written(catalog: Catalog) -> bytes:
    body = io.BytesIO()
    write_po(body, catalog, width=120, no_location=True, omit_header=True, sort_output=True, ignore_obsolete=True)
    header = HEADER.format(language=catalog.locale, plural_forms=catalog.plural_forms)
    return header.encode() + body.getvalue().strip() + b"\n"


def update(root: Path = ROOT) -> None:
    words = words_of(root)
    for po in files(root):
        new = merge(words, read(po))
        po.write_bytes(written(new))
        empty = sum(not is_translated(message) for message in messages_of(new))
        print(f"{po.relative_to(root)}: {len(messages_of(new))} messages, {empty} to be translated")


def is_translated(message: Message) -> bool:
    return all(forms_of(message.string))


def forms_of(words: str | tuple[str, ...] | list[str] | None) -> tuple[str, ...]:
    return (words,) if isinstance(words, str) else tuple(words or ("",))


def lacking(message: Message) -> set[str]:
    """Placeholders that a translation drops or invents; the form for one may do without its number."""
    allowed = set().union(*(PLACEHOLDER.findall(form) for form in forms_of(message.id)))
    forms = [set(PLACEHOLDER.findall(form)) for form in forms_of(message.string)]
    wrong = set().union(*forms) - allowed
    return wrong | (set(PLACEHOLDER.findall(forms_of(message.id)[-1])) - forms[-1])


def faults(root: Path = ROOT) -> list[str]:
    words = words_of(root)
    found = [] if files(root) else ["locale: there is no translation"]
    for po in files(root):
        catalog, name = read(po), po.relative_to(root)
        for word in messages_of(words):
            known = catalog.get(word.id, word.context)
            place = "{}:{}".format(*word.locations[0])
            if known is None or not is_translated(known):
                found.append(f"{name}: missing: {word.id!r} ({place})")
            elif known.fuzzy:
                found.append(f"{name}: fuzzy: {word.id!r} ({place})")
            elif differing := lacking(known):
                found.append(f"{name}: placeholders differ, {', '.join(sorted(differing))}: {word.id!r} ({place})")
        for message in [*messages_of(catalog), *catalog.obsolete.values()]:
            if message.id and words.get(message.id, message.context) is None:
                found.append(f"{name}: stale: {message.id!r}")
    return found


def compile_all(root: Path = ROOT) -> None:
    for po in files(root):
        with po.with_suffix(".mo").open("wb") as binary:
            write_mo(binary, read(po))


def main(verb: str) -> None:
    if verb == "update":
        update()
    elif verb == "compile":
        compile_all()
    elif found := faults():
        print("\n".join(found))
        sys.exit(
            f"{len(found)} faults in the translations. `make messages` adds and removes; translate what is missing."
        )


if __name__ == "__main__":
    if sys.argv[1:] not in (["update"], ["check"], ["compile"]):
        sys.exit(__doc__)
    main(sys.argv[1])
