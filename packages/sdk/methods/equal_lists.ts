/**
 * Checks that lists that belong together have the same length, for all drivers: a list that ends early would be filled up
 * with nulls, and another row would be found.
 *
 * @module
 */
import type { DriverRequestBody, RecordIdentity } from "@fluxwire/wire";
import { DriverError } from "../errors.ts";

/**
 * Checks the lists of a request that changes rows.
 *
 * @throws {DriverError} `InvalidRequest` for columns and values of unequal number.
 */
export function checkEqualLists(body: DriverRequestBody): void {
  switch (body.type) {
    case "InsertRow":
      return check("insert row", body.insert);
    case "UpdateRow":
      return checkIdentity("update row", body.patch.identity);
    case "DeleteRow":
      return checkIdentity("delete row", body.delete.identity);
  }
}

function checkIdentity(action: string, identity: RecordIdentity): void {
  if (identity.type === "Composite") check(`${action}: its identity`, identity);
}

function check(action: string, { columns, values }: { columns: readonly string[]; values: readonly unknown[] }): void {
  if (columns.length === values.length) return;
  const place = action.includes(":") ? `${action} has` : `${action}: it has`;
  throw new DriverError("InvalidRequest", `Cannot ${place} ${columns.length} columns and ${values.length} values`);
}
