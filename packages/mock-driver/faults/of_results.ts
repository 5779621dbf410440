/**
 * Faults of the contents of answers: rows, cells, counts, errors.
 *
 * @module
 */
import type { DriverResponseBody, DriverResponseEnvelope, QueryResultDto, Value } from "@fluxwire/wire";
import type { Answer, Fault, Line } from "./fault.ts";
import { ofAnswers } from "./spared.ts";

/** The faults of results. */
export const RESULT_FAULTS: Readonly<Record<string, Fault>> = {
  "chunks": ofAnswers(
    "Sends the rows of results in chunks that are not done, and the result without rows.",
    ({ envelope }, { n }) => chunked(envelope, n),
    { what: "rows in each chunk", default: 2 },
  ),
  "reversed-rows": ofRows("Reverses the rows of results.", (rows) => rows.toReversed()),
  "duplicate-rows": ofRows("Sends each row of results twice.", (rows) => rows.flatMap((row) => [row, row])),
  "lost-rows": ofRows("Omits the last row of results.", (rows) => rows.slice(0, -1)),
  "ragged-rows": ofRows("Omits the last cell of each row.", (rows) => rows.map((row) => row.slice(0, -1))),
  "null-as-text": ofCells("Sends NULL as an empty text.", (cell) => cell === null ? "" : cell),
  "lossy-integers": ofCells(
    "Rounds integers beyond 2^53 as JavaScript does.",
    (cell) => typeof cell === "bigint" ? BigInt.asIntN(64, BigInt(Number(cell))) : cell,
  ),
  "wrong-count": fixed("Reports one counted or affected row too many.", ({ envelope: { body } }) => {
    if (body.type === "CountResult") return { ...body, count: body.count + 1n };
    if (body.type === "CrudResult") {
      return { ...body, result: { ...body.result, affectedRows: body.result.affectedRows + 1n } };
    }
    const { affectedRows = null } = resultOf(body) ?? {};
    return affectedRows === null ? null : withResult(body, { affectedRows: affectedRows + 1n });
  }),
  "outside-schemas": fixed(
    "Answers Schema with its tables outside of schemas, where DBFlux does not look.",
    ({ envelope: { body } }) => {
      if (body.type !== "Schema" || body.schema.structure.type !== "Relational") return null;
      const { schemas, ...structure } = body.schema.structure;
      const tables = schemas.flatMap(({ tables }) => tables), views = schemas.flatMap(({ views }) => views);
      return { ...body, schema: { structure: { ...structure, schemas: [], tables, views } } };
    },
  ),
  "with-without-rows": {
    kind: "answer",
    text: "Answers statements that begin with WITH without rows, as a driver does that reads the first word.",
    line: ({ fire }) => {
      const withs = new Set<bigint>();
      return {
        request(request) {
          if (request.body.type === "Execute" && /^with/i.test(request.body.request.sql)) withs.add(request.requestId);
          return request;
        },
        answer({ envelope }) {
          const { requestId, body } = envelope;
          if (!withs.delete(requestId) || body.type !== "ExecuteResult") return [envelope];
          fire();
          return [{ ...envelope, body: withResult(body, { rows: [], columns: [] }) }];
        },
      };
    },
  },
  "closes-beyond-frame": unnumbered(
    "Closes the connection instead of answering that a result exceeds a frame.",
    ({ envelope: { body } }, line) => {
      if (body.type !== "Error" || !body.message.includes("exceeds maxFrameBytes")) return null;
      line.close();
      return [];
    },
  ),
  "hides-errors": fixed(
    "Answers a failed statement with an empty result.",
    ({ envelope: { body }, method }) =>
      body.type === "Error" && method === "Execute"
        ? { type: "ExecuteResult", result: { shape: "Table", columns: [], rows: [], executionTimeMs: 0n } }
        : null,
  ),
};

function resultOf(body: DriverResponseBody): QueryResultDto | null {
  return "result" in body && "rows" in body.result ? body.result : null;
}

function withResult(body: DriverResponseBody, parts: Partial<QueryResultDto>): DriverResponseBody {
  return { ...body, result: { ...resultOf(body)!, ...parts } } as DriverResponseBody;
}

/** A fault that changes a body, or leaves it alone if it gives null. */
function fixed(text: string, change: (answer: Answer) => DriverResponseBody | null): Fault {
  return unnumbered(text, (answer) => {
    const body = change(answer);
    return body && [{ ...answer.envelope, body }];
  });
}

/** A fault of every answer, Hello's too. */
function unnumbered(text: string, change: (answer: Answer, line: Line) => DriverResponseEnvelope[] | null): Fault {
  const everyAnswer = { what: "", default: 0 };
  const { number: _, ...fault } = ofAnswers(text, (answer, _, line) => change(answer, line), everyAnswer);
  return fault;
}

function ofRows(text: string, change: (rows: Value[][]) => Value[][]): Fault {
  return fixed(text, ({ envelope: { body } }) => {
    const { rows = [] } = resultOf(body) ?? {};
    return rows.length === 0 ? null : withResult(body, { rows: change(rows) });
  });
}

function ofCells(text: string, change: (cell: Value) => Value): Fault {
  return fixed(text, ({ envelope: { body } }) => {
    const { rows = [] } = resultOf(body) ?? {};
    const changed = rows.map((row) => row.map(change));
    const isSame = rows.every((row, i) => row.every((cell, j) => Object.is(cell, changed[i]![j])));
    return isSame ? null : withResult(body, { rows: changed });
  });
}

function chunked(envelope: DriverResponseEnvelope, size: number): DriverResponseEnvelope[] | null {
  const { rows = [] } = resultOf(envelope.body) ?? {};
  if (rows.length === 0) return null;
  const chunks: DriverResponseEnvelope[] = [];
  for (let at = 0; at < rows.length; at += size) {
    const body = {
      type: "QueryChunk" as const,
      chunkIndex: chunks.length,
      rows: rows.slice(at, at + size),
      done: at + size >= rows.length,
    };
    chunks.push({ ...envelope, done: false, body });
  }
  return [...chunks, { ...envelope, body: withResult(envelope.body, { rows: [] }) }];
}
