/**
 * The requests of `fluxwire probe client --script`.
 *
 * @module
 */
import { type DriverRequestBody, type Layout, parseJson } from "@fluxwire/wire";
import { inputLines, utf8Text } from "../command/input.ts";
import { bodyFrom, checkWritable, methodNamed } from "../driver/method.ts";
import { UsageError } from "@fluxwire/command";

/**
 * The bodies of a script, one for each line that is not empty.
 *
 * @throws {UsageError} for a line that is not a request's body in the layout, with its number.
 */
export async function readScript(path: string, layout: Layout, signal: AbortSignal): Promise<DriverRequestBody[]> {
  const bodies: DriverRequestBody[] = [];
  let number = 0;
  for await (const lines of inputLines(path, signal)) {
    for (const line of lines) {
      number++;
      const text = utf8Text(line);
      if (text === null) throw new UsageError(`Cannot read ${path}: line ${number} is not UTF-8`);
      if (text.trim() !== "") bodies.push(bodyOf(text, layout, `${path}, line ${number}`));
    }
  }
  return bodies;
}

function bodyOf(text: string, layout: Layout, place: string): DriverRequestBody {
  try {
    const json = parseJson(text) as { type?: unknown } | null;
    if (typeof json?.type !== "string") throw new UsageError("expected an object with a type");
    const body = bodyFrom(json, methodNamed(json.type));
    checkWritable(body, layout);
    return body;
  } catch (error) {
    throw new UsageError(`Cannot read ${place}: ${(error as Error).message}`, { cause: error });
  }
}
