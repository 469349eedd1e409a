// What a folder would be as a revision: each entry with its content's digest, and one digest that names the whole.
import type { Line } from '../engine/resource.ts';
import type { Sealed } from './file.ts';

export const bundleTypes = ['zip', 'tar', 'tgz'] as const;
export type BundleType = (typeof bundleTypes)[number];

export interface FileEntry extends Sealed {
  kind: 'file';
  mode: number;
  sha256: string;
  /** CRC-32 of the whole. */
  crc: number;
}

export interface LinkEntry {
  kind: 'link';
  path: string;
  mode: number;
  target: string;
}

/** Only where nothing lies in it; its path ends with a slash. */
export interface FolderEntry {
  kind: 'folder';
  path: string;
  mode: number;
}

export type Entry = FileEntry | LinkEntry | FolderEntry;

export interface Tree {
  folder: string;
  type: BundleType;
  /** Sorted by path. */
  entries: Entry[];
  /** SHA-256 over the kind of archive and every entry's kind, path, mode and content. */
  digest: string;
  /** Bytes of all files. */
  size: number;
  /** Files and links. */
  files: number;
  /** The ten largest files, largest first. */
  largest: { path: string; size: number }[];
  /** What one must know before it leaves the machine. */
  warnings: Line[];
}

export const LINK = 0o120777;
export const FOLDER = 0o40755;
/** Who may do what is part of the tree; what changes the user of a program is not. */
export const fileMode = (mode: number) => 0o100000 | (mode & 0o777);

/** A piece of the archive. */
export interface Chunk {
  bytes: Uint8Array;
  /** Bytes of the tree's files that are in the archive with it. */
  done: number;
}
