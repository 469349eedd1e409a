// Logs of the real agent, one for each fault, and lines from its issues: the first diagnosis and the line that proves it.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { type Diagnosis, diagnose } from '../../src/explain/diagnose.ts';
import { inLines } from '../../src/explain/entries.ts';

const folder = join(import.meta.dirname, 'logs');

function read(text: string, piece = text.length || 1): Diagnosis {
  const reader = diagnose();
  const { push, end } = inLines(reader.line);
  for (let at = 0; at < text.length; at += piece) push(text.slice(at, at + piece));
  end();
  return reader.end();
}

/** File -> state, and of each finding: id, severity, what its line contains. */
const TRUTH: Record<string, [state: Diagnosis['state'], ...[id: string, severity: string, proof: string][]]> = {
  'bad-conf': ['wrong', ['configUnreadable', 'error', 'loading the CodeDeploy agent config file']],
  'clock-skew': ['wrong', ['clockSkew', 'error', 'Signature expired']],
  denied: ['wrong', ['pollDenied', 'error', 'Errors::AccessDeniedException']],
  'dep-bad-yaml': ['wrong', ['appSpecSyntax', 'error', 'found character that cannot start any token']],
  'dep-file-exists': ['wrong', ['fileExists', 'error', 'already exists at this location: /opt/demo-app/x']],
  'dep-no-appspec': ['wrong', ['appSpecMissing', 'error', 'did not find an AppSpec file']],
  'dep-ok': ['healthy'],
  'dep-ok-verbose': ['healthy'],
  'dep-ok.deployments': ['unknown'],
  'dep-s3-denied': ['wrong', ['s3Denied', 'error', 'Aws::S3::Errors::AccessDenied']],
  'dep-script-fail': ['wrong', ['ScriptFailed', 'error', 'scripts/bad.sh failed with exit code 7']],
  'dep-script-fail.scripts': ['unknown', ['wroteErrors', 'info', 'bad thing']],
  'dep-slow-stop': ['wrong', ['stopRefused', 'warning', 'a deployment is already in progress']],
  'dep-slow-stop.console': [
    'wrong',
    ['stopRefused', 'warning', 'exception class/object expected'],
    ['agentStopped', 'info', 'No AWS CodeDeploy agent running'],
  ],
  'dep-unknown-hook': ['healthy', ['noScriptRan', 'info', 'ValidateService is a noop']],
  'double-start': ['healthy', ['alreadyRunning', 'info', 'aborting start']],
  idle: ['healthy'],
  'idle-verbose': ['healthy'],
  'imds-off': ['wrong', ['imdsUnreachable', 'error', '169.254.169.254']],
  'imdsv1-only-fallback': ['unknown', ['imdsFallback', 'info', 'falling back to IMDSv1']],
  'imdsv2-only': ['unknown'],
  'no-conf': ['wrong', ['configMissing', 'error', 'does not exist or is not readable']],
  'onprem-bad': ['wrong', ['onPremisesConfig', 'error', "'region' key is required"]],
  'onprem-ok': ['unknown'],
  refused: ['wrong', ['startCheckFailed', 'error', 'certificate verification on codedeploy endpoint']],
  'tls-untrusted-verbose': ['wrong', ['untrustedCertificate', 'error', 'certificate verify failed']],
  vanish: ['wrong', ['networkLost', 'error', 'Connection refused']],
};

test('every log has its truth', () => {
  expect(
    readdirSync(folder)
      .map((name) => name.replace(/\.log$/, ''))
      .sort(),
  ).toEqual(Object.keys(TRUTH).sort());
});

describe.each(Object.entries(TRUTH))('%s', (name, [state, ...expected]) => {
  const text = readFileSync(join(folder, `${name}.log`), 'utf8');
  const lines = text.split('\n');

  test('the diagnosis', () => {
    const { findings, ...rest } = read(text);
    expect(findings.map(({ id, severity }) => [id, severity])).toEqual(
      expected.map(([id, severity]) => [id, severity]),
    );
    expect(rest.state).toBe(state);
    expect(rest.unknownErrors).toBeNull();
    findings.forEach(({ line }, at) => void expect(lines[line - 1]).toContain(expected[at]![2]));
  });

  test('is the same with Windows line ends, old dates, a prefix, and in pieces', () => {
    const shape = ({ findings, state }: Diagnosis) => [
      state,
      findings.map(({ id, severity, line }) => [id, severity, line]),
    ];
    const truth = shape(read(text));
    expect(shape(read(text.replaceAll('\n', '\r\n')))).toEqual(truth);
    expect(shape(read(text.replaceAll(/^(\d{4}-\d\d-\d\d)T/gm, '$1 ')))).toEqual(truth);
    expect(shape(read(text, 7))).toEqual(truth);
    if (!/scripts|deployments|console|conf/.test(name))
      expect(shape(read(text.replaceAll(/^(?=\d{4}-)/gm, 'Nov 23 03:08:10 ip-10-0-0-1 ruby[19]: ')))).toEqual(truth);
  });
});

const LINE = '2026-11-23T03:08:16 ERROR [codedeploy-agent(21)]: ';
const POLLER = `${LINE}InstanceAgent::Plugins::CodeDeployPlugin::CommandPoller: `;
const INFO = LINE.replace('ERROR', 'INFO ');
const POLL = `${INFO}[Aws::CodeDeployCommand::Client 200 45.35 0 retries] poll_host_command(host_identifier:"arn:aws:ec2:us-east-1:1:instance/i-1")  `;
const begun = (id: string) =>
  `${INFO}[Aws::CodeDeployCommand::Client 200 0.06 0 retries] get_deployment_specification(deployment_execution_id:"arn:aws:sds:us-east-1:1:deployment/${id}",host_identifier:"x")  `;
const ended = (status: string, message = 'Succeeded: ', log = '', code = 5) => {
  const payload = JSON.stringify({ error_code: code, script_name: '', message, log });
  return `${INFO}[Aws::CodeDeployCommand::Client 200 0.04 0 retries] put_host_command_complete(command_status:"${status}",diagnostics:{format:"JSON",payload:${JSON.stringify(payload)}},host_command_identifier:"WyJjb20u")  `;
};
const ids = (...lines: string[]) => read(lines.join('\n')).findings.map(({ id }) => id);

test.each(['', ' - ', ' - Sig', ' - Signature ', ' - Signature exp', ' - The req'])(
  'a wrong signature cut off at "%s" is an error that nothing explains: a wrong clock and a wrong key begin alike',
  (cut) => {
    const { findings, state, unknownErrors } = read(
      `${POLLER}Cannot reach InstanceService: Aws::CodeDeployCommand::Errors::InvalidSignatureException${cut}`,
    );
    expect([findings, state, unknownErrors?.line]).toEqual([[], 'unknown', 1]);
  },
);

describe('lines from the agent and from its issues', () => {
  test.each([
    [
      `${POLLER}Missing credentials - please check if this instance was started with an IAM instance profile`,
      'missingCredentials',
    ],
    [`${POLLER}Cannot reach InstanceService: Aws::CodeDeployCommand::Errors::AccessDeniedException - x`, 'pollDenied'],
    [
      `${POLLER}Cannot reach InstanceService: Aws::CodeDeployCommand::Errors::ExpiredTokenException - x`,
      'credentialsExpired',
    ],
    [
      `${POLLER}Cannot reach InstanceService: Aws::CodeDeployCommand::Errors::UnrecognizedClientException - x`,
      'keyUnknown',
    ],
    [
      `${POLLER}Cannot reach InstanceService: Aws::CodeDeployCommand::Errors::InvalidSignatureException - Signature expired: 2024`,
      'clockSkew',
    ],
    [
      `${POLLER}Cannot reach InstanceService: Aws::CodeDeployCommand::Errors::InvalidSignatureException - The request signature we calculated does not match the signature you provided.`,
      'keyUnknown',
    ],
    [
      `${POLLER}Cannot reach InstanceService: Aws::CodeDeployCommand::Errors::ThrottlingException - Rate exceeded`,
      'pollThrottled',
    ],
    [`${POLLER}Cannot reach InstanceService: Aws::CodeDeployCommand::Errors::ServerException - x`, 'serviceFault'],
    [
      `${POLLER}Cannot reach InstanceService: Aws::CodeDeployCommand::Errors::UnknownOperationException - x`,
      'secureEndpoint',
    ],
    [
      `${POLLER}Network error: #<Seahorse::Client::NetworkingError: Failed to open TCP connection to a:443 (getaddrinfo: Name or service not known)>`,
      'dnsFails',
    ],
    [`${POLLER}Network error: #<Seahorse::Client::NetworkingError: execution expired>`, 'networkTimeout'],
    [
      `${POLLER}Network error: #<Seahorse::Client::NetworkingError: SSL_connect: certificate verify failed>`,
      'untrustedCertificate',
    ],
    [`${LINE}HTTP error from metadata service to get imdsv2 token.`, 'imdsTokenRefused'],
    [
      `${LINE}booting child: error during start or run: RuntimeError - HTTP error from metadata service, code 401`,
      'imdsOldAgent',
    ],
    [
      `${LINE}booting child: error during start or run: Aws::Errors::MissingRegionError - missing region`,
      'missingRegion',
    ],
    [`${LINE}booting child: error during start or run: NameError - uninitialized constant Foo`, 'agentCrashLoops'],
    [`${LINE}Invalid configuration :max_revision=0`, 'badMaxRevisions'],
    [`${LINE}Validation of PKCS7 signed message failed`, 'agentTooOld'],
    [
      `${POLLER}Error during perform: Aws::S3::Errors::NoSuchKey - The specified key does not exist. - a.rb:1`,
      's3NoKey',
    ],
    [
      `${POLLER}Error during perform: Aws::S3::Errors::NoSuchBucket - The specified bucket does not exist`,
      's3NoBucket',
    ],
    [
      `${POLLER}Error during perform: Aws::S3::Errors::PermanentRedirect - The bucket you are attempting to access must be addressed using the specified endpoint.`,
      's3OtherRegion',
    ],
    [`${POLLER}Error during perform: IOError - not opened for reading`, 's3Denied'],
    [
      `${POLLER}Error during perform: RuntimeError - Expected deployment artifact bundle etag "a" but was actually "b"`,
      'bundleReplaced',
    ],
    [
      `${POLLER}Error during perform: RuntimeError - Could not download bundle at 'https://api.github.com/repos/a/b/tarball/c' after 3 retries. Server returned codes: ["404"]`,
      'gitHubDownload',
    ],
    [`${POLLER}Error during perform: Errno::ENOSPC - No space left on device @ rb_sysopen`, 'diskFull'],
    [`${POLLER}Error during perform: RuntimeError - Error extracting zip archive: 9`, 'bundleType'],
    [`${POLLER}Error during perform: RuntimeError - Error extracting zip archive: 50`, 'diskFull'],
    [`${POLLER}Error deleting directories: 127`, 'revisionsStay'],
    [
      `${INFO}Deployment tracking file found: /opt/codedeploy-agent/deployment-root/ongoing-deployment/d-1. Failing the lifecycle event.`,
      'agentRestarted',
    ],
    [`${POLLER}Error during perform: NoMethodError - undefined method \`has_key?' for "b.sh":String`, 'appSpecShape'],
    [
      `${POLLER}Error during perform: RuntimeError - Script does not exist at specified location: /opt/a.sh`,
      'ScriptMissing',
    ],
    [
      `${POLLER}Error during perform: ScriptError - Script at specified location: a.sh failed to complete in 60 seconds`,
      'ScriptTimedOut',
    ],
    [
      `${POLLER}Error during perform: ScriptError - Script at specified location: a.sh run as user web failed with exit code 126`,
      'notRunnable',
    ],
    [
      `${POLLER}Error during perform: ScriptError - Script at specified location: a.sh failed with exit code `,
      'scriptKilled',
    ],
    [
      `${POLLER}Error during perform: ScriptError - Script at specified location: a.sh failed with error Errno::ENOENT with message No such file or directory - a.sh`,
      'noInterpreter',
    ],
    [
      `${POLLER}Error during perform: ScriptError - Script at specified location: a.sh failed to close STDOUT`,
      'outputLeftOpen',
    ],
    [`${POLLER}Error during perform: ArgumentError - can't find user for web`, 'ownerUnknown'],
    [`${POLLER}Error during perform: Errno::EEXIST - File exists @ dir_s_mkdir - /etc/app.conf`, 'inTheWay'],
    [`${POLLER}Error during perform: RuntimeError - something that nobody has seen`, 'UnknownError'],
    [
      '[2024-01-01 00:00:00.000] [d-ABC]LifecycleEvent - AfterInstall\n[2024-01-01 00:00:00.000] [d-ABC][stderr]/x/a.sh: line 3: npm: command not found',
      'commandNotFound',
    ],
    ['2024-01-01 00:00:00 [stderr]Error: listen EADDRINUSE: address already in use :::3000', 'portInUse'],
    ['2024-01-01 00:00:00 [stderr]This account is currently not available.', 'noLoginShell'],
  ])('%s', (text, id) => expect(ids(text)).toEqual([id]));
});

describe('what counts as over', () => {
  const lost = `${POLLER}Network error: #<Seahorse::Client::NetworkingError: Connection refused>`;

  test('a lost connection, when the agent polls again; and it begins anew', () => {
    const over = read([lost, lost, POLL].join('\n'));
    expect(over.state).toBe('healthy');
    expect(over.findings).toMatchObject([{ id: 'networkLost', severity: 'info', line: 1, lines: 2, overSince: 3 }]);
    const again = read([lost, lost, POLL, POLL, lost].join('\n'));
    expect(again.state).toBe('wrong');
    expect(again.findings).toMatchObject([
      { id: 'networkLost', severity: 'error', line: 5, lines: 1, overSince: null },
    ]);
  });

  const full = 'No space left on device @ rb_sysopen';

  test('polling heals no deployment; a later one that came further does', () => {
    const failed = [begun('d-A'), ended('Succeeded'), ended('Failed', full), POLL];
    expect(read(failed.join('\n'))).toMatchObject({
      state: 'wrong',
      findings: [{ id: 'diskFull', deployment: 'd-A' }],
    });
    const asFar = [...failed, begun('d-B'), ended('Succeeded')];
    expect(read(asFar.join('\n')).findings[0]).toMatchObject({ severity: 'error', overSince: null });
    const further = [...asFar, ended('Succeeded'), POLL];
    expect(read(further.join('\n'))).toMatchObject({
      state: 'healthy',
      findings: [{ severity: 'info', overSince: 7 }],
    });
  });

  test('what a script wrote, when its deployment went on to the next event', () => {
    const wrote = (event: string, text: string) => [
      `[2024-01-01 00:00:00.000] [d-A]LifecycleEvent - ${event}`,
      `[2024-01-01 00:00:00.000] [d-A][stderr]${text}`,
    ];
    const stopped = wrote('AfterInstall', 'rm: cannot remove: Permission denied');
    expect(read(stopped.join('\n')).state).toBe('wrong');
    const wentOn = read([...stopped, ...wrote('ApplicationStart', 'ok')].join('\n'));
    expect(wentOn.findings).toMatchObject([
      { id: 'wroteErrors' },
      { id: 'notPermitted', severity: 'info', overSince: 3 },
    ]);
  });

  test('a warning that is there only once more does not hide what is wrong now', () => {
    expect(ids(`${POLLER}Error deleting directories: 1`, ended('Failed', full), lost)).toEqual([
      'networkLost',
      'diskFull',
      'revisionsStay',
    ]);
  });
});

describe('whose script it was', () => {
  const failed = 'Script at specified location: scripts/stop.sh failed with exit code 1';
  test('one of the revision before, in ApplicationStop: the whole failure is one finding', () => {
    const log = 'LifecycleEvent - ApplicationStop\nScript - scripts/stop.sh\n[stderr]no such service\n';
    expect(
      read(
        [
          begun('d-B'),
          ended('Failed', failed, log, 4),
          `${POLLER}Error during perform: ScriptError - ${failed}`,
          ended('Failed', failed),
        ].join('\n'),
      ).findings,
    ).toMatchObject([
      { id: 'oldScript', deployment: 'd-B', event: 'ApplicationStop', script: 'scripts/stop.sh', lines: 3, line: 3 },
    ]);
  });
  test('what it printed names the cause, where it is known', () => {
    const log =
      'LifecycleEvent - ApplicationStart\nScript - scripts/start.sh\n[stderr]Error: listen EADDRINUSE :::80\n';
    expect(ids(begun('d-B'), ended('Failed', failed, log, 4))).toEqual(['portInUse', 'ScriptFailed']);
  });
  test('the files of the revision before are gone: the path names another deployment', () => {
    const message = (id: string) =>
      `The CodeDeploy agent did not find an AppSpec file within the unpacked revision directory at revision-relative path "appspec.yml". The revision was unpacked to directory "/opt/codedeploy-agent/deployment-root/1111-2222/${id}/deployment-archive"`;
    expect(ids(begun('d-B'), ended('Failed', message('d-A')))).toEqual(['oldRevisionGone']);
    expect(ids(begun('d-B'), ended('Failed', message('d-B')))).toEqual(['appSpecMissing']);
  });
});

test('lines that run together are told apart, each with its line', () => {
  const text = `2026-11-23T03:08:10 INFO  [codedeploy-agent(19)]: master 19: Spawned child 1/1${POLLER}Missing credentials - please check if this instance was started with an IAM instance profile${INFO}agent exiting now`;
  expect(read(`x\n${text}`).findings).toMatchObject([
    { id: 'missingCredentials', line: 2, evidence: expect.stringMatching(/^2026-11-23T03:08:16 ERROR .*profile$/) },
  ]);
});

test('the log of an application that speaks of the same things proves nothing', () => {
  const text = [
    'Aws::S3::Errors::AccessDenied - Access Denied',
    'ERROR NetworkingError: certificate verify failed',
    'npm: command not found',
    '2026-11-23T03:08:16 ERROR [shop]: No space left on device',
    '2026-11-23 03:08:16 [stdout]2026-11-23T03:08:16 ERROR [codedeploy-agent(21)]: Invalid configuration :max_revision=0',
  ].join('\n');
  expect(read(text).findings).toEqual([]);
});

test('an error that is not known is told as such, and is no finding', () => {
  const { findings, state, unknownErrors } = read([POLL, `${LINE}Something new - password=hunter2`].join('\n'));
  expect([findings, state]).toEqual([[], 'unknown']);
  expect(unknownErrors).toEqual({
    lines: 1,
    line: 2,
    evidence: expect.stringContaining('Something new - password=***'),
  });
});

test('evidence holds no secret and no control character', () => {
  const [finding] = read(
    `2026-11-23 03:09:47 [stderr]\u001b[31mnpm: AWS_SECRET_ACCESS_KEY=abc/def\u0007 : command not found`,
  ).findings;
  expect(finding!.evidence).toBe('2026-11-23 03:09:47 [stderr]npm: AWS_SECRET_ACCESS_KEY=*** : command not found');
});
