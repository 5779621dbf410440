/** A model server and the console's source of it, for tests. */
import { type Acted, MAX_ROWS, type Rows, type TreeNode } from "@fluxwire/console/api";
import type { LineRing } from "@fluxwire/console";
import { Served, type ServedOptions } from "../../http/testing/served.ts";
import { ModelsSource } from "../models_source.ts";

/** Both. They must be disposed. */
export class Shown implements AsyncDisposable {
  private constructor(readonly served: Served, readonly source: ModelsSource) {}

  /** Starts both. */
  static async start(options: ServedOptions = {}): Promise<Shown> {
    const served = await Served.start(options);
    return new Shown(served, new ModelsSource({ id: "models", address: served.serving.url, key: served.adminKey }));
  }

  /** What an operation answers, as the page gets it. */
  async ask(operation: string, input: unknown): Promise<unknown> {
    const result = await this.source.operations[operation]!.run(input, AbortSignal.timeout(30_000));
    return JSON.parse(JSON.stringify(result));
  }

  /** What an action comes to. */
  async act<T>(node: string, action: string, ...args: unknown[]): Promise<T> {
    return (await this.ask("act", { node, action, args }) as Acted & { readonly result: T }).result;
  }

  /** Rows of a node. */
  async rows(
    node: string,
    filter = "",
    order = "",
    limit: number = MAX_ROWS,
    from: string | null = null,
  ): Promise<Rows> {
    return await this.ask("rows", { node, query: { filter, order, limit, from }, at: null }) as Rows;
  }

  /** Nodes. */
  async tree(under: string | null = null): Promise<readonly TreeNode[]> {
    return (await this.ask("tree", { under }) as { nodes: readonly TreeNode[] }).nodes;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.source.close();
    await this.served[Symbol.asyncDispose]();
  }
}

/** Waits until a ring's lines are so that `is` holds. */
export async function untilLines(ring: LineRing, is: (lines: readonly string[]) => boolean): Promise<string[]> {
  const { promise, resolve } = Promise.withResolvers<string[]>();
  const look = () => {
    const { lines } = ring.read(0, 10_000);
    if (is(lines)) resolve(lines);
  };
  using _watching = ring.watch(look);
  look();
  return await promise;
}
