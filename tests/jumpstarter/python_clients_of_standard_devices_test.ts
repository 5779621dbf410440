import { deepEqual, equal, match } from "node:assert/strict";
import { createSocket } from "node:dgram";
import { Pty } from "../../systems/jumpstarter/standard/testing/pty.ts";
import { OWN, peerEnvironment, peerProgram, startShell } from "./exporters.ts";

const PROGRAM = new URL("../peers/python/jumpstarter/devices.py", import.meta.url).pathname;
const PROGRAM_MS = 120_000;

/** A gpioset that notes what it is asked for, and holds its line. */
const GPIOSET = `#!/bin/sh
[ "$1" = --version ] && echo "gpioset (libgpiod) v2.1" && exit
echo "$*" >> "$(dirname "$0")/lines"
exec sleep 1000
`;

/** A relay and a camera. */
function web(): Deno.HttpServer<Deno.NetAddr> {
  return Deno.serve({ port: 0, hostname: "127.0.0.1", onListen() {} }, ({ url }) => {
    if (url.endsWith("/picture")) return new Response("p".repeat(100_000));
    return url.endsWith("/read") ? Response.json({ voltage: 12, current: 0.5 }) : new Response();
  });
}

/** Gives back what a terminal gets, until it hangs up. */
async function echo({ file }: Pty): Promise<void> {
  const buffer = new Uint8Array(64);
  for (let count = await file.read(buffer); count !== null; count = await file.read(buffer)) {
    await file.write(buffer.subarray(0, count));
  }
}

/** Gives back what a TCP port, a Unix socket and a UDP port get. */
async function echoes(folder: string): Promise<Disposable & { tcp: number; udp: number }> {
  const tcp = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const unix = Deno.listen({ transport: "unix", path: `${folder}/echo` });
  for (const listener of [tcp, unix]) {
    listener.accept().then((conn) => conn.readable.pipeTo(conn.writable)).catch(() => {});
  }
  const udp = createSocket("udp4").on("message", (message, { port, address }) => udp.send(message, port, address));
  await new Promise<void>((resolve) => udp.bind(0, "127.0.0.1", resolve));
  return {
    tcp: tcp.addr.port,
    udp: udp.address().port,
    [Symbol.dispose]() {
      for (const open of [tcp, unix, udp]) open.close();
    },
  };
}

function configuration(
  folder: string,
  path: string,
  { port }: Deno.NetAddr,
  { tcp, udp }: { tcp: number; udp: number },
): string {
  const url = `http://127.0.0.1:${port}`;
  return `apiVersion: jumpstarter.dev/v1alpha1
kind: ExporterConfig
export:
  files: { type: jumpstarter_driver_opendal.driver.Opendal, config: { scheme: fs, kwargs: { root: ${folder}/files } } }
  mux: { type: jumpstarter_driver_opendal.driver.MockStorageMux }
  serial: { type: jumpstarter_driver_pyserial.driver.PySerial, config: { url: ${path}, disable_hupcl: true } }
  flasher: { type: storage/flasher, config: { targets: { boot: ${folder}/boot } } }
  tcp: { type: jumpstarter_driver_network.driver.TcpNetwork, config: { host: 127.0.0.1, port: ${tcp} } }
  unix: { type: jumpstarter_driver_network.driver.UnixNetwork, config: { path: ${folder}/echo } }
  udp: { type: jumpstarter_driver_network.driver.UdpNetwork, config: { host: 127.0.0.1, port: ${udp} } }
  camera: { type: camera/http, config: { url: "${url}/picture" } }
  http: { type: power/http, config: { on: "${url}/on", off: "${url}/off", read: "${url}/read" } }
  command: { type: power/command, config: { on: "true", off: "true", read: 'echo "{\\"voltage\\":1,\\"current\\":2}"' } }
  gpio: { type: power/gpio, config: { chip: gpiochip0, line: 4, program: ${folder}/gpioset } }
`;
}

Deno.test("the real client classes drive the standard devices", async () => {
  const folder = Deno.makeTempDirSync({ prefix: "standard-devices-" });
  Deno.mkdirSync(`${folder}/files`);
  Deno.writeTextFileSync(`${folder}/gpioset`, GPIOSET, { mode: 0o755 });
  await using server = web();
  using peers = await echoes(folder);
  const pty = new Pty(), echoing = echo(pty).catch(() => {});
  {
    await using own = await startShell(OWN, configuration(folder, pty.path, server.addr, peers));
    const { code, stdout, stderr } = await new Deno.Command(await peerProgram("python"), {
      args: [PROGRAM],
      env: { ...peerEnvironment(own.folder), JUMPSTARTER_HOST: own.host, JMP_DRIVERS_ALLOW: "UNSAFE" },
      signal: AbortSignal.timeout(PROGRAM_MS),
    }).output();
    equal(code, 0, new TextDecoder().decode(stderr));
    // Transfers show their progress on lines before it.
    const last = new TextDecoder().decode(stdout).trim().split("\n").at(-1)!;
    const { files: { presign, ...files }, ...others } = JSON.parse(last);
    equal(presign[0], "DriverMethodNotImplemented");
    match(presign[1], /files of a folder have no URLs/);
    deepEqual(files, {
      bytes: "content",
      image: true,
      tail: ["tent", 7, true],
      list: ["dir/", "dir/file.txt"],
      scan: ["/", "dir/", "dir/file.txt", "image", "other.txt"],
      stat: [7, true, true],
      hash: "9a0364b9e99bb480dd25e1f0284c8555",
      copy: true,
      outside: "DriverInvalidArgument",
      created: ["dir/file.txt", "image"],
      exists: false,
    });
    deepEqual(others, {
      mux: "image",
      flasher: "kernel",
      echoes: ["ping", "ping", "ping", `tcp://127.0.0.1:${peers.tcp}`],
      serial: "ping\r\n",
      dtr: true,
      picture: true,
      http: [[12, 0.5]],
      command: [[1, 2]],
    });
    equal(Deno.readTextFileSync(`${folder}/lines`), "-c gpiochip0 4=1\n-c gpiochip0 4=0\n");
  }
  pty[Symbol.dispose]();
  await echoing;
  Deno.removeSync(folder, { recursive: true });
});
