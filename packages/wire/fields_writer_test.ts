import { deepStrictEqual, strictEqual, throws } from "node:assert/strict";
import { fieldsWriter, type WriteFields } from "./fields_writer.ts";
import { Unwritable } from "./unwritable.ts";

/** A writer of two fields, the second of which begins with layout 2, and what it wrote. */
function writer(): { write: WriteFields; written: unknown[] } {
  const written: unknown[] = [];
  const take = (value: unknown): void => {
    if (value === "bad") throw new Unwritable("expected something else");
    written.push(value);
  };
  const fields = [{ name: "first", since: 0, write: take }, { name: "second", since: 2, write: take }];
  return { write: fieldsWriter(fields, () => written.push("absent")), written };
}

/** Runs a step as where code generation is forbidden. */
function withoutGeneration(step: () => void): void {
  const { Function } = globalThis;
  globalThis.Function = class {
    constructor() {
      throw new EvalError("Code generation from strings disallowed for this context");
    }
  } as unknown as FunctionConstructor;
  try {
    step();
  } finally {
    globalThis.Function = Function;
  }
}

function check(): void {
  const { write, written } = writer();
  write({ second: 2, first: 1 }, 2);
  write({ first: null, second: 2 }, 1);
  write({}, 2);
  deepStrictEqual(written, [1, 2, "absent", "absent", "absent", "absent"]);
  throws(() => write({ first: 1, second: "bad" }, 2), { path: "second", message: "expected something else" });
  const getter = {
    get first() {
      throw new Error("no");
    },
  };
  throws(() => write(getter, 2), { path: "first" });
}

Deno.test("fieldsWriter() writes the fields in order, and names the one that fails", check);

Deno.test("fieldsWriter() does the same where code generation is forbidden", () => {
  let count = 0;
  withoutGeneration(() => {
    throws(() => new Function("1"), EvalError);
    check();
    count++;
  });
  strictEqual(count, 1);
});
