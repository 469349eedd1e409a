// What a bundle lacks for the document in it: sources, scripts, and scripts that can run.
import { error, type Finding, fatal, inOrder, START, warning } from './finding.ts';
import { type Plan, planInstall } from './install.ts';
import { lintScript } from './scripts.ts';
import type { AppSpec } from './spec.ts';
import type { Tree } from './tree.ts';

export interface Bundle {
  /** Of what is packed: ignore files have been obeyed. */
  tree: Tree;
  /** A file of the folder. */
  read(path: string): Promise<Uint8Array>;
  /** Whether the folder has it, packed or not. */
  has(path: string): Promise<boolean>;
}

export async function lintBundle(spec: AppSpec, bundle: Bundle): Promise<{ findings: Finding[]; plan: Plan }> {
  const plan = planInstall(spec, bundle.tree);
  const findings = [...(await lintSources(spec, bundle)), ...(await lintScripts(spec, bundle)), ...plan.findings];
  const spaced = plan.copies.find(({ destination }) => /\s$/.test(destination));
  // The list of what to remove is read without blanks at the ends of its lines.
  if (spec.os === 'linux' && spaced)
    findings.push(warning('name-ends-blank', { mark: START }, { path: spaced.source }));
  return { findings: inOrder(findings), plan };
}

/** It leads out of the bundle: what is there only the host knows. */
const leavesBundle = (path: string) => path.split('/').includes('..');

async function lintSources(spec: AppSpec, { tree, has }: Bundle): Promise<Finding[]> {
  const findings: Finding[] = [];
  for (const file of spec.files) {
    const { path } = file;
    if (leavesBundle(path) || tree.find(path) !== undefined) continue;
    const ignored = await has(path);
    findings.push(error('source-not-in-bundle', file, { source: file.source, ignored, almost: tree.almost(path) }));
  }
  return findings;
}

async function lintScripts(spec: AppSpec, { tree, has, read }: Bundle): Promise<Finding[]> {
  const findings: Finding[] = [];
  const linted = new Set<string>();
  for (const script of spec.scripts) {
    const { event, location, path: wanted } = script;
    if (leavesBundle(wanted)) continue;
    const path = tree.find(wanted);
    if (path === undefined)
      findings.push(
        error('script-not-in-bundle', script, {
          event,
          location,
          ignored: await has(wanted),
          almost: tree.almost(wanted),
          script: scriptIn(location, tree),
        }),
      );
    else if (tree.isFolder(path)) findings.push(error('script-is-folder', script, { event, location }));
    else if (spec.os === 'linux' && !linted.has(path)) {
      linted.add(path);
      // A link may lead to what only the host has.
      const bytes = await read(path).catch(() => undefined);
      if (bytes) findings.push(...inScript(path, bytes, script));
    }
  }
  return findings;
}

/** `ops/run.sh --fast` -> `ops/run.sh`: the agent takes arguments for a part of the name. */
const scriptIn = (location: string, tree: Tree) => {
  const [first = ''] = location.split(/\s/, 1);
  return first !== location && tree.find(first) !== undefined ? first : undefined;
};

function inScript(path: string, bytes: Uint8Array, script: AppSpec['scripts'][number]): Finding[] {
  const lines = new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes).split('\n');
  return lintScript(path, bytes).map(({ line, severity, fatal: certain, ...found }) => ({
    ...(severity === 'warning' && certain ? fatal : warning)(found.id, script, found.data as never),
    inside: { file: path, line, column: 1, source: (lines[line - 1] ?? '').replace(/\r$/, '') },
  })) as Finding[];
}
