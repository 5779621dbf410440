/**
 * The text that a picture of a page shows, or that is read aloud of it.
 *
 * @module
 */
import type { BrowserContext, Page } from "./playwright.ts";

/** What a page keeps of its canvases. */
interface Canvases {
  readonly texts: Set<string>;
  onText: (text: string) => void;
}

/** Keeps each text that pages draw on canvases from now on: it stands in no element. */
export async function keepDrawn(context: BrowserContext): Promise<void> {
  await context.addInitScript(() => {
    const canvases: Canvases = { texts: new Set(), onText: () => {} };
    Object.defineProperty(globalThis, "canvases", { value: canvases });
    const { CanvasRenderingContext2D: onPage, OffscreenCanvasRenderingContext2D: offPage } =
      globalThis as unknown as Record<string, { prototype: Record<string, (text: string, ...rest: number[]) => void> }>;
    for (const { prototype } of [onPage!, offPage!]) {
      for (const name of ["fillText", "strokeText"]) {
        const draw = prototype[name]!;
        prototype[name] = function (text, ...rest) {
          canvases.texts.add(String(text));
          canvases.onText(String(text));
          return draw.call(this, text, ...rest);
        };
      }
    }
  });
}

/** Forgets what was drawn so far: it was meant to be seen, and is gone. */
export async function forgetDrawn(page: Page): Promise<void> {
  await page.evaluate(() => (globalThis as unknown as { canvases: Canvases }).canvases.texts.clear());
}

/** Resolves when the page has drawn a text on a canvas; rejects if it has not after two minutes. */
export async function untilDrawn(page: Page, text: string): Promise<void> {
  await page.evaluate((text) => {
    const { canvases } = globalThis as unknown as { canvases: Canvases };
    return new Promise<void>((resolve, reject) => {
      canvases.onText = (drawn) => drawn === text && resolve();
      if (canvases.texts.has(text)) resolve();
      setTimeout(() => reject(new Error(`The page did not draw ${text}`)), 120_000);
    });
  }, text);
}

/**
 * Reads what a page shows and what it says to screen readers: its texts and titles, what is typed unless it is masked, what its
 * style adds, and all that it has drawn since {@link keepDrawn}.
 *
 * @returns Each text by itself, and all texts of elements joined, since a page may break one into many.
 */
export async function drawnText(page: Page): Promise<string[]> {
  return await page.evaluate(() => {
    const spoken = [
      "title",
      "alt",
      "placeholder",
      "aria-label",
      "aria-description",
      "aria-valuetext",
      "aria-placeholder",
    ];
    const texts: string[] = [document.title];
    let joined = "";
    const walker = document.createTreeWalker(document.documentElement, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
      if (node instanceof Text) {
        if (["SCRIPT", "STYLE", "TITLE"].includes(node.parentElement!.tagName)) continue;
        texts.push(node.data);
        joined += node.data;
        continue;
      }
      const element = node as Element;
      texts.push(...spoken.map((name) => element.getAttribute(name) ?? ""));
      texts.push(...["::before", "::after", "::marker"].map((part) => getComputedStyle(element, part).content));
      const isMasked = element instanceof HTMLInputElement && element.type === "password";
      if ("value" in element && !isMasked) texts.push(String(element.value));
    }
    const { canvases } = globalThis as unknown as { canvases?: Canvases };
    if (canvases === undefined) throw new Error("The page was opened before keepDrawn()");
    const drawn = [...canvases.texts];
    return [...texts, joined, ...drawn, drawn.join("")].filter((text) =>
      text !== "" && text !== "none" && text !== "normal"
    );
  });
}

/**
 * Takes a picture, and reads the text of what it shows, before and after, as pages do not stand still.
 *
 * @param path Where to keep it; without one the picture is dropped.
 */
export async function pictured(page: Page, path?: string): Promise<string[]> {
  const before = await drawnText(page);
  await page.screenshot(path === undefined ? {} : { path });
  return [...before, ...await drawnText(page)];
}

/**
 * The texts in which a secret stands: as it is, as bytes in hex or base64, also with spaces or line ends between.
 *
 * @returns The texts, cut to what is around it.
 */
export function textsWith(texts: readonly string[], secret: string): string[] {
  const bytes = new TextEncoder().encode(secret);
  const forms = [secret, bytes.toHex(), bytes.toBase64().replace(/.{0,3}=*$/, "")].map(close);
  return texts.map(close).flatMap((text) =>
    forms.filter((form) => text.includes(form)).map((form) =>
      text.slice(Math.max(text.indexOf(form) - 20, 0)).slice(0, 99)
    )
  );
}

/** A text in lower case without spaces, and without characters that are not seen. */
function close(text: string): string {
  return text.toLowerCase().replaceAll(/[\s\p{Cf}]/gu, "");
}
