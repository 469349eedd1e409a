// Writes which names Terraform's AWS provider and CloudFormation know of the resources that are exported. Run once, after
//   npm pack @cdktf/provider-aws@21.22.1 && npm pack @aws-cdk/aws-service-spec@0.1.216
// are unpacked: node test/export/names.mjs PROVIDER/package SPEC/package
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';

const [provider, specification] = process.argv.slice(2);

const terraform = {
  aws_iam_policy: 'iam-policy',
  aws_iam_role: 'iam-role',
  aws_iam_role_policy_attachment: 'iam-role-policy-attachment',
  aws_iam_instance_profile: 'iam-instance-profile',
  aws_launch_template: 'launch-template',
  aws_autoscaling_group: 'autoscaling-group',
  aws_codedeploy_app: 'codedeploy-app',
  aws_codedeploy_deployment_config: 'codedeploy-deployment-config',
  aws_codedeploy_deployment_group: 'codedeploy-deployment-group',
  'data.aws_lb_target_group': 'data-aws-lb-target-group',
  'data.aws_partition': 'data-aws-partition',
  'data.aws_caller_identity': 'data-aws-caller-identity',
  'data.aws_region': 'data-aws-region',
};

const camel = (name) => name.replace(/_([a-z0-9])/g, (_, letter) => letter.toUpperCase());

/** What a resource or a block of it takes: a name with true is required, an object is a block. */
function namesOf(lib) {
  const code = readFileSync(join(provider, 'lib', lib, 'index.js'), 'utf8');
  const types = readFileSync(join(provider, 'lib', lib, 'index.d.ts'), 'utf8');
  // Blocks that may be repeated often stand in a file of their own.
  const shared = [...code.matchAll(/require\("\.\/(.+?)"\)|from '\.\/(.+?)'/g)].map(([, a, b]) => a ?? b);
  const more = shared.map((file) => readFileSync(join(provider, 'lib', lib, `${file}.js`), 'utf8')).join('\n');
  const moreTypes = shared.map((file) => readFileSync(join(provider, 'lib', lib, `${file}.d.ts`), 'utf8')).join('\n');
  const all = `${code}\n${more}`;
  const allTypes = `${types}\n${moreTypes}`;

  const required = (type) => {
    const body =
      new RegExp(`export interface ${type}(?: extends [\\w.]+)? \\{([\\s\\S]*?)\\n\\}`).exec(allTypes)?.[1] ?? '';
    return new Set([...body.matchAll(/readonly (\w+): /g)].map(([, name]) => name));
  };
  const parse = (attrs, type) => {
    const needed = required(type);
    const names = {};
    for (const [, name, value, isBlock] of attrs.matchAll(
      /^ {12}(\w+): \{\n {16}value: (.*),\n {16}isBlock: (\w+)|^ {8}(\w+): \{$/gm,
    )) {
      if (name === undefined || name === 'region') continue;
      names[name] = entry(value, isBlock, needed.has(camel(name)));
    }
    return names;
  };
  function entry(value, isBlock, isRequired) {
    const [, maker] = /(\w+)ToHclTerraform/.exec(value) ?? [];
    if (isBlock !== 'true' || !maker) return isRequired;
    return block(maker);
  }
  function block(maker) {
    const body =
      new RegExp(
        `function ${maker}ToHclTerraform\\(struct\\) \\{[\\s\\S]*?const attrs = \\{([\\s\\S]*?)\\n {4}\\};`,
      ).exec(all)?.[1] ?? '';
    const needed = required(maker[0].toUpperCase() + maker.slice(1));
    const names = {};
    for (const [, name, value, isBlock] of body.matchAll(/^ {8}(\w+): \{\n {12}value: (.*),\n {12}isBlock: (\w+)/gm))
      names[name] = entry(value, isBlock, needed.has(camel(name)));
    return names;
  }
  const attrs = /synthesizeHclAttributes\(\) \{\s*const attrs = \{([\s\S]*?)\n {8}\};/.exec(code)?.[1] ?? '';
  const [, config] = /export interface (\w+Config) extends/.exec(types) ?? [];
  return parse(attrs, config);
}

const cloudFormation = [
  'AWS::IAM::ManagedPolicy',
  'AWS::IAM::Role',
  'AWS::IAM::InstanceProfile',
  'AWS::EC2::LaunchTemplate',
  'AWS::AutoScaling::AutoScalingGroup',
  'AWS::CodeDeploy::Application',
  'AWS::CodeDeploy::DeploymentConfig',
  'AWS::CodeDeploy::DeploymentGroup',
];

function propertiesOf() {
  const { schema } = JSON.parse(gunzipSync(readFileSync(join(specification, 'db.json.gz'))).toString());
  const types = new Map(schema.typeDefinition.entities.map((type) => [type.$id, type]));
  const referred = (type) =>
    type.type === 'ref'
      ? types.get(type.reference.$ref)
      : type.type === 'array'
        ? referred(type.element)
        : type.type === 'union'
          ? type.types.map(referred).find(Boolean)
          : undefined;
  const names = (properties, above) =>
    Object.fromEntries(
      Object.entries(properties).map(([name, { type, required }]) => {
        const inner = referred(type);
        if (!inner || above.includes(inner.$id)) return [name, required === true];
        return [name, names(inner.properties, [...above, inner.$id])];
      }),
    );
  return Object.fromEntries(
    schema.resource.entities
      .filter(({ cloudFormationType }) => cloudFormation.includes(cloudFormationType))
      .map(({ cloudFormationType, properties }) => [cloudFormationType, names(properties, [])]),
  );
}

/** A line for each resource and each block of it; what is required has an exclamation mark. */
const lines = (path, names) => [
  `${path}: ${Object.entries(names)
    .map(([name, inner]) => `${name}${inner === true ? '!' : ''}`)
    .join(' ')}`,
  ...Object.entries(names).flatMap(([name, inner]) =>
    typeof inner === 'object' ? lines(`${path}/${name}`, inner) : [],
  ),
];
const write = (name, resources) =>
  writeFileSync(
    join(import.meta.dirname, `${name}.txt`),
    `${Object.entries(resources)
      .flatMap(([path, names]) => lines(path, names))
      .join('\n')}\n`,
  );
write('terraform-names', Object.fromEntries(Object.entries(terraform).map(([name, lib]) => [name, namesOf(lib)])));
write('cloudformation-names', propertiesOf());
