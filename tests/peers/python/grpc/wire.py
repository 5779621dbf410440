"""The messages of grpc.testing.TestService, as bytes: as much as the tests need."""


def varint(value):
    out = bytearray()
    while value >= 128:
        out.append(value % 128 | 128)
        value //= 128
    out.append(value)
    return bytes(out)


def field(number, body):
    """A field with a length."""
    return varint(number << 3 | 2) + varint(len(body)) + body


def number(at, value):
    """A field that is a number."""
    return varint(at << 3) + varint(value)


def payload(at, size):
    """A field that is a payload of zeros."""
    return field(at, field(2, bytes(size)))


def fields(message):
    """The fields of a message: numbers, or bytes."""
    at = 0

    def read():
        nonlocal at
        result, shift = 0, 0
        while True:
            byte = message[at]
            at += 1
            result |= (byte & 127) << shift
            if byte < 128:
                return result
            shift += 7

    found = []
    while at < len(message):
        tag = read()
        content = read()
        if tag & 7 == 2:
            found.append((tag >> 3, message[at : at + content]))
            at += content
        else:
            found.append((tag >> 3, content))
    return found


def get(message, number, default):
    """The first field with a number."""
    return next((content for at, content in fields(message) if at == number), default)


def payload_size(message, number):
    """The length of the payload in a field."""
    return len(get(get(message, number, b""), 2, b""))


def path(method):
    """The path of a method."""
    return "/grpc.testing.TestService/" + method
