"""Drives the devices of an exporter with Jumpstarter's own client library, and prints what it got as JSON."""

import hashlib
import json
import os
import socket

from jumpstarter.client.core import DriverInvalidArgument, DriverMethodNotImplemented, DriverError
from jumpstarter.utils.env import env
from jumpstarter_driver_network.adapters import TcpPortforwardAdapter

PART = os.urandom(65536)
PARTS = 1024


def error_of(call):
    try:
        call()
    except DriverMethodNotImplemented as error:
        return ["DriverMethodNotImplemented", str(error)]
    except DriverInvalidArgument as error:
        return ["DriverInvalidArgument", str(error)]
    except DriverError as error:
        return ["DriverError", str(error)]
    return None


def echo(client):
    """64 MiB through an echo: whether the hash is the same."""
    sent, got, length = hashlib.sha256(), hashlib.sha256(), 0
    with client.echo.stream() as stream:
        for _ in range(PARTS):
            stream.send(PART)
            sent.update(PART)
            need = len(PART)
            while need > 0:
                part = stream.receive()
                got.update(part)
                need -= len(part)
                length += len(part)
    return [length, sent.hexdigest() == got.hexdigest()]


def forwarded(client):
    """What comes back from 20 connections at once, each ended for writing."""
    with TcpPortforwardAdapter(client=client.echo) as address:
        connections = [socket.create_connection(address) for _ in range(20)]
        for index, connection in enumerate(connections):
            connection.sendall(f"connection {index}".encode())
            connection.shutdown(socket.SHUT_WR)
        return [connection.makefile("rb").read().decode() for connection in connections]


with env() as client:
    custom = client.custom
    print(json.dumps({
        "execute": custom.call("execute", "echo", ["a", "b"]),
        "number": custom.call("double", 21),
        "count": list(custom.streamingcall("count", 3)),
        "power": [[item.voltage, item.current] for item in client.power.read()],
        "alias": [item.voltage for item in client.same.read()],
        "missing": error_of(lambda: custom.call("explode")),
        "wrong kind": error_of(lambda: custom.call("count", 3)),
        "argument": error_of(lambda: custom.call("execute", 1, [])),
        "failure": error_of(lambda: custom.call("execute", "fluxwire-no-such-program", [])),
        "echo": echo(client),
        "forwarded": forwarded(client),
    }))
