// CloudWatch in the sandbox: the alarms that deployments may watch, and what load balancers count.
import type { Handlers } from '../aws/operations.ts';
import { type Account, page } from './account.ts';
import { shareOf } from './elb-listeners.ts';

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
        Dimensions: alarm.dimensions ?? [],
        AlarmActions: alarm.actions ?? [],
      })),
      NextToken: next,
    };
  },

  /** Counts as they would be had the weights and errors of this moment been the same all the time. */
  getMetricData: ({ MetricDataQueries = [], StartTime, EndTime }, account) => ({
    MetricDataResults: MetricDataQueries.map(({ Id, MetricStat }) => {
      const { Metric, Period = 60 } = MetricStat ?? {};
      const dimension = Metric?.Dimensions?.find(({ Name }) => Name === 'TargetGroup')?.Value ?? '';
      const group = Object.values(account.state.elb.targetGroups).find(({ arn }) => arn.endsWith(`:${dimension}`));
      const requests = group ? REQUESTS * shareOf(account, group) * (Period / 60) : 0;
      const count = Metric?.MetricName === 'RequestCount' ? requests : (requests * (group?.errors ?? 0)) / 100;
      const periods = Math.floor(((EndTime?.getTime() ?? 0) - (StartTime?.getTime() ?? 0)) / (Period * 1_000));
      // Where nothing was counted there is no datapoint.
      const points = count > 0 ? Math.max(0, periods) : 0;
      return {
        Id,
        StatusCode: 'Complete',
        Timestamps: Array.from({ length: points }, (_, i) => new Date(EndTime!.getTime() - (i + 1) * Period * 1_000)),
        Values: Array.from({ length: points }, () => count),
      };
    }),
  }),
};

/** That a load balancer gets in a minute. */
const REQUESTS = 600;
