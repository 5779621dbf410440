import { runs } from "../../tests/kill/busy.ts";
import { RUN } from "../../tests/kill/kinds.ts";
import { round } from "../../tests/kill/round.ts";
import { pathOf } from "../../tests/e2e/running_driver.ts";

Deno.test({
  name: "kill -9 of its host leaves nothing of the DuckDB driver, which computes on threads of its own",
  ignore: Deno.build.os !== "linux",
  fn: async () => {
    await round({
      name: "the DuckDB driver",
      starter: "launch",
      command: (driver) => [...driver],
      driver: [...RUN, "--lock=npm.lock", "--frozen", "-A", pathOf("drivers/duckdb/main.ts")],
      busy: runs("SELECT count(*) FROM range(1000000000000) a WHERE a.range % 7 = 3"),
    });
  },
});
