// Reads what exists, step by step, and what to do next. Changes nothing.

import { allPages, type Place } from '../aws/place.ts';
import { isWizardError, WizardError } from '../engine/errors.ts';
import { differences, outputs } from '../engine/plan.ts';
import type { Resource } from '../engine/resource.ts';
import { pick } from '../engine/run.ts';
import type { AnyStep } from '../engine/step.ts';
import type { Block } from '../engine/ui.ts';
import { readGroup } from '../resources/deployment-group.ts';
import type { Session } from '../session.ts';
import type { Settings } from '../settings.ts';
import { steps as allSteps, fitting, upstreamOf } from '../steps/index.ts';
import { ask, wanted } from './make.ts';
import { suggest } from './suggest.ts';

type State = 'missing' | 'partial' | 'ready';

interface StepState {
  step: string;
  state: State;
  found: { kind: string; name: string; state: State; differs: string[] }[];
  gives: Record<string, string>;
}

/** `step` absent: all of them. */
export async function show(
  session: Session,
  settings: Settings,
  step?: AnyStep,
): Promise<{ data: unknown; blocks: Block[]; next: string[]; gives: Record<string, Record<string, string>> }> {
  session.readOnly = true;
  const list = step ? [...upstreamOf(step), step] : [...allSteps];
  const want = await knownAnswers(session, settings, list);
  const place = await session.place();
  const states: StepState[] = [];
  const given: Record<string, Record<string, string>> = {};
  for (const each of fitting(list, want.targets)) {
    const needed = pick(each, given);
    const state = await look(each, place, want, needed);
    given[each.name] = state.gives;
    states.push(state);
  }
  const shown = step ? states.filter((state) => state.step === step.name) : states;
  const { words, kinds } = session.text;
  const blocks: Block[] = [
    {
      title: words.state,
      rows: shown.flatMap(({ step, state, found }) => [
        [step, words[state], ''],
        ...found.map(({ kind, name, state, differs }) => [
          '',
          `${(kinds as Record<string, string>)[kind] ?? kind} ${name}`,
          `${words[state]}${differs.length > 0 ? ` (${differs.join(', ')})` : ''}`,
        ]),
      ]),
    },
  ];
  const first = shown.find(({ state }) => state !== 'ready');
  const next = [suggest(session, first?.step ?? 'deploy')];
  const gives = Object.fromEntries(shown.map(({ step, gives }) => [step, gives]));
  if (step) return { data: { steps: shown.map(({ gives: _, ...state }) => state) }, blocks, next, gives };

  const group = await groupState(place, String(want.application), String(want.group));
  if (group) {
    blocks.push({
      title: words.deployments,
      rows: group.deployments.map(({ id, status, creator, createdAt }) => [id, status, creator, createdAt]),
    });
    if (group.hook.length > 0)
      blocks.push({ title: words.hook, rows: group.hook.map(({ asg, name }) => [asg, name ?? words.none]) });
  }
  return {
    data: {
      steps: shown.map(({ gives: _, ...state }) => state),
      group: group?.group ?? null,
      targets: [],
      hook: group?.hook ?? [],
      deployments: group?.deployments ?? [],
    },
    blocks,
    next,
    gives,
  };
}

/** Answers that are known or suggested; what is not known makes a step missing, not the command fail. */
async function knownAnswers(session: Session, settings: Settings, list: AnyStep[]): Promise<Record<string, unknown>> {
  const quiet = { ...session, ui: { ...session.ui, interactive: false, step: () => {}, answered: () => {} } };
  try {
    return wanted(await ask(quiet, { ...settings, keep: async () => {} }, list, []));
  } catch (error) {
    if (!isWizardError(error, 'missingAnswers')) throw error;
    return wanted((error as WizardError & { answers?: Parameters<typeof wanted>[0] }).answers ?? []);
  }
}

async function look(step: AnyStep, place: Place, want: object, given: object): Promise<StepState> {
  const missing: StepState = { step: step.name, state: 'missing', found: [], gives: {} };
  let resources: Record<string, Resource>;
  try {
    resources = await step.resources(place as never, want as never, given as never);
  } catch (error) {
    if (error instanceof WizardError && ['notFound', 'revisionBroken', 'invalidValue'].includes(error.code))
      return missing;
    throw error;
  }
  const read = await Promise.all(
    Object.entries(resources).map(async ([key, resource]) => {
      try {
        const found = (await resource.read()) as object | undefined;
        const differs = found ? differences(resource.spec, found).map((difference) => difference.key) : [];
        const state: State = !found ? 'missing' : differs.length > 0 ? 'partial' : 'ready';
        return { key, found, shown: { kind: resource.kind, name: resource.name, state, differs } };
      } catch (error) {
        if (!isWizardError(error, 'notFound') && !isWizardError(error, 'busy')) throw error;
        return {
          key,
          found: undefined,
          shown: { kind: resource.kind, name: resource.name, state: 'missing' as State, differs: [] },
        };
      }
    }),
  );
  const states = read.map(({ shown }) => shown.state);
  const state: State = states.every((one) => one === 'ready')
    ? 'ready'
    : states.every((one) => one === 'missing')
      ? 'missing'
      : 'partial';
  const { gives } = outputs(step, Object.fromEntries(read.map(({ key, found }) => [key, found])), want);
  return { step: step.name, state, found: read.map(({ shown }) => shown), gives };
}

const LAST_DEPLOYMENTS = 5;

async function groupState(place: Place, applicationName: string, deploymentGroupName: string) {
  const info = await readGroup(place, applicationName, deploymentGroupName);
  if (!info) return undefined;
  const { codeDeploy } = place.aws;
  const ids = await allPages(
    (nextToken) => codeDeploy.listDeployments({ applicationName, deploymentGroupName, nextToken }),
    ({ deployments }) => deployments,
    ({ nextToken }) => nextToken,
  );
  const known =
    ids.length > 0
      ? ((await codeDeploy.batchGetDeployments({ deploymentIds: ids.slice(0, 25) })).deploymentsInfo ?? [])
      : [];
  const deployments = known
    .sort((a, b) => (b.createTime?.getTime() ?? 0) - (a.createTime?.getTime() ?? 0))
    .slice(0, LAST_DEPLOYMENTS)
    .map(({ deploymentId = '', status = '', creator = '', createTime }) => ({
      id: deploymentId,
      status,
      creator,
      createdAt: createTime?.toISOString() ?? '',
    }));
  return {
    group: {
      name: deploymentGroupName,
      application: applicationName,
      id: info.deploymentGroupId ?? '',
      lastSuccessful: info.lastSuccessfulDeployment?.deploymentId ?? null,
    },
    hook: (info.autoScalingGroups ?? []).map(({ name = '', hook }) => ({ asg: name, name: hook ?? null })),
    deployments,
  };
}
