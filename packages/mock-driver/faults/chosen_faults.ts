/**
 * The faults that somebody chose, at work in one process.
 *
 * @module
 */
import type { Listener } from "@fluxwire/transport";
import type { MockClock } from "../mock_clock.ts";
import { Random } from "../random.ts";
import type { Stats } from "../stats.ts";
import type { Chosen, ProcessHooks, Welcome } from "./fault.ts";
import { FaultyListener } from "./faulty_listener.ts";
import { FaultyTransport } from "./faulty_transport.ts";
import type { Choice } from "./table.ts";

/** What faults are given. */
export interface FaultOptions {
  /** Counts. */
  stats: Stats;
  /** Waits. */
  clock: MockClock;
  /** From which random bytes come. */
  seed: number;
  /** The token that Hello must carry; null where any will do. */
  token: string | null;
}

/** The chosen faults of one process. */
export class ChosenFaults {
  readonly #options: FaultOptions;
  readonly #choices: readonly { fault: Choice["fault"]; chosen: Chosen }[];

  /** Puts choices to work. */
  constructor(choices: readonly Choice[], options: FaultOptions) {
    const { stats, token, seed } = options;
    this.#options = options;
    this.#choices = choices.map(({ name, fault, n }) => ({
      fault,
      chosen: { n, token, random: new Random(seed), fire: () => stats.fault(name) },
    }));
  }

  /** What they do to the process. To be asked for once. */
  process(): ProcessHooks[] {
    return this.#choices.flatMap(({ fault, chosen }) => fault.process?.(chosen) ?? []);
  }

  /** The listener as a driver gets it. */
  listener(inner: Listener): Listener {
    return new FaultyListener(inner, {
      welcome: (accepted) => this.#welcome(accepted),
      wrap: (transport) =>
        new FaultyTransport(transport, {
          ...this.#options,
          hooks: (line) => this.#choices.flatMap(({ fault, chosen }) => fault.line?.(chosen, line) ?? []),
        }),
    });
  }

  #welcome(accepted: number): Welcome | null {
    for (const { fault, chosen } of this.#choices) {
      const welcome = fault.welcome?.(chosen, accepted) ?? null;
      if (welcome !== null) return welcome;
    }
    return null;
  }
}
