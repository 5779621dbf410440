/** A configuration as `--check` prints it. */
import { addressText } from "./address.ts";
import type { Setting, Settings } from "./config.ts";
import { STORAGE_SECTIONS, tomlName } from "./keys.ts";
import type { ReadConfig } from "./read.ts";

const MASK = "***";
/** Keys of storages whose values are secrets, by a part of their names. */
const SECRET = /token|secret|pass|key|credential|auth|dsn|conn/i;

const NO_ISSUER = { issuer: "", audience: "", rolesClaim: "roles", adminRole: "" };

/** The effective configuration as TOML. Settings of storages that may be secret, or come from the environment, are `***`. */
export function shownConfig({ config, expanded }: ReadConfig): string {
  const { server, drivers, hooks, limits } = config;
  const { tls, mountAddress, mountPath, trustedProxies, ...others } = server;
  const lines = [
    ...section("server", {
      mountAddress: addressText(mountAddress),
      mountPath: mountPath === "" ? "/" : mountPath,
      ...others,
      trustedProxies: trustedProxies.map(({ text }) => text),
    }),
    ...section("server.tls", tls ?? { cert: "", key: "" }),
    ...section("drivers", drivers),
    ...Object.entries(STORAGE_SECTIONS).flatMap(([role, name]) => {
      return section(name, masked(config.storage[role as keyof typeof drivers], name, expanded));
    }),
    ...section("plugins", config.plugins),
    ...section("hooks", hooks),
    ...section("auth", { mode: config.auth.mode }),
    ...section("auth.oidc", config.auth.oidc ?? NO_ISSUER),
    ...section("limits", limits),
    ...section("webhooks", config.webhooks),
    ...section("files", config.files),
  ];
  return `${lines.join("\n").trimStart()}\n`;
}

function section(name: string, members: object): string[] {
  return ["", `[${name}]`, ...Object.entries(members).map(([key, value]) => `${tomlName(key)} = ${shown(value)}`)];
}

function masked(settings: Settings, path: string, expanded: ReadonlySet<string>): Settings {
  return Object.fromEntries(
    Object.entries(settings).map(([key, value]) => {
      const at = `${path}.${key}`;
      if (typeof value === "object" && !Array.isArray(value)) return [key, masked(value as Settings, at, expanded)];
      const secret = isSecret(key, value) || expanded.has(at) || JSON.stringify(value).includes("secure:");
      return [key, secret ? MASK : value];
    }),
  );
}

/** Whether a setting of a storage may be a secret, by its name or because it is an address with a user. */
export function isSecret(key: string, value: Setting): boolean {
  return SECRET.test(key) || /:\/\/[^/"]*@/.test(JSON.stringify(value));
}

function shown(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(shown).join(", ")}]`;
  if (typeof value === "object" && value !== null) {
    return `{ ${Object.entries(value).map(([key, one]) => `${key} = ${shown(one)}`).join(", ")} }`;
  }
  return JSON.stringify(value);
}
