/** What a webhook is: an address that gets the events of models. */
import type { EventKind, Seq } from "../event/event.ts";
import { isObject } from "../json/equal.ts";
import type { Json, JsonObject } from "../json/json.ts";
import { MODEL_ID } from "../model/types/texts.ts";
import { type Problem, type ProblemCode, validationRefusal } from "../model/problem.ts";
import { shortened } from "../model/validate.ts";
import { secretBytes } from "./signature.ts";

/** The kinds of events that a webhook can have. Those of hooks hold code. */
export const WEBHOOK_KINDS: readonly EventKind[] = [
  "instance.created",
  "instance.updated",
  "instance.deleted",
  "instance.erased",
  "model.created",
  "model.updated",
  "model.deleted",
];

/** What events have as model that note changes of webhooks. */
export const WEBHOOKS = "webhooks";

const MAX_LISTED = 100;
const MAX_URL = 2_000;

/** A webhook without its secret. */
export interface Webhook {
  readonly id: string;
  /** Where its messages are sent, by POST. */
  readonly url: string;
  /** The ids of the models whose events it gets; `null` for all. */
  readonly models: readonly string[] | null;
  readonly kinds: readonly EventKind[];
  readonly description: string;
  /** Whether messages are sent; while they are not, its place in the log stays. */
  readonly enabled: boolean;
  /** RFC 3339, UTC. */
  readonly createdAt: string;
}

/** What a body says of a webhook. */
export type WebhookBody = Pick<Webhook, "url" | "models" | "kinds" | "description" | "enabled">;

/** Whether an event is for a webhook. */
export function isFor(
  { models, kinds }: Pick<Webhook, "models" | "kinds">,
  event: { kind: EventKind; model: string },
): boolean {
  return kinds.includes(event.kind) && (models === null || models.includes(event.model));
}

/** A webhook as answers have it, with its place: the last event that it is done with, and how many wait. */
export function presentWebhook(webhook: Webhook, place: { readonly seq: Seq; readonly waiting: number }): JsonObject {
  return { ...webhook, models: webhook.models, kinds: webhook.kinds, ...place };
}

/**
 * The members of a body, and the secret if it has one. `before` is what a change stands on.
 *
 * @throws {Refusal} `validation` with every problem.
 */
export function readWebhook(body: Json, before: Webhook | null): { members: WebhookBody; secret: string | null } {
  const problems: Problem[] = [];
  const wrong = (path: string, code: ProblemCode, message: string) => void problems.push({ path, code, message });
  const given = isObject(body) ? body : {};
  if (!isObject(body)) wrong("", "type", "The body must be an object with the member `url`");
  const known = ["url", "models", "kinds", "description", "enabled", ...before === null ? ["secret"] : []];
  for (const name of Object.keys(given)) {
    if (!known.includes(name)) {
      wrong(`/${shortened(name)}`, "unknown", `\`${shortened(name)}\` is not a member of webhooks`);
    }
  }
  const { url = before?.url ?? null, models = before?.models ?? null, kinds = before?.kinds ?? null } = given;
  const { description = before?.description ?? "", enabled = before?.enabled ?? true, secret = null } = given;
  if (typeof url !== "string" || !isAddress(url)) {
    wrong("/url", url === null ? "required" : "format", "`url` must be an address of http or https without a password");
  }
  if (models !== null && !isList(models, (one) => MODEL_ID.test(one))) {
    wrong("/models", "type", "`models` must be a list of ids of models, or null for all");
  }
  if (kinds !== null && !isList(kinds, (one) => (WEBHOOK_KINDS as readonly string[]).includes(one))) {
    wrong("/kinds", "enum", `\`kinds\` must be a list of ${WEBHOOK_KINDS.join(", ")}`);
  }
  if (typeof description !== "string" || description.length > 1_000) {
    wrong("/description", "type", "`description` must be a text of at most 1,000 characters");
  }
  if (typeof enabled !== "boolean") wrong("/enabled", "type", "`enabled` must be true or false");
  if (secret !== null && (typeof secret !== "string" || secretBytes(secret) === null)) {
    wrong("/secret", "format", "`secret` must be whsec_ and 24 to 64 bytes in base64");
  }
  if (problems.length > 0) throw validationRefusal(problems);
  return {
    members: {
      url: new URL(url as string).href,
      models: models as readonly string[] | null,
      kinds: kinds as readonly EventKind[] | null ?? WEBHOOK_KINDS.filter((kind) => kind.startsWith("instance.")),
      description: description as string,
      enabled: enabled as boolean,
    },
    secret: secret as string | null,
  };
}

function isAddress(text: string): boolean {
  if (text.length > MAX_URL || !URL.canParse(text)) return false;
  const { protocol, username, password } = new URL(text);
  return (protocol === "http:" || protocol === "https:") && username === "" && password === "";
}

function isList(value: Json, isItem: (text: string) => boolean): boolean {
  return Array.isArray(value) && value.length > 0 && value.length <= MAX_LISTED &&
    value.every((one) => typeof one === "string" && isItem(one));
}
