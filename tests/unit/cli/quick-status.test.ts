import { writeFile } from 'node:fs/promises';
import { createServer, type RequestListener } from 'node:http';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { quickStatus } from '#main/hosts/cli/quick/status.ts';
import { tempFolder } from '../../support/temp-folder.ts';

const STATUS = {
  version: '1.2.3',
  build: 'abc',
  engine: { pid: 1, url: null, startedAt: 0, kind: 'serve' },
  holders: [],
  sessions: 0,
  jobs: 0,
  demo: false,
  dataFolder: '/data',
};

/** A data folder whose engine answers as `listener` does. */
async function engine(listener: RequestListener): Promise<string> {
  const folder = await tempFolder();
  const socket = join(folder, 'engine.sock');
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(socket, resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  await writeFile(join(folder, 'engine.json'), JSON.stringify({ socket }));
  await writeFile(join(folder, 'owner.token'), 'secret\n');
  return folder;
}

function ask(folder: string, argv: readonly string[] = ['status', '--json'], more: Record<string, string> = {}) {
  return quickStatus(argv, { env: { KIMI_SHELL_HOME: folder, ...more }, now: () => 0 }, '1.2.3');
}

describe('a quick status', () => {
  it('shows the owner’s token and asks the one procedure', async () => {
    const asked: unknown[] = [];
    const folder = await engine((request, response) => {
      asked.push(request.method, request.url, request.headers.authorization);
      response.end(JSON.stringify({ json: STATUS }));
    });
    expect(await ask(folder)).toBe(`${JSON.stringify(STATUS)}\n`);
    expect(asked).toEqual(['POST', '/rpc/system/status', 'Bearer secret']);
  });

  it.each<[string, RequestListener]>([
    ['of another version', (_, response) => response.end(JSON.stringify({ json: { ...STATUS, version: '1.2.4' } }))],
    ['that refuses', (_, response) => response.writeHead(403).end('{"json":{}}')],
    ['whose answer needs more than JSON', (_, response) => response.end(JSON.stringify({ json: STATUS, meta: [[1, 'jobs']] }))],
    ['that speaks something else', (_, response) => response.end('<html>')],
    ['that hangs up', (request) => request.socket.destroy()],
    ['that says nothing', () => undefined],
  ])('says nothing of an engine %s', async (_, listener) => {
    expect(await ask(await engine(listener))).toBeNull();
  });

  it('is not for an agent, nor for other words', async () => {
    const folder = await engine((_, response) => response.end(JSON.stringify({ json: STATUS })));
    expect(await ask(folder, ['status', '--json'], { KIMI_SHELL_TOKEN: 'agent' })).toBeNull();
    for (const argv of [[], ['doctor'], ['status', '--help'], ['status', '--json', '--json']]) expect(await ask(folder, argv)).toBeNull();
  });
});
