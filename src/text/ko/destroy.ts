// Taking back what was made, what stays and why, and who is at work.
import type { atWork as enAtWork, destroyMessages as enMessages } from '../en/destroy.ts';
import type { Text } from '../en/index.ts';
import { time } from './deployments.ts';

const who = (d: Parameters<typeof enAtWork>[0]) =>
  d.pid > 0
    ? `${d.command} 명령(${d.user || '알 수 없는 사용자'}, ${d.host}, 프로세스 ${d.pid}, ${time.ago(d)} 시작)`
    : '다른 프로세스';

export const destroyMessages: typeof enMessages = {
  destroys: (d) => `\`${d.project}\` 프로젝트가 만든 ${d.count}개를 AWS에서 제거합니다.`,
  endsInstances: (d) => `\`${d.asg}\` 그룹과 함께 인스턴스 ${d.count}개가 종료됩니다.`,
  removesImages: (d) => `AMI와 스냅샷도 제거하시겠습니까? ${d.images}`,
  waitGone: (d) => `\`${d.name}\` 항목이 없어질 때까지 대기`,
  waitAtWork: (d) => `\`${d.what}\`: ${who(d)}의 종료 대기`,
};

export const atWork: typeof enAtWork = (d) => ({
  message: `\`${d.what}\`에 대해 다른 작업이 진행 중입니다: ${who(d)}.`,
  hint: '그 작업이 끝난 후 같은 명령을 다시 실행하십시오. deploy 명령은 --wait-for-active를 지정하면 기다립니다.',
});

export const left: Text['left'] = {
  notOurs: () => '이 프로젝트의 태그가 없습니다. 전부터 있었거나 다른 사람이 만들었습니다',
  inUse: (d) => `다음에서 사용 중입니다: ${d.users}`,
  isDefault: () => '템플릿의 기본 버전이며, AWS는 기본 버전을 삭제하지 않습니다',
  onRequest: () => '--images를 지정할 때만 제거합니다',
  revisions: () => '버킷과 그 안의 개정은 제거하지 않습니다',
};
