import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Refusal, startRefusingModel } from '../../agents/support/refusing-model.ts';
import { reaches } from '../../agents/support/terminal.ts';
import { Workshop } from '../../agents/support/workshop.ts';
import { cannot, NO_DATABASE, NO_FILE, recovers, type Seam } from './types.ts';

/** A real Kimi whose model fails once: it asks again by itself, and the session is working meanwhile, then done. */
async function failsOnce(refusal: Refusal): Promise<void> {
  const shop = await Workshop.open();
  const model = await startRefusingModel();
  try {
    const config = join(shop.folder, 'kimi/config.toml');
    await writeFile(config, (await readFile(config, 'utf8')).replace(/127\.0\.0\.1:\d+/, `127.0.0.1:${model.port}`));
    const { watch } = await shop.open({ trusted: true });
    model.refuse(refusal, 1);
    const seen: string[] = [];
    watch.onState(({ name }) => seen.push(name));
    await watch.send('hello', 20_000);
    await reaches(watch, ({ name }) => name === 'finished' || name === 'failed');
    if (watch.state.name !== 'finished' || seen.includes('failed') || model.requests < 2) throw new Error(seen.join());
  } finally {
    await shop.close();
    await model.stop();
  }
}

const limited: Refusal = { status: 429, type: 'rate_limit_reached_error', message: 'Rate limit', headers: { 'retry-after': '1' } };
const overloaded: Refusal = { status: 503, type: 'engine_overloaded_error', message: 'The engine is currently overloaded' };

export const kimiToModel: Seam = {
  name: 'Kimi → its model',
  sources: [],
  cells: {
    'time-out': cannot('Kimi waits by its own limit of minutes; the session says that it works, and Esc ends it'),
    reset: recovers(() => failsOnce('reset')),
    '429': recovers(() => failsOnce(limited)),
    '503': recovers(() => failsOnce(overloaded)),
    EAGAIN: cannot('it is Kimi’s process, which says of it that the connection broke'),
    SQLITE_BUSY: NO_DATABASE,
    ENOSPC: NO_FILE,
    EIO: NO_FILE,
    EMFILE: cannot('it is Kimi’s process, which says of it that the connection broke'),
  },
};
