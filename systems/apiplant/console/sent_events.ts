/** Server-Sent Events of a body, as the WHATWG's HTML standard writes them. */
import { ModelServerError } from "./server_error.ts";

/** The longest event that is read, in characters. */
const MAX_EVENT = 4 << 20;

/** One event. */
export interface SentEvent {
  /** Its id as a place of the log; `null` without one. */
  readonly id: number | null;
  readonly event: string;
  readonly data: string;
}

/**
 * The events of a body, without its comments.
 *
 * @param onSign Called whenever something comes, comments too.
 * @throws {ModelServerError} `ModelServerUnreadable` for an event longer than 4 Mi characters.
 */
export async function* sentEvents(body: ReadableStream<Uint8Array>, onSign: () => void): AsyncGenerator<SentEvent> {
  let rest = "", block: string[] = [], size = 0;
  for await (const chunk of body.pipeThrough(new TextDecoderStream() as ReadableWritablePair<string, Uint8Array>)) {
    onSign();
    const lines = (rest + chunk).split(/\r\n|\n|\r(?!$)/);
    rest = lines.pop()!;
    for (const line of lines) {
      if (line !== "") {
        size += line.length;
        block.push(line);
        continue;
      }
      const event = eventOf(block);
      [block, size] = [[], 0];
      if (event !== null) yield event;
    }
    if (size + rest.length <= MAX_EVENT) continue;
    throw new ModelServerError("ModelServerUnreadable", `An event has more than ${MAX_EVENT} characters`);
  }
}

function eventOf(lines: readonly string[]): SentEvent | null {
  const found = new Map<string, string>();
  for (const line of lines) {
    const [, name = "", value = ""] = /^([^:]*)(?:: ?(.*))?$/s.exec(line)!;
    found.set(name, name === "data" && found.has(name) ? `${found.get(name)}\n${value}` : value);
  }
  const id = found.get("id"), event = found.get("event");
  if (event === undefined) return null;
  return {
    id: id !== undefined && /^\d{1,15}$/.test(id) ? Number(id) : null,
    event,
    data: found.get("data") ?? "null",
  };
}
