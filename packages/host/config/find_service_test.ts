import { equal, throws } from "node:assert/strict";
import { createService } from "../service.ts";
import type { Configuration } from "./configuration.ts";
import { findService } from "./find_service.ts";
import { ConfigError, type ConfigProblem } from "./problem.ts";

const NONE: Configuration = { files: ["c"], services: [], problems: [] };
const [a, b] = ["a.sock", "b.sock"].map((socketId) => ({
  service: createService({ socketId }),
  file: "c",
  place: "services[0]",
}));
const BROKEN: ConfigProblem = {
  code: "SettingType",
  file: "c",
  place: "services[2].args",
  reason: "expected list, found text",
  socketId: "broken.sock",
};

Deno.test("findService() returns the service despite problems of others", () => {
  equal(findService({ ...NONE, services: [a!, b!], problems: [BROKEN] }, "b.sock"), b!.service);
});

Deno.test("findService() names the services that there are", () => {
  throws(
    () => findService({ ...NONE, files: ["c", "d"], services: [a!, b!] }, "x"),
    new ConfigError("UnknownService", 'Unknown service "x": known are a.sock, b.sock, of c, d'),
  );
  throws(() => findService(NONE, "x"), new ConfigError("UnknownService", 'Unknown service "x": known are none, of c'));
  throws(
    () => findService({ ...NONE, services: [a!], problems: [BROKEN] }, "x"),
    new ConfigError(
      "UnknownService",
      'Unknown service "x": known are a.sock, of c; others have problems: c: services[2].args: expected list, found text',
    ),
  );
});

Deno.test("findService() lists no more names than a message can hold", () => {
  const services = Array.from(
    { length: 60 },
    (_, index) => ({ ...a!, service: createService({ socketId: `s${index}` }) }),
  );
  throws(() => findService({ ...NONE, services }, "x"), /: known are s0, s1, .* s49, 10 more, of c$/);
});

Deno.test("findService() says what is wrong with the service, or with the only file", () => {
  throws(
    () =>
      findService(
        { ...NONE, services: [a!], problems: [BROKEN, { ...BROKEN, place: "services[2].env" }] },
        "broken.sock",
      ),
    new ConfigError(
      "SettingType",
      'Cannot use service "broken.sock": c: services[2].args: expected list, found text; ' +
        "c: services[2].env: expected list, found text",
    ),
  );
  const missing = {
    ...BROKEN,
    code: "ConfigUnreadable",
    place: "",
    reason: "there is no such file",
    socketId: null,
  } as const;
  throws(
    () => findService({ ...NONE, problems: [missing] }, "x"),
    new ConfigError("ConfigUnreadable", 'Cannot use service "x": c: there is no such file'),
  );
});

Deno.test("findService() says where a configuration would come from", () => {
  throws(
    () => findService({ files: [], services: [], problems: [] }, "x"),
    new ConfigError(
      "ConfigNotFound",
      'Cannot use service "x": there is no configuration; write a config.json, or give one by --config',
    ),
  );
});
