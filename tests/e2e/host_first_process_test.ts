import { equal, match } from "node:assert/strict";
import { pathOf } from "./running_driver.ts";

/** Whether a namespace of processes can be made here. */
const CAN_UNSHARE = Deno.build.os === "linux" &&
  await new Deno.Command("unshare", { args: ["--pid", "--fork", "--mount-proc", "true"], stderr: "null" }).output()
    .then(({ success }) => success, () => false);

Deno.test(
  "host run says as process 1 that orphans are not reaped, and how they are",
  { ignore: !CAN_UNSHARE },
  async () => {
    const folder = await Deno.makeTempDir({ prefix: "fluxwire-test-" });
    await Deno.writeTextFile(`${folder}/config.json`, '{"services": [{"socket_id": "a.sock", "enabled": false}]}');
    await Deno.mkdir(`${folder}/control`, { mode: 0o700 });
    const child = new Deno.Command("unshare", {
      args: [
        ...[
          "--pid",
          "--fork",
          "--mount-proc",
          "--kill-child",
          Deno.execPath(),
          "run",
          "-A",
          pathOf("packages/cli/main.ts"),
        ],
        ...[
          "host",
          "run",
          "--config",
          `${folder}/config.json`,
          "--no-log-files",
          "--control",
          `${folder}/control/h.sock`,
        ],
      ],
      env: { NO_COLOR: "1" },
      stdout: "piped",
      stderr: "piped",
    }).spawn();
    let text = "";
    for await (const chunk of child.stdout.pipeThrough(new TextDecoderStream())) {
      text += chunk;
      if (text.includes("reaped")) break;
    }
    child.kill("SIGKILL");
    const errors = await new Response(child.stderr).text();
    equal((await child.status).success, false);
    match(text, /This is process 1, and orphaned processes are not reaped: start the container with .*--init/, errors);
    await Deno.remove(folder, { recursive: true });
  },
);
