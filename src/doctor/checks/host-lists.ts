// Instances as a sentence names them, and as a command takes them.
import { Unknown } from '../check.ts';
import type { Facts } from '../facts.ts';
import type { HostReport } from '../hosts.ts';

const MOST = 5;

const some = (ids: string[]) => ids.slice(0, MOST).join(', ') + (ids.length > MOST ? ` +${ids.length - MOST}` : '');

export const idsAs = (ids: string[]) => ({ hosts: some(ids), ids: ids.join(' '), first: ids[0] ?? '' });

export const hostsAs = (reports: HostReport[]) => idsAs(reports.map(({ instance }) => instance));

/** Of those that could be looked into: if that is not one, nothing is known. */
export async function reportsOf(facts: Facts): Promise<HostReport[]> {
  const { reports } = await facts.hosts();
  if (reports.length === 0) throw new Unknown('noHosts');
  return reports;
}
