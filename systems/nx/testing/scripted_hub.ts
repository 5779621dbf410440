/**
 * A hub for tests of children: answers as the test says.
 *
 * @module
 */
import { dataOf } from "../sdk/command_result.ts";
import type { HubCommandOptions, HubProxy } from "../sdk/context.ts";
import { NxError } from "../sdk/nx_error.ts";

/** A command that has reached the hub. */
export interface HubCall {
  /** What it was for. */
  readonly endpointKey: string;
  /** Its value. */
  readonly value: unknown;
}

/** Answers commands of a child. Without an answer for an endpoint it does not know it. */
export class ScriptedHub implements HubProxy {
  readonly #answers = new Map<string, (value: unknown) => unknown>();
  #isBound: boolean;
  /** The commands so far. */
  readonly calls: HubCall[] = [];
  /** Whether the hub has a session; false makes every command fail with `hub not connected`. */
  isConnected = true;

  /**
   * A hub that knows no endpoint yet.
   *
   * @param isBound Whether the child has a hub.
   */
  constructor(isBound: boolean) {
    this.#isBound = isBound;
  }

  /** Answers commands for an endpoint with what a function of their value returns; what it throws is the failure. */
  answer(endpointKey: string, answer: (value: unknown) => unknown): this {
    this.#answers.set(endpointKey, answer);
    return this;
  }

  /** As the driver calls it. */
  async command(endpointKey: string, value: unknown, _options?: HubCommandOptions): Promise<unknown> {
    if (!this.#isBound) throw new NxError("HubUnavailable", "hub not bound");
    if (!this.isConnected) throw new NxError("HubUnavailable", "hub not connected");
    this.calls.push({ endpointKey, value });
    const answer = this.#answers.get(endpointKey);
    if (answer === undefined) throw new NxError("NotFound", "unknown endpoint");
    const data = dataOf(await answer(value));
    return data.length === 0 ? undefined : JSON.parse(new TextDecoder().decode(data));
  }
}
