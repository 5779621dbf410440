/** A core in memory whose hooks run, for tests. */
import { type Clock, SYSTEM_CLOCK } from "@fluxwire/transport";
import type { Committed, Operation } from "../../commit/command.ts";
import type { ModelRules } from "../../commit/rules.ts";
import { idMaker } from "../../event/new_id.ts";
import type { Json, JsonObject } from "../../json/json.ts";
import type { HookDefinition, HookName, HookOptions, ModelDefinition } from "../../model/definition.ts";
import type { Instance } from "../../model/instance.ts";
import { type RunningCore, startCore } from "../../server/start_core.ts";
import { MemoryEventStorage } from "../../storage/memory/event_storage.ts";
import { MemoryModelStorage } from "../../storage/memory/model_storage.ts";
import type { ErrorRecord, ErrorStorage, EventStorage } from "../../storage/roles.ts";
import { ScriptHooks, type ScriptHookSettings } from "../script_hooks.ts";

/** Takes all data as it is: the tests are about hooks. */
const RULES: ModelRules = {
  data: (_model, data) => data as JsonObject,
  definition: (body) => ({ ...body, version: 1 }) as unknown as ModelDefinition,
  change: () => Promise.resolve(),
  query: (_model, { limit = 50 }) => ({
    filter: null,
    search: [],
    searchFields: [],
    sort: [],
    after: null,
    offset: 0,
    limit,
    total: false,
  }),
  migrated: (data) => Promise.resolve(data),
};

/** What a test changes. */
export interface HookedCoreOptions extends Partial<ScriptHookSettings> {
  /** The server's id. */
  readonly id?: string;
  /** The log of an earlier core, to go on with, or of another one. */
  readonly log?: EventStorage;
  readonly clock?: Clock;
  /** How long a lost answer of the log is waited for, in milliseconds. */
  readonly patienceMs?: number;
}

/** A core with the models `item` and `note`, which take any data, and hooks on `item`. */
export class HookedCore implements AsyncDisposable {
  readonly core: RunningCore;
  readonly hooks: ScriptHooks;
  /** What the error storage has got. */
  readonly records: ErrorRecord[];
  /** What hooks have logged. */
  readonly lines: string[];
  readonly #watches: Set<() => void>;
  #requests = 0;

  private constructor(
    core: RunningCore,
    hooks: ScriptHooks,
    seen: { records: ErrorRecord[]; lines: string[]; watches: Set<() => void> },
  ) {
    this.core = core;
    this.hooks = hooks;
    this.records = seen.records;
    this.lines = seen.lines;
    this.#watches = seen.watches;
  }

  /** Starts one. It must be disposed. */
  static async start(options: HookedCoreOptions = {}): Promise<HookedCore> {
    const records: ErrorRecord[] = [], lines: string[] = [], watches = new Set<() => void>();
    const note = <Item>(list: Item[], item: Item) => {
      list.push(item);
      for (const look of watches) look();
    };
    const { id = "server", log = new MemoryEventStorage(), clock = SYSTEM_CLOCK, patienceMs = 5_000, ...changes } =
      options;
    let hooks: ScriptHooks | undefined;
    const errors: ErrorStorage = {
      log: (record) => note(records, record),
      list: () => [],
      [Symbol.asyncDispose]: () => Promise.resolve(),
    };
    const core = await startCore({
      id,
      log,
      models: new MemoryModelStorage(),
      errors,
      rules: RULES,
      hooks: (parts) =>
        hooks = new ScriptHooks({
          deno: Deno.execPath(),
          memoryBytes: 64 << 20,
          processes: 8,
          preTimeoutMs: 20_000,
          postTimeoutMs: 20_000,
          maxPayloadBytes: 256 * 1024,
          net: { kind: "all" },
          run: { kind: "all" },
          onLog: ({ text }) => note(lines, text),
          onWarning: (text) => note(lines, text),
          ...changes,
        }, parts),
      newId: idMaker(SYSTEM_CLOCK),
      random: Math.random,
      clock,
      patienceMs,
      maxReferring: 100,
    });
    const hooked = new HookedCore(core, hooks!, { records, lines, watches });
    if (core.state.models().length === 0) {
      for (const id of ["item", "note"]) {
        await hooked.write({ op: "createModel", definition: { id, fields: {}, strict: false, idKind: "any" } });
      }
    }
    return hooked;
  }

  /** Resolves when this many lines are logged, and this many records are in the error storage. */
  seen({ lines = 0, records = 0 }: { lines?: number; records?: number }): Promise<void> {
    return new Promise((resolve) => {
      const look = () => {
        if (this.lines.length < lines || this.records.length < records) return;
        this.#watches.delete(look);
        resolve();
      };
      this.#watches.add(look);
      look();
    });
  }

  /** Makes one change. */
  write(operation: Operation, signal: AbortSignal = new AbortController().signal): Promise<Committed> {
    const requestId = `request-${++this.#requests}`;
    return this.core.writer.write({ operations: [operation], batch: false, actor: "tester", requestId, signal });
  }

  /** Sets a hook of a model to the body of an async function with the argument `ctx`. */
  async set(hook: HookName, body: string, options: HookOptions = {}, model = "item"): Promise<HookDefinition> {
    const source = `export async function ${hook}(ctx) { ${body} }`;
    const definition = { hook, kind: "script", language: "js", source, options } as const;
    const { outcomes: [outcome] } = await this.write({ op: "setHook", model, hook: definition });
    if (outcome?.kind !== "hook") throw new Error("No hook was set");
    return outcome.hook;
  }

  /** Sets a hook of `item` to a native one. */
  async setNative(hook: HookName, name: string, options: HookOptions = {}): Promise<void> {
    await this.write({ op: "setHook", model: "item", hook: { hook, kind: "native", name, options } });
  }

  /** Creates an instance. */
  async create(data: Json = {}, id?: string, model = "item"): Promise<Instance> {
    const { outcomes: [outcome] } = await this.write({ op: "create", model, data, ...id === undefined ? {} : { id } });
    if (outcome?.kind !== "instance") throw new Error("No instance was made");
    return outcome.instance;
  }

  /** The data of all instances of a model. */
  async all(model = "note"): Promise<JsonObject[]> {
    const { items } = await this.core.state.find(model, RULES.query(this.core.state.model(model)!, { limit: 500 }));
    return items.map(({ data }) => data);
  }

  /** Stops it; running hooks get that many milliseconds. */
  async stop(ms = 20_000): Promise<void> {
    const signal = ms === 0 ? AbortSignal.abort() : AbortSignal.timeout(ms);
    await this.core.close(signal);
  }

  /** Stops it. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop(0);
  }
}
