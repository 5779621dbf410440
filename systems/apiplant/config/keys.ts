/** Every key of a configuration, with its kind and its default. */
import {
  address,
  autoOrList,
  contentTypes,
  duration,
  flag,
  hosts,
  integer,
  issuer,
  type Kind,
  mountPath,
  networks,
  origins,
  size,
  text,
  word,
} from "./kinds.ts";
import type { Config, Role } from "./config.ts";
import type { Toml } from "./toml.ts";

/** A key: what it may be, and what it is if it is left out. */
export interface Key<T = unknown> {
  readonly kind: Kind<T>;
  readonly fallback: Toml;
}

function key<T>(kind: Kind<T>, fallback: Toml): Key<T> {
  return { kind, fallback };
}

/** What the sections hold, in the order of the file. */
export interface Sections {
  readonly server: Omit<Config["server"], "tls">;
  readonly "server.tls": NonNullable<Config["server"]["tls"]>;
  readonly drivers: Config["drivers"];
  readonly plugins: Config["plugins"];
  readonly hooks: Config["hooks"];
  readonly auth: Omit<Config["auth"], "oidc">;
  readonly "auth.oidc": NonNullable<Config["auth"]["oidc"]>;
  readonly limits: Config["limits"];
  readonly webhooks: Config["webhooks"];
  readonly files: Config["files"];
}

/** The name of a section. */
export type Section = keyof Sections;

/** The keys by section; in the file, a capital letter is a dash and the small letter. */
export const KEYS: { readonly [S in Section]: { readonly [K in keyof Sections[S]]: Key<Sections[S][K]> } } = {
  "server": {
    mountAddress: key(address, "0.0.0.0:1337"),
    mountPath: key(mountPath, "/"),
    id: key(text, ""),
    dataDir: key(text, "./data"),
    public: key(text, "./public"),
    maxBody: key(size, "1MiB"),
    requestTimeout: key(duration, "30s"),
    shutdownTimeout: key(duration, "10s"),
    trustedProxies: key(networks, []),
    corsOrigins: key(origins, []),
    hosts: key(hosts, []),
  },
  "server.tls": { cert: key(text, ""), key: key(text, "") },
  "drivers": {
    secure: key(text, "memory"),
    event: key(text, "memory"),
    model: key(text, "memory"),
    error: key(text, "stdout"),
  },
  "plugins": { dir: key(text, "./plugins") },
  "hooks": {
    dir: key(text, "./hooks"),
    preTimeout: key(duration, "1s"),
    postTimeout: key(duration, "5s"),
    memory: key(size, "64MiB"),
    processes: key(integer(1, 1_000), 8),
    deno: key(text, ""),
    allowNet: key(autoOrList, "auto"),
    allowRun: key(autoOrList, "auto"),
  },
  "auth": { mode: key(word("open", "required"), "open") },
  "auth.oidc": {
    issuer: key(issuer, ""),
    audience: key(text, ""),
    rolesClaim: key(text, "roles"),
    adminRole: key(text, ""),
  },
  "limits": {
    rate: key(integer(0, 1_000_000), 0),
    pageMax: key(integer(1, 10_000), 500),
    batchMax: key(integer(1, 1_000), 100),
    payloadMax: key(size, "256KiB"),
    modelsMax: key(integer(1, 100_000), 1_000),
    streamsPerClient: key(integer(1, 1_000), 100),
  },
  "webhooks": { allowPrivate: key(flag, false) },
  "files": {
    dir: key(text, ""),
    maxSize: key(size, "16MiB"),
    types: key(contentTypes, []),
    keep: key(duration, "24h"),
  },
};

/** The sections whose keys are those of the storage's kind. */
export const STORAGE_SECTIONS: Readonly<Record<Role, string>> = {
  secure: "driver-secure-storage",
  event: "driver-event-storage",
  model: "driver-model-storage",
  error: "driver-error-storage",
};

/** The name of a key in the file. */
export function tomlName(key: string): string {
  return key.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}
