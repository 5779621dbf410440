/**
 * The codes of a connection that is not there.
 *
 * @module
 */
import type { ConnectionErrorCode } from "@fluxwire/transport";
import type { DriverRpcErrorCode } from "@fluxwire/wire";
import type { ErrorSection } from "./section.ts";

/** One section for each code of a `ConnectionError`, but for those that drivers answer with as well. */
export const CONNECTION_SECTIONS: Readonly<Record<Exclude<ConnectionErrorCode, DriverRpcErrorCode>, ErrorSection>> = {
  SocketNameInvalid: {
    happened: "The name cannot be a socket's on this system.",
    causes: [
      "It is longer than the system's 107 bytes (Linux) or 82 (macOS), or empty.",
      "It has a character that the system has another use for.",
    ],
    remedy: "Choose a short name of letters, numbers, `.`, `_` and `-`: DBFlux 0.5 and later takes no other.",
    commands: ["deno task probe ping --socket planets.sock"],
  },
  SocketInUse: {
    happened: "Something else listens on the name already, or a file stands in its place.",
    causes: [
      "Another copy of the driver runs, perhaps one that DBFlux or a killed host has left.",
      "On macOS, a driver that was killed leaves its socket file in /tmp.",
    ],
    remedy: "Stop what listens there, remove a file that was left, or choose another name.",
    commands: ["deno task probe hello --socket ID", "ss -xlp", "rm /tmp/ID"],
  },
  SocketUnreachable: {
    happened: "Nothing listens on that socket.",
    causes: [
      "The driver does not run, or listens on another name: DBFlux uses the socket id as it is, without prefix.",
      "The driver has ended; its own log says why.",
      "It runs on another machine, or in a container: an abstract socket does not leave it.",
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
    happened: "Deno, or the system, does not let the program use that socket.",
    causes: [
      "Deno was started without --allow-net; a socket that is a file also needs --allow-read and --allow-write.",
      "The file belongs to another user.",
    ],
    remedy: "Give the permission that the message names, or choose a socket that this user may use.",
    commands: ["deno run --allow-net --allow-env=DBFLUX_DRIVER_IPC_TOKEN,FLUXWIRE_LIFELINE main.ts --socket ID"],
  },
  ConnectionClosed: {
    happened: "The other side has closed the connection while an answer was awaited.",
    causes: [
      "The driver could not read the request: drivers made with DBFlux's own crates then hang up without a word.",
      "The driver has crashed or was stopped.",
      "The result was larger than a frame may be, and the driver did not notice before it wrote it.",
    ],
    remedy: "Start the driver from the probe: it then shows how the driver ended and its last words.",
    commands: ["deno task probe ping -- COMMAND ARGS", "deno task probe hello --socket ID --layout auto"],
  },
  FrameTruncated: {
    happened: "The connection ended in the middle of a frame.",
    causes: ["The peer was killed while it wrote.", "The peer announces more bytes than it writes, and then closes."],
    remedy: "See how the driver ended; if it did not, mend the length that it writes.",
    commands: ["deno task probe ping -- COMMAND ARGS"],
  },
  Draining: {
    happened: "The connection takes no new call: its driver is being stopped, and the calls that run may end.",
    causes: ["A host stops or restarts the service."],
    remedy: "Try again once the service runs again.",
    commands: ["deno task probe ping --socket ID"],
  },
};
