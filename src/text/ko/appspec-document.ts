// Findings in appspec.yml as a document: what the agent's parser refuses or takes otherwise than it looks.
import type { documentFindings as en } from '../en/appspec-document.ts';

export const documentFindings: typeof en = {
  'appspec-missing': (d) => ({
    message: `묶음의 루트에 appspec.yml이 없습니다. 에이전트가 찾지 못하여 배포가 실패합니다.${
      d.ignored ? ' 폴더에는 있지만 제외 파일이 빼 놓았습니다.' : ''
    }`,
    fix: d.ignored
      ? '.codedeployignore에 `!appspec.yml`을 추가하여 다시 포함하십시오.'
      : d.other
        ? `${d.other} 파일의 이름을 appspec.yml로 바꾸십시오.`
        : d.inner
          ? `파일이 있는 폴더를 배포하십시오: ${d.inner}`
          : '적어도 `version: 0.0`과 `os: linux`가 있는 파일을 만드십시오.',
  }),
  'appspec-name': (d) => ({
    message: `후크는 대소문자까지 같은 appspec.yml만 찾습니다. ${d.file} 파일은 찾지 못하여 첫 후크 이벤트가 실패합니다.`,
    fix: '파일 이름을 appspec.yml로 바꾸십시오.',
  }),
  'too-large': (d) => ({
    message: `파일이 ${d.bytes}바이트입니다. 1MB가 넘으면 읽지 않습니다.`,
    fix: 'appspec.yml에 데이터를 넣지 마십시오.',
  }),
  'utf-16': () => ({
    message: 'UTF-16으로 저장된 파일입니다. 에이전트는 UTF-8만 읽으므로 거부합니다.',
    fix: '바이트 순서 표시(BOM) 없는 UTF-8로 저장하십시오.',
  }),
  'not-utf8': () => ({
    message: 'UTF-8이 아닙니다(CP949 또는 Latin-1일 수 있음). 에이전트가 파일을 거부합니다.',
    fix: '바이트 순서 표시(BOM) 없는 UTF-8로 저장하십시오.',
  }),
  'control-character': (d) => ({
    message: `YAML에 쓸 수 없는 제어 문자(${d.code})가 있습니다. 에이전트가 파일을 거부합니다.`,
    fix: '그 문자를 지우십시오.',
  }),
  bom: () => ({
    message:
      '파일이 바이트 순서 표시(BOM)로 시작합니다. 에이전트는 이를 한 열로 세므로 첫 줄 뒤의 내용을 모두 잃고, 지원하지 않는 운영 체제라고 알립니다.',
    fix: '바이트 순서 표시(BOM) 없는 UTF-8로 저장하십시오.',
  }),
  'bom-harmless': () => ({
    message: '파일이 바이트 순서 표시(BOM)로 시작합니다. 첫 줄의 내용 덕분에 지금은 해가 없을 뿐입니다.',
    fix: '바이트 순서 표시(BOM) 없는 UTF-8로 저장하십시오.',
  }),
  empty: () => ({
    message: '파일이 비어 있어 에이전트가 거부합니다.',
    fix: '적어도 `version: 0.0`과 `os: linux`를 쓰십시오.',
  }),
  'not-a-document': (d) => ({
    message: `맨 위는 키와 값이어야 합니다. 지금 값: ${d.value}`,
    fix: '앞에 하이픈 없이 `version: 0.0`과 `os: linux`로 시작하십시오.',
  }),
  'second-document': () => ({
    message: '여기서 두 번째 문서가 시작됩니다. 에이전트는 첫 문서만 읽습니다.',
    fix: '모두 한 문서에 두거나 나머지를 지우십시오.',
  }),
  'too-deep': () => ({
    message: '어떤 AppSpec 파일보다도 깊게 중첩되어 있습니다.',
    fix: '중첩을 없애십시오.',
  }),
  tab: (d) => ({
    message: `YAML이 공백만 허용하는 곳에 탭이 있어 에이전트가 파일을 거부합니다: "${d.problem}"`,
    fix: '공백으로 들여 쓰십시오.',
  }),
  'unknown-escape': (d) => ({
    message: `큰따옴표 안의 \`${d.escape}\`: YAML이 모르는 이스케이프라서 에이전트가 파일을 거부합니다: "${d.problem}"`,
    fix: '작은따옴표를 쓰거나 따옴표를 쓰지 마십시오. 그러면 백슬래시가 그대로 백슬래시입니다.',
  }),
  'unclosed-quote': (d) => ({
    message: `열린 따옴표가 닫히지 않아 에이전트가 파일을 거부합니다: "${d.problem}"`,
    fix: '따옴표를 닫으십시오.',
  }),
  syntax: (d) => ({
    message: `YAML 문법에 맞지 않아 에이전트가 파일을 거부합니다: "${d.problem}"`,
    fix: '이 줄과 윗줄의 들여쓰기, 콜론, 괄호를 확인하십시오.',
  }),
  alias: (d) => ({
    message: `별칭 \`*${d.name}\`: 에이전트가 Ruby 3.1 이상에서 실행되는 곳(예: Amazon Linux 2023)에서는 거부됩니다("Unknown alias").`,
    fix: '별칭이 가리키는 내용을 그대로 쓰십시오.',
  }),
  'ruby-object': (d) => ({
    message: `태그 \`${d.tag}\`: Ruby 객체를 요구하므로 에이전트가 Ruby 3.1 이상에서 실행되는 곳에서는 파일을 거부합니다.`,
    fix: '태그를 지우십시오.',
  }),
  'tag-ignored': (d) => ({
    message: `태그 \`${d.tag}\`: 효과가 없으며 여기 쓰인 값이 그대로 쓰입니다.`,
    fix: '태그를 지우고 묶기 전에 값을 채우십시오.',
  }),
  date: (d) => ({
    message: `따옴표 없는 \`${d.value}\`: Ruby에는 ${d.name} 값이므로 에이전트가 Ruby 3.1 이상에서 실행되는 곳에서는 파일을 거부합니다.`,
    fix: `따옴표로 묶으십시오: "${d.value}"`,
  }),
  'duplicate-key': (d) => ({
    message: `\`${d.key}\` 키가 ${d.line}번째 줄에 이미 있습니다. 아무 알림 없이 마지막 것만 남습니다.`,
    fix: '한 키 아래에 합치거나 하나를 지우십시오.',
  }),
  'unknown-key': (d) => ({
    message: `\`${d.key}\` 키는 ${d.section ? `${d.section}에서 ` : ''}에이전트가 모르는 키이므로 무시됩니다.`,
    fix: d.instead
      ? `\`${d.instead}\`을(를) 쓰려던 것입니까?`
      : '지우십시오. 사람이 읽으라고 둔 것이라면 그대로 두어도 됩니다.',
  }),
  'not-a-list': (d) => ({
    message: `${d.key}: 목록이어야 합니다. 에이전트가 파일을 거부합니다.`,
    fix: '항목이 하나라도 하이픈으로 시작하십시오: `- ...`',
  }),
  'not-a-mapping': (d) => ({
    message: `${d.key}: 키와 값이어야 합니다. 에이전트가 이대로는 쓸 수 없습니다.`,
    fix: '콜론 뒤에 공백을 두고 `key: value`처럼 쓰십시오.',
  }),
  'version-missing': () => ({
    message: 'version이 없어 에이전트가 파일을 거부합니다.',
    fix: '`version: 0.0`을 추가하십시오.',
  }),
  'version-quoted': (d) => ({
    message: `version은 숫자여야 합니다. 따옴표 안의 "${d.value}"은(는) 텍스트라서 에이전트가 파일을 거부합니다("invalid version value (${d.value})").`,
    fix: '따옴표 없이 `version: 0.0`으로 쓰십시오.',
  }),
  'version-wrong': (d) => ({
    message: `version은 하나뿐인 0.0이어야 합니다. 지금 값은 ${d.value}이며 에이전트가 파일을 거부합니다.`,
    fix: '`version: 0.0`으로 쓰십시오.',
  }),
  'os-missing': () => ({
    message: 'os가 없어 에이전트가 파일을 거부합니다("unsupported operating system ()").',
    fix: '`os: linux` 또는 `os: windows`를 추가하십시오.',
  }),
  'os-wrong': (d) => ({
    message: `os는 소문자 linux 또는 windows여야 합니다. 지금 값은 ${d.value}이며 에이전트가 파일을 거부합니다.`,
    fix: `\`os: ${d.instead ?? 'linux'}\`로 쓰십시오.`,
  }),
  'behavior-wrong': (d) => ({
    message: `file_exists_behavior는 대문자로 DISALLOW, OVERWRITE, RETAIN 중 하나여야 합니다. 지금 값은 ${d.value}이며 에이전트가 파일을 거부합니다.`,
    fix: `\`file_exists_behavior: ${d.instead ?? 'DISALLOW'}\`로 쓰십시오.`,
  }),
};
