/**
 * Findings about the name of a socket, on each system.
 *
 * @module
 */
import { ConnectionError, socketAddress } from "@fluxwire/transport";
import { type Finding, fine, trouble } from "./finding.ts";

/** The systems, by Deno's names and their usual ones. */
const SYSTEMS = [["linux", "Linux"], ["darwin", "macOS"], ["windows", "Windows"]] as const;

/**
 * Whether a socket can have that name, on this system and on others.
 *
 * @param isForDBFlux Whether it is one that DBFlux checks by its own rule.
 */
export function socketNameFindings(
  name: string,
  isForDBFlux: boolean,
  here: typeof Deno.build.os = Deno.build.os,
): Finding[] {
  const findings = SYSTEMS.flatMap(([os, system]) => {
    const problem = problemOn(name, os);
    if (problem === null) return [];
    const isHere = os === here;
    return trouble("socket-name", isHere ? "error" : "warning", {
      subject: name,
      message: isHere ? problem : `not on ${system}: ${problem}`,
      remedy: "choose a short name of letters, digits, dots, underscores and dashes",
    });
  });
  if (isForDBFlux && !/^[A-Za-z0-9._-]+$/.test(name)) {
    findings.push(trouble("socket-name-characters", "warning", {
      subject: name,
      message: "DBFlux 0.5 and later accepts only letters, digits, dots, underscores and dashes",
      remedy: "choose another name, in the settings and after --socket",
    }));
  }
  return findings.length === 0 ? [fine("socket-name", name, "it is a valid socket name on every system")] : findings;
}

function problemOn(name: string, os: typeof Deno.build.os): string | null {
  try {
    socketAddress(name, os);
    return null;
  } catch (error) {
    if (!(error instanceof ConnectionError)) throw error;
    return error.message;
  }
}
