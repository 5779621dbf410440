/**
 * `fluxwire apiplant serve`: runs a server until a signal stops it.
 *
 * @module
 */
import type { VerbContext } from "@fluxwire/command/program";
import { aborted } from "@fluxwire/transport";
import { isLocal } from "../config/address.ts";
import type { Config } from "../config/config.ts";
import { shownConfig } from "../config/shown.ts";
import { samplesOf } from "../server/samples.ts";
import { serveHttp } from "../http/serve.ts";
import type { ServerExtras } from "../http/server.ts";
import { textOf } from "../config/secrets.ts";
import { SERVER_EXIT, ServerError } from "../server/exit.ts";
import { ServerLog } from "../server/server_log.ts";
import { type StartedServer, startServer } from "../server/start.ts";
import { importTemplate, TemplateConflict } from "../templates/import_template.ts";
import type { Template } from "../templates/template.ts";
import { TEMPLATES } from "../templates/templates.ts";
import { type Configured, configured } from "./configured.ts";
import { firstSteps } from "./first_steps.ts";

/** Serves until the signal aborts; then running requests have `shutdown-timeout` to end. */
export async function run({ flags, output, signal }: VerbContext): Promise<number> {
  const read = await configured(flags), template = flags.choice("template", Object.keys(TEMPLATES));
  const isJson = flags.has("json-log");
  const log = new ServerLog((line) => console.error(line), isJson);
  for (const warning of read.warnings) log.warn(warning);
  if (flags.has("check")) {
    output.write(shownConfig(read));
    return SERVER_EXIT.stopped;
  }
  const { config } = read;
  log.info("Configuration read", { step: 1 });
  warnOf(read, log);
  const server = await startServer({ config, log, isRebuilt: flags.has("rebuild") });
  const stopping = new AbortController();
  try {
    if (template !== null) await bringIn(TEMPLATES[template]!, server, config, log);
    const served = await serveHttp(server.core, config, stopping.signal, {
      ...extrasOf(server),
      // The result, and not the log: it is shown this once.
      onFirstKey: (text) => output.line(`admin key, shown this once: ${text}`),
    });
    if (isJson) log.info(`listening on ${served.url}`, { url: served.url });
    output.line(`listening on ${served.url}`);
    if (read.file === null) output.write(firstSteps(served.url));
    const lost = await Promise.race([server.core.lost, aborted(signal).then(() => null)]);
    log.info("Stopping");
    const patience = AbortSignal.timeout(config.server.shutdownTimeout);
    stopping.abort();
    await served.finished;
    await server.stop(patience);
    if (lost !== null) {
      throw new ServerError("storageLost", `The event storage is lost: ${lost.message}`, {
        cause: lost,
        ...lost.remedy !== null && { remedy: lost.remedy },
      });
    }
    return SERVER_EXIT.stopped;
  } catch (error) {
    stopping.abort();
    await server.stop(AbortSignal.abort());
    throw error;
  }
}

/** Defines the models of a template. @throws {ServerError} `configuration` if others have their names. */
async function bringIn(template: Template, { core }: StartedServer, { limits }: Config, log: ServerLog): Promise<void> {
  try {
    const { defined, otherRules } = await importTemplate(template, {
      state: core.state,
      writer: core.writer,
      modelsMax: limits.modelsMax,
    });
    log.info("Template imported", { template: template.name, defined: defined.length });
    if (otherRules.length > 0) {
      const names = otherRules.join(", ");
      log.warn(
        `${names} keep their rules, which differ from those of the template ${template.name}: change them with ` +
          "PATCH /models/ID if programs are to write with a key of the template's role",
      );
    }
  } catch (error) {
    if (!(error instanceof TemplateConflict)) throw error;
    throw new ServerError("configuration", error.message, { cause: error });
  }
}

/** What the HTTP end needs of the hooks, the write path and the storages. */
function extrasOf({ core, hooks, maintenance, files, webhooks, storages }: StartedServer): ServerExtras {
  return {
    dead: hooks.dead,
    maintenance,
    files,
    webhooks,
    secrets: textOf(storages.secure),
    samples: () => [...samplesOf(core), ...webhooks.samples()],
  };
}

function warnOf({ config, file }: Configured, log: ServerLog): void {
  if (file === null) log.warn("No config.toml: all settings have their defaults");
  if (config.drivers.event === "memory") log.warn("EVENTS ARE KEPT IN MEMORY: nothing outlives this process");
  if (config.auth.mode === "open" && config.auth.oidc !== null) {
    log.warn('auth.oidc has no effect: auth.mode is "open"');
  }
  if (config.auth.mode === "required" && !isLocal(config.server.mountAddress) && config.server.tls === null) {
    log.warn("Keys and tokens travel unencrypted: set server.tls, or let only a proxy with TLS reach this address");
  }
  if (config.auth.mode === "open" && !isLocal(config.server.mountAddress)) {
    log.warn(
      "Everyone who reaches this address may change everything: set server.mount-address to a loopback address, or auth.mode to required",
    );
  }
}
