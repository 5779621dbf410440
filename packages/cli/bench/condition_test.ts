import { deepEqual, equal, throws } from "node:assert/strict";
import { UsageError } from "@fluxwire/command";
import { holds, type Measured, parseCondition, valueOf } from "./condition.ts";

const MEASURED: Measured = {
  times: { "p50": 1, "p90": 2, "p99": 5, "p99.9": 8, max: 9 },
  rate: 1_000,
  errors: 0,
};

Deno.test("parseCondition() reads every metric, operator and unit", () => {
  deepEqual(parseCondition("p99>5ms"), { text: "p99>5ms", metric: "p99", operator: ">", bound: 5 });
  deepEqual(parseCondition(" p99.9 >= 1.5 s "), {
    text: " p99.9 >= 1.5 s ",
    metric: "p99.9",
    operator: ">=",
    bound: 1_500,
  });
  equal(parseCondition("max<250us").bound, 0.25);
  equal(parseCondition("rate<=900").operator, "<=");
  equal(parseCondition("errors>0").metric, "errors");
});

Deno.test("parseCondition() refuses other texts, and a unit for a metric without one", () => {
  for (
    const text of ["", "p99", "p98>5ms", "p99=5ms", "p99>5", "p99>fast", "rate<5ms", "errors>-1", "p99>5ms max>1s"]
  ) {
    throws(() => parseCondition(text), UsageError, text);
  }
});

Deno.test("holds() compares the corrected times, the rate and the errors", () => {
  const cases: [string, boolean][] = [
    ["p99>5ms", false],
    ["p99>=5ms", true],
    ["p50<1ms", false],
    ["p50<=1ms", true],
    ["p99.9>7999us", true],
    ["max>0.009s", false],
    ["rate<1000", false],
    ["rate<1001", true],
    ["errors>0", false],
  ];
  for (const [text, expected] of cases) equal(holds(parseCondition(text), MEASURED), expected, text);
});

Deno.test("holds() counts every time as too long if nothing was answered", () => {
  const nothing: Measured = { times: null, rate: 0, errors: 3 };
  equal(valueOf("p50", nothing), Infinity);
  equal(holds(parseCondition("p50>1s"), nothing), true);
  equal(holds(parseCondition("errors>2"), nothing), true);
});
