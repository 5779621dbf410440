import { equal, match, notEqual } from "node:assert/strict";
import { instanceId } from "./instance_id.ts";

Deno.test("instanceId() keeps plain names, and hashes others so that different names never meet", () => {
  equal(instanceId("11111111-1111-1111-1111-111111111111"), "11111111-1111-1111-1111-111111111111");
  equal(instanceId("lamp_1", "power.now"), "lamp_1~power.now");
  const model = /^[A-Za-z0-9][A-Za-z0-9._~-]{0,127}$/;
  for (const names of [["a b"], ["-a"], [".a", "b"], ["a~b"], ["ü"], ["a", "b/c"], ["a".repeat(129)], ["a", ""]]) {
    match(instanceId(...names), /^x~~[0-9a-f]{64}$/);
    match(instanceId(...names), model);
  }
  notEqual(instanceId("a~b"), instanceId("a", "b"));
  notEqual(instanceId("a b", "c"), instanceId("a", "b c"));
  equal(instanceId("a".repeat(128)).length, 128);
});
