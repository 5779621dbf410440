/**
 * Whether orphaned processes are reaped: a container's first process must do it, and Deno does not.
 *
 * @module
 */
import { type Finding, fine, trouble } from "./finding.ts";
import { outputOf } from "./machine.ts";

/** How orphans are reaped in a container. */
export const INIT_REMEDY = "start the container with an init: docker run --init, or init: true in compose.yaml";

/** Programs that reap no orphans when they are the first process. */
const NO_INITS: ReadonlySet<string> = new Set(["deno", "fluxwire"]);

/**
 * The finding about the first process.
 *
 * @param name Its name; null if unknown.
 * @param ownPid The id of this process.
 */
export function initFinding(name: string | null, ownPid: number): Finding {
  if (ownPid !== 1 && (name === null || !NO_INITS.has(name))) {
    return fine("init", null, name === null ? "the first process is unknown" : `the first process is ${name}`);
  }
  return trouble("init", "warning", {
    message: `process 1 is ${name ?? "this program"}, which does not reap orphans: ended processes of drivers pile up`,
    remedy: INIT_REMEDY,
  });
}

/** The name of the first process; null if unknown. */
export async function firstProcess(): Promise<string | null> {
  if (Deno.build.os !== "linux") return null;
  return (await outputOf("sh", ["-c", 'read -r name </proc/1/comm && echo "$name"']))?.trim() || null;
}
