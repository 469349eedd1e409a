// The inside of a server: the CodeDeploy agent runs and polls; for an image also: folders empty, no memory of earlier deployments.
import { createHash } from 'node:crypto';
import type { Place } from '../aws/place.ts';
import { WizardError } from '../engine/errors.ts';
import { type Line, line, type Resource } from '../engine/resource.ts';
import type { TaskKey } from '../text/en/index.ts';
import * as scripts from './host-scripts.ts';
import { instanceFacts, PREPARED } from './instance.ts';
import { isManaged } from './profile-association.ts';
import { lookInside, runDocument, runScript } from './run-command.ts';

export interface FoundHost {
  agent: string;
  memory: string;
  emptied: string[];
  inspection?: scripts.Inspection;
}

export interface HostShape {
  instance: string;
  agent: 'ssm' | 'script';
  generation: '1' | '2';
  /** Folders to empty. */
  clean: string[];
  /** Forget earlier deployments: right for an image, wrong for a server that is deployed to. */
  forget: boolean;
}

const LOOKS_BEFORE_GIVING_UP = 12;

export const hostDigest = (spec: object) =>
  createHash('sha256').update(JSON.stringify(spec)).digest('hex').slice(0, 16);

export const hostSpec = ({ clean, forget }: Pick<HostShape, 'clean' | 'forget'>) => ({
  agent: 'running',
  ...(forget && { memory: 'none' }),
  ...(clean.length > 0 && { emptied: [...clean].sort() }),
});

export function host(place: Place, shape: HostShape): Resource<FoundHost> {
  const { instance, agent, generation, forget } = shape;
  const clean = [...shape.clean].sort();
  const spec = hostSpec({ clean, forget });
  let looks = 0;

  const look = async () => {
    const ran = await lookInside(place, instance, scripts.inspect(clean), 'looksAtAgent');
    return scripts.readInspection(ran.output);
  };

  /** Whoever installs it himself runs the script, and comes back. */
  const toRun = () =>
    new WizardError('scriptToRun', { instance, script: scripts.installScript(generation, place.partition).join('\n') });

  async function prepare(found: FoundHost | undefined) {
    if (agent === 'script' && !found && !(await isManaged(place.aws.ssm, instance))) throw toRun();
    const state = found?.inspection?.agent ?? (await look()).agent;
    if (state === 'missing') {
      if (agent === 'script') throw toRun();
      await install();
    } else if (state !== 'running') await must(scripts.restart, 'restartsAgent');
    if (clean.length > 0 || forget) await must(scripts.clean(clean, forget), 'emptiesFolders');
  }

  async function install() {
    const installed = await runDocument(
      place,
      instance,
      'AWS-ConfigureAWSPackage',
      {
        action: ['Install'],
        installationType: ['Uninstall and reinstall'],
        name: [generation === '1' ? 'AWSCodeDeployAgent' : 'AWSCodeDeployAgentV2'],
      },
      'installsAgent',
    );
    // Not every Region has the package of the second generation; its installer is everywhere.
    if (!installed.ok) await must(scripts.installScript(generation, place.partition), 'installsAgent');
  }

  async function must(commands: string[], what: TaskKey) {
    const ran = await runScript(place, instance, commands, what);
    if (!ran.ok)
      throw new WizardError('agentNotVerified', {
        instance,
        state: ran.status,
        evidence: ran.output.trim().split('\n').slice(-3).join('\n  '),
      });
  }

  return {
    kind: 'ssm.host',
    name: instance,
    spec,
    async read() {
      const facts = await instanceFacts(place, instance);
      if (facts.tags[PREPARED] === hostDigest(spec) && facts.state !== 'running')
        return { agent: 'running', memory: 'none', emptied: clean };
      if (facts.state !== 'running' || !(await isManaged(place.aws.ssm, instance))) return undefined;
      const inspection = await look();
      return {
        agent: inspection.agent,
        memory: inspection.remembered.length === 0 ? 'none' : inspection.remembered.join(', '),
        emptied: clean.filter((_, index) => inspection.whole && inspection.folders[index]?.count === 0),
        inspection,
      };
    },
    create: () => prepare(undefined),
    update: (found) => prepare(found),
    notYet(found) {
      // "Running" is not healthy: the agent counts as verified when it has polled CodeDeploy.
      if (++looks > LOOKS_BEFORE_GIVING_UP && found.agent !== 'running') {
        throw new WizardError('agentNotVerified', {
          instance,
          state: found.agent,
          evidence: found.inspection?.evidence,
        });
      }
      return line('waitAgent', { instance, state: found.agent });
    },
    notes(found, differs): Line[] {
      const lines: Line[] = [];
      if (agent === 'script' && found?.inspection?.agent === 'missing') {
        lines.push(
          line('agentScript', {
            platform: 'Linux',
            script: scripts.installScript(generation, place.partition).join('\n'),
          }),
        );
      }
      if (!found?.inspection || differs.length === 0) return lines;
      for (const [index, path] of clean.entries()) {
        const { count, first } = found.inspection.folders[index] ?? { count: 0, first: [] };
        if (count > 0)
          lines.push(line('listing', { path, entries: first.slice(0, 8).join(', '), more: Math.max(0, count - 8) }));
      }
      return lines;
    },
    severe(found) {
      return clean.flatMap((path, index) => {
        const holds = found?.inspection?.folders[index];
        if (holds?.count === 0 && found?.inspection?.whole) return [];
        // Before the server can be looked into, nobody can be shown what is there: it is asked when it can.
        return [
          {
            confirm: path,
            why: line('emptiesFolder', { path, count: holds?.count ?? 0 }),
            later: holds === undefined,
          },
        ];
      });
    },
  };
}
