/** Starts a server step by step, and stops what it started if a step fails. */
import { join } from "node:path";
import { setImmediate } from "node:timers";
import { SYSTEM_CLOCK } from "@fluxwire/transport";
import type { Config, Role } from "../config/config.ts";
import { isLocal } from "../config/address.ts";
import { textOf, withSecrets } from "../config/secrets.ts";
import { STORAGE_SECTIONS } from "../config/keys.ts";
import { idMaker } from "../event/new_id.ts";
import { policiesOf } from "../hooks/broker/policy.ts";
import { fileChecks } from "../files/file_checks.ts";
import { FileStore } from "../files/file_store.ts";
import { Files } from "../files/files.ts";
import type { NativeHooks } from "../hooks/native/native_hooks.ts";
import { ScriptHooks } from "../hooks/script_hooks.ts";
import { modelRules } from "../model/rules.ts";
import { QueuedErrors } from "../storage/errors/queued_errors.ts";
import { type SecureStorage, StorageError } from "../storage/roles.ts";
import { DataFolder } from "./data_folder.ts";
import type { Webhooks } from "../webhooks/webhooks.ts";
import { ServerError } from "./exit.ts";
import { asServerError } from "./server_error.ts";
import { fileFolder } from "./file_folder.ts";
import { Maintenance } from "./maintenance.ts";
import { nativeHooksOf } from "./native_hooks.ts";
import { OwnSettings } from "./own_settings.ts";
import type { Plugins } from "../plugins/plugins.ts";
import { type RunningCore, startCore } from "./start_core.ts";
import type { ServerLog } from "./server_log.ts";
import { keepSnapshots, startFromSnapshot } from "./snapshots.ts";
import { startWebhooks } from "./start_webhooks.ts";
import { kindOf, pluginsOf, type Storages } from "./storages.ts";

/** How often a replay reports where it is, in milliseconds. */
const PROGRESS_MS = 1_000;

/** A server that runs, without its HTTP end. */
export interface StartedServer {
  readonly core: RunningCore;
  readonly hooks: ScriptHooks;
  readonly storages: Storages;
  readonly maintenance: Maintenance;
  readonly files: Files;
  readonly webhooks: Webhooks;
  /** Waits for running changes and their hooks until the signal aborts, then stops the storages in reverse order. */
  stop(signal: AbortSignal): Promise<void>;
}

/** How a server is started. */
export interface StartOptions {
  readonly config: Config;
  readonly log: ServerLog;
  /** Whether model storage is emptied first. */
  readonly isRebuilt?: boolean;
}

/**
 * Starts storages, state and hooks: all but the HTTP end.
 *
 * @throws {ServerError} With the exit code's name; what had started is stopped.
 */
export async function startServer({ config, log, isRebuilt = false }: StartOptions): Promise<StartedServer> {
  const started = new AsyncDisposableStack();
  try {
    const plugins = started.use(
      await pluginsOf(config.plugins.dir, (level, text, plugin) => log[level](text, { plugin })),
    );
    log.info("Plugins found", { step: 2 });
    const folder = await dataFolder(config, plugins, started);
    const id = config.server.id || (await folder?.serverId() ?? crypto.randomUUID());
    log.info("Context made", { step: 3, server: id });
    log.info("Plugins loaded", { step: 4 });
    const storages = await openStorages(config, id, plugins, log, started);
    const snapshots = await snapshotsOf(config, storages, isRebuilt, log);
    log.info("Server made", { step: 9 });
    const store = new FileStore(started.use(await fileFolder(config, storages.event)).path);
    const natives = await nativeHooksOf(config.hooks.dir, log, started);
    const { core, hooks } = await startState(config, id, storages, log, store, natives);
    started.defer(() => core.close(AbortSignal.abort()));
    const warn = (text: string) => log.warn(text);
    const files = started.use(new Files({ store, core, clock: SYSTEM_CLOCK, keepMs: config.files.keep, warn }));
    if (snapshots !== null) started.use(snapshots.keep(core));
    log.info("Definitions loaded", { step: 10, seq: core.state.seq, models: core.state.models().length });
    log.info("Following the log", { step: 11 });
    const keepsSecrets = kindOf("secure", config.drivers.secure, plugins).isKept;
    const webhooks = started.use(await startWebhooks(config, core, storages, keepsSecrets));
    const running = started.move();
    return {
      core,
      hooks,
      storages,
      files,
      webhooks,
      maintenance: new Maintenance({ ...storages, snapshots: snapshotFolder(config), files: store.folder }),
      stop: async (signal) => {
        await core.close(signal);
        await running.disposeAsync();
      },
    };
  } catch (error) {
    await started.disposeAsync();
    throw asServerError(error);
  }
}

async function dataFolder(
  config: Config,
  plugins: Plugins,
  started: AsyncDisposableStack,
): Promise<DataFolder | null> {
  const isKept = Object.entries(config.drivers).some(([role, name]) => kindOf(role as Role, name, plugins).isKept);
  if (!isKept) return null;
  const folder = await DataFolder.open(config.server.dataDir);
  started.use(folder);
  return folder;
}

/** Damage of storages other than the log is their failure to start: the log makes models again. */
async function opened<Storage>(role: Role, open: () => Promise<Storage> | Storage): Promise<Storage> {
  try {
    return await open();
  } catch (error) {
    if (role === "event" || !(error instanceof StorageError) || error.code !== "corrupt") throw error;
    throw new ServerError("storageFailed", error.message, { cause: error });
  }
}

async function openStorages(
  config: Config,
  serverId: string,
  plugins: Plugins,
  log: ServerLog,
  started: AsyncDisposableStack,
): Promise<Storages> {
  let step = 5;
  const open = async <R extends Role>(role: R, secrets: SecureStorage | null): Promise<Storages[R]> => {
    const name = config.drivers[role];
    const section = STORAGE_SECTIONS[role];
    const written = config.storage[role];
    const settings = new OwnSettings(section, secrets === null ? written : await withSecrets(written, textOf(secrets)));
    const warn = (text: string) => log.warn(text, { role });
    const storage = await opened(
      role,
      () => kindOf(role, name, plugins).open({ settings, folder: config.server.dataDir, serverId, warn }),
    );
    for (const unread of settings.unread) log.warn(`${section}.${unread} is no setting of the kind ${name}: ignored`);
    log.info("Storage started", { step: step++, role, kind: name });
    return storage;
  };
  const secure = started.use(await open("secure", null));
  const event = started.use(await open("event", secure));
  const model = started.use(await open("model", secure));
  const kept = await open("error", secure);
  const error = started.use(new QueuedErrors(kept, { serverId, report: (line) => log.error(line) }));
  return { secure, event, model, error };
}

/** Models from the newest snapshot, and new ones as the log grows; `null` for a log that ends with the process. */
async function snapshotsOf(
  config: Config,
  { event, model }: Storages,
  isRebuilt: boolean,
  log: ServerLog,
): Promise<{ keep(core: RunningCore): AsyncDisposable } | null> {
  const { durable, logId } = await event.info();
  if (durable === "none") {
    if (isRebuilt) await model.reset(logId);
    return null;
  }
  const folder = snapshotFolder(config), warn = (text: string) => log.warn(text);
  const seq = await startFromSnapshot({ event, model, folder, isRebuilt, warn });
  if (seq !== null) log.info("Snapshot loaded", { seq });
  return {
    keep(core) {
      const stop = new AbortController();
      const kept = keepSnapshots(core, { model, folder, warn, signal: stop.signal });
      return {
        async [Symbol.asyncDispose]() {
          stop.abort();
          await kept;
        },
      };
    },
  };
}

function snapshotFolder(config: Config): string {
  return join(config.server.dataDir, "snapshots");
}

async function startState(
  config: Config,
  id: string,
  storages: Storages,
  log: ServerLog,
  files: FileStore,
  natives: NativeHooks | undefined,
): Promise<{ core: RunningCore; hooks: ScriptHooks }> {
  const { hooks: settings, limits, server, auth } = config;
  const policies = policiesOf({ ...settings, isTrusted: auth.mode === "required" || isLocal(server.mountAddress) });
  if (policies.warning !== null) log.warn(policies.warning);
  const made: ScriptHooks[] = [];
  const core = await startCore({
    id,
    log: storages.event,
    models: storages.model,
    errors: storages.error,
    secure: storages.secure,
    keepsSecrets: config.drivers.secure !== "memory",
    rules: modelRules({ pageMax: limits.pageMax }),
    hooks: (parts) => {
      const hooks = new ScriptHooks({
        deno: settings.deno || Deno.execPath(),
        memoryBytes: settings.memory,
        processes: settings.processes,
        preTimeoutMs: settings.preTimeout,
        postTimeoutMs: settings.postTimeout,
        maxPayloadBytes: limits.payloadMax,
        ...policies,
        natives,
        onLog: ({ text, model, hook, instance }) => log.info(text, { model, hook, ...(instance && { instance }) }),
        onWarning: (text) => log.warn(text),
      }, parts);
      made.push(hooks);
      return hooks;
    },
    files: fileChecks(files, () => SYSTEM_CLOCK.now()),
    newId: idMaker(SYSTEM_CLOCK),
    random: Math.random,
    patienceMs: server.requestTimeout,
    maxReferring: limits.batchMax,
    maxPayloadBytes: limits.payloadMax,
    gather: immediate,
    onBroken: ({ message }) => log.error("No more changes until the server starts again", { reason: message }),
    onRecovered: (seq) => log.warn("A compaction has overtaken this server: it went on from a snapshot", { seq }),
    onProgress: progressOf(log),
  });
  const [hooks] = made;
  if (hooks === undefined) throw new TypeError("A core makes its hooks once");
  return { core, hooks };
}

/** Resolves when the event loop has handed out all that has arrived. */
function immediate(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

/** Reports a replay that takes long, each second. */
function progressOf(log: ServerLog): (seq: number, head: number) => void {
  let reported = Date.now();
  return (seq, head) => {
    if (Date.now() - reported < PROGRESS_MS) return;
    reported = Date.now();
    log.info("Replaying the log", { seq, head });
  };
}
