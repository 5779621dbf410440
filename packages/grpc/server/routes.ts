/**
 * Methods by their paths.
 *
 * @module
 */
import { type MethodDefinition, methodPath, type ServiceDefinition } from "../call/service_definition.ts";
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
 * @throws {TypeError} If two have the same path, or a handler belongs to no method or is no function.
 */
export function routesOf(services: readonly ServiceImplementation[]): ReadonlyMap<string, Route> {
  const routes = new Map<string, Route>();
  for (const { definition, handlers } of services) {
    refuseUnknown(definition, handlers);
    for (const [name, method] of Object.entries(definition.methods)) {
      const handler = handlers[name];
      if (handler === undefined) continue;
      if (typeof handler !== "function") {
        throw new TypeError(`Cannot serve ${definition.name}: the handler of ${name} is no function`);
      }
      const path = methodPath(definition, method);
      if (routes.has(path)) throw new TypeError(`Cannot serve ${path}: two services have it`);
      routes.set(path, { path, method, handler: handler.bind(handlers) });
    }
  }
  return routes;
}

/** A misspelt name would be UNIMPLEMENTED; an instance of a class may have more than handlers. */
function refuseUnknown({ name, methods }: ServiceDefinition, handlers: Readonly<Record<string, unknown>>): void {
  if (Object.getPrototypeOf(handlers) !== Object.prototype) return;
  const unknown = Object.keys(handlers).filter((key) => !Object.hasOwn(methods, key));
  if (unknown.length > 0) throw new TypeError(`Cannot serve ${name}: it has no method called ${unknown.join(", ")}`);
}
