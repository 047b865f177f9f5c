"""The case page's parts: each topic registers what it shows of a case, its events on the timeline, its facts and buttons.

A lower app never names a higher one: the higher one registers here, in its `parts.py`.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from math import inf
from typing import Any

from django.urls import reverse

from cases.page.selectors import CasePage

Lines = list[tuple[Any, ...]]
Way = str | Callable[[CasePage], str]


@dataclass(frozen=True)
class Table:
    """`rows` are lists of cells, the first names the row."""

    caption: Any
    head: list[Any]
    rows: list[list[Any]]


@dataclass(frozen=True)
class Block:
    """One part as its reader sees it. `by` says who wrote it and whether one may write."""

    key: str
    title: Any
    by: Any = ""
    lines: Lines = field(default_factory=list)
    table: Table | None = None
    lead: Any = ""
    lead_note: Any = ""  # who says it, and when
    note: Any = ""
    links: list[tuple[Any, str]] = field(default_factory=list)
    add_url: str = ""
    edit_url: str = ""
    edit_label: Any = ""  # where it is one thing that can be changed
    history_url: str = ""


@dataclass(frozen=True)
class Event:
    """What happened, for those who may read the record that tells of it."""

    at: datetime | None  # None: to be done, and no deadline
    what: Any
    note: Any = ""
    url: str = ""
    state: str = "done"
    is_deadline: bool = False  # `at` is the latest moment
    is_bold: bool = False


@dataclass(frozen=True)
class Fact:
    """One of the four at the top: a value, or a clock."""

    rank: int
    label: Any
    value: Any = ""
    note: Any = ""
    due: datetime | None = None
    style: str = ""
    yields: bool = False  # gives way where there are more than four


@dataclass(frozen=True)
class Button:
    label: Any
    url: str
    is_primary: bool = False


@dataclass(frozen=True)
class Part:
    """`rank` orders the parts along the path. Each function takes the page and gives what its reader may see, or nothing."""

    rank: int
    block: Callable[[CasePage], Block | None] | None = None
    events: Callable[[CasePage], Iterable[Event]] | None = None
    steps: Callable[[CasePage], Iterable[Event]] | None = None  # what is to be done or to come
    facts: Callable[[CasePage], Iterable[Fact]] | None = None
    heading: Callable[[CasePage], str] | None = None  # what the reader calls the person, behind the number
    buttons: Callable[[CasePage], Iterable[Button]] | None = None
    landing: Callable[[CasePage], str | None] | None = None  # where a reader goes who has not the case page itself


_parts: list[Part] = []
_ways: dict[str, Way] = {}
_words: dict[str, Callable[[CasePage], str]] = {}


def register(part: Part) -> None:
    _parts.append(part)
    _parts.sort(key=lambda part: part.rank)


def register_way(work: str, way: Way, words: Callable[[CasePage], str] | None = None) -> None:
    """Where this kind of work is done: the name of a page of the case, or what gives its address (empty: not this reader)."""
    _ways[work] = way
    if words:
        _words[work] = words


def words_for(work: str, page: CasePage) -> str:
    """What is to be done, where it depends on what stands there already; empty: the work's own name says it."""
    return _words[work](page) if work in _words else ""


def way_to(work: str, page: CasePage) -> str:
    """The address, for those who may write."""
    way = _ways.get(work, "") if page.actor.post.may_write else ""
    return way(page) if callable(way) else reverse(way, args=[page.case.pk]) if way else ""


def landing_of(page: CasePage) -> str | None:
    return next((url for part in _parts if part.landing and (url := part.landing(page))), None)


def blocks_of(page: CasePage) -> list[Block]:
    return [block for part in _parts if part.block and (block := part.block(page))]


def when(event: Event) -> float:
    """For sorting: what has no deadline comes last."""
    return event.at.timestamp() if event.at else inf


def events_of(page: CasePage) -> list[Event]:
    """What has happened, newest first."""
    events = [event for part in _parts if part.events for event in part.events(page)]
    return sorted(events, key=when, reverse=True)


def steps_of(page: CasePage) -> list[Event]:
    """What is next, the earliest first."""
    steps = [event for part in _parts if part.steps for event in part.steps(page)]
    return sorted(steps, key=when)


def heading_of(page: CasePage) -> str:
    return next((text for part in _parts if part.heading and (text := part.heading(page))), "")


def facts_of(page: CasePage, most: int = 4) -> list[Fact]:
    """By rank; where there are too many the last that yields goes first."""
    facts = [fact for part in _parts if part.facts for fact in part.facts(page)]
    facts.sort(key=lambda fact: fact.rank)
    for fact in [fact for fact in reversed(facts) if fact.yields][: max(len(facts) - most, 0)]:
        facts.remove(fact)
    return facts[:most]


def buttons_of(page: CasePage) -> list[Button]:
    """The primary one first."""
    buttons = [button for part in _parts if part.buttons for button in part.buttons(page)]
    return sorted(buttons, key=lambda button: not button.is_primary)
