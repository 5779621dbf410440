"""How stored data follows a new version of its model."""
import datetime
import ipaddress
import re

from exact_json import Number, parse, write

FROM_TEXT = ("Bool", "Int", "BigInt", "Float", "Location")


def changes_data(definition):
    """Whether a new version changes stored data at all."""
    return bool(definition.get("migration")) or any("default" in field for field in definition["fields"].values())


def migrate(data, definition):
    """The steps in order, then the defaults of what is left out, with members in the order of the definition."""
    values, steps, fields = dict(data), definition.get("migration", []), definition["fields"]
    for at, step in enumerate(steps):
        if "rename" in step:
            if step["rename"] in values:
                value = values.pop(step["rename"])
                values[step["to"]] = value
        elif "drop" in step:
            values.pop(step["drop"], None)
        elif "set" in step:
            values[step["set"]] = step["value"]
        else:
            name = step["convert"]
            field = fields.get(final_name(name, steps[at + 1 :]))
            if values.get(name) is not None and field is not None:
                converted = convert(values[name], field)
                values[name] = values[name] if converted is None else converted
    known = {name: values.get(name, field.get("default")) for name, field in fields.items()}
    members = {name: known[name] for name, field in fields.items() if name in values or "default" in field}
    return in_order({**members, **{name: value for name, value in values.items() if name not in fields}})


def final_name(name, steps):
    """The name that a field has after further steps."""
    for step in steps:
        if step.get("rename") == name:
            name = step["to"]
    return name


def in_order(data):
    """Names that are numbers come first, by their size, as in the texts of the server."""
    numbers = [name for name in data if re.fullmatch(r"0|[1-9]\d{0,9}", name) and int(name) < 2**32 - 1]
    others = [name for name in data if name not in numbers]
    return {name: data[name] for name in [*sorted(numbers, key=int), *others]}


def convert(value, field):
    """The value, not null, as one of another field; None if it would lose something."""
    kind = field["type"]
    if kind == "List" and not isinstance(value, list):
        item = convert(value, field["of"])
        return None if item is None else [item]
    candidate = value
    if kind == "String" and not isinstance(value, str):
        candidate = write(value)
    elif isinstance(value, str) and kind == "DateTime" and is_day(value):
        candidate = f"{value}T00:00:00Z"
    elif isinstance(value, str) and kind in FROM_TEXT:
        candidate = parsed(value)
    checked = CHECKS[kind](candidate, field)
    return checked if checked is not None and is_lossless(value, checked, kind) else None


def parsed(text):
    try:
        return parse(text)
    except ValueError:
        return text


def is_lossless(value, converted, kind):
    if isinstance(value, Number) and isinstance(converted, Number):
        return value.value == converted.value
    if isinstance(value, str) and not isinstance(converted, str) and kind != "JSON":
        return isinstance(converted, dict) or write(converted) == value
    return True


def is_day(text):
    try:
        return re.fullmatch(r"\d{4}-\d\d-\d\d", text) is not None and bool(datetime.date.fromisoformat(text))
    except ValueError:
        return False


def integer(value, _field):
    return value if isinstance(value, Number) and value.value == int(value.value) else None


def big_integer(value, field):
    if isinstance(value, str) and re.fullmatch(r"-?(0|[1-9]\d{0,18})", value):
        return Number(value)
    return integer(value, field)


def text(fits):
    return lambda value, _field: value if isinstance(value, str) and fits(value) else None


def moment(value, _field):
    found = isinstance(value, str) and re.fullmatch(
        r"(\d{4}-\d\d-\d\d)[Tt ](\d\d:\d\d:\d\d)(\.\d+)?([Zz]|[+-]\d\d:\d\d)", value
    )
    if not found or not is_day(found[1]):
        return None
    zone = "+00:00" if found[4] in "Zz" else found[4]
    utc = datetime.datetime.fromisoformat(f"{found[1]}T{found[2]}{zone}").astimezone(datetime.timezone.utc)
    return f"{utc:%Y-%m-%dT%H:%M:%S}.{(found[3] or '.')[1:4].ljust(3, '0')}Z"


def address(value, _field):
    try:
        found = ipaddress.ip_address(value) if isinstance(value, str) else None
    except ValueError:
        return None
    mapped = getattr(found, "ipv4_mapped", None)
    return None if found is None else f"::ffff:{mapped}" if mapped else str(found)


def members(value, field):
    if not isinstance(value, list):
        return None
    items = [CHECKS[field["of"]["type"]](item, field["of"]) for item in value]
    return None if None in items else items


UUID = r"[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}"
TIME = r"([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d{3})?"
CHECKS = {
    "Null": lambda value, _field: None,
    "Bool": lambda value, _field: value if isinstance(value, bool) else None,
    "String": text(lambda value: True),
    "Int": integer,
    "BigInt": big_integer,
    "Float": lambda value, _field: value if isinstance(value, Number) else None,
    "Date": text(is_day),
    "Time": lambda value, _field: value.removesuffix(".000") if text(lambda one: re.fullmatch(TIME, one))(value, None) else None,
    "DateTime": moment,
    "UUID": lambda value, _field: value.lower() if text(lambda one: re.fullmatch(UUID, one))(value, None) else None,
    "IP": address,
    "JSON": lambda value, _field: value,
    "Location": lambda value, _field: value if isinstance(value, dict) else None,
    "Bytes": text(lambda value: True),
    "Reference": text(lambda value: True),
    "File": lambda value, _field: value if isinstance(value, dict) else None,
    "List": members,
}
