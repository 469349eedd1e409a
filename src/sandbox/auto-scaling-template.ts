// Which launch template an Auto Scaling group launches from, and what Auto Scaling holds against it.
import type { LaunchTemplateSpecification, MixedInstancesPolicy } from '@aws-sdk/client-auto-scaling';
import { type Account, openAccount, refuse } from './account.ts';
import { launchInstance } from './ec2.ts';
import { asKnown } from './ec2-templates.ts';
import type { AutoScalingGroup, LaunchTemplate, TemplateSource } from './state.ts';

type Data = Record<string, unknown>;

interface TemplateRequest {
  LaunchTemplate?: LaunchTemplateSpecification;
  MixedInstancesPolicy?: MixedInstancesPolicy;
}

export interface Launchable {
  templateId: string;
  version: number;
  data: Data;
}

export const sourceOf = ({ launchTemplate, mixedInstancesPolicy }: AutoScalingGroup): TemplateSource =>
  launchTemplate ? { launchTemplate } : { mixedInstancesPolicy };

/** What would be launched now: `$Latest` and `$Default` mean another version from one day to the next. */
export function launchable(account: Account, source: TemplateSource): Launchable | { problem: string } {
  const { launchTemplate, mixedInstancesPolicy } = source;
  if (launchTemplate) {
    return fromTemplate(account, { LaunchTemplateId: launchTemplate.id, Version: launchTemplate.version });
  }
  const { LaunchTemplate: mixed } = (mixedInstancesPolicy ?? {}) as MixedInstancesPolicy;
  // No market here: the first override always has capacity.
  const first = mixed?.Overrides?.[0];
  const found = fromTemplate(account, first?.LaunchTemplateSpecification ?? mixed?.LaunchTemplateSpecification ?? {});
  if ('problem' in found || !first?.InstanceType) return found;
  return { ...found, data: { ...found.data, InstanceType: first.InstanceType } };
}

const NOT_FORMED = 'You must use a valid fully-formed launch template.';

/** The source that a request names as the group keeps it, once it has proved to launch into `subnetId`. */
export function checkedSource(
  account: Account,
  request: TemplateRequest,
  subnetId: string,
  present?: MixedInstancesPolicy,
): TemplateSource {
  const source = sourceFrom(account, request, present);
  const problem = launchProblem(account, source, subnetId);
  if (problem) refuse('ValidationError', `${NOT_FORMED} ${problem}`);
  return source;
}

function sourceFrom(account: Account, request: TemplateRequest, present?: MixedInstancesPolicy): TemplateSource {
  if (request.LaunchTemplate) {
    const { LaunchTemplateId: id = '', Version: version = '$Default' } = checkedSpec(account, request.LaunchTemplate);
    return { launchTemplate: { id, version } };
  }
  const given = request.MixedInstancesPolicy ?? {};
  const template = given.LaunchTemplate ?? present?.LaunchTemplate;
  const spec = template?.LaunchTemplateSpecification ?? present?.LaunchTemplate?.LaunchTemplateSpecification;
  if (!spec) refuse('ValidationError', 'A MixedInstancesPolicy must contain a LaunchTemplate.');
  const mixedInstancesPolicy: MixedInstancesPolicy = {
    LaunchTemplate: {
      LaunchTemplateSpecification: checkedSpec(account, spec),
      Overrides: (template?.Overrides ?? []).map((override) => ({
        ...override,
        ...(override.LaunchTemplateSpecification && {
          LaunchTemplateSpecification: checkedSpec(account, override.LaunchTemplateSpecification),
        }),
      })),
    },
    InstancesDistribution: {
      OnDemandAllocationStrategy: 'prioritized',
      OnDemandBaseCapacity: 0,
      OnDemandPercentageAboveBaseCapacity: 100,
      SpotAllocationStrategy: 'lowest-price',
      SpotInstancePools: 2,
      ...present?.InstancesDistribution,
      ...given.InstancesDistribution,
    },
  };
  return { mixedInstancesPolicy: mixedInstancesPolicy as Data };
}

/** A name is kept as the id that it stood for. */
function checkedSpec(account: Account, spec: LaunchTemplateSpecification): LaunchTemplateSpecification {
  if (Boolean(spec.LaunchTemplateId) === Boolean(spec.LaunchTemplateName)) {
    refuse('ValidationError', 'Valid requests must contain either LaunchTemplateId or LaunchTemplateName.');
  }
  if (spec.Version !== undefined && !/^(\d+|\$Latest|\$Default)$/.test(spec.Version)) {
    refuse(
      'ValidationError',
      "Invalid launch template version: either '$Default', '$Latest', or a numeric version are allowed.",
    );
  }
  const found = fromTemplate(account, spec);
  if ('problem' in found) refuse('ValidationError', `${NOT_FORMED} ${found.problem}`);
  const { id, name } = findTemplate(account, spec)!;
  return { LaunchTemplateId: id, LaunchTemplateName: name, Version: spec.Version ?? '$Default' };
}

const findTemplate = (account: Account, spec: LaunchTemplateSpecification): LaunchTemplate | undefined =>
  Object.values(asKnown(account).state.ec2.templates).find(({ id, name }) =>
    spec.LaunchTemplateId ? id === spec.LaunchTemplateId : name === spec.LaunchTemplateName,
  );

function fromTemplate(account: Account, spec: LaunchTemplateSpecification): Launchable | { problem: string } {
  const template = findTemplate(account, spec);
  if (!template) {
    const which = spec.LaunchTemplateId
      ? `template ID ${spec.LaunchTemplateId}`
      : `template name ${spec.LaunchTemplateName}`;
    return { problem: `The specified launch template, with ${which}, does not exist.` };
  }
  const { Version: wanted = '$Default' } = spec;
  const version = template.versions.findLast(({ number }) => {
    if (wanted === '$Latest') return true;
    return number === (wanted === '$Default' ? template.defaultVersion : Number(wanted));
  });
  if (!version) {
    return {
      problem: `Could not find the specified version ${wanted} for the launch template with ID ${template.id}.`,
    };
  }
  return { templateId: template.id, version: version.number, data: version.data };
}

/** Auto Scaling proves a template by a launch that does not count: here, one into an account that forgets it. */
function launchProblem(account: Account, source: TemplateSource, subnetId: string): string | undefined {
  const found = launchable(account, source);
  if ('problem' in found) return found.problem;
  const { state, cwd } = account;
  const copy = openAccount({ ...state, ec2: { ...state.ec2, instances: {} } }, cwd);
  try {
    launchInstance(copy, { data: found.data, subnetId, tags: [] });
    return undefined;
  } catch (error) {
    return refusalOf(error);
  }
}

/** What AWS said; anything else is no answer of AWS and goes on up. */
export function refusalOf(error: unknown): string {
  if (error instanceof Error && '$fault' in error) return error.message;
  throw error;
}
