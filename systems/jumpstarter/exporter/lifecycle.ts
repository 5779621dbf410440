/**
 * Opens, resets and closes devices, each within a time: one that hangs must not hold the others.
 *
 * @module
 */
import type { Clock } from "@fluxwire/transport";
import type { OpenDevice } from "../device/define_device.ts";
import type { ExporterLog } from "./log.ts";

/** How long a device may take, in milliseconds: machines may have to start when it opens. */
export const LIFECYCLE_MS = { open: 120_000, reset: 60_000, close: 5_000 } as const;

/** A device that is open, and what it is called. */
export interface Living {
  /** Its names from the root, with dots; empty for the root. */
  readonly path: string;
  /** The device; null for a node without one. */
  readonly opened: OpenDevice | null;
}

/** Opens a device; one that is ready too late is closed again. */
export async function openDevice(
  path: string,
  open: () => OpenDevice | Promise<OpenDevice>,
  clock: Clock,
): Promise<OpenDevice> {
  const opening = Promise.resolve(open());
  try {
    return await within(opening, "open", clock);
  } catch (error) {
    if (!(error instanceof Late)) throw error;
    opening.then((opened) => opened.close?.()).catch(() => {});
    throw new Error(`Cannot open ${path || "the root"}: ${error.message}`, { cause: error });
  }
}

/** Resets devices in their order. What fails is logged, and the first of it thrown when all were asked. */
export async function resetAll(order: readonly Living[], log: ExporterLog, clock: Clock): Promise<void> {
  const errors: unknown[] = [];
  for (const { opened, path } of order) {
    try {
      await within(Promise.resolve(opened?.reset?.()), "reset", clock);
    } catch (error) {
      errors.push(error);
      log.add("ERROR", `Cannot reset ${path || "the root"}: ${error}`);
    }
  }
  if (errors.length > 0) throw errors[0];
}

/** Closes devices against their order. What fails is logged only. */
export async function closeAll(order: readonly Living[], log: ExporterLog, clock: Clock): Promise<void> {
  for (const { opened, path } of order.toReversed()) {
    try {
      await within(Promise.resolve(opened?.close?.()), "close", clock);
    } catch (error) {
      log.add("ERROR", `Cannot close ${path || "the root"}: ${error}`);
    }
  }
}

/** A device has taken too long. */
class Late extends Error {
  override readonly name = "Error";
}

async function within<T>(work: Promise<T>, step: keyof typeof LIFECYCLE_MS, clock: Clock): Promise<T> {
  const ms = LIFECYCLE_MS[step], late = Promise.withResolvers<never>();
  const timer = clock.setTimeout(() => late.reject(new Late(`it took longer than ${ms} ms`)), ms);
  try {
    return await Promise.race([work, late.promise]);
  } finally {
    clock.clearTimeout(timer);
  }
}
