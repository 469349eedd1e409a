// docs/permissions.md is made from what is exported. After a change: npx vitest run test/permissions/page.test.ts -u
import { expect, test } from 'vitest';
import { type BlockName, blocks, type Names, statement } from '../../src/aws/policies.ts';
import { needed } from '../../src/export/needed.ts';
import { commandNames, policyFor, withParts } from '../../src/export/policy.ts';

const names: Names = {
  partition: 'PARTITION',
  region: 'REGION',
  account: 'ACCOUNT',
  project: 'PROJECT',
  ec2Role: 'EC2_ROLE',
  ec2Policy: 'EC2_POLICY',
  serviceRole: 'SERVICE_ROLE',
  sourceInstance: 'SOURCE_INSTANCE',
  asg: 'ASG',
  twin: 'TWIN',
  twinTargetGroup: 'TWIN_TARGET_GROUP',
  application: 'APPLICATION',
  group: 'GROUP',
  bucket: 'BUCKET',
};

const code = (text: string) => `\`${text}\``;
const lines = (items: string | string[]) => [items].flat().map(code).join('<br>');

const commands = commandNames.map((command) => {
  const all = withParts([command]);
  const of = (mode: 'reads' | 'writes') =>
    (Object.keys(blocks) as BlockName[])
      .filter((block) => all.some((each) => block in needed[each][mode]))
      .map((block) => `[${block}](#${block.toLowerCase()})`)
      .join(' ');
  return `| ${code(command)} | ${of('reads')} | ${of('writes')} |`;
});

const whole = policyFor(commandNames, { ...names, tags: ['KEY=VALUE'] }, { readOnly: false });
const statements = whole.Statement.map(({ Sid, Action, Resource, Condition }) => {
  const asg = statement(Sid as BlockName, names).Condition;
  const conditions = [Condition, ...(JSON.stringify(asg) === JSON.stringify(Condition) ? [] : [asg])];
  const shown = conditions.filter((each) => each !== undefined).map((each) => JSON.stringify(each));
  return `### ${Sid}\n\n| | |\n| --- | --- |\n| Actions | ${Action.sort().map(code).join(' ')} |\n| Resource | ${lines(Resource)} |\n${shown.length > 0 ? `| Condition | ${shown.map(code).join('<br>or, by Auto Scaling group<br>')} |\n` : ''}`;
});

const page = `# Permissions

The caller needs no more than what the commands that he runs call. \`export policy\` prints it, with the names of the
project and the account of the credentials:

\`\`\`
codedeploy-wizard export policy                          # for init, which is all steps
codedeploy-wizard export policy deploy "deploy rollback" # for who only deploys
codedeploy-wizard export policy init --read-only         # for --dry-run
codedeploy-wizard export policy status doctor logs       # these only read
codedeploy-wizard export policy --output json            # as files, each short enough for a managed policy
\`\`\`

Names come from flags, variables, the config file and what is there. What is not known is every one of its kind, and a
warning names the flag that narrows it. The tables below are made from what recorded runs of each command called; a test
asks an IAM simulator about each call with its real resource and conditions: all are allowed, and nothing is in a policy
that no call needs. They have not been tried in an account of AWS: where one refuses, the error names the action, the
resource and a statement.

- **Scripts on servers run as root.** [Shell](#shell) is what looks inside them, also when only reading. Leave it out, and
  what cannot be seen is said to be unknown. It reaches only the source instance and the members of the Auto Scaling
  group, or the instances with the project's tags.
- **Who may create roles and pass them could give himself more.** With \`--permissions-boundary\` the policy lets roles be
  created only within that boundary.
- A bucket or image that is encrypted with a key of your own needs \`kms:GenerateDataKey\` and \`kms:Decrypt\` on that key.

## Commands

The others call nothing of AWS.

| Command | Reads | Writes |
| --- | --- | --- |
${commands.join('\n')}

## Statements

Words in capitals stand for names.

${statements.join('\n')}`;

test('docs/permissions.md is what is exported', async () => {
  await expect(page).toMatchFileSnapshot('../../docs/permissions.md');
});
