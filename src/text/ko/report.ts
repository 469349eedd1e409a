// 배포 보고서: 페이지와 터미널 요약.
import type { Text } from '../en/index.ts';

export const report: Text['report'] = {
  language: 'ko',
  title: (d) => `배포 ${d.deployment}`,
  statuses: {
    Created: '생성됨',
    Queued: '대기열에 있음',
    InProgress: '진행 중',
    Baking: '베이킹 중',
    Ready: '준비',
    Succeeded: '성공',
    Failed: '실패',
    Stopped: '중지됨',
    Pending: '보류 중',
    Skipped: '건너뜀',
    Unknown: '알 수 없음',
    unknown: '알 수 없음',
  },
  timeline: '인스턴스와 이벤트',
  timelineHelp: '막대 하나가 이벤트 하나의 시작부터 끝까지입니다.',
  grouped: (d) => `인스턴스 ${d.total}개. 아래는 실패했거나 가장 오래 걸린 ${d.rows}개입니다.`,
  density: '전체 인스턴스',
  densityHelp: '각 이벤트가 인스턴스 몇 개에서 실행되었는지 보여 줍니다. 색이 진할수록 많습니다.',
  most: (d) => `최대 ${d.count}개`,
  asTable: '표로 보기',
  event: '이벤트',
  instance: '인스턴스',
  batch: '배치',
  batches: '배치',
  batchesHelp: '배치의 인스턴스 하나가 끝난 뒤에 시작한 인스턴스부터 다음 배치입니다.',
  andMore: (d) => `그 밖에 ${d.count}개`,
  succeeded: '성공',
  failed: '실패',
  time: '시각(UTC)',
  healthy: '시간에 따른 정상 인스턴스 수',
  healthyCount: '정상',
  healthyHelp: '배포를 받고 있지 않고 실패하지도 않은 인스턴스입니다.',
  lowest: (d) =>
    `가장 적을 때 ${d.total}개 중 ${d.lowest}개${d.minimum === null ? '' : `, 최소 ${d.minimum}개는 정상이어야 함`}`,
  failures: '실패한 것',
  howMany: (d) => `인스턴스 ${d.count}개`,
  log: '스크립트가 마지막으로 출력한 것',
  noFailures: '실패한 인스턴스가 없습니다.',
  unseen: '인스턴스를 볼 권한이 없습니다.',
  nothingYet: '시작된 인스턴스가 없습니다.',
  probe: '그동안의 애플리케이션',
  probed: {
    url: '주소',
    duration: '기간',
    requests: '요청',
    sent: '요청',
    failed: '실패한 요청',
    failures: '실패한 요청',
    errors: '실패한 요청',
    longestGap: '가장 긴 공백',
    longestGapMs: '가장 긴 공백(ms)',
    lostSessions: '잃은 세션',
    sessionsLost: '잃은 세션',
  },
  groups: {
    out: '로드 밸런서에서 제외',
    stop: '중지',
    install: '다운로드와 설치',
    start: '시작과 확인',
    in: '로드 밸런서에 등록',
    failed: '실패',
  },
  made: (d) => `codedeploy-wizard, 버전 ${d.version}, ${d.time}`,
  page: '페이지',
};

export const reportMessages: Pick<Text['messages'], 'waitTargets'> = {
  waitTargets: (d) => `인스턴스를 읽는 중(${d.total}개 중 ${d.read}개)`,
};

export const reportCommands: Text['reportCommands'] = {
  about: '배포에서 일어난 일. 다른 사람에게 전할 페이지로도 만듦(기본: 마지막 배포)',
};

export const reportFlags: Text['reportFlags'] = {
  html: '다른 것이 필요 없는 페이지 한 장을 씀',
  probe: '`session-check --output json`이 출력한 것. 함께 보여 줌',
};
