import { deepStrictEqual } from "node:assert/strict";
import { driver as sqlite } from "../../../drivers/sqlite/driver.ts";
import { driver as minimal } from "../../../examples/minimal/main.ts";
import { fullDriver } from "../../mock-driver/full/driver.ts";
import { mockClock } from "../../mock-driver/mock_clock.ts";
import { defineDriver } from "../mod.ts";
import { formFindings } from "./form_findings.ts";
import { displayFindings } from "./display_findings.ts";

Deno.test("displayFindings() finds nothing in the drivers of this repository, whose forms have no select", () => {
  for (const driver of [sqlite, minimal, fullDriver({ seed: 1, clock: mockClock(null) })]) {
    deepStrictEqual(displayFindings(driver, null), [], driver.definition.name);
    const selects = formFindings(driver.formDefinition).filter(({ id }) => id === "select-stays-default");
    deepStrictEqual(selects, [], driver.definition.name);
  }
});

Deno.test("displayFindings() checks the texts that DBFlux receives, from identity or metadata", () => {
  const texts = { displayName: "sqlite", description: "x".repeat(41) };
  const driver = defineDriver({ ...minimal.definition, metadata: texts });
  deepStrictEqual(displayFindings(driver, null).map(({ id }) => id), ["name-of-built-in", "description-cut"]);
});
