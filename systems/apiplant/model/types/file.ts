/** File: what an upload answered. */
import { type FileValue, isAmong, isFileValue } from "../../files/stored_file.ts";
import { fault } from "../problem.ts";
import type { Check, TypeRow } from "./check.ts";

/** A file that the server keeps. Whether it does is checked with the change; here, whether it looks like one. */
export const file: TypeRow = {
  members: ["max", "types"],
  order: null,
  unique: false,
  bounds: "counts",
  compile({ max, types }): Check {
    const limit = max === undefined ? Infinity : Number(max);
    return (value) => {
      if (!isFileValue(value)) {
        return fault("type", "must be a file, as POST /files has answered it: id, name, size, type, sha256", "file");
      }
      if (value.size > limit) return fault("max", `must be a file of at most ${limit} bytes`, limit);
      if (types !== undefined && !isAmong(value.type, types)) {
        return fault("enum", `must be a file of type ${types.join(" or ")}`, types);
      }
      const { id, name, size, type, sha256 }: FileValue = value;
      return { id, name, size, type, sha256 };
    };
  },
  schema: ({ max }) => ({
    type: "object",
    required: ["id", "name", "size", "type", "sha256"],
    properties: {
      id: { type: "string", format: "uuid" },
      name: { type: "string" },
      size: { type: "integer", minimum: 0, ...(max === undefined ? {} : { maximum: Number(max) }) },
      type: { type: "string" },
      sha256: { type: "string", pattern: "^[0-9a-f]{64}$" },
    },
    additionalProperties: false,
  }),
};
