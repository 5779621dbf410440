/** A core over storages in memory, for tests of the write path. */
import { ManualClock } from "@fluxwire/transport";
import { idMaker } from "../../event/new_id.ts";
import type { PreCall } from "../../hooks/runner.ts";
import type { Event } from "../../event/event.ts";
import type { Json } from "../../json/json.ts";
import type { ModelDefinition } from "../../model/definition.ts";
import { type RunningCore, startCore } from "../../server/start_core.ts";
import { PLAIN_RULES } from "../../simulation/plain_rules.ts";
import { MemoryEventStorage } from "../../storage/memory/event_storage.ts";
import { MemoryModelStorage } from "../../storage/memory/model_storage.ts";
import type { ErrorStorage, EventStorage, ModelStorage, StorageError } from "../../storage/roles.ts";
import type { Command, Committed, Operation } from "../command.ts";
import type { ModelRules } from "../rules.ts";

/** What a test replaces. */
export interface CoreDoubleOptions {
  readonly log?: EventStorage;
  readonly models?: ModelStorage;
  readonly rules?: ModelRules;
  readonly pre?: (call: PreCall) => Promise<Json | undefined>;
  readonly post?: (events: readonly Event[]) => Promise<void>;
  readonly onBroken?: (error: StorageError) => void;
  readonly gather?: () => Promise<void>;
}

const NO_ERRORS: ErrorStorage = { log: () => {}, list: () => [], [Symbol.asyncDispose]: () => Promise.resolve() };

/** A core whose changes a test asks for in one line. */
export class CoreDouble implements AsyncDisposable {
  readonly core: RunningCore;
  readonly clock: ManualClock;
  readonly log: EventStorage;
  readonly models: ModelStorage;

  private constructor(core: RunningCore, clock: ManualClock, log: EventStorage, models: ModelStorage) {
    this.core = core;
    this.clock = clock;
    this.log = log;
    this.models = models;
  }

  /** Starts it. */
  static async start(options: CoreDoubleOptions = {}): Promise<CoreDouble> {
    const clock = new ManualClock(Date.UTC(2026, 10, 30));
    const log = options.log ?? new MemoryEventStorage({ logId: "00000000-0000-4000-8000-000000000001" });
    const models = options.models ?? new MemoryModelStorage();
    const core = await startCore({
      id: "server-a",
      log,
      models,
      errors: NO_ERRORS,
      rules: options.rules ?? PLAIN_RULES,
      hooks: () => ({
        check: () => Promise.resolve(),
        pre: options.pre ?? (() => Promise.resolve(undefined)),
        applied: () => {},
        post: options.post ?? (() => Promise.resolve()),
        start: () => Promise.resolve(),
        close: () => Promise.resolve(),
      }),
      newId: idMaker(clock),
      random: () => 0.5,
      clock,
      patienceMs: 30_000,
      maxReferring: 100,
      ...(options.onBroken && { onBroken: options.onBroken }),
      ...(options.gather && { gather: options.gather }),
    });
    return new CoreDouble(core, clock, log, models);
  }

  /** Makes one change, or a batch of several. */
  write(operations: Operation | readonly Operation[], more: Partial<Command> = {}): Promise<Committed> {
    const list = Array.isArray(operations) ? operations as readonly Operation[] : [operations as Operation];
    const signal = new AbortController().signal;
    const command = { operations: list, batch: list.length > 1, actor: "anonymous", requestId: "request", signal };
    return this.core.writer.write({ ...command, ...more });
  }

  /** Defines a model, with hooks that the options' functions stand for. */
  async define(
    definition: Omit<ModelDefinition, "version">,
    hooks: readonly ("preCreate" | "preUpdate" | "preDelete")[] = [],
  ): Promise<void> {
    const set = hooks.map((hook) => ({ hook, kind: "script", language: "js", source: "", options: {} }) as const);
    await this.write({ op: "createModel", definition, hooks: set });
  }

  /** The kinds of all events. */
  async kinds(): Promise<string[]> {
    const { entries } = await this.log.read(1, 10_000);
    return entries.map(({ json }) => JSON.parse(json).kind);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.core.close(AbortSignal.abort());
  }
}
