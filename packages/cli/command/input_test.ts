import { deepEqual, equal } from "node:assert/strict";
import { inputLines, utf8Text } from "./input.ts";

/** The lines of a file with these bytes. */
async function linesOf(bytes: Uint8Array): Promise<string[]> {
  const file = await Deno.makeTempFile();
  try {
    await Deno.writeFile(file, bytes);
    const found: string[] = [];
    for await (const lines of inputLines(file, new AbortController().signal)) {
      found.push(...lines.map((line) => new TextDecoder().decode(line)));
    }
    return found;
  } finally {
    await Deno.remove(file);
  }
}

Deno.test("inputLines() ends lines at LF or CRLF, the last one also without", async () => {
  const utf8 = new TextEncoder();
  deepEqual(await linesOf(utf8.encode("a\r\n\nb\rc\n\r\nlast")), ["a", "", "b\rc", "", "last"]);
  deepEqual(await linesOf(utf8.encode("only\n")), ["only"]);
  deepEqual(await linesOf(new Uint8Array()), []);
});

Deno.test("inputLines() puts lines together that came in many pieces", async () => {
  const long = "x".repeat(1_000_000);
  const lines = await linesOf(new TextEncoder().encode(`${long}\nü\n${long}`));
  deepEqual(lines.map((line) => line.length), [1_000_000, 1, 1_000_000]);
});

Deno.test("utf8Text() gives no text for other bytes, and drops a byte order mark", () => {
  equal(utf8Text(Uint8Array.of(0xef, 0xbb, 0xbf, 0x61)), "a");
  equal(utf8Text(Uint8Array.of(0x22, 0xff, 0x22)), null);
});
