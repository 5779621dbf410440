import { deepEqual, equal, match, ok } from "node:assert/strict";
import { configEntry, dialogFields, programWarning, registrationLines } from "./registration.ts";

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

Deno.test("programWarning() names a program in the cache of npx, which npm may empty", () => {
  equal(programWarning(NOTES), null);
  match(
    programWarning({ ...NOTES, command: ["/home/ada/.npm/_npx/7a40be78/node_modules/deno/deno", "run"] })!,
    /^The command is in the cache of npx, .*; install Deno, and register the driver again by it$/,
  );
  match(programWarning({ ...NOTES, command: ["C:\\npm-cache\\_npx\\7a\\deno.exe"] })!, /npx/);
});
