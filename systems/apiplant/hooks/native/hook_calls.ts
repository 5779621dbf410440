/** Calls of hooks, of scripts and native ones alike. */
import type { HookDefinition } from "../../model/definition.ts";
import type { CallEnd } from "../isolate/message.ts";
import type { PoolCall } from "../isolate/pool.ts";

/** A call of a hook. */
export interface HookCall extends PoolCall {
  /** The name of a native hook, whose source does not matter; `null` for a script. */
  readonly native: string | null;
}

/** What runs hooks. */
export interface HookCalls {
  /**
   * Runs a call.
   *
   * @throws {IsolateLost} if its process ended, or its time was over.
   * @throws {SourceError} if the source of a script does not load.
   */
  run(call: HookCall): Promise<CallEnd>;
}

/** The name of a native hook; `null` for a script. */
export function nativeName({ kind, name }: Pick<HookDefinition, "kind" | "name">): string | null {
  return kind === "native" ? name ?? "" : null;
}
