// What can be made to go wrong in the sandbox.
import type { Text } from '../en/index.ts';
import { misconfigurations } from './misconfigurations.ts';

export const faults: Text['faults'] = {
  'agent-missing': '인스턴스에 CodeDeploy 에이전트가 설치되어 있지 않음',
  'agent-stopped': '인스턴스의 에이전트가 중지됨: 5분 안에 이벤트를 받지 못함',
  'no-credentials': '인스턴스의 에이전트는 실행 중이지만 자격 증명을 찾지 못함',
  'stopped-instance': '인스턴스가 중지됨. 태그로 지정했다면 그래도 배포 대상이 되어 실패로 집계됨',
  'script-fails': '개정의 스크립트가 종료 코드 1로 끝남',
  'script-times-out': '개정의 스크립트가 제한 시간 안에 끝나지 않음',
  'script-missing': 'appspec에 적힌 스크립트가 개정에 없음',
  'some-fail': '배포의 인스턴스 세 대 중 한 대꼴로 스크립트가 실패함',
  'file-exists': '개정이 놓일 자리에 파일이 있고 에이전트에는 그 기록이 없음',
  'unhealthy-target': '인스턴스가 대상 그룹에서 정상이 되지 않음: AllowTraffic이 한 시간 기다린 뒤 실패함',
  's3-denied': '인스턴스의 역할로 S3를 읽을 수 없음',
  'bucket-elsewhere': '버킷이 다른 리전에 있음',
  'commit-not-found': 'GitHub에서 커밋을 찾을 수 없음',
  'service-role-trust': '서비스 역할이 CodeDeploy가 아니라 EC2를 신뢰함',
  'alarm-active': '경보가 ALARM 상태임. 계정에 경보가 없으면 sandbox-errors가 생김',
  'slow-overview': '처음 20초 동안 배포에 인스턴스 집계가 나오지 않음',
  'throttling-storm': '10분 동안 호출마다 두 번씩 제한됨',
  'connection-lost': '호출 10번 뒤로 20번은 응답이 없음',
  'credentials-expire': '호출 30번 뒤로 자격 증명이 만료됨',
  ...misconfigurations,
};

export const faultWords: Text['faultWords'] = {
  title: '장애',
  isArmed: (d) => `→ 걸려 있음: ${d.what}`,
  cleared: (d) => `더는 걸려 있지 않음: ${d.what}`,
  nothingArmed: '걸려 있는 장애가 없습니다.',
  unknown: (d) => `${d.name} 장애는 없습니다.`,
  thereAre: (d) => `사용할 수 있는 장애: ${d.names}`,
};
