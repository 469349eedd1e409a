// What a command printed, held against the schema that ships with the program.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import { expect } from 'vitest';
import type { Ran } from './run.ts';

const schemas = join(import.meta.dirname, '..', '..', 'docs', 'schema');

export function validates(name: string, { envelope }: Ran): void {
  const schema = JSON.parse(readFileSync(join(schemas, `${name}.json`), 'utf8'));
  const validate = new Ajv({ allErrors: true, allowUnionTypes: true }).compile(schema);
  validate(envelope.data);
  expect(validate.errors ?? []).toEqual([]);
}
