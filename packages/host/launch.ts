/**
 * Starts a driver, waits until it listens, and explains why it does not (PROTOCOL.md#launch).
 *
 * @module
 */
import type { DriverErrorCode } from "./launch_codes.ts";
import { type Cause, type Process, start, type StartOptions } from "@fluxwire/supervise/program";
import { socketAddress } from "@fluxwire/transport";
import { DriverInstance } from "./instance.ts";
import { isAccepting, untilAccepting } from "./readiness.ts";

/** The variable in which a driver gets its token. */
const TOKEN_VARIABLE = "DBFLUX_DRIVER_IPC_TOKEN";

/**
 * What to start, and how long to wait for it: a program with the options of `start`, and the socket that makes it a
 * driver. A {@link Service} with a command is one, too.
 */
export interface LaunchOptions
  extends Omit<StartOptions, "ready" | "isTaken" | "secrets" | "name" | "ownFile" | "diagnosis"> {
  /** The socket it will listen on; its name must be among the arguments. */
  socketId: string;
  /**
   * The token it may ask for in Hello.
   *
   * @default {a fresh one}
   */
  token?: string;
}

/**
 * Starts a driver and waits until its socket accepts a connection.
 *
 * It gets the token in `DBFLUX_DRIVER_IPC_TOKEN`, a pipe as stdin and `FLUXWIRE_LIFELINE=stdin`: a driver made with
 * Fluxwire's SDK then ends with this process.
 *
 * @throws {StartError} why it did not start: any code of `LaunchErrorCode` for what comes before Hello;
 * `SocketTaken` if another program already listens. Nothing of it is left.
 * @throws {ConnectionError} `SocketNameInvalid`, `PermissionMissing`.
 * @throws {RangeError} for a time that no timer can have, and for what is no SHA-256.
 */
export async function launch(options: LaunchOptions): Promise<DriverInstance<Process>> {
  const { command, socketId, token = crypto.randomUUID() } = options;
  const process = await start({
    ...options,
    name: socketId,
    env: { ...options.env, [TOKEN_VARIABLE]: token },
    secrets: [token],
    ownFile: socketFileOf(socketId),
    isTaken: async () => await isAccepting(socketId) ? taken(socketId) : null,
    ready: (_process, signal) => untilAccepting(socketId, signal),
    diagnosis: async () => (await import("./failure/diagnosis.ts")).driverDiagnosis(socketId),
  });
  return new DriverInstance(process, { command, socketId, token });
}

/** The file that a socket is; null if it is none, or cannot be named in a line. */
function socketFileOf(socketId: string): string | null {
  const { kind, path } = socketAddress(socketId);
  return kind === "file" && !path.includes("\n") ? path : null;
}

function taken(socketId: string): Cause<DriverErrorCode> {
  return {
    code: "SocketTaken",
    what: `something already listens on socket "${socketId}"`,
    hint: "use what listens there, stop it, or choose another name",
  };
}
