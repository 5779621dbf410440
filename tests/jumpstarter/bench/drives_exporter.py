"""Jumpstarter's own client drives an exporter through every kind of method; ends with 0 if all is as it must be."""

import gzip
import hashlib
import os
import tempfile
from pathlib import Path

from jumpstarter.client.core import DriverError, DriverInvalidArgument, DriverMethodNotImplemented
from jumpstarter.common.utils import env


def raised(action):
    try:
        action()
    except DriverError as error:
        return error
    raise AssertionError("it did not fail")


def echo(device, size):
    block = os.urandom(65536)
    sent, got = hashlib.sha256(), hashlib.sha256()
    with device.stream() as stream:
        for _ in range(size // len(block)):
            stream.send(block)
            sent.update(block)
            left = len(block)
            while left > 0:
                part = stream.receive()
                got.update(part)
                left -= len(part)
    assert sent.digest() == got.digest()


with env() as client:
    client.power.on()
    client.power.off()
    readings = [(reading.voltage, reading.current) for reading in client.power.read()]
    assert readings == [(0.0, 0.0), (5.0, 2.0)], readings

    assert client.custom.call("execute", "ls", ["-l"]) == "ls -l"
    assert client.custom.call("same", {"a": [1, None, "x", True]}) == {"a": [1.0, None, "x", True]}
    assert list(client.custom.streamingcall("count", 3)) == [1.0, 2.0, 3.0]
    assert client.again.uuid == client.custom.uuid
    assert client.again.call("execute", "alias", []) == "alias"

    error = raised(lambda: client.custom.call("execute", "ls", [5]))
    assert isinstance(error, DriverInvalidArgument), error
    assert "execute: argument 2 (args[0]): expected string, got number" in str(error), error
    assert isinstance(raised(lambda: client.custom.call("none")), DriverMethodNotImplemented)
    assert "it broke" in str(raised(lambda: client.custom.call("fail", "Error", "it broke")))

    echo(client.echo, 64 << 20)

    with tempfile.TemporaryDirectory() as folder:
        image, packed, back = (Path(folder) / name for name in ("image", "image.gz", "back"))
        image.write_bytes(os.urandom(3_000_000))
        client.flasher.flash(str(image))
        client.flasher.dump(str(back))
        assert back.read_bytes() == image.read_bytes()
        packed.write_bytes(gzip.compress(b"packed"))
        client.flasher.flash(str(packed), compression="gzip")
        client.flasher.dump(str(back))
        assert back.read_bytes() == b"packed"

print("all is as it must be")
