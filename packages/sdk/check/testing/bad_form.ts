/**
 * A driver whose form has everything that the real client mishandles.
 *
 * @module
 */
import { defineDriver, type Driver, field, form } from "../../mod.ts";

/** No session of it can be opened with the form's defaults. */
const driver: Driver = defineDriver({
  id: "bad-form",
  name: "Bad form",
  version: "1.0.0",
  description: "Asks in every way that does not work",
  kind: "SQLite",
  category: "Relational",
  queryLanguage: "Sql",
  uriScheme: "bad",
  form: form({
    "api key": field.password("API key", { default: "planted" }),
    port: field.number("Port", { default: "70000" }),
    mode: field.select("Mode", { fast: "Fast", safe: "Safe" }, { default: "safe" }),
    // @ts-expect-error the default is none of the choices
    level: field.select("Level", { low: "Low" }, { default: "high" }),
    region: field.dynamicSelect("Region", { allowFreeform: false }),
    zone: field.dynamicSelect("Zone"),
    agreed: field.checkbox("Agreed", { required: true, default: "yes", help: "To all of it" }),
    host: field.text("Host", { required: true, disabledWhenFieldSet: "socket" }),
    socket: field.filePath("Socket", { help: "Instead of host", disabledWhenFieldSet: "host" }),
  }),
  open: () => ({}),
});

export default driver;
