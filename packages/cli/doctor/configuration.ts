/**
 * Findings about the configurations that services stand in.
 *
 * @module
 */
import { counted } from "@fluxwire/command";
import { basename } from "node:path";
import { CONFIG_RELEASES, type ConfigProblem, type Configuration, problemText } from "@fluxwire/host";
import { type Finding, fine, trouble } from "./finding.ts";

/**
 * Which files were found, and what is wrong in them.
 *
 * @param candidates The paths that were searched.
 */
export function configurationFindings(
  { files, services, problems }: Configuration,
  candidates: readonly string[],
): Finding[] {
  if (files.length === 0) return [missing(candidates)];
  return [
    ...files.map((file) => fileFinding(file, services.filter((service) => service.file === file).length)),
    ...problems.map(problemFinding),
  ];
}

function missing(candidates: readonly string[]): Finding {
  return trouble("configuration", "warning", {
    message: candidates.length === 0
      ? "cannot look for a configuration: HOME is not set, or may not be read"
      : `there is no configuration: none of ${candidates.join(", ")} exists`,
    remedy: "add the driver in DBFlux's settings and start DBFlux again, or name a file by --config",
  });
}

function fileFinding(file: string, count: number): Finding {
  const text = `it has ${counted(count, "service")}`;
  const release = CONFIG_RELEASES.findLast((one) => one.file === basename(file));
  if (release === undefined || release.last === null) {
    const reader = release === undefined ? "" : `; DBFlux reads it from ${release.first} on`;
    return fine("configuration", file, text + reader);
  }
  return trouble("configuration-ignored", "warning", {
    subject: file,
    message: `${text}, and no finished release of DBFlux reads it; Fluxwire does`,
    remedy: "add the services in DBFlux's settings, too",
  });
}

function problemFinding(problem: ConfigProblem): Finding {
  const isHarmless = problem.code === "SettingUnknown" || problem.code === "ServiceDuplicate";
  return trouble("configuration-problem", isHarmless ? "warning" : "error", {
    subject: problem.socketId ?? problem.file,
    message: `${problem.code}: ${problemText(problem)}`,
    remedy: `correct it; fluxwire explain ${problem.code} says more`,
  });
}
