/** What a server is configured to do. */
import type { Address } from "./address.ts";
import type { Network } from "./network.ts";

/** The roles of storage. */
export type Role = "secure" | "event" | "model" | "error";

/** The own settings of a storage's kind. Its texts may be `secure:NAME`, which `withSecrets` replaces. */
export interface Settings {
  readonly [key: string]: Setting;
}

/** One setting. */
export type Setting = string | number | boolean | readonly Setting[] | Settings;

/** An issuer of tokens, by OpenID Connect. */
export interface OidcConfig {
  /** Its address, as tokens name it. */
  readonly issuer: string;
  /** The name of this server in tokens. */
  readonly audience: string;
  /** The claim that has the roles; dots lead to inner members. */
  readonly rolesClaim: string;
  /** The role whose bearers may do everything; empty for none. */
  readonly adminRole: string;
}

/** The whole configuration: durations in milliseconds, sizes in bytes. */
export interface Config {
  readonly server: {
    readonly mountAddress: Address;
    /** The prefix of every route: empty, or with a slash in front and none behind. */
    readonly mountPath: string;
    /** Empty: an id kept in the data folder. */
    readonly id: string;
    readonly dataDir: string;
    readonly public: string;
    readonly maxBody: number;
    readonly requestTimeout: number;
    readonly shutdownTimeout: number;
    readonly trustedProxies: readonly Network[];
    readonly corsOrigins: readonly string[];
    /** Names under which clients may reach a server in `open` mode, besides addresses and `localhost`. */
    readonly hosts: readonly string[];
    /** Paths of a certificate and its key, or `secure:NAME` for one in secure storage. */
    readonly tls: { readonly cert: string; readonly key: string } | null;
  };
  readonly drivers: Readonly<Record<Role, string>>;
  readonly storage: Readonly<Record<Role, Settings>>;
  readonly plugins: { readonly dir: string };
  readonly hooks: {
    readonly dir: string;
    readonly preTimeout: number;
    readonly postTimeout: number;
    readonly memory: number;
    readonly processes: number;
    /** The Deno that runs hooks; empty for the running one. */
    readonly deno: string;
    readonly allowNet: "auto" | readonly string[];
    readonly allowRun: "auto" | readonly string[];
  };
  readonly auth: {
    /** Whether callers need credentials where rules are not public. */
    readonly mode: "open" | "required";
    /** Who issues tokens of people and programs; `null` for no issuer. */
    readonly oidc: OidcConfig | null;
  };
  readonly limits: {
    /** Requests a second of a client; 0 for no limit. */
    readonly rate: number;
    readonly pageMax: number;
    readonly batchMax: number;
    readonly payloadMax: number;
    readonly modelsMax: number;
    /** How many streams, and pages that wait for events, a client has at once. */
    readonly streamsPerClient: number;
  };
  readonly webhooks: { readonly allowPrivate: boolean };
  readonly files: {
    /** Where files are kept; empty for `files` in the data folder. Servers of one log must share it. */
    readonly dir: string;
    readonly maxSize: number;
    /** The content types that uploads may have, also as `image/*`; empty for all. */
    readonly types: readonly string[];
    /** How long a file is kept that no instance has. */
    readonly keep: number;
  };
}

/** Every problem of a configuration. */
export class ConfigError extends Error {
  override readonly name = "ConfigError";

  /** Makes one of all problems, each of which names its key. */
  constructor(readonly problems: readonly string[]) {
    super(
      problems.length === 1
        ? problems[0]!
        : `${problems.length} problems:\n${problems.map((one) => `  ${one}`).join("\n")}`,
    );
  }
}
