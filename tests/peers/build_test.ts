import { equal, match } from "node:assert/strict";

const BUILD = new URL("./build", import.meta.url).pathname;

async function run(args: string[], env: Record<string, string>): Promise<{ code: number; text: string }> {
  const { code, stdout, stderr } = await new Deno.Command(BUILD, { args, env }).output();
  return { code, text: new TextDecoder().decode(stdout) + new TextDecoder().decode(stderr) };
}

Deno.test("build fails and says so if Go is older than 1.26", async () => {
  const folder = await Deno.makeTempDir();
  await Deno.writeTextFile(`${folder}/go`, "#!/bin/sh\necho go1.19.8\n", { mode: 0o755 });
  const env = { PATH: `${folder}:${Deno.env.get("PATH")}`, XDG_CACHE_HOME: `${folder}/cache` };
  const { code, text } = await run(["h2spec"], env);
  equal(code, 1);
  equal(text.trim(), "tests/peers/build: Go 1.26 or later is needed, and this is go1.19.8");
  await Deno.remove(folder, { recursive: true });
});

Deno.test("build refuses an unknown target", async () => {
  const folder = await Deno.makeTempDir();
  const { code, text } = await run(["rust"], { XDG_CACHE_HOME: folder });
  equal(code, 1);
  match(text, /there is no target rust/);
  await Deno.remove(folder, { recursive: true });
});
