/**
 * The folder for a driver's state, as each operating system defines it.
 *
 * @module
 */

/** The facts that the folder depends on. */
export interface Surroundings {
  /** The system. */
  os: typeof Deno.build.os;
  /** Reads an environment variable. */
  variable: (name: string) => string | undefined;
}

/** The environment variables that the folder depends on. */
export function folderVariables(os: Surroundings["os"]): readonly string[] {
  if (os === "windows") return ["LOCALAPPDATA"];
  return os === "darwin" ? ["HOME"] : ["XDG_STATE_HOME", "HOME"];
}

/**
 * The folder that holds the state folders of all drivers; null if its environment variables are not set.
 *
 * Linux: `$XDG_STATE_HOME/fluxwire/drivers`, else `~/.local/state/fluxwire/drivers`; macOS:
 * `~/Library/Application Support/fluxwire/drivers`; Windows: `%LOCALAPPDATA%\fluxwire\drivers`.
 */
export function defaultStateFolder({ os, variable }: Surroundings): string | null {
  const below = (base: string | undefined, rest: string): string | null => base ? `${base}/${rest}` : null;
  if (os === "windows") return below(variable("LOCALAPPDATA"), "fluxwire/drivers");
  if (os === "darwin") return below(variable("HOME"), "Library/Application Support/fluxwire/drivers");
  const state = variable("XDG_STATE_HOME");
  // The XDG specification says to ignore relative paths.
  return state?.startsWith("/")
    ? `${state}/fluxwire/drivers`
    : below(variable("HOME"), ".local/state/fluxwire/drivers");
}

/** The folder of one driver, inside the folder of all drivers. */
export function folderOf(driverId: string, stateFolder: string): string {
  const name = driverId.replace(/[^\w.-]/g, "_").replace(/^\.+/, "_");
  return `${stateFolder.replace(/[/\\]+$/, "")}/${name}`;
}
