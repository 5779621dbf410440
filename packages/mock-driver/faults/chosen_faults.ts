/**
 * The chosen faults of one process.
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

/** What faults work with. */
export interface FaultOptions {
  /** Counts their effects. */
  stats: Stats;
  /** Sets their timers. */
  clock: MockClock;
  /** The seed of random bytes. */
  seed: number;
  /** The token that Hello must carry; null if any is accepted. */
  token: string | null;
}

/** The chosen faults of one process. */
export class ChosenFaults {
  readonly #options: FaultOptions;
  readonly #choices: readonly { fault: Choice["fault"]; chosen: Chosen }[];

  /** Activates the chosen faults. */
  constructor(choices: readonly Choice[], options: FaultOptions) {
    const { stats, token, seed } = options;
    this.#options = options;
    this.#choices = choices.map(({ name, fault, n }) => ({
      fault,
      chosen: { n, token, random: new Random(seed), fire: () => stats.fault(name) },
    }));
  }

  /** Their effects on the process. To be read once. */
  process(): ProcessHooks[] {
    return this.#choices.flatMap(({ fault, chosen }) => fault.process?.(chosen) ?? []);
  }

  /** The listener with its faults, for a driver. */
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
