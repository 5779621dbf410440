import { rejects } from "node:assert/strict";
import { inputLines } from "./input.ts";

Deno.test("inputLines() ends with its signal where a pipe has no writer", {
  ignore: Deno.build.os === "windows",
}, async () => {
  const folder = await Deno.makeTempDir(), path = `${folder}/pipe`;
  try {
    await new Deno.Command("mkfifo", { args: [path] }).output();
    const stopping = new AbortController();
    const reading = rejects(inputLines(path, stopping.signal).next(), { name: "TimeoutError" });
    stopping.abort(new DOMException("late", "TimeoutError"));
    await reading;
    // Lets the opening end, which nothing waits for any more.
    (await Deno.open(path, { write: true })).close();
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});
