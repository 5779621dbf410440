/** Failures of calls as answers of HTTP, as in Connect's unary protocol, and back. */
import { escapeControls } from "@fluxwire/transport/internal";
import { StorageError, type StorageErrorCode } from "../storage/roles.ts";

/** The code and the status of each failure that a driver answers. */
const ANSWERS: Readonly<Record<StorageErrorCode, { readonly code: string; readonly status: number }>> = {
  unavailable: { code: "unavailable", status: 503 },
  invalid: { code: "invalid_argument", status: 400 },
  not_found: { code: "not_found", status: 404 },
  conflict: { code: "aborted", status: 409 },
  exhausted: { code: "resource_exhausted", status: 429 },
  corrupt: { code: "data_loss", status: 500 },
  compacted: { code: "out_of_range", status: 400 },
  unimplemented: { code: "unimplemented", status: 501 },
};

/** What the other codes of Connect mean to a server. A call with one that is missing here may have been carried out. */
const MEANINGS: Readonly<Record<string, StorageErrorCode>> = {
  ...Object.fromEntries(Object.entries(ANSWERS).map(([own, { code }]) => [code, own as StorageErrorCode])),
  already_exists: "conflict",
  failed_precondition: "invalid",
  unauthenticated: "invalid",
  permission_denied: "invalid",
};

/** The same codes as gRPC's numbers, which gateways write. */
const NUMBERS: readonly string[] = [
  "ok",
  "canceled",
  "unknown",
  "invalid_argument",
  "deadline_exceeded",
  "not_found",
  "already_exists",
  "permission_denied",
  "resource_exhausted",
  "failed_precondition",
  "aborted",
  "out_of_range",
  "unimplemented",
  "internal",
  "unavailable",
  "data_loss",
  "unauthenticated",
];

/** What a status means whose body says nothing. */
const STATUSES: Readonly<Record<number, string>> = {
  400: "invalid_argument",
  401: "unauthenticated",
  403: "permission_denied",
  404: "unimplemented",
  405: "unimplemented",
  409: "aborted",
  413: "resource_exhausted",
  415: "invalid_argument",
  429: "resource_exhausted",
  501: "unimplemented",
};

/** The longest message of a driver that is passed on, in UTF-16 units. */
const MAX_MESSAGE_UNITS = 1_000;

/** The answer of a driver whose call failed. */
export function failureAnswer(error: StorageError): { status: number; body: { code: string; message: string } } {
  const { code, status } = ANSWERS[error.code];
  return { status, body: { code, message: error.message } };
}

/** The failure that an answer with another status than 200 reports. `name` is the driver's, for the message. */
export function failureOf(name: string, status: number, body: string): StorageError {
  const said = readBody(body);
  const code = said?.code ?? STATUSES[status] ?? "unknown";
  const meaning = MEANINGS[code] ?? "unavailable";
  if (code === "unauthenticated" || code === "permission_denied") {
    return new StorageError(meaning, `${name} refuses the token: see the setting token`);
  }
  const text = escapeControls((said?.message ?? "").slice(0, MAX_MESSAGE_UNITS));
  return new StorageError(meaning, `${name} answers ${code}${text === "" ? ` with status ${status}` : `: ${text}`}`);
}

function readBody(body: string): { code: string; message: string } | null {
  try {
    const { code, message } = JSON.parse(body);
    const name = typeof code === "number" ? NUMBERS[code] : code;
    return typeof name === "string" ? { code: name, message: typeof message === "string" ? message : "" } : null;
  } catch {
    return null;
  }
}
