/**
 * Findings about this machine: Deno, its permissions, the limit of open files, the token.
 *
 * @module
 */
import { systemOutput } from "@fluxwire/supervise/program";
import { type Finding, fine, trouble } from "./finding.ts";

/** The first Deno that opens an abstract socket with `--allow-net` alone (README). */
const FIRST_DENO: readonly number[] = [2, 8, 3];

/** The open files of an idle driver, as measured (docs/operate.md): with fewer, Deno itself fails. */
const NEEDED_DESCRIPTORS = 64;
/** Enough open files for a host with a dozen drivers. */
const AMPLE_DESCRIPTORS = 256;

/** Whether this Deno can open the sockets of drivers. */
export function denoFinding(version: string): Finding {
  const numbers = version.split(/[.-]/).map(Number);
  const place = FIRST_DENO.findIndex((number, i) => numbers[i] !== number);
  if (place < 0 || numbers[place]! > FIRST_DENO[place]!) return fine("deno-version", null, `Deno ${version}`);
  return trouble("deno-version", "error", {
    message: `Deno ${version} needs more than --allow-net for an abstract socket, or cannot open one`,
    remedy: "install Deno 2.8.3 or newer: deno upgrade, or npx -y deno@2.9.6",
  });
}

/** Each permission, the severity of its absence, and what does not work without it. */
const PERMISSIONS: readonly [Deno.PermissionDescriptor["name"], "error" | "warning", string][] = [
  ["net", "error", "no socket can be opened"],
  ["run", "warning", "no driver can be started, and programs cannot be found"],
  ["env", "warning", "tokens and passwords cannot be read, and drivers get no variables"],
  ["read", "warning", "no configuration can be read"],
];

/** A finding for each of Deno's permissions. */
export function permissionFindings(isGranted: (name: Deno.PermissionDescriptor["name"]) => boolean): Finding[] {
  return PERMISSIONS.map(([name, severity, lack]) => {
    if (isGranted(name)) return fine("permission", `--allow-${name}`, "granted");
    return trouble("permission", severity, {
      subject: `--allow-${name}`,
      message: `it was not granted: ${lack}`,
      remedy: `run Deno with --allow-${name}, as deno task fluxwire does`,
    });
  });
}

/** Whether enough files can be open; null if the limit is unknown. */
export function descriptorFinding(limit: number | null): Finding {
  if (limit === null) {
    return trouble("descriptors", "note", {
      message: "the limit of open files is unknown",
      remedy: "see ulimit -n",
    });
  }
  if (limit >= AMPLE_DESCRIPTORS) return fine("descriptors", null, `a process may have ${limit} files open`);
  return trouble("descriptors", limit < NEEDED_DESCRIPTORS ? "error" : "warning", {
    message: `a process may have only ${limit} files open; a driver needs ${NEEDED_DESCRIPTORS}, a host 10 for each`,
    remedy: `raise the limit: ulimit -n ${AMPLE_DESCRIPTORS}, or LimitNOFILE= of a unit of systemd`,
  });
}

/** The limit of open files, from a shell; null if unlimited or unknown. */
export async function descriptorLimit(): Promise<number | null> {
  if (Deno.build.os === "windows") return null;
  const text = await outputOf("sh", ["-c", "ulimit -n"]);
  if (text?.trim() === "unlimited") return Infinity;
  return text !== null && /^\d+\s*$/.test(text) ? Number(text) : null;
}

/** A program's output; null if it cannot be run, or prints nothing within 2 s. */
export async function outputOf(command: string, args: string[]): Promise<string | null> {
  const output = await systemOutput(command, args, 2_000);
  return output?.success ? output.text : null;
}

/** Whether there is a token for drivers. Its value is never shown. */
export function tokenFinding(token: string | null): Finding {
  if (token !== null) return fine("token", null, "a token is set, and sent to drivers in Hello");
  return trouble("token", "note", {
    message: "no token is set: drivers that DBFlux has started refuse clients without their token",
    remedy: "for those, name the variable that holds it by --token-env; drivers started by the probe need nothing",
  });
}
