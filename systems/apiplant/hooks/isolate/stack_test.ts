import { equal } from "node:assert/strict";
import { stackInSource } from "./stack.ts";

Deno.test("stackInSource() keeps the places of the source, and no others", () => {
  const stack = [
    "TypeError: bad",
    "    at check (blob:null/5801ae3c-017c-4e05-a699-d1acfe9caf13:7:3)",
    "    at Module.preCreate (blob:null/5801ae3c-017c-4e05-a699-d1acfe9caf13:1:75)",
    "    at runCall (data:text/javascript,async%20function%20s......B:81:44)",
    "    at async data:text/javascript,async%20function%20s......B:263:1",
  ].join("\n");
  const wanted = "TypeError: bad\n    at check (source:7:3)\n    at Module.preCreate (source:1:75)";
  equal(stackInSource(stack), wanted);
});
