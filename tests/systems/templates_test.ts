import { ok } from "node:assert/strict";
import { pathOf } from "../e2e/running_driver.ts";
import { templatesModule } from "./templates.ts";

for (const name of ["apiplant", "jumpstarter", "nx"]) {
  Deno.test(`systems/${name}/init/templates.ts carries the files of template/`, () => {
    const found = Deno.readTextFileSync(pathOf(`systems/${name}/init/templates.ts`));
    ok(
      found === templatesModule(`systems/${name}`, `${name}:generate`),
      `Stale templates.ts: run deno task ${name}:generate and commit it`,
    );
  });
}
