// Every name in what is exported is one that Terraform's AWS provider and CloudFormation know, with all that they require.
// test/export/names.mjs writes the tables from what is published.
import { beforeAll, describe, expect, test } from 'vitest';
import { cloudFormation } from '../../src/export/cloudformation.ts';
import { terraform } from '../../src/export/terraform.ts';
import { data, everything } from './everything.ts';
import { exported, hcl, namesIn, yaml } from './support.ts';

type Names = ReturnType<typeof namesIn>;

/** Paths that are unknown or missing. */
function wrong(names: Names, path: string, value: Record<string, unknown>): string[] {
  const { known, required } = names.get(path) ?? { known: new Set<string>(), required: [] };
  return [
    ...required.filter((name) => !(name in value)).map((name) => `${path}/${name} is missing`),
    ...Object.entries(value).flatMap(([name, inner]) => {
      if (name === 'lifecycle') return [];
      if (!known.has(name)) return [`${path}/${name} is unknown`];
      if (!names.has(`${path}/${name}`)) return [];
      return [inner].flat().flatMap((each) => wrong(names, `${path}/${name}`, each as Record<string, unknown>));
    }),
  ];
}

describe('of everything that can be there', () => {
  // biome-ignore lint/suspicious/noExplicitAny: whatever the file says.
  let parsed: any;
  beforeAll(() => {
    [parsed] = hcl([terraform(exported(everything))]);
  }, 60_000);

  test('Terraform knows each name, and nothing was left out in silence', () => {
    const names = namesIn('terraform-names');
    const resources = Object.entries(parsed.resource as Record<string, Record<string, object[]>>).flatMap(
      ([type, all]) =>
        Object.values(all)
          .flat()
          .map((value) => [type, value] as const),
    );
    expect(new Set(resources.map(([type]) => type))).toEqual(
      new Set([...names.keys()].filter((path) => /^aws_\w+$/.test(path))),
    );
    expect(resources.flatMap(([type, value]) => wrong(names, type, value as Record<string, unknown>))).toEqual([]);
    for (const [type, all] of Object.entries(parsed.data as Record<string, Record<string, object[]>>))
      for (const value of Object.values(all).flat())
        expect(wrong(names, `data.${type}`, value as Record<string, unknown>)).toEqual([]);
    const template = parsed.resource.aws_launch_template.web[0];
    const given = new Set(Object.keys(template));
    expect([...Object.keys(data), 'UserData'].length + 2).toBe(given.size);
  });

  test('each resource is imported once, and each import has its resource', () => {
    const made = Object.entries(parsed.resource as Record<string, object>).flatMap(([type, all]) =>
      Object.keys(all).map((name) => `\${${type}.${name}}`),
    );
    const imported = (parsed.import as { to: string; id: string }[]).map(({ to }) => to);
    expect(imported.sort()).toEqual(made.sort());
  });

  test('CloudFormation knows each name', () => {
    const names = namesIn('cloudformation-names');
    const { value, document } = yaml(cloudFormation(exported(everything)));
    expect(document.errors).toEqual([]);
    const resources = Object.values(value.Resources!) as { Type: string; Properties: Record<string, unknown> }[];
    expect(new Set(resources.map(({ Type }) => Type))).toEqual(
      new Set([...names.keys()].filter((path) => !path.includes('/'))),
    );
    expect(resources.flatMap(({ Type, Properties }) => wrong(names, Type, Properties))).toEqual([]);
  });

  test('what has no place is said', () => {
    const data = { LicenseSpecifications: [], ElasticGpuSpecifications: [{ Type: 'x' }] };
    const version = { number: 1, data };
    const text = terraform(
      exported({ templates: [{ id: 'lt-1', name: 'web', tags: {}, latest: version, used: version }] }),
    );
    expect(text).toContain('# Left out, for there is no place for it here: ElasticGpuSpecifications\n');
  });
});
