/**
 * Checks of what DBFlux's tree shows of a session.
 *
 * @module
 */
import { shownTree } from "@fluxwire/wire";
import type { CheckTable } from "./check.ts";
import { NotApplicable, Violation } from "./runner/violation.ts";

const EMPTY = "DBFlux connects, turns green and will show an empty tree";

/** The checks of the tree. */
export const TREE_CHECKS: CheckTable = {
  "tree.shown": {
    section: "methods",
    suite: "core",
    text: "Schema gives DBFlux's tree something that can be opened",
    needs: ["envelopes.answer-type"],
    async run(bench) {
      const end = await bench.session();
      const { envelope: { body } } = await end.ask({ type: "Schema" });
      if (body.type !== "Schema") throw new NotApplicable(`Schema was answered with an error: ${EMPTY}`);
      const { structure, empty } = shownTree(body.schema.structure, end.opened ?? {});
      if (empty?.reason === "no-contents") throw new NotApplicable(`the database is empty: ${EMPTY}`);
      if (empty !== null) {
        throw new Violation(`Expected something to show, found a ${structure} answer: ${EMPTY}; ${empty.remedy}`);
      }
    },
  },
};
