/** Every way to instances over HTTP, each as the question which of them a caller reaches. */
import { ok } from "node:assert/strict";
import type { JsonObject } from "../../json/json.ts";
import type { Action, Rule } from "../../model/definition.ts";
import { type Got, Served, type ServedOptions } from "../../http/testing/served.ts";
import { SseReader } from "../../http/testing/sse.ts";

/** The configuration of servers that ask for credentials. */
export const REQUIRED = '[auth]\nmode = "required"\n';

/** The model's instances: one of ann, one of bob. */
export const OWN = "own";
export const OTHER = "other";

/** The actions that rules have. */
export const ALL_ACTIONS: readonly Action[] = ["list", "read", "create", "update", "delete", "history", "subscribe"];

/** A key of a server, made by its admin. */
export async function keyFor(server: Served, id: string, scopes: readonly string[] = []): Promise<string> {
  const got = await server.ask("/auth/keys", { body: { id, scopes }, key: server.adminKey });
  ok(got.status === 201, got.text);
  return got.body.key as string;
}

/** A server whose model `post` has these rules; those of the model `note`, which refers to posts, are public. */
export async function servedWith(
  rules: Readonly<Partial<Record<Action, Rule>>>,
  options: ServedOptions = {},
): Promise<Served> {
  const server = await Served.start({ config: REQUIRED, ...options });
  const open = Object.fromEntries(ALL_ACTIONS.map((action) => [action, "public"]));
  const fields = { author: { type: "String" }, team: { type: "String" }, n: { type: "Int" } };
  await server.define("post", fields, { idKind: "any", ownerField: "author", rules: rules as JsonObject });
  await server.define("note", { post: { type: "Reference", model: "post" } }, { idKind: "any", rules: open });
  // The server's own admin may not create where the rule is `none`.
  for (const [id, author] of [[OWN, "key:ann"], [OTHER, "key:bob"]] as const) {
    await made(server, "post", { id, author, team: id, n: 0 });
    await made(server, "note", { id, post: id });
  }
  return server;
}

/** Makes an instance, as no rule would stop it. */
export async function made(server: Served, model: string, { id, ...data }: JsonObject & { id: string }): Promise<void> {
  const signal = new AbortController().signal;
  const operations = [{ op: "create", model, id, data }] as const;
  await server.core.writer.write({ operations, batch: false, actor: "test", requestId: "test", signal });
}

/** A way to instances. */
export interface Surface {
  readonly name: string;
  /** The actions that it takes. */
  readonly actions: readonly Action[];
  /** The ids that a caller reaches. */
  reached(server: Served, key: string | null): Promise<readonly string[]>;
}

const POSTS = "/models/post/instances";
let count = 0;

/** The ids for which a request succeeds; others must be refused as what may not be done, or is not there. */
async function idsWhere(ask: (id: string) => Promise<Got>): Promise<readonly string[]> {
  const reached: string[] = [];
  for (const id of [OWN, OTHER]) {
    const got = await ask(id);
    if (got.status < 300) reached.push(id);
    else ok([401, 403, 404].includes(got.status), `${got.status} ${got.text}`);
  }
  return reached;
}

/** Ids of items; none for a refusal. */
function idsOf(got: Got, id: (item: JsonObject) => unknown): readonly string[] {
  if (got.status !== 200) {
    ok(got.status === 401 || got.status === 403, `${got.status} ${got.text}`);
    return [];
  }
  const ids = (got.body.items as unknown as JsonObject[]).map(id).filter((one) => typeof one === "string") as string[];
  return [...new Set(ids)];
}

/** What a stream shows of posts, up to the event of a note that everyone may see. */
async function streamed(
  server: Served,
  key: string | null,
  query: string,
  act: () => Promise<void>,
): Promise<string[]> {
  const headers: Record<string, string> = key === null ? {} : { authorization: `Bearer ${key}` };
  await using reader = await SseReader.open(`${server.serving.url}/events?${query}`, headers);
  await act();
  const mark = `mark-${count++}`, seen = new Set<string>();
  await made(server, "note", { id: mark });
  for (;;) {
    const event = await reader.next();
    ok(event !== null);
    const data = event.data as JsonObject;
    if (data.instance === mark) return [...seen];
    const id = data.model !== "post"
      ? null
      : event.event === "snapshot"
      ? (data.instance as JsonObject).id
      : data.instance;
    if (typeof id === "string") seen.add(id);
  }
}

/** Changes both posts behind the rules' back. */
async function touch(server: Served): Promise<void> {
  const signal = new AbortController().signal;
  for (const id of [OWN, OTHER]) {
    const operations = [{ op: "patch", model: "post", id, data: { n: count++ } }] as const;
    await server.core.writer.write({ operations, batch: false, actor: "test", requestId: "test", signal });
  }
}

async function revisionOf(server: Served, id: string): Promise<number> {
  return (await server.core.state.get("post", id))!.revision;
}

/** All ways. */
export const SURFACES: readonly Surface[] = [
  {
    name: "list",
    actions: ["list"],
    reached: async (server, key) => idsOf(await server.ask(POSTS, { key }), ({ id }) => id),
  },
  {
    name: "list with a filter that asks for all",
    actions: ["list"],
    reached: async (server, key) => {
      const filter = encodeURIComponent('{"or":[{"n":{"gte":0}},{"author":null}]}');
      const got = await server.ask(`${POSTS}?filter=${filter}&sort=-n&total=true`, { key }),
        ids = idsOf(got, ({ id }) => id);
      ok(got.status !== 200 || got.body.total === ids.length, "the total counts what is not seen");
      return ids;
    },
  },
  {
    name: "read",
    actions: ["read"],
    reached: (server, key) => idsWhere((id) => server.ask(`${POSTS}/${id}`, { key })),
  },
  {
    name: "expand of one",
    actions: ["read"],
    reached: async (server, key) => {
      const reached: string[] = [];
      for (const id of [OWN, OTHER]) {
        const got = await server.ask(`/models/note/instances/${id}?expand=post`, { key });
        if ((got.body.data as JsonObject).post !== null) reached.push(id);
      }
      return reached;
    },
  },
  {
    name: "expand of a list",
    actions: ["read"],
    reached: async (server, key) => {
      const filter = encodeURIComponent('{"post":{"null":false}}');
      const got = await server.ask(`/models/note/instances?expand=post&filter=${filter}`, { key });
      return idsOf(got, (item) => ((item.data as JsonObject).post as JsonObject | null)?.id);
    },
  },
  {
    name: "?at=",
    actions: ["read", "history"],
    reached: (server, key) => idsWhere((id) => server.ask(`${POSTS}/${id}?at=${server.core.state.seq}`, { key })),
  },
  {
    name: "history",
    actions: ["history"],
    reached: (server, key) => idsWhere((id) => server.ask(`${POSTS}/${id}/history`, { key })),
  },
  {
    name: "a page of events",
    actions: ["subscribe"],
    reached: async (server, key) => {
      const got = await server.ask("/events?since=0&limit=500", { key });
      return idsOf(got, ({ model, instance }) => model === "post" && instance);
    },
  },
  {
    name: "a long poll",
    actions: ["subscribe"],
    reached: async (server, key) => {
      const since = server.core.state.seq, pending = server.ask(`/events?since=${since}&wait=20s&limit=500`, { key });
      await touch(server);
      await made(server, "note", { id: `mark-${count++}` });
      // The page may be of the first of the changes: those behind it follow.
      const first = await pending, next = Number(first.body?.next ?? since);
      const rest = await server.ask(`/events?since=${next}&limit=500`, { key }),
        post = ({ model, instance }: JsonObject) => model === "post" && instance;
      return [...new Set([...idsOf(first, post), ...idsOf(rest, post)])];
    },
  },
  {
    name: "a stream of events that were",
    actions: ["subscribe"],
    reached: (server, key) => streamed(server, key, "since=0", () => Promise.resolve()),
  },
  {
    name: "a stream of events that come",
    actions: ["subscribe"],
    reached: (server, key) => streamed(server, key, "", () => touch(server)),
  },
  {
    name: "a stream with a snapshot",
    actions: ["subscribe"],
    reached: (server, key) => streamed(server, key, "snapshot=true", () => Promise.resolve()),
  },
  {
    name: "patch",
    actions: ["update"],
    reached: (server, key) =>
      idsWhere((id) => server.ask(`${POSTS}/${id}`, { method: "PATCH", body: { n: count++ }, key })),
  },
  {
    name: "replace",
    actions: ["update"],
    reached: (server, key) =>
      idsWhere((id) => {
        const author = id === OWN ? "key:ann" : "key:bob";
        return server.ask(`${POSTS}/${id}`, { method: "PUT", body: { author, team: id, n: count++ }, key });
      }),
  },
  {
    name: "restore",
    actions: ["update", "history"],
    reached: (server, key) =>
      idsWhere(async (id) => {
        const body = { revision: await revisionOf(server, id) };
        return await server.ask(`${POSTS}/${id}/restore`, { body, key });
      }),
  },
  {
    name: "update in a batch",
    actions: ["update"],
    reached: (server, key) =>
      idsWhere((id) => {
        const ops = [{ op: "patch", model: "post", id, data: { n: count++ } }];
        return server.ask("/batch", { body: { ops }, key });
      }),
  },
  {
    name: "create",
    actions: ["create"],
    reached: (server, key) =>
      idsWhere((id) => {
        const author = id === OWN ? "key:ann" : "key:bob";
        return server.ask(POSTS, { body: { id: `new-${count++}`, author, team: id, n: 0 }, key });
      }),
  },
  {
    name: "create by PUT",
    actions: ["create"],
    reached: (server, key) =>
      idsWhere((id) => {
        const body = { author: id === OWN ? "key:ann" : "key:bob", team: id, n: 0 };
        const headers = { "if-none-match": "*" };
        return server.ask(`${POSTS}/put-${count++}`, { method: "PUT", body, headers, key });
      }),
  },
  {
    name: "create in a batch",
    actions: ["create"],
    reached: (server, key) =>
      idsWhere((id) => {
        const data = { author: id === OWN ? "key:ann" : "key:bob", team: id, n: 0 };
        return server.ask("/batch", {
          body: { ops: [{ op: "create", model: "post", id: `b-${count++}`, data }] },
          key,
        });
      }),
  },
  {
    name: "delete",
    actions: ["delete"],
    reached: (server, key) =>
      idsWhere(async (id) => {
        const fresh = `gone-${count++}`;
        await made(server, "post", { id: fresh, author: id === OWN ? "key:ann" : "key:bob", team: id, n: 0 });
        const got = await server.ask(`${POSTS}/${fresh}`, { method: "DELETE", key });
        if (got.status !== 204) await removed(server, fresh);
        return got;
      }),
  },
];

async function removed(server: Served, id: string): Promise<void> {
  const signal = new AbortController().signal, operations = [{ op: "delete", model: "post", id }] as const;
  await server.core.writer.write({ operations, batch: false, actor: "test", requestId: "test", signal });
}
