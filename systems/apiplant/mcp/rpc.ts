/** Messages of the Model Context Protocol, which are JSON-RPC 2.0. */
import { isObject } from "../json/equal.ts";
import type { Json, JsonObject } from "../json/json.ts";

/** The versions of the protocol that are spoken, newest first. */
export const PROTOCOL_VERSIONS: readonly string[] = ["2025-11-25", "2025-06-18", "2025-03-26"];

/** Codes of errors. */
export const RPC = { invalidRequest: -32600, methodNotFound: -32601, invalidParams: -32602 } as const;

/** A request. */
export interface RpcRequest {
  readonly id: string | number;
  readonly method: string;
  readonly params: JsonObject;
}

/** A call that is refused with a code of JSON-RPC. */
export class RpcError extends Error {
  override readonly name = "RpcError";

  /** Makes one, with a sentence. */
  constructor(readonly code: number, message: string) {
    super(message);
  }
}

/**
 * The request of a body; `null` for a notification or an answer, which get no answer.
 *
 * @throws {RpcError} `invalidRequest` for what is no message.
 */
export function readRpc(body: Json): RpcRequest | null {
  if (!isObject(body) || body.jsonrpc !== "2.0") throw invalid("The body must be one message of JSON-RPC 2.0");
  const { id, method, params = {} } = body;
  if (method === undefined && (Object.hasOwn(body, "result") || Object.hasOwn(body, "error"))) return null;
  if (typeof method !== "string") throw invalid("`method` must be a string");
  if (id === undefined) return null;
  if (typeof id !== "string" && !Number.isSafeInteger(id)) throw invalid("`id` must be a string or an integer");
  if (!isObject(params)) throw invalid("`params` must be an object");
  return { id: id as string | number, method, params };
}

/** The message that answers a request. */
export function rpcResult({ id }: RpcRequest, result: JsonObject): JsonObject {
  return { jsonrpc: "2.0", id, result };
}

/** The message that refuses a request; `null` if its id cannot be read. */
export function rpcError(request: RpcRequest | null, { code, message }: RpcError): JsonObject {
  return { jsonrpc: "2.0", id: request?.id ?? null, error: { code, message } };
}

function invalid(message: string): RpcError {
  return new RpcError(RPC.invalidRequest, message);
}
