/**
 * The services of a `config.json` (PROTOCOL.md#json-configuration).
 *
 * @module
 */
import type { Service } from "../service.ts";
import { declaredService, variableProblem } from "./declared_service.ts";
import { type Entries, EntryList, MAX_SERVICES } from "./entry.ts";
import { jsonErrorPlace } from "./json_error_place.ts";
import { ownSettings } from "./own_settings.ts";
import { Setting } from "./setting.ts";

/** The keys that have been the list's name; of two that stand in one file, the later name counts. */
const LIST_KEYS = ["services", "rpc_services"] as const;

/** The keys of a service that are read. */
export const SERVICE_KEYS = [
  "socket_id",
  "enabled",
  "command",
  "args",
  "env",
  "startup_timeout_ms",
  "fluxwire",
] as const;

/** Reads the text of a `config.json`; a text without services has none. */
export function readJsonServices(text: string, file: string): Entries {
  const list = new EntryList(file);
  const json = parse(text, list);
  const root = new Setting(json, "", list.report).membersNamed(LIST_KEYS);
  if (root === undefined) return list;
  const [key, unused] = LIST_KEYS.map((key) => root[key]).filter((setting) => !setting.isMissing);
  if (unused !== undefined) {
    list.report("SettingUnknown", unused.place, `nothing reads it beside ${key!.place}; move its services there`);
  }
  const items = key?.items() ?? [];
  if (items.length > MAX_SERVICES) key!.refuse(`its ${items.length} services exceed ${MAX_SERVICES}; remove some`);
  for (const item of items.slice(0, MAX_SERVICES)) list.add(item.place, (report) => readService(item.under(report)));
  return list;
}

function parse(text: string, list: EntryList): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    // The error's own text would show a piece of the file, and that may be a secret.
    if (!(error instanceof SyntaxError)) throw error;
    list.report("ConfigMalformed", jsonErrorPlace(text), "here it stops being JSON; check commas, quotes and brackets");
    return undefined;
  }
}

function readService(item: Setting): Service | null {
  const members = item.membersNamed(SERVICE_KEYS);
  if (members === undefined) return null;
  return declaredService({
    socketId: members.socket_id,
    command: members.command,
    startupTimeoutMs: members.startup_timeout_ms,
    enabled: members.enabled.boolean(),
    args: readArgs(members.args),
    env: readEnv(members.env),
    own: ownSettings(members.fluxwire),
  }, "json");
}

function readArgs(setting: Setting): string[] | null {
  if (setting.isMissing) return [];
  const args = setting.items()?.map((arg) => arg.text());
  return args?.every((arg) => arg !== undefined) ? args : null;
}

function readEnv(setting: Setting): Record<string, string> {
  const env: [string, string][] = [];
  for (const [name, variable] of setting.members() ?? []) {
    const problem = variableProblem(name);
    if (problem !== null) setting.refuse(problem);
    else env.push([name, variable.text() ?? ""]);
  }
  // Also "__proto__" becomes a member so.
  return Object.fromEntries(env);
}
