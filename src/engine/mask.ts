// Hides what must not be shown again: keys, tokens and passwords inside text that others wrote, such as logs.

const HIDDEN = '***';

/** What comes before a secret and says that it is one. A suffix such as `_ACCESS_KEY` may follow. */
const NAMES =
  '(?<![a-z])pass(?![a-z])|password|passwd|passphrase|pwd|secret|token|api[_-]?key|access[_-]?key|private[_-]?key|authorization';

/** The value stands in quotes, which a log may have escaped, or ends at the next blank. */
const NAMED = new RegExp(
  String.raw`((?:${NAMES})[\w-]{0,40}\\*["']?\s{0,3}(?:=>|[=:])\s{0,3})(\\*["'][^"'\\\n]+|[^\s"'\\,;&)}\]]+)`,
  'gi',
);
const OPTION = new RegExp(String.raw`(--?(?:${NAMES})[\w-]{0,40} +)([^\s-]\S*)`, 'gi');

/** Each keeps its first group, if it has one. */
const PATTERNS = [
  /\b(A(?:KI|SI|RO|ID)A)[A-Z0-9]{12,}/g,
  /\b(gh[pousr]_|github_pat_|npm_|xox[a-z]-|glpat-)[\w-]{10,}/g,
  /\b((?:Bearer|Basic) +)(?!\*)[\w.~+/=-]{8,}/gi,
  // A JSON web token, and the session tokens of AWS, which begin like this.
  /\b(eyJ)[\w-]{8,}\.[\w-]{8,}\.[\w-]*/g,
  /\b(FwoG|IQoJ)[\w+/=]{40,}/g,
  // In an address; the last @ before the path ends it. A token may stand there alone.
  /(\/\/[^\s/:@]{0,100}:)[^\s/]{1,200}(?=@)/g,
  /(\/\/)[\w-]{20,200}(?=@)/g,
  /(\s-u\s{1,3}[^\s:]{1,100}:)\S+/g,
  /(\bmysql\w{0,10}\b[^\n|;]{0,200}?\s-p)[^\s-]\S*/g,
  /(X-Amz-(?:Signature|Security-Token|Credential)=)[^\s&"']+/gi,
  /(-----BEGIN [A-Z ]{0,30}PRIVATE KEY-----)[\s\S]+?(?=-----END|$)/g,
  // Lines of such a key by themselves, and secret access keys without their name: 40 characters of all kinds, unlike a commit.
  /()^[A-Za-z\d+][A-Za-z\d+/]{59,}={0,2}$/gm,
  /()(?<![\w/+=.-])(?=[A-Za-z/+]*\d)(?=[a-z\d/+]*[A-Z])(?=[A-Z\d/+]*[a-z])[A-Za-z\d/+]{40}(?![\w/+=.-])/g,
];

export function mask(text: string): string {
  const named = text
    .replace(NAMED, (whole, before: string, value: string) => {
      // "Authorization: Bearer …": the word says what follows and is no secret.
      if (/^(Bearer|Basic)$/i.test(value)) return whole;
      const [quote = ''] = /^\\*["']/.exec(value) ?? [];
      return `${before}${quote}${HIDDEN}`;
    })
    .replace(OPTION, `$1${HIDDEN}`);
  return PATTERNS.reduce((rest, pattern) => rest.replace(pattern, `$1${HIDDEN}`), named);
}
