/**
 * What the checks of the suite do again and again.
 *
 * @module
 */
import { deepStrictEqual } from "node:assert/strict";
import type { DriverRequestBody, RecordIdentity, TableRef, Value } from "@fluxwire/wire";
import type { Answer, ClientSession } from "@fluxwire/wire/client";
import { expect, rendered, Violation } from "../conformance/runner/violation.ts";
import type { OpenedSql, Row, SqlSubject } from "./subject.ts";

/** A session of a check. Disposing it ends it. */
export class SqlBench implements AsyncDisposable {
  readonly #opened: OpenedSql;
  /** The driver. */
  readonly subject: SqlSubject;

  private constructor(subject: SqlSubject, opened: OpenedSql) {
    this.subject = subject;
    this.#opened = opened;
  }

  /** Opens a session on an empty database, and runs statements. */
  static async open(subject: SqlSubject, script: readonly string[] = []): Promise<SqlBench> {
    const bench = new SqlBench(subject, await subject.open());
    for (const text of script) await bench.rows(text);
    return bench;
  }

  /** The session. */
  get session(): ClientSession {
    return this.#opened.session;
  }

  /** The rows of a statement, at most as many as the limit. */
  async rows(sql: string, limit: number | null = null): Promise<Row[]> {
    return (await this.session.execute({ sql, limit })).rows;
  }

  /** Sends a request. */
  async call<B extends DriverRequestBody>(body: B): Promise<Answer<B["type"]>> {
    return await this.session.call(body) as Answer<B["type"]>;
  }

  /** A table of the database. */
  table(name: string): TableRef {
    return { name, schema: this.subject.schema };
  }

  /** The rows of a table's first page, under a filter as text. */
  async browse(name: string, filter: string | null = null): Promise<Row[]> {
    const request = { table: this.table(name), pagination: FIRST, orderBy: [], filter };
    return (await this.call({ type: "BrowseTable", request })).result.rows;
  }

  /** Changes a row; the number of rows that the driver says were changed. */
  async update(name: string, identity: RecordIdentity, changes: [string, Value][]): Promise<bigint> {
    const patch = { table: name, schema: this.subject.schema, identity, changes };
    return (await this.call({ type: "UpdateRow", patch })).result.affectedRows;
  }

  /** Adds a row. */
  async insert(name: string, columns: string[], values: Value[]): Promise<bigint> {
    const insert = { table: name, schema: this.subject.schema, columns, values };
    return (await this.call({ type: "InsertRow", insert })).result.affectedRows;
  }

  /** Removes a row. */
  async delete(name: string, identity: RecordIdentity): Promise<bigint> {
    const request = { table: name, schema: this.subject.schema, identity };
    return (await this.call({ type: "DeleteRow", delete: request })).result.affectedRows;
  }

  /** A generated text. */
  async generate(generatorId: string, name: string): Promise<string> {
    return (await this.call({ type: "GenerateCode", generatorId, table: this.table(name) })).code;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#opened[Symbol.asyncDispose]();
  }
}

const FIRST = { type: "Offset", limit: 100, offset: 0n } as const;

/** An identity. */
export function identity(columns: string[], values: Value[]): RecordIdentity {
  return { type: "Composite", columns, values };
}

/** A name as standard SQL writes it. */
export function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

/** Throws a violation unless two values are equal. */
export function expectEqual(what: string, found: unknown, expected: unknown): void {
  try {
    deepStrictEqual(found, expected);
  } catch {
    throw new Violation(`Expected ${what} ${rendered(expected)}, found ${rendered(found)}`);
  }
}

/** The error of a step that must fail. */
export async function expectError(
  what: string,
  step: () => Promise<unknown>,
  codes: readonly string[],
): Promise<Error & { code: string; retriable?: boolean }> {
  let result: unknown;
  try {
    result = await step();
  } catch (error) {
    const { code, message } = error as Error & { code: string };
    expect(codes.includes(code), `Expected ${what} to fail with ${codes.join(" or ")}, found ${code}: ${message}`);
    return error as Error & { code: string };
  }
  throw new Violation(`Expected ${what} to fail, found ${rendered(result)}`);
}
