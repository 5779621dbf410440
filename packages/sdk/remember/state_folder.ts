/**
 * Where a driver keeps what outlives it: the folder that each system has for that.
 *
 * @module
 */

/** What the folder depends on. */
export interface Surroundings {
  /** The system. */
  os: typeof Deno.build.os;
  /** Gives a variable of the environment. */
  variable: (name: string) => string | undefined;
}

/** The variables of the environment that the folder depends on. */
export function folderVariables(os: Surroundings["os"]): readonly string[] {
  if (os === "windows") return ["LOCALAPPDATA"];
  return os === "darwin" ? ["HOME"] : ["XDG_STATE_HOME", "HOME"];
}

/**
 * The folder in which each driver has one of its own; null where the variables that it depends on are not set.
 *
 * Linux: `$XDG_STATE_HOME/fluxwire/drivers`, else `~/.local/state/fluxwire/drivers`; macOS:
 * `~/Library/Application Support/fluxwire/drivers`; Windows: `%LOCALAPPDATA%\fluxwire\drivers`.
 */
export function defaultStateFolder({ os, variable }: Surroundings): string | null {
  const below = (base: string | undefined, rest: string): string | null => base ? `${base}/${rest}` : null;
  if (os === "windows") return below(variable("LOCALAPPDATA"), "fluxwire/drivers");
  if (os === "darwin") return below(variable("HOME"), "Library/Application Support/fluxwire/drivers");
  const state = variable("XDG_STATE_HOME");
  // The XDG specification has relative paths ignored.
  return state?.startsWith("/")
    ? `${state}/fluxwire/drivers`
    : below(variable("HOME"), ".local/state/fluxwire/drivers");
}

/** The folder of one driver, within that of all. */
export function folderOf(driverId: string, stateFolder: string): string {
  const name = driverId.replace(/[^\w.-]/g, "_").replace(/^\.+/, "_");
  return `${stateFolder.replace(/[/\\]+$/, "")}/${name}`;
}
