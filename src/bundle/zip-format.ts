// The records of a zip file (APPNOTE.TXT 6.3): which bytes stand where.
import { crc32 } from 'node:zlib';
import { BLOCK } from './file.ts';
import type { Entry } from './tree.ts';

export const STORED = 0;
export const DEFLATED = 8;

/** Names are UTF-8. */
const UTF8 = 0x0800;
/** Sizes and CRC follow the content. */
const FOLLOWED = 0x0008;
/** 1980-01-01 00:00, the first moment that zip knows; the same for all, or the same tree would not be the same bytes. */
const DATE = 0x0021;
const MADE_BY_UNIX = (3 << 8) | 63;
const FULL_16 = 0xffff;
const FULL_32 = 0xffffffff;
/** From here on content may need 64 bits, also where deflate makes it a little longer. */
const LARGE = 0xf0000000;
const IS_FOLDER = 0x10;

const sizeOf = (entry: Entry) =>
  entry.kind === 'file' ? entry.size : entry.kind === 'link' ? Buffer.byteLength(entry.target) : 0;

/** Too large to be compressed in one go: its packed size is known only after its content. */
export const isStreamed = (entry: Entry): entry is Entry & { kind: 'file' } =>
  entry.kind === 'file' && entry.size > BLOCK;

const isLarge = (entry: Entry) => sizeOf(entry) >= LARGE;
const versionFor = (is64: boolean) => (is64 ? 45 : 20);
const flagsOf = (entry: Entry) => UTF8 | (isStreamed(entry) ? FOLLOWED : 0);

const crcOf = (entry: Entry) => (entry.kind === 'file' ? entry.crc : entry.kind === 'link' ? crc32(entry.target) : 0);

/** How the content of an entry lies in the archive. */
export interface Packed {
  method: number;
  /** Bytes that its content takes. */
  packed: number;
}

/** `packed` means nothing yet for what is streamed. */
export function localHeader(entry: Entry, { method, packed }: Packed): Buffer {
  const name = Buffer.from(entry.path);
  const later = isStreamed(entry);
  const is64 = isLarge(entry);
  const header = Buffer.alloc(30 + name.length + (is64 ? 20 : 0));
  header.writeUInt32LE(0x04034b50, 0);
  header.writeUInt16LE(versionFor(is64), 4);
  header.writeUInt16LE(flagsOf(entry), 6);
  header.writeUInt16LE(method, 8);
  header.writeUInt16LE(DATE, 12);
  header.writeUInt32LE(later ? 0 : crcOf(entry), 14);
  header.writeUInt32LE(is64 ? FULL_32 : later ? 0 : packed, 18);
  header.writeUInt32LE(is64 ? FULL_32 : later ? 0 : sizeOf(entry), 22);
  header.writeUInt16LE(name.length, 26);
  header.writeUInt16LE(is64 ? 20 : 0, 28);
  name.copy(header, 30);
  // Its two sizes stay 0, as they follow the content; that it is here says that they will have 64 bits.
  if (is64) {
    header.writeUInt16LE(1, 30 + name.length);
    header.writeUInt16LE(16, 32 + name.length);
  }
  return header;
}

/** After the content of what is streamed. */
export function descriptor(entry: Entry & { kind: 'file' }, packed: number): Buffer {
  const is64 = isLarge(entry);
  const record = Buffer.alloc(is64 ? 24 : 16);
  record.writeUInt32LE(0x08074b50, 0);
  record.writeUInt32LE(entry.crc, 4);
  if (is64) {
    record.writeBigUInt64LE(BigInt(packed), 8);
    record.writeBigUInt64LE(BigInt(entry.size), 16);
  } else {
    record.writeUInt32LE(packed, 8);
    record.writeUInt32LE(entry.size, 12);
  }
  return record;
}

export function centralHeader(entry: Entry, { method, packed }: Packed, offset: number): Buffer {
  const name = Buffer.from(entry.path);
  const is64 = isLarge(entry);
  const isFar = offset >= FULL_32;
  const wide = [...(is64 ? [sizeOf(entry), packed] : []), ...(isFar ? [offset] : [])];
  const extra = wide.length > 0 ? 4 + 8 * wide.length : 0;
  const header = Buffer.alloc(46 + name.length + extra);
  header.writeUInt32LE(0x02014b50, 0);
  header.writeUInt16LE(MADE_BY_UNIX, 4);
  header.writeUInt16LE(versionFor(extra > 0), 6);
  header.writeUInt16LE(flagsOf(entry), 8);
  header.writeUInt16LE(method, 10);
  header.writeUInt16LE(DATE, 14);
  header.writeUInt32LE(crcOf(entry), 16);
  header.writeUInt32LE(is64 ? FULL_32 : packed, 20);
  header.writeUInt32LE(is64 ? FULL_32 : sizeOf(entry), 24);
  header.writeUInt16LE(name.length, 28);
  header.writeUInt16LE(extra, 30);
  header.writeUInt32LE(((entry.mode << 16) | (entry.kind === 'folder' ? IS_FOLDER : 0)) >>> 0, 38);
  header.writeUInt32LE(isFar ? FULL_32 : offset, 42);
  name.copy(header, 46);
  if (extra > 0) {
    header.writeUInt16LE(1, 46 + name.length);
    header.writeUInt16LE(extra - 4, 48 + name.length);
    for (const [index, value] of wide.entries()) header.writeBigUInt64LE(BigInt(value), 50 + name.length + 8 * index);
  }
  return header;
}

/** What stands at the end: where the central directory begins, and how long it is. */
export function endOf(count: number, size: number, offset: number): Buffer {
  const is64 = count >= FULL_16 || size >= FULL_32 || offset >= FULL_32;
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(Math.min(count, FULL_16), 8);
  end.writeUInt16LE(Math.min(count, FULL_16), 10);
  end.writeUInt32LE(Math.min(size, FULL_32), 12);
  end.writeUInt32LE(Math.min(offset, FULL_32), 16);
  if (!is64) return end;

  const record = Buffer.alloc(56);
  record.writeUInt32LE(0x06064b50, 0);
  record.writeBigUInt64LE(44n, 4);
  record.writeUInt16LE(MADE_BY_UNIX, 12);
  record.writeUInt16LE(45, 14);
  record.writeBigUInt64LE(BigInt(count), 24);
  record.writeBigUInt64LE(BigInt(count), 32);
  record.writeBigUInt64LE(BigInt(size), 40);
  record.writeBigUInt64LE(BigInt(offset), 48);
  const locator = Buffer.alloc(20);
  locator.writeUInt32LE(0x07064b50, 0);
  locator.writeBigUInt64LE(BigInt(offset + size), 8);
  locator.writeUInt32LE(1, 16);
  return Buffer.concat([record, locator, end]);
}
