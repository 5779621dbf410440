/**
 * Where a running host is reached, and where it keeps its logs: the folders that each system has for that.
 *
 * @module
 */

/** What folders depend on. */
export interface Surroundings {
  /** The system. */
  os: typeof Deno.build.os;
  /** Returns a variable of the environment. */
  variable: (name: string) => string | undefined;
}

/** The system that this runs on. */
export const HERE: Surroundings = { os: Deno.build.os, variable: (name) => Deno.env.get(name) };

/**
 * The folder for what outlives a host, its logs above all.
 *
 * Linux: `$XDG_STATE_HOME/fluxwire`, else `~/.local/state/fluxwire`. macOS: `~/Library/Application Support/fluxwire`.
 * Windows: `%LOCALAPPDATA%\fluxwire`.
 *
 * @throws {RangeError} if the variables it depends on are not set.
 */
export function stateFolder({ os, variable }: Surroundings = HERE): string {
  if (os === "windows") return `${required(variable, "LOCALAPPDATA")}\\fluxwire`;
  if (os === "darwin") return `${required(variable, "HOME")}/Library/Application Support/fluxwire`;
  const base = absolute(variable("XDG_STATE_HOME"));
  return base === null ? `${required(variable, "HOME")}/.local/state/fluxwire` : `${base}/fluxwire`;
}

/**
 * The socket on which a host is reached that was given no other.
 *
 * Linux: `$XDG_RUNTIME_DIR/fluxwire/NAME.sock`; macOS: `$TMPDIR/fluxwire/NAME.sock`, where each user has a folder of
 * their own; if these are not set, `NAME.sock` in {@link stateFolder}. Windows: a named pipe with the user's name.
 *
 * @param name The kind of host, so that those of several systems run beside each other.
 * @throws {RangeError} as {@link stateFolder}.
 */
export function defaultControlPath(name: string, here: Surroundings = HERE): string {
  const { os, variable } = here;
  if (os === "windows") return `fluxwire-${name}-${required(variable, "USERNAME")}`;
  const base = absolute(variable(os === "darwin" ? "TMPDIR" : "XDG_RUNTIME_DIR"));
  return base === null ? `${stateFolder(here)}/${name}.sock` : `${base.replace(/\/$/, "")}/fluxwire/${name}.sock`;
}

/** The XDG specification has relative paths ignored. */
function absolute(path: string | undefined): string | null {
  return path?.startsWith("/") ? path : null;
}

function required(variable: Surroundings["variable"], name: string): string {
  const value = variable(name);
  if (value) return value;
  throw new RangeError(`Cannot find the host's folder: ${name} is not set; set it, or give --control PATH`);
}
