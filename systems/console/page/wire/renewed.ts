/**
 * What is new in the envelope of a request that is sent again: its body alone is what it was.
 *
 * @module
 */
import type { AskedEnvelope } from "../../worker/messages.ts";

/** Requests that belong to no session. */
const SESSIONLESS: ReadonlySet<string> = new Set(["Hello", "OpenSession", "Ping"]);

/** Whether a request belongs to no session: it is sent over a connection of its own. */
export function isSessionless(method: string): boolean {
  return SESSIONLESS.has(method);
}

/**
 * A sentence that names every member that is not sent as it was, with its value then.
 *
 * @param layout The layout then.
 * @param now The layout of the session that it is sent in; null for a new session.
 */
export function renewedText(
  { protocolVersion: { major, minor }, requestId, sessionId = null, timeoutMs = null, body }: AskedEnvelope,
  layout: string,
  now: string | null,
): string {
  const ofSession = now === null ? "a new session's" : "that of Connect";
  const session = isSessionless(body.type)
    ? sessionId === null ? [] : [`no sessionId (was ${sessionId}), as ${body.type} has none`]
    : [`sessionId: ${ofSession} (was ${sessionId ?? "none"})`];
  const parts = [
    `requestId: the next one of its connection (was ${requestId})`,
    ...session,
    ...(timeoutMs === null ? [] : [`no timeoutMs (was ${timeoutMs}), as hosts send none`]),
    `protocolVersion and layout: what its connection has agreed on (were ${major}.${minor} and ${layout}${
      now === null || now === layout || isSessionless(body.type) ? "" : `; the layout is ${now}`
    })`,
  ];
  return `Its body is sent. New are ${parts.join("; ")}.`;
}
