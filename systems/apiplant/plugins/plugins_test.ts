import { deepStrictEqual, equal, match, notEqual, ok, rejects } from "node:assert/strict";
import { PINGS } from "../remote/ping.ts";
import { RemoteModelStorage } from "../storage/remote/model_storage.ts";
import { askInfo } from "./ask_info.ts";
import { Plugins } from "./plugins.ts";
import { programAt } from "./program.ts";
import { PluginFolder } from "./testing/plugin_folder.ts";

const INFO = '{"name":"one","version":"1","protocol":1,"roles":["error"]}';

Deno.test("Plugins.find() asks each program what it is, and skips those that cannot be used, with the reason", async () => {
  await using folder = new PluginFolder();
  await folder.script("a", `echo '${INFO}'`);
  await folder.script("deep/er/plugin", `echo '${INFO.replace("one", "two").replace("}", ',"later":1}')}'`);
  await folder.script("b-twice", `echo '${INFO}'`);
  await folder.script("c-silent", "exit 3");
  await folder.script("d-garbage", "echo hello");
  await folder.script("e-newer", `echo '${INFO.replace('"protocol":1', '"protocol":2')}'`);
  await folder.script("f-nameless", `echo '${INFO.replace("one", "a b")}'`);
  await folder.script("g-taken", `echo '${INFO.replace("one", "memory")}'`);
  await folder.script("h.so", "exit 0");
  await Deno.writeTextFile(`${folder.path}/readme.txt`, "no program");
  const warnings: [string, string][] = [];
  await using plugins = await Plugins.find({
    folder: folder.path,
    taken: ["memory"],
    report: (_level, text, path) => warnings.push([path.slice(folder.path.length + 1), text]),
  });
  deepStrictEqual(plugins.names("error"), ["one", "two"]);
  deepStrictEqual(plugins.names("event"), []);
  deepStrictEqual(warnings.map(([path]) => path), [
    "b-twice",
    "c-silent",
    "d-garbage",
    "e-newer",
    "f-nameless",
    "g-taken",
    "h.so",
  ]);
  const wanted = [
    /one already/,
    /printed nothing/,
    /no DriverInfo: hello/,
    /version 2/,
    /a name has/,
    /memory already/,
    /make it a/,
  ];
  for (const [at, [, text]] of warnings.entries()) match(text, wanted[at]!);
});

Deno.test("askInfo() gives up a program that says nothing, and ends it with what it started", async () => {
  await using folder = new PluginFolder();
  const path = await folder.script("slow", "sleep 600 & exec sleep 600");
  await rejects(askInfo(await programAt(path), 50), /no line in 50 ms/);
});

Deno.test("Plugins.run() shares a process among equal settings, and the last user stops it", async () => {
  await using folder = new PluginFolder();
  await folder.reference();
  await using plugins = await Plugins.find({ folder: folder.path, taken: [], report: () => {} });
  const options = (settings: Record<string, string>) => ({ settings, memoryBytes: null, ping: PINGS.model });
  const [one, other, apart] = await Promise.all([
    plugins.run("reference", options({ a: "1", b: "2" })),
    plugins.run("reference", options({ b: "2", a: "1" })),
    plugins.run("reference", options({ a: "1" })),
  ]);
  equal(one.plugin, other.plugin);
  notEqual(one.plugin.pid, apart.plugin.pid);
  await one.release();
  ok(isAlive(other.plugin.pid!));
  const pid = other.plugin.pid!;
  await other.release();
  ok(!isAlive(pid));
  await apart.release();
});

Deno.test("RunningPlugin starts a plugin again that was killed, and its callers reach the new process", async () => {
  await using folder = new PluginFolder();
  await folder.reference();
  const lines: string[] = [];
  await using plugins = await Plugins.find({
    folder: folder.path,
    taken: [],
    report: (_level, text) => lines.push(text),
  });
  const settings = { path: `${folder.path}/data` };
  const { plugin } = await plugins.run("reference", { settings, memoryBytes: null, ping: PINGS.model });
  await using storage = await RemoteModelStorage.open(plugin.caller("json", 60_000));
  await storage.reset("log");
  const pid = plugin.pid!;
  Deno.kill(pid, "SIGKILL");
  deepStrictEqual(await storage.state(), { seq: 0, logId: "log" });
  notEqual(plugin.pid, pid);
  ok(lines.some((line) => /starting it again/.test(line)), lines.join("\n"));
});

Deno.test("Plugins.run() says why a plugin does not start, and leaves no token, setting or process", async () => {
  await using folder = new PluginFolder();
  await folder.script(
    "failing",
    `[ "$1" = --info ] && echo '${INFO}' && exit
cat "$APIPLANT_CONFIG_FILE" > "${folder.path}/seen"; stat -c %a "$APIPLANT_CONFIG_FILE" >> "${folder.path}/seen"
echo "$APIPLANT_TOKEN" >&2; echo "$APIPLANT_SOCKET $*" >> "${folder.path}/seen"; exit 4`,
  );
  const lines: string[] = [];
  await using plugins = await Plugins.find({
    folder: folder.path,
    taken: [],
    report: (_level, text) => lines.push(text),
  });
  const run = plugins.run("one", { settings: { secret: "hunter2" }, memoryBytes: null, ping: PINGS.error });
  await rejects(run, (error) => {
    const { message } = error as Error;
    match(message, /^The plugin one does not start: .*4/s);
    ok(!/hunter2|[0-9a-f]{64}/.test(`${message}${lines.join()}`), message);
    return true;
  });
  const seen = await Deno.readTextFile(`${folder.path}/seen`);
  match(seen, /^\{"secret":"hunter2"\}600\n\S+\/s \n$/);
  const socket = /\n(\S+) /.exec(seen)![1]!;
  await rejects(Deno.stat(socket.replace(/\/s$/, "")), Deno.errors.NotFound);
});

function isAlive(pid: number): boolean {
  try {
    Deno.kill(pid, "SIGCONT");
    return true;
  } catch {
    return false;
  }
}
