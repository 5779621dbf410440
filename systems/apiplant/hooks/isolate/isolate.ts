/** An isolate: a process that has loaded one hook's source, and the calls that run in it. */
import { MAX_TIMER_MS, onAbort } from "@fluxwire/transport";
import type { Json, JsonObject } from "../../json/json.ts";
import { HookError } from "../broker/hook_error.ts";
import { FrameError } from "./frame.ts";
import { IsolateLost, type LossKind } from "./isolate_lost.ts";
import { IsolateProcess } from "./isolate_process.ts";
import type { CallEnd, IsolateMessage, Question } from "./message.ts";
import { SourceError } from "./source_error.ts";

/** How many frames about calls that do not run are dropped; more are a flood. */
const MAX_DROPPED = 1_000;

/** Why the signal of a call aborts. */
const CALL_OVER = new Error("The call of the hook is over");

/** What every isolate has in common. */
export interface IsolateSettings {
  /** The Deno that runs it. */
  readonly deno: string;
  /** The limit of V8's heap, in bytes. */
  readonly memoryBytes: number;
  /** How often an isolate without calls is asked whether it answers, in milliseconds: a loop may be left in it. */
  readonly idleMs: number;
  /** Whether its root module removes globals. */
  readonly hasRemovals: boolean;
  /** How long the process may take to start, in milliseconds. */
  readonly startMs: number;
  /** How long the source may take to load, in milliseconds. */
  readonly loadMs: number;
  /** Keeps the memory outside of the heap limited until the result is disposed; calls back once if it is exceeded. */
  readonly limit: (pid: number, onExceeded: (reason: string) => void) => AsyncDisposable;
}

/** The source of a hook. */
export interface Source {
  readonly language: "js" | "ts";
  readonly text: string;
}

/** A call of a hook. */
export interface IsolateCall {
  /** The name of the function. */
  readonly hook: string;
  readonly phase: "pre" | "post";
  /** The members of its argument that are values. */
  readonly context: JsonObject;
  readonly timeoutMs: number;
  /**
   * Answers its questions. A `HookError` that it rejects with is the hook's error; a `FrameError` ends the process. The
   * signal aborts when the call is over.
   */
  readonly answer: (question: Question, over: AbortSignal) => Promise<Json>;
  /** Gives up waiting; the hook sees it as `ctx.signal`, and its time goes on. */
  readonly signal: AbortSignal;
}

interface Running {
  readonly call: IsolateCall;
  readonly end: PromiseWithResolvers<CallEnd>;
  readonly timer: ReturnType<typeof setTimeout>;
  /** Aborts when the call is over; made for the first question, which most calls do not ask. */
  over: AbortController | null;
}

/** An isolate that has loaded its source. It must be ended. */
export class Isolate {
  readonly #process: IsolateProcess;
  readonly #limit: AsyncDisposable;
  readonly #calls = new Map<number, Running>();
  readonly #lost = Promise.withResolvers<void>();
  #starting = Promise.withResolvers<IsolateMessage>();
  #loss: { kind: LossKind; reason: string } | null = null;
  #lastCall = 0;
  #dropped = 0;
  #isLoaded = false;
  /** Whether an answer to a ping is outstanding. */
  #isAsked = false;
  #idleTimer: ReturnType<typeof setInterval> | undefined;
  #functions: readonly string[] = [];

  private constructor({ deno, memoryBytes, hasRemovals, limit }: IsolateSettings, onPrint: (line: string) => void) {
    // A start that was given up is waited for by no caller.
    this.#starting.promise.catch(() => {});
    this.#process = new IsolateProcess({
      deno,
      memoryBytes,
      hasRemovals,
      onMessage: (message) => this.#receive(message),
      onPrint,
      onEnd: (reason) => this.#lose("ended", reason),
    });
    this.#limit = limit(this.#process.pid, (reason) => this.#lose("memory", reason));
  }

  /**
   * Starts a process and loads the source in it.
   *
   * @param onPrint Gets each line that it prints, of the first 64 KiB.
   * @throws {SourceError} if it does not load, or takes too long.
   * @throws {IsolateLost} if the process does not start.
   */
  static async start(
    settings: IsolateSettings,
    source: Source,
    onPrint: (line: string) => void = () => {},
  ): Promise<Isolate> {
    let isolate: Isolate;
    try {
      isolate = new Isolate(settings, onPrint);
    } catch (error) {
      throw new IsolateLost("ended", true, `${settings.deno} cannot be started: ${(error as Error).message}`);
    }
    try {
      await isolate.#next("ready", settings.startMs, "the process did not start");
      isolate.#process.send({ type: "load", language: source.language, source: source.text });
      const loaded = await isolate.#next("loaded", settings.loadMs, "the source did not load");
      isolate.#functions = loaded.functions;
      isolate.#isLoaded = true;
      isolate.#idleTimer = setInterval(() => isolate.#lookWhileIdle(), settings.idleMs);
      return isolate;
    } catch (error) {
      await isolate.end();
      throw error;
    }
  }

  /** The names of the functions that the source exports. */
  get functions(): readonly string[] {
    return this.#functions;
  }

  /** How many calls run. */
  get running(): number {
    return this.#calls.size;
  }

  /** The id of its process. */
  get pid(): number {
    return this.#process.pid;
  }

  /** Resolves when it takes no more calls. */
  get lost(): Promise<void> {
    return this.#lost.promise;
  }

  /**
   * Runs a hook.
   *
   * @throws {IsolateLost} if the process is gone before the hook has ended.
   */
  async call(call: IsolateCall): Promise<CallEnd> {
    if (this.#loss !== null) throw new IsolateLost(this.#loss.kind, false, this.#loss.reason);
    const id = ++this.#lastCall, end = Promise.withResolvers<CallEnd>();
    const late = () => this.#lose("time", `it ran longer than ${call.timeoutMs} ms`, id);
    this.#calls.set(id, {
      call,
      end,
      timer: setTimeout(late, Math.min(call.timeoutMs, MAX_TIMER_MS)),
      over: null,
    });
    const { hook, phase, context } = call;
    this.#process.send({ type: "call", call: id, hook, phase, context });
    using _listening = onAbort(call.signal, () => {
      this.#process.send({ type: "abort", call: id });
      end.reject(call.signal.reason);
    });
    return await end.promise;
  }

  /** Ends the process. Resolves when nothing of it is left. */
  async end(): Promise<void> {
    this.#lose("ended", "the server ended it");
    await Promise.all([this.#process.kill(), this.#limit[Symbol.asyncDispose]()]);
  }

  async #next<Type extends "ready" | "loaded">(
    type: Type,
    ms: number,
    what: string,
  ): Promise<Extract<IsolateMessage, { type: Type }>> {
    const timer = setTimeout(() => this.#lose("time", `${what} within ${ms} ms`), ms);
    try {
      const message = await this.#starting.promise;
      if (message.type === "broken") throw new SourceError(message);
      if (message.type !== type) throw new IsolateLost("forged", true, `it sent ${message.type} before ${type}`);
      this.#starting = Promise.withResolvers();
      this.#starting.promise.catch(() => {});
      return message as Extract<IsolateMessage, { type: Type }>;
    } finally {
      clearTimeout(timer);
    }
  }

  #receive(message: IsolateMessage): void {
    if (this.#loss !== null) return;
    if (message.type === "pong" && this.#isAsked) {
      this.#isAsked = false;
      return;
    }
    const running = message.type === "about" ? this.#calls.get(message.call) : undefined;
    if (message.type !== "about" || running === undefined) {
      if (message.type !== "about" && !this.#isLoaded) this.#starting.resolve(message);
      else if (++this.#dropped > MAX_DROPPED) {
        throw new FrameError(`more than ${MAX_DROPPED} frames about no running call`);
      }
      return;
    }
    if (message.what.type === "ask") void this.#answer(message.call, running, message.what);
    else this.#finish(message.call, running, message.what);
  }

  #finish(id: number, { end, timer, over }: Running, message: CallEnd): void {
    clearTimeout(timer);
    this.#calls.delete(id);
    over?.abort(CALL_OVER);
    end.resolve(message);
  }

  async #answer(id: number, running: Running, question: Question): Promise<void> {
    const answered = (answer: JsonObject) => {
      // The call may have ended meanwhile, and its number must answer no other.
      if (this.#calls.get(id) !== running || question.op === "log") return;
      this.#process.send({ type: "answer", call: id, question: question.question, ...answer });
    };
    try {
      running.over ??= new AbortController();
      answered({ value: await running.call.answer(question, running.over.signal) });
    } catch (error) {
      if (error instanceof FrameError) return this.#lose("forged", error.message, id);
      answered({ error: describe(error) });
    }
  }

  /** Running calls have their own time limit. */
  #lookWhileIdle(): void {
    if (this.#calls.size > 0) this.#isAsked = false;
    else if (this.#isAsked) this.#lose("time", "it does not answer, although no call runs");
    else {
      this.#isAsked = true;
      this.#process.send({ type: "ping" });
    }
  }

  /** Ends all calls. Without a culprit, the only call that runs is it. */
  #lose(kind: LossKind, reason: string, culprit?: number): void {
    if (this.#loss !== null) return;
    this.#loss = { kind, reason };
    const own = culprit ?? (this.#calls.size === 1 ? [...this.#calls.keys()][0] : undefined);
    for (const [id, { end, timer, over }] of this.#calls) {
      clearTimeout(timer);
      over?.abort(CALL_OVER);
      end.reject(new IsolateLost(kind, id === own, reason));
    }
    this.#calls.clear();
    clearInterval(this.#idleTimer);
    this.#starting.reject(new IsolateLost(kind, true, reason));
    this.#lost.resolve();
    void this.#process.kill();
  }
}

/** An error as hooks get it. They learn nothing of errors that are the server's own. */
function describe(error: unknown): JsonObject {
  if (!(error instanceof HookError)) {
    return { name: "Error", code: "internal", message: "The server failed", details: null };
  }
  const { name, code, message, details } = error;
  return { name, code, message, details };
}
