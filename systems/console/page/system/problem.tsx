/**
 * A failure: its code, what it says, and what to do.
 *
 * @module
 */
import type { ErrorJson } from "@fluxwire/console/api";
import { type ComponentChildren, h } from "../preact.ts";

/** Shows it. */
export function Problem({ error: { code, message, remedy } }: { error: ErrorJson }): ComponentChildren {
  return (
    <div class="system-problem" role="alert">
      <b>✕ {code}</b>
      <p>{message}</p>
      {remedy !== null && <p class="remedy">{remedy}</p>}
    </div>
  );
}
