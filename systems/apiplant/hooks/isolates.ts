/** All that runs hooks in processes: loaded when the first hook is defined or called, as most of a server's start is loading. */
import { Gate } from "@fluxwire/transport";
import type { HookDefinition } from "../model/definition.ts";
import { type BrokerCall, createBroker } from "./broker/broker.ts";
import type { IsolateSettings } from "./isolate/isolate.ts";
import { limitMemory } from "./isolate/memory_limit.ts";
import type { CallEnd } from "./isolate/message.ts";
import { Pool, type PoolCall, type PoolKey } from "./isolate/pool.ts";
import { ResidentSizes } from "./isolate/resident_sizes.ts";
import { checkHook } from "./source_check.ts";

/** How many sources are checked at once. */
const MAX_CHECKS = 2;

/** A call of a hook, and what its questions may reach. */
export interface HookCall extends Omit<PoolCall, "broker"> {
  readonly questions: BrokerCall;
}

/** How isolates are started. */
export interface IsolatesOptions extends Omit<IsolateSettings, "limit"> {
  /** How many run at once. */
  readonly processes: number;
  /** Gets each line that an isolate prints. */
  readonly onPrint: (key: PoolKey, line: string) => void;
  /** Gets the reason if the memory outside of a heap is not limited. */
  readonly onUnlimited: (reason: string) => void;
}

/** The isolates of a server. They must be ended. */
export class Isolates {
  readonly #settings: IsolateSettings;
  readonly #sizes = new ResidentSizes();
  readonly #pool: Pool;
  readonly #checks = new Gate(MAX_CHECKS);

  /** Starts none before a call needs one. */
  constructor({ processes, onPrint, onUnlimited, ...settings }: IsolatesOptions) {
    const { memoryBytes } = settings;
    const limit: IsolateSettings["limit"] = (pid, onExceeded) =>
      limitMemory({ pid, memoryBytes, sizes: this.#sizes, onExceeded, onUnlimited });
    this.#settings = { ...settings, limit };
    this.#pool = new Pool(this.#settings, processes, onPrint);
  }

  /** The process ids of those that have started. */
  get pids(): readonly number[] {
    return this.#pool.pids;
  }

  /**
   * Runs a call.
   *
   * @throws {IsolateLost} if its process was ended because of it, or twice.
   * @throws {SourceError} if the source does not load.
   */
  run({ questions, ...call }: HookCall): Promise<CallEnd> {
    return this.#pool.run({ ...call, broker: () => createBroker(questions) });
  }

  /** Checks the source of a hook. Rejects with a `Refusal`. */
  check(hook: Omit<HookDefinition, "revision">): Promise<void> {
    return this.#checks.run(() => checkHook(this.#settings, hook));
  }

  /** Ends all. */
  async end(): Promise<void> {
    await this.#pool.end();
    await this.#sizes.close();
  }
}
