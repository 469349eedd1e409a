// Lines about packing a folder and bringing it to S3.
import type { bundle as en } from '../en/bundle.ts';
import { doneText, percentOf, sizeText } from '../say.ts';

const andMore = ({ count, example }: { count: number; example: string }) =>
  `${example}${count > 1 ? ` 외 ${count - 1}개` : ''}`;

export const bundle: typeof en = {
  willPack: (d) => `파일 ${d.files}개, ${sizeText(d.size)}, ${d.type} 형식으로 묶습니다.`,
  uploading: (d) =>
    `묶어서 올리는 중: ${sizeText(d.total)} 중 ${doneText(d.done, d.total)}, ${percentOf(d.done, d.total)} %`,
  uploaded: (d) => `${sizeText(d.size)}을(를) ${d.location}에 올렸습니다`,
  uploadContinued: (d) =>
    `전에 시작한 ${d.location} 업로드를 이어서 합니다. 이미 있는 파트 ${d.parts}개 중 내용이 같은 것은 다시 보내지 않습니다.`,
  uploadKept: (d) => `${d.location}에 보낸 파트는 S3에 남아 있습니다. 같은 명령을 다시 실행하면 나머지만 보냅니다.`,
  revisionThere: (d) => `${d.location}에 이미 있으므로 아무것도 올리지 않습니다.`,
  notPacked: (d) => `${andMore(d)}: 묶을 수 없습니다. 파일, 폴더, 링크만 묶을 수 있습니다.`,
  linksOutside: (d) =>
    `링크 ${d.count}개가 폴더 밖을 가리킵니다(${d.example}). 서버에서는 그곳에 있는 것을 가리키게 됩니다.`,
  envPacked: (d) => `${andMore(d)}: 개정에 들어갑니다. 버킷을 읽을 수 있는 사람은 그 안의 비밀도 읽을 수 있습니다.`,
};
