/**
 * Which header fields a message may have (RFC 9113, 8.2 and 8.3).
 *
 * @module
 */
import type { Field } from "../hpack/field.ts";

const REQUEST_PSEUDO: ReadonlySet<string> = new Set([":method", ":scheme", ":path", ":authority"]);
const RESPONSE_PSEUDO: ReadonlySet<string> = new Set([":status"]);
const NO_PSEUDO: ReadonlySet<string> = new Set();
/** Fields of one hop in HTTP/1.1. */
const CONNECTION_FIELDS: ReadonlySet<string> = new Set([
  "connection",
  "keep-alive",
  "proxy-connection",
  "transfer-encoding",
  "upgrade",
]);
/** Characters that end or hide a field, and letters that are not lower case. */
// deno-lint-ignore no-control-regex
const BAD_NAME = /[\x00-\x20A-Z\x7f-\xff]/;
// deno-lint-ignore no-control-regex
const BAD_VALUE = /[\x00\r\n]/;
const LENGTH = /^[0-9]{1,15}$/;

/** What is wrong with a request's fields; null if nothing is. */
export function requestProblem(fields: readonly Field[]): string | null {
  const problem = fieldsProblem(fields, REQUEST_PSEUDO);
  if (problem !== null) return problem;
  for (const name of [":method", ":scheme", ":path"]) {
    if (!fields.some((field) => field.name === name && field.value !== "")) return `${name} is missing or empty`;
  }
  return null;
}

/** What is wrong with a response's fields; null if nothing is. */
export function responseProblem(fields: readonly Field[]): string | null {
  return fieldsProblem(fields, RESPONSE_PSEUDO) ??
    (/^[1-5][0-9][0-9]$/.test(fields[0]?.value ?? "") && fields[0]!.name === ":status" ? null : ":status is missing");
}

/** What is wrong with trailers; null if nothing is. */
export function trailersProblem(fields: readonly Field[]): string | null {
  return fieldsProblem(fields, NO_PSEUDO);
}

/**
 * The announced length of the body.
 *
 * @returns null if none is announced, NaN if it is no number or two differ.
 */
export function contentLength(fields: readonly Field[]): number | null {
  let length: number | null = null;
  for (const { name, value } of fields) {
    if (name !== "content-length") continue;
    const one = LENGTH.test(value) ? Number(value) : NaN;
    if (length !== null && length !== one) return NaN;
    length = one;
  }
  return length;
}

function fieldsProblem(fields: readonly Field[], pseudo: ReadonlySet<string>): string | null {
  let pseudoEnded = false;
  for (let at = 0; at < fields.length; at++) {
    const { name, value } = fields[at]!;
    if (BAD_VALUE.test(value)) return "a value has a line end or a NUL";
    if (name.charCodeAt(0) !== 0x3a) {
      pseudoEnded = true;
      if (name === "" || BAD_NAME.test(name)) return "a name has a character that is not allowed";
      if (CONNECTION_FIELDS.has(name)) return `${name} is not allowed in HTTP/2`;
      if (name === "te" && value !== "trailers") return "te is not trailers";
      continue;
    }
    if (pseudoEnded) return "a pseudo-header field follows others";
    if (!pseudo.has(name)) return "a pseudo-header field is not allowed there";
    for (let earlier = 0; earlier < at; earlier++) if (fields[earlier]!.name === name) return `${name} occurs twice`;
  }
  return null;
}
