/** Calls of hooks, of scripts and native ones alike. */
import type { HookDefinition } from "../../model/definition.ts";
import type { HookCall } from "../isolates.ts";
import type { CallEnd } from "../isolate/message.ts";

/** A call of a hook of either kind. */
export interface AnyHookCall extends HookCall {
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
  run(call: AnyHookCall): Promise<CallEnd>;
}

/** The name of a native hook; `null` for a script. */
export function nativeName({ kind, name }: Pick<HookDefinition, "kind" | "name">): string | null {
  return kind === "native" ? name ?? "" : null;
}
