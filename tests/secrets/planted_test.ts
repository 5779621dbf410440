import { deepEqual, ok } from "node:assert/strict";
import { MASK } from "@fluxwire/transport/secrets";
import { keptByHost } from "./host_places.ts";
import { BYTE_FORMS, TEXT_FORMS } from "./forms.ts";
import { latin1, leaksIn, missingIn } from "./planted.ts";
import { keptByRecordings } from "./recording_places.ts";
import { keptByReports } from "./report_places.ts";
import { writtenBySdk } from "./sdk_places.ts";

/** Places that keep only the last lines, or one value of many. */
const IN_PART = ["status of the host", "events of the host"];

const PLACES = { writtenBySdk, keptByRecordings, keptByReports, keptByHost };

Deno.test("secrets are planted in at least 30 forms", () => {
  ok(Object.keys(TEXT_FORMS).length + Object.keys(BYTE_FORMS).length >= 30);
});

for (const [name, places] of Object.entries(PLACES)) {
  Deno.test(`five secrets in every form are masked in each place: ${name}`, async () => {
    for (const [place, kept] of Object.entries(await places())) {
      deepEqual(leaksIn(kept), [], place);
      if (!IN_PART.includes(place)) deepEqual(missingIn(kept), [], place);
      const text = typeof kept === "string" ? kept : latin1(kept);
      ok(text.includes(MASK) || text.includes("****"), `${place} has nothing masked`);
    }
  });
}
