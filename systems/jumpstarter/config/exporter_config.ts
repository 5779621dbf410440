/**
 * An exporter's configuration file.
 *
 * @module
 */
import type { TlsConfig } from "../distributed/dial.ts";
import { Misfit, type Schema } from "../device/schema.ts";
import { t } from "../device/t.ts";
import { ConfigError } from "./config_error.ts";
import { parseYaml } from "./yaml.ts";

/** A script that runs before or after a lease. */
export interface HookConfig {
  /** The script, or the path of one. */
  readonly script: string;
  /** What runs it; `/bin/sh` where it is undefined. */
  readonly exec?: string;
  /** How long it may take, in seconds. */
  readonly timeout: number;
  /** What follows if it fails. */
  readonly onFailure: "warn" | "endLease" | "exit";
}

/** A configuration file. The nodes under `export` are not checked yet. */
export interface ExporterConfig {
  /** The exporter's name. */
  readonly metadata?: { readonly namespace?: string; readonly name?: string };
  /** A controller's address; empty without one. */
  readonly endpoint?: string;
  /** What proves the exporter to its controller. */
  readonly token?: string;
  /** How the controller and its routers are trusted. */
  readonly tls?: TlsConfig;
  /** Settings of the connections to the controller and its routers, by the names that gRPC's libraries have. */
  readonly grpcOptions?: Readonly<Record<string, unknown>>;
  /** The root's help. */
  readonly description?: string;
  /** What clients show to people when they come. */
  readonly motd?: string;
  /** The devices, by name. */
  readonly export: Readonly<Record<string, unknown>>;
  /** What runs around a lease. */
  readonly hooks?: { readonly beforeLease?: HookConfig; readonly afterLease?: HookConfig };
  /** When a leased exporter gives up; the window is in seconds. */
  readonly failureDetection?: { readonly maxRapidFailures?: number; readonly rapidFailureWindow?: number };
  /** Whether a leased exporter ends with its first lease. */
  readonly exitOnLeaseEnd?: boolean;
}

const hook: Schema<HookConfig | undefined> = t.optional(t.object({
  script: t.string(),
  exec: t.optional(t.string()),
  timeout: t.default(t.number(), 120),
  onFailure: t.default(t.enum(["warn", "endLease", "exit"]), "warn"),
}));

/** The keys of a file, as upstream has them. */
const document: Schema<ExporterConfig> = t.object({
  apiVersion: t.default(t.enum(["jumpstarter.dev/v1alpha1"]), "jumpstarter.dev/v1alpha1"),
  kind: t.default(t.enum(["ExporterConfig"]), "ExporterConfig"),
  metadata: t.optional(t.object({ namespace: t.optional(t.string()), name: t.optional(t.string()) })),
  endpoint: t.optional(t.string()),
  token: t.optional(t.string()),
  tls: t.optional(t.object({ ca: t.optional(t.string()), insecure: t.optional(t.boolean()) })),
  grpcOptions: t.optional(t.map(t.any())),
  description: t.optional(t.string()),
  motd: t.optional(t.string()),
  export: t.default(t.map(t.any()), {}),
  hooks: t.optional(t.object({ beforeLease: hook, afterLease: hook })),
  failureDetection: t.optional(t.object({
    maxRapidFailures: t.optional(t.integer()),
    rapidFailureWindow: t.optional(t.number()),
  })),
  exitOnLeaseEnd: t.optional(t.boolean()),
});

/** The settings of exporters that a controller leases. */
const OF_LEASES = ["endpoint", "token", "tls", "grpcOptions", "failureDetection", "exitOnLeaseEnd"] as const;

/** The settings of a file that are given, and change nothing for an exporter without a controller. */
export function unusedSettings(config: ExporterConfig): string[] {
  const given: Readonly<Record<string, unknown>> = { ...config };
  return OF_LEASES.filter((name) => given[name] !== undefined && given[name] !== "");
}

/**
 * Reads the text of a configuration file. The nodes under `export` are not looked at.
 *
 * @throws {ConfigError} With the path of what is wrong.
 */
export function parseConfig(text: string): ExporterConfig {
  let value: unknown;
  try {
    value = parseYaml(text);
  } catch (cause) {
    throw new ConfigError("", `it is no YAML: ${(cause as Error).message}`, { cause });
  }
  return checkedBy(document, value, "");
}

/**
 * A value of a configuration file, checked.
 *
 * @throws {ConfigError} With its path.
 */
export function checkedBy<T>(schema: Schema<T>, value: unknown, path: string): T {
  try {
    return schema.check(value, path);
  } catch (error) {
    if (!(error instanceof Misfit)) throw error;
    throw new ConfigError(error.place.replace(/^\./, ""), error.problem, { cause: error });
  }
}
