import { deepEqual, ok } from "node:assert/strict";
import { configEntry, dialogFields, registrationLines } from "./registration.ts";

const NOTES = { name: "Notes", id: "notes", command: ["/bin/deno", "run", "--allow-net", "/a b/main.ts"] } as const;

Deno.test("configEntry() gives the socket to the driver too, and names it as DBFlux accepts", () => {
  deepEqual(configEntry(NOTES), {
    socket_id: "notes.sock",
    command: "/bin/deno",
    args: ["run", "--allow-net", "/a b/main.ts", "--socket", "notes.sock"],
  });
  deepEqual(configEntry({ ...NOTES, id: "my notes/2" }).socket_id, "my-notes-2.sock");
});

Deno.test("dialogFields() has each argument alone, without quotes", () => {
  const fields = new Map(dialogFields(NOTES));
  deepEqual(fields.get("Arguments, one by one")!.slice(2), ["/a b/main.ts", "--socket", "notes.sock"]);
  deepEqual(fields.get("Service Type"), ["Driver"]);
});

Deno.test("registrationLines() has the dialog, and a config.json that can be copied", () => {
  const lines = registrationLines(NOTES);
  ok(lines.includes("                         /a b/main.ts"), lines.join("\n"));
  const json = lines.slice(lines.indexOf("  {")).join("\n");
  deepEqual(JSON.parse(json), { version: 1, services: [configEntry(NOTES)] });
});
