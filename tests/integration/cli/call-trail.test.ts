import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { CALL_HEADER } from '#shared/call-id.ts';
import type { KimiErrorData } from '#shared/errors/error-data.ts';
import { attachedCli } from '../../support/attached-cli.ts';
import { processesMarked } from '../../support/processes.ts';
import { until } from '../../support/until.ts';
import { http } from '../doors/support.ts';
import { type Person, person } from './support.ts';

interface EngineLine {
  readonly message: string;
  readonly call?: string;
  readonly procedure?: string;
  readonly process?: string;
  readonly method?: string;
}

interface HolderLine {
  readonly message: string;
  readonly call?: string;
  readonly process: string;
}

/** Lines of engine.log that belong to a call; the log is written behind the answer. */
async function engineLines({ dataFolder }: Person, is: (line: EngineLine) => boolean): Promise<readonly EngineLine[]> {
  const path = join(dataFolder, 'logs', 'engine.log');
  return until('the engine has logged it', async () => {
    const lines = (await readFile(path, 'utf8')).split('\n').filter((line) => line !== '');
    const found = lines.map((line) => JSON.parse(line) as EngineLine).filter(is);
    return found.length > 0 && found;
  });
}

/** The line that the holder wrote about a child of a call, behind its answer too. */
const holderLine = ({ dataFolder }: Person, call: string | undefined): Promise<HolderLine> =>
  until('the holder has logged it', async () => {
    const text = await readFile(join(dataFolder, 'logs', 'holder.log'), 'utf8');
    const lines = text.split('\n').flatMap((line) => (line === '' ? [] : [JSON.parse(line) as HolderLine]));
    return lines.find((line) => line.call === call && line.message.startsWith('spawn '));
  });

/** Lets the holder open no more files: it finds that out when it starts a child, after everything before it agreed. */
async function starveHolder(one: Person): Promise<void> {
  const { holders } = await one.json<{ holders: { pid: number }[] }>(['status']);
  for (const { pid } of holders) execFileSync('prlimit', ['--pid', String(pid), '--nofile=8']);
}

test('one name leads from what the command said to the engine’s log and the holder’s', async () => {
  const one = await person();
  await one.json(['session', 'create', 'first', '--agent', 'shell', '--', '-c', 'cat']);
  await starveHolder(one);
  const failed = await one.run(['session', 'create', 'second', '--agent', 'shell', '--json', '--', '-c', 'cat']);
  const { error } = JSON.parse(failed.stderr) as { error: KimiErrorData };
  expect(error.call).toMatch(/^cal_[0-9a-f]{20}$/);
  const { call = '' } = error;
  expect(await engineLines(one, (line) => line.call === call)).toContainEqual(
    expect.objectContaining({ message: expect.stringMatching(/^a call (was refused|failed)$/), procedure: 'session.create' }),
  );
  expect(await holderLine(one, call)).toMatchObject({
    process: 'holder',
    message: expect.stringMatching(`^spawn trm_\\w+: ${error.code}$`),
  });
});

test('what went well has its trail too, over the ticket to the gateway', async () => {
  const one = await person();
  await one.json(['session', 'create', 'fine', '--agent', 'shell', '--', '-c', 'echo here']);
  const [created] = await engineLines(one, (line) => line.procedure === 'session.create');
  expect(await holderLine(one, created?.call)).toMatchObject({ message: expect.stringMatching(/^spawn trm_\w+: done$/) });
  const tail = await one.run(['session', 'tail', 'fine']);
  expect(tail.stdout).toContain('here');
  const [attached] = await engineLines(one, (line) => line.process === 'gateway');
  expect(attached).toMatchObject({ message: 'a viewer attached', call: expect.stringMatching(/^cal_/) });
  expect(attached?.call).not.toBe(created?.call);
});

test('a script may name its call; a name that is none, or an agent’s, is replaced', async () => {
  const one = await person();
  const shown = join(one.dataFolder, 'shown');
  const script = `printf %s "$KIMI_SHELL_TOKEN" > ${shown}.part && mv ${shown}.part ${shown}; cat`;
  await one.json(['session', 'create', 'inside', '--agent', 'shell', '--', '-c', script]);
  const { socket: socketPath } = JSON.parse(await readFile(join(one.dataFolder, 'engine.json'), 'utf8')) as { socket: string };
  const owner = (await readFile(join(one.dataFolder, 'owner.token'), 'utf8')).trim();
  const agent = await until('the session has shown its token', async () => existsSync(shown) && (await readFile(shown, 'utf8')));

  const call = async (token: string, name: string): Promise<string | undefined> => {
    const headers = { 'content-type': 'application/json', authorization: `Bearer ${token}`, [CALL_HEADER]: name };
    const body = '{"json":{"session":"nobody"}}';
    const answer = await http({ socketPath }, { method: 'POST', path: '/rpc/session/show', headers, body });
    return (answer.json() as { json: { data: KimiErrorData } }).json.data.call;
  };
  expect(await call(owner, 'cal_nightly-report')).toBe('cal_nightly-report');
  for (const wrong of ['nightly', `cal_${'x'.repeat(41)}`, 'cal_a b c d', 'cal_..%0a..']) {
    expect(await call(owner, wrong)).toMatch(/^cal_[0-9a-f]{20}$/);
  }
  expect(await call(agent, 'cal_nightly-report')).toMatch(/^cal_[0-9a-f]{20}$/);
});

test('the mirror names the call for which the gateway asked it', async () => {
  const one = await person();
  await one.json(['session', 'create', 'over', '--agent', 'shell', '--', '-c', 'echo here']);
  await until('it is over', async () => (await one.json<{ state: string }>(['session', 'show', 'over'])).state === 'exited');
  const [terminal = 'none'] = await readdir(join(one.dataFolder, 'spool'));
  await rm(join(one.dataFolder, 'spool', terminal), { recursive: true });
  // The next one has not read it before, and does not find it.
  const mirror = await until('a mirror runs', async () =>
    (await processesMarked(one.dataFolder)).find(({ command }) => command.includes('mirror.js')),
  );
  process.kill(mirror.pid, 'SIGKILL');
  const call = await until('the mirror could not answer for a viewer', async () => {
    await attachedCli(one.dataFolder, 'over', { cols: 80, rows: 24 }).end();
    const lines = await engineLines(one, (line) => line.process === 'mirror' || line.process === 'gateway');
    const unanswered = lines.find((line) => line.process === 'mirror' && line.method === 'snapshot');
    return unanswered === undefined ? null : (unanswered.call ?? 'no call');
  });
  expect(call).toMatch(/^cal_[0-9a-f]{20}$/);
  const hops = async () => (await engineLines(one, (line) => line.call === call)).map(({ process: hop, message }) => [hop, message]);
  await expect.poll(hops).toHaveLength(3);
  expect(await hops()).toEqual(
    expect.arrayContaining([
      ['engine', 'a call was answered'],
      ['gateway', 'a viewer was refused'],
      ['mirror', 'a question could not be answered'],
    ]),
  );
});
