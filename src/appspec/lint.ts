// The check of an AppSpec file: of the document alone, and of the folder it is deployed with.
import { type Bundle, lintBundle } from './bundle.ts';
import { readDocument } from './document.ts';
import { type Finding, inOrder } from './finding.ts';
import type { Plan } from './install.ts';
import { field, type Hash } from './ruby.ts';
import { fileRules } from './rules/files.ts';
import { headRules, systemOf } from './rules/head.ts';
import { hookRules } from './rules/hooks.ts';
import { permissionRules } from './rules/permissions.ts';
import { type AppSpec, specOf } from './spec.ts';

export interface Linted {
  findings: Finding[];
  /** Of the file. */
  lines: string[];
  /** What is in it, where it can be read at all. */
  spec?: AppSpec;
  /** What Install would do, where there is a bundle. */
  plan?: Plan;
}

export function lintDocument(bytes: Uint8Array): Linted {
  const { root, findings, lines } = readDocument(bytes);
  if (!root) return { findings, lines };
  return { findings: inOrder([...findings, ...rulesOf(root)]), lines, spec: specOf(root) };
}

function* rulesOf(root: Hash): Generator<Finding> {
  const system = systemOf(root);
  const { files } = specOf(root);
  const listed = field(root, 'files');
  // One that cannot be read may be the one that is meant.
  const known = listed.type !== 'unknown' && (listed.type !== 'list' || listed.items.length === files.length);
  yield* headRules(root);
  yield* fileRules(listed, system);
  yield* hookRules(field(root, 'hooks'), system);
  yield* permissionRules(
    field(root, 'permissions'),
    system,
    known ? files.map(({ destination }) => destination) : undefined,
  );
}

export async function lintWithBundle(bytes: Uint8Array, bundle: (spec: AppSpec) => Bundle): Promise<Linted> {
  const linted = lintDocument(bytes);
  if (!linted.spec) return linted;
  const { findings, plan } = await lintBundle(linted.spec, bundle(linted.spec));
  return { ...linted, findings: inOrder([...linted.findings, ...findings]), plan };
}
