// What may be wrong with a revision, by the id of the finding.
import type { Text } from '../en/index.ts';
import { bundleFindings } from './appspec-bundle.ts';
import { documentFindings } from './appspec-document.ts';
import { sectionFindings } from './appspec-sections.ts';

export const findings: Text['findings'] = { ...documentFindings, ...sectionFindings, ...bundleFindings };

export const lint: Text['lint'] = {
  severity: { error: '오류', warning: '경고', info: '참고' },
  certain: '반드시 실패',
  clean: '잘못된 것이 없습니다.',
  counts: (d) => `오류 ${d.errors}개, 경고 ${d.warnings}개, 참고 ${d.infos}개.`,
  fix: (d) => `해결: ${d.fix}`,
  install: 'Install이 할 일',
  folder: '폴더',
};
