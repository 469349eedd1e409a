// Instances as a sentence names them, and as commands take them.
import { BATCH, inBatches } from '../../resources/run-command.ts';
import { type Found, type HostCounts, Unknown, type Wrong } from '../check.ts';
import type { Facts } from '../facts.ts';
import type { HostReport, Unseen } from '../hosts.ts';

const MOST = 5;

const some = (ids: string[]) => ids.slice(0, MOST).join(', ') + (ids.length > MOST ? ` +${ids.length - MOST}` : '');

/** `batches`: as many as one command takes, each with blanks between. */
const batchesOf = (ids: string[]) => inBatches(ids, BATCH).map((batch) => batch.join(' '));

export const idsAs = (ids: string[]) => ({ hosts: some(ids), batches: batchesOf(ids), first: ids[0] ?? '' });

export function hostsAs(reports: HostReport[]) {
  const on = (platform: HostReport['platform']) =>
    batchesOf(reports.filter((one) => one.platform === platform).map(({ instance }) => instance));
  const all = idsAs(reports.map(({ instance }) => instance));
  return { ...all, linux: on('Linux'), windows: on('Windows'), platform: reports[0]?.platform ?? 'Linux' };
}

export type NamedHosts = ReturnType<typeof hostsAs>;

/** Instances that were not looked into, by the reason, as a sentence names them. */
export interface Dark {
  count: number;
  seen: number;
  total: number;
  blind: { why: Unseen['why']; hosts: string; count: number }[];
}

function darkOf(unseen: Unseen[], total: number): Dark {
  const whys = [...new Set(unseen.map(({ why }) => why))];
  const blind = whys.map((why) => {
    const ids = unseen.filter((one) => one.why === why).map(({ instance }) => instance);
    return { why, hosts: some(ids), count: ids.length };
  });
  return { count: unseen.length, seen: total - unseen.length, total, blind };
}

/**
 * Looks at every host: `bad` is whether it is as it should not be, undefined where that cannot be told of it. The worst
 * decides, and what was not seen is never passed.
 */
export async function onHosts<D>(
  facts: Facts,
  bad: (report: HostReport) => boolean | undefined,
  wrong: (bad: HostReport[]) => Wrong<D>,
): Promise<Found<D>> {
  const { reports, unseen } = await facts.hosts();
  const total = reports.length + unseen.length;
  if (total === 0) throw new Unknown('noHosts');
  const judged = reports.map((report) => ({ report, bad: bad(report) }));
  const untold = judged.filter((one) => one.bad === undefined);
  const dark = [...unseen, ...untold.map(({ report: { instance } }) => ({ instance, why: 'untold' as const }))];
  const found = judged.filter((one) => one.bad).map(({ report }) => report);
  const hosts: HostCounts = { total, seen: total - dark.length, affected: found.length };
  const besides = dark.length > 0 ? darkOf(dark, total) : undefined;
  if (found.length > 0) return { ...wrong(found), hosts, ...(besides && { besides }) };
  if (besides) throw new Unknown('hostsUnseen', besides, hosts);
  return { status: 'pass', hosts };
}

export async function unseenAs(facts: Facts) {
  const { reports, unseen } = await facts.hosts();
  const total = reports.length + unseen.length;
  return { unseen, dark: darkOf(unseen, total), hosts: { total, seen: reports.length, affected: unseen.length } };
}
