/**
 * Findings about this machine: Deno, what it may do, how many files it may open, the token.
 *
 * @module
 */
import { type Finding, fine, trouble } from "./finding.ts";

/** The first Deno that opens an abstract socket with `--allow-net` alone (README). */
const FIRST_DENO: readonly number[] = [2, 8, 3];

/** What idle drivers hold, measured (docs/operate.md): with fewer Deno itself gives up. */
const NEEDED_DESCRIPTORS = 64;
/** What a host with a dozen drivers is at ease with. */
const AMPLE_DESCRIPTORS = 256;

/** Whether this Deno can open the sockets of drivers. */
export function denoFinding(version: string): Finding {
  const numbers = version.split(/[.-]/).map(Number);
  const place = FIRST_DENO.findIndex((number, i) => numbers[i] !== number);
  if (place < 0 || numbers[place]! > FIRST_DENO[place]!) return fine("deno-version", null, `Deno ${version}`);
  return trouble("deno-version", "error", {
    message: `Deno ${version} wants more than --allow-net for an abstract socket, or cannot open one`,
    remedy: "install Deno 2.8.3 or newer: deno upgrade, or npx -y deno@2.9.6",
  });
}

/** A permission, what lacks without it, and how bad that is. */
const PERMISSIONS: readonly [Deno.PermissionDescriptor["name"], "error" | "warning", string][] = [
  ["net", "error", "no socket can be opened"],
  ["run", "warning", "no driver can be started, and programs cannot be looked for"],
  ["env", "warning", "tokens and passwords cannot be read, and drivers get no variables"],
  ["read", "warning", "no configuration can be read"],
];

/** What may be done, by each permission of Deno's. */
export function permissionFindings(isGranted: (name: Deno.PermissionDescriptor["name"]) => boolean): Finding[] {
  return PERMISSIONS.map(([name, severity, lack]) => {
    if (isGranted(name)) return fine("permission", `--allow-${name}`, "granted");
    return trouble("permission", severity, {
      subject: `--allow-${name}`,
      message: `it was not given: ${lack}`,
      remedy: `run Deno with --allow-${name}, as deno task fluxwire does`,
    });
  });
}

/** Whether enough files can be open; null where nobody can tell. */
export function descriptorFinding(limit: number | null): Finding {
  if (limit === null) {
    return trouble("descriptors", "note", {
      message: "nobody can tell how many files a process may have open",
      remedy: "see ulimit -n",
    });
  }
  if (limit >= AMPLE_DESCRIPTORS) return fine("descriptors", null, `a process may have ${limit} files open`);
  return trouble("descriptors", limit < NEEDED_DESCRIPTORS ? "error" : "warning", {
    message: `a process may have only ${limit} files open; a driver needs ${NEEDED_DESCRIPTORS}, a host 10 for each`,
    remedy: `raise the limit: ulimit -n ${AMPLE_DESCRIPTORS}, or LimitNOFILE= of a unit of systemd`,
  });
}

/** How many files a process may have open, as a shell says it; null where there is none. */
export async function descriptorLimit(): Promise<number | null> {
  if (Deno.build.os === "windows") return null;
  const text = await outputOf("sh", ["-c", "ulimit -n"]);
  if (text?.trim() === "unlimited") return Infinity;
  return text !== null && /^\d+\s*$/.test(text) ? Number(text) : null;
}

/** What a program prints; null where it cannot be run, or says nothing within 2 s. */
export async function outputOf(command: string, args: string[]): Promise<string | null> {
  if (Deno.permissions.querySync({ name: "run", command }).state !== "granted") return null;
  try {
    const { code, stdout } = await new Deno.Command(command, {
      args,
      stdin: "null",
      stderr: "null",
      signal: AbortSignal.timeout(2_000),
    }).output();
    return code === 0 ? new TextDecoder().decode(stdout) : null;
  } catch {
    // Nothing is known then.
    return null;
  }
}

/** Whether there is a token to show to drivers. Its value is nobody's business. */
export function tokenFinding(token: string | null): Finding {
  if (token !== null) return fine("token", null, "a token is set, and shown to drivers in Hello");
  return trouble("token", "note", {
    message: "no token is set: drivers that DBFlux has started refuse whoever does not have theirs",
    remedy: "for those, name the variable that holds it by --token-env; drivers started by the probe need nothing",
  });
}
