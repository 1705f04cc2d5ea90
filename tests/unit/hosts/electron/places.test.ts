import { EventEmitter } from 'node:events';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Rectangle } from 'electron';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { placesOfLastTime } from '#main/hosts/electron/windows/kept-places.ts';
import { PlaceMemory } from '#main/hosts/electron/windows/place-memory.ts';
import { placeOn } from '#main/hosts/electron/windows/places.ts';
import { tempFolder } from '../../../support/temp-folder.ts';
import { testLogger } from '../../../support/test-logger.ts';

const screen = (x: number, y: number, width = 1920, height = 1080) => ({ workArea: { x, y, width, height } });
const MAIN = screen(0, 0);
const RIGHT = screen(1920, 0);
const rectangle = (x: number, y: number, width = 1280, height = 800): Rectangle => ({ x, y, width, height });

describe('where a window opens', () => {
  it('is where it was when its title can be taken hold of there', () => {
    for (const wanted of [rectangle(100, 100), rectangle(1000, 0), rectangle(2000, 50)])
      expect(placeOn([MAIN, RIGHT], wanted)).toEqual(wanted);
  });

  it('is the screen that it was nearest to when its own is gone', () => {
    expect(placeOn([MAIN], rectangle(2000, 50))).toEqual(rectangle(640, 50));
    expect(placeOn([MAIN, screen(0, 1080)], rectangle(100, 2300))).toEqual(rectangle(100, 1360));
  });

  it('is on the screen when only its edge, or all but its title, would show', () => {
    expect(placeOn([MAIN], rectangle(1900, 100)).x).toBe(640);
    expect(placeOn([MAIN], rectangle(100, -40)).y).toBe(0);
    expect(placeOn([MAIN], rectangle(100, 1070)).y).toBe(280);
  });

  it('is made no larger than a smaller screen', () => {
    expect(placeOn([screen(0, 24, 1024, 700)], rectangle(3000, 3000, 2560, 1400))).toEqual(rectangle(0, 24, 1024, 700));
  });

  it('can always be reached, and stays where it is when it is placed again', () => {
    const side = fc.integer({ min: -5000, max: 5000 });
    const size = fc.integer({ min: 200, max: 4000 });
    const area = fc.record({ x: side, y: side, width: size, height: size });
    fc.assert(
      fc.property(fc.array(area, { minLength: 1, maxLength: 4 }), area, (areas, wanted) => {
        const screens = areas.map((workArea) => ({ workArea }));
        const there = placeOn(screens, wanted);
        const reached = areas.some(
          (a) => there.y >= a.y && there.y < a.y + a.height && there.x < a.x + a.width && there.x + there.width > a.x,
        );
        expect(reached).toBe(true);
        expect(placeOn(screens, there)).toEqual(there);
      }),
    );
  });
});

class Window extends EventEmitter {
  bounds: Rectangle;
  maximized = false;
  destroyed = false;
  constructor(bounds: Rectangle) {
    super();
    this.bounds = bounds;
  }
  isDestroyed = () => this.destroyed;
  isMaximized = () => this.maximized;
  isFullScreen = () => false;
  getBounds = () => this.bounds;
  getNormalBounds = () => this.bounds;
  setBounds = (bounds: Rectangle) => {
    this.bounds = bounds;
  };
}

async function memory(json: string | null = null) {
  const folder = await tempFolder();
  const path = join(folder, 'desktop', 'windows.json');
  if (json !== null) {
    await mkdir(join(folder, 'desktop'));
    await writeFile(path, json);
  }
  const kept = { quitting: false };
  const displays = [
    { id: 1, ...MAIN },
    { id: 2, ...RIGHT },
  ];
  const screens = Object.assign(new EventEmitter(), { getAllDisplays: () => displays, getPrimaryDisplay: () => displays[0]! });
  const logger = testLogger();
  const places = new PlaceMemory({
    path,
    screen: screens as never,
    quitting: () => kept.quitting,
    logger,
  });
  const lastTime = () => placesOfLastTime(path, screens as never, logger);
  return { places, kept, path, displays, screens, logger, lastTime, read: () => readFile(path, 'utf8') };
}

describe('the places of windows', () => {
  it('are there at the next start, on a screen that still exists', async () => {
    const { places, read } = await memory();
    const [left, right] = [new Window(rectangle(10, 10)), new Window(rectangle(2000, 50))];
    places.follow(left as never);
    places.follow(right as never);
    left.bounds = rectangle(30, 40);
    left.emit('moved');
    right.maximized = true;
    right.emit('maximize');
    await places.idle();
    const next = await memory(await read());
    next.displays.splice(1, 1);
    const found = await next.lastTime();
    expect(found).toEqual([
      { bounds: rectangle(30, 40), maximized: false, fullScreen: false },
      { bounds: rectangle(640, 50), maximized: true, fullScreen: false },
    ]);
  });

  it('forget a window that was closed beside others, and not the last', async () => {
    const { places, read } = await memory();
    const windows = [new Window(rectangle(10, 10)), new Window(rectangle(20, 20))];
    for (const window of windows) places.follow(window as never);
    for (const window of windows) {
      window.destroyed = true;
      window.emit('closed');
    }
    await places.idle();
    expect(JSON.parse(await read())).toMatchObject([{ bounds: rectangle(20, 20) }]);
    places.follow(new Window(rectangle(5, 5)) as never);
    await places.idle();
    expect(JSON.parse(await read())).toMatchObject([{ bounds: rectangle(5, 5) }]);
  });

  it('are all kept when the app quits over them', async () => {
    const { places, kept, read } = await memory();
    const windows = [new Window(rectangle(10, 10)), new Window(rectangle(20, 20))];
    for (const window of windows) places.follow(window as never);
    kept.quitting = true;
    for (const window of windows) {
      window.destroyed = true;
      window.emit('closed');
    }
    await places.idle();
    expect(JSON.parse(await read())).toMatchObject([{ bounds: rectangle(10, 10) }, { bounds: rectangle(20, 20) }]);
  });

  it('change when a screen is taken away under a window', async () => {
    const { places, displays, screens, read } = await memory();
    const window = new Window(rectangle(2000, 50));
    places.follow(window as never);
    displays.splice(1, 1);
    screens.emit('display-removed');
    expect(window.bounds).toEqual(rectangle(640, 50));
    await places.idle();
    expect(JSON.parse(await read())).toMatchObject([{ bounds: rectangle(640, 50) }]);
  });

  it('are the usual ones when what was kept cannot be read', async () => {
    for (const json of ['{', '[{"bounds":{"x":"a"}}]']) {
      const { lastTime, logger } = await memory(json);
      expect(await lastTime()).toEqual([]);
      expect(logger.lines).toHaveLength(1);
    }
    const { lastTime, logger } = await memory();
    expect([await lastTime(), logger.lines]).toEqual([[], []]);
  });
});
