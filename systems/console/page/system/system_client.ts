/**
 * What a screen asks of a system's source; each answer is checked.
 *
 * @module
 */
import {
  type Acted,
  type Action,
  isActed,
  isActions,
  isRows,
  isTree,
  type RowQuery,
  type Rows,
  type TreeNode,
} from "@fluxwire/console/api";
import type { Api } from "../server/api.ts";
import { unknownAnswer } from "../server/server.ts";

/** One source. All of it throws a `PageError`. */
export class SystemClient {
  readonly #api: Api;
  readonly #source: string;

  /** @param source The source's id. */
  constructor(api: Api, source: string) {
    this.#api = api;
    this.#source = source;
  }

  /** The nodes below one; null for the roots. */
  async tree(under: string | null): Promise<readonly TreeNode[]> {
    return (await this.#ask("tree", { under }, isTree)).nodes;
  }

  /** What can be done at a node. */
  async actions(node: string): Promise<readonly Action[]> {
    return (await this.#ask("actions", { node }, isActions)).actions;
  }

  /** Does it. */
  async act(node: string, action: string, args: readonly unknown[]): Promise<Acted> {
    return await this.#ask("act", { node, action, args }, isActed);
  }

  /** The rows of a node, now or at a time. */
  async rows(node: string, query: RowQuery, at: string | null = null): Promise<Rows> {
    return await this.#ask("rows", { node, query, at }, isRows);
  }

  /** Ends a run. */
  async stop(run: string): Promise<void> {
    await this.#ask("stop", { run }, (value): value is null => value === null);
  }

  async #ask<T>(operation: string, input: unknown, isIt: (value: unknown) => value is T): Promise<T> {
    const value = await this.#api.ask<unknown>(this.#source, operation, input);
    if (isIt(value)) return value;
    throw unknownAnswer(operation);
  }
}
