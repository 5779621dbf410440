/**
 * Where DBFlux keeps its configuration on each system (PROTOCOL.md#json-configuration,
 * PROTOCOL.md#database-configuration).
 *
 * @module
 */
import { posix, win32 } from "node:path";

/** What the places depend on. */
export interface UserEnvironment {
  /** The operating system. */
  os: typeof Deno.build.os;
  /** The value of a variable; undefined if it is not set, or may not be read. */
  variable(name: string): string | undefined;
}

/** The system and the variables of this process. One that may not be read counts as not set. */
export function userEnvironment(): UserEnvironment {
  return {
    os: Deno.build.os,
    variable: (name) =>
      Deno.permissions.querySync({ name: "env", variable: name }).state === "granted" ? Deno.env.get(name) : undefined,
  };
}

/** A file that may have a configuration in it. */
export interface ConfigCandidate {
  /** Its path. */
  path: string;
  /** The file whose existence makes this one unused; or null. */
  unless: string | null;
}

/**
 * Where a user's configurations stand, those first that count first: `config.json`, which only we still read, then the
 * database of DBFlux, then that of its nightly builds, unless those are configured to share the first.
 *
 * @returns The candidates; none if the variables that name the user's folders are not set.
 * @example
 * ```ts
 * import { configCandidates } from "./folders.ts";
 * import { deepEqual } from "node:assert/strict";
 *
 * const candidates = configCandidates({ os: "linux", variable: (name) => ({ HOME: "/home/ada" })[name] });
 * deepEqual(candidates.map(({ path }) => path), [
 *   "/home/ada/.config/dbflux/config.json",
 *   "/home/ada/.local/share/dbflux/dbflux.db",
 *   "/home/ada/.local/share/dbflux/dbflux-nightly.db",
 * ]);
 * ```
 */
export function configCandidates(environment: UserEnvironment): ConfigCandidate[] {
  const { join } = pathsOf(environment.os);
  const { config, data } = userFolders(environment);
  const candidates: ConfigCandidate[] = [];
  if (config !== null) candidates.push({ path: join(config, "dbflux", "config.json"), unless: null });
  if (data !== null) {
    const unless = join(data, "dbflux", "use-stable-db");
    candidates.push({ path: join(data, "dbflux", "dbflux.db"), unless: null });
    candidates.push({ path: join(data, "dbflux", "dbflux-nightly.db"), unless });
  }
  return candidates;
}

/** The folders for configuration and data; null if unknown. */
function userFolders({ os, variable }: UserEnvironment): { config: string | null; data: string | null } {
  const { isAbsolute, join } = pathsOf(os);
  const folder = (name: string) => {
    const path = variable(name);
    return path !== undefined && isAbsolute(path) ? path : null;
  };
  if (os === "windows") return { config: folder("APPDATA"), data: folder("APPDATA") };
  const home = folder("HOME");
  const within = (...names: string[]) => home === null ? null : join(home, ...names);
  if (os === "darwin") {
    const support = within("Library", "Application Support");
    return { config: support, data: support };
  }
  return {
    config: folder("XDG_CONFIG_HOME") ?? within(".config"),
    data: folder("XDG_DATA_HOME") ?? within(".local", "share"),
  };
}

function pathsOf(os: UserEnvironment["os"]): typeof posix {
  return os === "windows" ? win32 : posix;
}
