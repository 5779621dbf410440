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
 * The service as it is started behind a tap: with a fresh name in place of its own. Null if it is not tapped: it has no tap,
 * is no driver, or is used and not started.
 *
 * @throws {FinalLaunchError} If no argument has its name, so that it cannot listen under another one.
 */
export async function tappedService(service: Service): Promise<Service | null> {
  const { tap, kind, command, socketId, args } = service;
  if (!tap || kind !== "driver" || command === null || await isAccepting(socketId)) return null;
  if (!args.some((arg) => arg.includes(socketId))) {
    const remedy = "add --socket and its name to the arguments, or leave out the tap";
    throw new FinalLaunchError(`Cannot tap ${socketId}: no argument has its name; ${remedy}`);
  }
  const behind = `fluxwire-tap-${crypto.randomUUID().slice(0, 18)}`;
  return { ...service, socketId: behind, args: args.map((arg) => arg.replaceAll(socketId, behind)) };
}
