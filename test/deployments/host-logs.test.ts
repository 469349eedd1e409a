// The log files of a server: their paths, the script that reads them, and entries made of what it prints.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { DescribedTarget } from '../../src/deployments/describe.ts';
import { pathOf, readingScript, readPrinted } from '../../src/deployments/host-logs.ts';
import { fileEntries, merged } from '../../src/deployments/log-entries.ts';

const written = { deployment: 'd-EXAMPLE01', group: '11111111-2222-3333-4444-555555555555' };
const target: DescribedTarget = { instance: 'i-1', label: null, status: '', events: [] };
const wanted = { files: ['agent', 'deployments', 'scripts'] as const, written, tail: 5, routine: false, known: {} };
const all = { ...wanted, files: [...wanted.files] };
const logs = join(import.meta.dirname, '..', 'explain', 'logs');
const of = (file: 'agent' | 'deployments' | 'scripts', text: string, zone = '+00:00', deployment?: string) =>
  fileEntries({ file, lines: 0, text, cut: false }, target, zone, deployment);

describe('the paths', () => {
  it('are those of the platform', () => {
    expect(pathOf('Linux', 'scripts', written)).toBe(
      '/opt/codedeploy-agent/deployment-root/11111111-2222-3333-4444-555555555555/d-EXAMPLE01/logs/scripts.log',
    );
    expect(pathOf('Windows', 'scripts', written)).toBe(
      'C:\\ProgramData\\Amazon\\CodeDeploy\\11111111-2222-3333-4444-555555555555\\d-EXAMPLE01\\logs\\scripts.log',
    );
    expect(pathOf('Windows', 'agent', written)).toBe(
      'C:\\ProgramData\\Amazon\\CodeDeploy\\log\\codedeploy-agent-log.txt',
    );
  });

  it.each([
    { ...written, deployment: "d-1'; reboot" },
    { ...written, deployment: 'd-1/..' },
    { ...written, group: '$(reboot)' },
  ])('are not made of %j', (broken) => {
    expect(pathOf('Linux', 'scripts', broken)).toBeUndefined();
    const script = readingScript('Linux', { ...all, written: broken }).join('\n');
    expect(script).not.toMatch(/reboot|scripts\.log/);
  });
});

describe('the script', () => {
  it('is one that a shell runs', () => {
    const script = readingScript('Linux', all).join('\n');
    const output = execFileSync('sh', ['-eu', '-c', script], { encoding: 'utf8' });
    expect(output).toMatch(/^@zone [+-]\d{4}\n@end\n$/);
  });

  it('reads the end of a file, and later what has come', () => {
    const file = join(logs, 'dep-script-fail.log');
    const read = (known: Record<string, number>, tail = 4) => {
      const script = readingScript('Linux', { ...all, files: ['agent'], known, tail }).join('\n');
      const path = pathOf('Linux', 'agent', undefined)!;
      return readPrinted(execFileSync('sh', ['-c', script.replaceAll(path, file)], { encoding: 'utf8' })).files[0]!;
    };
    const [first] = [read({})];
    expect([first.lines, first.cut, first.text.split('\n')]).toEqual([126, false, expect.any(Array)]);
    expect(first.text.split('\n')).toHaveLength(4);
    expect(read({}, 500).text).toContain('Error during perform');
    expect(read({}, 500).text).not.toMatch(/^\/.*:in `/m);
    expect(read({ agent: 124 }).text.split('\n')).toHaveLength(2);
    expect(read({ agent: 126 }).text).toBe('');
  });

  it('reads from Windows by PowerShell', () => {
    const script = readingScript('Windows', { ...all, known: { agent: 7 } }).join('\n');
    expect(script).toContain(
      "Get-Content -LiteralPath 'C:\\ProgramData\\Amazon\\CodeDeploy\\log\\codedeploy-agent-log.txt'",
    );
    expect(script).toContain('Select-Object -Skip 7');
  });
});

describe('what was printed', () => {
  it('says of each file whether it is whole', () => {
    const long = Array.from({ length: 100 }, (_, at) => `${at} ${'x'.repeat(97)}`).join('\n');
    const { files, zone } = readPrinted(
      `@zone +0900\r\n@file agent 3\r\na\r\n@file deployments 900\n${long.slice(-6_000)}\n@file scripts 2\nb\n@end\n`,
    );
    expect(zone).toBe('+09:00');
    expect(files.map(({ file, lines, cut }) => [file, lines, cut])).toEqual([
      ['agent', 3, false],
      ['deployments', 900, true],
      ['scripts', 2, false],
    ]);
    for (const line of files[1]!.text.split('\n')) expect(line).toMatch(/^\d+ x{97}$/);
    expect(readPrinted('@zone +0000\n@file agent 3\na').files[0]?.cut).toBe(true);
  });
});

describe('entries', () => {
  it('of the real agent have time, event and words', () => {
    const entries = of('scripts', readFileSync(join(logs, 'dep-script-fail.scripts.log'), 'utf8'), '+09:00');
    expect(entries.map(({ time, event, text }) => [time, event, text])).toEqual([
      ['2026-11-22T18:09:47.000Z', 'AfterInstall', 'LifecycleEvent - AfterInstall'],
      ['2026-11-22T18:09:47.000Z', 'AfterInstall', 'Script - scripts/bad.sh'],
      ['2026-11-22T18:09:47.000Z', 'AfterInstall', '[stderr]bad thing'],
      ['2026-11-22T18:09:47.000Z', 'AfterInstall', '[stdout]out'],
    ]);
  });

  it('of other deployments are left out', () => {
    const text = readFileSync(join(logs, 'dep-ok.deployments.log'), 'utf8');
    expect(of('deployments', text, '+00:00', 'd-EXAMPLE01')).toHaveLength(6);
    expect(of('deployments', text, '+00:00', 'd-OTHER0001')).toEqual([]);
  });

  it.each([
    ['[stdout]export AWS_SECRET_ACCESS_KEY=wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY', 'wJalrXUtnFEMI'],
    ['[stderr]fatal: https://kim:hunter2@example.com/shop.git', 'hunter2'],
    ['[stdout]token ghp_abcdefghijklmnopqrstuvwxyz0123456789', 'abcdefghij'],
    ['[stdout]using AKIAIOSFODNN7EXAMPLE', 'IOSFODNN7EXAMPLE'],
  ])('hide secrets: %s', (text, secret) => {
    const [entry] = of('scripts', `2026-11-23 03:09:47 ${text}`);
    expect(entry?.text).toContain('***');
    expect(JSON.stringify(entry)).not.toContain(secret);
  });

  it('of several files come by time, each file in its order', () => {
    const at = (text: string, time: string | null) =>
      ({ time, instance: 'i-1', source: 'agent', event: null, text }) as const;
    const texts = merged([
      [at('a', '2026-01-01T00:00:02.000Z'), at('its next line', null), at('a2', '2026-01-01T00:00:01.000Z')],
      [at('b', '2026-01-01T00:00:01.000Z'), at('b2', '2026-01-01T00:00:03.000Z')],
    ]).map(({ text }) => text);
    expect(texts).toEqual(['b', 'a', 'its next line', 'a2', 'b2']);
  });
});
