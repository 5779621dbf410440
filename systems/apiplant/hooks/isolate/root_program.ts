/**
 * What runs inside an isolate before any hook does. The functions are never called here: their text is the root module of
 * the isolate's process, so they use nothing but each other and the globals of that process.
 */

/** The globals that hooks have no use for. Removing them is a second layer; the wall is the process without permissions. */
export const REMOVED_GLOBALS: readonly string[] = [
  "Deno",
  "Worker",
  "fetch",
  "WebSocket",
  "EventSource",
  "BroadcastChannel",
  "caches",
  "localStorage",
  "sessionStorage",
  "SharedArrayBuffer",
  "WebAssembly",
  "navigator",
  "prompt",
  "alert",
  "confirm",
];

type Fields = Record<string, unknown>;
type Send = (message: Fields) => void;
type Ask = (op: string, args: unknown[]) => Promise<unknown>;

/** A call that runs. */
interface Running {
  /** Made when the hook asks for its signal. */
  controller: AbortController | null;
  isAborted: boolean;
  readonly questions: Map<number, PromiseWithResolvers<unknown>>;
  asked: number;
  askedBytes: number;
  veto: { message: string; details: unknown } | null;
}

/** Serves the calls of one hook's source until stdin ends. */
export async function serveIsolate(removed: readonly string[]): Promise<void> {
  const { stdin, stdout, exit } = Deno, print = console.error;
  const { rawJSON } = JSON as unknown as { rawJSON(text: string): unknown };
  // What a hook prints must not mix with the frames on stdout.
  globalThis.console = { log: print, info: print, debug: print, warn: print, error: print } as typeof console;
  // A promise that a hook forgot must not end the calls beside its own.
  for (const kind of ["unhandledrejection", "error"]) {
    globalThis.addEventListener(kind, (event) => {
      event.preventDefault();
      print((event as ErrorEvent).error ?? (event as PromiseRejectionEvent).reason);
    });
  }
  (BigInt.prototype as unknown as Fields).toJSON = function (this: bigint) {
    return rawJSON(this.toString());
  };
  for (const name of removed) delete (globalThis as Fields)[name];
  const send: Send = frameWriter((bytes) => stdout.writeSync(bytes));
  const calls = new Map<number, Running>(), clearTimers = recordTimers();
  let hooks: Record<string, (context: Fields) => unknown> = {};
  send({ type: "ready" });
  for await (const message of readFrames((bytes) => stdin.read(bytes))) {
    const { type, call } = message as { type: string; call: number };
    if (type === "load") hooks = await loadHooks(message, send);
    else if (type === "call") {
      void runCall(message, hooks, calls, send).then(() => {
        if (calls.size === 0) clearTimers();
      });
    } else if (type === "ping") send({ type: "pong" });
    else if (type === "abort") abortCall(calls.get(call));
    else settleQuestion(message, calls.get(call));
  }
  exit(0);
}

/** Keeps the timers that hooks set. The result clears them: a hook must not go on when no call runs. */
export function recordTimers(): () => void {
  const { setTimeout, setInterval, clearTimeout } = globalThis, timers = new Set<ReturnType<typeof setTimeout>>();
  type Callback = (...args: unknown[]) => void;
  globalThis.setTimeout = ((callback: Callback, delayMs?: number, ...args: unknown[]) => {
    const timer = setTimeout(() => {
      timers.delete(timer);
      callback(...args);
    }, delayMs);
    timers.add(timer);
    return timer;
  }) as typeof globalThis.setTimeout;
  globalThis.setInterval = ((callback: Callback, delayMs?: number, ...args: unknown[]) => {
    const timer = setInterval(callback, delayMs, ...args);
    timers.add(timer);
    return timer;
  }) as typeof globalThis.setInterval;
  return () => {
    timers.forEach((timer) => clearTimeout(timer));
    timers.clear();
  };
}

/** Imports the source from an address that is made here: what it imports by literal addresses is then checked like all else. */
export async function loadHooks(message: Fields, send: Send): Promise<Record<string, () => unknown>> {
  const type = message.language === "ts" ? "application/typescript" : "text/javascript";
  const address = URL.createObjectURL(new Blob([message.source as string], { type }));
  try {
    const module = await import(address) as Record<string, () => unknown>;
    send({ type: "loaded", functions: Object.keys(module).filter((name) => typeof module[name] === "function") });
    return module;
  } catch (error) {
    send({ type: "broken", ...describeError(error) });
    return {};
  } finally {
    URL.revokeObjectURL(address);
  }
}

/** Runs a hook, waits for the questions that it forgot to wait for, and sends how it ended. */
export async function runCall(
  message: Fields,
  hooks: Record<string, (context: Fields) => unknown>,
  calls: Map<number, Running>,
  send: Send,
): Promise<void> {
  const call = message.call as number;
  const running: Running = {
    controller: null,
    isAborted: false,
    questions: new Map(),
    asked: 0,
    askedBytes: 0,
    veto: null,
  };
  calls.set(call, running);
  let end: Fields;
  try {
    const context = makeContext(message, running, (op, args) => askQuestion(call, running, send, op, args));
    const value = await hooks[message.hook as string]!(context);
    end = value === undefined ? { type: "done" } : { type: "done", value };
  } catch (error) {
    end = { type: "threw", ...describeError(error) };
  }
  for (const { promise } of running.questions.values()) await promise.catch(() => {});
  calls.delete(call);
  // A veto holds, also if the hook has caught what it threw.
  if (running.veto !== null) end = { type: "vetoed", ...running.veto };
  try {
    send({ ...end, call });
  } catch (error) {
    send({ type: "threw", ...describeError(error), call });
  }
}

/** The argument of a hook. */
export function makeContext(message: Fields, running: Running, ask: Ask): Fields {
  const context = message.context as Fields & { event?: Fields };
  if (context.event !== undefined && context.after !== null) context.event.payload = context.after;
  const writes = ["get", "list", "create", "update", "patch", "delete"];
  return {
    ...context,
    get signal() {
      running.controller ??= new AbortController();
      if (running.isAborted) running.controller.abort();
      return running.controller.signal;
    },
    ...Object.fromEntries(writes.map((op) => [op, (...args: unknown[]) => ask(op, args)])),
    log: (...parts: unknown[]) => {
      const text = parts.map((part) => typeof part === "string" ? part : JSON.stringify(part)).join(" ");
      ask("log", [text.slice(0, 8192)]).catch(() => {});
    },
    veto: (why: unknown, details: unknown = null) => {
      if (message.phase !== "pre") throw notAllowed("Only a pre hook may veto");
      running.veto = { message: String(why).slice(0, 1024), details };
      throw new Error("Vetoed");
    },
    fetch: async (url: unknown, init: RequestInit = {}) => {
      const { method = "GET", body = "" } = init;
      const bytes = typeof body === "string" ? new TextEncoder().encode(body) : body as Uint8Array<ArrayBuffer>;
      const headers = [...new Headers(init.headers)];
      const answer = await ask("fetch", [String(url), { method, headers, body: bytes.toBase64() }]) as Fields;
      const received = Uint8Array.fromBase64(answer.body as string), text = new TextDecoder().decode(received);
      return { ...answer, body: received, text: () => text, json: () => JSON.parse(text) };
    },
    run: (name: unknown, args: unknown = [], input: unknown = "") => ask("run", [name, args, input]),
  };
}

/** Sends a question and waits for its answer. The server counts too; counting here makes an honest hook's error clear. */
export function askQuestion(
  call: number,
  running: Running,
  send: Send,
  op: string,
  args: unknown[],
): Promise<unknown> {
  const question = running.asked + 1, bytes = new TextEncoder().encode(JSON.stringify(args)).length;
  if (question > 100) return Promise.reject(notAllowed("A call of a hook may ask 100 times"));
  if (running.askedBytes + bytes > 1 << 20) {
    return Promise.reject(notAllowed("The questions of a call may have 1 MiB together"));
  }
  running.asked = question;
  running.askedBytes += bytes;
  const waiting = Promise.withResolvers<unknown>();
  if (op !== "log") {
    running.questions.set(question, waiting);
    waiting.promise.catch(() => {});
  }
  send({ type: "ask", call, question, op, args });
  if (op === "log") waiting.resolve(undefined);
  return waiting.promise;
}

/** Gives an answer to the hook that waits for it. */
export function settleQuestion(message: Fields, running: Running | undefined): void {
  const waiting = running?.questions.get(message.question as number);
  if (waiting === undefined) return;
  running!.questions.delete(message.question as number);
  const error = message.error as { name: string; code: string; message: string; details: unknown } | undefined;
  if (error === undefined) return waiting.resolve(message.value);
  const { name, code, details } = error;
  waiting.reject(Object.assign(new Error(error.message), { name, code, details }));
}

/** The caller does not wait any more. */
export function abortCall(running: Running | undefined): void {
  if (running === undefined) return;
  running.isAborted = true;
  running.controller?.abort();
}

/** What a question rejects with that a hook may not ask. */
export function notAllowed(message: string): Error {
  return Object.assign(new Error(message), { name: "NotAllowed", code: "not_allowed" });
}

/** What was thrown, in texts of limited length. */
export function describeError(error: unknown): Fields {
  const { name = "Error", message = String(error), stack = "" } = (error ?? {}) as Partial<Error>;
  return {
    name: String(name).slice(0, 128),
    message: String(message).slice(0, 4096),
    stack: String(stack).slice(0, 8192),
  };
}

/** Sends messages as frames: the length in 4 bytes, then JSON. */
export function frameWriter(write: (bytes: Uint8Array) => number): Send {
  const { stringify } = JSON, utf8 = new TextEncoder();
  return (message) => {
    const body = utf8.encode(stringify(message));
    if (body.length > 3 << 19) throw new RangeError(`A message of ${body.length} bytes exceeds ${3 << 19}`);
    const frame = new Uint8Array(4 + body.length);
    new DataView(frame.buffer).setUint32(0, body.length);
    frame.set(body, 4);
    for (let at = 0; at < frame.length;) at += write(frame.subarray(at));
  };
}

/** The messages from the server. Integers beyond 2^53 - 1 become bigints, other long numbers keep their text. */
export async function* readFrames(read: (bytes: Uint8Array) => Promise<number | null>): AsyncGenerator<Fields> {
  const { parse, rawJSON } = JSON as unknown as {
    parse(text: string, reviver?: (name: string, value: unknown, context: { source?: string }) => unknown): Fields;
    rawJSON(text: string): unknown;
  };
  const exact = (_name: string, value: unknown, { source }: { source?: string }) => {
    if (typeof value !== "number" || source === undefined || Number.isSafeInteger(value)) return value;
    if (/^-?\d+$/.test(source)) return BigInt(source);
    return String(value) === source ? value : rawJSON(source);
  };
  const utf8 = new TextDecoder();
  let buffer = new Uint8Array(1 << 16), start = 0, end = 0;
  for (;;) {
    const view = new DataView(buffer.buffer);
    while (end - start >= 4 && end - start >= 4 + view.getUint32(start)) {
      const body = buffer.subarray(start + 4, start += 4 + view.getUint32(start));
      const text = utf8.decode(body);
      yield /[\d.]{16}|\d[eE][+-]?\d{3}/.test(text) ? parse(text, exact) : parse(text);
    }
    const wanted = end - start < 4 ? 4 : 4 + view.getUint32(start);
    const next = wanted > buffer.length ? new Uint8Array(2 * wanted) : buffer;
    next.set(buffer.subarray(start, end));
    end -= start;
    start = 0;
    buffer = next;
    const count = await read(buffer.subarray(end));
    if (count === null) return;
    end += count;
  }
}
