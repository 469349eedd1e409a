// CloudWatch in the sandbox: the alarms that deployments may watch.
import type { Handlers } from '../aws/operations.ts';
import { type Account, page } from './account.ts';

export const handlers: Handlers<'cloudWatch', Account> = {
  describeAlarms: (input = {}, { state, region, id }) => {
    const { AlarmNames, AlarmNamePrefix = '', StateValue, NextToken, MaxRecords = 3 } = input;
    const alarms = Object.values(state.cloudWatch.alarms).filter(
      (alarm) =>
        (!AlarmNames?.length || AlarmNames.includes(alarm.name)) &&
        alarm.name.startsWith(AlarmNamePrefix) &&
        (!StateValue || alarm.state === StateValue),
    );
    const { items, next } = page(alarms, NextToken, MaxRecords);
    return {
      MetricAlarms: items.map((alarm) => ({
        AlarmName: alarm.name,
        AlarmArn: `arn:aws:cloudwatch:${region}:${id}:alarm:${alarm.name}`,
        StateValue: alarm.state,
        ActionsEnabled: true,
      })),
      NextToken: next,
    };
  },
};
