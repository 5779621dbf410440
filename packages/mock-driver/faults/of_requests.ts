/**
 * Faults of handling requests: the token, sessions, cancelling.
 *
 * @module
 */
import { isSameSecret } from "@fluxwire/transport/secrets";
import type { DriverRequestEnvelope, DriverResponseBody, DriverRpcErrorCode } from "@fluxwire/wire";
import type { Chosen, Fault, Line, LineHooks } from "./fault.ts";

/** The faults of requests. */
export const REQUEST_FAULTS: Readonly<Record<string, Fault>> = {
  "ignores-token": of("Accepts any token in Hello, or none; needs a driver with a token.", ({ token, fire }) => ({
    request(request) {
      const { body } = request;
      if (body.type !== "Hello" || token === null || isSameSecret(token, body.authToken)) return request;
      fire();
      return { ...request, body: { ...body, authToken: token } };
    },
  })),
  "refuses-token": of("Refuses every Hello, as if its token were wrong.", ({ fire }, line) => ({
    request: (request) =>
      request.body.type === "Hello"
        ? instead(line, request, failure("InvalidRequest", "Unauthorized driver RPC client"), fire)
        : request,
  })),
  "cancel-ignored": of("Answers CancelActive, but cancels nothing.", ({ fire }, line) => ({
    request: (request) =>
      request.body.type === "CancelActive" ? instead(line, request, { type: "Cancelled" }, fire) : request,
  })),
  "cancel-kills-next": of("Also cancels the statement after CancelActive.", ({ fire }, line) => {
    const doomed = new Set<string | null>();
    return {
      request(request) {
        const session = request.sessionId ?? null;
        if (request.body.type === "CancelActive") doomed.add(session);
        if (request.body.type !== "Execute" || !doomed.delete(session)) return request;
        return instead(line, request, failure("Cancelled", "Query cancelled"), fire);
      },
    };
  }),
  "session-leak": of("Answers CloseSession, but keeps the session open.", ({ fire }, line) => ({
    request: (request) =>
      request.body.type === "CloseSession" ? instead(line, request, { type: "SessionClosed" }, fire) : request,
  })),
  "session-lost": of(
    "Forgets sessions after some statements.",
    ({ n, fire }, line) => {
      const statements = new Map<string, number>();
      return {
        request(request) {
          const { sessionId } = request;
          if (typeof sessionId !== "string") return request;
          const done = statements.get(sessionId) ?? 0;
          if (request.body.type === "Execute") statements.set(sessionId, done + 1);
          if (done < n) return request;
          return instead(line, request, failure("SessionNotFound", `Session ${sessionId} not found`), fire);
        },
      };
    },
    { what: "statements before that", default: 3 },
  ),
  "closes-on-unreadable": of("Closes the connection at a request with an unreadable body.", ({ fire }, line) => ({
    unreadable() {
      fire();
      line.close();
    },
  })),
};

function of(text: string, line: (chosen: Chosen, line: Line) => LineHooks, number?: Fault["number"]): Fault {
  return { kind: "request", text, ...(number && { number }), line };
}

/** Answers a request in place of the driver, which never receives it. */
function instead(line: Line, request: DriverRequestEnvelope, body: DriverResponseBody, fire: () => void): null {
  const { protocolVersion, requestId, sessionId = null } = request;
  fire();
  line.say({ protocolVersion, requestId, sessionId, done: true, body });
  return null;
}

function failure(code: DriverRpcErrorCode, message: string): DriverResponseBody {
  return { type: "Error", code, message, retriable: false };
}
