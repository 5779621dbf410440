/**
 * The method that runs statements of the user.
 *
 * @module
 */
import type { QueryRequestDto, QueryResult, Session } from "@fluxwire/sdk";
import type { Relation } from "./catalog.ts";
import type { SqlParts } from "./parts.ts";
import { isReading } from "./reading_text.ts";
import { checkCount, checkText, checkValue } from "./render.ts";

/** The method that runs statements of the user. */
export function executing<R extends Relation>(
  { dialect, run }: Pick<SqlParts<R>, "dialect" | "run">,
): Required<Pick<Session, "execute">> {
  return {
    async execute({ sql, params, limit, offset, database }: QueryRequestDto, context): Promise<QueryResult> {
      checkText(sql);
      checkCount(params.length, dialect);
      const parameters = params.map((value) => ({ value, type: null }));
      parameters.forEach(checkValue);
      if (dialect.queriesOnlyRead && isReading(sql)) context.readsOnly();
      const page = { limit: limit ?? null, offset: offset ?? 0 };
      return await run({ text: sql, parameters, purpose: "execute", database: database || null, ...page }, context);
    },
  };
}
