/** Native hooks: programs of a folder that are started with their first call, and asked over their sockets. */
import { Hook, type Question, type RunResponse } from "../../generated/apiplant/storage/v1/hook_pb.ts";
import type { Json } from "../../json/json.ts";
import { parseExact } from "../../json/parse.ts";
import { stringifyExact } from "../../json/stringify.ts";
import type { Plugins } from "../../plugins/plugins.ts";
import type { MessageInitShape } from "../../protobuf.ts";
import type { Caller } from "../../remote/caller.ts";
import { PINGS } from "../../remote/ping.ts";
import { StorageError } from "../../storage/roles.ts";
import type { IsolateCall } from "../isolate/isolate.ts";
import { FrameError } from "../isolate/frame.ts";
import { createBroker } from "../broker/broker.ts";
import { HookError } from "../broker/hook_error.ts";
import { IsolateLost } from "../isolate/isolate_lost.ts";
import type { CallEnd } from "../isolate/message.ts";
import type { HookCall } from "../isolates.ts";

/** How much longer than a hook a call may take, in milliseconds: the hook's own time is watched here. */
const MARGIN_MS = 1_000;

/** How deep what a hook returns or asks may be nested; what is kept must be less deep, and is checked where it is used. */
const MAX_DEPTH = 512;

/** The answer to one question. */
type AnswerInit = NonNullable<MessageInitShape<typeof Hook.method.run.input>["answers"]>[number];

/** The programs that are hooks. */
export class NativeHooks implements AsyncDisposable {
  readonly #plugins: Plugins;
  readonly #callers = new Map<string, Promise<Caller>>();

  /** Starts none. */
  constructor(plugins: Plugins) {
    this.#plugins = plugins;
  }

  /** Whether there is one of this name. */
  has(name: string): boolean {
    return this.#plugins.names("hook").includes(name);
  }

  /**
   * Runs a call. Its time begins when its program is ready.
   *
   * @throws {IsolateLost} if its time is over, or the program ended or is not there.
   */
  async run(name: string, call: Omit<HookCall, "source">): Promise<CallEnd> {
    const late = new AbortController();
    let timer: ReturnType<typeof setTimeout> | undefined;
    try {
      const caller = await this.#caller(name);
      timer = setTimeout(() => late.abort(), call.timeoutMs);
      return await converse(caller, call, AbortSignal.any([call.signal, late.signal]));
    } catch (error) {
      if (call.signal.aborted) throw call.signal.reason;
      if (late.signal.aborted) throw new IsolateLost("time", true, `it was not done after ${call.timeoutMs} ms`);
      if (error instanceof FrameError) throw new IsolateLost("forged", true, error.message);
      if (error instanceof StorageError) throw new IsolateLost("ended", true, error.message);
      throw error;
    } finally {
      clearTimeout(timer);
      late.abort();
    }
  }

  /** Stops the programs. */
  async [Symbol.asyncDispose](): Promise<void> {
    const callers = await Promise.allSettled(this.#callers.values());
    this.#callers.clear();
    for (const one of callers) if (one.status === "fulfilled") await one.value[Symbol.asyncDispose]();
  }

  #caller(name: string): Promise<Caller> {
    let starting = this.#callers.get(name);
    if (starting === undefined) {
      starting = this.#start(name);
      this.#callers.set(name, starting);
      starting.catch(() => this.#callers.delete(name));
    }
    return starting;
  }

  async #start(name: string): Promise<Caller> {
    if (!this.has(name)) throw new StorageError("not_found", `the native hook ${name} is not there`);
    const options = { settings: {}, memoryBytes: null, ping: PINGS.hook };
    const { plugin, release } = await this.#plugins.run(name, options);
    return plugin.caller("json", MARGIN_MS, release);
  }
}

/** Calls the program with the context, then with the answers to its questions, until it is done. */
async function converse(caller: Caller, call: Omit<HookCall, "source">, signal: AbortSignal): Promise<CallEnd> {
  const id = crypto.randomUUID(), answer = createBroker(call.questions);
  let message: MessageInitShape<typeof Hook.method.run.input> = {
    call: id,
    contextJson: stringifyExact(call.context),
  };
  for (;;) {
    const said: RunResponse = await caller.call(Hook.method.run, message, { signal, waitMs: call.timeoutMs });
    const { outcome } = said;
    if (outcome.case !== "ask") return endOf(outcome);
    const { questions } = outcome.value;
    if (questions.length === 0) throw new FrameError("it asks, and has no question");
    message = { call: id, answers: await Promise.all(questions.map((one) => answered(one, answer, signal))) };
  }
}

function endOf(outcome: Exclude<RunResponse["outcome"], { case: "ask" }>): CallEnd {
  switch (outcome.case) {
    case "done":
      return { type: "done", value: outcome.value.resultJson === "" ? undefined : parsed(outcome.value.resultJson) };
    case "refused": {
      const { message, detailsJson } = outcome.value;
      return {
        type: "vetoed",
        message: message.slice(0, 1_024),
        details: detailsJson === "" ? null : parsed(detailsJson),
      };
    }
    case "failed": {
      const { name, message, stack } = outcome.value;
      return { type: "threw", name: name || "Error", message: message.slice(0, 1_024), stack };
    }
    case undefined:
      throw new FrameError("it answers neither with an end nor with questions");
  }
}

async function answered(
  { id, op, argsJson }: Question,
  answer: IsolateCall["answer"],
  over: AbortSignal,
): Promise<AnswerInit> {
  const args = argsJson === "" ? [] : parsed(argsJson);
  if (!Array.isArray(args)) throw new FrameError("the arguments of a question are no list");
  try {
    const value = await answer({ type: "ask", question: id, op, args }, over);
    return { id, outcome: { case: "valueJson", value: stringifyExact(value) } };
  } catch (error) {
    if (!(error instanceof HookError)) throw error;
    const { name, code, message, details } = error;
    const detailsJson = details === null ? "" : stringifyExact(details);
    return { id, outcome: { case: "failure", value: { name, code, message, detailsJson } } };
  }
}

function parsed(text: string): Json {
  try {
    return parseExact(text, MAX_DEPTH);
  } catch {
    throw new FrameError("what it sends is not JSON");
  }
}
