import { match, strictEqual, throws } from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { makeProject } from "@fluxwire/command/init";
import { MAKER } from "./main.ts";

/** How long a host may take until its driver has published something, in milliseconds. */
const HOST_MS = 120_000;
const FLUXWIRE = fileURLToPath(new URL("../../../packages/cli/main.ts", import.meta.url));

Deno.test("fluxwire init makes a driver of each template, whose test passes and which runs on a host", async () => {
  for (const template of MAKER.templates) {
    const parent = Deno.makeTempDirSync({ prefix: "nx-init-" });
    try {
      const run = async (cwd: string, ...args: string[]) => {
        const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), { args, cwd, stdin: "null" }).output();
        return { code, text: new TextDecoder().decode(stdout) + new TextDecoder().decode(stderr) };
      };
      const made = await run(parent, "run", "-A", FLUXWIRE, "init", "my-driver", "--template", template);
      match(made.text, /^Made my-driver with deno.json, README.md, instances.json, main.ts, main_test.ts\.\n/);
      const folder = `${parent}/my-driver`;
      strictEqual(Deno.statSync(`${folder}/main.ts`).mode! & 0o777, 0o755);
      const tested = await run(folder, "task", "test");
      strictEqual(tested.code, 0, tested.text);
      match(tested.text, /3 passed/);
      const checked = await run(folder, "task", "check");
      strictEqual(checked.code, 0, checked.text);
      const main = fileURLToPath(new URL("../main.ts", import.meta.url));
      const binary = /"binary": "(.+)"/.exec(Deno.readTextFileSync(`${folder}/README.md`))![1]!;
      const { instances: [instance] } = JSON.parse(Deno.readTextFileSync(`${folder}/instances.json`));
      Deno.writeTextFileSync(`${folder}/all.json`, JSON.stringify({ instances: [{ ...instance, binary }] }));
      const flags = ["-instances", "all.json", "-drivers_dir", parent, "-internal_grpc_sock", `${parent}/s.sock`];
      // Its log may have ended for now before the files are there.
      using watched = Deno.watchFs(folder);
      const host = new Deno.Command(Deno.execPath(), {
        args: ["run", "-A", main, ...flags, "-control", `${parent}/control/c.sock`, "-no_log_files"],
        cwd: folder,
        stdin: "null",
        stdout: "null",
        stderr: "piped",
        signal: AbortSignal.timeout(HOST_MS),
      }).spawn();
      const log = new Response(host.stderr).text();
      const ended = host.status.then(() => watched.close());
      for await (const _ of watched) {
        if (!isPublished(`${folder}/out`)) continue;
        host.kill("SIGTERM");
        break;
      }
      await ended;
      strictEqual((await host.status).code, 0, await log);
    } finally {
      Deno.removeSync(parent, { recursive: true });
    }
  }
});

Deno.test("makeProject() refuses invalid names, and folders that are not empty", () => {
  const folder = Deno.makeTempDirSync();
  try {
    throws(() => makeProject(MAKER, `${folder}/My Driver`, "nx-hub"), {
      message: 'Cannot name driver "My Driver": a name has 1 to 40 of a-z, 0-9 and -, and begins with a letter',
    });
    Deno.mkdirSync(`${folder}/full/x`, { recursive: true });
    throws(() => makeProject(MAKER, `${folder}/full`, "nx-hub"), {
      message: `Cannot make driver in ${folder}/full: the folder is not empty; choose another one`,
    });
  } finally {
    Deno.removeSync(folder, { recursive: true });
  }
});

/** Whether a driver has published which device it is. */
function isPublished(folder: string): boolean {
  try {
    return [...Deno.readDirSync(folder)].some(({ name }) => name.startsWith("variables_"));
  } catch {
    return false;
  }
}
