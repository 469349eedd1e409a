// Findings in appspec.yml as a document: what the agent's parser refuses or takes otherwise than it looks.
import { type Advice, plural } from '../say.ts';

export const documentFindings = {
  'appspec-missing': (d: { other?: string; inner?: string; ignored: boolean }): Advice => ({
    message: `There is no appspec.yml at the root of what is packed: the agent does not find it and the deployment fails.${
      d.ignored ? ' The folder has one, but an ignore file leaves it out.' : ''
    }`,
    fix: d.ignored
      ? 'Take it in again with `!appspec.yml` in .codedeployignore.'
      : d.other
        ? `Rename ${d.other} to appspec.yml.`
        : d.inner
          ? `Deploy the folder in which it lies: ${d.inner}`
          : 'Write one, with at least `version: 0.0` and `os: linux`.',
  }),
  'appspec-name': (d: { file: string }): Advice => ({
    message: `Hooks look for appspec.yml only, capital letters included; ${d.file} is not found, and the first hook event fails.`,
    fix: 'Rename the file to appspec.yml.',
  }),
  'too-large': (d: { bytes: number }): Advice => ({
    message: `The file has ${plural(d.bytes, 'byte')}; more than a megabyte is not read here.`,
    fix: 'Keep data out of appspec.yml.',
  }),
  'utf-16': (): Advice => ({
    message: 'The file is saved as UTF-16; the agent reads UTF-8 only and refuses it.',
    fix: 'Save it as UTF-8 without a byte order mark.',
  }),
  'not-utf8': (): Advice => ({
    message: 'This is not UTF-8 (Latin-1 or CP949, perhaps); the agent refuses the file.',
    fix: 'Save it as UTF-8 without a byte order mark.',
  }),
  'control-character': (d: { code: string }): Advice => ({
    message: `There is a control character (${d.code}), which YAML does not allow; the agent refuses the file.`,
    fix: 'Remove the character.',
  }),
  bom: (): Advice => ({
    message:
      'The file begins with a byte order mark, which the agent takes for a column: everything after the first line is lost, and it reports an unsupported operating system.',
    fix: 'Save it as UTF-8 without a byte order mark.',
  }),
  'bom-harmless': (): Advice => ({
    message:
      'The file begins with a byte order mark. It does no harm only because of what follows it in the first line.',
    fix: 'Save it as UTF-8 without a byte order mark.',
  }),
  empty: (): Advice => ({
    message: 'The file is empty; the agent refuses it.',
    fix: 'Write at least `version: 0.0` and `os: linux`.',
  }),
  'not-a-document': (d: { value: string }): Advice => ({
    message: `At the top there must be keys and values; this is ${d.value}.`,
    fix: 'Begin with `version: 0.0` and `os: linux`, without hyphens before them.',
  }),
  'second-document': (): Advice => ({
    message: 'A second document begins here; the agent reads the first only.',
    fix: 'Keep everything in one document, or remove the rest.',
  }),
  'too-deep': (): Advice => ({
    message: 'This is nested deeper than any AppSpec file.',
    fix: 'Remove the nesting.',
  }),
  tab: (d: { problem: string }): Advice => ({
    message: `A tab stands where YAML allows spaces only; the agent refuses the file: "${d.problem}"`,
    fix: 'Indent with spaces.',
  }),
  'unknown-escape': (d: { escape: string; problem: string }): Advice => ({
    message: `\`${d.escape}\` in double quotes is not an escape that YAML knows; the agent refuses the file: "${d.problem}"`,
    fix: 'Use single quotes or none: a backslash is then a backslash.',
  }),
  'unclosed-quote': (d: { problem: string }): Advice => ({
    message: `A quote that was opened is not closed; the agent refuses the file: "${d.problem}"`,
    fix: 'Close the quote.',
  }),
  syntax: (d: { problem: string }): Advice => ({
    message: `This is not YAML; the agent refuses the file: "${d.problem}"`,
    fix: 'Look at the indentation, colons and brackets here and in the lines above.',
  }),
  alias: (d: { name: string }): Advice => ({
    message: `The alias \`*${d.name}\` is refused where the agent runs on Ruby 3.1 or newer ("Unknown alias"), such as on Amazon Linux 2023.`,
    fix: 'Write out what the alias stands for.',
  }),
  'ruby-object': (d: { tag: string }): Advice => ({
    message: `The tag \`${d.tag}\` asks for a Ruby object; the agent refuses the file where it runs on Ruby 3.1 or newer.`,
    fix: 'Remove the tag.',
  }),
  'tag-ignored': (d: { tag: string }): Advice => ({
    message: `The tag \`${d.tag}\` has no effect; the value is taken as it stands here.`,
    fix: 'Remove the tag, and fill in the value before packing.',
  }),
  date: (d: { value: string; name: string }): Advice => ({
    message: `\`${d.value}\` without quotes is a ${d.name} to Ruby, and the agent refuses the file where it runs on Ruby 3.1 or newer.`,
    fix: `Put it in quotes: "${d.value}"`,
  }),
  'duplicate-key': (d: { key: string; line: number }): Advice => ({
    message: `\`${d.key}\` was given in line ${d.line} already; the last one wins and the other is lost, without a word.`,
    fix: 'Put both under one key, or remove one.',
  }),
  'unknown-key': (d: { key: string; section: string; instead?: string }): Advice => ({
    message: `The agent knows no key \`${d.key}\`${d.section ? ` in ${d.section}` : ''} and ignores it.`,
    fix: d.instead ? `Did you mean \`${d.instead}\`?` : 'Remove it, or let it stand if it is there for people.',
  }),
  'not-a-list': (d: { key: string }): Advice => ({
    message: `${d.key} must be a list; the agent refuses the file.`,
    fix: 'Begin each item with a hyphen, also a single one: `- ...`',
  }),
  'not-a-mapping': (d: { key: string }): Advice => ({
    message: `${d.key} must be keys and values; the agent cannot use it as it is.`,
    fix: 'Write `key: value`, with a space after the colon.',
  }),
  'version-missing': (): Advice => ({
    message: 'version is missing; the agent refuses the file.',
    fix: 'Add `version: 0.0`.',
  }),
  'version-quoted': (d: { value: string }): Advice => ({
    message: `version must be a number; "${d.value}" in quotes is text, and the agent refuses the file ("invalid version value (${d.value})").`,
    fix: 'Write `version: 0.0`, without quotes.',
  }),
  'version-wrong': (d: { value: string }): Advice => ({
    message: `version must be 0.0, the only one there is; it is ${d.value}, and the agent refuses the file.`,
    fix: 'Write `version: 0.0`.',
  }),
  'os-missing': (): Advice => ({
    message: 'os is missing; the agent refuses the file ("unsupported operating system ()").',
    fix: 'Add `os: linux` or `os: windows`.',
  }),
  'os-wrong': (d: { value: string; instead?: string }): Advice => ({
    message: `os must be linux or windows, in small letters; it is ${d.value}, and the agent refuses the file.`,
    fix: `Write \`os: ${d.instead ?? 'linux'}\`.`,
  }),
  'behavior-wrong': (d: { value: string; instead?: string }): Advice => ({
    message: `file_exists_behavior must be DISALLOW, OVERWRITE or RETAIN, in capitals; it is ${d.value}, and the agent refuses the file.`,
    fix: `Write \`file_exists_behavior: ${d.instead ?? 'DISALLOW'}\`.`,
  }),
};
