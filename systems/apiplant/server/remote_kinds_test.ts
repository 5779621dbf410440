import { equal, match, ok, rejects } from "node:assert/strict";
import { readConfig } from "../config/read.ts";
import { PluginFolder } from "../plugins/testing/plugin_folder.ts";
import type { ServerError } from "./exit.ts";
import { ServerLog } from "./server_log.ts";
import { startServer } from "./start.ts";

/** What a server with this configuration, which does not start, ends with. */
async function refusalOf(toml: string, folder: PluginFolder): Promise<{ exit: string; message: string; log: string }> {
  const lines: string[] = [];
  const own = `[server]\ndata-dir = "${folder.path}/data"\n[plugins]\ndir = "${folder.path}/plugins"\n`;
  const { config } = readConfig(own + toml, "config.toml", () => undefined);
  const log = new ServerLog((line) => lines.push(line), false);
  let refusal: ServerError | null = null;
  await rejects(startServer({ config, log }), (error) => (refusal = error as ServerError) !== null);
  return { exit: refusal!.exit, message: refusal!.message, log: lines.join("\n") };
}

Deno.test("a server does not start with a wrong address, or where nothing answers", async () => {
  await using folder = new PluginFolder();
  const drivers = '[drivers]\nmodel = "http"\n[driver-model-storage]\n';
  const wrong = await refusalOf(`${drivers}url = "ftp://host"`, folder);
  equal(wrong.exit, "configuration");
  match(wrong.message, /url of the model storage must be an address such as/);
  const silent = await refusalOf(`${drivers}url = "unix:${folder.path}/none"\ntimeout = "50ms"`, folder);
  equal(silent.exit, "storageFailed");
  match(silent.message, /unix:.*\/none (is out of reach|gave no answer)/);
});

Deno.test("a server does not start with a plugin that was skipped, and its warning says why", async () => {
  await using folder = new PluginFolder();
  await folder.script("plugins/mine", "echo hello");
  const { exit, message, log } = await refusalOf('[drivers]\nerror = "mine"', folder);
  equal(exit, "storageFailed");
  match(message, /No error storage is named "mine": known are stdout/);
  match(log, /Plugin skipped: --info printed a line that is no DriverInfo: hello/);
});

Deno.test("a server does not start with a plugin that cannot have the role", async () => {
  await using folder = new PluginFolder();
  await folder.script("plugins/mine", `echo '{"name":"mine","protocol":1,"roles":["error"]}'`);
  const { message, log } = await refusalOf('[drivers]\nevent = "mine"', folder);
  match(message, /No event storage is named "mine"/);
  ok(!/skipped/.test(log), log);
});
