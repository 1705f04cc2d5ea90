import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { until } from '../../support/until.ts';
import { Terminals } from './terminals.ts';

const PIECE = 64 * 1024;

test('a viewer that is not read, because the program reads nothing, has said everything when its gateway leaves: it all arrives', async () => {
  const terminals = await Terminals.open();
  const [go, typed] = [join(terminals.dataFolder, 'go'), join(terminals.dataFolder, 'typed')];
  const childId = await terminals.run(
    `stty raw -echo; echo ready; while [ ! -s '${go}' ]; do sleep 0.1; done; head -c "$(cat '${go}')" > '${typed}.part'; mv '${typed}.part' '${typed}'`,
  );
  const shown = await terminals.attach(childId);
  await shown.shows('ready');
  const pieces: Buffer[] = [];
  // What is not read any more waits in this process.
  for (let read = true; read; await new Promise((turn) => setImmediate(turn))) {
    const piece = Buffer.alloc(PIECE, String(pieces.length).padStart(8, '0'));
    pieces.push(piece);
    read = shown.viewer?.input(piece) === true;
  }
  await terminals.gateway.close();
  expect(await shown.viewer?.closed).toMatchObject({ code: 1000, error: { code: 'ENGINE_ENDING' } });
  const said = Buffer.concat(pieces);
  await writeFile(go, String(said.length));
  await until('the program has read it', () => existsSync(typed), 30_000);
  expect((await readFile(typed)).equals(said)).toBe(true);
});
