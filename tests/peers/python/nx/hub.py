"""A hub of NX by gRPC's library for Python; the endpoint "close" ends a session, and the next begins."""

import json
import os
import queue
import uuid

from connection import arguments, connect, known
from nx.internal import host_routing_pb2 as messages
from nx.internal import host_routing_pb2_grpc as services


def mark(path, text):
    """Writes a file whole, unless there is no path."""
    if not path:
        return
    with open(path + ".new", "w", encoding="utf-8") as file:
        file.write(text)
    os.replace(path + ".new", path)


def answer_of(request):
    """The answer to a command; None for one that is held."""
    if request.endpoint_key == "echo":
        data = request.payload
    else:
        echo = {
            "child_ref": request.child_ref,
            "endpoint_key": request.endpoint_key,
            "payload": request.payload.decode(),
        }
        data = json.dumps(echo, separators=(",", ":")).encode()
    return messages.ProxyCommandResponse(
        success=True, message="ok", data=data, correlation_id=request.correlation_id
    )


def session(device_id):
    """Registers on a channel of its own, and serves commands until "close" or the end of the stream."""
    answers = queue.SimpleQueue()
    answers.put(
        messages.ProxyCommandResponse(
            endpoint_key="__register__",
            hub_device_id=device_id,
            correlation_id=str(uuid.uuid4()),
            features=["cancel"],
        )
    )
    held = {}
    with connect() as channel:
        stream = services.HubGatewayServiceStub(channel).OpenHubSession(iter(answers.get, None), metadata=known())
        stream.initial_metadata()
        print("registered", flush=True)
        for request in stream:
            if request.control == messages.CANCEL:
                mark(held.pop(request.correlation_id, None), "given up")
            elif request.endpoint_key == "hold":
                held[request.correlation_id] = json.loads(request.payload)
                mark(held[request.correlation_id], "held")
            elif request.endpoint_key == "close":
                answers.put(None)
            else:
                answers.put(answer_of(request))


if __name__ == "__main__":
    DEVICE_ID, _ = arguments()
    while True:
        session(DEVICE_ID)
