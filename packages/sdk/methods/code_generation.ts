/**
 * Generated statements.
 *
 * @module
 */
import type { CodeGeneratorInfo, TableInfo } from "@fluxwire/wire";
import type { Context } from "./context.ts";
import { type Method, method } from "./method.ts";

/** What generates statements. */
export interface CodeGenerationMethods {
  /**
   * The generators; the real client asks when the menu of a table or view opens. From a list, rather than a method, it
   * also follows which statements the session says it can generate.
   */
  codeGenerators?:
    | readonly CodeGeneratorInfo[]
    | ((context: Context) => readonly CodeGeneratorInfo[] | Promise<readonly CodeGeneratorInfo[]>);
  /** The statement that a generator makes for a table. */
  generateCode?(parameters: { generatorId: string; table: TableInfo }, context: Context): string | Promise<string>;
}

/** The requests about generated statements. */
export const CODE_GENERATION_METHODS: Readonly<Record<"CodeGenerators" | "GenerateCode", Method>> = {
  CodeGenerators: {
    name: "codeGenerators",
    async run(session, _, context) {
      const { codeGenerators = [] } = session;
      const generators = typeof codeGenerators === "function"
        ? await codeGenerators.call(session, context)
        : codeGenerators;
      return { type: "CodeGeneratorsResult", generators: [...generators] };
    },
  },
  GenerateCode: method<"GenerateCode", "generateCode">(
    "generateCode",
    ({ generatorId, table }) => [{ generatorId, table }],
    (code) => ({ type: "GenerateCodeResult", code }),
  ),
};
