import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Screen as ElectronScreen, Rectangle } from 'electron';
import type { Logger } from '../../../engine/types.ts';
import { placeOn, type WindowPlace } from './places.ts';

/** More windows than a person opens. */
const MOST_WINDOWS = 20;

/** Where the app keeps the places of its windows: with what Chromium keeps, because they are asked for before the engine is there. */
export const placesFile = (dataFolder: string): string => join(dataFolder, 'desktop', 'windows.json');

/** The places of last time, each where it can be reached now; none when there was none, or what is kept cannot be read. */
export async function placesOfLastTime(
  path: string,
  screen: Pick<ElectronScreen, 'getAllDisplays' | 'getPrimaryDisplay'>,
  logger: Logger,
): Promise<readonly WindowPlace[]> {
  try {
    const places: unknown = JSON.parse(await readFile(path, 'utf8'));
    if (!Array.isArray(places) || places.length > MOST_WINDOWS || !places.every(isPlace)) throw new Error('these are no places');
    return places.map((place) => ({ ...place, bounds: placeOn(screensOf(screen), place.bounds) }));
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT'))
      logger.warn('the places of windows cannot be read; they open where windows usually do', { reason: String(error) });
    return [];
  }
}

/** The screens that are there, the main one first. */
export function screensOf(
  screen: Pick<ElectronScreen, 'getAllDisplays' | 'getPrimaryDisplay'>,
): readonly { readonly workArea: Rectangle }[] {
  const main = screen.getPrimaryDisplay();
  return [main, ...screen.getAllDisplays().filter(({ id }) => id !== main.id)];
}

/** By hand, because the schemas are loaded after the first window. */
function isPlace(value: unknown): value is WindowPlace {
  if (!isRecord(value) || !isRecord(value.bounds)) return false;
  const { x, y, width, height } = value.bounds;
  return (
    [x, y, width, height].every(Number.isInteger) &&
    Number(width) > 0 &&
    Number(height) > 0 &&
    typeof value.maximized === 'boolean' &&
    typeof value.fullScreen === 'boolean'
  );
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
