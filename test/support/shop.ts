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

const prepared = new Map<string, Promise<Bench>>();

/** What takes long is done once in a file of tests; each test gets a copy of it. */
export async function prepare(name: string, build: () => Promise<Bench>): Promise<Shop> {
  const original = prepared.get(name) ?? build();
  prepared.set(name, original);
  const { cwd, home } = await original;
  const here = bench();
  cpSync(cwd, here.cwd, { recursive: true });
  cpSync(home, here.home, { recursive: true });
  return opened(here);
}

/** Ready to deploy to, with so many servers. */
export const shop = (servers = 1): Promise<Shop> =>
  prepare(`${servers} servers`, async () => {
    const here = bench();
    mkdirSync(here.cwd, { recursive: true });
    cpSync(example, here.cwd, { recursive: true });
    writeFileSync(join(here.cwd, 'codedeploy-wizard.yml'), answers);
    const made = opened(here);
    made.git('init', '--quiet', '--initial-branch=main');
    made.git('remote', 'add', 'origin', 'https://github.com/acme/shop.git');
    made.release('First release');
    await here.run(['sandbox', 'reset', ...sandbox]);
    made.change((state) => addServers(state, servers - 1));
    for (const step of ['roles', 'app', 'group']) {
      const ran = await here.run([step, ...sandbox]);
      if (ran.exitCode !== 0) throw new Error(ran.stdout);
    }
    return here;
  });

function opened(here: Bench): Shop {
  const git = (...args: string[]) =>
    execFileSync('git', ['-c', 'user.name=Kim', '-c', 'user.email=kim@example.com', ...args], {
      cwd: here.cwd,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    }).trim();
  const state = () => JSON.parse(readFileSync(stateFile(here), 'utf8')) as State;
  return {
    ...here,
    state,
    git,
    change(how) {
      const changed = state();
      how(changed);
      writeFileSync(stateFile(here), JSON.stringify(changed));
    },
    servers: () =>
      Object.values(state().ec2.instances)
        .filter(({ tags }) => tags.some(({ value }) => value === 'exercise-web'))
        .map(({ id }) => id),
    release(message) {
      writeFileSync(join(here.cwd, 'site', 'index.html'), message);
      git('add', '.');
      git('commit', '--quiet', '-m', message);
      git('update-ref', 'refs/remotes/origin/main', 'HEAD');
      return git('rev-parse', 'HEAD');
    },
    ask: (...args) => here.run([...args, ...sandbox]),
  };
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

/** A first release that runs everywhere, and a second one on its way. */
export async function underWay(servers = 2): Promise<{ here: Shop; id: string }> {
  const here = await prepare(`${servers} servers, a deployment under way`, async () => {
    const here = await shop(servers);
    await here.ask('deploy', '--source', 'github');
    here.release('Second release');
    await here.ask('deploy', '--source', 'github', '--no-wait');
    return here;
  });
  return { here, id: here.state().codeDeploy.groups['shop/shop-group']?.lastAttempted ?? '' };
}
