import { strictEqual } from "node:assert/strict";
import { savedName } from "./save.ts";

Deno.test("savedName() keeps what people write, and nothing that leads elsewhere or hides where the name ends", () => {
  strictEqual(savedName("Grüner Tee (2).png"), "Grüner Tee (2).png");
  strictEqual(savedName("नमस्ते.txt"), "नमस्ते.txt");
  strictEqual(savedName("../../.ssh/id"), "__.._.ssh_id");
  strictEqual(savedName("..\\x\0y\n.exe"), "__x_y_.exe");
  strictEqual(savedName("tea\u202egnp.exe"), "tea_gnp.exe");
  strictEqual(savedName(`${"a".repeat(300)}.bin`).length, 120);
  strictEqual(savedName(""), "file");
});
