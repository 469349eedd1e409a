// What may be wrong with a revision, by the id of the finding.
import { plural } from '../say.ts';
import { bundleFindings } from './appspec-bundle.ts';
import { documentFindings } from './appspec-document.ts';
import { sectionFindings } from './appspec-sections.ts';

export const findings = { ...documentFindings, ...sectionFindings, ...bundleFindings };

/** How findings are shown. */
export const lint = {
  severity: { error: 'error', warning: 'warning', info: 'note' },
  certain: 'certain to fail',
  clean: 'Nothing is wrong.',
  counts: (d: { errors: number; warnings: number; infos: number }) =>
    `${plural(d.errors, 'error')}, ${plural(d.warnings, 'warning')}, ${plural(d.infos, 'note')}.`,
  fix: (d: { fix: string }) => `Fix: ${d.fix}`,
  install: 'What Install would do',
  folder: 'folder',
};
