/**
 * The requests of a session and the methods that answer them: one line each.
 *
 * @module
 */
import type { DatabaseInfo, DriverRequestBody, DriverResponseBody } from "jsr:@fluxwire/wire@^0.1.0";
import { toQueryResult } from "./result.ts";
import type { Context, Session } from "./session.ts";

/** What runs a request on a session. */
export interface Method {
  /** The method a session must have; null where the SDK can answer without one. */
  name: keyof Session | null;
  /** Runs it. */
  run(session: Session, body: DriverRequestBody, context: Context): Promise<DriverResponseBody>;
}

type Body<T extends DriverRequestBody["type"]> = Extract<DriverRequestBody, { type: T }>;

function method<T extends DriverRequestBody["type"]>(
  name: keyof Session | null,
  run: (session: Session, body: Body<T>, context: Context) => Promise<DriverResponseBody>,
): Method {
  return { name, run: (session, body, context) => run(session, body as Body<T>, context) };
}

/** Every request of a session that the SDK knows. */
export const METHODS: Readonly<Partial<Record<DriverRequestBody["type"], Method>>> = {
  Ping: method<"Ping">(null, async (session, _, context) => {
    await session.ping?.(context);
    return { type: "Pong" };
  }),
  Execute: method<"Execute">("execute", async (session, { request }, context) => {
    const startedAt = performance.now();
    return { type: "ExecuteResult", result: await toQueryResult(await session.execute!(request, context), startedAt) };
  }),
  ExecuteWithHandle: method<"ExecuteWithHandle">("execute", async (session, { request }, context) => {
    const startedAt = performance.now();
    const result = await toQueryResult(await session.execute!(request, context), startedAt);
    return { type: "ExecuteWithHandleResult", handleId: crypto.randomUUID(), result };
  }),
  Schema: method<"Schema">("schema", async (session, _, context) => {
    return { type: "Schema", schema: { structure: await session.schema!(context) } };
  }),
  ListDatabases: method<"ListDatabases">("listDatabases", async (session, _, context) => {
    return { type: "Databases", databases: (await session.listDatabases!(context)).map(toDatabase) };
  }),
  SetActiveDatabase: method<"SetActiveDatabase">("setActiveDatabase", async (session, { database }, context) => {
    await session.setActiveDatabase!({ database: database ?? null }, context);
    return { type: "ActiveDatabaseSet" };
  }),
  ActiveDatabase: method<"ActiveDatabase">("activeDatabase", async (session, _, context) => {
    return { type: "ActiveDatabaseResult", database: await session.activeDatabase!(context) };
  }),
  CleanupAfterCancel: method<"CleanupAfterCancel">(null, async (session, _, context) => {
    await session.cleanupAfterCancel?.(context);
    return { type: "CleanupComplete" };
  }),
};

/** Whether a request is one that the SDK can run, with a session or without. */
export function isMethod(request: string | null): boolean {
  return request === "Hello" || request === "OpenSession" || (request !== null && Object.hasOwn(METHODS, request));
}

function toDatabase(database: string | DatabaseInfo): DatabaseInfo {
  return typeof database === "string" ? { name: database, isCurrent: false } : database;
}
