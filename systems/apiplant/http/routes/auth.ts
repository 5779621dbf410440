/** Credentials: who asks, and the keys of the server. */
import { checkKey } from "../../auth/keys/key_request.ts";
import { KEYS } from "../../auth/keys/note.ts";
import { shownKey, type StoredKey } from "../../auth/keys/stored_key.ts";
import { milliseconds } from "../../config/units.ts";
import { isObject } from "../../json/equal.ts";
import type { Json, JsonObject } from "../../json/json.ts";
import { type Problem, validationRefusal } from "../../model/problem.ts";
import { shortened } from "../../model/validate.ts";
import { type Answer, empty, json } from "../answer.ts";
import type { Exchange } from "../exchange.ts";
import { type Route, WRITE_REFUSALS } from "../route.ts";

/** How long a secret may be used behind its rotation, in milliseconds. */
const MAX_GRACE_MS = 30 * 86_400_000;

function me({ caller }: Exchange): Answer {
  const { kind, actor, subject, roles, isAdmin, expiresAt } = caller;
  const expires = expiresAt === null ? null : new Date(expiresAt).toISOString();
  return json({ kind, actor, subject, roles, admin: isAdmin, expiresAt: expires });
}

async function listKeys({ server }: Exchange): Promise<Answer> {
  const { keys, lastUses } = server.auth;
  await server.auth.changed();
  const all = keys.list(), used = await lastUses.of(all.map(({ id }) => id));
  const items = all.map((key): JsonObject => {
    const last = used.get(key.id) ?? 0;
    return { ...shownKey(key), lastUsedAt: last === 0 ? null : new Date(last).toISOString() };
  });
  return json({ items, total: items.length });
}

async function createKey(exchange: Exchange): Promise<Answer> {
  const { server } = exchange, { id, scopes, expiresAt } = keyOf(await exchange.body(), server.clock.now());
  const { key, text } = await server.auth.keys.create({ id, scopes, expiresAt }, server.clock.now());
  await noted(exchange, key.id, { ...shownKey(key), change: "created" });
  return json({ ...shownKey(key), key: text }, 201);
}

async function rotateKey(exchange: Exchange): Promise<Answer> {
  const { server, params } = exchange, grace = graceOf(await exchange.body());
  const { key, text } = await server.auth.keys.rotate(params.key!, grace, server.clock.now());
  await noted(exchange, key.id, { ...shownKey(key), change: "rotated" });
  return json({ ...shownKey(key), key: text });
}

async function revokeKey(exchange: Exchange): Promise<Answer> {
  const id = exchange.params.key!;
  await exchange.server.auth.keys.revoke(id);
  await noted(exchange, id, { id, change: "revoked" });
  return empty(204);
}

/** Ends what used a secret that is gone, and lets other servers and readers of the log know of the change. */
async function noted(exchange: Exchange, name: string, payload: JsonObject): Promise<void> {
  await exchange.server.auth.changed();
  await exchange.note(KEYS, name, payload);
}

/** The key that a body asks for. Throws `validation` with every problem. */
function keyOf(body: Json, now: number): Pick<StoredKey, "id" | "scopes" | "expiresAt"> {
  const { id, scopes, expiresAt, ...others } = isObject(body) ? body : {};
  const unknown = Object.keys(others).map((name): Problem => {
    const path = `/${shortened(name)}`;
    return { path, code: "unknown", message: `\`${path.slice(1)}\` is not a member of keys` };
  });
  const members = { ...(id !== undefined && { id }), ...(scopes !== undefined && { scopes }) };
  const checked = checkKey({ ...members, ...(expiresAt !== undefined && { expiresAt }) }, now);
  const problems = [...unknown, ..."problems" in checked ? checked.problems : []];
  if (problems.length > 0 || "problems" in checked) throw validationRefusal(problems);
  return checked.key;
}

/** How long the secret of before may be used, from `{"grace": "1h"}`. */
function graceOf(body: Json): number {
  const { grace = 0, ...others } = isObject(body) ? body : { body: null };
  const [unknown] = Object.keys(others), ms = grace === 0 ? 0 : milliseconds(grace as string);
  if (unknown === undefined && ms !== null && ms <= MAX_GRACE_MS) return ms;
  const path = unknown === undefined ? "/grace" : `/${shortened(unknown)}`;
  const message = 'The body must be an object; its only member `grace` is a duration of at most 720h, such as "1h"';
  throw validationRefusal([{ path, code: unknown === undefined ? "format" : "unknown", message }]);
}

/** These routes. */
export const AUTH_ROUTES: readonly Route[] = [
  {
    method: "GET",
    path: "/auth/me",
    name: "me",
    summary: "Who asks, by the credentials of the request",
    query: [],
    answers: { 200: "caller" },
    refusals: [],
    access: "anyone",
    handle: me,
  },
  {
    method: "GET",
    path: "/auth/keys",
    name: "listKeys",
    summary: "The API keys, without their secrets",
    query: [],
    answers: { 200: "keys" },
    refusals: [],
    local: true,
    handle: listKeys,
  },
  {
    method: "POST",
    path: "/auth/keys",
    name: "createKey",
    summary: "Make an API key; its text is in this answer and nowhere else",
    query: [],
    body: "newKey",
    answers: { 201: "keyWithText" },
    refusals: [...WRITE_REFUSALS, "exists", "validation"],
    local: true,
    handle: createKey,
  },
  {
    method: "POST",
    path: "/auth/keys/:key/rotate",
    name: "rotateKey",
    summary: "Give an API key a new secret; the one before can be used for a while",
    query: [],
    body: "rotation",
    answers: { 200: "keyWithText" },
    refusals: [...WRITE_REFUSALS, "not_found", "validation"],
    local: true,
    handle: rotateKey,
  },
  {
    method: "DELETE",
    path: "/auth/keys/:key",
    name: "revokeKey",
    summary: "Remove an API key: it is not good from now on",
    query: [],
    answers: { 204: null },
    refusals: [...WRITE_REFUSALS, "not_found"],
    local: true,
    handle: revokeKey,
  },
];
