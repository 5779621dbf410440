/**
 * What a core answers when the model server does not take a record.
 *
 * @module
 */
import { GrpcError } from "@fluxwire/grpc";
import { memberOf, readJson } from "../json/json_node.ts";
import type { Reply } from "./model_server.ts";

/** How much of the model server's sentence is passed on, in characters. */
const MAX_MESSAGE = 500;

/**
 * The status of a refusal: INVALID_ARGUMENT if this record can never be written, FAILED_PRECONDITION if the model server must be changed
 * first, UNAVAILABLE if the same record may be written later.
 */
export function refusedBy(reply: Reply, what: string): GrpcError {
  const { status } = reply, { code, message } = errorOf(reply);
  const text = `The model server refuses ${what}: ${message.slice(0, MAX_MESSAGE)} (${status}${code && ` ${code}`})`;
  switch (status) {
    case 400:
    case 413:
    case 422:
      return new GrpcError("INVALID_ARGUMENT", text);
    case 401:
      return new GrpcError("UNAUTHENTICATED", `${text}; name the variable with an API key by --token-env`);
    case 403:
      return new GrpcError(
        "PERMISSION_DENIED",
        `${text}; its key needs the scope role:nx-core, and the models the rules of the template`,
      );
    case 404:
      return new GrpcError("FAILED_PRECONDITION", `${text}; start the model server with --template nx`);
    case 412:
      return new GrpcError("ABORTED", `${text}; another program changes it all the time`);
    case 429:
      return new GrpcError("RESOURCE_EXHAUSTED", text);
    case 502:
    case 503:
    case 504:
      return new GrpcError("UNAVAILABLE", text);
    default:
      return new GrpcError(status < 500 ? "FAILED_PRECONDITION" : "INTERNAL", text);
  }
}

/** The code and the sentence of an answer of the model server; those of another program have neither. */
export function errorOf({ status, text }: Reply): { readonly code: string; readonly message: string } {
  try {
    const error = memberOf(readJson(text), "error");
    const textOf = (name: string) => {
      const node = error === undefined ? undefined : memberOf(error, name);
      return node?.kind === "text" ? node.value : "";
    };
    return { code: textOf("code"), message: textOf("message") || `it answers ${status}` };
  } catch {
    return { code: "", message: `it answers ${status}` };
  }
}
