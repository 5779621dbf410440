import { deepStrictEqual, rejects, strictEqual } from "node:assert/strict";
import { BlockingProcess, type Said } from "./blocking_process.ts";
import type { Work } from "./testing/worker.ts";

const NEVER = new AbortController().signal;

interface End {
  ready?: boolean;
  text?: string;
}

interface Failure {
  isCancelled: boolean;
}

/** A process that is ready. Disposing it kills it. */
async function started(graceMs?: number) {
  const program = new URL("testing/worker.ts", import.meta.url).pathname;
  const command = new Deno.Command(Deno.execPath(), {
    args: ["run", "--no-prompt", "--quiet", "--allow-run", program],
    stdin: "piped",
    stdout: "piped",
  });
  const process = new BlockingProcess<Work, End, Failure>(command.spawn(), graceMs);
  const said = await process.next(NEVER);
  strictEqual("end" in said && said.end.ready, true);
  return { process, [Symbol.asyncDispose]: () => process.end() };
}

function endOf(said: Said<End, Failure>): End & { bytes: number[] } {
  if ("failure" in said) throw new Error("the request failed");
  const bytes = said.chunks.flatMap((chunk) => [...chunk]);
  return { ...said.end, bytes };
}

Deno.test("BlockingProcess.ask() gives the end of each request, and its rows as they were sent", async () => {
  await using owned = await started();
  const { process } = owned;
  for (const text of ["", "ü", "long ".repeat(100_000)]) {
    deepStrictEqual(endOf(await process.ask({ do: "echo", text }, NEVER)).text, text);
  }
  for (const [count, length] of [[3, 1], [3, 40_000], [2, 300_000]] as const) {
    const { bytes } = endOf(await process.ask({ do: "rows", count, length }, NEVER));
    deepStrictEqual(bytes, Array.from({ length: count * length }, (_, i) => Math.floor(i / length)));
  }
});

Deno.test("BlockingProcess.ask() lets a cancelled request end by itself, and the process goes on", async () => {
  await using owned = await started(60_000);
  const { process } = owned, { pid } = process;
  for (let i = 0; i < 3; i++) {
    const cancel = new AbortController();
    const said = process.ask({ do: "checked" }, cancel.signal);
    cancel.abort();
    deepStrictEqual("failure" in await said, true);
    deepStrictEqual(endOf(await process.ask({ do: "echo", text: "on" }, NEVER)).text, "on");
  }
  deepStrictEqual([process.pid, process.isOver], [pid, false]);
});

Deno.test("BlockingProcess.ask() kills the process if a cancelled request does not end", async () => {
  await using owned = await started(1);
  const cancel = new AbortController();
  const said = rejects(owned.process.ask({ do: "blocked" }, cancel.signal), { name: "ConnectionError" });
  cancel.abort();
  await said;
  strictEqual(owned.process.isOver, true);
  await rejects(owned.process.ask({ do: "echo", text: "" }, NEVER), { name: "ConnectionError" });
});

Deno.test("BlockingProcess.ask() rejects when the process ends by itself, and with the reason of an earlier abort", async () => {
  await using owned = await started();
  await rejects(owned.process.ask({ do: "echo", text: "" }, AbortSignal.abort(new Error("too late"))), {
    message: "too late",
  });
  await rejects(owned.process.ask({ do: "exit" }, NEVER), {
    name: "ConnectionError",
    message: /The process has ended/,
  });
  strictEqual((await owned.process.status).code, 3);
});
