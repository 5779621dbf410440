"""Calls, items and an echo per second, with Jumpstarter's own blocking client, for SECONDS each; prints JSON."""

import json
import sys
import time

from jumpstarter.common.utils import env

SECONDS = float(sys.argv[1])
PART = b"x" * 65536


def per_second(step, warm_up=300):
    """How much of what the step counts is done in a second, once the exporter is warm."""
    for _ in range(warm_up):
        step()
    start, done = time.perf_counter(), 0
    while (elapsed := time.perf_counter() - start) < SECONDS:
        done += step()
    return done / elapsed


with env() as client:
    custom = client.custom

    def call():
        custom.call("double", 1)
        return 1

    def items():
        return sum(1 for _ in custom.streamingcall("count", 1000))

    with client.echo.stream() as stream:

        def echo():
            stream.send(PART)
            left = len(PART)
            while left > 0:
                left -= len(stream.receive())
            return len(PART) / 1e6

        megabytes = per_second(echo)
    print(json.dumps({"calls": per_second(call), "items": per_second(items, 3), "megabytes": megabytes}))
