/**
 * A driver with an unknown icon, as an author who does not check types may write it.
 *
 * @module
 */
import { driver as minimal } from "../../../../examples/minimal/main.ts";
import { defineDriver, type Driver, field, form } from "../../mod.ts";

/** The minimal example with an unknown icon. */
export const driver: Driver = defineDriver({
  ...minimal.definition,
  form: form({ star: field.text("Star", { default: "Sun" }) }),
  icon: "Planet" as never,
  open: () => ({}),
});
