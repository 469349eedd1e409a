// A group of servers found by tags that has been deployed to, in a repository; the account can be changed behind its back.
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Deployment, State } from '../../src/sandbox/state.ts';
import { type Bench, bench, example, type Ran, stateFile } from './run.ts';

export const sandbox = ['--sandbox', '--yes', '--output', 'json'];
const answers = 'project: shop\ntargets: tags\ntags: [Name=exercise-web]\n';

export interface Shop extends Bench {
  state(): State;
  /** Changes the account as somebody else would. */
  change(how: (state: State) => void): void;
  /** The servers, first the one of the book. */
  servers(): string[];
  git(...args: string[]): string;
  /** Another release of the application, by its message; answers its commit. */
  release(message: string): string;
  /** Runs a command in the sandbox and answers the document that it prints. */
  ask(...args: string[]): Promise<Ran>;
}

/** Ready to deploy to, with so many servers. */
export async function shop(servers = 1): Promise<Shop> {
  const here = bench();
  const app = here.cwd;
  mkdirSync(app, { recursive: true });
  cpSync(example, app, { recursive: true });
  writeFileSync(join(app, 'codedeploy-wizard.yml'), answers);
  const git = (...args: string[]) =>
    execFileSync('git', ['-c', 'user.name=Kim', '-c', 'user.email=kim@example.com', ...args], {
      cwd: app,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    }).trim();
  git('init', '--quiet', '--initial-branch=main');
  git('remote', 'add', 'origin', 'https://github.com/acme/shop.git');
  const load = () => JSON.parse(readFileSync(stateFile(here), 'utf8')) as State;
  const made: Shop = {
    ...here,
    state: load,
    change(how) {
      const state = load();
      how(state);
      writeFileSync(stateFile(here), JSON.stringify(state));
    },
    servers: () =>
      Object.values(load().ec2.instances)
        .filter(({ tags }) => tags.some(({ value }) => value === 'exercise-web'))
        .map(({ id }) => id),
    git,
    release(message) {
      writeFileSync(join(app, 'site', 'index.html'), message);
      git('add', '.');
      git('commit', '--quiet', '-m', message);
      git('update-ref', 'refs/remotes/origin/main', 'HEAD');
      return git('rev-parse', 'HEAD');
    },
    ask: (...args) => here.run([...args, ...sandbox]),
  };
  made.release('First release');
  await here.run(['sandbox', 'reset', ...sandbox]);
  made.change((state) => addServers(state, servers - 1));
  for (const step of ['roles', 'app', 'group']) {
    const ran = await here.run([step, ...sandbox]);
    if (ran.exitCode !== 0) throw new Error(ran.stdout);
  }
  return made;
}

/** Copies of the book's server, with the same name. */
function addServers({ ec2 }: State, count: number): void {
  const [source] = Object.values(ec2.instances).filter(({ tags }) =>
    tags.some(({ value }) => value === 'exercise-web'),
  );
  for (let index = 0; index < count; index++) {
    const id = `i-0${String(index).padStart(16, 'a')}`;
    ec2.instances[id] = { ...structuredClone(source!), id, privateIp: `10.0.0.${100 + index}` };
  }
}

export interface Past {
  id: string;
  status?: Deployment['status'];
  creator?: Deployment['creator'];
  /** Commit, 40 digits. */
  commit?: string;
  /** Before now. */
  minutes: number;
  description?: string;
}

/** Deployments that the group has behind it, as if somebody had made them. */
export function remember(here: Shop, deployments: Past[]): void {
  here.change((state) => {
    const group = state.codeDeploy.groups['shop/shop-group']!;
    for (const {
      id,
      status = 'Succeeded',
      creator = 'user',
      commit = 'a'.repeat(40),
      minutes,
      description,
    } of deployments) {
      const createdAt = state.now - minutes * 60_000;
      state.codeDeploy.deployments[id] = {
        id,
        application: 'shop',
        group: 'shop-group',
        status,
        creator,
        revision: { revisionType: 'GitHub', gitHubLocation: { repository: 'acme/shop', commitId: commit } },
        config: 'CodeDeployDefault.OneAtATime',
        description,
        fileExistsBehavior: 'DISALLOW',
        ignoreApplicationStopFailures: false,
        rollbackEvents: [],
        createdAt,
        startedAt: createdAt + 3_000,
        completedAt: createdAt + 63_000,
        targets: [],
      };
    }
    const own = Object.values(state.codeDeploy.deployments)
      .filter(({ creator }) => creator !== 'autoscaling')
      .sort((a, b) => a.createdAt - b.createdAt);
    group.lastAttempted = own.at(-1)?.id;
    group.lastSuccessful = own.filter(({ status }) => status === 'Succeeded').at(-1)?.id;
  });
}
