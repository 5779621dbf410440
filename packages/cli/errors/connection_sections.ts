/**
 * The codes of a connection that cannot be opened, or ended.
 *
 * @module
 */
import type { ConnectionErrorCode } from "@fluxwire/transport";
import type { DriverRpcErrorCode } from "@fluxwire/wire";
import type { ErrorSection } from "./section.ts";

/** One section for each code of a `ConnectionError`, except those that drivers also answer with. */
export const CONNECTION_SECTIONS: Readonly<Record<Exclude<ConnectionErrorCode, DriverRpcErrorCode>, ErrorSection>> = {
  SocketNameInvalid: {
    happened: "The name is not a valid socket name on this system.",
    causes: [
      "It is longer than the system's 107 bytes (Linux) or 82 (macOS), or empty.",
      "It has a character that the system reserves.",
    ],
    remedy: "Choose a short name of letters, numbers, `.`, `_` and `-`: DBFlux 0.5 and later accepts no others.",
    commands: ["deno task probe ping --socket planets.sock"],
  },
  SocketInUse: {
    happened: "Another program already listens on the name, or a file has that name.",
    causes: [
      "Another copy of the driver runs, perhaps left by DBFlux or by a killed host.",
      "On macOS, a driver that was killed leaves its socket file in /tmp.",
    ],
    remedy: "Stop the program that listens there, remove a leftover file, or choose another name.",
    commands: ["deno task probe hello --socket ID", "ss -xlp", "rm /tmp/ID"],
  },
  SocketUnreachable: {
    happened: "Nothing listens on that socket.",
    causes: [
      "The driver does not run, or listens on another name: DBFlux uses the socket id as it is, without prefix.",
      "The driver has ended; its own log says why.",
      "It runs on another machine, or in a container, where an abstract socket cannot be reached from outside.",
    ],
    remedy: "Start the driver with that name, or let the probe start it.",
    commands: ["deno task probe hello -- COMMAND ARGS --socket ID", "ss -xl"],
  },
  SocketForeign: {
    happened: "The socket is not your user's, so that no token and no secret was sent to it.",
    causes: [
      "Another user of the machine started the driver, or listens on its name before the driver does.",
      "The driver runs in a container, and its processes cannot be seen from here.",
      "`sh`, `cat` or `ls` is missing, or took too long: the owner cannot be looked up.",
    ],
    remedy: "See who listens, stop it or choose another name. If that driver is meant, allow it by `--any-owner`.",
    commands: ["ss -xlp", "deno task fluxwire doctor --socket ID", "deno task probe ping --socket ID --any-owner"],
  },
  PermissionMissing: {
    happened: "Deno or the system does not permit the program to use that socket.",
    causes: [
      "Deno was started without --allow-net; a socket that is a file also needs --allow-read and --allow-write.",
      "The file belongs to another user.",
    ],
    remedy: "Give the permission that the message names, or choose a socket that this user may use.",
    commands: ["deno run --allow-net --allow-env=DBFLUX_DRIVER_IPC_TOKEN,FLUXWIRE_LIFELINE main.ts --socket ID"],
  },
  TlsFailed: {
    happened: "The two ends could not agree on TLS, or on HTTP/2 within it.",
    causes: [
      "The client does not trust the server's certificate: it is signed by an unknown authority, or by itself.",
      "The certificate is made for another name than the client asks for.",
      "The certificate is one of an authority (`CaUsedAsEndEntity`): Deno refuses it as a server's own.",
      "The other end does not offer `h2` by ALPN: it speaks HTTP/1.1, or another protocol.",
    ],
    remedy: "Give the client the authority's certificate and the right name; make certificates with CA:FALSE.",
    commands: [
      "openssl s_client -connect HOST:PORT -alpn h2",
      "openssl req -x509 -newkey rsa:2048 -nodes -subj /CN=NAME -addext subjectAltName=DNS:NAME -addext basicConstraints=critical,CA:FALSE -keyout key.pem -out cert.pem",
    ],
  },
  ConnectionClosed: {
    happened: "The other side closed the connection before it sent an answer.",
    causes: [
      "The driver could not read the request: drivers made with DBFlux's own crates then close the connection silently.",
      "The driver has crashed or was stopped.",
      "The result was larger than a frame may be, and the driver did not notice before it wrote it.",
    ],
    remedy: "Let the probe start the driver: it then shows how the driver ended and its last output.",
    commands: ["deno task probe ping -- COMMAND ARGS", "deno task probe hello --socket ID --layout auto"],
  },
  FrameTruncated: {
    happened: "The connection ended in the middle of a frame.",
    causes: ["The peer was killed while it wrote.", "The peer announces more bytes than it writes, and then closes."],
    remedy: "See how the driver ended; if it still runs, correct the length that it writes.",
    commands: ["deno task probe ping -- COMMAND ARGS"],
  },
  Draining: {
    happened: "The connection accepts no new calls: its driver is being stopped, and running calls may finish.",
    causes: ["A host is stopping or restarting the service."],
    remedy: "Try again once the service runs again.",
    commands: ["deno task probe ping --socket ID"],
  },
};
