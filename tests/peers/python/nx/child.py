"""A child of NX by gRPC's library for Python: takes the steps of its configuration, and prints a line for each."""

import json
import os
import threading
import time

import grpc
from connection import arguments, connect, known
from nx.internal import host_routing_pb2 as messages
from nx.internal import host_routing_pb2_grpc as services

CLOSES = 20
HUNDRED = 100


def is_lost(error):
    """Whether a call has ended because its hub has gone."""
    return error.code() == grpc.StatusCode.UNAVAILABLE and error.details() == "hub disconnected"


def until(path, text):
    """Waits for the text of a file."""
    while not (os.path.exists(path) and open(path, encoding="utf-8").read() == text):
        time.sleep(0.005)


class Child:
    """A way to one hub."""

    def __init__(self, config):
        self.config = config
        self.channel = connect()

    def begin(self, endpoint, payload):
        """Sends a command; gives the call."""
        request = messages.ProxyCommandRequest(
            hub_device_id=self.config["hub_device_id"],
            child_ref=self.config["child_ref"],
            endpoint_key=endpoint,
            payload=payload,
            correlation_id=endpoint + "-1",
        )
        return services.HostProxyServiceStub(self.channel).ProxyCommand.future(request, metadata=known())

    def call(self, endpoint, payload):
        """Sends a command, and checks that the answer has its id."""
        answer = self.begin(endpoint, payload).result()
        assert (answer.success, answer.message, answer.correlation_id) == (True, "ok", endpoint + "-1"), answer
        return answer.data

    def power(self):
        """The seed's command."""
        data = self.call("power", b"true")
        wanted = {"child_ref": self.config["child_ref"], "endpoint_key": "power", "payload": "true"}
        assert data.decode() == json.dumps(wanted, separators=(",", ":")), data

    def sizes(self):
        """Texts of JSON, up to 1 MiB, and no bytes at all."""
        for size in (0, 120_000, 1 << 20):
            payload = b'"' + b"x" * (size - 2) + b'"' if size else b""
            assert self.call("echo", payload) == payload, size

    def cancel(self):
        """Gives a command up that the hub holds, and waits until the hub has heard of it."""
        path = os.getcwd() + "/held"
        call = self.begin("hold", json.dumps(path).encode())
        until(path, "held")
        call.cancel()
        assert call.code() == grpc.StatusCode.CANCELLED, call.code()
        until(path, "given up")

    def channels(self):
        """Opens and closes one after the other."""
        for _ in range(CLOSES):
            self.channel.close()
            self.channel = connect()
            self.power()

    def sessions(self):
        """Has the hub close one after the other."""
        for _ in range(CLOSES):
            error = self.begin("close", b"").exception()
            assert error is not None and is_lost(error), error
        self.power()

    def hundred(self):
        """Has commands wait until their hub is killed, and prints when the last has ended."""
        ended = threading.Semaphore(0)
        calls = [self.begin("hold", b"null") for _ in range(HUNDRED)]
        for call in calls:
            call.add_done_callback(lambda _: ended.release())
        for _ in calls:
            ended.acquire()
        last = time.time_ns() // 1_000_000
        for call in calls:
            assert is_lost(call.exception()), call.exception()
        print(f"the last has ended at {last}", flush=True)


if __name__ == "__main__":
    _, CONFIG = arguments()
    child = Child(CONFIG)
    for step in CONFIG["steps"]:
        try:
            getattr(child, step)()
            print(f"step {step} is done", flush=True)
        except (AssertionError, grpc.RpcError) as failure:
            print(f"step {step} has failed: {failure!r}".replace("\n", " "), flush=True)
    threading.Event().wait()
