"""gRPC's interoperability tests by Python's library: ADDRESS CASE, or ADDRESS calls COUNT."""

import sys
import threading

import grpc
from wire import field, number, path, payload, payload_size

REQUESTS = [27182, 8, 1828, 45904]
RESPONSES = [31415, 9, 2653, 58979]


def output_request(sizes, size):
    return b"".join(field(2, number(1, one)) for one in sizes) + payload(3, size)


def empty_unary(channel):
    assert channel.unary_unary(path("EmptyCall"))(b"") == b""


def large_unary(channel):
    answer = channel.unary_unary(path("UnaryCall"))(number(2, 314159) + payload(3, 271828))
    assert payload_size(answer, 1) == 314159


def client_streaming(channel):
    requests = (payload(1, size) for size in REQUESTS)
    assert channel.stream_unary(path("StreamingInputCall"))(requests) == number(1, 74922)


def server_streaming(channel):
    answers = channel.unary_stream(path("StreamingOutputCall"))(output_request(RESPONSES, 0))
    assert [payload_size(answer, 1) for answer in answers] == RESPONSES


def cancel_after_begin(channel):
    cancelled = threading.Event()

    def nothing():
        # A stream that ended before the cancel could be answered.
        cancelled.wait(5)
        yield from ()

    call = channel.stream_unary(path("StreamingInputCall")).future(nothing())
    call.cancel()
    cancelled.set()
    assert call.cancelled()


def cancel_after_first_response(channel):
    cancelled = threading.Event()

    def one_request():
        yield output_request(RESPONSES[:1], REQUESTS[0])
        # A stream that ended before the cancel could end with OK.
        cancelled.wait(5)

    call = channel.stream_stream(path("FullDuplexCall"))(one_request())
    assert payload_size(next(call), 1) == RESPONSES[0]
    call.cancel()
    cancelled.set()
    try:
        next(call)
        raise AssertionError("an answer came")
    except grpc.RpcError as error:
        assert error.code() == grpc.StatusCode.CANCELLED


def calls(channel):
    call = channel.unary_unary(path("EmptyCall"))
    for _ in range(int(sys.argv[3])):
        call(b"")


if __name__ == "__main__":
    with grpc.insecure_channel(sys.argv[1]) as connection:
        globals()[sys.argv[2]](connection)
