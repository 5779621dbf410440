import { equal, rejects } from "node:assert/strict";
import { throughProgram } from "./program.ts";

Deno.test("throughProgram() names a program that is missing, and lets the source go", async () => {
  let isCancelled = false;
  const source = new ReadableStream<Uint8Array>({ cancel: () => void (isCancelled = true) });
  const reader = throughProgram(source, "fluxwire-no-such-program", []).getReader();
  await rejects(reader.read(), { name: "CodingError", message: /fluxwire-no-such-program is missing; install it/ });
  equal(isCancelled, true);
});

Deno.test("throughProgram() fails with the first line of a program's complaint", async () => {
  const script = "cat >/dev/null; echo 'no good' >&2; echo more >&2; exit 3";
  const reader = throughProgram(new Blob(["x"]).stream(), "sh", ["-c", script]).getReader();
  await rejects(reader.read(), { name: "CodingError", message: "Cannot use the bytes: no good" });
});
