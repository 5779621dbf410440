/**
 * What the server answers, behind the gate.
 *
 * @module
 */
import type { About, Entry } from "./api.ts";
import { readBody, readJson, readText } from "./body.ts";
import { ConsoleError } from "./console_error.ts";
import { bearerOf, type Passes } from "./gate/passes.ts";
import type { CallRequest, ConsoleSource } from "./source.ts";

/** What the routes need of the server. */
export interface RouteSetup {
  /** The sources, by id. */
  readonly sources: ReadonlyMap<string, ConsoleSource>;
  /** Tickets and the token. */
  readonly passes: Passes;
  /** The page's build. */
  readonly build: string;
  /** The version of the program. */
  readonly version: string;
  /** Whether everything that changes something is refused. */
  readonly isView: boolean;
}

/**
 * Answers a request under `/api`; the WebSocket is the server's.
 *
 * @throws {ConsoleError} What is refused; what a source throws.
 */
export async function answerApi(request: Request, path: string, setup: RouteSetup): Promise<Response> {
  if (path === "/api/ticket" && request.method === "POST") return await enter(request, setup);
  setup.passes.check(bearerOf(request));
  if (path === "/api/about" && request.method === "GET") return Response.json(aboutOf(setup));
  const [, id = "", name = ""] = /^\/api\/sources\/([^/]+)\/([^/]+)$/.exec(path) ?? [];
  const source = setup.sources.get(id);
  if (source === undefined || request.method !== "POST") {
    throw new ConsoleError("SourceUnknown", `Cannot find ${request.method} ${path}`);
  }
  if (name === "call") return await call(request, source, setup);
  if (name === "saved") return await give(request, source);
  return name === "file" ? await take(request, source, setup) : await operate(request, source, name, setup);
}

async function enter(request: Request, { passes, build }: RouteSetup): Promise<Response> {
  const { ticket } = (await readJson(request) ?? {}) as { ticket?: unknown };
  const entry: Entry = { token: passes.enter(typeof ticket === "string" ? ticket : ""), build };
  return Response.json(entry);
}

function aboutOf({ sources, build, version, isView }: RouteSetup): About {
  const infos = [...sources.values()].map(({ id, kind, title, panels, hasTour = false }) => {
    return { id, kind, title, panels, hasTour };
  });
  return { build, version, isView, sources: infos };
}

async function operate(request: Request, source: ConsoleSource, name: string, setup: RouteSetup): Promise<Response> {
  const operation = Object.hasOwn(source.operations, name) ? source.operations[name]! : null;
  if (operation === null) throw new ConsoleError("SourceUnknown", `Cannot do ${name} with ${source.id}`);
  const { changes } = operation;
  if (changes === true) refuseIfView(setup, name);
  const input = await readJson(request), { signal } = request;
  if (setup.isView && typeof changes === "function" && await changes(input, signal)) refuseIfView(setup, name);
  return Response.json(await operation.run(input, signal) ?? null);
}

async function call(request: Request, source: ConsoleSource, setup: RouteSetup): Promise<Response> {
  if (source.call === undefined) throw new ConsoleError("SourceUnknown", `Cannot call ${source.id}`);
  refuseIfView(setup, "a call");
  const { searchParams } = new URL(request.url), isBytes = isOctets(request);
  const input: CallRequest = {
    body: isBytes ? await readBody(request) : await readText(request),
    session: searchParams.get("session"),
    call: searchParams.get("call"),
  };
  const { payload, layout, ms } = await source.call(input, request.signal);
  return new Response(payload.slice(), {
    headers: { "content-type": "application/octet-stream", "fluxwire-layout": layout, "fluxwire-ms": String(ms) },
  });
}

async function take(request: Request, source: ConsoleSource, setup: RouteSetup): Promise<Response> {
  if (source.take === undefined) throw new ConsoleError("SourceUnknown", `Cannot send a file to ${source.id}`);
  refuseIfView(setup, "a file");
  const { searchParams } = new URL(request.url), name = searchParams.get("name") || "file";
  const type = searchParams.get("type") || "application/octet-stream";
  return Response.json(await source.take({ name, type, bytes: await readBody(request) }, request.signal));
}

/** A file as bytes alone, which may have a script in them: the page's policy and these headers keep it from being run. */
async function give(request: Request, source: ConsoleSource): Promise<Response> {
  if (source.give === undefined) throw new ConsoleError("SourceUnknown", `Cannot save a file of ${source.id}`);
  const { file } = (await readJson(request) ?? {}) as { file?: unknown };
  if (typeof file !== "string") throw new ConsoleError("BodyRefused", "Cannot use file: it must be a text");
  const bytes = await source.give(file, request.signal) as ReadableStream<Uint8Array<ArrayBuffer>>;
  return new Response(bytes, {
    headers: { "content-type": "application/octet-stream", "content-disposition": "attachment" },
  });
}

function isOctets({ headers }: Request): boolean {
  return headers.get("content-type")!.toLowerCase().startsWith("application/octet-stream");
}

function refuseIfView({ isView }: RouteSetup, name: string): void {
  if (isView) throw new ConsoleError("ViewOnly", `Cannot do ${name}: this console only looks`);
}
