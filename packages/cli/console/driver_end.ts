/**
 * How a driver has ended, in place of what followed from it, such as a connection without an answer.
 *
 * @module
 */
import { ConnectionError } from "@fluxwire/transport";
import { RpcError } from "@fluxwire/wire";
import type { Driver } from "../driver/driver.ts";
import { ownPaths, programMask } from "./host/without_paths.ts";

/** What to do about it. */
const REMEDY = "Correct what its last words say, then start the console again";

/**
 * Does a step of a conversation with a driver.
 *
 * @throws {ConnectionError} If the driver was started here and has ended: its exit and its last words, without folders.
 * Otherwise what the step throws.
 */
export async function withDriverEnd<T>(driver: Driver, step: () => Promise<T>): Promise<T> {
  try {
    return await step();
  } catch (error) {
    // An answer means that it runs.
    if (error instanceof RpcError || await driver.ending() === null) throw error;
    const { code, message } = await driver.ended();
    const ended = new ConnectionError(code, programMask(ownPaths())(message), { cause: error });
    throw Object.assign(ended, { remedy: REMEDY });
  }
}
