/**
 * The member `fluxwire` of an instance: what this host can do with a driver besides starting it.
 *
 * @module
 */
import { type ProcessLimits, RESTART_POLICIES, type RestartPolicy } from "@fluxwire/supervise";
import { type JsonMember, type JsonNode, kindText } from "../json/json_node.ts";
import { leavesFolder } from "./leaves_folder.ts";

/** The settings of an instance. */
export interface InstanceSettings {
  /** Whether the host starts it. */
  readonly enabled: boolean;
  /** When it is started again. */
  readonly restart: RestartPolicy;
  /** What it may use. */
  readonly limits: ProcessLimits;
  /** Variables added to its environment. */
  readonly env: Readonly<Record<string, string>>;
  /** Whether it gets the host's whole environment, or the short list of all Fluxwire drivers. */
  readonly inheritEnv: boolean;
  /** Arguments after the two flags. */
  readonly args: readonly string[];
  /** The SHA-256 of its program, 64 hex digits; null for any. */
  readonly sha256: string | null;
  /** From its start to `started` of a driver session, in milliseconds. */
  readonly startTimeoutMs: number;
  /** From SIGTERM to SIGKILL, in milliseconds. */
  readonly termGraceMs: number;
  /** Of a HUB: how long a command may take, in milliseconds. */
  readonly proxyTimeoutMs: number;
  /** Of a HUB: how many commands it gets at once at most; null for what it asks for. */
  readonly maxInFlight: number | null;
  /** Of a HUB: whether it is started again when it has lost its session for 30 s. */
  readonly sessionLost: "restart" | "keep";
  /** Of a CHILD: whether it is started again when its hub is. */
  readonly onHubRestart: "keep" | "restart";
  /** The folder with the driver's package files, relative to the drivers' folder; null for none. */
  readonly package: string | null;
}

/** What holds for an instance that says nothing. */
export const DEFAULT_SETTINGS: InstanceSettings = {
  enabled: true,
  restart: "permanent",
  limits: {},
  env: {},
  inheritEnv: true,
  args: [],
  sha256: null,
  startTimeoutMs: 10_000,
  termGraceMs: 5_000,
  proxyTimeoutMs: 5_000,
  maxInFlight: null,
  sessionLost: "restart",
  onHubRestart: "keep",
  package: null,
};

/** Reports a problem of a place in the file. */
export type Report = (member: string, node: { readonly start: number }, text: string) => void;

/** What reads a member: the value, or undefined after a report. */
type Read<T> = (node: JsonNode, member: string, report: Report) => T | undefined;

/** Ten minutes: a command that takes longer belongs into the background of its hub. */
const MAX_PROXY_MS = 600_000;
const MAX_WAIT_MS = 600_000;
const NAME = /^[^=\0]+$/;

const LIMIT_MEMBERS: Readonly<Record<string, { key: keyof ProcessLimits; read: Read<number> }>> = {
  memory_bytes: { key: "memoryBytes", read: integer(1 << 20, Number.MAX_SAFE_INTEGER) },
  cpu_percent: { key: "cpuPercent", read: integer(1, 100_000) },
  max_processes: { key: "maxProcesses", read: integer(1, 1_000_000) },
};

const MEMBERS: Readonly<Record<string, { key: keyof InstanceSettings; read: Read<unknown> }>> = {
  enabled: { key: "enabled", read: boolean },
  restart: { key: "restart", read: oneOf(RESTART_POLICIES) },
  limits: { key: "limits", read: limits },
  env: { key: "env", read: variables },
  inherit_env: { key: "inheritEnv", read: boolean },
  args: { key: "args", read: texts },
  sha256: { key: "sha256", read: digest },
  start_timeout_ms: { key: "startTimeoutMs", read: integer(1, MAX_WAIT_MS) },
  term_grace_ms: { key: "termGraceMs", read: integer(0, MAX_WAIT_MS) },
  proxy_timeout_ms: { key: "proxyTimeoutMs", read: integer(1, MAX_PROXY_MS) },
  max_in_flight: { key: "maxInFlight", read: integer(1, 256) },
  session_lost: { key: "sessionLost", read: oneOf(["restart", "keep"] as const) },
  on_hub_restart: { key: "onHubRestart", read: oneOf(["keep", "restart"] as const) },
  package: { key: "package", read: folder },
};

/** Reads the settings; what is wrong is reported, and has its default. */
export function readSettings(node: JsonNode | undefined, report: Report): InstanceSettings {
  if (node === undefined) return DEFAULT_SETTINGS;
  const found = members(node, "fluxwire", Object.keys(MEMBERS), report);
  const read = found.flatMap(({ name, value }): [string, unknown][] => {
    const { key, read } = MEMBERS[name]!;
    const setting = read(value, `fluxwire.${name}`, report);
    return setting === undefined ? [] : [[key, setting]];
  });
  return { ...DEFAULT_SETTINGS, ...Object.fromEntries(read) };
}

/** The known members of an object. */
function members(node: JsonNode, member: string, known: readonly string[], report: Report): readonly JsonMember[] {
  if (node.kind !== "object") {
    report(member, node, `must be an object, not ${kindText(node)}`);
    return [];
  }
  return node.members.filter(({ name, start }) => {
    if (known.includes(name)) return true;
    report(`${member}.${name}`, { start }, `is unknown; the members are ${known.join(", ")}`);
    return false;
  });
}

function boolean(node: JsonNode, member: string, report: Report): boolean | undefined {
  if (node.kind === "boolean") return node.value;
  report(member, node, `must be true or false, not ${kindText(node)}`);
}

function folder(node: JsonNode, member: string, report: Report): string | undefined {
  if (node.kind === "text" && node.value !== "" && !leavesFolder(node.value)) return node.value;
  report(member, node, "must be the path of a folder within the drivers' folder");
}

function integer(least: number, most: number): Read<number> {
  return (node, member, report) => {
    if (node.kind === "number" && Number.isSafeInteger(node.value) && node.value >= least && node.value <= most) {
      return node.value;
    }
    report(member, node, `must be an integer from ${least} to ${most}`);
  };
}

function oneOf<T extends string>(words: readonly T[]): Read<T> {
  return (node, member, report) => {
    const word = node.kind === "text" ? words.find((word) => word === node.value) : undefined;
    if (word === undefined) report(member, node, `must be one of ${words.join(", ")}`);
    return word;
  };
}

function texts(node: JsonNode, member: string, report: Report): string[] | undefined {
  if (node.kind === "array" && node.items.every((item) => item.kind === "text" && !item.value.includes("\0"))) {
    return node.items.map((item) => (item as { value: string }).value);
  }
  report(member, node, "must be a list of texts");
}

function variables(node: JsonNode, member: string, report: Report): Record<string, string> | undefined {
  if (node.kind !== "object") return void report(member, node, `must be an object, not ${kindText(node)}`);
  const variables: Record<string, string> = {};
  for (const { name, start, value } of node.members) {
    if (!NAME.test(name)) {
      report(`${member}.${name}`, { start }, "is no name of a variable: it is empty, or has = or NUL");
    } else if (value.kind !== "text") report(`${member}.${name}`, value, `must be a text, not ${kindText(value)}`);
    else if (value.value.includes("\0")) report(`${member}.${name}`, value, "must be a text without NUL");
    else variables[name] = value.value;
  }
  return variables;
}

function limits(node: JsonNode, member: string, report: Report): ProcessLimits {
  const found = members(node, member, Object.keys(LIMIT_MEMBERS), report);
  return Object.fromEntries(found.flatMap(({ name, value }) => {
    const { key, read } = LIMIT_MEMBERS[name]!;
    const limit = read(value, `${member}.${name}`, report);
    return limit === undefined ? [] : [[key, limit]];
  }));
}

function digest(node: JsonNode, member: string, report: Report): string | undefined {
  if (node.kind === "text" && /^[0-9a-fA-F]{64}$/.test(node.value)) return node.value.toLowerCase();
  report(member, node, "must be a SHA-256: 64 hex digits");
}
