/**
 * How a driver has ended, in place of what followed from it, such as a connection without an answer.
 *
 * @module
 */
import { ownPaths, programMask, SourceError } from "@fluxwire/console";
import { ConnectionError } from "@fluxwire/transport";
import { RpcError } from "@fluxwire/wire";
import type { Driver } from "../driver/driver.ts";

/** What to do about it. */
const REMEDY = "Correct what its last words say, then start the console again";

/**
 * Does a step of a conversation with a driver.
 *
 * @throws {SourceError} If the driver was started here and has ended: its exit and its last words; if it was not
 * reached: why. Neither names folders. Otherwise what the step throws.
 */
export async function withDriverEnd<T>(driver: Driver, step: () => Promise<T>): Promise<T> {
  try {
    return await step();
  } catch (error) {
    // An answer means that it runs.
    if (error instanceof RpcError) throw error;
    const hasEnded = await driver.ending() !== null, cause = hasEnded ? await driver.ended() : error;
    if (!(cause instanceof ConnectionError)) throw error;
    const { code, message } = cause, mask = programMask(ownPaths());
    throw new SourceError({ code, message: mask(message), remedy: hasEnded ? REMEDY : null }, error);
  }
}
