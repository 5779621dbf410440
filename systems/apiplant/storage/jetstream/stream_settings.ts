/** The streams of a log: how they are made, and whether the settings of one that exists are safe. */
import type { StreamConfig } from "./library.ts";

/** The member of a stream's metadata that has the log's id. */
export const LOG_ID = "apiplant-log";

/** The subject of a log's appends. */
export function eventsSubject(name: string): string {
  return `${name}.events`;
}

/** The subject on which the server tells of appends that are stored. */
export function appendedSubject(name: string): string {
  return `${name}.appended`;
}

/** The name of the stream with the registers. */
export function registersName(name: string): string {
  return `${name}-registers`;
}

/** The subject of a register: names are any text, subjects are not. */
export function registerSubject(name: string, register: string): string {
  return `${name}.register.${
    new TextEncoder().encode(register).toBase64({ alphabet: "base64url", omitPadding: true })
  }`;
}

/** What both streams have: nothing is ever removed. */
const KEPT = {
  retention: "limits",
  storage: "file",
  max_age: 0,
  max_msgs: -1,
  max_bytes: -1,
  max_msg_size: -1,
  deny_delete: true,
  deny_purge: true,
  allow_rollup_hdrs: false,
  allow_direct: false,
} as const;

/** The stream of appends. */
export function eventsStream(name: string, replicas: number, logId: string): Partial<StreamConfig> & { name: string } {
  return {
    ...KEPT,
    name,
    subjects: [eventsSubject(name)],
    discard: "new",
    num_replicas: replicas,
    republish: { src: eventsSubject(name), dest: appendedSubject(name), headers_only: true },
    metadata: { [LOG_ID]: logId },
  };
}

/** The stream of registers, which keeps the last value of each. */
export function registersStream(name: string, replicas: number): Partial<StreamConfig> & { name: string } {
  return {
    ...KEPT,
    name: registersName(name),
    subjects: [`${name}.register.*`],
    discard: "old",
    num_replicas: replicas,
    max_msgs_per_subject: 1,
  };
}

/** A setting, what it must be, and why. */
type Rule = readonly [setting: string, isSafe: (config: Record<string, unknown>) => boolean, wanted: string];

const is = (name: string, wanted: unknown) => (config: Record<string, unknown>): boolean => config[name] === wanted;
const isUnset = (name: string) => (config: Record<string, unknown>): boolean => !config[name];
const isUnlimited = (name: string) => (config: Record<string, unknown>): boolean => Number(config[name] ?? -1) <= 0;

/** What would lose events, or serve other ones. */
const RULES: readonly Rule[] = [
  ["storage", is("storage", "file"), "file"],
  ["retention", is("retention", "limits"), "limits: the others remove what was read"],
  ["max_age", isUnlimited("max_age"), "0: older events would go"],
  ["max_msgs", isUnlimited("max_msgs"), "-1: events would go"],
  ["max_bytes", isUnlimited("max_bytes"), "-1: events would go"],
  ["deny_delete", is("deny_delete", true), "true: a deleted message is a gap"],
  ["deny_purge", is("deny_purge", true), "true: a purge is the loss of all events"],
  ["allow_rollup_hdrs", isUnset("allow_rollup_hdrs"), "false: a message could replace all others"],
  ["allow_msg_ttl", isUnset("allow_msg_ttl"), "false: messages would go by themselves"],
  ["allow_direct", isUnset("allow_direct"), "false: a replica that is behind would answer reads"],
  [
    "persist_mode",
    ({ persist_mode: mode }) => mode === undefined || mode === "default",
    "default: the others answer before the disk",
  ],
  ["sealed", isUnset("sealed"), "false: it takes no more events"],
  ["mirror", isUnset("mirror"), "unset: the stream is another's copy"],
  ["sources", ({ sources }) => !Array.isArray(sources) || sources.length === 0, "unset: other streams would append"],
];

/** The same of the stream of appends alone. */
const EVENTS_RULES: readonly Rule[] = [
  ["discard", is("discard", "new"), "new: the oldest events would go if a limit is reached"],
  ["max_msgs_per_subject", isUnlimited("max_msgs_per_subject"), "-1: events would go"],
];

/** What is wrong with a stream that exists, one text for each setting; none if it is as this server would make it. */
export function unsafeSettings(config: StreamConfig, wanted: Partial<StreamConfig>): string[] {
  const isEvents = wanted.republish !== undefined, found = config as unknown as Record<string, unknown>;
  const problems = [...RULES, ...isEvents ? EVENTS_RULES : []].flatMap(([setting, isSafe, must]) => {
    return isSafe(found) ? [] : [`${setting} is ${JSON.stringify(found[setting])}, it must be ${must}`];
  });
  for (const name of ["subjects", "num_replicas", ...isEvents ? ["republish"] : ["max_msgs_per_subject"]]) {
    const [have, want] = [found[name], (wanted as Record<string, unknown>)[name]];
    if (JSON.stringify(have) === JSON.stringify(want)) continue;
    problems.push(`${name} is ${JSON.stringify(have)}, it must be ${JSON.stringify(want)}`);
  }
  return problems;
}
