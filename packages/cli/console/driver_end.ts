/**
 * How a driver has ended, in place of what followed from it, such as a connection without an answer.
 *
 * @module
 */
import { ownPaths, programMask } from "@fluxwire/console";
import { ConnectionError } from "@fluxwire/transport";
import { RpcError } from "@fluxwire/wire";
import type { Driver } from "../driver/driver.ts";

/** What to do about it. */
const REMEDY = "Correct what its last words say, then start the console again";

/**
 * Does a step of a conversation with a driver.
 *
 * @param failureOf Why the driver could not be reached; null if it was.
 * @throws {ConnectionError} If the driver was started here and has ended: its exit and its last words; if it was not
 * reached: why. Neither names folders. Otherwise what the step throws.
 */
export async function withDriverEnd<T>(
  driver: Driver,
  failureOf: () => unknown,
  step: () => Promise<T>,
): Promise<T> {
  const mask = programMask(ownPaths());
  try {
    return await step();
  } catch (error) {
    // An answer means that it runs.
    if (error instanceof RpcError) throw error;
    if (await driver.ending() !== null) {
      const { code, message } = await driver.ended();
      throw Object.assign(new ConnectionError(code, mask(message), { cause: error }), { remedy: REMEDY });
    }
    const failure = failureOf();
    if (failure instanceof ConnectionError) {
      throw new ConnectionError(failure.code, mask(failure.message), { cause: error });
    }
    throw error;
  }
}
