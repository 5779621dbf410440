/** The HTTP end of a driver. */
import { isSameSecret } from "@fluxwire/transport/secrets";
import { readAll } from "../remote/body.ts";
import { CONTENT_TYPES, decode, encode, type Encoding, encodingOf } from "../remote/encoding.ts";
import { failureAnswer } from "../remote/failure.ts";
import { StorageError } from "../storage/roles.ts";
import type { Route, Routes } from "./service.ts";

/** The most bytes of a request: 32 MiB of events, of whose characters each may be escaped. */
const MAX_REQUEST_BYTES = 80 << 20;

/** What answers requests. */
export type Handler = (request: Request) => Promise<Response>;

/** Answers the calls of a driver's methods. With a token, a request without it is refused before anything of it is read. */
export function handlerOf(routes: Routes, token: string | null): Handler {
  return async (request) => {
    try {
      if (token !== null && !isSameSecret(`Bearer ${token}`, request.headers.get("authorization"))) {
        return failed(401, { code: "unauthenticated", message: "The token is missing or wrong" });
      }
      const found = routes.get(new URL(request.url).pathname);
      if (found === undefined) throw new StorageError("unimplemented", "The driver has no such method");
      if (request.method !== "POST") return new Response(null, { status: 405, headers: { allow: "POST" } });
      const encoding = encodingOf(request.headers.get("content-type"));
      if (encoding === null) return new Response(null, { status: 415, headers: { "accept-post": ACCEPTED } });
      return await answer(found, encoding, request);
    } catch (error) {
      if (!(error instanceof StorageError)) return failed(500, { code: "internal", message: "The driver failed" });
      const { status, body } = failureAnswer(error);
      return failed(status, body);
    }
  };
}

const ACCEPTED = Object.values(CONTENT_TYPES).join(", ");

async function answer({ input, output, answer }: Route, encoding: Encoding, request: Request): Promise<Response> {
  const body = await readAll(request.body, MAX_REQUEST_BYTES);
  let message;
  try {
    message = decode(input, body, encoding);
  } catch {
    throw new StorageError("invalid", `The body is no ${input.typeName} as ${CONTENT_TYPES[encoding]}`);
  }
  const made = await answer(message as never, request.signal);
  const headers = { "content-type": CONTENT_TYPES[encoding] };
  return new Response(encode(output, made as never, encoding), { headers });
}

function failed(status: number, body: { code: string; message: string }): Response {
  return Response.json(body, { status });
}
