import { deepEqual, equal, match, ok, rejects, throws } from "node:assert/strict";
import { LogStore } from "./logs/log_store.ts";
import type { Process } from "./process.ts";
import { start } from "./start.ts";
import type { StartOptions } from "./start_options.ts";
import { StartError } from "./start_error.ts";

/** A shell script that is ready once it has written a line. */
function script(text: string, changes: Partial<StartOptions> = {}): StartOptions {
  return { command: "sh", args: ["-c", text], ready: untilOutput, stop: { stdinGraceMs: 0 }, ...changes };
}

async function untilOutput(process: Process, signal: AbortSignal): Promise<void> {
  while (process.output.stdout.length === 0) {
    signal.throwIfAborted();
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
}

async function refusal(options: StartOptions): Promise<StartError> {
  const thrown = await start(options).then(() => null, (error: unknown) => error);
  ok(thrown instanceof StartError, String(thrown));
  return thrown;
}

Deno.test("start() resolves once the program is ready, and the process tells how it ends", async () => {
  await using process = await start(script("echo up; exec sleep 1000"));
  deepEqual(process.output.stdout, ["up"]);
  deepEqual(process.limits, {});
  Deno.kill(process.pid, "SIGTERM");
  deepEqual(await process.ended, {
    isClean: true,
    cause: "It ended with signal SIGTERM (it was asked to end); its last words: up",
  });
});

Deno.test("start() gives the program its lifeline, and what is declared or handed down", async () => {
  const tell = 'echo "$FLUXWIRE_LIFELINE $MINE ${HOME-none}"; exec sleep 1000';
  const environment = { kind: "list", names: ["PATH"] } as const;
  await using process = await start(script(tell, { env: { MINE: "yes" }, environment }));
  deepEqual(process.output.stdout, ["stdin yes none"]);
});

Deno.test("start() masks no values of plainEnv", async () => {
  const options = { env: { HIDDEN: "hidden-value" }, plainEnv: { PLAIN: "plain-value" } };
  await using process = await start(script('echo "$HIDDEN $PLAIN"; exec sleep 1000', options));
  deepEqual(process.output.stdout, ["[masked] plain-value"]);
});

Deno.test("start() masks secrets in the log while the program runs, and notes how it was stopped", async () => {
  await using log = new LogStore({ service: "x" });
  const options = script("echo hush; exec sleep 1000", { log, secrets: ["hush"] });
  const process = await start(options);
  await process.stop();
  deepEqual(log.lines().map(({ text }) => text.replace(/ \d+ ms/g, " N ms")), [
    "[masked]",
    "INFO Sending SIGTERM: it was there N ms after stdin closed",
    "INFO It has ended after SIGTERM: signal SIGTERM (it was asked to end)",
  ]);
  log.note("info", "hush");
  equal(log.lines().at(-1)?.text, "INFO hush");
});

Deno.test("start() does not start what is there already", async () => {
  const cause = { code: "Taken", what: "another one runs", hint: "stop it" };
  const error = await refusal(script("echo up", { isTaken: () => Promise.resolve(cause) }));
  deepEqual([error.code, error.message, error.hint], ["Taken", "Cannot start sh: another one runs", "stop it"]);
});

Deno.test("start() explains a program that ends before it is ready, in the words of its system", async () => {
  const plain = await refusal(script("echo no >&2; exit 3"));
  equal(plain.code, "ExitedEarly");
  equal(plain.message, "Cannot start sh: it ended with exit code 3 before it was ready; its last words: no");
  const own = await refusal(script("echo the moon is full >&2; exit 3", {
    diagnosis: () =>
      Promise.resolve({
        readyText: "it howled",
        complaints: [{ code: "Moon", pattern: /moon/, what: () => "the moon was wrong", hint: () => "wait" }],
        refine: (cause) => ({ ...cause, hint: `${cause.hint} for the night` }),
      }),
  }));
  deepEqual([own.code, own.hint], ["Moon", "wait for the night"]);
  match(own.message, /^Cannot start sh: the moon was wrong; it ended with exit code 3/);
});

Deno.test("start() gives up on a program that is not ready in time, and leaves nothing", async () => {
  const pids: number[] = [];
  const ready = async (process: Process, signal: AbortSignal) => {
    pids.push(process.pid);
    await new Promise((_, reject) => signal.addEventListener("abort", () => reject(new Error("given up"))));
  };
  const error = await refusal(script("exec sleep 1000", { ready, startupTimeoutMs: 50 }));
  equal(error.code, "NotReady");
  equal(error.message, "Cannot start sh: it was not ready within 50 ms; it wrote nothing");
  const [pid] = pids;
  throws(() => Deno.kill(pid!, "SIGCONT"), Deno.errors.NotFound);
});

Deno.test("start() throws what ready() does, once the program is stopped", async () => {
  const reason = new Error("it speaks another language");
  let status: Promise<Deno.CommandStatus> | null = null;
  const ready = (process: Process) => {
    status = process.exited;
    return Promise.reject(reason);
  };
  await rejects(start(script("exec sleep 1000", { ready })), reason);
  equal((await status!).signal, "SIGTERM");
});

Deno.test("start() refuses a time that no timer can have", async () => {
  await rejects(start(script("", { startupTimeoutMs: 2 ** 31 })), RangeError);
});
