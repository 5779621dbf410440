"""Which instances a list has, and in which order."""
import functools
import ipaddress

from exact_json import Number, equal

RESERVED = ("id", "revision", "modelVersion", "createdAt", "updatedAt")


def value_of(instance, field):
    """The value of a field; None if the instance has none."""
    return instance[field] if field in RESERVED else instance["data"].get(field)


def unique_form(value):
    """What unique values are compared by: of an encrypted value, the hash that equal texts share."""
    return value.get("h") if isinstance(value, dict) and "$enc" in value else value


def comparator(definition, field):
    """The order of a field's values: less than 0 if the first comes before the second."""
    known = field not in RESERVED and definition["fields"].get(field)
    return compare_addresses if known and known["type"] == "IP" else compare


def compare(one, other):
    """Null, truth values, numbers, texts by code points, all else: in this order."""
    kinds = kind(one) - kind(other)
    if kinds != 0:
        return kinds
    if isinstance(one, Number):
        one, other = one.value, other.value
    if one is None or isinstance(one, (list, dict)):
        return 0
    return (one > other) - (one < other)


def kind(value):
    if value is None:
        return 0
    if isinstance(value, bool):
        return 1
    return 2 if isinstance(value, Number) else 3 if isinstance(value, str) else 4


def compare_addresses(one, other):
    """Those of IPv4 first, each by its bytes."""
    if isinstance(one, str) and isinstance(other, str):
        one, other = address_key(one), address_key(other)
    return compare(one, other)


def address_key(text):
    try:
        address = ipaddress.ip_address(text)
    except ValueError:
        return text
    return f"{address.version}{address.packed.hex()}"


def test_of(definition, wanted):
    """A filter as a function."""
    if wanted is None:
        return lambda instance: True
    if "and" in wanted:
        tests = [test_of(definition, one) for one in wanted["and"]]
        return lambda instance: all(test(instance) for test in tests)
    if "or" in wanted:
        tests = [test_of(definition, one) for one in wanted["or"]]
        return lambda instance: any(test(instance) for test in tests)
    if "not" in wanted:
        test = test_of(definition, wanted["not"])
        return lambda instance: not test(instance)
    field = wanted["field"]
    fits = OPERATORS[wanted["op"]](wanted["value"], comparator(definition, field))
    return lambda instance: fits(value_of(instance, field))


def equals(wanted, order):
    if isinstance(wanted, (str, list, dict)):
        return lambda value: equal(value, wanted)
    return lambda value: order(value, wanted) == 0


def ordered(fits):
    return lambda wanted, order: lambda value: (
        value is not None and wanted is not None and fits(order(value, wanted))
    )


def among(wanted, order):
    tests = [equals(one, order) for one in (wanted if isinstance(wanted, list) else [wanted])]
    return lambda value: any(test(value) for test in tests)


def negated(make):
    def negate(wanted, order):
        test = make(wanted, order)
        return lambda value: not test(value)

    return negate


def contains(wanted, _order):
    def test(value):
        if isinstance(value, list):
            return any(equal(item, wanted) for item in value)
        return isinstance(value, str) and isinstance(wanted, str) and wanted in value

    return test


def starts(wanted, _order):
    return lambda value: isinstance(value, str) and isinstance(wanted, str) and value.startswith(wanted)


OPERATORS = {
    "eq": equals,
    "ne": negated(equals),
    "lt": ordered(lambda order: order < 0),
    "lte": ordered(lambda order: order <= 0),
    "gt": ordered(lambda order: order > 0),
    "gte": ordered(lambda order: order >= 0),
    "in": among,
    "nin": negated(among),
    "contains": contains,
    "starts": starts,
    "null": lambda wanted, _order: lambda value: (value is None) == (wanted is not False),
}


def search_of(words, fields):
    """Each word must stand in one of the fields, in any case."""
    wanted = [word.lower() for word in words]

    def test(instance):
        texts = [value_of(instance, field) for field in fields]
        lower = [text.lower() for text in texts if isinstance(text, str)]
        return all(any(word in text for text in lower) for word in wanted)

    return test


def keys_of(sort):
    """The keys with `id` last: what follows it decides nothing."""
    keys = [(key["field"], key["descending"]) for key in sort]
    names = [name for name, _ in keys]
    return keys[: names.index("id") + 1] if "id" in names else [*keys, ("id", False)]


def compare_keys(definition, keys):
    """Compares lists of the values of these keys."""
    parts = [(comparator(definition, name), -1 if descending else 1) for name, descending in keys]

    def order(one, other):
        for (compare_values, sign), a, b in zip(parts, one, other):
            found = compare_values(a, b)
            if found != 0:
                return sign * found
        return 0

    return order


def page_of(definition, instances, query):
    """The instances of a page, the values that the next one goes on behind, and how many there are of all."""
    test, search = test_of(definition, query["filter"]), search_of(query["search"], query["searchFields"])
    keys = keys_of(query["sort"])
    order = compare_keys(definition, keys)
    values = lambda instance: [value_of(instance, name) for name, _ in keys]
    found = [one for one in instances if test(one) and search(one)]
    found.sort(key=functools.cmp_to_key(lambda one, other: order(values(one), values(other))))
    total, after = len(found), query["after"]
    if after is not None:
        found = [one for one in found if order(values(one), after) > 0]
    found = found[query["offset"].value :]
    items = found[: query["limit"].value]
    more = len(items) > 0 and len(found) > len(items)
    return items, values(items[-1]) if more else None, total if query["total"] else None
