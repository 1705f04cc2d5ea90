import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { extname, join, relative, sep } from 'node:path';
import { KimiError } from '#shared/errors/kimi-error.ts';

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.wasm': 'application/wasm',
  '.txt': 'text/plain; charset=utf-8',
};

interface StaticFile {
  readonly body: Buffer;
  readonly type: string;
  readonly etag: string;
  readonly cache: string;
}

class LoadedFile implements StaticFile {
  readonly body: Buffer;
  readonly type: string;
  readonly cache: string;
  #etag: string | null = null;

  constructor(body: Buffer, type: string, cache: string) {
    this.body = body;
    this.type = type;
    this.cache = cache;
  }

  /** Made when a browser wants the file: most are not wanted at most starts. */
  get etag(): string {
    this.#etag ??= `"${createHash('sha256').update(this.body).digest('base64url').slice(0, 22)}"`;
    return this.#etag;
  }
}

/** The built page, by URL path. */
export type StaticFiles = ReadonlyMap<string, StaticFile>;

// Vite puts a hash of the content into the names under assets/, so what is there never changes under its name.
const IMMUTABLE = 'public, max-age=31536000, immutable';
// The browser keeps the file but asks each time whether it is still the one: a new build must show at the next reload.
const ASK_AGAIN = 'no-cache';

/**
 * Reads the built page into memory (a few MB), so that an open window can be reloaded after the installation was replaced or
 * removed. A path that is not a key of the result does not exist, which leaves no room for `..` and its encodings.
 * @throws KimiError ENGINE_START_FAILED when the page was not built
 */
export async function loadStaticFiles(folder: string): Promise<StaticFiles> {
  const files = new Map<string, StaticFile>();
  const wanted = (await entriesOf(folder)).filter((entry) => entry.isFile() && extname(entry.name) in TYPES);
  await Promise.all(
    wanted.map(async (entry) => {
      const path = join(entry.parentPath, entry.name);
      const url = `/${relative(folder, path).split(sep).join('/')}`;
      files.set(url, new LoadedFile(await readFile(path), TYPES[extname(path)] ?? '', url.startsWith('/assets/') ? IMMUTABLE : ASK_AGAIN));
    }),
  );
  const index = files.get('/index.html');
  if (index === undefined) throw new KimiError('ENGINE_START_FAILED', { reason: `the page is not built: ${folder} has no index.html` });
  files.set('/', index);
  return files;
}

async function entriesOf(folder: string) {
  try {
    return await readdir(folder, { recursive: true, withFileTypes: true });
  } catch (error) {
    throw new KimiError('ENGINE_START_FAILED', { reason: `the page is not built: cannot read ${folder}` }, { cause: error });
  }
}

/** Answers a GET or HEAD for a file of the page. @throws KimiError NOT_FOUND */
export function sendStaticFile(
  files: StaticFiles,
  path: string,
  request: IncomingMessage,
  response: ServerResponse,
  headers: Readonly<Record<string, string>>,
): void {
  const file = files.get(path);
  if (file === undefined) throw new KimiError('NOT_FOUND', { path: path.slice(0, 200) });
  const all = { ...headers, etag: file.etag, 'cache-control': file.cache };
  if (request.headers['if-none-match'] === file.etag) {
    response.writeHead(304, all).end();
    return;
  }
  response.writeHead(200, { ...all, 'content-type': file.type, 'content-length': file.body.length });
  response.end(request.method === 'HEAD' ? undefined : file.body);
}
