/**
 * The body of a request, read with a limit.
 *
 * @module
 */
import { MAX_BODY_BYTES } from "./api.ts";
import { ConsoleError } from "./console_error.ts";

/** @throws {ConsoleError} `BodyTooLarge`. */
export async function readBody(request: Request): Promise<Uint8Array<ArrayBuffer>> {
  const parts: Uint8Array<ArrayBuffer>[] = [];
  let size = 0;
  for await (const part of request.body ?? []) {
    size += part.length;
    if (size > MAX_BODY_BYTES) throw new ConsoleError("BodyTooLarge", `Cannot read more than ${MAX_BODY_BYTES} bytes`);
    parts.push(part);
  }
  return await new Blob(parts).bytes();
}

/** @throws {ConsoleError} `BodyTooLarge`, `BodyRefused`. */
export async function readText(request: Request): Promise<string> {
  const bytes = await readBody(request);
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    throw new ConsoleError("BodyRefused", "Cannot read the body: it is not UTF-8");
  }
}

/**
 * The JSON of a body; null for an empty one.
 *
 * @throws {ConsoleError} `BodyTooLarge`, `BodyRefused`.
 */
export async function readJson(request: Request): Promise<unknown> {
  const text = await readText(request);
  if (text === "") return null;
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new ConsoleError("BodyRefused", `Cannot read the body: ${(error as Error).message}`);
  }
}
