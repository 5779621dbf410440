"""The end that a server calls: one POST for each call, over a Unix socket or TCP."""
import hmac
import json
import os
import signal
import socketserver
import sys
import threading
from http.server import BaseHTTPRequestHandler
from urllib.parse import urlsplit

from failure import STATUS, Failure

PACKAGE = "apiplant.storage.v1"
MAX_REQUEST_BYTES = 80 << 20


class Handler(BaseHTTPRequestHandler):
    """Answers the requests of one connection."""

    protocol_version = "HTTP/1.1"
    wbufsize = -1

    def do_POST(self):
        try:
            self.answer(200, self.call())
        except Failure as failure:
            self.answer(STATUS[failure.code], {"code": failure.code, "message": failure.message})
        except Exception as error:  # What is a defect of this program must not end it.
            print(f"ERROR {type(error).__name__}: {error}", file=sys.stderr, flush=True)
            self.answer(500, {"code": "internal", "message": "The driver failed"})

    def call(self):
        """The answer's message. The body is read in any case: the next request is behind it."""
        length = int(self.headers.get("content-length") or 0)
        if length > MAX_REQUEST_BYTES:
            self.close_connection = True
            raise Failure("resource_exhausted", f"A body has more than {MAX_REQUEST_BYTES} bytes: send less at once")
        body = self.rfile.read(length) if "transfer-encoding" not in self.headers else self.chunked()
        given = (self.headers.get("authorization") or "").encode()
        if self.server.token and not hmac.compare_digest(given, f"Bearer {self.server.token}".encode()):
            raise Failure("unauthenticated", "The token is missing or wrong")
        if (self.headers.get("content-type") or "").split(";")[0] != "application/json":
            raise Failure("invalid_argument", 'This driver reads JSON alone: set encoding = "json"')
        # Over a Unix socket a client may name the whole address, as to a proxy.
        service, _, method = urlsplit(self.path).path.lstrip("/").partition("/")
        package, _, name = service.rpartition(".")
        found = getattr(self.server.services.get(name), method, None) if package == PACKAGE else None
        if not method[:1].isupper() or found is None:
            raise Failure("unimplemented", "The driver has no such method")
        return found(json.loads(body))

    def chunked(self):
        body = b""
        while size := int(self.rfile.readline().split(b";")[0], 16):
            body += self.rfile.read(size)
            self.rfile.readline()
            if len(body) > MAX_REQUEST_BYTES:
                self.close_connection = True
                raise Failure("resource_exhausted", f"A body has more than {MAX_REQUEST_BYTES} bytes: send less at once")
        self.rfile.readline()
        return body

    def answer(self, status, message):
        body = json.dumps(message, separators=(",", ":")).encode()
        self.send_response(status)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)
        self.wfile.flush()

    def address_string(self):
        return "-"  # A Unix socket has no address.

    def log_message(self, *_):
        pass  # A line for each call would hide what matters.


class UnixServer(socketserver.ThreadingMixIn, socketserver.UnixStreamServer):
    """Listens on a socket in a folder that the server of models made."""

    daemon_threads = True
    request_queue_size = 128


class TcpHandler(Handler):
    """Its small answers do not wait for more bytes, as the system would let them."""

    disable_nagle_algorithm = True


class TcpServer(socketserver.ThreadingMixIn, socketserver.TCPServer):
    """Listens on a port."""

    daemon_threads = True
    request_queue_size = 128


def serve(info, open_services, arguments):
    """Runs as the environment says, until stdin ends or a signal asks to end. Gives the exit code."""
    if "--info" in arguments:
        print(json.dumps(info), flush=True)
        return 0
    listen = arguments[arguments.index("--listen") + 1] if "--listen" in arguments else None
    socket = os.environ.get("APIPLANT_SOCKET")
    if listen is None and socket is None:
        print("Start it by a server of models, or with --listen HOST:PORT", file=sys.stderr)
        return 2
    services = open_services(settings())
    if listen is None:
        server = UnixServer(socket, Handler)
    else:
        host, _, port = listen.rpartition(":")
        server = TcpServer((host, int(port)), TcpHandler)
    server.services, server.token = services, os.environ.get("APIPLANT_TOKEN")
    over = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: over.set())
    if listen is None:
        threading.Thread(target=lambda: (sys.stdin.buffer.read(), over.set()), daemon=True).start()
    threading.Thread(target=server.serve_forever, daemon=True).start()
    print("ready" if listen is None else f"listening on http://{host}:{server.server_address[1]}", flush=True)
    over.wait()
    return 0


def settings():
    """What the configuration has for this driver."""
    path = os.environ.get("APIPLANT_CONFIG_FILE")
    if path is None:
        return {}
    with open(path, encoding="utf-8") as file:
        return json.load(file)
