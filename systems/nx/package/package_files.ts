/**
 * The files of a driver's package, from what the driver declares.
 *
 * @module
 */
import { TOPOLOGIES } from "../sdk/declared.ts";
import type { Driver, HubDefinition } from "../sdk/definition.ts";

/** The files that every package has. */
export const PACKAGE_FILES = [
  "manifest.json",
  "capabilities.json",
  "config.schema.json",
  "endpoints.json",
  "variables.schema.json",
  "events.json",
] as const;

/** The name of a file of a package. */
export type PackageFile = typeof PACKAGE_FILES[number];

/** What every driver of a type can do. */
export const REQUIRED_CAPABILITIES: Readonly<Record<Driver["type"], readonly string[]>> = {
  DEVICE: [],
  HUB: ["proxy_command"],
  CHILD: ["bind_hub"],
};

/**
 * The contents of a package's files, as JSON values.
 *
 * @param entrypoint The program in the package: `main.ts` with the runtime `deno`.
 */
export function packageFiles(
  driver: Driver,
  entrypoint: { readonly runtime: string; readonly path: string } = { runtime: "deno", path: "main.ts" },
): Record<PackageFile, unknown> {
  const { type, definition } = driver;
  const { id, name, version, protocols, endpoints = {}, variables = {}, events = {} } = definition;
  const supports = {
    endpoints: Object.keys(endpoints).length > 0,
    variables: Object.keys(variables).length > 0,
    events: Object.keys(events).length > 0,
    discovery: type === "HUB" && (definition as HubDefinition<never, never>).discoverChildren !== undefined,
    proxy_command: type === "HUB",
    bind_hub: type === "CHILD",
  };
  const required = driver.type === "CHILD" ? driver.definition.requiresHub : undefined;
  return {
    "manifest.json": {
      ...{ id, name, version },
      driver_type: type,
      supported_topologies: [...TOPOLOGIES[type]],
      protocols: [...protocols],
      device_types: [],
      capabilities: Object.entries(supports).filter(([, can]) => can).map(([capability]) => capability),
      requires_hub: required === undefined
        ? []
        : [{ hub_driver_id: required.driverId, ...(required.minVersion && { min_version: required.minVersion }) }],
      entrypoint,
    },
    "capabilities.json": {
      schema_version: 1,
      driver_id: id,
      ...{ name, version },
      driver_type: type,
      supports,
      features: type === "HUB" ? ["cancel", "discover", "events"] : [],
      messaging: {},
    },
    "config.schema.json": { $schema: "https://json-schema.org/draft/2020-12/schema", ...plain(definition.config) },
    "endpoints.json": {
      endpoints: Object.entries(endpoints).map(([key, { name, value, ...endpoint }]) => ({
        id: key,
        name,
        direction: endpoint.direction ?? "BIDIR",
        type: endpoint.controlType ?? "",
        connection: endpoint.connection ?? "IP",
        icon: endpoint.icon ?? "",
        multi_binding: endpoint.multiBinding ?? false,
        value_schema: value === undefined ? {} : plain(value),
      })),
    },
    "variables.schema.json": {
      variables: Object.entries(variables).map(([key, { type, unit = "", readable = true, writable = false }]) => {
        return { key, type, unit, readable, writable };
      }),
    },
    "events.json": {
      schema_version: 1,
      events: Object.entries(events).map(([type, { description = "", severity = "INFO", payload }]) => {
        return { type, name: type, description, severity, payload_schema: payload === undefined ? {} : plain(payload) };
      }),
    },
  };
}

/** A schema as JSON has it. */
function plain(schema: unknown): Record<string, unknown> {
  return JSON.parse(JSON.stringify(schema));
}
