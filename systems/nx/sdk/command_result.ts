/**
 * What a command came to, on its way to the caller.
 *
 * @module
 */
import { NxError, type NxErrorCode } from "./nx_error.ts";

/** A result of a driver. */
export interface CommandResult {
  readonly success: boolean;
  readonly message: string;
  readonly data: Uint8Array;
  readonly code: NxErrorCode | "";
}

const utf8 = new TextEncoder();
const NOTHING = new Uint8Array(0);

/** The outcome of a handler as a result: all that it throws is an answer. */
export async function resultOf(work: () => unknown): Promise<CommandResult> {
  try {
    return { success: true, message: "ok", data: dataOf(await work()), code: "" };
  } catch (error) {
    if (error instanceof NxError) return { success: false, message: error.message, data: NOTHING, code: error.code };
    const message = (error instanceof Error ? error.message : String(error)) || "the handler has failed";
    return { success: false, message, data: NOTHING, code: "Failed" };
  }
}

/** A value as JSON; bytes as they are; nothing for undefined. */
export function dataOf(value: unknown): Uint8Array {
  if (value instanceof Uint8Array) return value;
  const json = JSON.stringify(value);
  return json === undefined ? NOTHING : utf8.encode(json);
}

/** The value of a payload; undefined for no bytes. @throws {NxError} `InvalidArgument` for what is no JSON. */
export function payloadValue(payload: Uint8Array): unknown {
  if (payload.length === 0) return undefined;
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(payload));
  } catch (cause) {
    throw new NxError("InvalidArgument", "invalid payload", "the payload is no JSON", { cause });
  }
}
