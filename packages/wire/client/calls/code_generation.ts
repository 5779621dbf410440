/**
 * Calls about generated statements.
 *
 * @module
 */
import type { CodeGeneratorInfo, TableInfo } from "../../dto.ts";
import { call, type CallTable, type Plain, plainCall, type With } from "./call.ts";

/** What generates statements. */
export interface CodeGenerationCalls {
  /** The generators. */
  codeGenerators: Plain<CodeGeneratorInfo[]>;
  /** The statement that a generator makes for a table. */
  generateCode: With<{ generatorId: string; table: TableInfo }, string>;
}

/** The requests behind them. */
export const CODE_GENERATION_CALLS: CallTable<CodeGenerationCalls> = {
  codeGenerators: plainCall("CodeGenerators", ({ generators }) => generators),
  generateCode: call(
    "GenerateCode",
    ({ generatorId, table }: { generatorId: string; table: TableInfo }) => ({ generatorId, table }),
    ({ code }) => code,
  ),
};
