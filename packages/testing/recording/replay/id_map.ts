/**
 * Maps the recorded ids that a driver gave out to those of the replay.
 *
 * @module
 */

const UUID = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g;

/** The current id for each recorded one. */
export class IdMap {
  readonly #ids = new Map<string, string>();

  /** Learns the ids in an answer, from the recorded and the current message in exact JSON. */
  learn(recorded: unknown, found: unknown): void {
    const [before, now] = [idsOf(recorded), idsOf(found)];
    for (const [i, id] of before.entries()) {
      const other = now[i];
      if (id !== null && other != null && !this.#ids.has(id)) this.#ids.set(id, other);
    }
  }

  /** The exact JSON with current ids, also within texts. */
  rewrite(json: unknown): unknown {
    if (this.#ids.size === 0) return json;
    if (typeof json === "string") return json.replace(UUID, (id) => this.#ids.get(id) ?? id);
    if (Array.isArray(json)) return json.map((item) => this.rewrite(item));
    if (typeof json !== "object" || json === null) return json;
    return Object.fromEntries(Object.entries(json).map(([key, value]) => [key, this.rewrite(value)]));
  }
}

/** The session id of the envelope, then the ids in the body. */
function idsOf(message: unknown): (string | null)[] {
  const { sessionId, body } = message as { sessionId?: unknown; body?: Record<string, unknown> };
  return [sessionId, body?.["sessionId"], body?.["handleId"]].map((id) => typeof id === "string" ? id : null);
}
