// docs/doctor.md is made from the catalogue. After a change of the catalogue: npx vitest run test/doctor-page.test.ts -u
import { expect, test } from 'vitest';
import { checks } from '../src/doctor/checks/index.ts';
import type { CheckGroup } from '../src/text/en/index.ts';
import { en } from '../src/text/en/index.ts';

const ABSENT = ['profile', 'rescue', 'release', 'colour', 'platform'];
const LISTS = ['linux', 'batches', 'each', 'kept', 'subnets', 'further'];

/** What is filled in is named by what it is. */
const named = new Proxy({} as Record<string, string>, {
  get(_, name) {
    if (ABSENT.includes(String(name))) return undefined;
    const capitals = String(name).replace(/[A-Z]/g, ' $&').toUpperCase();
    if (name === 'windows') return [];
    if (name === 'blind') return [{ why: 'offline', hosts: 'HOSTS' }];
    return LISTS.includes(String(name)) ? [capitals] : capitals;
  },
});

type Sentences = { title: string; evidence: (data: object) => string; fix: (data: object) => string };

const cell = (text: string) =>
  text.replaceAll('|', '\\|').replaceAll('<', '&lt;').replaceAll('*', '\\*').replaceAll('\n', '<br>');

const table = (group: CheckGroup) =>
  checks
    .filter((check) => check.group === group)
    .map(({ id }) => {
      const { title, evidence, fix } = en.doctorChecks[id] as Sentences;
      return `| \`${id}\` | ${cell(title)} | ${cell(evidence(named))} | ${cell(fix(named))} |`;
    })
    .join('\n');

const unknown = Object.values(en.doctor.unknown as unknown as Record<string, Sentences>)
  .map(({ evidence, fix }) => `| ${cell(evidence(named))} | ${cell(fix(named))} |`)
  .join('\n');

const page = [
  `# Doctor

\`codedeploy-wizard doctor\` looks at all that a deployment depends on, and changes nothing. Each check *passes*, *warns*,
*fails*, or is *unknown*: what the caller may not look at never passes, and names the action that it needs. A check that
could be about nothing, such as one of alarms where the group has none, is left out. Exit 0, or 3 if one fails.

\`\`\`
codedeploy-wizard doctor
codedeploy-wizard doctor --only agent-running,alarms-exist
codedeploy-wizard doctor --output json
\`\`\`

Inside the instances it looks with one script for Linux and one for Windows, sent once by Systems Manager to every 50 of
them. Instances that could not be looked into (not managed, offline, without an answer) make a check *unknown* that would
pass otherwise; \`hosts\` of the JSON counts them. Of several things the worst decides: fail, warn, unknown, pass. A check
that is unknown names all the IAM actions that it takes, so that a policy is put right at once.
\`host-files\` compares what the \`appspec.yml\` here (or in \`--directory\`) would install with what is there. The sandbox has
a [fault](sandbox.md) for each check.

Below, words in capitals stand for what is found, and COMMAND for a command of this program, whole, with the names and
flags of the run.
`,
  ...Object.entries(en.doctor.groups).map(
    ([group, title]) =>
      `## ${title}\n\n| Check | What must hold | What is found | Fix |\n| --- | --- | --- | --- |\n${table(group as CheckGroup)}\n`,
  ),
  `## Unknown\n\n| What is found | Fix |\n| --- | --- |\n${unknown}\n`,
].join('\n');

test('docs/doctor.md is what the catalogue says', async () => {
  await expect(page).toMatchFileSnapshot('../docs/doctor.md');
});
