/** What an isolate may send, checked member by member: a hook may have written it. */
import type { Json, JsonObject } from "../../json/json.ts";
import { isObject } from "../../json/equal.ts";
import { parseExact } from "../../json/parse.ts";
import { FrameError } from "./frame.ts";

/** How deep a message may be nested. What is kept must be less deep, and is checked where it is used. */
const MAX_MESSAGE_DEPTH = 512;

/** An error as an isolate describes it. */
export interface ThrownError {
  readonly name: string;
  readonly message: string;
  readonly stack: string;
}

/** How a call ended. */
export type CallEnd =
  | { readonly type: "done"; readonly value: Json | undefined }
  | { readonly type: "vetoed"; readonly message: string; readonly details: Json }
  | ({ readonly type: "threw" } & ThrownError);

/** A question to the broker. */
export interface Question {
  readonly type: "ask";
  readonly question: number;
  readonly op: string;
  readonly args: readonly Json[];
}

/** A message of an isolate. */
export type IsolateMessage =
  | { readonly type: "ready" | "pong" }
  | { readonly type: "loaded"; readonly functions: readonly string[] }
  | ({ readonly type: "broken" } & ThrownError)
  | { readonly type: "about"; readonly call: number; readonly what: CallEnd | Question };

/**
 * Reads the body of a frame.
 *
 * @throws {FrameError} for all that is no message.
 */
export function readMessage(body: Uint8Array): IsolateMessage {
  let message: Json;
  try {
    message = parseExact(new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(body), MAX_MESSAGE_DEPTH);
  } catch (error) {
    throw new FrameError("Cannot read frame: it is not JSON in UTF-8", { cause: error });
  }
  if (!isObject(message)) throw new FrameError("Cannot read frame: it is not an object");
  switch (message.type) {
    case "ready":
    case "pong":
      return { type: message.type };
    case "loaded":
      return { type: "loaded", functions: list(message, "functions").map((name) => checked(name, "functions")) };
    case "broken":
      return { type: "broken", ...thrown(message) };
    case "ask":
    case "done":
    case "vetoed":
    case "threw":
      return { type: "about", call: integer(message, "call"), what: aboutCall(message.type, message) };
    default:
      throw new FrameError("Cannot read frame: its type is unknown");
  }
}

function aboutCall(type: CallEnd["type"] | "ask", message: JsonObject): CallEnd | Question {
  switch (type) {
    case "ask":
      return {
        type,
        question: integer(message, "question"),
        op: text(message, "op"),
        args: list(message, "args"),
      };
    case "done":
      return { type, value: message.value };
    case "vetoed":
      return { type, message: text(message, "message"), details: message.details ?? null };
    case "threw":
      return { type, ...thrown(message) };
  }
}

function thrown(message: JsonObject): ThrownError {
  return { name: text(message, "name"), message: text(message, "message"), stack: text(message, "stack") };
}

function text(message: JsonObject, member: string): string {
  return checked(message[member], member);
}

function checked(value: Json | undefined, member: string): string {
  if (typeof value === "string") return value;
  throw new FrameError(`Cannot read frame: ${member} is not a text`);
}

function integer(message: JsonObject, member: string): number {
  const value = message[member];
  if (typeof value === "number" && Number.isSafeInteger(value)) return value;
  throw new FrameError(`Cannot read frame: ${member} is not an integer`);
}

function list(message: JsonObject, member: string): readonly Json[] {
  const value = message[member];
  if (Array.isArray(value)) return value;
  throw new FrameError(`Cannot read frame: ${member} is not a list`);
}
