// The embedded account itself: what it holds, and starting it afresh.
import { basename } from 'node:path';
import { asGiven } from '../engine/answers.ts';
import type { Block } from '../engine/ui.ts';
import { invalid } from '../globals.ts';
import { type Scenario, scenarios } from '../sandbox/scenarios.ts';
import type { State } from '../sandbox/state.ts';
import { fileStore, stateFile } from '../sandbox/store.ts';
import type { Session } from '../session.ts';
import type { Settings } from '../settings.ts';

export const storeOf = ({ world }: Session, { given }: Settings) => {
  const project = asGiven(given, 'project');
  const file = stateFile(world.env, world.homedir, project ?? basename(world.cwd));
  return { file, store: fileStore(file) };
};

const summary = (state: State) => ({
  scenario: state.scenario,
  region: state.region,
  roles: Object.keys(state.iam.roles),
  instances: Object.values(state.ec2.instances).map(({ id, state }) => `${id} ${state}`),
  images: Object.values(state.ec2.images).map(({ id, name }) => `${id} ${name}`),
  templates: Object.values(state.ec2.templates).map(({ name, versions }) => `${name} (${versions.length})`),
  autoScalingGroups: Object.values(state.autoScaling.groups).map(({ name, members }) => `${name} (${members.length})`),
  applications: Object.keys(state.codeDeploy.applications),
  faults: (state.faults ?? []).map(({ name, instance, victim }) =>
    [name, instance ?? victim].filter(Boolean).join(' '),
  ),
  deployments: Object.values(state.codeDeploy.deployments).map(({ id, status }) => `${id} ${status}`),
});

export async function showSandbox(session: Session, settings: Settings): Promise<{ data: unknown; blocks: Block[] }> {
  const { file, store } = storeOf(session, settings);
  const state = store.load();
  const data = { file, ...(state ? summary(state) : { scenario: null }) };
  const rows = Object.entries(data).map(([key, value]) => [
    key,
    Array.isArray(value) ? value.slice(0, 10).join('\n') : String(value ?? session.text.words.empty),
  ]);
  return { data, blocks: [{ title: session.text.words.sandbox, rows }] };
}

const MOST_INSTANCES = 10_000;

/** How many instances were asked for; undefined where the scenario decides. */
function sizeOf(given: string | undefined, scenario: Scenario): number | undefined {
  if (given === undefined) return undefined;
  if (!/^\d+$/.test(given)) throw invalid('--instances', given, 'wholeNumber');
  const instances = Number(given);
  if (instances < 1 || instances > MOST_INSTANCES)
    throw invalid('--instances', given, 'range', { from: '1', to: String(MOST_INSTANCES) });
  if (scenario === 'empty') throw invalid('--instances', given, 'onlyWithGroup');
  return instances;
}

/** The account of a scenario as it begins. */
export function begin({ globals, world }: Session, scenario: string, instances?: number): State {
  const region = globals.region ?? world.env.AWS_REGION ?? 'ap-northeast-2';
  const build: (region: string, instances?: number) => State = scenarios[scenario as Scenario];
  return build(region, instances);
}

export async function resetSandbox(
  session: Session,
  settings: Settings,
  scenario: string,
  instances: string | undefined,
): Promise<{ data: unknown; blocks: Block[] }> {
  const { file, store } = storeOf(session, settings);
  const state = begin(session, scenario, sizeOf(instances, scenario as Scenario));
  if (!session.globals.dryRun) {
    store.save(state);
    store.bytes.clear();
  }
  const size = Object.values(state.autoScaling.groups).reduce((sum, { members }) => sum + members.length, 0);
  return {
    data: { file, scenario, instances: size },
    blocks: [{ lines: [`${session.text.words.sandbox}: ${scenario}${size > 1 ? ` (${size})` : ''}`] }],
  };
}
