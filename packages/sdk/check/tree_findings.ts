/**
 * Findings about DBFlux's tree. The check requests the session's schema, as DBFlux does right after opening.
 *
 * @module
 */
import { within } from "@fluxwire/transport";
import { DEFAULT_LIMITS, type DriverResponseBody, LAYOUTS, shownTree } from "@fluxwire/wire";
import type { Driver } from "../driver.ts";
import { createLog } from "../log.ts";
import type { Context } from "../methods/context.ts";
import { METHODS } from "../methods/table.ts";
import { sendablePayload } from "../sendable.ts";
import type { Finding } from "./finding.ts";
import { PEER, type TrialSession } from "./trial_session.ts";

/** Findings about the tree. A session without the method `schema` is reported as a missing method instead. */
export async function treeFindings(
  { definition: { schemaLoadingStrategy } }: Driver,
  { session, mask }: TrialSession,
  timeoutMs: number,
): Promise<Finding[]> {
  if (session.schema === undefined) return [];
  const signal = AbortSignal.timeout(timeoutMs);
  try {
    const answer = await within(METHODS.Schema.run(session, { type: "Schema" }, contextOf(signal)), signal);
    if (answer.type !== "Schema") return [];
    checkSendable(answer);
    const { empty } = shownTree(answer.schema.structure, { schemaLoadingStrategy });
    return empty === null ? [] : [emptyTree(empty.remedy, empty.reason === "no-contents" ? "warning" : "error")];
  } catch (error) {
    if (signal.aborted) return [failed(`it took longer than ${timeoutMs} ms`)];
    return [failed(mask(error instanceof Error ? error.message : String(error)))];
  }
}

/**
 * Checks that the answer can be encoded in every layout; if not, the host would get an error instead.
 *
 * @throws {DriverError} saying why not.
 */
function checkSendable(body: DriverResponseBody): void {
  const envelope = { protocolVersion: PEER.protocolVersion, requestId: 1n, done: true, body };
  for (const layout of LAYOUTS) sendablePayload(envelope, { layout, limits: DEFAULT_LIMITS });
}

function emptyTree(remedy: string, severity: Finding["severity"]): Finding {
  return {
    id: "empty-tree",
    severity,
    subject: "schema",
    text: "DBFlux will show an empty tree: the connection turns green, but nothing below it can be opened",
    remedy,
  };
}

function failed(reason: string): Finding {
  return {
    id: "schema-failed",
    severity: "error",
    subject: "schema",
    text: `DBFlux will show an empty tree: the connection turns green, but its schema failed: ${reason}`,
    remedy: "Return the tables that the user may see; an empty database is a schema without tables",
  };
}

function contextOf(signal: AbortSignal): Context {
  const sessionId = crypto.randomUUID();
  return {
    signal,
    deadline: null,
    sessionId,
    peer: PEER,
    log: createLog("error", () => {}),
    audit: () => {},
    readsOnly: () => {},
    settlesWithin: () => {},
    answer: {
      request: "Schema",
      layout: "0.8",
      codec: "postcard",
      protocolVersion: PEER.protocolVersion,
      requestId: "1",
      sessionId,
      limits: DEFAULT_LIMITS,
    },
  };
}
