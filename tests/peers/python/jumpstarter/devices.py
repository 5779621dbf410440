"""Drives the standard devices of an exporter by their client classes, and prints what it got as JSON."""

import json
import os
import tempfile

from opendal import Operator

from jumpstarter.client.core import DriverError, DriverMethodNotImplemented
from jumpstarter.utils.env import env


def error_of(call):
    try:
        call()
    except DriverError as error:
        return [type(error).__name__, str(error)]
    return None


def files(client):
    """A storage by OpendalClient."""
    client.create_dir("dir/")
    client.write_bytes("dir/file.txt", b"content")
    client.copy("dir/file.txt", "copy.txt")
    client.rename("copy.txt", "other.txt")
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "image")
        with open(path, "wb") as file:
            file.write(b"x" * 200_000)
        client.write_from_path("image", path)
        client.read_into_path("image", path + ".back")
        with open(path + ".back", "rb") as file:
            back = file.read()
    file = client.open("dir/file.txt", "rb")
    file.seek(3)
    tail, end = file.read_bytes(), file.tell()
    file.close()
    facts = client.stat("dir/file.txt")
    got = {
        "bytes": client.read_bytes("other.txt").decode(),
        "image": back == b"x" * 200_000,
        "tail": [tail.decode(), end, file.closed],
        "list": sorted(client.list("dir/")),
        "scan": sorted(client.scan("/")),
        "stat": [facts.content_length, facts.mode.is_file(), client.stat("dir/").mode.is_dir()],
        "hash": client.hash("dir/file.txt", "md5"),
        "copy": client.capability().copy,
        "presign": error_of(lambda: client.presign_read("image", 60)),
        "outside": error_of(lambda: client.read_bytes("../outside"))[0],
    }
    client.delete("other.txt")
    client.remove_all("dir/")
    return {**got, "created": sorted(client.get_created_resources()), "exists": client.exists("dir/")}


def mux(client):
    """A storage mux by StorageMuxClient."""
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "image")
        with open(path, "wb") as file:
            file.write(b"image")
        client.host()
        client.write_local_file(path)
        client.dut()
        client.off()
        client.read_file(Operator("fs", root="/"), path + ".back")
        with open(path + ".back", "rb") as file:
            return file.read().decode()


def flasher(client):
    """Files of a machine by FlasherClient, each for a target."""
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "image")
        with open(path, "wb") as file:
            file.write(b"kernel")
        client.flash({"boot": path})
        client.dump(path + ".back", target="boot")
        with open(path + ".back", "rb") as file:
            return file.read().decode()


def echo(client):
    """What a connection gives back, by NetworkClient."""
    with client.stream() as stream:
        stream.send(b"ping")
        return stream.receive().decode()


def serial(client):
    """What a terminal gives back, by PySerialClient."""
    with client.stream() as stream:
        stream.send(b"ping\r\n")
        got = b""
        while len(got) < 6:
            got += stream.receive()
    return got.decode()


def picture(client):
    got = b""
    with client.stream("snapshot") as stream:
        while len(got) < 100_000:
            got += stream.receive()
    return got == b"p" * 100_000


def power(client):
    client.on()
    client.off()
    return [[item.voltage, item.current] for item in client.read()]


with env() as client:
    gpio = client.gpio
    gpio.on()
    gpio.off()
    print(json.dumps({
        "files": files(client.files),
        "mux": mux(client.mux),
        "flasher": flasher(client.flasher),
        "echoes": [echo(client.tcp), echo(client.unix), echo(client.udp), client.tcp.address()],
        "serial": serial(client.serial),
        "dtr": error_of(lambda: client.serial.call("set_dtr", True))[0] == DriverMethodNotImplemented.__name__,
        "picture": picture(client.camera),
        "http": power(client.http),
        "command": power(client.command),
    }))
