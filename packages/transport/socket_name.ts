/**
 * Where a socket id stands in the operating system: the mapping that DBFlux uses (PROTOCOL.md#sockets).
 *
 * @module
 */
import { ConnectionError } from "./errors.ts";

/** A socket's place: a Linux abstract name, a file, or a Windows named pipe. */
export interface SocketAddress {
  /** Which of the three. */
  kind: "abstract" | "file" | "pipe";
  /** What the system calls it; an abstract name begins with a NUL character. */
  path: string;
}

/** Bytes of a Linux socket's path, NUL at its begin (abstract) or end (file) not counted. */
const MAX_LINUX_BYTES = 107;

/** As on Linux, where `sun_path` has 4 bytes less. */
const MAX_BSD_BYTES = 103;

/** DBFlux keeps room for `/run/user/<uid>/`, although the socket then stands in `/tmp`. */
const MAX_BSD_NAME_BYTES = MAX_BSD_BYTES - 21;

const PIPE_PREFIX = "\\\\.\\pipe\\";

/** Characters of a Windows pipe's whole name. */
const MAX_PIPE_CHARS = 256;

/**
 * Gives the place of a socket id. Nothing is added to the id; one that begins with `/` is a socket file at that path,
 * except on Windows.
 *
 * @param os The system to map for; by default the one this runs on.
 * @throws {ConnectionError} `SocketNameInvalid` for an id that is empty, too long, or has a character that the system
 * has another use for.
 * @example
 * ```ts
 * import { socketAddress } from "./socket_name.ts";
 * import assert from "node:assert/strict";
 *
 * assert.deepEqual(socketAddress("notes.sock", "linux"), { kind: "abstract", path: "\0notes.sock" });
 * assert.deepEqual(socketAddress("notes.sock", "darwin"), { kind: "file", path: "/tmp/notes.sock" });
 * assert.deepEqual(socketAddress("notes.sock", "windows"), { kind: "pipe", path: "\\\\.\\pipe\\notes.sock" });
 * ```
 */
export function socketAddress(socketId: string, os: typeof Deno.build.os = Deno.build.os): SocketAddress {
  if (socketId === "") throw invalidName(`"" is empty; choose a name`);
  if (socketId.includes("\0")) {
    throw invalidName(`${JSON.stringify(socketId)} has a NUL character; choose another name`);
  }
  if (os === "windows") {
    if (socketId.includes("\\")) {
      throw invalidName(`${JSON.stringify(socketId)} has a backslash; choose another name`);
    }
    refuseLonger(socketId.length, MAX_PIPE_CHARS - PIPE_PREFIX.length, "characters");
    return { kind: "pipe", path: PIPE_PREFIX + socketId };
  }
  const bytes = new TextEncoder().encode(socketId).length;
  const isLinux = os === "linux" || os === "android";
  if (socketId.startsWith("/")) {
    refuseLonger(bytes, isLinux ? MAX_LINUX_BYTES : MAX_BSD_BYTES, "bytes");
    return { kind: "file", path: socketId };
  }
  if (isLinux) {
    refuseLonger(bytes, MAX_LINUX_BYTES, "bytes");
    return { kind: "abstract", path: `\0${socketId}` };
  }
  refuseLonger(bytes, MAX_BSD_NAME_BYTES, "bytes");
  return { kind: "file", path: `/tmp/${socketId}` };
}

function refuseLonger(length: number, limit: number, unit: string): void {
  if (length > limit) throw invalidName(`its length of ${length} ${unit} exceeds ${limit}; choose a shorter name`);
}

function invalidName(problem: string): ConnectionError {
  return new ConnectionError("SocketNameInvalid", `Cannot use socket name: ${problem}`);
}
