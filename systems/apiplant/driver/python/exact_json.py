"""JSON whose numbers keep their digits."""
import json
import re


class Number:
    """A number as it stands in a text. A double would change some."""

    __slots__ = ("text",)

    def __init__(self, text):
        self.text = text

    @property
    def value(self):
        """An exact integer, or the double next to it."""
        return int(self.text) if re.fullmatch(r"-?\d+", self.text) else float(self.text)


def parse(text):
    """The value of a text."""
    return json.loads(text, parse_int=Number, parse_float=Number)


def write(value):
    """The text of a value, in one line without spaces."""
    if value is None:
        return "null"
    if value is True or value is False:
        return "true" if value else "false"
    if isinstance(value, Number):
        return value.text
    if isinstance(value, int):
        return str(value)
    if isinstance(value, str):
        return quoted(value)
    if isinstance(value, list):
        return f"[{','.join(write(one) for one in value)}]"
    return f"{{{','.join(f'{quoted(name)}:{write(one)}' for name, one in value.items())}}}"


def quoted(text):
    """A string of JSON. Half of a surrogate pair, which UTF-8 cannot have, is written by its number."""
    return re.sub("[\ud800-\udfff]", lambda half: f"\\u{ord(half[0]):04x}", json.dumps(text, ensure_ascii=False))


def equal(one, other):
    """Whether two values are the same: members in any order, numbers by their value."""
    if isinstance(one, Number) or isinstance(other, Number):
        return isinstance(one, Number) and isinstance(other, Number) and one.value == other.value
    if type(one) is not type(other):
        return False
    if isinstance(one, list):
        return len(one) == len(other) and all(map(equal, one, other))
    if isinstance(one, dict):
        return one.keys() == other.keys() and all(equal(one[name], other[name]) for name in one)
    return one == other
