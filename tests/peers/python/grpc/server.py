"""The service of gRPC's interoperability tests by Python's library; prints its port."""

from concurrent import futures

import grpc
from wire import fields, get, number, payload, payload_size


def answers(request):
    for at, body in fields(request):
        if at == 2:
            yield payload(1, get(body, 1, 0))


def count(requests, _):
    return number(1, sum(payload_size(request, 1) for request in requests))


def duplex(requests, _):
    for request in requests:
        yield from answers(request)


HANDLERS = {
    "EmptyCall": grpc.unary_unary_rpc_method_handler(lambda _, __: b""),
    "UnaryCall": grpc.unary_unary_rpc_method_handler(lambda request, _: payload(1, get(request, 2, 0))),
    "StreamingInputCall": grpc.stream_unary_rpc_method_handler(count),
    "StreamingOutputCall": grpc.unary_stream_rpc_method_handler(lambda request, _: answers(request)),
    "FullDuplexCall": grpc.stream_stream_rpc_method_handler(duplex),
}

if __name__ == "__main__":
    server = grpc.server(futures.ThreadPoolExecutor(max_workers=4))
    server.add_generic_rpc_handlers((grpc.method_handlers_generic_handler("grpc.testing.TestService", HANDLERS),))
    print(server.add_insecure_port("127.0.0.1:0"), flush=True)
    server.start()
    server.wait_for_termination()
