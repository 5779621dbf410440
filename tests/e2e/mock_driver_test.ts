import { deepStrictEqual, match, strictEqual } from "node:assert/strict";
import { openClient } from "@fluxwire/wire/client";
import { connect } from "@fluxwire/transport";
import { pathOf, RunningDriver, type StartOptions } from "./running_driver.ts";

const MOCK = pathOf("packages/mock-driver/main.ts");

function start(options: Partial<StartOptions> = {}): RunningDriver {
  return new RunningDriver({ module: MOCK, permissions: ["--allow-net"], ...options });
}

async function run(...args: string[]): Promise<{ code: number; stdout: string; stderr: string }> {
  const command = new Deno.Command(Deno.execPath(), { args: ["run", "--no-prompt", "--allow-net", MOCK, ...args] });
  const { code, stdout, stderr } = await command.output();
  return { code, stdout: new TextDecoder().decode(stdout), stderr: new TextDecoder().decode(stderr) };
}

Deno.test("the mock prints its help to stdout, as the reference does", async () => {
  const { code, stdout, stderr } = await run("--help");
  deepStrictEqual([code, stderr], [0, ""]);
  strictEqual(stdout.split("\n")[2], "Usage: custom-driver --socket <name>");
});

Deno.test("the mock refuses a wrong command line as the reference does", async () => {
  deepStrictEqual(await run("--token", "x"), { code: 1, stdout: "", stderr: "Unknown argument: --token\n" });
  deepStrictEqual(await run(), {
    code: 1,
    stdout: "",
    stderr: "Error: --socket is required\nUse --help for usage information\n",
  });
});

Deno.test("the mock reports why it cannot listen, and exits with 1", async () => {
  await using first = start();
  await first.line(/ INFO {2}custom_driver\] Press Ctrl\+C to stop$/);
  await using second = start({ socket: first.socket });
  strictEqual((await second.ended()).code, 1);
  match(second.lines.join("\n"), /^Failed to bind socket: .*the name is in use/);
  await using third = start({ socket: "x".repeat(108) });
  strictEqual((await third.ended()).code, 1);
  match(third.lines.join("\n"), /^Invalid socket name: /);
});

Deno.test("the mock serves connections side by side, which share all sessions", async () => {
  await using driver = start();
  await driver.line(/ INFO {2}custom_driver\] Custom driver listening on socket: /);
  const clients = await Promise.all([1, 2, 3].map(async () => await openClient(await connect(driver.socket))));
  const values = { endpoint: "localhost:8080" };
  const profileJson = JSON.stringify({
    id: crypto.randomUUID(),
    name: "p",
    config: { External: { kind: "SQLite", values } },
  });
  const { id } = await clients[0]!.openSession({ profileJson });
  for (const client of clients) {
    const { body } = await client.call({ type: "Execute", request: { sql: "SELECT 1", params: [] } }, {
      sessionId: id,
    });
    strictEqual(body.type, "ExecuteResult");
  }
  for (const client of clients) {
    client.close();
    await client.closed;
  }
});

Deno.test("the mock ends with its lifeline if it may read the variable", async () => {
  const permissions = ["--allow-net", "--allow-env=FLUXWIRE_LIFELINE"];
  await using driver = start({ permissions, stdin: "piped", env: { FLUXWIRE_LIFELINE: "stdin" } });
  await driver.line(/ Press Ctrl\+C to stop$/);
  await driver.stdin.close();
  strictEqual((await driver.ended()).code, 0);
});
