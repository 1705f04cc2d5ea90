import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import pixelmatch from 'pixelmatch';
import sharp from 'sharp';

const FOLDER = resolve(import.meta.dirname, 'goldens');
/** What a run took, and where it differs: for looking at. */
const TAKEN = resolve(import.meta.dirname, '../../.cache/pictures');

/** Colours further apart than this (0 to 1, by what an eye tells apart) are different. */
const THRESHOLD = 0.1;
/** Share of a picture that may differ: a word's worth of pixels at the smallest size. */
const TOLERANCE = 0.0003;
/** The same for a browser of another version than the golden pictures': it may draw every letter a little otherwise. */
const TOLERANCE_OF_ANOTHER = 0.02;
/** Which browser the golden pictures are of. */
const BROWSER = join(FOLDER, 'browser.txt');

/** Compares pictures with the golden ones, or puts them in their place. */
export class Goldens {
  readonly #accept: boolean;
  readonly #browser: string;
  readonly #seen = new Set<string>();
  readonly problems: string[] = [];

  /** @param browser version of the browser that draws */
  constructor(accept: boolean, browser: string) {
    this.#accept = accept;
    this.#browser = browser;
  }

  /** Looks at one picture (PNG); what is wrong with it goes to `problems`. */
  async see(name: string, png: Buffer): Promise<void> {
    this.#seen.add(name);
    await Promise.all([TAKEN, FOLDER].map((folder) => mkdir(folder, { recursive: true })));
    await rm(join(TAKEN, `${name}.difference.png`), { force: true });
    await writeFile(join(TAKEN, `${name}.png`), png);
    const golden = join(FOLDER, `${name}.webp`);
    if (this.#accept) {
      // One that is the same stays as it is, so that accepting changes no file without need.
      if (existsSync(golden) && (await this.#difference(golden, png)) === null) return;
      // Lossless, and a third of a PNG.
      await writeFile(golden, await sharp(png).removeAlpha().webp({ lossless: true, effort: 6 }).toBuffer());
      return;
    }
    if (!existsSync(golden)) this.problems.push(`${name}: there is no golden picture yet`);
    else {
      const difference = await this.#difference(golden, png);
      if (difference === null) return;
      this.problems.push(`${name}: ${difference.words}`);
      if (difference.picture !== null) await writeFile(join(TAKEN, `${name}.difference.png`), difference.picture);
    }
  }

  /**
   * Ends a run that took all of its pictures: golden ones that it should have taken and did not are of a place that is gone, and
   * those that it accepted are all of its browser. Where the other spec's were not accepted with them, theirs are compared strictly from then on.
   */
  async complete(mine: (name: string) => boolean): Promise<void> {
    if (this.#accept) await writeFile(BROWSER, `${this.#browser}\n`);
    for (const file of await readdir(FOLDER)) {
      if (file === basename(BROWSER) || !mine(file) || this.#seen.has(file.slice(0, -'.webp'.length))) continue;
      if (this.#accept) await rm(join(FOLDER, file));
      else this.problems.push(`${file}: nothing takes this picture any more`);
    }
  }

  async #difference(golden: string, png: Buffer): Promise<{ readonly words: string; readonly picture: Buffer | null } | null> {
    const [wanted, taken] = await Promise.all(
      [golden, png].map((one) => sharp(one).ensureAlpha().raw().toBuffer({ resolveWithObject: true })),
    );
    if (wanted === undefined || taken === undefined) throw new Error(`${golden} was not read`);
    const { width, height } = wanted.info;
    if (width !== taken.info.width || height !== taken.info.height) {
      return { words: `is ${taken.info.width}x${taken.info.height}, not ${width}x${height}`, picture: null };
    }
    if (wanted.data.equals(taken.data)) return null;
    const marked = Buffer.alloc(wanted.data.length);
    const different = pixelmatch(wanted.data, taken.data, marked, width, height, { threshold: THRESHOLD });
    // What is accepted was drawn by this browser, whoever drew what it takes the place of.
    const same = this.#accept || (await readFile(BROWSER, 'utf8')).trim() === this.#browser;
    if (different <= width * height * (same ? TOLERANCE : TOLERANCE_OF_ANOTHER)) return null;
    const picture = await sharp(marked, { raw: { width, height, channels: 4 } })
      .png()
      .toBuffer();
    return { words: `${different} pixels differ`, picture };
  }
}
