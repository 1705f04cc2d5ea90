import { join } from 'node:path';
import { listSpools, moveSpool, removeSpool, SpoolReader } from '../../holder/spool/reader.ts';
import { makeFolder } from '../folders/index.ts';
import { asDataFolderError } from '../lock/index.ts';
import type { Spools } from './types.ts';

/** The spools in a data folder. */
export function localSpools(dataFolder: string): Spools {
  return {
    async facts(childId) {
      const reader = await SpoolReader.open(dataFolder, childId);
      if (reader === null) return null;
      const { child, process, exit, lost, firstAvailable, end, size } = reader.state;
      return {
        firstAvailable,
        end,
        cols: size?.cols ?? 80,
        rows: size?.rows ?? 24,
        exit: exit ?? undefined,
        lost,
        process: process === null ? undefined : { ...process, startedAt: child?.startedAt ?? 0 },
      };
    },
    async damage(childId) {
      const reader = await SpoolReader.open(dataFolder, childId);
      const gaps: { from: number; to: number }[] = [];
      if (reader === null) return gaps;
      for await (const piece of reader.pieces(reader.firstAvailable)) {
        if (piece.kind === 'gap' && piece.reason === 'damaged') gaps.push({ from: piece.from, to: piece.to });
      }
      return gaps;
    },
    async setAside(childId) {
      const aside = join(dataFolder, 'aside', 'spool');
      try {
        await makeFolder(aside);
        await moveSpool(dataFolder, childId, aside);
      } catch (error) {
        throw asDataFolderError(error, aside);
      }
    },
    remove: (childId) => removeSpool(dataFolder, childId),
    list: () => listSpools(dataFolder),
  };
}
