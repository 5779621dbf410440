/**
 * A driver that is tapped: it listens under another name, and the tap under its own.
 *
 * @module
 */
import { FinalLaunchError } from "@fluxwire/supervise";
import { isAccepting } from "../readiness.ts";
import type { Service } from "../service.ts";

/**
 * Opens a tap.
 *
 * @param socketId Where clients connect.
 * @param behind Where the driver listens.
 */
export type OpenTap = (socketId: string, behind: string) => Promise<AsyncDisposable>;

/**
 * The service as it is started behind a tap: with a fresh name in place of its own, in each argument that is the name, or
 * ends with `=` and the name. Null if it is not tapped: it has no tap, is no driver, or is used and not started.
 *
 * @throws {FinalLaunchError} If no argument is its name, so that it cannot listen under another one.
 */
export async function tappedService(service: Service): Promise<Service | null> {
  const { tap, kind, command, socketId, args } = service;
  if (!tap || kind !== "driver" || command === null || await isAccepting(socketId)) return null;
  const behind = `fluxwire-tap-${crypto.randomUUID().slice(0, 18)}`;
  const named = args.map((arg) => {
    if (arg === socketId) return behind;
    return arg.endsWith(`=${socketId}`) ? `${arg.slice(0, -socketId.length)}${behind}` : arg;
  });
  if (named.every((arg, i) => arg === args[i])) {
    const remedy = "add --socket and its name to the arguments, or leave out the tap";
    throw new FinalLaunchError(`Cannot tap ${socketId}: no argument is its name; ${remedy}`);
  }
  return { ...service, socketId: behind, args: named };
}
