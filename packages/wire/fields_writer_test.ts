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

/** Runs a step as where code generation is forbidden, and counts how often a function was asked for. */
function withoutGeneration(step: () => void): number {
  const { Function } = globalThis;
  let asked = 0;
  globalThis.Function = class {
    constructor() {
      asked++;
      throw new EvalError("Code generation from strings disallowed for this context");
    }
  } as unknown as FunctionConstructor;
  try {
    step();
  } finally {
    globalThis.Function = Function;
  }
  return asked;
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

Deno.test("fieldsWriter() does the same where code generation is forbidden, which it asks once", () => {
  let count = 0;
  const asked = withoutGeneration(() => {
    throws(() => new Function("1"), EvalError);
    check();
    check();
    count++;
  });
  strictEqual(count, 1);
  strictEqual(asked, 2);
});
