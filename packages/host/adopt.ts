/**
 * Uses a driver that listens already, or starts one (PROTOCOL.md#launch).
 *
 * @module
 */
import { StartError } from "@fluxwire/supervise/program";
import { DriverInstance } from "./instance.ts";
import { launch, type LaunchOptions } from "./launch.ts";
import { isAccepting } from "./readiness.ts";
import { type Service, socketNameOf } from "./service.ts";

/**
 * How to adopt or to launch. The token is sent to an adopted driver, and given to a launched one; without one, an adopted
 * driver is sent none, and a launched one gets a fresh one.
 */
export type AdoptOptions = Pick<LaunchOptions, "token" | "anyOwner" | "log" | "signal">;

/**
 * Uses what listens on a service's socket, else starts the service.
 *
 * @returns A handle whose `stop()` stops what was started here, and leaves what was adopted running.
 * @throws {StartError} as {@link launch}; `NotRunning` if nothing listens and the service has no command.
 * @throws {ConnectionError} `SocketNameInvalid`, `PermissionMissing`.
 */
export async function adoptOrLaunch(
  service: Service,
  { token, anyOwner = false, ...options }: AdoptOptions = {},
): Promise<DriverInstance> {
  const socketId = socketNameOf(service);
  options.signal?.throwIfAborted();
  const { command } = service;
  const adopted = () =>
    new DriverInstance(null, { socketId, token: token ?? null, command: command ?? socketId, anyOwner });
  if (await isAccepting(socketId)) return adopted();
  if (command === null) throw notRunning(socketId);
  try {
    return await launch({ ...service, ...options, command, socketId, token, anyOwner });
  } catch (error) {
    // Another process took the socket first.
    if (error instanceof StartError && error.code === "SocketTaken") return adopted();
    throw error;
  }
}

function notRunning(socketId: string): StartError {
  return new StartError(
    "NotRunning",
    `Cannot use socket "${socketId}": nothing listens there, and no command is given`,
    {
      hint: "start the driver, or give the service a command",
    },
  );
}
