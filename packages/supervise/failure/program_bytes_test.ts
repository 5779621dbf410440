import { equal, match } from "node:assert/strict";
import { faultOfBytes, type Machine } from "./program_bytes.ts";

const LINUX: Machine = { os: "linux", arch: "x86_64" };
const MAC: Machine = { os: "darwin", arch: "aarch64" };
const WINDOWS: Machine = { os: "windows", arch: "x86_64" };
const FAT_X86_ONLY = `cafebabe00000001${"01000007".padEnd(40, "0")}`;
const PE_ARM = `4d5a${"00".repeat(0x3a)}4000000050450000` + "64aa";

function codeOf(hex: string, machine: Machine): string | undefined {
  const head = Uint8Array.fromHex(hex);
  return faultOfBytes({ path: "/driver", head, size: head.length }, () => true, machine)?.code;
}

Deno.test("faultOfBytes() holds a program against the machine", () => {
  equal(codeOf("cffaedfe0c000001", MAC), undefined);
  equal(codeOf("cffaedfe07000001", MAC), "WrongArchitecture");
  equal(codeOf(FAT_X86_ONLY, MAC), "WrongArchitecture");
  equal(codeOf("cffaedfe0c000001", LINUX), "WrongSystem");
  equal(codeOf(PE_ARM, WINDOWS), "WrongArchitecture");
  equal(codeOf(PE_ARM, LINUX), "WrongSystem");
  equal(codeOf("0061736d01000000", LINUX), "ProgramDamaged");
});

Deno.test("faultOfBytes() looks for what a script's first line names", () => {
  const head = new TextEncoder().encode("#!/usr/bin/env deno\n");
  const file = { path: "/driver", head, size: head.length };
  const fault = (present: readonly string[]) => faultOfBytes(file, (name) => present.includes(name), LINUX);
  equal(fault(["/usr/bin/env", "deno"]), null);
  match(fault(["/usr/bin/env"])!.what, /names deno, which is not there/);
  match(fault(["deno"])!.what, /names \/usr\/bin\/env, which is not there/);
});
