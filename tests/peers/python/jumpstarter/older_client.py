"""Drives an exporter with the library of an older Jumpstarter, and prints what it got as JSON."""

import json
import os
import tempfile

from jumpstarter.common.utils import env

with env() as client:
    client.power.on()
    with client.echo.stream() as stream:
        stream.send(b"hello")
        echoed = stream.receive().decode()
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "image")
        with open(path, "wb") as file:
            file.write(b"i" * 100_000)
        client.storage.flash(path)
        client.storage.dump(path + ".back")
        with open(path + ".back", "rb") as file:
            back = file.read() == b"i" * 100_000
    print(json.dumps({
        "number": client.custom.call("double", 21),
        "count": list(client.custom.streamingcall("count", 3)),
        "alias": [item.voltage for item in client.same.read()],
        "echo": echoed,
        "image": back,
    }))
