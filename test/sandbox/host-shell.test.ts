// The shell of a virtual machine: the scripts that the program sends, and honesty about everything else.
import { beforeEach, describe, expect, it } from 'vitest';
import { run } from '../../src/sandbox/host-shell.ts';
import type { Host } from '../../src/sandbox/state.ts';

const context = {
  now: Date.UTC(2026, 0, 5, 12),
  instanceId: 'i-0123456789abcdef0',
  hasCredentials: true,
  region: 'ap-northeast-2',
  account: '111122223333',
  deployed: () => [],
};
const gid = '11111111-2222-3333-4444-555555555555';
const agent = { version: '1.8.1', running: true, credentials: true };

let host: Host;
beforeEach(() => {
  host = {
    platform: 'Ubuntu',
    platformVersion: '22.04',
    agent: { ...agent },
    files: { '/var/www/html/index.html': gid, '/var/www/html/js/app.js': gid, '/var/www/notes.txt': '' },
    installed: { [gid]: 's3://exercise-revisions/app.zip' },
  };
});
const sh = (script: string) => run(script, host, context);
const out = (script: string) => sh(script).stdout;

const look = `set -u
echo '@version'
cat /opt/codedeploy-agent/.version 2>/dev/null || /opt/codedeploy-agent/bin/codedeploy-agent --version 2>/dev/null || true
echo '@service'
systemctl is-active codedeploy-agent 2>/dev/null || true
echo '@log'
tail -n 40 /var/log/aws/codedeploy-agent/codedeploy-agent.log 2>/dev/null || true
echo '@state'
ls -A /opt/codedeploy-agent/deployment-root 2>/dev/null || true
echo '@path'
find '/var/www' -mindepth 1 -maxdepth 3 2>/dev/null | sort | head -n 40 || true
`;
const clean = `set -e
find '/var/www' -mindepth 1 -delete
rm -rf /opt/codedeploy-agent/deployment-root/*
systemctl enable codedeploy-agent
systemctl restart codedeploy-agent
`;
const sections = (text: string) =>
  Object.fromEntries(
    text
      .split(/^@/m)
      .slice(1)
      .map((part) => [part.slice(0, part.indexOf('\n')), part.slice(part.indexOf('\n') + 1).trim()]),
  );

describe('the look at a server', () => {
  it('tells version, service, log, state and files of a deployed machine', () => {
    const { exitCode, stdout, stderr } = sh(look);
    expect([exitCode, stderr]).toEqual([0, '']);
    const seen = sections(stdout);
    expect(seen.version).toBe('agent_version: OFFICIAL_1.8.1-11_deb');
    expect(seen.service).toBe('active');
    expect(seen.log).toContain(
      '[Aws::CodeDeployCommand::Client 200 45.3 0 retries] poll_host_command(host_identifier:"arn:aws:ec2:ap-northeast-2:111122223333:instance/i-0123456789abcdef0")',
    );
    expect(seen.state?.split('\n')).toEqual([gid, 'deployment-instructions', 'deployment-logs']);
    expect(seen.path?.split('\n')).toEqual([
      '/var/www/html',
      '/var/www/html/index.html',
      '/var/www/html/js',
      '/var/www/html/js/app.js',
      '/var/www/notes.txt',
    ]);
  });

  it('finds nothing on a bare machine, without failing', () => {
    host = { platform: 'Amazon Linux', platformVersion: '2023', files: {}, installed: {} };
    const { exitCode, stdout } = sh(look);
    expect(exitCode).toBe(0);
    expect(sections(stdout)).toEqual({ version: '', service: 'inactive', log: '', state: '', path: '' });
  });

  it('shows an agent that found no credentials, until it is restarted', () => {
    host.agent = { ...agent, credentials: false };
    expect(sections(out(look)).log).toMatch(
      /Missing credentials - please check if this instance was started with an IAM/,
    );
    sh('systemctl start codedeploy-agent');
    expect(host.agent.credentials).toBe(false);
    sh('systemctl restart codedeploy-agent');
    expect(sections(out(look)).log).toContain('poll_host_command');
  });

  it('takes the version of the second generation from its binary', () => {
    host.agent = { ...agent, version: '2.1.0' };
    expect(sections(out(look)).version).toContain('2.1.0');
    host.agent = agent;
    expect(sh('/opt/codedeploy-agent/bin/codedeploy-agent --version').exitCode).toBe(127);
  });
});

describe('the cleaning', () => {
  it('leaves no file, no state and a running agent, and can be done again', () => {
    host.agent = { ...agent, running: false, credentials: false };
    expect(sh(clean)).toMatchObject({ exitCode: 0, stderr: '' });
    expect(host).toMatchObject({ files: {}, installed: {}, agent: { running: true, credentials: true } });
    expect(sh(clean)).toMatchObject({ exitCode: 0, stderr: '' });
    const { state, path } = sections(out(look));
    expect({ state, path }).toEqual({ state: '', path: '' });
  });

  it('stops at what fails: no folder to clean, no agent to start', () => {
    host.files = {};
    expect(sh(clean)).toMatchObject({ exitCode: 1, stderr: 'find: ‘/var/www’: No such file or directory\n' });
    host = { platform: 'Ubuntu', platformVersion: '22.04', files: { '/var/www/a': '' }, installed: {} };
    expect(sh(clean)).toMatchObject({ exitCode: 1, stderr: expect.stringContaining('does not exist') });
  });

  it('forgets whose the files are along with the deployment root', () => {
    sh('rm -rf -- /opt/codedeploy-agent/deployment-root/*');
    expect(host.installed).toEqual({});
    expect(new Set(Object.values(host.files))).toEqual(new Set(['']));
  });

  it('keeps what it was not told to delete', () => {
    sh(`find /var/www -mindepth 1 -type f -name '*.html' -delete`);
    expect(Object.keys(host.files)).toEqual(['/var/www/html/js/app.js', '/var/www/notes.txt']);
    expect(sh('find /var/www/html -type d -delete')).toMatchObject({ exitCode: 1, stderr: /Directory not empty/ });
    expect(sh('rm /var/www').stderr).toBe("rm: cannot remove '/var/www': Is a directory\n");
    expect(sh('rm -rf /').exitCode).toBe(1);
    expect(Object.keys(host.files)).toHaveLength(2);
  });
});

describe('the language', () => {
  it.each([
    ['echo a; echo b && false || echo c', 'a\nb\nc\n'],
    ["echo 'a  b' \"c'd\" e\\ f # no", "a  b c'd e f\n"],
    // biome-ignore lint/suspicious/noTemplateCurlyInString: it is the shell's.
    ['N=3; echo "$N ${N} $M ${M:-none} \\$N" \'$N\'', '3 3  none $N $N\n'],
    ['L="a b"; printf "%s\\n" $L "$L"', 'a\nb\na b\n'],
    ['echo "<$(echo one; echo two | tail -n 1)>"', '<one\ntwo>\n'],
    ['if [ -d /var/www ]; then echo yes; else echo no; fi', 'yes\n'],
    ['if test -f /var/www\nthen echo file\nelif [ ! -e /nowhere ]\nthen echo gone\nfi', 'gone\n'],
    ['{ echo a; nothing; } 2>/dev/null | wc -l', '1\n'],
    ['echo a >/dev/null 2>&1; echo $?', '0\n'],
    ["printf '%s\\n' b a b | sort -u | head -n 1", 'a\n'],
    ["printf '%s\\n' one two three | grep -E 'one|three' | wc -l", '2\n'],
    ["printf '%s\\n' one two three | tail -n +2", 'two\nthree\n'],
    ["printf '%s\\n' one 둘 | tail -c 5; printf abcdef | head -c 2", '\n둘\nab'],
    ["printf '%s\\n' one two three | grep -c o", '2\n'],
    ['ls /var/www/*', '/var/www/notes.txt\n'],
    ['echo /var/www/*.txt /var/www/*.none', '/var/www/notes.txt /var/www/*.none\n'],
    ['. /etc/os-release 2>/dev/null; uname -m; id -u; date -u +%FT%TZ', 'x86_64\n0\n2026-01-05T12:00:00Z\n'],
    ['grep ^ID= /etc/os-release', 'ID=ubuntu\n'],
  ])('%s', (script, expected) => {
    if (script.startsWith('ls /var/www/*')) host.files = { '/var/www/notes.txt': '' };
    expect(out(script)).toBe(expected);
  });

  it('stops where set -e and set -u say so', () => {
    expect(sh('set -e\nfalse || true\nif false; then :; fi\n! true\necho on\nfalse\necho off')).toMatchObject({
      exitCode: 1,
      stdout: 'on\n',
    });
    expect(sh('set -eu\necho $NOBODY\necho off')).toMatchObject({
      exitCode: 2,
      stdout: '',
      stderr: 'sh: 1: NOBODY: parameter not set\n',
    });
    expect(sh('echo a | exit 3; echo $?; exit 4; echo off')).toMatchObject({ exitCode: 4, stdout: '3\n' });
  });

  it('says what it does not know', () => {
    expect(sh('awk 1')).toMatchObject({ exitCode: 127, stderr: 'sh: 1: awk: not found\n' });
    expect(sh('find /var/www -newer x')).toMatchObject({ exitCode: 1, stderr: /unknown predicate/ });
    expect(sh('cat /var/www/notes.txt').stderr).toContain('does not keep');
    expect(sh('echo a > /tmp/a')).toMatchObject({ exitCode: 2, stderr: /cannot create/ });
    for (const script of ["echo 'a", 'for a in b; do echo; done', 'sleep 1 &', 'if true; then echo', 'echo $(echo a']) {
      expect(sh(script), script).toMatchObject({ exitCode: 2, stdout: '', stderr: /Syntax error/ });
    }
  });
});
