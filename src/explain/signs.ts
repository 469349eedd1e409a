// What a line of a log is a sign of. The texts to each id are in the catalogue; the order counts, for the first that fits is taken.
import type { SignId } from '../text/en/explain/index.ts';

export interface Sign {
  id: SignId;
  severity: 'error' | 'warning' | 'info';
  /**
   * What it concerns, and so what shows that it is over: the agent, which is well again when it polls; a deployment,
   * until a later one comes further; or nothing, for it is only worth knowing.
   */
  of: 'agent' | 'deployment' | 'nothing';
  /** Who must say it. A sentence that is CodeDeploy's alone is believed wherever it stands. */
  by: 'agent' | 'script' | 'anybody';
  says: RegExp;
}

const signs = (of: Sign['of'], by: Sign['by'], severity: Sign['severity'], table: [SignId, RegExp][]): Sign[] =>
  table.map(([id, says]) => ({ id, severity, of, by, says }));

const POLL = String.raw`(?:Cannot reach InstanceService|Error polling for host commands|poll_host_command\(|Network error:|CodeDeployControl: #<).*`;
const polling = (what: string) => new RegExp(POLL + what);
const SCRIPT = 'Script at specified location: .* ';
const script = (what: string) => new RegExp(SCRIPT + what);

export const SIGNS: readonly Sign[] = [
  ...signs('agent', 'anybody', 'error', [
    [
      'missingCredentials',
      /Missing credentials - please check if this instance was started with an IAM instance profile/,
    ],
    ['configUnreadable', /An error occurred loading the CodeDeploy agent config file/],
    ['configMissing', /The config file \S*(codedeploy|conf\.yml)\S* does not exist or is not readable/],
    ['agentStopped', /No AWS CodeDeploy agent running/],
    ['eventNotReceived', /CodeDeploy agent was not able to receive the lifecycle event/],
  ]),
  ...signs('agent', 'agent', 'error', [
    ['pollDenied', polling('(AccessDeniedException|AccessDenied\\b)')],
    ['credentialsExpired', polling('ExpiredToken')],
    ['keyUnknown', polling('(UnrecognizedClientException|InvalidClientTokenId)')],
    ['clockSkew', polling('(Signature expired|Signature not yet current|RequestTimeTooSkewed)')],
    // InvalidSignatureException is also that of a wrong clock: only its sentence, which may be cut off, says which.
    [
      'keyUnknown',
      polling('(SignatureDoesNotMatch|The request signature we calculated|Credential should be scoped to)'),
    ],
    ['secureEndpoint', polling('UnknownOperationException')],
    ['untrustedCertificate', polling('certificate verify failed')],
    ['dnsFails', polling('(getaddrinfo|Name or service not known|name resolution|nodename nor servname)')],
    ['networkTimeout', polling('(execution expired|[Tt]imed? ?out|Net::OpenTimeout|Net::ReadTimeout)')],
    ['networkLost', polling('(NetworkingError|Errno::E|OpenSSL::SSL::SSLError|SocketError)')],
    [
      'startCheckFailed',
      /Error validating the SSL configuration: Invalid server certificate|Stopping CodeDeploy agent due to SSL validation error|Error during certificate verification on codedeploy endpoint/,
    ],
    ['imdsUnreachable', /booting child: error during start or run: .*169\.254\.169\.254/],
    ['imdsTokenRefused', /HTTP error from metadata service to get imdsv2 token/],
    ['imdsOldAgent', /HTTP error from metadata service, code 401/],
    ['missingRegion', /MissingRegionError|missing region/],
    ['onPremisesConfig', /'\w+' key is required when '\w+' is provided|booting child.*(iam_user_arn|iam_session_arn)/],
    ['badMaxRevisions', /Invalid configuration :max_revision/],
    ['agentTooOld', /Validation of PKCS7 signed message failed/],
    ['agentCrashLoops', /booting child: error during start or run: (?!SystemExit)/],
  ]),
  ...signs('agent', 'agent', 'warning', [
    ['pollThrottled', polling('(ThrottlingException|Rate exceeded)')],
    ['serviceFault', polling('(ServerException|InternalFailure|InternalServerError|ServiceUnavailable)')],
  ]),
  ...signs('nothing', 'anybody', 'warning', [
    [
      'stopRefused',
      /will not be shut down right now, as a deployment is already in progress|error: exception class\/object expected/,
    ],
  ]),
  ...signs('nothing', 'agent', 'info', [
    [
      'alreadyRunning',
      /Could not acquire lock on .* - aborting start|Pidfile .* process \d+ is running - aborting start/,
    ],
    ['imdsFallback', /IMDSv2 http request failed, falling back to IMDSv1/],
  ]),

  ...signs('deployment', 'anybody', 'error', [
    ['fileExists', /a specified file already exists at this location/],
    ['appSpecMissing', /did not find an AppSpec file within the unpacked revision directory/],
    ['unknownEvents', /contains unknown lifecycle events/],
    ['appSpecInvalid', /The deployment failed because .*(application specification file|AppSpec file)/],
    ['agentRestarted', /Failing in-progress lifecycle event after an agent restart|Deployment tracking file found: /],
    ['diskFull', /The disk is \(or was\) full during extraction/],
    ['bundleReplaced', /Expected deployment artifact bundle etag/],
    ['gitHubDownload', /Could not download bundle at 'https:\/\/(api\.github\.com|codeload\.github\.com)/],
    ['ScriptMissing', /Script does not exist at specified location: /],
    ['ScriptNotExecutable', /Unable to set script at specified location: .* as executable/],
    ['ScriptTimedOut', script(String.raw`failed to complete in \d+ seconds`)],
    ['outputLeftOpen', /Script at specified location: .*failed to close STD(OUT|ERR)/],
    ['noInterpreter', script('failed with error Errno::ENOENT')],
    ['binaryOutput', script('.*invalid byte sequence in UTF-8')],
    ['commandNotFound', script(String.raw`failed with exit code 127\b`)],
    ['notRunnable', script(String.raw`failed with exit code 126\b`)],
    ['scriptKilled', script(String.raw`failed with exit code (137\b|143\b|\s*("|-|$))`)],
    ['ScriptFailed', script('failed with (exit code|error)')],
  ]),
  ...signs('deployment', 'agent', 'error', [
    ['outputLeftOpen', /failed to close STD(OUT|ERR)/],
    ['diskFull', /No space left on device|Errno::ENOSPC|Error extracting zip archive: 50\b/],
    ['kmsDenied', /not authorized to perform: kms:|KMS\.\w*Exception|kms:Decrypt/],
    ['s3OtherRegion', /PermanentRedirect|must be addressed using the specified endpoint|AuthorizationHeaderMalformed/],
    ['s3NoBucket', /NoSuchBucket|The specified bucket does not exist/],
    ['s3NoKey', /NoSuchKey|NoSuchVersion|The specified (key|version) does not exist|Aws::S3::Errors::NotFound/],
    ['s3Denied', /Aws::S3::Errors::(AccessDenied|Forbidden|Http403Error)|^Access Denied$|not opened for reading/],
    ['appSpecSyntax', /\(<unknown>\): .+ at line \d+ column \d+/],
    [
      'appSpecShape',
      /Unknown alias: |Alias parsing was not enabled|Tried to load unspecified class|undefined method [`'](each_pair|each|has_key\?|to_i|split|\[\])'/,
    ],
    ['bundleType', /Error extracting (zip|tar) archive: \d+|Zip end of central directory signature not found/],
    ['notRemoved', /Directory not empty @ dir_s_rmdir/],
    ['inTheWay', /File exists @ (dir_s_mkdir|syserr_fail2_in)|Errno::ENOTDIR|Not a directory @/],
    ['sourceMissing', /No such file or directory @ \w+ - \S*deployment-archive/],
    ['ownerUnknown', /can't find (user|group) for /],
  ]),
  ...signs('deployment', 'agent', 'warning', [['revisionsStay', /Error deleting directories: \d+/]]),

  // What a script prints is only a hint: whether it failed, its exit code says, which stands elsewhere.
  ...signs('deployment', 'script', 'warning', [
    [
      'noLoginShell',
      /This account is currently not available|su: (user|warning: cannot change)|su: must be run from a terminal/,
    ],
    ['lineEndings', /\^M: bad interpreter|\\r': command not found|\$'\\r'/],
    ['commandNotFound', /: command not found|: not found$|env: .*: No such file or directory/],
    ['portInUse', /EADDRINUSE|[Aa]ddress already in use/],
    ['diskFull', /No space left on device|ENOSPC/],
    [
      'outOfMemory',
      /JavaScript heap out of memory|Cannot allocate memory|java\.lang\.OutOfMemoryError|Out of memory|^Killed$/,
    ],
    ['packageLock', /Could not get lock|Unable to acquire the dpkg|Another app is currently holding the yum lock/],
    ['serviceMissing', /Unit \S+ (not found|could not be found)|Failed to (re)?start \S+\.service/],
    ['notPermitted', /[Pp]ermission denied|Operation not permitted|EACCES/],
  ]),
];

/** These say less than any other: what else is there comes first. */
export const VAGUE: ReadonlySet<SignId> = new Set([
  'startCheckFailed',
  'agentCrashLoops',
  'ScriptFailed',
  'UnknownError',
  'wroteErrors',
  'agentStopped',
]);

/** What is said already when the other is found. */
export const COVERED: Partial<Record<SignId, readonly SignId[]>> = {
  startCheckFailed: ['untrustedCertificate', 'dnsFails', 'networkTimeout', 'networkLost', 'clockSkew'],
  imdsFallback: ['imdsUnreachable', 'imdsTokenRefused'],
  agentStopped: ['configUnreadable', 'configMissing'],
};

/** ApplicationStop and the events around BlockTraffic run the scripts of the revision that was there before. */
export const OLD_EVENTS: readonly string[] = ['ApplicationStop', 'BeforeBlockTraffic', 'AfterBlockTraffic'];

/** What such a script may do wrong; it is the old revision's fault then. */
export const BY_SCRIPT: ReadonlySet<SignId> = new Set([
  'ScriptMissing',
  'ScriptNotExecutable',
  'ScriptTimedOut',
  'ScriptFailed',
  'commandNotFound',
  'notRunnable',
  'scriptKilled',
  'noInterpreter',
  'outputLeftOpen',
  'binaryOutput',
]);

export const signOf = (text: string, by: 'agent' | 'script' | 'other'): Sign | undefined =>
  SIGNS.find((sign) => (sign.by === 'anybody' || sign.by === by) && sign.says.test(text));
