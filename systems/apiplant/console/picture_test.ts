import { strictEqual } from "node:assert/strict";
import { pictureType } from "./picture.ts";

/** Bytes of numbers and of texts, a character each. */
function bytes(...parts: (number | string)[]): Uint8Array {
  return Uint8Array.from(parts.flatMap((part) => {
    return typeof part === "number" ? [part] : [...part].map((letter) => letter.charCodeAt(0));
  }));
}

const PNG = (...size: number[]) => bytes("\x89PNG\r\n\x1a\n", 0, 0, 0, 13, "IHDR", ...size);
const GIF = (...size: number[]) => bytes("GIF89a", ...size);
const JPEG = (...rest: number[]) => bytes("\xff\xd8\xff\xe0", 0, 4, "JF", 0xff, 0xc2, ...rest);
const WEBP = (kind: string, ...rest: number[]) => bytes("RIFF", 0, 0, 0, 0, "WEBP", kind, 0, 0, 0, 0, ...rest);

Deno.test("pictureType() knows a picture by its bytes and its size", () => {
  strictEqual(pictureType(PNG(0, 0, 0, 2, 0, 0, 0, 3)), "image/png");
  strictEqual(pictureType(GIF(2, 0, 3, 0)), "image/gif");
  strictEqual(pictureType(JPEG(0, 17, 8, 0, 3, 0, 2, 3)), "image/jpeg");
  strictEqual(pictureType(WEBP("VP8X", 0, 0, 0, 0, 1, 0, 0, 2, 0, 0)), "image/webp");
  strictEqual(pictureType(WEBP("VP8 ", 0, 0, 0, 0x9d, 1, 0x2a, 2, 0, 3, 0)), "image/webp");
  strictEqual(pictureType(WEBP("VP8L", 0x2f, 1, 0, 0, 0, 0, 0, 0, 0, 0)), "image/webp");
});

Deno.test("pictureType() takes nothing that is cut off, has no pixels or too many, or may have scripts", () => {
  strictEqual(pictureType(PNG(0, 0, 0x10, 0, 0, 0, 0x10, 0)), "image/png");
  strictEqual(pictureType(PNG(0, 0, 0x10, 1, 0, 0, 0x10, 0)), null);
  strictEqual(pictureType(PNG(0xff, 0xff, 0xff, 0xff, 0, 0, 0, 1)), null);
  strictEqual(pictureType(PNG(0, 0, 0, 0, 0, 0, 0, 1)), null);
  strictEqual(pictureType(PNG(0, 0, 0, 2, 0, 0, 0)), null);
  strictEqual(pictureType(GIF(0xff, 0xff, 0xff, 0xff)), null);
  strictEqual(pictureType(GIF(2, 0)), null);
  strictEqual(pictureType(JPEG(0, 17)), null);
  strictEqual(pictureType(bytes("\xff\xd8\xff\xe0", 0, 0, ..."a".repeat(30))), null);
  strictEqual(pictureType(WEBP("VP8X", 0, 0, 0, 0, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff)), null);
  strictEqual(pictureType(WEBP("ALPH", ...new Array<number>(20).fill(1))), null);
  for (const text of ["<svg xmlns='http://www.w3.org/2000/svg'/>", "<html>", "%PDF-1.7", "", "BM"]) {
    strictEqual(pictureType(bytes(text)), null, text);
  }
});
