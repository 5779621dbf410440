/**
 * The kinds of a payload.
 *
 * @module
 */
import { ROOTS } from "./schema.ts";

/**
 * The kind of a payload: the host sends requests, the driver responses. Auth providers have their own sockets and
 * messages, since 0.5.
 */
export type Role = "request" | "response" | "auth-request" | "auth-response";

/** Every role. */
export const ROLES: readonly Role[] = Object.keys(ROOTS) as Role[];
