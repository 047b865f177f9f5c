"""How a person is named where a name is too much."""


def initials(name: str) -> str:
    """ "Duc Minh Nguyen" is "D.N.": the first letter of the first and of the last word; empty for an empty name."""
    words = name.split()
    return "".join(f"{word[0].upper()}." for word in words[:1] + words[1:][-1:])
