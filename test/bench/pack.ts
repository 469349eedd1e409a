// Packs a folder and throws the archive away: what packing alone costs.
import { writeFileSync } from 'node:fs';
import { pack } from '../../src/bundle/pack.ts';
import { survey } from '../../src/bundle/survey.ts';
import type { BundleType } from '../../src/bundle/tree.ts';

const [, , folder = '.', type = 'zip', report = '/dev/stdout'] = process.argv;
survey(folder, { type: type as BundleType }).then(async (tree) => {
  const surveyed = performance.now();
  let size = 0;
  for await (const { bytes } of pack(tree)) size += bytes.length;
  writeFileSync(report, JSON.stringify({ size, packing: performance.now() - surveyed }));
});
