// The commands of a virtual machine: only what is here exists, and an option that is not here is refused.
import { systemctl } from './host-agent.ts';
import { absolute, type Command, done, failed, flags, type Machine, type Result } from './host-command.ts';
import { AGENT, type Tree } from './host-files.ts';
import { find, list, remove } from './host-tree-commands.ts';

export function findCommand(name: string, { host }: Machine): Command | undefined {
  if (name === `${AGENT}/bin/codedeploy-agent`) {
    return host.agent && !host.agent.version.startsWith('1.') ? agentBinary : undefined;
  }
  const bare = name.replace(/^(\/usr)?\/bin\//, '');
  return Object.hasOwn(commands, bare) ? commands[bare] : undefined;
}

const agentBinary: Command = (args, { host }) =>
  args[0] === '--version'
    ? done(`codedeploy-agent ${host.agent?.version}\n`)
    : failed(2, `error: unexpected argument '${args[0] ?? ''}' found`);

const commands: Record<string, Command> = {
  true: () => done(),
  ':': () => done(),
  false: () => ({ code: 1, out: '', err: '' }),
  echo: (args) => (args[0] === '-n' ? done(args.slice(1).join(' ')) : done(`${args.join(' ')}\n`)),
  printf: ([format = '', ...args]) => done(printf(format, args)),
  cat: (args, machine, stdin) => onFiles('cat', args, machine, stdin, ({ text }) => text),
  ls: list,
  find,
  rm: remove,
  mkdir(args, { tree }) {
    for (const path of args.filter((arg) => !arg.startsWith('-')).map(absolute)) {
      if (tree.isFile(path)) return failed(1, `mkdir: cannot create directory '${path}': File exists`);
      if (tree.isDirectory(path) && !args.includes('-p')) {
        return failed(1, `mkdir: cannot create directory '${path}': File exists`);
      }
      tree.makeDirectory(path);
    }
    return done();
  },
  head: (args, machine, stdin) => ends('head', args, machine, stdin, (parts, n) => parts.slice(0, n)),
  tail: (args, machine, stdin) =>
    ends('tail', args, machine, stdin, (parts, n, fromStart) =>
      fromStart ? parts.slice(Math.max(0, n - 1)) : n === 0 ? parts.slice(0, 0) : parts.slice(-n),
    ),
  cut(args, machine, stdin) {
    const [, last] = /^-c1-(\d+)$/.exec(args[0] ?? '') ?? [];
    if (!last) return failed(1, 'cut: the sandbox cuts characters from the first only: cut -c1-N');
    return onFiles('cut', args.slice(1), machine, stdin, ({ text }) =>
      joined(linesOf(text).map((line) => line.slice(0, Number(last)))),
    );
  },
  grep,
  sort(args, machine, stdin) {
    const { options, rest } = flags('sort', args, 'urn');
    if (!options) return rest;
    return onFiles('sort', rest, machine, stdin, ({ text }) => {
      let lines = linesOf(text).sort((a, b) =>
        options.has('n') ? Number.parseFloat(a) - Number.parseFloat(b) : a < b ? -1 : a > b ? 1 : 0,
      );
      if (options.has('u')) lines = [...new Set(lines)];
      return joined(options.has('r') ? lines.reverse() : lines);
    });
  },
  wc(args, machine, stdin) {
    const { options, rest } = flags('wc', args, 'l');
    if (!options) return rest;
    if (!options.has('l')) return failed(1, 'wc: the sandbox counts lines only: wc -l');
    return onFiles('wc', rest, machine, stdin, ({ text, name }) => `${linesOf(text).length}${name && ` ${name}`}\n`);
  },
  systemctl: (args, { host, context }) => systemctl(args, host, context),
  test: (args, { tree }) => test(args, tree),
  '['(args, { tree }) {
    return args.at(-1) === ']' ? test(args.slice(0, -1), tree) : failed(2, 'sh: 1: [: missing ]');
  },
  uname([option = '-s']) {
    if (option === '-m') return done('x86_64\n');
    return option === '-s' ? done('Linux\n') : failed(1, `uname: invalid option '${option}'`);
  },
  id([option]) {
    if (option === '-u') return done('0\n');
    return option === '-un' ? done('root\n') : failed(1, `id: the sandbox knows -u and -un only`);
  },
  date(args, machine) {
    const format = args.find((arg) => arg.startsWith('+'));
    if (!format) return failed(1, 'date: the sandbox needs a format: date -u +%FT%TZ');
    return done(`${dateText(format.slice(1), machine.context.now + (machine.host.clock ?? 0))}\n`);
  },
  df: (_, { host: { disk = 21 } }) =>
    done(
      `Filesystem     1024-blocks     Used Available Capacity Mounted on\n/dev/root ${DISK} ${Math.round((DISK * disk) / 100)} ${Math.round((DISK * (100 - disk)) / 100)} ${disk}% /\n`,
    ),
  ruby: ([option], { host }) =>
    option === '--version'
      ? done(`ruby ${rubyOf(host)} [x86_64-linux]\n`)
      : failed(1, 'ruby: the sandbox knows --version only'),
  sleep([seconds = '']) {
    if (!/^\d+(\.\d+)?s?$/.test(seconds)) return failed(1, `sleep: invalid time interval '${seconds}'`);
    return { ...done(), seconds: Number.parseFloat(seconds) };
  },
};

const DISK = 8_000_000;

/** What the system brings. */
const rubyOf = ({ ruby, platform, platformVersion }: Machine['host']) =>
  ruby ?? (platform !== 'Ubuntu' ? '3.2.8' : Number.parseFloat(platformVersion) >= 26 ? '3.3.8' : '3.0.2');

const linesOf = (text: string) =>
  text
    .replace(/\n$/, '')
    .split('\n')
    .slice(text === '' ? 1 : 0);
const joined = (lines: string[]) => lines.map((line) => `${line}\n`).join('');

/** What `use` makes of each named file, or of the input where none is named. */
function onFiles(
  command: string,
  paths: string[],
  { tree }: Machine,
  stdin: string,
  use: (input: { text: string; name: string }) => string,
): Result {
  const result = done();
  for (const name of paths.length > 0 ? paths : ['-']) {
    const path = absolute(name);
    const text = name === '-' ? stdin : tree.read(path);
    if (text !== undefined) result.out += use({ text, name: name === '-' ? '' : name });
    else {
      const why = tree.isFile(path)
        ? 'The sandbox does not keep what is in this file'
        : tree.isDirectory(path)
          ? 'Is a directory'
          : 'No such file or directory';
      result.err += `${command}: ${name}: ${why}\n`;
      result.code = 1;
    }
  }
  return result;
}

/** The first or last lines, or with `-c` bytes. */
function ends(
  command: string,
  args: string[],
  machine: Machine,
  stdin: string,
  cut: (parts: string[] | Buffer, count: number, fromStart: boolean) => string[] | Buffer,
): Result {
  let [count, unit, fromStart] = [10, 'n', false];
  const paths: string[] = [];
  for (let i = 0; i < args.length; i++) {
    const arg = args[i]!;
    const [, option, joinedTo] = /^(?:-([nc]?)|--lines=)(\+?\d*)$/.exec(arg) ?? [];
    const given = joinedTo || (option ? args[++i] : undefined);
    if (given !== undefined && arg !== '-') {
      if (!/^\+?\d+$/.test(given)) return failed(1, `${command}: invalid number of lines: '${given}'`);
      [count, unit, fromStart] = [Number(given), option || 'n', given.startsWith('+')];
    } else if (/^-./.test(arg)) return failed(1, `${command}: invalid option '${arg}'`);
    else paths.push(arg);
  }
  return onFiles(command, paths, machine, stdin, ({ text }) =>
    unit === 'c'
      ? String(cut(Buffer.from(text), count, fromStart))
      : joined(cut(linesOf(text), count, fromStart) as string[]),
  );
}

function grep(args: string[], machine: Machine, stdin: string): Result {
  const { options, rest } = flags('grep', args, 'EFcqivhx');
  if (!options) return rest;
  const [pattern, ...paths] = rest;
  if (pattern === undefined) return failed(2, 'Usage: grep [OPTION]... PATTERNS [FILE]...');
  let matcher: RegExp;
  try {
    const source = jsPattern(pattern, options);
    matcher = new RegExp(options.has('x') ? `^(?:${source})$` : source, options.has('i') ? 'i' : '');
  } catch {
    return failed(2, `grep: Invalid regular expression`);
  }
  let matched = 0;
  const result = onFiles('grep', paths, machine, stdin, ({ text, name }) => {
    const prefix = paths.length > 1 && !options.has('h') ? `${name}:` : '';
    const lines = linesOf(text).filter((line) => matcher.test(line) !== options.has('v'));
    matched += lines.length;
    if (options.has('q')) return '';
    return joined((options.has('c') ? [String(lines.length)] : lines).map((line) => prefix + line));
  });
  return { ...result, code: result.code ? 2 : matched > 0 ? 0 : 1 };
}

/** In a basic expression `+ ? | ( ) { }` stand for themselves, and become operators behind a backslash. */
function jsPattern(pattern: string, options: Set<string>): string {
  if (options.has('F')) return pattern.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  const classes = pattern.replaceAll('[[:space:]]', '\\s').replaceAll('[[:digit:]]', '\\d');
  if (options.has('E')) return classes;
  return classes.replace(/(\\?)([+?|(){}])/g, (_, escaped, sign) => (escaped ? sign : `\\${sign}`));
}

function printf(format: string, args: string[]): string {
  const unescaped = format.replaceAll('\\n', '\n').replaceAll('\\t', '\t');
  const rest = [...args];
  let text = '';
  do {
    const before = rest.length;
    text += unescaped.replace(/%([sd%])/g, (_, kind) => (kind === '%' ? '%' : (rest.shift() ?? '')));
    if (rest.length === before) break;
  } while (rest.length > 0);
  return text;
}

function dateText(format: string, now: number): string {
  const iso = new Date(now).toISOString();
  const [day, time] = [iso.slice(0, 10), iso.slice(11, 19)];
  const [Y, m, d] = day.split('-');
  const [H, M, S] = time.split(':');
  const known: Record<string, string | undefined> = { F: day, T: time, Y, m, d, H, M, S, Z: 'UTC', z: '+0000' };
  known.s = String(Math.floor(now / 1000));
  return format.replace(/%(.)/g, (all, letter) => known[letter] ?? all);
}

function test(args: string[], tree: Tree): Result {
  const answer = (holds: boolean) => ({ code: holds ? 0 : 1, out: '', err: '' });
  const [first = '', second = '', third = ''] = args;
  if (first === '!' && args.length > 1) {
    const { code, ...rest } = test(args.slice(1), tree);
    return { ...rest, code: code < 2 ? 1 - code : code };
  }
  if (args.length < 2) return answer(first !== '');
  if (args.length === 2) {
    const path = absolute(second);
    switch (first) {
      case '-e':
        return answer(tree.isFile(path) || tree.isDirectory(path));
      case '-f':
        return answer(tree.isFile(path));
      case '-d':
        return answer(tree.isDirectory(path));
      case '-n':
        return answer(second !== '');
      case '-z':
        return answer(second === '');
    }
    return failed(2, `sh: 1: test: ${first}: unexpected operator`);
  }
  const [left, right] = [Number(first), Number(third)];
  switch (second) {
    case '=':
      return answer(first === third);
    case '!=':
      return answer(first !== third);
    case '-eq':
      return answer(left === right);
    case '-ne':
      return answer(left !== right);
    case '-gt':
      return answer(left > right);
    case '-ge':
      return answer(left >= right);
    case '-lt':
      return answer(left < right);
    case '-le':
      return answer(left <= right);
  }
  return failed(2, `sh: 1: test: ${second}: unexpected operator`);
}
