// `export github-actions`, `gitlab` and `codebuild`: a pipeline that deploys, and the role that it takes.
import { realpath } from 'node:fs/promises';
import { isAbsolute, join, relative, resolve } from 'node:path';
import type { OptionValues } from 'commander';
import type { Names } from '../aws/policies.ts';
import { readRepository } from '../deployments/repository.ts';
import { WizardError } from '../engine/errors.ts';
import { flagOf, type Question, variableOf } from '../engine/question.ts';
import { line } from '../engine/resource.ts';
import { codeBuild, codeBuildFolder } from '../export/codebuild.ts';
import { gitHubActions, gitHubFolder } from '../export/github-actions.ts';
import { gitLab, gitLabFolder } from '../export/gitlab.ts';
import type { Pipeline, Words } from '../export/pipeline.ts';
import { openIn, policyFor } from '../export/policy.ts';
import { invalid } from '../globals.ts';
import type { Work } from '../perform.ts';
import type { Session } from '../session.ts';
import type { Settings } from '../settings.ts';
import { roleName } from '../steps/rules.ts';
import { typed } from '../text/say.ts';
import { known } from './export.ts';
import { readsOnly } from './reads-only.ts';
import { suggest } from './suggest.ts';
import { writeFiles } from './write-files.ts';

const HOSTS = {
  'github-actions': { files: gitHubActions, folder: gitHubFolder, runs: '"$GITHUB_SHA"' },
  gitlab: { files: gitLab, folder: gitLabFolder, runs: '"$CI_COMMIT_SHA"' },
  codebuild: { files: codeBuild, folder: codeBuildFolder, runs: '"$CODEBUILD_RESOLVED_SOURCE_VERSION"' },
};
export type Host = keyof typeof HOSTS;

/** What git takes for a branch, of what a shell, YAML and a pattern of IAM take for nothing else. */
const BRANCH = /^(?!.*(\.\.|\/\/))[A-Za-z0-9][A-Za-z0-9._/-]{0,200}$/;

export async function exportPipeline(
  session: Session,
  settings: Settings,
  questions: readonly Question[],
  host: Host,
  { branch = 'main', role, out }: OptionValues,
): Promise<Work> {
  await readsOnly(session, settings);
  if (!BRANCH.test(branch)) throw invalid('--branch', branch, 'branchName');
  const want = (await known(session, settings, questions)) as Record<string, string | undefined> & { tags?: string[] };
  const { partition, region, account } = await session.place();
  const { project = '', application = '', group = '', bucket, repository } = want;
  const isLocal = want.source !== 'github';
  const { cwd } = session.world;
  const here = await realpath(cwd);
  const top = (await readRepository(cwd))?.root ?? here;
  const packed = resolve(cwd, want.directory ?? '.');
  const directory = isLocal ? await onRunner(top, packed) : '.';
  if (directory === undefined) throw invalid(settings.whereGiven('directory'), packed, 'outside');
  mustBeKnown({ application, group, repository, ...(isLocal && { bucket }) });

  const roleNamed = role ?? `${project}-deploy`.slice(0, 64);
  const broken = roleName(roleNamed);
  if (broken) throw invalid('--role', roleNamed, broken.rule, broken.data as Record<string, string>);
  const names = {
    ...want,
    ...(want.targets !== 'tags' && { tags: undefined }),
    key: undefined,
    partition,
    region,
    account,
  } as unknown as Names;
  const policy = policyFor(['deploy'], names, { readOnly: false });
  const open = openIn(policy, names);
  if (open.length > 0) session.ui.warn(line('policyOpen', { flags: open.map(flagOf).join(', ') }));

  session.ui.warn(line('policyRunsScripts', {}));

  const { files: made, folder, runs } = HOSTS[host];
  const { text } = session;
  const source = isLocal
    ? ['--source', 'local', '--directory', directory, '--bucket', bucket!]
    : ['--source', 'github', '--repository', repository!];
  const where = ['--application', application, '--group', group, '--expect-account', account];
  const pipeline: Pipeline = {
    partition,
    region,
    account,
    project,
    application,
    group,
    repository: repository!,
    branch,
    role: roleNamed,
    policy,
    ...(isLocal && { lint: `appspec lint ${typed(directory)}` }),
    deploy: [
      ...['deploy', ...source].map(typed),
      // The commit of the run: the shell fills it in.
      ...(isLocal ? [] : ['--commit', runs]),
      ...[...where, '--wait-for-active', '--yes', '--output', 'json'].map(typed),
    ].join(' '),
    version: session.world.version,
    words: wordsFor(session, { folder, host, repository: repository!, branch }),
  };
  const files = made(pipeline);
  const next = suggest(
    session,
    'export',
    host,
    '--repository',
    repository!,
    '--branch',
    branch,
    '--out',
    relative(here, top) || '.',
  );
  if (out === undefined)
    return {
      data: { files },
      next: [next],
      blocks: files.map(({ path, content }) => ({ lines: [`==> ${path} <==`, content] })),
    };
  await writeFiles(session, resolve(cwd, out), files);
  return { data: { files }, next: [`sh ${typed(join(out, folder, 'create-role.sh'))}`] };

  function wordsFor(
    session: Session,
    about: { folder: string; host: Host; repository: string; branch: string },
  ): Words {
    const command = `${session.program} export ${about.host}`;
    const data = { ...about, command } as never;
    return Object.fromEntries(
      Object.entries(text.pipeline).map(([key, word]) => [key, typeof word === 'string' ? word : word(data)]),
    ) as Words;
  }
}

/** As it is called where the runner checks the repository out; `top` is that folder here, and beyond it is nothing. */
async function onRunner(top: string, folder: string): Promise<string | undefined> {
  const path = relative(top, await realpath(folder).catch(() => folder)) || '.';
  return path.startsWith('..') || isAbsolute(path) ? undefined : path;
}

/** Nobody is asked: what is missing is given as flags or stands in the config file. */
function mustBeKnown(answers: Record<string, string | undefined>): void {
  const missing = Object.entries(answers)
    .filter(([, value]) => !value)
    .map(([key]) => ({ key, flag: flagOf(key), variable: variableOf(key) }));
  if (missing.length > 0) throw new WizardError('missingAnswers', { missing });
}
