// Findings in the folder that is deployed: what it lacks, what clashes, and scripts that will not run.
import type { bundleFindings as en } from '../en/appspec-bundle.ts';

const remedy = (d: { ignored: boolean; almost?: string }, path: string, otherwise: string) =>
  d.ignored
    ? `폴더에는 있지만 제외 파일이 빼 놓았습니다. .codedeployignore에 \`!${path.replace(/^\/+/, '')}\`을(를) 추가하여 다시 포함하십시오.`
    : d.almost
      ? `있는 것은 ${d.almost}입니다. 대소문자를 구분합니다.`
      : otherwise;

export const bundleFindings: typeof en = {
  'source-not-in-bundle': (d) => ({
    message: `${d.source}: 개정에 없어 Install이 실패합니다("No such file or directory").`,
    fix: remedy(d, d.source, '묶기 전에 빌드하거나 경로를 고치십시오.'),
  }),
  'script-not-in-bundle': (d) => ({
    message: `${d.location}: 개정에 없어 ${d.event} 이벤트가 실패합니다("Script does not exist at specified location").`,
    fix: d.script
      ? `있는 것은 ${d.script}입니다. 인수는 스크립트 안에 넣으십시오.`
      : remedy(d, d.location, '스크립트를 추가하거나 경로를 고치십시오. 경로는 개정의 루트에서 시작합니다.'),
  }),
  'script-is-folder': (d) => ({
    message: `${d.location}: 폴더이므로 ${d.event} 이벤트가 실행할 때 실패합니다.`,
    fix: '그 안의 스크립트를 쓰십시오.',
  }),
  'script-crlf': (d) => ({
    message: `${d.location}: 줄 끝이 Windows 방식(CRLF)입니다. 인터프리터를 찾지 못하거나("bad interpreter") 단어 끝에 캐리지 리턴이 붙습니다.`,
    fix: 'LF로 저장하고, .gitattributes의 `*.sh text eol=lf`로 유지하십시오.',
  }),
  'script-shebang': (d) => ({
    message: `${d.location}: #!로 시작하지 않습니다. 무엇이 실행할지 정해지지 않아 bash가 아니라 sh가 실행합니다.`,
    fix: '`#!/bin/bash`처럼 알맞은 인터프리터로 시작하십시오.',
  }),
  'script-bom': (d) => ({
    message: `${d.location}: 바이트 순서 표시(BOM)로 시작하여 첫 줄이 #!로 보이지 않습니다.`,
    fix: '바이트 순서 표시(BOM) 없는 UTF-8로 저장하십시오.',
  }),
  'script-background': (d) => ({
    message: `${d.location}: 백그라운드에서 시작한 것이 스크립트의 출력을 계속 열어 둡니다. 이벤트가 제한 시간까지 기다리다 실패합니다("failed to close STDOUT").`,
    fix: '출력을 다른 곳으로 보내거나(`> /dev/null 2> /dev/null < /dev/null &`) systemd로 시작하십시오.',
  }),
  'script-restarts-agent': (d) => ({
    message: `${d.location}: 배포 중에 에이전트나 서버를 멈춥니다. 이벤트가 실패합니다("Failing in-progress lifecycle event after an agent restart").`,
    fix: '배포 밖에서 하십시오.',
  }),
  'destination-clash': (d) => ({
    message: `${d.source}, ${d.other}: 둘 다 ${d.destination}(으)로 갑니다. OVERWRITE여도 Install이 실패합니다.`,
    fix: '각각 다른 대상으로 복사하십시오.',
  }),
  'permission-matches-nothing': (d) => ({
    message: `${d.object} 아래로 복사되는 파일 중 ${d.pattern} 패턴과 항목의 type, except에 맞는 것이 없습니다. 아무 알림 없이 아무것도 바뀌지 않습니다.`,
    fix: 'pattern, type, except를 고치거나 항목을 지우십시오.',
  }),
  'permission-twice': (d) => ({
    message: `${d.path}: 권한이 두 번 주어져 Install이 실패합니다("specified more than once").`,
    fix: '한 항목에만 두십시오. except, pattern, type으로 나눌 수 있습니다.',
  }),
  'permission-on-file': (d) => ({
    message: `${d.object}: 파일입니다. pattern이나 except가 있으면 Install이 실패합니다.`,
    fix: 'pattern과 except를 지우거나 폴더를 쓰십시오.',
  }),
  'acl-default-on-file': (d) => ({
    message: `기본 항목(\`d:\`)은 폴더용인데 파일 ${d.path}에 설정하게 되어 Install이 실패합니다.`,
    fix: '`type: [directory]`를 추가하십시오.',
  }),
  'acl-on-blank': (d) => ({
    message: `acls와 context는 따옴표 없이 셸로 설정됩니다. 공백이 있는 \`${d.path}\`에서 Install이 실패합니다.`,
    fix: '이름을 바꾸거나 AfterInstall 스크립트에서 설정하십시오.',
  }),
  'name-ends-blank': (d) => ({
    message: `이름 \`${d.path}\`: 공백으로 끝납니다. 에이전트가 지우지 못하여 다음 배포가 실패합니다("already exists").`,
    fix: '파일 이름을 바꾸십시오.',
  }),
  'link-loop': (d) => ({
    message: `링크 ${d.link}: 자신을 담은 폴더(${d.target})로 되돌아갑니다. 에이전트는 폴더 링크를 실제 폴더로 복사하므로 Install이 끝나지 않거나 실패합니다.`,
    fix: '링크를 지우거나 .codedeployignore로 제외하십시오.',
  }),
};
