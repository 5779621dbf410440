/**
 * Gives each record to every sink.
 *
 * @module
 */
import { PublishError, type PublishRecord, type Sink } from "./record.ts";

/** A sink has not taken a record; the others have it. */
export class SinkError extends Error {
  /** The class's name. */
  override readonly name = "SinkError";
}

/** All sinks of a host, with what went to them. */
export class Publisher implements AsyncDisposable {
  readonly #sinks: readonly Sink[];
  readonly #published = new Map<string, number>();
  #failures = 0;

  /** @param sinks Without any, records are taken and forgotten. */
  constructor(sinks: readonly Sink[]) {
    this.#sinks = sinks;
  }

  /** How many records were taken, by call. */
  get published(): ReadonlyMap<string, number> {
    return this.#published;
  }

  /** How many records a sink has not taken. */
  get failures(): number {
    return this.#failures;
  }

  /**
   * Resolves when every sink has taken the record.
   *
   * @throws {PublishError} for a record that cannot be published.
   * @throws {SinkError} with the names of the sinks that have failed; the others have it.
   */
  async publish(record: PublishRecord): Promise<void> {
    const outcomes = await Promise.allSettled(this.#sinks.map((sink) => sink.publish(record)));
    const failed = outcomes.flatMap((outcome, i) => {
      return outcome.status === "rejected" ? [{ name: this.#sinks[i]!.name, error: outcome.reason }] : [];
    });
    if (failed.length === 0) {
      this.#published.set(record.call, (this.#published.get(record.call) ?? 0) + 1);
      return;
    }
    this.#failures++;
    const refused = failed.find(({ error }) => error instanceof PublishError);
    if (refused !== undefined) throw refused.error;
    const why = failed.map(({ name, error }) => `${name}: ${error instanceof Error ? error.message : error}`).join(
      "; ",
    );
    throw new SinkError(`Cannot publish ${record.call} to ${why}`, { cause: failed[0]!.error });
  }

  /** Resolves when every sink has written what waits. */
  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all(this.#sinks.map((sink) => sink[Symbol.asyncDispose]()));
  }
}
