/**
 * The way of a command through the host, step by step, for those who follow it by the caller's id.
 *
 * @module
 */

/** A step of a command on its way to a hub and back. */
export interface RouteStep {
  /** The caller's id. */
  readonly correlationId: string;
  /** What has happened: the host has it, the hub got it, the hub has answered, or it has failed. */
  readonly step: "routed" | "sent" | "answered" | "failed";
  /** The host's id of the command at the hub; null before it has one. */
  readonly id: string | null;
  /** The child's name at the hub. */
  readonly childRef: string;
  /** What the command is for. */
  readonly endpointKey: string;
  /** Whose command it is; empty if unknown. */
  readonly callerDeviceId: string;
  /** The hub's message, or why it has failed; empty if there is nothing to say. */
  readonly detail: string;
}

/** A step, with its hub. */
export interface CallStep extends RouteStep {
  /** The hub's device id. */
  readonly hubDeviceId: string;
}

/** Gives steps to those who follow a command; without any, a step costs one look. */
export class CallSteps {
  readonly #followers = new Map<string, Set<(step: CallStep) => void>>();

  /** Gives the steps of a command, by the caller's id, until it is disposed. */
  follow(correlationId: string, take: (step: CallStep) => void): Disposable {
    const followers = this.#followers.get(correlationId) ?? new Set();
    this.#followers.set(correlationId, followers);
    followers.add(take);
    return {
      [Symbol.dispose]: () => {
        followers.delete(take);
        if (followers.size === 0) this.#followers.delete(correlationId);
      },
    };
  }

  /** Notes a step. */
  note(step: CallStep): void {
    if (this.#followers.size === 0) return;
    for (const take of this.#followers.get(step.correlationId) ?? []) take(step);
  }
}
