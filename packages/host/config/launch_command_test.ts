import { deepEqual } from "node:assert/strict";
import { type DeclaredCommand, type Dialect, launchCommand } from "./launch_command.ts";

function launch(changes: Partial<DeclaredCommand>, dialect: Dialect) {
  return launchCommand({ socketId: "a.sock", kind: "driver", command: null, args: [], ...changes }, dialect);
}

const HOST_ARGS = ["--driver", "sqlite", "--socket", "a.sock"];

Deno.test("launchCommand() takes the command that is given, trimmed, in every dialect", () => {
  for (const dialect of ["json", "database-0.4", "database-0.5"] as const) {
    deepEqual(launch({ command: " /usr/bin/deno " }, dialect), { command: "/usr/bin/deno" });
  }
});

Deno.test("launchCommand() starts DBFlux's driver host where config.json and 0.4 name no command", () => {
  for (const args of [[], HOST_ARGS, ["--anything"]]) {
    deepEqual(launch({ args }, "json"), { command: "dbflux-driver-host" });
    deepEqual(launch({ args }, "database-0.4"), { command: "dbflux-driver-host" });
    deepEqual(launch({ command: " ", args }, "database-0.4"), { command: "dbflux-driver-host" });
  }
});

Deno.test("launchCommand() starts nothing for a service without command and arguments in 0.5", () => {
  deepEqual(launch({}, "database-0.5"), { command: null });
  deepEqual(launch({ command: "" }, "database-0.5"), { command: null });
  deepEqual(launch({ command: "" }, "json"), { command: null });
});

Deno.test("launchCommand() checks the arguments of DBFlux's driver host as 0.5 does", () => {
  const needed = "arguments without a command are for dbflux-driver-host";
  const cases: [string[], unknown][] = [
    [HOST_ARGS, { command: "dbflux-driver-host" }],
    [["--socket", "b.sock", ...HOST_ARGS], { command: "dbflux-driver-host" }],
    [["--driver", "sqlite"], { problem: `${needed}, and --socket is missing` }],
    [["--socket", "a.sock"], { problem: `${needed}, and --driver is missing` }],
    [["--driver"], { problem: `${needed}, and --driver has no value` }],
    [["--driver", "--socket", "a.sock"], { problem: `${needed}, and --driver has no value` }],
    [[...HOST_ARGS, "--key=secret"], { problem: `${needed}, and it does not know number 5; give a command` }],
    [["--driver", "sqlite", "--socket", "b.sock"], {
      problem: `${needed}, and --socket is "b.sock" where the service is "a.sock"`,
    }],
  ];
  for (const [args, expected] of cases) deepEqual(launch({ args }, "database-0.5"), expected, args.join(" "));
});

Deno.test("launchCommand() never starts DBFlux's driver host as an auth provider", () => {
  deepEqual(launch({ kind: "auth_provider" }, "database-0.5"), { command: null });
  deepEqual(launch({ kind: "auth_provider", args: HOST_ARGS }, "database-0.5"), {
    problem: "an auth provider with arguments needs a command",
  });
  deepEqual(launch({ kind: "auth_provider", command: "sso" }, "json"), { command: "sso" });
});
