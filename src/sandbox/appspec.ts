// appspec.yml as the agent reads it: what it needs to deploy, and the words in which it refuses the rest.
import { type Document, isCollection, isScalar, parseAllDocuments, visit } from 'yaml';
import { checkAce, checkRange } from './appspec-access.ts';

export interface Script {
  location: string;
  /** Seconds. */
  timeout: number;
  runas?: string;
}

export interface AppSpec {
  files: { source: string; destination: string }[];
  /** Lifecycle event -> its scripts. */
  hooks: Record<string, Script[]>;
  fileExistsBehavior?: 'DISALLOW' | 'OVERWRITE' | 'RETAIN';
}

/** Why the agent cannot use the file, as it reports it. */
export class AppSpecError extends Error {}

const fail = (message: string): never => {
  throw new AppSpecError(message);
};
const failed = (what: string, remedy: string) =>
  fail(`The deployment failed because ${what}. ${remedy}, and then try again.`);

type Fields = Record<string, unknown>;
/** A value as Ruby's NoMethodError shows it. */
const ruby = (value: unknown) => {
  if (value === null) return 'nil:NilClass';
  const kind = Array.isArray(value) ? 'Array' : typeof value === 'object' ? 'Hash' : 'String';
  return `${JSON.stringify(value).replaceAll('":', '"=>').replaceAll('","', '", "')}:${kind}`;
};
const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
/** Ruby's idea of false. */
const isNothing = (value: unknown) => value === undefined || value === null || value === false;

export function readAppSpec(text: string, os: 'linux' | 'windows'): AppSpec {
  const fields = load(text);
  const { root } = fields;
  if (root.version !== 0 && !Object.is(root.version, -0))
    failed(
      `an invalid version value (${fields.versionText}) was entered in the application specification file`,
      'Make sure your AppSpec file specifies "0.0" as the version',
    );
  if (root.os !== os)
    failed(
      `the application specification file specifies an unsupported operating system (${root.os ?? ''})`,
      'Specify either "linux" or "windows" in the os section of the AppSpec file',
    );
  const behavior = root.file_exists_behavior ?? undefined;
  if (behavior !== undefined && !['DISALLOW', 'OVERWRITE', 'RETAIN'].includes(String(behavior)))
    failed(
      `an invalid file_exists_behavior value (${behavior}) was entered in the application specification file`,
      'Make sure your AppSpec file specifies one of DISALLOW,OVERWRITE,RETAIN as the file_exists_behavior',
    );
  const hooks = readHooks(root.hooks);
  const files = readFiles(root.files);
  checkPermissions(root.permissions, os);
  return { files, hooks, fileExistsBehavior: behavior as AppSpec['fileExistsBehavior'] };
}

/** What libyaml says of what the `yaml` package calls otherwise. */
const SYNTAX: Record<string, string> = {
  TAB_AS_INDENT: 'found character that cannot start any token while scanning for the next token',
  BAD_DQ_ESCAPE: 'found unknown escape character while parsing a quoted scalar',
};

function load(text: string) {
  if (text.includes('\uFFFD')) fail('(<unknown>): invalid trailing UTF-8 octet at line 1 column 1');
  // libyaml counts a byte order mark as a column, so that a mapping which begins after it ends with its first line.
  if (/^\uFEFF[^#\s]/.test(text)) {
    if (text.startsWith('\uFEFF---')) fail('(<unknown>): did not find expected <document start> at line 1 column 4');
    failed(
      'the application specification file specifies an unsupported operating system ()',
      'Specify either "linux" or "windows" in the os section of the AppSpec file',
    );
  }
  const documents = parseAllDocuments(text.replace(/\r\n?/g, '\n'), { version: '1.1', uniqueKeys: false });
  // Only the first of several documents is read.
  const document = Array.isArray(documents) ? documents[0] : undefined;
  const error = document?.errors[0];
  if (error) {
    const { line = 1, col = 1 } = error.linePos?.[0] ?? {};
    const problem = SYNTAX[error.code] ?? 'did not find expected key while parsing a block mapping';
    fail(`(<unknown>): ${problem} at line ${line} column ${col}`);
  }
  if (document) checkNodes(document);
  const root: unknown = document?.toJS();
  if (isNothing(root) || (typeof root === 'string' && root.trim() === ''))
    fail(
      "The deployment failed because the application specification file was empty. Make sure your AppSpec file defines at minimum the 'version' and 'os' properties.",
    );
  if (!isFields(root)) return fail('no implicit conversion of String into Integer');
  const version = document?.get('version', true);
  return { root, versionText: isScalar(version) ? (version.source ?? '') : '' };
}

/** What the agent's YAML, on Ruby 3.1 and later, does not load wherever it stands. */
function checkNodes(document: Document) {
  visit(document, (_, node) => {
    if (isCollection(node) || isScalar(node)) {
      const [, name] = /^!ruby\/(?:object|struct|class|exception):?(.*)$/.exec(node.tag ?? '') ?? [];
      if (name !== undefined) fail(`Tried to load unspecified class: ${name || 'Object'}`);
      if (isScalar(node) && node.value instanceof Date)
        fail(`Tried to load unspecified class: ${/[:]/.test(node.source ?? '') ? 'Time' : 'Date'}`);
    }
  });
  visit(document, { Alias: (_, { source }) => fail(`Unknown alias: ${source}`) });
}

function readHooks(hooks: unknown): AppSpec['hooks'] {
  if (isNothing(hooks)) return {};
  if (!isFields(hooks)) return fail(`undefined method \`each_pair' for ${ruby(hooks)}`);
  return Object.fromEntries(
    Object.entries(hooks).map(([event, scripts]) => {
      if (isNothing(scripts)) return [event, []];
      if (typeof scripts !== 'object') fail(`undefined method \`each' for ${ruby(scripts)}`);
      return [event, Object.values(isFields(scripts) ? Object.entries(scripts) : (scripts as object)).map(readScript)];
    }),
  );
}

function readScript(script: unknown): Script {
  if (!isFields(script)) return fail(`undefined method \`has_key?' for ${ruby(script)}`);
  const location = isNothing(script.location) ? '' : String(script.location).trim();
  if (!location)
    failed(
      'the application specification file specifies a script with no location value',
      'Specify the location in the hooks section of the AppSpec file',
    );
  const { timeout } = script;
  if (timeout === true) fail("undefined method `to_i' for true:TrueClass");
  if (typeof timeout === 'object' && timeout !== null) fail(`undefined method \`to_i' for ${ruby(timeout)}`);
  if (!isNothing(timeout) && !(Number.parseInt(String(timeout), 10) > 0))
    failed(
      'an invalid timeout value was provided for a script in the application specification file',
      'Make corrections in the hooks section of the AppSpec file',
    );
  const seconds = isNothing(timeout) ? USUAL_TIMEOUT : Number.parseInt(String(timeout), 10);
  const runas = isNothing(script.runas) ? '' : String(script.runas).trim();
  return { location, timeout: seconds, ...(runas && { runas }) };
}

const USUAL_TIMEOUT = 3_600;

function readFiles(files: unknown): AppSpec['files'] {
  if (isNothing(files)) return [];
  if (!Array.isArray(files)) return fail('no implicit conversion of String into Integer');
  return files.map((file: unknown) => {
    if (file === null) fail("undefined method `[]' for nil:NilClass");
    const { source, destination } = isFields(file) ? file : {};
    if (isNothing(source))
      failed(
        'the application specification file specifies a destination file, but no source file',
        'Update the files section of the AppSpec file',
      );
    if (isNothing(destination))
      failed(
        `the application specification file specifies only a source file (${source})`,
        'Add the name of the destination file to the files section of the AppSpec file',
      );
    return { source: String(source), destination: String(destination) };
  });
}

function checkPermissions(permissions: unknown, os: 'linux' | 'windows') {
  if (isNothing(permissions)) return;
  if (!Array.isArray(permissions)) fail('no implicit conversion of String into Integer');
  for (const permission of permissions as unknown[]) {
    if (os === 'windows')
      failed(
        'the application specification file specifies permissions, which are not supported on Windows',
        'Remove the permissions section from the AppSpec file',
      );
    if (!isFields(permission)) return fail(`undefined method \`has_key?' for ${ruby(permission)}`);
    const { object, mode, type, except, acls, context } = permission;
    if (isNothing(object) || String(object).trim() === '')
      failed(
        'a permission listed in the application specification file has no object value',
        'Update the permissions section of the AppSpec file',
      );
    for (const list of [type, except]) if (typeof list === 'string') fail(`undefined method \`each' for ${ruby(list)}`);
    if (!isNothing(mode)) checkMode(String(mode));
    if (!isNothing(acls)) checkAcls(acls);
    if (!isNothing(context)) checkContext(context);
  }
}

function checkAcls(acls: unknown) {
  if (!Array.isArray(acls)) return fail(`undefined method \`each' for ${ruby(acls)}`);
  for (const ace of acls as unknown[]) {
    if (typeof ace !== 'string') return fail(`undefined method \`split' for ${ruby(ace)}`);
    checkAce(ace, fail);
  }
}

function checkContext(context: unknown) {
  if (!isFields(context)) return fail(`undefined method \`has_key?' for ${ruby(context)}`);
  if (isNothing(context.type))
    failed(
      'the application specification file specifies a context with no type',
      'Update the permissions section of the AppSpec file',
    );
  if (!isNothing(context.range)) checkRange(String(context.range), fail);
}

/** 0755 without quotes is 493 by now: what looks right in the file is refused for its 9. */
function checkMode(mode: string) {
  if (mode.length < 1 || mode.length > 4)
    failed(
      `the length of a permissions mode (${mode}) in the application specification file is invalid. Permissions modes must be between one and four characters long`,
      'Update the permissions section of the AppSpec file',
    );
  const wrong = /[^0-7]/.exec(mode)?.[0];
  if (wrong)
    failed(
      `the permissions mode (${mode}) in the application specification file contains an invalid character (${wrong})`,
      'Update the permissions section of the AppSpec file',
    );
}
