// The agent and the machine it runs on, as one look inside has found them.
import type { CheckData, CheckId } from '../../text/en/index.ts';
import { type Check, check, fail, Unknown, type Wrong, warn } from '../check.ts';
import type { HostReport } from '../hosts.ts';
import { isCutOff } from './caller.ts';
import { hostsAs, idsAs, reportsOf } from './host-lists.ts';
import { awsPolicy } from './roles.ts';

/** Older ones lack fixes that deployments run into. */
const OLDEST = '1.8.0';
/** AWS refuses signatures from 5 minutes on; looking takes some time itself. */
const SKEWED = 240;
const FULL = 90;

type Named = ReturnType<typeof hostsAs>;

/** Fails with all hosts that are `bad`. */
const onHosts = <K extends CheckId>(
  id: K,
  bad: (report: HostReport) => boolean,
  wrong: (named: Named, first: HostReport) => Wrong<CheckData<K>>,
) =>
  check(id, 'host', async (facts) => {
    const found = (await reportsOf(facts)).filter(bad);
    return found[0] ? wrong(hostsAs(found), found[0]) : 'pass';
  });

const numbers = (version: string) => version.split('.').map(Number);

export function isOlder(version: string, than: string): boolean {
  const [left, right] = [numbers(version), numbers(than)];
  const at = right.findIndex((number, index) => number !== left[index]);
  return at >= 0 && (left[at] ?? 0) < right[at]!;
}

const needsRuby = ({ version }: HostReport) => version?.startsWith('1.') === true;
const canRun = ({ ruby }: HostReport) => ruby !== undefined && !isOlder(ruby, '2.0.0') && isOlder(ruby, '3.3.0');

export const hostChecks: Check[] = [
  check('host-managed', 'host', async (facts) => {
    const { unmanaged, reports } = await facts.hosts();
    if (unmanaged.length === 0) return reports.length > 0 ? 'pass' : undefined;
    const [behind] = await facts.instanceRoles().catch(() => []);
    const policy = awsPolicy(facts.place, 'AmazonSSMManagedInstanceCore');
    return warn({ ...idsAs(unmanaged), role: behind?.role?.name ?? 'ROLE', policy });
  }),
  onHosts('agent-installed', ({ agent }) => agent === 'missing', fail),
  onHosts('agent-running', ({ agent }) => agent === 'stopped', fail),
  onHosts('agent-credentials', ({ agent }) => agent === 'without credentials', fail),
  onHosts(
    'agent-polling',
    // Without a line that says so it may be busy with a deployment.
    ({ agent, evidence }) => agent === 'not polling' && evidence !== undefined && !isCutOff(evidence),
    (named, { evidence = '' }) => fail({ ...named, line: evidence }),
  ),
  onHosts(
    'agent-version',
    ({ version }) => version !== null && isOlder(version, OLDEST),
    (named) => warn({ ...named, version: OLDEST }),
  ),
  onHosts(
    'agent-ruby',
    (report) => needsRuby(report) && !canRun(report),
    (named, { ruby }) => fail({ ...named, version: ruby ?? '-' }),
  ),
  onHosts('agent-identity', ({ ownKeys }) => ownKeys, warn),
  onHosts(
    'host-clock',
    ({ skew }) => skew >= SKEWED,
    (named, { skew }) => fail({ ...named, seconds: skew }),
  ),
  onHosts(
    'host-disk',
    ({ disk = 0 }) => disk >= FULL,
    (named, { disk = 0 }) => fail({ ...named, percent: disk }),
  ),
  check('host-files', 'host', async (facts) => {
    const reports = await reportsOf(facts);
    const destinations = await facts.destinations();
    if (!destinations) throw new Unknown('noAppSpec');
    const found = destinations.settled ? [] : reports.filter(({ clash, agent }) => clash && agent !== 'missing');
    if (!found[0]) return 'pass';
    const command = facts.place.command('deploy', '--file-exists-behavior', 'OVERWRITE');
    return fail({ ...hostsAs(found), path: found[0].clash ?? '', command });
  }),
];
