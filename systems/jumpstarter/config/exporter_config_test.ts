import { deepStrictEqual } from "node:assert/strict";
import { parseConfig, unusedSettings } from "./exporter_config.ts";

Deno.test("unusedSettings() names what only a controller's exporter uses, where it says something", () => {
  const text = (more: string): string =>
    `apiVersion: jumpstarter.dev/v1alpha1\nkind: ExporterConfig\n${more}export: {}\n`;
  deepStrictEqual(unusedSettings(parseConfig(text('endpoint: ""\n'))), []);
  const leased = text("endpoint: host:8082\ntls: {insecure: true}\nmotd: Hello\nexitOnLeaseEnd: true\n");
  deepStrictEqual(unusedSettings(parseConfig(leased)), ["endpoint", "tls", "exitOnLeaseEnd"]);
});
