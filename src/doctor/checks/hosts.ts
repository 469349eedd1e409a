// The agent and the machine it runs on, as one look inside each has found them.

import { AGENT_LOG } from '../../resources/host-scripts.ts';
import type { CheckData, CheckId } from '../../text/en/index.ts';
import { type Check, check, fail, Unknown, type Wrong, warn } from '../check.ts';
import { MOST_PATHS, WINDOWS_LOG } from '../host-script.ts';
import type { HostReport } from '../hosts.ts';
import { isCutOff } from './caller.ts';
import { hostsAs, idsAs, type NamedHosts, onHosts, unseenAs } from './host-lists.ts';
import { awsPolicy } from './roles.ts';

/** Older ones lack fixes that deployments run into. */
const OLDEST = '1.8.0';
/** AWS refuses signatures from 5 minutes on; looking takes some time itself. */
const SKEWED = 240;
const FULL = 90;

/** Fails with all hosts that are `bad`. */
const checkHosts = <K extends CheckId>(
  id: K,
  bad: (report: HostReport) => boolean | undefined,
  wrong: (named: NamedHosts, first: HostReport) => Wrong<CheckData<K>>,
) => check(id, 'host', (facts) => onHosts(facts, bad, (found) => wrong(hostsAs(found), found[0]!)));

const numbers = (version: string) => version.split('.').map(Number);

export function isOlder(version: string, than: string): boolean {
  const [left, right] = [numbers(version), numbers(than)];
  const at = right.findIndex((number, index) => number !== left[index]);
  return at >= 0 && (left[at] ?? 0) < right[at]!;
}

/** On Windows the agent brings its own. */
const needsRuby = ({ version, platform }: HostReport) => platform === 'Linux' && version?.startsWith('1.') === true;
const canRun = ({ ruby }: HostReport) => ruby !== undefined && !isOlder(ruby, '2.0.0') && isOlder(ruby, '3.3.0');

/** Undefined where the agent does not run: that is what other checks are about. */
function isDeaf({ agent, trouble, polling }: HostReport): boolean | undefined {
  if (agent !== 'running' && agent !== 'not polling') return false;
  if (trouble) return !isCutOff(trouble);
  return polling === 'unclear' ? undefined : polling === 'silent';
}

export const hostChecks: Check[] = [
  check('host-managed', 'host', async (facts) => {
    const { unseen, dark, hosts } = await unseenAs(facts);
    if (hosts.total === 0) return undefined;
    if (unseen.length === 0) return { status: 'pass', hosts };
    const [behind] = await facts.instanceRoles().catch(() => []);
    const policy = awsPolicy(facts.place, 'AmazonSSMManagedInstanceCore');
    const ids = idsAs(unseen.map(({ instance }) => instance));
    const command = facts.place.command('roles');
    const unmanaged = unseen.some(({ why }) => why === 'unmanaged');
    return { ...warn({ ...ids, ...dark, role: behind?.role?.name, policy, command, unmanaged }), hosts };
  }),
  checkHosts('agent-installed', ({ agent }) => agent === 'missing', fail),
  checkHosts('agent-running', ({ agent }) => agent === 'stopped', fail),
  checkHosts('agent-credentials', ({ agent }) => agent === 'without credentials', fail),
  check('agent-polling', 'host', (facts) =>
    onHosts(facts, isDeaf, (found) => {
      const { trouble: line, polled, platform, instance } = found[0]!;
      const log = platform === 'Windows' ? WINDOWS_LOG : AGENT_LOG;
      const command = facts.place.command('logs', '--agent', '--instance', instance);
      return fail({ ...hostsAs(found), line, polled, log, command });
    }),
  ),
  checkHosts(
    'agent-version',
    ({ version, agent }) => (version === null ? (agent === 'missing' ? false : undefined) : isOlder(version, OLDEST)),
    (named) => warn({ ...named, version: OLDEST }),
  ),
  checkHosts(
    'agent-ruby',
    (report) => needsRuby(report) && !canRun(report),
    (named, { ruby }) => fail({ ...named, version: ruby ?? '-' }),
  ),
  checkHosts('agent-identity', ({ ownKeys }) => ownKeys, warn),
  checkHosts(
    'host-clock',
    ({ skew }) => (skew === undefined ? undefined : skew >= SKEWED),
    (named, { skew = 0 }) => fail({ ...named, seconds: skew }),
  ),
  checkHosts(
    'host-disk',
    ({ disk }) => (disk === undefined ? undefined : disk >= FULL),
    (named, { disk = 0 }) => fail({ ...named, percent: disk }),
  ),
  check('host-files', 'host', async (facts) => {
    const { application, group } = facts.asked;
    await facts.hosts();
    const destinations = await facts.destinations();
    if (!destinations) throw new Unknown('noAppSpec');
    const { settled, paths } = destinations;
    const isInTheWay = ({ clash, agent, platform }: HostReport) => {
      if (settled || agent === 'missing') return false;
      // The appspec.yml that was compared with what is there is one for Linux.
      return platform === 'Windows' ? undefined : clash !== undefined;
    };
    const where = ['--application', application, '--group', group];
    const command = facts.place.command('deploy', ...where, '--file-exists-behavior', 'OVERWRITE');
    const found = await onHosts(facts, isInTheWay, (bad) =>
      fail({ ...hostsAs(bad), path: bad[0]?.clash ?? '', command }),
    );
    const isAll = settled || paths.length <= MOST_PATHS;
    if (!isAll && typeof found === 'object' && found.status === 'pass')
      throw new Unknown('manyFiles', { count: paths.length, most: MOST_PATHS }, found.hosts);
    return found;
  }),
];
