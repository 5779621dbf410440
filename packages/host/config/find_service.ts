/**
 * One service of a configuration, by its name.
 *
 * @module
 */
import type { Service } from "../service.ts";
import type { Configuration } from "./configuration.ts";
import { ConfigError, type ConfigProblem, problemText } from "./problem.ts";

/** How many names a message lists. */
const MAX_SHOWN = 50;

/**
 * The service with that socket id, also if it is not enabled.
 *
 * @throws {ConfigError} the code of the first problem where the service has some, or where the configuration has nothing
 * else; `ConfigNotFound` if it has no file; `UnknownService`, with the names that are known.
 */
export function findService({ files, services, problems }: Configuration, socketId: string): Service {
  const found = services.find(({ service }) => service.socketId === socketId);
  if (found !== undefined) return found.service;
  const name = JSON.stringify(socketId);
  const own = problems.filter((problem) => problem.socketId === socketId);
  const reasons = own.length > 0 || services.length > 0 ? own : problems;
  if (reasons.length > 0) throw new ConfigError(reasons[0]!.code, `Cannot use service ${name}: ${textOf(reasons)}`);
  if (files.length === 0) {
    const remedy = "write a config.json, or give one by --config";
    throw new ConfigError("ConfigNotFound", `Cannot use service ${name}: there is no configuration; ${remedy}`);
  }
  const known = services.slice(0, MAX_SHOWN).map(({ service }) => service.socketId);
  const more = services.length > known.length ? [`${services.length - known.length} more`] : [];
  const others = problems.length === 0 ? "" : `; others have problems: ${textOf(problems)}`;
  throw new ConfigError(
    "UnknownService",
    `Unknown service ${name}: known are ${[...known, ...more].join(", ") || "none"}, of ${files.join(", ")}${others}`,
  );
}

function textOf(problems: readonly ConfigProblem[]): string {
  return problems.map(problemText).join("; ");
}
