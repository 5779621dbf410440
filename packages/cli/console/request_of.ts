/**
 * A request of the page: exact JSON in which optional members may be left out.
 *
 * @module
 */
import type { DriverRequestBody, Layout } from "@fluxwire/wire";
import { parseJson } from "@fluxwire/wire";
import { UsageError } from "@fluxwire/command";
import { bodyFrom, methodNamed, templateJson } from "../driver/method.ts";

/**
 * The body of a request from `{ method, data }`.
 *
 * @throws {UsageError} For a method that is not known, or data that is not its body.
 * @throws {MalformedError} For a text that is not JSON.
 */
export function requestOf(text: string, layout: Layout): DriverRequestBody {
  const { method: name, data = {} } = (parseJson(text) ?? {}) as { method?: unknown; data?: unknown };
  if (typeof name !== "string") throw new UsageError("Cannot send the request: it has no method");
  const method = methodNamed(name);
  return bodyFrom(filled(data, templateJson(method, layout)), method);
}

/** What is given, with null or an empty list for what the template has besides. */
function filled(given: unknown, template: unknown): unknown {
  if (given === undefined) return Array.isArray(template) ? [] : null;
  if (!isObject(given) || !isObject(template)) return given;
  const added = Object.keys(template).filter((name) => !Object.hasOwn(given, name) && isOptional(template[name]));
  const known = Object.entries(given).map(([name, value]) => [name, filled(value, template[name])]);
  return Object.fromEntries([...known, ...added.map((name) => [name, filled(undefined, template[name])])]);
}

function isOptional(template: unknown): boolean {
  return template === null || Array.isArray(template);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
