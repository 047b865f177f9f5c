"""What was measured, with its bar."""

from dataclasses import dataclass

WARM_UPS, ROUNDS = 3, 5


@dataclass(frozen=True)
class Result:
    """`value` is a ratio, a number of queries or buffers, or milliseconds; without a bar it is there to be read."""

    name: str
    value: float
    bar: float | None
    holds: bool


class Results(list[Result]):
    def add(self, name: str, value: float, bar: float | None = None, note: str = "") -> None:
        result = Result(name, round(value, 2), bar, bar is None or value <= bar)
        self.append(result)
        shown = "" if bar is None else f"<= {bar:g}"
        print(f"{name:58} {result.value:9g}  {shown:8}{'' if result.holds else 'NO'} {note}".rstrip(), flush=True)
