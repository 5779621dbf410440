/**
 * JSON that a driver publishes, as it came.
 *
 * @module
 */
import { JsonError, readJson } from "../json/json_node.ts";
import { PublishError } from "./record.ts";

/**
 * The text of a driver's JSON; `null` for no bytes.
 *
 * @param field Its field in the message, for the error.
 * @throws {PublishError} For what is no JSON, or not UTF-8.
 */
export function driverJson(field: string, bytes: Uint8Array): string {
  if (bytes.length === 0) return "null";
  try {
    const json = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
    if (json.startsWith("\uFEFF")) throw new JsonError(0, "a value");
    readJson(json);
    return json;
  } catch (cause) {
    const why = cause instanceof JsonError ? cause.message : "Cannot read JSON: it is not UTF-8";
    throw new PublishError(`Cannot publish ${field}: ${why}`, { cause });
  }
}
