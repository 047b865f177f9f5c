"""A page as a browser without script has it: what its forms would send as they stand."""

from html.parser import HTMLParser
from typing import Any

Typed = dict[str, list[str]]


class Forms(HTMLParser):
    """Every form of a page: its address and what is filled in."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, Typed]] = []
        self.text: tuple[str, list[str]] | None = None
        self.select = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        name, value = given.get("name") or "", given.get("value") or ""
        if tag == "form":
            self.found.append((given.get("action") or "", {}))
        elif tag == "input" and name and (given.get("type") not in ("radio", "checkbox") or "checked" in given):
            self.put(name, value or ("on" if given.get("type") == "checkbox" else ""))
        elif tag == "textarea":
            self.text = (name, [])
        elif tag == "select":
            self.select = name
        elif tag == "option" and "selected" in given:
            self.put(self.select, value)

    def handle_data(self, data: str) -> None:
        if self.text:
            self.text[1].append(data)

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea" and self.text:
            self.put(self.text[0], "".join(self.text[1]).removeprefix("\n"))
            self.text = None

    def put(self, name: str, value: str) -> None:
        self.found[-1][1].setdefault(name, []).append(value)


def form_of(page: Any, holding: str) -> Typed:
    """What the form sends that holds a field of this name."""
    reader = Forms()
    reader.feed(page.content.decode())
    return next(typed for _address, typed in reader.found if holding in typed)
