import { strictEqual } from "node:assert/strict";
import { programMask, withoutPaths } from "./without_paths.ts";

Deno.test("withoutPaths() keeps the name of a file and drops its folders, on every system", () => {
  const shown: Readonly<Record<string, string>> = {
    "Cannot start /opt/drivers/planets: not found": "Cannot start …/planets: not found",
    'Requires read access to "/home/ann/orders.db"': 'Requires read access to "…/orders.db"',
    "    at file:///home/ann/drivers/main.ts:10:5": "    at …/main.ts:10:5",
    "Cannot connect to unix:/run/user/1000/bench.sock": "Cannot connect to …/bench.sock",
    "--allow-read=/data/a,/data/b": "--allow-read=…/a,…/b",
    "no C:\\Users\\Ann\\driver.exe there": "no …/driver.exe there",
    "/run/user/1000/fluxwire/host.sock": "…/host.sock",
  };
  for (const [text, expected] of Object.entries(shown)) strictEqual(withoutPaths(text), expected);
});

Deno.test("withoutPaths() leaves texts without a folder as they are", () => {
  for (const text of ["1/2 of 3 frames", "and/or", "http://127.0.0.1:8080/api/about", "3 / 4", "orders.db", "a//b"]) {
    strictEqual(withoutPaths(text), text);
  }
});

Deno.test("programMask() drops the machine's folders from what a program writes, and leaves paths of the web", () => {
  const mask = programMask(["/planted/run/host.sock", "relative.sock"]);
  const shown: Readonly<Record<string, string>> = {
    'NotCapable: Requires read access to "/home/ann/orders.db"': 'NotCapable: Requires read access to "…/orders.db"',
    "    at file:///data/drivers/main.ts:10:5": "    at …/main.ts:10:5",
    "no C:\\Users\\Ann\\driver.exe there": "no …/driver.exe there",
    "cannot read /planted/other/orders.db": "cannot read …/orders.db",
    "GET /api/v1/orders 200": "GET /api/v1/orders 200",
    "listens on http://127.0.0.1:8080/home/ann/x": "listens on http://127.0.0.1:8080/home/ann/x",
  };
  for (const [text, expected] of Object.entries(shown)) strictEqual(mask(text), expected);
});
