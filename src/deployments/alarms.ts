// The CloudWatch alarms that stop the deployments of a group.
import type { AlarmConfiguration } from '@aws-sdk/client-codedeploy';
import { allPages, type Place } from '../aws/place.ts';

export const alarmNames = ({ enabled, alarms = [] }: AlarmConfiguration = {}): string[] =>
  enabled ? alarms.flatMap(({ name }) => name ?? []) : [];

export const alarmsOf = async (place: Place, names: string[]) =>
  allPages(
    (NextToken) =>
      place.aws.cloudWatch.describeAlarms({
        AlarmNames: names,
        AlarmTypes: ['MetricAlarm', 'CompositeAlarm'],
        NextToken,
      }),
    ({ MetricAlarms = [], CompositeAlarms = [] }) => [...MetricAlarms, ...CompositeAlarms],
    ({ NextToken }) => NextToken,
  );

/** Of these, what is not there (any more), and what is in ALARM. */
export async function judgeAlarms(place: Place, names: string[]): Promise<{ gone: string[]; active: string[] }> {
  const found = names.length > 0 ? await alarmsOf(place, names) : [];
  return {
    gone: names.filter((name) => !found.some(({ AlarmName }) => AlarmName === name)),
    active: found.filter(({ StateValue }) => StateValue === 'ALARM').map(({ AlarmName = '' }) => AlarmName),
  };
}
