// A deployment in place before it is made: its batches, who stays healthy, how long.
import type { Text } from '../en/index.ts';
import type { simulateCommands as enCommands, simulateFlags as enFlags } from '../en/simulate.ts';

export const simulateCommands: typeof enCommands = {
  simulate: '현재 위치 배포의 배치, 정상 인스턴스의 최소 수, 걸리는 시간을 AWS 호출 없이 계산',
};

export const simulateFlags: typeof enFlags = {
  simulatedInstances: '인스턴스 수',
  zones: '가용 영역을 하나씩 차례로 배포: 영역 수, 이름 또는 a=3,b=3',
  minimumHealthyPerZone: '배포하는 영역에서 정상으로 유지할 수: 2 또는 50%(기본값: 0)',
  monitor: '영역마다 배포한 뒤 기다리는 시간, 예: 10m',
  firstMonitor: '첫 영역에 배포한 뒤 기다리는 시간(기본값: --monitor와 같음)',
  minutesPerInstance: '인스턴스 하나의 첫 이벤트부터 마지막 이벤트까지 걸리는 시간(분)',
};

export const simulate: Text['simulate'] = {
  titles: { simulation: '시뮬레이션', picture: '시간에 따른 배치' },
  rows: {
    config: '배포 구성',
    instances: '인스턴스',
    minimum: '최소 정상 호스트',
    batches: '배치',
    lowest: '정상 인스턴스 최소',
    expected: '걸리는 시간',
    longest: '최대',
  },
  columns: { batch: '배치', instances: '인스턴스', zone: '영역', healthy: '정상' },
  counted: (d) => (d.count === 1 ? `1개, 인스턴스 ${d.most}개` : `${d.count}개, 한 번에 인스턴스 최대 ${d.most}개`),
  share: (d) => `${d.total}개 중 ${d.count}개`,
  perZone: (d) => `영역마다 ${d.minimum}`,
  withoutTime: '--minutes-per-instance 옵션으로 하나에 걸리는 시간을 지정하십시오',
  longestIs: (d) => `${d.time}, 모든 이벤트가 허용된 시간을 다 쓸 때`,
  limit: (d) => `${d.time}: 그때 CodeDeploy가 배포를 끝냅니다`,
  pastLimit: (d) => `${d.time}: CodeDeploy가 배포를 끝내는 12시간보다 깁니다`,
  more: (d) => `배치 ${d.count}개 더`,
  legend: { waits: '대기', away: '배포 중', done: '완료', monitored: '영역 뒤 대기' },
  refused: {
    NO_INSTANCES: () => 'NO_INSTANCES 오류로 바로 실패합니다. 배포할 인스턴스가 없습니다.',
    HEALTH_CONSTRAINTS_INVALID: (d) =>
      `HEALTH_CONSTRAINTS_INVALID 오류로 바로 실패합니다. ${d.zone === undefined ? '' : `${d.zone} 영역의 `}인스턴스 ${d.count}개 중 ${d.minimum}개를 정상으로 유지해야 하므로 하나도 뺄 수 없습니다.`,
  },
  way: '정상 유지 수를 줄이거나(--minimum-healthy) 인스턴스를 늘리십시오.',
  problems: {
    noInstances: '인스턴스가 몇 개인지 지정하십시오: --instances N.',
    zoneSum: (d) => `영역의 인스턴스는 모두 ${d.total}개인데 --instances 옵션은 ${d.count}개입니다.`,
    zoneList: '영역은 영역 수, a,b,c와 같은 이름, 또는 a=3,b=3과 같이 크기를 붙인 이름으로 지정하십시오.',
    zonesMissing: '영역을 지정하십시오: --zones 3.',
    zonesPredefined:
      '영역별 배포에는 사용자 지정 배포 구성이 필요합니다. --minimum-healthy 옵션으로 정상 유지 수를 지정하십시오.',
    unknownConfig: (d) =>
      `\`${d.config}\` 구성의 내용은 AWS에 묻지 않고는 알 수 없습니다. --minimum-healthy 옵션으로 지정하십시오.`,
  },
};
