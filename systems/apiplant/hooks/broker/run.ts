/** Programs that post hooks run. */
import { onAbort } from "@fluxwire/transport";
import { programEnvironment } from "@fluxwire/supervise";
import type { Json } from "../../json/json.ts";
import { GuardedChild } from "../guarded_child.ts";
import { MAX_BYTES } from "./budget.ts";
import { HookError, malformed, notAllowed } from "./hook_error.ts";
import { checkProgram, type RunPolicy } from "./policy.ts";

/** What a program did. */
export interface RunAnswer {
  readonly [name: string]: Json;
  /** Its exit code; 128 and the signal's number if a signal ended it. */
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/**
 * Runs a program by name, without a shell, until it ends, and ends what it leaves behind.
 *
 * @param signal Ends it.
 * @throws {HookError} `not_allowed`, `malformed`, or `run` if it cannot be started.
 */
export async function runForHook(args: readonly Json[], policy: RunPolicy, signal: AbortSignal): Promise<RunAnswer> {
  const [name, list, input] = args;
  if (typeof name !== "string" || typeof input !== "string") throw malformed("run needs a name, a list and a text");
  if (!Array.isArray(list) || !list.every((one: Json) => typeof one === "string")) {
    throw malformed("The arguments of a program are a list of texts");
  }
  checkProgram(policy, name);
  signal.throwIfAborted();
  let child: GuardedChild;
  try {
    child = new GuardedChild({ command: name, args: list, env: programEnvironment({}), cwd: "/", isTree: true });
  } catch {
    throw new HookError("Error", "run", `The program ${name} cannot be started`);
  }
  using _listening = onAbort(signal, () => void child.kill());
  try {
    const outputs = Promise.all([child.stdout, child.stderr].map((stream) => textOf(stream)));
    // It is awaited once the program has ended.
    outputs.catch(() => {});
    const writing = new Blob([input]).stream().pipeTo(child.stdin).catch(() => {});
    const { code } = await child.exited;
    await Promise.all([child.kill(), writing]);
    const [stdout, stderr] = await outputs;
    return { code, stdout: stdout!, stderr: stderr! };
  } finally {
    await child.kill();
  }

  /** The whole output; one that is too long ends the program. */
  async function textOf(stream: ReadableStream<Uint8Array>): Promise<string> {
    const utf8 = new TextDecoder();
    let text = "", bytes = 0;
    for await (const chunk of stream) {
      bytes += chunk.length;
      if (bytes > MAX_BYTES) {
        void child.kill();
        throw notAllowed(`The output of ${name} exceeds ${MAX_BYTES} bytes`);
      }
      text += utf8.decode(chunk, { stream: true });
    }
    return text + utf8.decode();
  }
}
