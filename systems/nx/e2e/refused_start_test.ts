import { deepStrictEqual, match, strictEqual } from "node:assert/strict";
import { HostPlace } from "./host_process.ts";

const LAMP = {
  instance_id: "lamp-1",
  device_id: "22222222-2222-2222-2222-222222222222",
  driver_id: "com.example.lamp",
  driver_type: "DEVICE",
  binary: "lamp",
};

/** Every file and folder of a place, in order, without what the drivers of a running host write. */
function listing(folder: string): string[] {
  const paths = [...Deno.readDirSync(folder)].flatMap(({ name, isDirectory }) => {
    const path = `${folder}/${name}`;
    return isDirectory ? [path, ...listing(path)] : [path];
  });
  return paths.sort();
}

/** A host on other paths than the first, except for those that a refusal is about. */
function flags(place: HostPlace, change: Record<string, string> = {}): string[] {
  const own = {
    instances: "instances.json",
    internal_grpc_sock: `${place.folder}/second/socket/host.sock`,
    out_dir: "second/run",
    log_dir: "second/logs/nx",
    control: `${place.folder}/second/control/nx.sock`,
    publisher_dir: "second/out",
  };
  return Object.entries({ ...own, ...change }).flatMap(([name, value]) => [`-${name}`, value]);
}

Deno.test("nothing is left after a refused start, for each reason to refuse it", async () => {
  await using place = new HostPlace();
  place.driver("lamp", "exec sleep 1000");
  place.instances([LAMP]);
  Deno.writeTextFileSync(`${place.folder}/bad.json`, "{");
  Deno.writeTextFileSync(`${place.folder}/file`, "in the way");
  Deno.mkdirSync(`${place.folder}/open`);
  Deno.chmodSync(`${place.folder}/open`, 0o755);
  await place.start().line("Ready as process");
  const before = listing(place.folder);
  const refusals: [Record<string, string>, number, RegExp][] = [
    [{ internal_grpc_sock: place.socket }, 2, /another one listens there/],
    [{ out_dir: "run" }, 2, /another one does; give another -out_dir/],
    [{ control: place.control }, 2, /another one does; stop it/],
    [{ control: `${place.folder}/open/nx.sock` }, 2, /its mode is 755/],
    [{ control: `${place.folder}/file` }, 2, /something else stands there/],
    [{ internal_grpc_sock: `${place.folder}/file` }, 2, /something else stands there/],
    [{ internal_grpc_sock: `${place.folder}/${"s".repeat(107)}` }, 2, /too long for a socket/],
    [{ internal_grpc_sock: `${place.folder}/file/s` }, 2, /Cannot make folder/],
    [{ out_dir: "file" }, 2, /Cannot make folder/],
    [{ log_dir: "open" }, 2, /its mode is 755/],
    [{ instances: "bad.json" }, 1, /bad\.json:1:2: /],
    [{ publisher: "core" }, 1, /Cannot use -publisher core/],
  ];
  for (const [change, exit, text] of refusals) {
    const { code, stderr } = await place.run(flags(place, change));
    match(stderr, text);
    strictEqual(code, exit, stderr);
    deepStrictEqual(listing(place.folder), before, JSON.stringify(change));
  }
  strictEqual((await place.ask("status")).code, 0);
});

Deno.test("a host that has stopped leaves no lock, no socket and no control socket", async () => {
  await using place = new HostPlace();
  place.driver("lamp", "exec sleep 1000");
  place.instances([LAMP]);
  const host = place.start(flags(place));
  await host.line("Ready as process");
  strictEqual(await host.end("SIGTERM"), 0);
  deepStrictEqual(
    listing(`${place.folder}/second`).map((path) => path.slice(place.folder.length + 8)).filter((path) => {
      return /lock|sock$/.test(path);
    }),
    [],
  );
});
