"""A test class as users of Jumpstarter write it."""

import pytest
from jumpstarter_testing.pytest import JumpstarterTest


class TestDevices(JumpstarterTest):
    def test_power(self, client):
        client.power.on()
        assert [reading.voltage for reading in client.power.read()] == [0.0, 5.0]

    def test_custom(self, client):
        assert client.custom.call("double", 4) == 8

    def test_bytes(self, client):
        with client.echo.stream() as stream:
            stream.send(b"hello")
            assert stream.receive() == b"hello"

    def test_missing(self, client):
        # Version 0.6 lets its dictionary's error through.
        with pytest.raises((AttributeError, KeyError)):
            client.nothing
