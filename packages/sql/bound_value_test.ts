import { deepStrictEqual, throws } from "node:assert/strict";
import { boundValue } from "./bound_value.ts";

Deno.test("boundValue() makes of tagged values their text, and leaves what libraries bind", () => {
  const bytes = Uint8Array.of(0, 255);
  const values = [
    null,
    { type: "Null" } as const,
    true,
    1n,
    -0,
    "x",
    bytes,
    { type: "Decimal", value: "1.10" } as const,
  ];
  deepStrictEqual(values.map((one, i) => boundValue(one, i, { name: "Any" })), [
    null,
    null,
    true,
    1n,
    -0,
    "x",
    bytes,
    "1.10",
  ]);
});

Deno.test("boundValue() refuses lists and documents, naming the parameter and the database", () => {
  const message = (what: string) => `Cannot bind parameter 3: Any has no ${what}; send JSON text`;
  throws(() => boundValue([1n], 3, { name: "Any" }), { code: "InvalidRequest", message: message("arrays") });
  throws(() => boundValue(new Map(), 3, { name: "Any" }), { code: "InvalidRequest", message: message("documents") });
});
