// Completion in real shells, on the built program. zsh and fish where they are installed.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { openAnyTerminal, type Terminal } from '../support/terminal.ts';

const folder = mkdtempSync(join(tmpdir(), 'cdw-shells-'));
symlinkSync(join(import.meta.dirname, '../../bin/codedeploy-wizard.js'), join(folder, 'codedeploy-wizard'));
writeFileSync(join(folder, 'app spec.yml'), '');

const has = (shell: string) => spawnSync('sh', ['-c', `command -v ${shell}`]).status === 0;

function lines(shell: string, args: string[], script: string): string[] {
  const { stdout, stderr, status } = spawnSync(shell, [...args, '-c', script], {
    cwd: folder,
    encoding: 'utf8',
    env: { PATH: `${folder}${delimiter}${process.env.PATH}`, HOME: folder, TERM: 'dumb' },
  });
  expect([status, stderr]).toEqual([0, '']);
  return stdout.split('\n').filter(Boolean).sort();
}

/** As readline calls it: the words as it breaks them, and which of them is under the cursor. */
const inBash = (...words: string[]) =>
  lines(
    'bash',
    ['--noprofile', '--norc'],
    `source <(codedeploy-wizard completion bash)
COMP_WORDS=(codedeploy-wizard ${words.map((word) => `'${word}'`).join(' ')}) COMP_CWORD=${words.length}
complete -p codedeploy-wizard > /dev/null && _codedeploy_wizard 2>/dev/null
printf '%s\\n' "\${COMPREPLY[@]}"`,
  );

test('bash', { timeout: 60_000 }, () => {
  expect(inBash('depl')).toEqual(['deploy']);
  expect(inBash('deploy', '--source', '=', 'l')).toEqual(['local']);
  expect(inBash('appspec', 'lint', 'app')).toEqual(['app spec.yml']);
  expect(inBash('deploy', 'nothing', '')).toEqual([]);
});

test.skipIf(!has('zsh'))('zsh', { timeout: 60_000 }, () => {
  const script = (words: string[]) => `
compdef() { : }; _describe() { print -l -- "\${(@P)2}" }; _files() { print -l -- files "$@" }
source <(codedeploy-wizard completion zsh)
words=(codedeploy-wizard ${words.map((word) => `'${word}'`).join(' ')}) CURRENT=${words.length + 1}
_codedeploy_wizard`;
  const inZsh = (...words: string[]) => lines('zsh', ['-f'], script(words));
  expect(inZsh('depl')).toEqual(['deploy:revision, deployment, watch to the end']);
  expect(inZsh('deploy', '--source=l')).toEqual(['--source=local']);
  expect(inZsh('appspec', 'lint', '')).toEqual(['files']);
});

test.skipIf(!has('fish'))('fish', { timeout: 60_000 }, () => {
  const inFish = (line: string) =>
    lines('fish', ['--no-config'], `codedeploy-wizard completion fish | source; complete -C '${line}'`);
  expect(inFish('codedeploy-wizard depl')).toEqual(['deploy\trevision, deployment, watch to the end']);
  expect(inFish('codedeploy-wizard deploy --source=l')).toEqual(['--source=local']);
  expect(inFish('codedeploy-wizard appspec lint app')).toEqual([expect.stringMatching(/^app.*spec\.yml/)]);
});

/** What makes completion known, and a prompt to wait for; each as its shell reads it at the start. */
const started: Record<string, { file: string; content: string; args: string[] }> = {
  bash: {
    file: 'bashrc',
    content: "source <(codedeploy-wizard completion bash)\nPS1='ready> '\n",
    args: ['--noprofile', '--rcfile', join(folder, 'bashrc'), '-i'],
  },
  zsh: {
    file: '.zshrc',
    content: "autoload -Uz compinit; compinit -u -D\nsource <(codedeploy-wizard completion zsh)\nPS1='ready> '\n",
    args: ['-i'],
  },
  fish: {
    file: 'start.fish',
    content: "codedeploy-wizard completion fish | source\nfunction fish_prompt; echo 'ready> '; end\n",
    args: ['--no-config', '-C', `source ${join(folder, 'start.fish')}`],
  },
};

describe.each(Object.keys(started).filter(has))('%s at a terminal', (shell) => {
  let terminal: Terminal;
  afterEach(() => terminal?.close());

  test('Tab completes a command, and a name of the account', { timeout: 60_000 }, async () => {
    const { file, content, args } = started[shell]!;
    writeFileSync(join(folder, file), content);
    terminal = openAnyTerminal(shell, args, {
      PATH: `${folder}${delimiter}${process.env.PATH}`,
      ZDOTDIR: folder,
      HISTFILE: '',
    });
    const seen = (text: string) => terminal.until(() => terminal.text().includes(text) || undefined);
    await seen('ready>');
    terminal.type('codedeploy-wizard stat\t');
    await seen('codedeploy-wizard status');
    terminal.type('--sandbox --asg ex\t');
    await seen('--asg exercise-group');
  });
});
