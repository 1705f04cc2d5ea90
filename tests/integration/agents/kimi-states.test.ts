import { mkdir, mkdtemp } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { reaches } from './support/terminal.ts';
import { SEND_MS, Workshop } from './support/workshop.ts';

describe('the state of a real Kimi', () => {
  let shop: Workshop;
  beforeAll(async () => {
    shop = await Workshop.open();
  });
  afterEach(() => shop.closeTabs());
  afterAll(() => shop.close());

  it('goes from the trust prompt over idle, working and waiting to finished, and names the command it waits for', async () => {
    // Of its own: a folder is trusted once for good, and this may be tried again.
    const cwd = await mkdtemp(join(shop.folder, 'unknown-'));
    const { terminal, watch } = await shop.open({ cwd });
    const trust = await reaches(watch, (state) => state.name === 'trust');
    expect(trust.evidence[0]).toMatchObject({ source: 'screen' });
    expect(trust.detail).toContain(cwd);

    terminal.type('\r');
    await reaches(watch, (state) => state.name === 'idle');

    const seen: string[] = [];
    watch.onState((state) => seen.push(state.name));
    expect(await watch.send('run a command', SEND_MS)).toEqual({ confirmedBy: 'transcript' });
    const waiting = await reaches(watch, (state) => state.name === 'waiting');
    expect(seen).toContain('working');
    expect(waiting.evidence[0]).toMatchObject({ source: 'transcript' });
    expect(waiting.evidence.map((one) => one.source)).toContain('process');
    await terminal.shows(/1\. Approve once/);
    const shown = /^ +\$ (.+?) *$/m.exec(terminal.text)![1]!;
    expect(waiting.detail).toBe(shown);

    terminal.type('1');
    const finished = await reaches(watch, (state) => state.name === 'finished');
    expect(finished.evidence[0]).toMatchObject({ source: 'transcript', says: 'turn.ended completed' });
    expect(finished.since).toBeGreaterThanOrEqual(waiting.since);
  });

  it('says failed in plain words when the model refuses the key', async () => {
    const { watch } = await shop.open({ trusted: true });
    await watch.send('give 401', SEND_MS);
    const failed = await reaches(watch, (state) => state.name === 'failed');
    expect(failed.detail).toMatch(/^The model refused the sign-in or key: 401/);
  });

  it('says working while Kimi tries again after an error, with the reason', async () => {
    const { terminal, watch } = await shop.open({ trusted: true });
    await watch.send('give 500', SEND_MS);
    const retrying = await reaches(watch, (state) => state.name === 'working' && state.detail !== undefined);
    expect(retrying.detail).toMatch(/^Trying again \(\d+ of \d+\) after: 500/);
    terminal.type('\u001b');
    await reaches(watch, (state) => state.name === 'idle');
  });

  it('is idle again after Esc in the middle of an answer', async () => {
    const { terminal, watch } = await shop.open({ trusted: true });
    await watch.send('slow please', SEND_MS);
    await terminal.shows(/word3/);
    expect(watch.state.name).toBe('working');
    terminal.type('\u001b');
    const idle = await reaches(watch, (state) => state.name === 'idle');
    expect(idle.evidence[0]).toMatchObject({ source: 'transcript', says: 'turn.ended cancelled' });
  });

  it('waits for the answer to a question and names it', async () => {
    const { terminal, watch } = await shop.open({ trusted: true });
    await watch.send('question', SEND_MS);
    const waiting = await reaches(watch, (state) => state.name === 'waiting');
    await terminal.shows(/\[1\] /);
    expect(terminal.text).toContain(waiting.detail!);
  });

  it('waits when a subagent asks for approval', async () => {
    const { terminal, watch } = await shop.open({ trusted: true });
    await watch.send('subagent-tool', SEND_MS);
    const waiting = await reaches(watch, (state) => state.name === 'waiting');
    expect(waiting.evidence[0]!.says).toMatch(/of agent-0$/);
    await terminal.shows(/1\. Approve once/);
    terminal.type('1');
    await reaches(watch, (state) => state.name === 'finished');
  });

  it('ends as exited when asked to, in the middle of a turn', async () => {
    const { terminal, watch } = await shop.open({ trusted: true });
    await watch.send('slow please', SEND_MS);
    await terminal.shows(/word2/);
    await watch.askToEnd();
    const exit = await terminal.exited;
    expect(exit).toMatchObject({ code: 0, signal: null });
    expect(watch.ended(exit)).toMatchObject({ name: 'exited', since: exit.at });
  });

  it('ends when asked to while an approval is open, and with unsent text in the box', async () => {
    const { terminal, watch } = await shop.open({ trusted: true });
    await watch.send('run a command', SEND_MS);
    await terminal.shows(/1\. Approve once/);
    await reaches(watch, (state) => state.name === 'waiting');
    await watch.askToEnd();
    expect(await terminal.exited).toMatchObject({ code: 0 });

    const other = await shop.open({ trusted: true });
    other.terminal.type('half a thought');
    await other.terminal.shows(/half a thought/);
    await other.watch.askToEnd();
    expect(await other.terminal.exited).toMatchObject({ code: 0 });
  });

  it('leaves the trust prompt when asked to end', async () => {
    const cwd = `${shop.folder}/elsewhere`;
    await mkdir(cwd);
    const { terminal, watch } = await shop.open({ cwd });
    await reaches(watch, (state) => state.name === 'trust');
    await watch.askToEnd();
    expect(await terminal.exited).toMatchObject({ signal: null });
  });
});
