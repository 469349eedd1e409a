// The embedded account itself: what it holds, and starting it afresh.
import { basename } from 'node:path';
import type { Block } from '../engine/ui.ts';
import { scenarios } from '../sandbox/scenarios.ts';
import type { State } from '../sandbox/state.ts';
import { fileStore, stateFile } from '../sandbox/store.ts';
import type { Session } from '../session.ts';
import type { Settings } from '../settings.ts';

const storeOf = ({ world }: Session, { given }: Settings) => {
  const project = given.flags.project ?? given.variables.project ?? (given.config.project as string | undefined);
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

export async function resetSandbox(
  session: Session,
  settings: Settings,
  scenario: string,
): Promise<{ data: unknown; blocks: Block[] }> {
  const { file, store } = storeOf(session, settings);
  const region = session.globals.region ?? session.world.env.AWS_REGION ?? 'ap-northeast-2';
  if (!session.globals.dryRun) {
    store.save(scenarios[scenario as keyof typeof scenarios](region));
    store.bytes.clear();
  }
  return { data: { file, scenario }, blocks: [{ lines: [`${session.text.words.sandbox}: ${scenario}`] }] };
}
