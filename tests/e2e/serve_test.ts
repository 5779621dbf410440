import { deepStrictEqual, match, ok, rejects, strictEqual } from "node:assert/strict";
import { connect, ConnectionError } from "@fluxwire/transport";
import { openClient } from "@fluxwire/wire/client";
import { freshSocket, pathOf, RunningDriver, type StartOptions } from "./running_driver.ts";

const EXAMPLE = pathOf("examples/minimal/main.ts");

function start(options: Partial<StartOptions> = {}): RunningDriver {
  return new RunningDriver({ module: EXAMPLE, ...options });
}

async function ping(driver: RunningDriver, token?: string): Promise<void> {
  await driver.line(new RegExp(` INFO listening socket="${driver.socket}"`));
  const client = await openClient(await connect(driver.socket), { token: token ?? null });
  await client.ping();
  client.close();
  await client.closed;
}

async function isGone(socket: string): Promise<void> {
  await rejects(connect(socket), (error) => error instanceof ConnectionError && error.code === "SocketUnreachable");
}

Deno.test("a driver serves, and warns that without a token any local user may connect", async () => {
  await using driver = start();
  await ping(driver);
  await driver.line(/ WARN no token in the environment: any local user may connect$/);
});

for (const signal of ["SIGTERM", "SIGINT"] as const) {
  Deno.test(`a driver ends on ${signal} and leaves no socket`, async () => {
    await using driver = start();
    await ping(driver);
    driver.kill(signal);
    const { code } = await driver.ended();
    strictEqual(code, 0);
    ok(driver.lines.some((line) => line.endsWith(` INFO stopping reason="${signal}"`)));
    await isGone(driver.socket);
  });
}

const STDIN: readonly [string, Partial<StartOptions>][] = [
  ["/dev/null", { stdin: "null" }],
  ["closed", { shell: 'exec "$@" <&-' }],
  ["a pipe that has ended", { shell: ': | "$@"' }],
  ["a terminal", { shell: 'exec script -qefc "$*" /dev/null 1>&2' }],
];

for (const [what, options] of STDIN) {
  Deno.test(`a driver stays when its standard input is ${what}`, async () => {
    await using driver = start(options);
    await ping(driver);
    await ping(driver);
  });
}

Deno.test("a driver ends when its lifeline ends, and not before", async () => {
  await using driver = start({ stdin: "piped", env: { FLUXWIRE_LIFELINE: "stdin" } });
  await ping(driver);
  const writer = driver.stdin.getWriter();
  await writer.write(new TextEncoder().encode("anything\n"));
  await ping(driver);
  await writer.close();
  strictEqual((await driver.ended()).code, 0);
  ok(driver.lines.some((line) => line.endsWith('reason="end of the lifeline"')));
});

Deno.test("a driver in the background of a shell has no lifeline, and lives", async () => {
  await using driver = start({
    stdin: "piped",
    env: { FLUXWIRE_LIFELINE: "stdin" },
    shell: '"$@" --log-level debug & echo "background $!" >&2; wait',
  });
  await ping(driver);
  await ping(driver);
  Deno.kill(Number(/\d+/.exec(await driver.line(/^background \d+$/))![0]), "SIGTERM");
  await driver.line(/reason="SIGTERM"$/);
  await driver.ended();
});

Deno.test("a driver with a token ends when the process that started it is gone", async () => {
  await using driver = start({
    env: { DBFLUX_DRIVER_IPC_TOKEN: "secret" },
    shell: '"$@" & read -r line',
    stdin: "piped",
  });
  await ping(driver, "secret");
  await driver.stdin.close();
  await driver.ended();
  ok(driver.lines.some((line) => line.endsWith('reason="change of parent"')));
  await isGone(driver.socket);
  ok(!driver.lines.some((line) => line.includes("secret")));
});

Deno.test("a driver with --keep-running outlives the process that started it", async () => {
  const other = freshSocket();
  await using driver = start({
    env: { DBFLUX_DRIVER_IPC_TOKEN: "secret" },
    shell: `"$@" --keep-running & echo "kept $!" >&2; "$@" --socket ${other} & read -r line`,
    stdin: "piped",
  });
  await ping(driver, "secret");
  await driver.line(new RegExp(` INFO listening socket="${other}"`));
  await driver.stdin.close();
  // The other driver began to watch the same parent later: when it has seen the change, so has this one.
  await driver.line(/reason="change of parent"$/);
  await ping(driver, "secret");
  Deno.kill(Number(/\d+/.exec(await driver.line(/^kept \d+$/))![0]), "SIGTERM");
  await driver.ended();
  strictEqual(driver.lines.filter((line) => line.endsWith('reason="change of parent"')).length, 1);
});

Deno.test("a driver refuses a Hello without its token", async () => {
  await using driver = start({ env: { DBFLUX_DRIVER_IPC_TOKEN: "secret" }, args: ["--keep-running"] });
  await driver.line(/ INFO listening /);
  await rejects(openClient(await connect(driver.socket), { token: "wrong" }), {
    message: "Unauthorized driver RPC client",
  });
  await ping(driver, "secret");
  ok(!driver.lines.some((line) => line.includes("secret") || line.includes("any local user")));
});

const BROKEN: readonly [string, Partial<StartOptions>, RegExp][] = [
  [
    "without --allow-net",
    { permissions: ["--allow-env=DBFLUX_DRIVER_IPC_TOKEN,FLUXWIRE_LIFELINE"] },
    /^Error: Cannot start driver: a permission is missing; add --allow-net to deno run$/,
  ],
  [
    "without --allow-env",
    { permissions: ["--allow-net"] },
    /^Error: Cannot start driver: a permission is missing; add --allow-env=DBFLUX_DRIVER_IPC_TOKEN,FLUXWIRE_LIFELINE to deno run$/,
  ],
  ["with an unknown flag", { args: ["--wrong"] }, /^Error: unknown argument "--wrong"; --help lists the options$/],
  [
    "with a wrong log level",
    { args: ["--log-level", "loud"] },
    /^Error: --log-level takes one of debug, info, warn, error; --help/,
  ],
  ["with a socket name that is too long", { socket: "x".repeat(108) }, /^Error: Cannot .* 107/],
];

for (const [what, options, text] of BROKEN) {
  Deno.test(`a driver ${what} reports why and exits with 1`, async () => {
    await using driver = start(options);
    const { code } = await driver.ended();
    strictEqual(code, 1);
    strictEqual(driver.lines.length, 1);
    match(driver.lines[0]!, text);
  });
}

Deno.test("a driver on a used socket reports that, and the first one goes on", async () => {
  await using first = start();
  await ping(first);
  await using second = start({ socket: first.socket });
  strictEqual((await second.ended()).code, 1);
  deepStrictEqual(second.lines.length, 1);
  match(second.lines[0]!, /^Error: Cannot listen on socket ".*": the name is in use; /);
  await ping(first);
});

Deno.test("a driver prints its help and version on standard output", async () => {
  const run = async (flag: string) => {
    const args = ["run", "--no-prompt", EXAMPLE, flag];
    const { code, stdout } = await new Deno.Command(Deno.execPath(), { args }).output();
    strictEqual(code, 0);
    return new TextDecoder().decode(stdout);
  };
  strictEqual(await run("--version"), "planets 1.0.0\n");
  match(
    await run("--help"),
    /^Planets: Three planets in memory\. A driver for DBFlux\.\n\nUsage: deno run --allow-net /,
  );
});

Deno.test("a fresh socket name has no listener", async () => {
  await isGone(freshSocket());
});
