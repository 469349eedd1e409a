// Markup in which everything is escaped that was not written here.

export interface Html {
  readonly markup: string;
}

type Part = Html | string | number | false | null | undefined | readonly Part[];

/** Characters that cannot be shown, or turn the text around them. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must not reach a page.
const UNSEEN = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u2028-\u202e\u2066-\u2069\ufffe\uffff]/g;
const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

const escaped = (text: string) => text.replace(UNSEEN, '\ufffd').replace(/[&<>"']/g, (sign) => ENTITIES[sign]!);

function markupOf(part: Part): string {
  if (part === false || part === null || part === undefined) return '';
  if (typeof part === 'string') return escaped(part);
  if (typeof part === 'number') return String(part);
  return 'markup' in part ? part.markup : part.map(markupOf).join('');
}

export const html = (written: TemplateStringsArray, ...parts: Part[]): Html => ({
  markup: written.map((text, at) => text + markupOf(parts[at])).join(''),
});

/** What is written here as a whole, such as the style sheet. */
export const raw = (markup: string): Html => ({ markup });
