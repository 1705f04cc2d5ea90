import type { App } from 'electron';
import type { StartWish } from '../arguments.ts';
import { LINK_SCHEME } from '../links/scheme.ts';

const NOTHING_MORE: StartWish = { hidden: false, link: null, folder: null };

/**
 * One app for a data folder: the first start is the app, each further one passes on what it was asked for and ends. Electron's lock lies in
 * `userData`, so that has to be set before. Also takes what macOS sends to the app that runs (links, folders).
 */
export class SingleInstance {
  readonly #waiting: StartWish[] = [];
  #handle: ((wish: StartWish) => void) | null = null;

  /** True when this start is the app. False: it has passed its wish on, and has nothing more to do. */
  claim(app: Pick<App, 'requestSingleInstanceLock' | 'on'>, { hidden, link, folder }: StartWish): boolean {
    if (!app.requestSingleInstanceLock({ hidden, link, folder })) return false;
    // Not its command line: Chromium has put words of its own into that.
    app.on('second-instance', (_event, _argv, _folder, data) => {
      // Who starts the app again wants to see it, also when it was to start hidden.
      this.#take(sentWish(data) ?? NOTHING_MORE);
    });
    app.on('open-url', (event, url) => {
      event.preventDefault();
      this.#take({ ...NOTHING_MORE, link: url });
    });
    app.on('open-file', (event, path) => {
      event.preventDefault();
      this.#take({ ...NOTHING_MORE, folder: path });
    });
    return true;
  }

  /** Who does what later starts ask for; what came before is handed over now. */
  handle(handle: (wish: StartWish) => void): void {
    this.#handle = handle;
    for (const wish of this.#waiting.splice(0)) handle(wish);
  }

  #take(wish: StartWish): void {
    if (this.#handle === null) this.#waiting.push(wish);
    else this.#handle(wish);
  }
}

/** Makes the app the one that opens our links. The `--` stands last, so that nothing in a link can be read as a switch. */
export function registerLinks(app: Pick<App, 'setAsDefaultProtocolClient'>, program = process.execPath): boolean {
  return app.setAsDefaultProtocolClient(LINK_SCHEME, program, ['--']);
}

/** Longer than any path or link that is looked at. */
const MOST_CHARACTERS = 10_000;

/**
 * What a second start sends to the first, read as strangers' data, for every program of this user can send it: no field but the ones that
 * are known. By hand, because the schemas are loaded after the first window. Null when it is none.
 */
function sentWish(data: unknown): StartWish | null {
  if (typeof data !== 'object' || data === null || !('link' in data && 'folder' in data)) return null;
  const { link, folder } = data;
  return isPlace(link) && isPlace(folder) ? { hidden: false, link, folder } : null;
}

function isPlace(value: unknown): value is string | null {
  return value === null || (typeof value === 'string' && value.length <= MOST_CHARACTERS);
}
