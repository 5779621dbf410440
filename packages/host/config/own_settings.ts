/**
 * Fluxwire's own settings of a service: the object `fluxwire` in `config.json`, which DBFlux ignores
 * (PROTOCOL.md#json-configuration).
 *
 * @module
 */
import { MAX_TIMER_MS } from "@fluxwire/transport";
import { posix, win32 } from "node:path";
import { type ProcessLimits, RESTART_POLICIES, type StopOptions } from "@fluxwire/supervise";
import { SERVICE_KINDS, type ServiceSettings } from "../service.ts";
import type { Setting } from "./setting.ts";

/** The steps of stopping whose times can be set. */
type StopStep = {
  [K in keyof StopOptions]-?: NonNullable<StopOptions[K]> extends number ? K : never;
}[keyof StopOptions];

/** The keys of `stop`. */
export const STOP_KEYS: Readonly<Record<StopStep, string>> = {
  stdinGraceMs: "stdin_grace_ms",
  termGraceMs: "term_grace_ms",
};

/** The keys of `limits`, each with its largest value. */
export const LIMIT_KEYS: Readonly<Record<keyof ProcessLimits, [key: string, max: number]>> = {
  memoryBytes: ["memory_bytes", Number.MAX_SAFE_INTEGER],
  cpuPercent: ["cpu_percent", 100 * 1024],
  maxProcesses: ["max_processes", 4_194_304],
};

/** The keys of `fluxwire`. */
export const OWN_KEYS = ["kind", "cwd", "sha256", "token_env", "restart", "stop", "limits", "tap"] as const;

/** What the object says; what is missing or wrong in it is not there. */
export function ownSettings(setting: Setting): Partial<ServiceSettings> {
  const own = setting.knownMembers(OWN_KEYS);
  if (own === undefined) return {};
  return present({
    kind: own.kind.choice(SERVICE_KINDS),
    cwd: absolutePath(own.cwd),
    sha256: own.sha256.textLike(/^[0-9a-f]{64}$/i, "64 hex digits")?.toLowerCase(),
    tokenEnv: own.token_env.textLike(/^[^=\0]+$/, "the name of a variable"),
    restart: own.restart.choice(RESTART_POLICIES),
    stop: stopOptions(own.stop),
    limits: limits(own.limits),
    tap: own.tap.boolean(),
  });
}

/** The relative paths of a configuration would mean another folder for each that reads it. */
function absolutePath(setting: Setting): string | undefined {
  const path = setting.text();
  if (path === undefined || posix.isAbsolute(path) || win32.isAbsolute(path)) return path;
  return setting.refuse(`expected an absolute path, found ${JSON.stringify(path)}`);
}

function stopOptions(setting: Setting): StopOptions | undefined {
  const members = setting.knownMembers(Object.values(STOP_KEYS));
  if (members === undefined) return undefined;
  const entries = Object.entries(STOP_KEYS).map(([name, key]) => [name, members[key]!.integer(0, MAX_TIMER_MS)]);
  return present(Object.fromEntries(entries));
}

function limits(setting: Setting): ProcessLimits | undefined {
  const members = setting.knownMembers(Object.values(LIMIT_KEYS).map(([key]) => key));
  if (members === undefined) return undefined;
  const entries = Object.entries(LIMIT_KEYS).map(([name, [key, max]]) => [name, members[key]!.integer(1, max)]);
  return present(Object.fromEntries(entries));
}

/** The members that are there: a default stands in the place of the others. */
export function present<T extends object>(object: T): T {
  return Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined)) as T;
}
