/**
 * Requests about the elements of hashes, lists, sets, sorted sets and streams.
 *
 * @module
 */
import { type Context, DriverError, type Session } from "@fluxwire/sdk";
import type { RedisConnection } from "./connection.ts";
import { toText, toWritable } from "./key_text.ts";
import type { Command, Reply } from "./command.ts";

type ElementMethods = Pick<
  Session,
  | "kvHashSet"
  | "kvHashDelete"
  | "kvListSet"
  | "kvListPush"
  | "kvListRemove"
  | "kvSetAdd"
  | "kvSetRemove"
  | "kvZSetAdd"
  | "kvZSetRemove"
  | "kvStreamAdd"
  | "kvStreamDelete"
>;

/** The members of every request here. */
interface ElementRequest {
  key: string;
  keyspace?: number | null;
}

/** The methods on the elements of collections. */
export function elementMethods(connection: RedisConnection): Required<ElementMethods> {
  /** Runs a command on the request's key. */
  const run = (name: string, request: ElementRequest, rest: readonly string[], { signal }: Context): Promise<Reply> => {
    const command: Command = [name, toWritable(request.key), ...rest.map((text) => toWritable(text, "value"))];
    return connection.call(command, { signal, database: request.keyspace });
  };
  /** The same; true if the server counts any change. */
  const changes = async (name: string, request: ElementRequest, rest: readonly string[], context: Context) =>
    Number(await run(name, request, rest, context)) > 0;
  return {
    kvHashSet: async (request, context) => {
      await run("HSET", request, request.fields.flat(), context);
    },
    kvHashDelete: (request, context) => changes("HDEL", request, request.fields, context),
    kvListSet: async (request, context) => {
      await run("LSET", request, [String(request.index), request.value], context);
    },
    kvListPush: async (request, context) => {
      await run(request.end === "Head" ? "LPUSH" : "RPUSH", request, request.values, context);
    },
    kvListRemove: (request, context) => changes("LREM", request, [String(request.count), request.value], context),
    kvSetAdd: (request, context) => changes("SADD", request, request.members, context),
    kvSetRemove: (request, context) => changes("SREM", request, request.members, context),
    kvZSetAdd: (request, context) => {
      const scored = request.members.flatMap(([member, score]) => [toScore(score), member]);
      // Without CH, a score that changes is not counted.
      return changes("ZADD", request, ["CH", ...scored], context);
    },
    kvZSetRemove: (request, context) => changes("ZREM", request, request.members, context),
    kvStreamAdd: async (request, context) => {
      const { maxlen, id } = request;
      const trim = maxlen ? ["MAXLEN", maxlen.approximate ? "~" : "=", String(maxlen.count)] : [];
      const place = id.type === "Auto" ? "*" : checkedId(id.value);
      return toText(await run("XADD", request, [...trim, place, ...request.fields.flat()], context) as Uint8Array);
    },
    kvStreamDelete: async (request, context) => Number(await run("XDEL", request, request.ids, context)),
  };
}

/** An id as Redis reads it: XADD would take a word such as MAXLEN for an option, and remove entries. */
function checkedId(id: string): string {
  if (/^(\*|\d+(-(\d+|\*))?)$/.test(id)) return id;
  throw new DriverError("InvalidRequest", `Cannot add entry: ${JSON.stringify(id)} is no id of a stream, such as 1-0`);
}

/** A score as Redis writes it. */
function toScore(score: number): string {
  if (Number.isNaN(score)) throw new DriverError("InvalidRequest", "Cannot add member: its score is not a number");
  if (Number.isFinite(score)) return String(score);
  return score > 0 ? "+inf" : "-inf";
}
