// What a report is made of.
import type { Batch, Density, Healthy, Run } from '../deployments/course.ts';
import type { DescribedDeployment } from '../deployments/describe.ts';
import type { Failure } from '../deployments/failures.ts';
import type { ProbeRow } from './probe.ts';

export interface Facts {
  /** Its targets are those that are told in detail. */
  deployment: DescribedDeployment & { subject: string | null; targetsLeftOut: number };
  timeline: {
    from: string | null;
    to: string | null;
    /** Of a large fleet only those that failed or took longest. */
    rows: Run[];
    /** Of a large fleet; null where every instance has a row. */
    density: Density[] | null;
  };
  batches: Batch[];
  healthy: (Healthy & { minimum: number | null }) | null;
  failures: Failure[];
  probe: ProbeRow[] | null;
  /** False where the instances may not be looked at. */
  seen: boolean;
}
