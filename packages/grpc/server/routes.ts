/**
 * Methods by their paths.
 *
 * @module
 */
import { type MethodDefinition, methodPath } from "../call/service_definition.ts";
import type { ServiceImplementation } from "./handlers.ts";

/** A method that has a handler. */
export interface Route {
  /** Its path in a request. */
  readonly path: string;
  /** What it is. */
  readonly method: MethodDefinition;
  /** What answers; its parameters follow from the kind. */
  // deno-lint-ignore ban-types
  readonly handler: Function;
}

/**
 * The methods of all services.
 *
 * @throws {TypeError} If two have the same path, or a handler belongs to no method.
 */
export function routesOf(services: readonly ServiceImplementation[]): ReadonlyMap<string, Route> {
  const routes = new Map<string, Route>();
  for (const { definition, handlers } of services) {
    for (const [name, handler] of Object.entries(handlers)) {
      if (handler === undefined) continue;
      const method = definition.methods[name];
      if (method === undefined || typeof handler !== "function") {
        throw new TypeError(`Cannot serve ${definition.name}: ${name} is no method with a function as its handler`);
      }
      const path = methodPath(definition, method);
      if (routes.has(path)) throw new TypeError(`Cannot serve ${path}: two services have it`);
      routes.set(path, { path, method, handler: handler.bind(handlers) });
    }
  }
  return routes;
}
