/**
 * Why a service of a host does not run: its last failure, what it wrote, and what to do.
 *
 * @module
 */
import { withoutPaths } from "@fluxwire/console";
import type { ShownReason } from "@fluxwire/console/api";
import type { HostStatus } from "@fluxwire/host";
import { HostError } from "@fluxwire/supervise";
import { complaintOf } from "@fluxwire/supervise/internal";
import type { HostAsker } from "./host_asker.ts";
import type { SentLine } from "./host_logs.ts";

/** How many lines of the log are looked at, and how many of them are shown. */
const LOG_LINES = 200, LAST_WORDS = 20;

/**
 * Asks a host why.
 *
 * @throws {HostError} `UnknownService`.
 * @throws {SourceError} What the host answers.
 */
export async function reasonOf(asker: HostAsker, id: string, signal: AbortSignal): Promise<ShownReason> {
  const { services } = await asker.ask({ verb: "status" }, { signal }) as HostStatus;
  const service = services.find((one) => one.id === id);
  if (service === undefined) throw new HostError("UnknownService", `Cannot explain ${id}: this host does not have it`);
  const { lastError, state } = service, words = await lastWords(asker, id, signal);
  const complaint = lastError === null
    ? null
    : complaintOf({ stdout: [], stderr: words }, state === "ready" ? "running" : "ended");
  const code = lastError?.code ?? complaint?.code ?? null;
  // The sections of all codes are loaded when they are asked for.
  const section = code === null ? null : (await import("../../errors/catalogue.ts")).explain(code);
  const remedy = lastError?.hint ?? complaint?.hint ?? section?.remedy ?? null;
  return {
    lastError: lastError === null ? null : { at: lastError.at, cause: withoutPaths(lastError.cause) },
    code,
    happened: section?.happened ?? null,
    causes: section?.causes ?? [],
    remedy: remedy === null ? null : withoutPaths(remedy),
    commands: [asker.command("logs", id), asker.command("restart", id)],
    lastWords: words.slice(-LAST_WORDS).map(asker.programText),
  };
}

/** What its program wrote last. */
async function lastWords(asker: HostAsker, service: string, signal: AbortSignal): Promise<string[]> {
  const words: string[] = [];
  const onEvent = (event: unknown) => {
    const { stream, text } = event as SentLine;
    if (stream === "stdout" || stream === "stderr") words.push(text);
  };
  await asker.ask({ verb: "logs", service, lines: LOG_LINES, follow: false }, { signal, onEvent });
  return words;
}
