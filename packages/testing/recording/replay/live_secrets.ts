/**
 * The values for the masked secrets of a recording, given by the user of its replay.
 *
 * @module
 */
import { MASK } from "@fluxwire/transport/secrets";

/** The secrets of a replay. */
export interface LiveSecrets {
  /** The token, or null. */
  token: string | null;
  /** The password of the form, or null. Replaying throws if a masked password needs it. */
  password(isMasked: boolean): string | null;
  /** Values of other secret fields, by id. */
  values: ReadonlyMap<string, string>;
}

/** A message in exact JSON, as far as it contains secrets. */
interface Message {
  body: Record<string, unknown> & { type: string };
}

/** A recorded request with secrets in place of the masks; the same object if it has no masks. */
export function withSecrets(envelope: unknown, { token, password, values }: LiveSecrets): unknown {
  const message = envelope as Message, { body } = message;
  if (body.type === "Hello" && typeof body["authToken"] === "string") {
    const authToken = token ?? (body["authToken"] === MASK ? null : body["authToken"]);
    return { ...message, body: { ...body, authToken } };
  }
  if (body.type !== "OpenSession") return envelope;
  const profileJson = withValues(String(body["profileJson"]), values), recorded = body["password"];
  const now = recorded === null ? null : password(recorded === MASK) ?? recorded;
  return { ...message, body: { ...body, profileJson, password: now } };
}

function withValues(profileJson: string, secrets: ReadonlyMap<string, string>): string {
  if (secrets.size === 0) return profileJson;
  const profile = JSON.parse(profileJson);
  const values = profile?.config?.External?.values ?? {};
  for (const [id, secret] of secrets) if (String(values[id]).includes(MASK)) values[id] = secret;
  return JSON.stringify(profile);
}
