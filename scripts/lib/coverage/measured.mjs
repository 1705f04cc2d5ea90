import { relative, sep } from 'node:path';
import { ROOT } from '../project.mjs';
import { reachedLines } from './lines.mjs';
import { RECORDS, reports } from './recording.mjs';
import { mergeRecords, recordedReach } from './records.mjs';

/** Which lines of the sources the recorded tests reached, as `reachedLines` gives them. @throws Error when vitest left no report */
export async function measured() {
  mergeRecords(RECORDS);
  const said = reports().flatMap((report) =>
    Object.entries(report).map(([file, coverage]) => [relative(ROOT, file).split(sep).join('/'), coverage]),
  );
  if (said.length === 0) throw new Error('vitest left no report of what its tests reached');
  const { lines, spots } = await recordedReach(RECORDS);
  return reachedLines(said, lines, spots);
}
