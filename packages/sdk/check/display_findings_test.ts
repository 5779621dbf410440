import { deepStrictEqual } from "node:assert/strict";
import { driver as sqlite } from "../../../drivers/sqlite/driver.ts";
import { driver as minimal } from "../../../examples/minimal/main.ts";
import { fullDriver } from "../../mock-driver/full/driver.ts";
import { mockClock } from "../../mock-driver/mock_clock.ts";
import { formFindings } from "./form_findings.ts";
import { displayFindings } from "./display_findings.ts";

Deno.test("displayFindings() has nothing to say of the drivers of this repository, whose forms have no select", () => {
  for (const driver of [sqlite, minimal, fullDriver({ seed: 1, clock: mockClock(null) })]) {
    deepStrictEqual(displayFindings(driver, null), [], driver.definition.name);
    const selects = formFindings(driver.formDefinition).filter(({ id }) => id === "select-stays-default");
    deepStrictEqual(selects, [], driver.definition.name);
  }
});
