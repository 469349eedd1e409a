// Lines about packing a folder and bringing it to S3.
import { doneText, percentOf, plural, sizeText } from '../say.ts';

export const bundle = {
  willPack: (d: { files: number; size: number; type: string }) =>
    `${plural(d.files, 'file')}, ${sizeText(d.size)}, packed as ${d.type}.`,
  uploading: (d: { done: number; total: number }) =>
    `Packing and uploading: ${doneText(d.done, d.total)} of ${sizeText(d.total)}, ${percentOf(d.done, d.total)} %`,
  uploaded: (d: { location: string; size: number }) => `Uploaded ${sizeText(d.size)} to ${d.location}`,
  uploadContinued: (d: { location: string; parts: number }) =>
    `An upload to ${d.location} was begun earlier: ${plural(d.parts, 'part')} already there ${d.parts === 1 ? 'is' : 'are'} not sent again where they are the same.`,
  uploadKept: (d: { location: string }) =>
    `The parts that were sent to ${d.location} are kept by S3: the same command sends only the rest.`,
  revisionThere: (d: { location: string }) => `${d.location} is already there: nothing is uploaded.`,
  notPacked: (d: { count: number; example: string }) =>
    `${d.example}${d.count > 1 ? ` and ${d.count - 1} more` : ''} cannot be packed: only files, folders and links can.`,
  linksOutside: (d: { count: number; example: string }) =>
    `${plural(d.count, 'link')} ${d.count === 1 ? 'points' : 'point'} outside the folder (${d.example}): on a server ${d.count === 1 ? 'it leads' : 'they lead'} to whatever lies there.`,
  envPacked: (d: { count: number; example: string }) =>
    `${d.example}${d.count > 1 ? ` and ${d.count - 1} more` : ''} go${d.count > 1 ? '' : 'es'} into the revision: whoever can read the bucket can read the secrets in it.`,
};
