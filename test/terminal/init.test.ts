import { test } from 'vitest';
import { writeFileSync } from 'node:fs';
import { answerAll, openTerminal } from '../support/terminal.ts';
const example = `${process.cwd()}/docs/example`;
for (const lang of ['en', 'ko'])
  test(lang, async () => {
    const t = openTerminal(['init', '--sandbox', '--directory', example, '--lang', lang]);
    try {
    const asked = await answerAll(t, (q) => (/apply|적용/i.test(q.text) ? 'ㅛ\r' : '\r'));
    writeFileSync(`/tmp/screen.${lang}`, `${await t.exitCode()} ${asked.length}\n` + t.lines().map((l) => (l.overflow ? 'W|' : ' |') + l.text).join('\n'));
    } catch (e) { writeFileSync(`/tmp/screen.${lang}`, String(e)); throw e } finally { t.close(); }
  });
