// 파이프라인 파일에 쓰이는 주석과 문구.
import type { pipelineMessages as enMessages, pipeline as enPipeline } from '../en/pipeline.ts';

export const pipeline: typeof enPipeline = {
  madeBy: (d) => `\`${d.command}\` 명령으로 만들었습니다. 자유롭게 고쳐도 됩니다.`,
  rightBefore: (d) => `처음 실행하기 전에: sh ${d.folder}/create-role.sh`,
  oneAtATime:
    'CodeDeploy는 진행 중인 배포가 있으면 같은 그룹의 다른 배포를 거절하므로(종료 코드 12) 여기서 기다립니다.',
  noKey: '이 실행의 토큰으로 역할을 맡으므로 어디에도 키를 두지 않습니다.',
  noInstall: '러너에는 Node.js 20 이상이 있습니다.',
  lint: 'appspec.yml 점검',
  credentials: '역할 맡기',
  deploy: '배포',
  tell: '결과 알리기',
  tellWhy: '실패한 스크립트마다 인스턴스 이름이 있는 주석을 남깁니다.',
  exitCode: '무슨 일이 있었는지는 종료 코드가 알려 줍니다: codedeploy-wizard help exit-codes',
  deployed: '배포했습니다',
  notDeployed: '배포하지 못했습니다',
  deployment: '배포',
  status: '상태',
  instances: '인스턴스',
  on: '인스턴스',
  roleScript: '파이프라인의 역할을 만들거나 여기 쓰인 대로 바꿉니다. IAM에 쓸 권한이 있는 사람이 실행하십시오.',
  oneProvider: '공급자는 계정 전체에 하나면 됩니다.',
  notOurs: '이 이름의 역할이 이미 있으며 이 스크립트로 만든 것이 아닙니다.',
  trust: (d) => `${d.repository} 저장소의 ${d.branch} 브랜치만 이 역할을 맡을 수 있습니다.`,
  tokenFile: '묶을 폴더의 밖입니다.',
  builder: 'create-project.sh로 만드는 CodeBuild 프로젝트만 이 역할을 맡을 수 있습니다.',
  sideBySide: '빌드는 동시에 실행될 수 있으며, 두 번째 빌드는 배포 그룹이 비기를 기다립니다.',
  projectScript: (d) =>
    `${d.repository} 저장소의 ${d.branch} 브랜치에 푸시할 때마다 빌드하는 CodeBuild 프로젝트를 만들거나 바꿉니다.`,
  connected:
    '먼저 이 계정과 리전의 CodeBuild를 GitHub에 연결해 두십시오. 역할을 만든 직후에 거절되면 다시 실행하십시오.',
};

export const pipelineMessages: typeof enMessages = {
  filesWritten: (d) => `${d.folder} 폴더에 기록했습니다: ${d.files}`,
  filesDiffer: (d) => `다음 파일이 다른 내용으로 이미 있습니다: ${d.files}`,
  filesReplace: () => '바꾸시겠습니까?',
};
