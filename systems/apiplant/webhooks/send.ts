/** Sends a message once. */
import type { Clock } from "@fluxwire/transport";
import type { IncomingMessage } from "node:http";
import { HookError } from "../hooks/broker/hook_error.ts";
import type { NetPolicy } from "../hooks/broker/policy.ts";
import { type PinnedOptions, pinnedRequest } from "../hooks/broker/pinned_request.ts";
import { VERSION } from "../http/version.ts";
import { type Message, signedHeaders } from "./signature.ts";

/** How long a receiver may take to answer, in milliseconds. */
export const ANSWER_MS = 15_000;

/** How messages are sent. */
export interface SendOptions extends Pick<PinnedOptions, "addressesOf" | "isPrivate"> {
  readonly net: NetPolicy;
  readonly clock: Clock;
}

/** Why a message was not taken. */
export interface Rejection {
  /** A sentence without secrets. */
  readonly message: string;
  /** How long the receiver asked to wait, in milliseconds; 0 if it did not. */
  readonly retryAfterMs: number;
  /** Whether the receiver says that it wants no messages any more (410 Gone). */
  readonly isGone: boolean;
}

/**
 * Sends a message. A status from 200 to 299 takes it; redirects are not followed.
 *
 * @returns Why it was not taken; `null` if it was.
 * @throws The signal's reason.
 */
export async function send(
  url: URL,
  message: Message,
  secrets: readonly string[],
  { net, clock, ...options }: SendOptions,
  signal: AbortSignal,
): Promise<Rejection | null> {
  const over = new AbortController(), timer = clock.setTimeout(() => over.abort(), ANSWER_MS);
  const headers = {
    "content-type": "application/json",
    "user-agent": `fluxwire-apiplant/${VERSION}`,
    ...signedHeaders(message, secrets),
  };
  try {
    const body = new TextEncoder().encode(message.body);
    const answer = await pinnedRequest({ url, method: "POST", headers: Object.entries(headers), body }, {
      ...options,
      net,
      signal: AbortSignal.any([signal, over.signal]),
    });
    // The status is all that counts; the connection ends with it.
    answer.destroy();
    return rejectionOf(answer, clock.now());
  } catch (error) {
    signal.throwIfAborted();
    if (over.signal.aborted) return rejected(`No answer within ${ANSWER_MS / 1_000} s`);
    if (!(error instanceof HookError)) throw error;
    if (error.code === "not_allowed") {
      return rejected(`The host ${url.hostname} has a private address: set [webhooks] allow-private to send there`);
    }
    return rejected(error.message);
  } finally {
    clock.clearTimeout(timer);
  }
}

function rejectionOf({ statusCode = 0, headers }: IncomingMessage, now: number): Rejection | null {
  if (statusCode >= 200 && statusCode < 300) return null;
  const isRedirect = statusCode >= 300 && statusCode < 400;
  const text = `It answered ${statusCode}${isRedirect ? ": redirects are not followed" : ""}`;
  return { ...rejected(text), retryAfterMs: retryAfter(headers["retry-after"], now), isGone: statusCode === 410 };
}

function rejected(message: string): Rejection {
  return { message: message.slice(0, 1_000), retryAfterMs: 0, isGone: false };
}

/** Seconds, or a date of HTTP. */
function retryAfter(header: string | undefined, now: number): number {
  if (header === undefined) return 0;
  const ms = /^\d{1,9}$/.test(header) ? Number(header) * 1_000 : Date.parse(header) - now;
  return Number.isFinite(ms) && ms > 0 ? ms : 0;
}
