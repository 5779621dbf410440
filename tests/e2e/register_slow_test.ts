import { deepEqual, equal, match } from "node:assert/strict";
import { schemaOf, violations } from "../schemas/schema.ts";
import { pathOf } from "./running_driver.ts";
import { fluxwire, fluxwireJson } from "./run_probe.ts";

const MODULE = pathOf("packages/cli/init/template/driver/main.ts");

Deno.test("fluxwire register shows the command that it has started the driver by", async () => {
  const { code, json } = await fluxwireJson(["register", MODULE, "--allow", "read=/data"]);
  equal(code, 0);
  deepEqual(violations(json, await schemaOf("register")), []);
  equal(json.driver.id, "template-name");
  deepEqual(json.service, {
    socket_id: "template-name.sock",
    command: Deno.execPath(),
    args: [
      ...["run", "--no-prompt", "--allow-net", "--allow-env=DBFLUX_DRIVER_IPC_TOKEN,FLUXWIRE_LIFELINE"],
      ...["--allow-read=/data", MODULE, "--socket", "template-name.sock"],
    ],
  });
  deepEqual(json.dialog["Arguments, one by one"], json.service.args);
});

Deno.test("fluxwire register tells people what to enter, field by field", async () => {
  const { code, stdout } = await fluxwire(["register", MODULE]);
  equal(code, 0);
  match(stdout, /^template-name 0\.1\.0 starts by this command, and answers in layout 0\.7\.1\.$/m);
  match(stdout, /^ {2}Socket ID +template-name\.sock$/m);
  match(stdout, /^ {2}"version": 1,$|"socket_id": "template-name\.sock"/m);
});

Deno.test("fluxwire register reports a missing file, and a permission that Deno does not have", async () => {
  for (const args of [["register"], ["register", "no-such.ts"], ["register", MODULE, "--allow", "fly"]]) {
    const { code, json } = await fluxwireJson(args);
    deepEqual([code, json.error.code], [1, "Usage"], args.join(" "));
  }
});
