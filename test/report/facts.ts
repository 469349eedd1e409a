// Facts of a report, as a command would have read them.
import { courseOf, densityOf } from '../../src/deployments/course.ts';
import type { DescribedTarget } from '../../src/deployments/describe.ts';
import type { Facts } from '../../src/report/facts.ts';

export function factsWith(targets: DescribedTarget[], more: Partial<Facts> = {}): Facts {
  const course = courseOf(targets);
  return {
    deployment: {
      id: 'd-ABCDEFGHI',
      application: 'shop',
      group: 'shop-group',
      status: 'Failed',
      creator: 'user',
      description: null,
      revision: null,
      createdAt: '2026-01-05T00:00:00.000Z',
      startedAt: null,
      completedAt: null,
      error: null,
      overview: { Failed: targets.length },
      rollback: null,
      targets,
      subject: null,
      targetsLeftOut: 0,
    },
    timeline: { from: course.from, to: course.to, rows: course.runs, density: densityOf(targets, course) },
    batches: course.batches,
    healthy: course.healthy && { ...course.healthy, minimum: 1 },
    failures: [],
    probe: null,
    seen: true,
    ...more,
  };
}
