/**
 * The ids that a driver gives out: a replay gets others than were recorded.
 *
 * @module
 */

const UUID = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g;

/** Which id of now stands for which recorded one. */
export class IdMap {
  readonly #ids = new Map<string, string>();

  /** Learns the ids that an answer gives out, from the recorded one and the one of now, in exact JSON. */
  learn(recorded: unknown, found: unknown): void {
    const [before, now] = [idsOf(recorded), idsOf(found)];
    for (const [i, id] of before.entries()) {
      const other = now[i];
      if (id !== null && other != null && !this.#ids.has(id)) this.#ids.set(id, other);
    }
  }

  /** Exact JSON with the ids of now, also within texts. */
  rewrite(json: unknown): unknown {
    if (this.#ids.size === 0) return json;
    if (typeof json === "string") return json.replace(UUID, (id) => this.#ids.get(id) ?? id);
    if (Array.isArray(json)) return json.map((item) => this.rewrite(item));
    if (typeof json !== "object" || json === null) return json;
    return Object.fromEntries(Object.entries(json).map(([key, value]) => [key, this.rewrite(value)]));
  }
}

/** The session's id of the header, then the ids that a body gives out. */
function idsOf(message: unknown): (string | null)[] {
  const { sessionId, body } = message as { sessionId?: unknown; body?: Record<string, unknown> };
  return [sessionId, body?.["sessionId"], body?.["handleId"]].map((id) => typeof id === "string" ? id : null);
}
