/** The Model Context Protocol over Streamable HTTP: one answer of JSON for each message, and no session. */
import { allowance } from "../../auth/rules.ts";
import { Refusal } from "../../commit/refusal.ts";
import { isObject } from "../../json/equal.ts";
import type { Json, JsonObject } from "../../json/json.ts";
import { parseExact } from "../../json/parse.ts";
import { stringifyExact } from "../../json/stringify.ts";
import { PROTOCOL_VERSIONS, readRpc, RPC, RpcError, rpcError, type RpcRequest, rpcResult } from "../../mcp/rpc.ts";
import { parseToolName, TOOL_ACTIONS, toolOf, toolRequest } from "../../mcp/tools.ts";
import { MODEL_ID } from "../../model/types/texts.ts";
import { type Answer, empty, json } from "../answer.ts";
import { App } from "../app.ts";
import { wrong } from "../conditions.ts";
import type { Exchange } from "../exchange.ts";
import type { Route } from "../route.ts";
import { VERSION } from "../version.ts";
import { INSTANCE_ROUTES } from "./instances/routes.ts";

/** How many models one page of tools has. */
const MODELS_PER_PAGE = 20;
/** What cursors of the list of tools begin with. */
const BEHIND = "behind ";
/** The origin of requests that are answered within this process. */
const WITHIN = "http://localhost";

const INSTRUCTIONS =
  "Each model of this server has tools to list, read, create, update and delete its instances, and to see their history. " +
  "Every instance has a revision: give it to an update or a deletion to refuse the change of anything newer.";

const app = new App(INSTANCE_ROUTES);

async function answerMessage(exchange: Exchange): Promise<Answer> {
  const version = exchange.headers.get("mcp-protocol-version");
  if (version !== null && !PROTOCOL_VERSIONS.includes(version)) {
    throw wrong("mcp-protocol-version", `must be one of ${PROTOCOL_VERSIONS.join(", ")}`);
  }
  const body = await exchange.body();
  let request: RpcRequest | null = null;
  try {
    request = readRpc(body);
    return request === null ? empty(202) : json(rpcResult(request, await resultOf(exchange, request)));
  } catch (error) {
    if (!(error instanceof RpcError)) throw error;
    return json(rpcError(request, error));
  }
}

async function resultOf(exchange: Exchange, { method, params }: RpcRequest): Promise<JsonObject> {
  switch (method) {
    case "initialize":
      return initialized(params);
    case "ping":
      return {};
    case "tools/list":
      return listTools(exchange, params);
    case "tools/call":
      return await callTool(exchange, params);
    default:
      throw new RpcError(RPC.methodNotFound, "The server has tools only: initialize, ping, tools/list, tools/call");
  }
}

function initialized({ protocolVersion }: JsonObject): JsonObject {
  const isKnown = typeof protocolVersion === "string" && PROTOCOL_VERSIONS.includes(protocolVersion);
  return {
    protocolVersion: isKnown ? protocolVersion : PROTOCOL_VERSIONS[0]!,
    capabilities: { tools: {} },
    serverInfo: { name: "fluxwire-apiplant", title: "Fluxwire models", version: VERSION },
    instructions: INSTRUCTIONS,
  };
}

/** A page of the tools that the caller may use on some instance. Its cursor has the id of the last model, which may be gone since. */
function listTools({ server, caller }: Exchange, { cursor = null }: JsonObject): JsonObject {
  const last = cursor === null
    ? ""
    : typeof cursor === "string" && cursor.startsWith(BEHIND)
    ? cursor.slice(BEHIND.length)
    : null;
  if (last === null || cursor !== null && !MODEL_ID.test(last)) {
    throw new RpcError(RPC.invalidParams, "`cursor` is not one of this list: start without a cursor");
  }
  const models = server.core.state.models().filter(({ definition: { id } }) => id > last);
  const page = models.slice(0, MODELS_PER_PAGE);
  const tools = page.flatMap(({ definition }) =>
    TOOL_ACTIONS.filter((action) => allowance(caller, definition, action) !== "none")
      .map((action) => toolOf(definition, action))
  );
  return { tools, ...(page.length < models.length ? { nextCursor: BEHIND + page.at(-1)!.definition.id } : {}) };
}

/** Calls the route behind a tool, as the same caller. What the route refuses is a result that says so. */
async function callTool(exchange: Exchange, { name, arguments: args = {} }: JsonObject): Promise<JsonObject> {
  const tool = typeof name === "string" ? parseToolName(name) : null;
  const model = tool === null ? null : exchange.server.core.state.model(tool.model);
  if (tool === null || model === null) throw new RpcError(RPC.invalidParams, "There is no tool of this name");
  if (!isObject(args)) throw new RpcError(RPC.invalidParams, "`arguments` must be an object");
  const wanted = toolRequest(model.definition, tool.action, args);
  if (typeof wanted === "string") return failed({ code: "arguments", message: wanted });
  const { method, path, query, headers, body } = wanted;
  const request = new Request(`${WITHIN}${path}?${new URLSearchParams(query)}`, {
    method,
    headers: { ...headers, ...(body === null ? {} : { "content-type": "application/json" }) },
    ...(body === null ? {} : { body: stringifyExact(body) }),
  });
  try {
    const answer = await app.answer(exchange.within(request), path);
    if (answer === null) return failed({ code: "not_found", message: "There is nothing of this id" });
    const value = typeof answer.body === "string" ? parseExact(answer.body) : {};
    return { content: [text(value)], structuredContent: value };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const { code, message, details } = error;
    return failed({ code, message, details });
  }
}

function failed(error: JsonObject): JsonObject {
  return { content: [text({ error })], isError: true };
}

function text(value: Json): JsonObject {
  return { type: "text", text: stringifyExact(value) };
}

/** This route. */
export const MCP_ROUTES: readonly Route[] = [
  {
    method: "POST",
    path: "/mcp",
    name: "mcp",
    summary: "Tools of every model, for agents: the Model Context Protocol over Streamable HTTP",
    query: [],
    body: "mcp",
    answers: { 200: "mcp", 202: null },
    refusals: ["media_type"],
    local: true,
    // Each tool asks the rules of its route.
    access: "anyone",
    handle: answerMessage,
  },
];
