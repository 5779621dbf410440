/**
 * A recording as a page that a browser opens without a server.
 *
 * @module
 */
import { basename } from "node:path";
import { SinglePage } from "@fluxwire/console";
import { readRecording } from "@fluxwire/testing/recording";
import { inputLines } from "../command/input.ts";
import { VERSION } from "../command/version.ts";

const utf8 = new TextEncoder(), text = new TextDecoder();

/**
 * The parts of the page. Each line is checked before it is given.
 *
 * @throws {MalformedError} For what is not a recording; the parts before it were given.
 */
export async function* htmlParts(path: string, signal: AbortSignal): AsyncGenerator<Uint8Array> {
  const page = new SinglePage({ title: basename(path), version: VERSION }), waiting: Uint8Array[] = [];
  async function* noted(): AsyncGenerator<Uint8Array[]> {
    for await (const lines of inputLines(path, signal)) {
      waiting.push(...lines);
      yield lines;
    }
  }
  const next = (): Uint8Array => utf8.encode(page.line(text.decode(waiting.shift())));
  const { entries } = await readRecording(noted());
  yield utf8.encode(page.start);
  yield next();
  for await (const _ of entries) yield next();
  yield utf8.encode(page.end);
}
