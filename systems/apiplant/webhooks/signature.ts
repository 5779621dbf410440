/** Signatures of messages, as Standard Webhooks has them. */
import { createHmac } from "node:crypto";

const PREFIX = "whsec_";

/** A message before it is signed. */
export interface Message {
  /** The same at each attempt, so that a receiver knows what it has already. */
  readonly id: string;
  /** When it is sent, in seconds since 1970. */
  readonly timestamp: number;
  /** The exact text that is sent. */
  readonly body: string;
}

/** A new secret of 32 random bytes. */
export function newSecret(): string {
  return PREFIX + crypto.getRandomValues(new Uint8Array(32)).toBase64();
}

/** The bytes of a secret, or `null` if it is none. */
export function secretBytes(secret: string): Uint8Array | null {
  if (!secret.startsWith(PREFIX)) return null;
  try {
    const bytes = Uint8Array.fromBase64(secret.slice(PREFIX.length));
    return bytes.length >= 24 && bytes.length <= 64 ? bytes : null;
  } catch {
    return null;
  }
}

/** The headers of a message: one signature for each secret. */
export function signedHeaders({ id, timestamp, body }: Message, secrets: readonly string[]): Record<string, string> {
  const signatures = secrets.map((secret) => {
    const key = secretBytes(secret);
    if (key === null) throw new TypeError("The secret is none of webhooks");
    return `v1,${createHmac("sha256", key).update(`${id}.${timestamp}.${body}`).digest("base64")}`;
  });
  return {
    "webhook-id": id,
    "webhook-timestamp": String(timestamp),
    "webhook-signature": signatures.join(" "),
  };
}
