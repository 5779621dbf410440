import { deepStrictEqual, match, strictEqual } from "node:assert/strict";
import type { ExporterConfig, HookConfig } from "../config/exporter_config.ts";
import { ExporterStatus, LogSource } from "../generated/jumpstarter/v1/common_pb.ts";
import { ExporterLog, type LogRecord } from "./log.ts";
import { Session } from "./session.ts";
import { Standalone, type StandaloneEnd } from "./standalone.ts";
import { StatusCell, statusName } from "./status.ts";

class Watched extends StatusCell {
  readonly seen: string[] = [];
  #waiting: { name: string; resolve: () => void }[] = [];

  override change(status: ExporterStatus, message: string): void {
    super.change(status, message);
    const name = statusName(status);
    this.seen.push(`${name} ${message}`.trim());
    for (const { resolve } of this.#waiting.filter((one) => one.name === name)) resolve();
  }

  next(name: string): Promise<void> {
    return new Promise((resolve) => this.#waiting.push({ name, resolve }));
  }
}

interface Started extends AsyncDisposable {
  readonly status: Watched;
  readonly session: Session;
  readonly records: LogRecord[];
  readonly end: Promise<StandaloneEnd>;
  stop(): void;
}

async function start(hooks: ExporterConfig["hooks"]): Promise<Started> {
  const first = Standalone.firstStatus(hooks), status = new Watched(first.status, first.message);
  const records: LogRecord[] = [];
  const plan = { kind: "composite", children: {}, description: null } as const;
  const session = await Session.open(plan, new ExporterLog((record) => records.push(record)), { status });
  const controller = new AbortController();
  const end = new Standalone(session, hooks, "/run/none", 1).run(controller.signal);
  const stop = () => controller.abort();
  return {
    status,
    session,
    records,
    end,
    stop,
    async [Symbol.asyncDispose]() {
      stop();
      await end;
      await session.close();
    },
  };
}

function hook(script: string, onFailure: HookConfig["onFailure"] = "warn", timeout = 20): HookConfig {
  return { script, timeout, onFailure };
}

Deno.test("Standalone without hooks is ready from the start, and again behind EndSession", async () => {
  await using started = await start(undefined);
  const { status, session } = started;
  deepStrictEqual([status.status, status.version, status.previous], [ExporterStatus.LEASE_READY, 0, null]);
  const ready = status.next("LEASE_READY");
  strictEqual(session.endSession().message, "Session end triggered, afterLease hook running asynchronously");
  await ready;
  deepStrictEqual(status.seen, ["AVAILABLE Available for new lease", "LEASE_READY Ready for commands"]);
});

Deno.test("Standalone runs hooks around each session, with their lines in the log", async () => {
  await using started = await start({
    beforeLease: hook('echo "before $JUMPSTARTER_HOST $LEASE_NAME [$CLIENT_NAME] $TERM"; echo; echo err >&2'),
    afterLease: hook("echo after"),
  });
  const { status, session, records } = started;
  await status.next("LEASE_READY");
  const again = status.next("LEASE_READY");
  session.endSession();
  await again;
  started.stop();
  strictEqual(await started.end, "stopped");
  const cycle = ["BEFORE_LEASE_HOOK Running beforeLease hook", "LEASE_READY Ready for commands"];
  const end = ["AFTER_LEASE_HOOK Running afterLease hooks", "AVAILABLE Available for new lease"];
  deepStrictEqual(status.seen, [...cycle, ...end, ...cycle, ...end, "OFFLINE Exporter shutting down"]);
  const before = records.filter(({ source }) => source === LogSource.BEFORE_LEASE_HOOK).map(({ message }) => message);
  deepStrictEqual(before.slice(0, 2).toSorted(), ["before /run/none standalone [] dumb", "err"]);
  strictEqual(records.filter(({ message }) => message === "after").length, 2);
});

Deno.test("Standalone warns of a before-hook that fails, as clients show it", async () => {
  await using started = await start({ beforeLease: hook("exit 3") });
  const { status, records } = started;
  await status.next("LEASE_READY");
  deepStrictEqual(
    [status.version, status.previous, status.message],
    [2, ExporterStatus.BEFORE_LEASE_HOOK, "[HOOK_WARNING] beforeLease hook warning: Hook failed with exit code 3"],
  );
  const warning = records.find(({ severity }) => severity === "WARNING");
  deepStrictEqual(warning, {
    severity: "WARNING",
    message: "Hook failed with exit code 3",
    source: LogSource.BEFORE_LEASE_HOOK,
  });
});

Deno.test("Standalone gives no session behind a before-hook that fails with endLease", async () => {
  await using started = await start({ beforeLease: hook("exit 3", "endLease"), afterLease: hook("echo after") });
  const { status, session } = started;
  await status.next("BEFORE_LEASE_HOOK_FAILED");
  strictEqual(status.message, "beforeLease hook failed (on_failure=endLease): Hook failed with exit code 3");
  deepStrictEqual(session.endSession(), { success: false, message: "No active lease context" });
});

Deno.test("Standalone ends behind a before-hook that fails with exit", async () => {
  await using started = await start({ beforeLease: hook("exit 3", "exit") });
  strictEqual(await started.end, "hookFailed");
  match(started.status.seen.join("\n"), /on_failure=exit, shutting down\): Hook failed with exit code 3\nOFFLINE /);
});

Deno.test("runHook() gives a script a terminal, its own shell, and its words as they are", async () => {
  const script = "[ -t 1 ] && [ -t 2 ] && echo terminal; echo \"it's $SHELL\"; echo 'on stderr' >&2";
  await using started = await start({ beforeLease: hook(script, "warn") });
  await started.status.next("LEASE_READY");
  const lines = started.records.filter(({ source }) => source === LogSource.BEFORE_LEASE_HOOK);
  const shell = Deno.env.get("SHELL") ?? "";
  deepStrictEqual(lines.map(({ message }) => message.trim()), ["terminal", `it's ${shell}`.trim(), "on stderr"]);
});
