/**
 * Which lease the controller gives an exporter, as its messages say.
 *
 * @module
 */
import type { StatusResponse } from "../generated/jumpstarter/v1/jumpstarter_pb.ts";

/** A lease that the controller has given; another object is another lease, of the same name too. */
export interface Assignment {
  /** The lease's name. */
  readonly name: string;
  /** The client that has it; empty if the controller does not say. */
  readonly client: string;
}

/** The latest assignment. What came and went while the exporter was busy is skipped. */
export class Assignments {
  #current: Assignment | null = null;
  #failure: { readonly error: unknown } | null = null;
  #changed: PromiseWithResolvers<void> = Promise.withResolvers();

  /** Takes a message of the controller. */
  update({ leased, leaseName = "", clientName = "" }: StatusResponse): void {
    const name = leased ? leaseName : "";
    if (name === (this.#current?.name ?? "")) return;
    this.#current = name === "" ? null : { name, client: clientName };
    this.#change();
  }

  /** No message follows. */
  fail(error: unknown): void {
    this.#failure = { error };
    this.#current = null;
    this.#change();
  }

  /**
   * The next assignment after one that is over.
   *
   * @param isWanted Asked again at each {@link wake}; while it says no, the answer is null.
   * @throws What {@link fail} was given.
   */
  async next(last: Assignment | null, isWanted: () => boolean): Promise<Assignment | null> {
    for (;;) {
      if (!isWanted()) return null;
      if (this.#failure !== null) throw this.#failure.error;
      if (this.#current !== null && this.#current !== last) return this.#current;
      await this.#changed.promise;
    }
  }

  /** Resolves when an assignment is not the latest any more. */
  async gone(assignment: Assignment): Promise<void> {
    while (this.#current === assignment) await this.#changed.promise;
  }

  /** Lets {@link next} ask again. */
  wake(): void {
    this.#change();
  }

  #change(): void {
    const { resolve } = this.#changed;
    this.#changed = Promise.withResolvers();
    resolve();
  }
}
