/** The hooks of a server: scripts, each in an isolate, and native ones, which are programs. */
import { Refusal } from "../commit/refusal.ts";
import type { Event } from "../event/event.ts";
import type { Json } from "../json/json.ts";
import type { HookDefinition } from "../model/definition.ts";
import type { HookParts, RunningHooks } from "../server/start_core.ts";
import type { ErrorRecord, MaybePromise } from "../storage/roles.ts";
import type { NetPolicy, RunPolicy } from "./broker/policy.ts";
import { IsolateLost } from "./isolate/isolate_lost.ts";
import type { Isolates } from "./isolates.ts";
import { nativeName } from "./native/hook_calls.ts";
import type { NativeHooks } from "./native/native_hooks.ts";
import type { DeadLetters } from "./post/dead_letters.ts";
import { PostHooks } from "./post/post_hooks.ts";
import { type PreHookSettings, runPreHook } from "./pre_hooks.ts";
import type { HookReads, PreCall } from "./runner.ts";

/** How long a process may take to start on a busy machine, in milliseconds. */
const START_MS = 20_000;
/** How long a source may take to load, in milliseconds. */
const LOAD_MS = 5_000;
/** How often a process without calls must answer, in milliseconds. */
const IDLE_MS = 5_000;

/** A line that a hook logs or prints, without control characters. */
export interface HookLogLine {
  readonly model: string;
  readonly hook: string;
  /** Null for what it prints. */
  readonly instance: string | null;
  readonly text: string;
}

/** How hooks run. */
export interface ScriptHookSettings {
  /** The Deno that runs them. */
  readonly deno: string;
  /** The heap of each process, in bytes; outside of it, 64 MiB more are allowed. */
  readonly memoryBytes: number;
  /** How many processes run at once. */
  readonly processes: number;
  readonly preTimeoutMs: number;
  readonly postTimeoutMs: number;
  /** How many bytes the data that a pre hook returns may have, as JSON. */
  readonly maxPayloadBytes: number;
  readonly net: NetPolicy;
  readonly run: RunPolicy;
  /** Gets each line that a hook logs or prints. */
  readonly onLog: (line: HookLogLine) => void;
  /** Gets a sentence if a limit cannot be kept. */
  readonly onWarning: (text: string) => void;
  /**
   * Whether globals are removed before a hook is loaded. Without that, the process alone is the wall.
   *
   * @default {true}
   */
  readonly hasRemovals?: boolean;
  /**
   * Runs native hooks.
   *
   * @default {undefined}
   */
  readonly natives?: Pick<NativeHooks, "has" | "run">;
}

/** The hooks of a server that runs. */
export class ScriptHooks implements RunningHooks {
  readonly #settings: ScriptHookSettings;
  readonly #pre: PreHookSettings;
  readonly #post: PostHooks;
  #loading: Promise<Isolates> | null = null;
  /** The isolates once they are loaded. */
  #isolates: Isolates | null = null;
  #hasWarned = false;
  #isClosed = false;

  /** Starts no process before a hook needs one. */
  constructor(settings: ScriptHookSettings, parts: HookParts) {
    const { onLog } = settings, { clock } = parts;
    this.#settings = settings;
    const isolates: PreHookSettings["isolates"] = {
      run: async (call) => {
        if (call.native === null) return await (this.#isolates ?? await this.#load()).run(call);
        if (settings.natives !== undefined) return await settings.natives.run(call.native, call);
        throw new IsolateLost("ended", true, `the native hook ${call.native} is not there`);
      },
    };
    const now = () => clock.now();
    this.#pre = {
      isolates,
      timeoutMs: settings.preTimeoutMs,
      maxPayloadBytes: settings.maxPayloadBytes,
      now,
      log: ({ model, hook, instance }, text) => onLog({ model: model.definition.id, hook: hook.hook, instance, text }),
    };
    this.#post = new PostHooks({
      ...settings,
      ...parts,
      isolates,
      timeoutMs: settings.postTimeoutMs,
      now,
      reads: readsOf(parts),
      onLog: ({ model, instance = null }, { hook }, text) => onLog({ model, hook, instance, text }),
      report: (record) => this.#report(parts, record),
    });
  }

  /** The process ids of the isolates that run hooks. */
  get pids(): readonly number[] {
    return this.#isolates?.pids ?? [];
  }

  /** The events whose post hooks have failed at their last attempt: to list, and to run again. */
  get dead(): Pick<DeadLetters, "list"> & Pick<PostHooks, "runAgain"> {
    return { list: () => this.#post.dead.list(), runAgain: (event) => this.#post.runAgain(event) };
  }

  async check(_model: string, hook: Omit<HookDefinition, "revision">): Promise<void> {
    const native = nativeName(hook);
    if (native === null) return await (await this.#load()).check(hook);
    if (this.#settings.natives?.has(native) !== true) {
      throw new Refusal("hook_name", `No native hook is named ${JSON.stringify(native)}`);
    }
  }

  pre(call: PreCall): Promise<Json | undefined> {
    return runPreHook(this.#pre, call);
  }

  applied(events: readonly Event[]): void {
    this.#post.applied(events);
  }

  post(events: readonly Event[]): MaybePromise<void> {
    return this.#post.post(events);
  }

  start(): Promise<void> {
    return this.#post.start();
  }

  async close(signal: AbortSignal): Promise<void> {
    await this.#post.close(signal);
    this.#isClosed = true;
    await (await this.#loading)?.end();
  }

  #load(): Promise<Isolates> {
    if (this.#isClosed && this.#loading === null) throw new Refusal("stopping", "The server stops");
    this.#loading ??= (async () => {
      const { Isolates } = await import("./isolates.ts");
      const { deno, memoryBytes, hasRemovals = true, processes, onLog } = this.#settings;
      this.#isolates = new Isolates({
        deno,
        memoryBytes,
        hasRemovals,
        processes,
        startMs: START_MS,
        loadMs: LOAD_MS,
        idleMs: IDLE_MS,
        onPrint: ({ model, hook }, text) => onLog({ model, hook, instance: null, text }),
        onUnlimited: (reason) => this.#warn(this.#settings, reason),
      });
      return this.#isolates;
    })();
    return this.#loading;
  }

  #warn({ onWarning }: ScriptHookSettings, reason: string): void {
    if (this.#hasWarned) return;
    this.#hasWarned = true;
    onWarning(`The memory that hooks use outside of their heap is not limited: ${reason}`);
  }

  #report(
    { serverId, errors, clock }: HookParts,
    record: Omit<ErrorRecord, "id" | "at" | "serverId" | "level">,
  ): void {
    const at = new Date(clock.now()).toISOString();
    const logged = async () => await errors.log({ id: crypto.randomUUID(), at, serverId, level: "error", ...record });
    // The error storage reports its own failures.
    logged().catch(() => {});
  }
}

/** Reads of post hooks: nothing is noted. */
function readsOf({ state, rules }: HookParts): HookReads {
  return {
    get: async (model, id) => state.model(model) === null ? null : await state.get(model, id),
    list: async (model, query) => {
      const stored = state.model(model);
      if (stored === null) throw new Refusal("not_found", `No model is named ${JSON.stringify(model)}`);
      return await state.find(model, rules.query(stored, query));
    },
  };
}
