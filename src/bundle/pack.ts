// Packs a surveyed tree as a stream: nothing of it is held but what is on its way.
import { type Crew, openCrew } from './crew.ts';
import { tar, tgz } from './tar.ts';
import type { Chunk, Tree } from './tree.ts';
import { zip } from './zip.ts';

/** Below this, threads take longer to start than the work does. */
const LITTLE = 4 * 1024 * 1024;

/** Throws `folderChanged` at the first file that is not what was surveyed. */
export async function* pack(tree: Tree, crew?: Crew): AsyncGenerator<Chunk> {
  if (tree.type === 'tar') yield* tar(tree);
  else if (tree.type === 'tgz') yield* tgz(tree);
  else yield* zip(tree, crew ?? openCrew(tree.size > LITTLE));
}
