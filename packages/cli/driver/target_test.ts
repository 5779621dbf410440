import { deepEqual, equal, match, ok, throws } from "node:assert/strict";
import { probeLine } from "../command/testing/probe_line.ts";
import { freshSocketId, targetOf } from "./target.ts";
import { UsageError } from "@fluxwire/command";

function commandTarget(...command: string[]): { args: string[]; command: string; socketId: string } {
  const target = targetOf(probeLine(["ping", "--", ...command]), "fresh");
  ok(target.kind === "command");
  const { args, socketId } = target;
  return { command: target.command, args, socketId };
}

Deno.test("targetOf() uses a running driver", () => {
  deepEqual(targetOf(probeLine(["ping", "--socket", "mine"])), { kind: "running", socketId: "mine" });
});

Deno.test("targetOf() names a service, and the file that has it", () => {
  deepEqual(targetOf(probeLine(["ping", "--service", "a.sock"])), {
    kind: "service",
    socketId: "a.sock",
    config: null,
  });
  const args = probeLine(["ping", "--service", "a.sock", "--config", "c.json"]);
  deepEqual(targetOf(args), { kind: "service", socketId: "a.sock", config: "c.json" });
});

Deno.test("targetOf() starts the mock driver if nothing is named", () => {
  const target = targetOf(probeLine([]), "fresh");
  ok(target.kind === "mock");
  equal(target.socketId, "fresh");
  equal(target.command, Deno.execPath());
  deepEqual(target.args.slice(0, 4), ["run", "--no-prompt", "--allow-net", "--allow-env=FLUXWIRE_LIFELINE"]);
  match(target.args[4]!, /mock-driver.reference\.ts$/);
  deepEqual(target.args.slice(5), ["--socket", "fresh"]);
});

Deno.test("targetOf() passes the verb's arguments to the mock driver", () => {
  const target = targetOf(probeLine(["bench"]), "fresh");
  ok(target.kind === "mock");
  match(target.args[4]!, /mock-driver.main\.ts$/);
  deepEqual(target.args.slice(5), ["--socket", "fresh", "--scenario", "full"]);
});

Deno.test("targetOf() appends --socket to a command that has no place for it", () => {
  deepEqual(commandTarget("driver", "-v"), { command: "driver", args: ["-v", "--socket", "fresh"], socketId: "fresh" });
});

Deno.test("targetOf() fills in {socket} in any place", () => {
  deepEqual(commandTarget("sh", "-c", "exec driver --socket={socket} --log {socket}.log"), {
    command: "sh",
    args: ["-c", "exec driver --socket=fresh --log fresh.log"],
    socketId: "fresh",
  });
  deepEqual(commandTarget("driver", "--socket", "{socket}"), {
    command: "driver",
    args: ["--socket", "fresh"],
    socketId: "fresh",
  });
});

Deno.test("targetOf() keeps to the command's own --socket", () => {
  deepEqual(commandTarget("driver", "--socket", "own"), {
    command: "driver",
    args: ["--socket", "own"],
    socketId: "own",
  });
  deepEqual(commandTarget("driver", "--socket=own", "-v"), {
    command: "driver",
    args: ["--socket=own", "-v"],
    socketId: "own",
  });
  equal(commandTarget("driver", "--socket", "a", "--socket", "b").socketId, "b");
  equal(commandTarget("driver", "--socket", "own", "--log", "{socket}.log").socketId, "own");
  equal(commandTarget("driver", "--socket", "my-{socket}").socketId, "my-fresh");
});

Deno.test("targetOf() refuses two targets, a --config without a service, and a --socket without a name", () => {
  throws(
    () => targetOf(probeLine(["ping", "--socket", "a", "--", "driver"])),
    new UsageError("Cannot use --socket a with a command: give one of them, or --socket within the command"),
  );
  throws(
    () => targetOf(probeLine(["ping", "--service", "a", "--", "driver"])),
    new UsageError("Cannot use --service a with a command: give one of them"),
  );
  throws(
    () => targetOf(probeLine(["ping", "--service", "a", "--socket", "b"])),
    new UsageError("Cannot use --service a with --socket b: give one of them"),
  );
  throws(
    () => targetOf(probeLine(["ping", "--config", "c.json"])),
    new UsageError("Cannot use --config c.json alone: name one of its services by --service"),
  );
  for (const command of [["driver", "--socket"], ["driver", "--socket="]]) {
    throws(
      () => commandTarget(...command),
      new UsageError("Cannot use --socket in the command: it has no name; leave it out, or write --socket {socket}"),
    );
  }
});

Deno.test("freshSocketId() is short enough for every system, and new each time", () => {
  ok(freshSocketId().length <= 80);
  match(freshSocketId(), /^[A-Za-z0-9._-]+$/);
  ok(freshSocketId() !== freshSocketId());
});
