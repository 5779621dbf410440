/**
 * The cost of a new release: a layout "next" with one added field, one inserted variant and one new message, a request
 * with its answer, as the lines that ARCHITECTURE.md prescribes. Nothing else in the project changes for it.
 *
 * @module
 */

/** A line to add, in front of or in place of another one. */
export interface Edit {
  /** The file, from the project's folder. */
  file: string;
  /** A text that occurs in it once. */
  where: string;
  /** Its replacement. */
  become: string;
}

/** The Rust side: the layout, and its additions. */
const CODEC: readonly Edit[] = [
  {
    file: "codec-rs/src/layout.rs",
    where: "    V0_8,\n}",
    become: "    V0_8,\n    /// A release that was never made.\n    Next,\n}",
  },
  { file: "codec-rs/src/layout.rs", where: "[Layout; 6]", become: "[Layout; 7]" },
  { file: "codec-rs/src/layout.rs", where: "Layout::V0_8]", become: "Layout::V0_8, Layout::Next]" },
  { file: "codec-rs/src/layout.rs", where: '=> "0.8",', become: '=> "0.8",\n            Layout::Next => "next",' },
  { file: "codec-rs/src/layout.rs", where: "| Layout::V0_8 =>", become: "| Layout::V0_8 | Layout::Next =>" },
  {
    file: "codec-rs/src/dto/schema.rs",
    where: "        is_current: bool,\n",
    become:
      "        is_current: bool,\n        /// The name of who owns it.\n        owner: Option<String> [since Next],\n",
  },
  {
    file: "codec-rs/src/dto/metadata.rs",
    where: "        Mysql,\n",
    become: "        Oracle [since Next],\n        Mysql,\n",
  },
  {
    file: "codec-rs/src/dto/request.rs",
    where: "        } => GenerateCodeResult [in code],\n",
    become:
      "        } => GenerateCodeResult [in code],\n        /// Measures how warm the database is.\n        Temperature [since Next] => Temperature [in query, gives INSTANCE_METRICS],\n",
  },
  {
    file: "codec-rs/src/dto/response.rs",
    where: "        /// An event for the host's audit log.\n        EmitAuditEvent",
    become:
      "        /// How warm the database is.\n        Temperature { celsius: f64 } [since Next],\n        /// An event for the host's audit log.\n        EmitAuditEvent",
  },
];

/** The TypeScript side: which releases have the layout. */
const WIRE: readonly Edit[] = [
  {
    file: "packages/wire/layout.ts",
    where: '  "0.8": { clientVersion',
    become: '  "next": { clientVersion: "9.0.0", versions: [V1_0, V1_1, V1_2] },\n  "0.8": { clientVersion',
  },
  { file: "packages/wire/layout.ts", where: 'postcard: [["0.8.0', become: 'postcard: [["9.0.0", "next"], ["0.8.0' },
  { file: "packages/wire/layout.ts", where: '  "0.8": /^', become: '  "next": /^9\\.0\\.0$/,\n  "0.8": /^' },
];

/** A driver with the new message. */
const DRIVER: readonly Edit[] = [
  {
    file: "packages/mock-driver/full/session.ts",
    where: "    ping() {},\n",
    become: "    ping() {},\n    temperature: () => 36.5,\n",
  },
];

/** The name of the new message, in any spelling. */
export const MESSAGE: RegExp = /\btemperature\b/i;

/** Every line that the layout "next" needs. */
export const EDITS: readonly Edit[] = [...CODEC, ...WIRE, ...DRIVER];
