/**
 * The kinds of drivers: how they are started, and how they resist being ended.
 *
 * @module
 */
import type { DriverClient } from "@fluxwire/wire/client";
import { hang, runs } from "./busy.ts";
import { PROBE_COMMAND } from "../e2e/run_probe.ts";
import { HOST_COMMAND } from "../e2e/running_host.ts";
import { DRIVER_PERMISSIONS, freshSocket, pathOf } from "../e2e/running_driver.ts";

/** One kind. */
export interface Kind {
  /** Its name. */
  name: string;
  /** The killed process: a program that called `launch()`, the probe in a statement, or `deno task host`. */
  starter: "launch" | "probe" | "host";
  /** The command that starts the driver, given the driver's own command. */
  command: (driver: readonly string[]) => string[];
  /**
   * The driver's own command, without its socket.
   *
   * @default a small driver that suits the starter
   */
  driver?: readonly string[];
  /** Makes the driver work, or hang, before its host is killed. */
  busy?: (client: DriverClient) => Promise<void>;
  /** Whether its socket is a file. */
  hasFile?: boolean;
}

/** Begins the command of a driver. */
export const RUN: readonly string[] = [Deno.execPath(), "run", "--no-prompt"];

const sh = (script: string) => (driver: readonly string[]): string[] => ["sh", "-c", script, "sh", ...driver];

/** Like `npx`: a program of its own that runs the driver in a shell. */
const RUNNER = `const [...driver] = Deno.args;
const child = new Deno.Command("sh", { args: ["-c", '"$@"; exit $?', "sh", ...driver], stdin: "inherit" }).spawn();
Deno.exit((await child.status).code);`;

/** Removes the lifeline from drivers that it would end: the guard must end them. */
export const KINDS: readonly Kind[] = [
  { name: "a driver", starter: "launch", command: (driver) => [...driver] },
  { name: "a driver of the probe", starter: "probe", command: (driver) => [...driver] },
  { name: "a driver of `deno task host`", starter: "host", command: sh('"$@" <&0; exit $?') },
  {
    name: "a driver that hangs",
    starter: "launch",
    command: sh('unset FLUXWIRE_LIFELINE DBFLUX_DRIVER_IPC_TOKEN; exec "$@"'),
    driver: [...RUN, ...DRIVER_PERMISSIONS, pathOf("tests/e2e/hung_driver.ts")],
    busy: hang,
  },
  { name: "sh -c DRIVER", starter: "launch", command: sh('"$@"; exit $?') },
  { name: "sh -c 'DRIVER & wait'", starter: "launch", command: sh('"$@" & wait') },
  {
    name: "a runner like npx",
    starter: "launch",
    command: (driver) => [Deno.execPath(), "eval", "--no-config", RUNNER, ...driver],
  },
  {
    name: "a driver that ignores SIGTERM",
    starter: "launch",
    command: sh('unset FLUXWIRE_LIFELINE; trap "" TERM; exec "$@"'),
  },
  { name: "setsid DRIVER", starter: "launch", command: sh('setsid "$@" & wait') },
  {
    name: "a driver that forks twice",
    starter: "launch",
    command: sh('unset FLUXWIRE_LIFELINE; (setsid "$@" &); exec sleep 1000'),
  },
  {
    name: "a driver on a file, which ignores SIGTERM",
    starter: "launch",
    command: sh('unset FLUXWIRE_LIFELINE; trap "" TERM; exec "$@"'),
    hasFile: true,
  },
  {
    name: "the SQLite driver, whose process runs a statement",
    starter: "launch",
    command: (driver) => [...driver],
    driver: [...RUN, "-A", pathOf("drivers/sqlite/main.ts")],
    busy: runs("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n"),
  },
];

/** The programs of one round. */
export interface Plan {
  /** The socket. */
  socketId: string;
  /** The command to kill. */
  starter: string[];
  /** The command that it starts. */
  command: string[];
}

/** The driver of kinds without one of their own. */
const MODULES: Readonly<Record<Kind["starter"], string>> = {
  launch: "packages/mock-driver/main.ts",
  probe: "tests/kill/waiting_driver.ts",
  host: "packages/mock-driver/main.ts",
};

/** A configuration with one service. */
function configOf(socketId: string, [command, ...args]: readonly string[], folder: string): string {
  const path = `${folder}/config.json`;
  Deno.writeTextFileSync(path, JSON.stringify({ services: [{ socket_id: socketId, command, args }] }));
  return path;
}

/** The commands of a round. Each contains a unique name. */
export function planOf({ starter, command, driver, hasFile }: Kind, folder: string): Plan {
  const name = freshSocket();
  const socketId = hasFile ? `${folder}/${name}` : name;
  const files = hasFile ? [`--allow-read=${folder}`, `--allow-write=${folder}`] : [];
  const small = [...RUN, ...DRIVER_PERMISSIONS, ...files, pathOf(MODULES[starter])];
  const started = command([...driver ?? small, "--socket", socketId]);
  const program = {
    launch: () => ["run", "-A", pathOf("tests/kill/starter.ts"), socketId, ...started],
    probe: () => [...PROBE_COMMAND, "query", "SELECT 1", "--", ...started],
    host: () => [
      ...HOST_COMMAND,
      "run",
      "--control",
      `${folder}/host.sock`,
      "--config",
      configOf(socketId, started, folder),
    ],
  }[starter]();
  return { socketId, starter: [Deno.execPath(), ...program], command: started };
}
