// Findings in the sections of appspec.yml: files, hooks, permissions.
import type { sectionFindings as en } from '../en/appspec-sections.ts';

export const sectionFindings: typeof en = {
  'source-missing': (d) => ({
    message: `${d.key}에 source가 없어 에이전트가 파일을 거부합니다("a destination file, but no source file").`,
    fix: '소문자로 `source: ...`를 추가하십시오.',
  }),
  'destination-missing': (d) => ({
    message: `${d.key}에 destination이 없어 에이전트가 파일을 거부합니다. (YAML에서 \`~\` 하나만 쓰면 값이 없다는 뜻입니다.)`,
    fix: '절대 경로로 `destination: ...`을 추가하십시오.',
  }),
  'file-twice': (d) => ({
    message: `${d.source}: ${d.line}번째 줄에서 이미 같은 대상으로 복사합니다. Install이 같은 파일에서 실패합니다.`,
    fix: '둘 중 하나를 지우십시오.',
  }),
  'overwrite-ignored': () => ({
    message: '파일별 `overwrite` 키는 없으므로 에이전트가 무시합니다.',
    fix: '맨 위에 `file_exists_behavior: OVERWRITE`를 쓰십시오. 모든 파일에 적용됩니다.',
  }),
  'path-not-text': (d) => ({
    message: `${d.key}의 값 ${d.value}: Ruby에는 텍스트가 아니므로 Install이 실패하거나 다른 것을 복사합니다.`,
    fix: `따옴표로 묶으십시오: "${d.value}"`,
  }),
  'source-empty': () => ({
    message: '빈 source는 스크립트와 appspec.yml을 포함한 개정 전체를 뜻합니다.',
    fix: '복사할 폴더를 쓰십시오. 전체를 뜻한다면 `source: /`로 쓰십시오.',
  }),
  'source-outside': (d) => ({
    message: `${d.source}: 개정의 밖을 가리킵니다. 서버의 그곳에 있는 것이 복사됩니다.`,
    fix: '개정 안의 경로를 쓰십시오.',
  }),
  'source-pattern': (d) => ({
    message: `${d.source}: source에는 패턴이 없어 글자 그대로 읽힙니다. 그런 이름의 파일이 없으면 Install이 실패합니다.`,
    fix: '폴더 또는 파일 하나하나를 쓰십시오.',
  }),
  backslash: (d) => ({
    message: `${d.key}: ${d.value} 같은 경로는 Linux에서 이상한 이름 하나일 뿐입니다.`,
    fix: '슬래시로 Linux 경로를 쓰거나 `os: windows`로 쓰십시오.',
  }),
  'destination-empty': () => ({
    message: '빈 destination은 파일 시스템의 루트입니다. 파일은 `/`에 복사되고 폴더는 실패합니다.',
    fix: '폴더를 절대 경로로 쓰십시오.',
  }),
  'destination-variable': (d) => ({
    message: `변수는 채워지지 않습니다. 이름이 ${d.destination}인 폴더가 만들어집니다.`,
    fix: '경로를 그대로 쓰십시오.',
  }),
  'destination-home': (d) => ({
    message: `${d.destination}: 에이전트가 \`~\` 기호를 어디서나 똑같이 풀지 않으므로 Install이 실패합니다("File exists @ dir_s_mkdir").`,
    fix: '/home/ec2-user처럼 홈 폴더를 그대로 쓰십시오.',
  }),
  'destination-drive': (d) => ({
    message: `${d.destination}: 드라이브가 없습니다. Windows에서는 에이전트가 실행되는 폴더 아래로 해석됩니다.`,
    fix: 'c:\\inetpub\\wwwroot처럼 드라이브로 시작하십시오.',
  }),
  'destination-relative': (d) => ({
    message: `${d.destination}: 에이전트가 실행되는 폴더인 \`/\` 기준의 상대 경로입니다.`,
    fix: `그것을 뜻한다면 /${d.destination.replace(/^(\.\/)+/, '')}(으)로 쓰십시오.`,
  }),
  'destination-folder': (d) => ({
    message: `destination은 언제나 폴더입니다. 이름이 ${d.destination}인 폴더를 만들어 그 안에 파일을 두며, 그곳에 파일이 있으면 Install이 실패합니다.`,
    fix: '파일 이름을 빼십시오.',
  }),
  'hooks-as-list': () => ({
    message: 'hooks가 Lambda와 ECS에서처럼 목록입니다. 서버에서는 매핑이어야 하며 에이전트가 파일을 거부합니다.',
    fix: '이벤트는 하이픈 없이 쓰고 그 아래에 `- location: ...`을 쓰십시오.',
  }),
  'hook-unknown': (d) => ({
    message: `${d.event}: 그런 수명 주기 이벤트는 없습니다. 스크립트가 전혀 실행되지 않거나 Install이 "unknown lifecycle events"로 실패합니다.`,
    fix: d.instead
      ? `${d.instead}을(를) 쓰려던 것입니까?`
      : '다음 중 하나를 쓰십시오: `BeforeBlockTraffic`, `AfterBlockTraffic`, `ApplicationStop`, `BeforeInstall`, `AfterInstall`, `ApplicationStart`, `ValidateService`, `BeforeAllowTraffic`, `AfterAllowTraffic`',
  }),
  'hook-reserved': (d) => ({
    message: `${d.event}: CodeDeploy 자신의 이벤트이므로 스크립트가 전혀 실행되지 않습니다.`,
    fix:
      d.event === 'Install' || d.event === 'DownloadBundle'
        ? 'BeforeInstall 또는 AfterInstall을 쓰십시오.'
        : `Before${d.event} 또는 After${d.event} 이벤트를 쓰십시오.`,
  }),
  'hook-without-hyphen': (d) => ({
    message: `${d.event}: 스크립트의 목록이어야 합니다. 하이픈이 없으면 에이전트가 파일을 거부합니다.`,
    fix: '스크립트가 하나라도 `- location: ...`으로 쓰십시오.',
  }),
  'location-missing': (d) => ({
    message: `${d.event}의 스크립트에 location이 없어 에이전트가 파일을 거부합니다.`,
    fix: '개정 안의 스크립트 경로로 `location: ...`을 추가하십시오.',
  }),
  'location-outside': (d) => ({
    message: `${d.location}: 개정의 밖을 가리킵니다. 서버의 그곳에 있는 것이 실행됩니다.`,
    fix: '개정 안의 스크립트를 쓰십시오.',
  }),
  'location-characters': (d) => ({
    message: `${d.location}: 에이전트에는 파일 이름 하나이고 시스템에는 명령줄입니다. 공백, 인수, 셸 기호가 있으면 실패합니다.`,
    fix: '인수는 스크립트 안에 넣고 이름을 단순하게 지으십시오.',
  }),
  'timeout-not-number': (d) => ({
    message: `timeout은 초 단위 숫자여야 합니다. 에이전트가 거부하는 값: ${d.value}`,
    fix: '`timeout: 300`처럼 초로 쓰십시오.',
  }),
  'timeout-not-positive': (d) => ({
    message: `timeout ${d.value}: 에이전트에는 ${d.seconds}초이며, 1보다 작은 값은 거부됩니다.`,
    fix: '`timeout: 300`처럼 초로 쓰십시오.',
  }),
  'timeout-misread': (d) => ({
    message: `timeout ${d.value}: 에이전트에는 ${d.seconds}초입니다. 앞의 0은 8진수로, 1:30은 한 시간 반으로, 텍스트는 앞의 숫자만 읽습니다.`,
    fix: '초를 숫자로만 쓰십시오.',
  }),
  'timeout-too-long': (d) => ({
    message: `timeout이 ${d.seconds}초이지만 CodeDeploy는 3600초 뒤에 이벤트를 끝냅니다.`,
    fix: '3600 이하로 쓰고, 더 오래 걸리는 일은 백그라운드에서 시작하십시오.',
  }),
  'timeouts-too-long': (d) => ({
    message: `${d.event}의 timeout을 더하면 ${d.seconds}초이지만 CodeDeploy는 3600초 뒤에 이벤트를 끝냅니다.`,
    fix: '모두 더해 3600 이하로 하거나 스크립트를 여러 이벤트로 나누십시오.',
  }),
  'runas-number': (d) => ({
    message: `runas는 사용자 이름입니다. ${d.value}: 번호가 아니라 이름으로 찾습니다.`,
    fix: '사용자 이름을 쓰십시오.',
  }),
  'runas-windows': () => ({
    message: 'Windows에서는 runas가 효과가 없습니다.',
    fix: '지우십시오.',
  }),
  'permissions-windows': () => ({
    message: 'Windows에는 permissions가 없어 에이전트가 파일을 거부합니다.',
    fix: '이 섹션을 지우고 AfterInstall 스크립트에서 권한을 설정하십시오.',
  }),
  'object-missing': (d) => ({
    message: `${d.key}에 object가 없어 에이전트가 파일을 거부합니다.`,
    fix: '서버의 경로로 `object: ...`를 추가하십시오.',
  }),
  'object-not-copied': (d) => ({
    message: `${d.object}: 여기로 복사되는 것이 없습니다. 다른 파일의 권한은 아무 알림 없이 그대로 둡니다.`,
    fix: 'files의 destination을 쓰거나 AfterInstall 스크립트를 쓰십시오.',
  }),
  'pattern-not-text': (d) => ({
    message: `패턴 ${d.value}: Ruby에는 텍스트가 아니므로 Install이 실패합니다.`,
    fix: `따옴표로 묶으십시오: "${d.value}"`,
  }),
  'pattern-matches-nothing': (d) => ({
    message: `패턴 ${d.pattern}: 아무것과도 맞지 않습니다. 폴더 바로 아래의 이름과 비교하며 특별한 기호는 \`*\` 하나뿐입니다.`,
    fix: '아래 전체에는 `**`를, 그 밖에는 `*.sh` 같은 패턴을 폴더마다 한 항목씩 쓰십시오.',
  }),
  'except-matches-nothing': (d) => ({
    message: `except ${d.pattern}: 아무것도 제외하지 않습니다. 폴더 바로 아래의 이름과 비교하며 특별한 기호는 \`*\` 하나뿐입니다.`,
    fix: '폴더 바로 아래에 있는 파일의 이름만 경로 없이 쓰십시오.',
  }),
  'type-wrong': (d) => ({
    message: `type에는 file과 directory만 쓸 수 있습니다. 에이전트가 거부하는 값: ${d.value}`,
    fix: '목록으로 쓰십시오: `type: [file, directory]`',
  }),
  'mode-octal': (d) => ({
    message: d.valid
      ? `따옴표 없는 mode ${d.written}: 8진수로 읽혀 에이전트에는 ${d.got}입니다. 아무 알림 없이 파일의 모드가 ${d.got}(으)로 됩니다.`
      : `따옴표 없는 mode ${d.written}: 8진수로 읽혀 에이전트에는 ${d.got}이며, 모드로 쓸 수 없어 거부됩니다.`,
    fix: `앞의 0을 빼거나 따옴표로 묶으십시오: "${d.written}"`,
  }),
  'mode-number': (d) => ({
    message: `따옴표 없는 mode ${d.written}: Ruby가 숫자로 읽어 에이전트에는 ${d.got}입니다. 아무 알림 없이 파일의 모드가 ${d.got}(으)로 됩니다.`,
    fix: '`mode: 755`처럼 쓰십시오.',
  }),
  'mode-wrong': (d) => ({
    message: `mode는 8진수 한 자리에서 네 자리여야 합니다. 에이전트가 거부하는 값: ${d.value}`,
    fix: '`mode: 755`처럼 쓰십시오.',
  }),
  'mode-short': (d) => ({
    message: `mode ${d.value}: ${d.got}을(를) 뜻하므로 소유자, 때로는 그룹도 아무것도 할 수 없습니다.`,
    fix: '`mode: 755`처럼 세 자리로 쓰십시오.',
  }),
  'owner-not-name': (d) => ({
    message: `${d.key}: 이름으로 찾습니다. 텍스트가 아닌 ${d.value}에서 Install이 실패합니다("no implicit conversion").`,
    fix: '사용자 또는 그룹의 이름을 쓰십시오.',
  }),
  'acl-not-text': (d) => ({
    message: `acls의 항목은 텍스트여야 합니다. 에이전트가 거부하는 값: ${d.value}`,
    fix: '따옴표로 묶으십시오: "u:bob:rwx"',
  }),
  'acl-wrong': (d) => ({
    message: `${d.entry}: 액세스 제어 목록의 항목이 아니므로 에이전트가 거부합니다("Invalid acl entry").`,
    fix: '"u:bob:rwx", "g:staff:r-x", "m::rx"처럼 쓰십시오. 폴더의 새 파일에는 앞에 `d:`를 붙입니다.',
  }),
  'acl-base': (d) => ({
    message: `${d.entry}: 이름이 없어 에이전트가 거부합니다("Use mode to set the base acl entry").`,
    fix: '소유자, 그룹, 나머지에는 mode를 쓰거나 사용자 또는 그룹의 이름을 쓰십시오.',
  }),
  'acl-character': (d) => ({
    message: `${d.entry}: \`${d.character}\` 문자는 권한이 아니므로 에이전트가 거부합니다.`,
    fix: 'r, w, x, - 또는 0에서 7까지의 숫자 하나를 쓰십시오.',
  }),
  'context-user': () => ({
    message: '에이전트는 설명서의 `user`가 아니라 `name`을 읽습니다. 사용자는 무시됩니다.',
    fix: '`name: ...`으로 쓰십시오.',
  }),
  'context-type-missing': (d) => ({
    message: `${d.key}.context에 type이 없어 에이전트가 파일을 거부합니다.`,
    fix: 'httpd_sys_content_t처럼 `type: ...`을 추가하십시오.',
  }),
  'context-range-missing': (d) => ({
    message: `${d.key}.context에 range가 없습니다. 에이전트는 받아들이지만 Install이 실패합니다("get_range" for nil).`,
    fix: '`range: s0`을 추가하십시오.',
  }),
  'context-range-wrong': (d) => ({
    message: `범위 \`${d.value}\`: 에이전트가 거부합니다.`,
    fix: 's0, s0-s15, "s0:c0.c1023"처럼 쓰십시오. 낮은 것이 먼저이고, 범주는 겹치지 않으며 1023 이하여야 합니다.',
  }),
};
