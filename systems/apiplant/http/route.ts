/** What a route is: a row of the table in `routes.ts`. */
import type { RefusalCode } from "../commit/refusal.ts";
import type { Action } from "../model/definition.ts";
import type { Answer } from "./answer.ts";
import type { Exchange } from "./exchange.ts";

/** The methods of routes. HEAD is answered wherever GET is, and OPTIONS everywhere. */
export type Method = "GET" | "POST" | "PUT" | "PATCH" | "DELETE";

/** The shapes of bodies and answers, which the OpenAPI document describes. */
export type Shape =
  | "info"
  | "health"
  | "models"
  | "model"
  | "newModel"
  | "modelPatch"
  | "hooks"
  | "hook"
  | "hookBody"
  | "instances"
  | "instance"
  | "data"
  | "patch"
  | "history"
  | "restore"
  | "batch"
  | "batchResult"
  | "events"
  | "deadLetters"
  | "errorRecords"
  | "findings"
  | "snapshot"
  | "compact"
  | "logPlaces"
  | "archive"
  | "caller"
  | "keys"
  | "newKey"
  | "rotation"
  | "keyWithText"
  | "definitions"
  | "erased"
  | "imported"
  | "openapi"
  | "html"
  | "typescript"
  | "metrics"
  | "file"
  | "bytes"
  | "webhooks"
  | "webhook"
  | "webhookBody"
  | "newWebhook"
  | "webhookSecret"
  | "deadMessages"
  | "mcp";

/**
 * Who may use a route of a server in mode `required`: `unchecked` looks at no credentials, `anyone` and `rules` at those that are
 * sent, `user` wants some, `admin` those that may do everything. A route with `rules` asks the rules of models itself.
 */
export type Access = "unchecked" | "anyone" | "rules" | "user" | "admin";

/** A route, under the mount path. */
export interface Route {
  readonly method: Method;
  /** Segments with a colon are parameters: `/models/:id`. */
  readonly path: string;
  /** A name for clients made from the document. */
  readonly name: string;
  readonly summary: string;
  /** Names of parameters that may stand behind `?`; a name that ends in `[` stands for all that begin so. */
  readonly query: readonly string[];
  /** The body's shape, and whether a merge patch may be one. */
  readonly body?: Shape;
  /** The headers that it reads besides those of every route. */
  readonly headers?: readonly ("if-match" | "if-none-match" | "idempotency-key" | "last-event-id")[];
  /** Statuses of success, with the shape of each answer; `null` for no body. */
  readonly answers: Readonly<Record<number, Shape | null>>;
  /** Codes of refusals besides those that every route has. */
  readonly refusals: readonly RefusalCode[];
  /** Whether only programs of the same machine may use it while the server is open to everyone. */
  readonly local?: boolean;
  /** Who may use it when the server asks for credentials. @default {"admin"} */
  readonly access?: Access;
  /** Of a route with the rules of one model: the actions that it takes. */
  readonly actions?: readonly Action[];
  handle(exchange: Exchange): Promise<Answer> | Answer;
}

/** Codes that any route can have. */
export const COMMON_REFUSALS: readonly RefusalCode[] = [
  "malformed",
  "query",
  "header",
  "forbidden",
  "misdirected",
  "too_large",
  "rate",
  "internal",
  "storage",
  "stopping",
  "timeout",
];

/** Codes that any route that changes something can have. */
export const WRITE_REFUSALS: readonly RefusalCode[] = [
  "media_type",
  "in_progress",
  "idempotency_mismatch",
  "contention",
  "read_only",
];
