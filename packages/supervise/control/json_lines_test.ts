import { equal, rejects } from "node:assert/strict";
import { ConnectionError, memoryPair, ProtocolError } from "@fluxwire/transport";
import { LineReader, writeJsonLine } from "./json_lines.ts";

const utf8 = new TextEncoder();

Deno.test("LineReader.next() gives each line, however the bytes are divided", async () => {
  const bytes = utf8.encode(`"ä"\n\n{"a":1}\n`);
  for (let size = 1; size <= bytes.length; size++) {
    const [there, here] = memoryPair();
    const reader = new LineReader(here, 64);
    const write = async () => {
      for (let at = 0; at < bytes.length; at += size) await there.write(bytes.slice(at, at + size));
      there.close();
    };
    const writing = write();
    equal(await reader.next(), `"ä"`);
    equal(await reader.next(), "");
    equal(await reader.next(), `{"a":1}`);
    equal(await reader.next(), null);
    await writing;
  }
});

Deno.test("LineReader.next() keeps no more of a line than it may have", async () => {
  for (const text of ["12345\n", "12345"]) {
    const [there, here] = memoryPair();
    await there.write(utf8.encode(text));
    await rejects(
      new LineReader(here, 4).next(),
      new ProtocolError("FrameTooLong", "Cannot read line: it exceeds 4 bytes"),
    );
    there.close();
  }
  const [there, here] = memoryPair();
  await there.write(utf8.encode("1234\n"));
  equal(await new LineReader(here, 4).next(), "1234");
  there.close();
});

Deno.test("LineReader.next() refuses a line that the stream's end has cut", async () => {
  const [there, here] = memoryPair();
  await there.write(utf8.encode("1234"));
  there.close();
  await rejects(
    new LineReader(here, 4).next(),
    new ConnectionError("FrameTruncated", "Cannot read line: the stream ended after 4 bytes of it"),
  );
});

Deno.test("writeJsonLine() writes a value on one line", async () => {
  const [there, here] = memoryPair();
  await writeJsonLine(there, { text: "a\nb" });
  equal(await new LineReader(here, 64).next(), `{"text":"a\\nb"}`);
  there.close();
});
