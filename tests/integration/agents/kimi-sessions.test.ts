import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { reaches } from './support/terminal.ts';
import { SEND_MS, Workshop } from './support/workshop.ts';

describe('which Kimi session a terminal runs', () => {
  let shop: Workshop;
  beforeAll(async () => {
    shop = await Workshop.open();
  });
  afterEach(() => shop.closeTabs());
  afterAll(() => shop.close());

  it('keeps two tabs in one folder apart, even with the same first message', async () => {
    const [left, right] = await Promise.all([shop.open({ trusted: true }), shop.open({ trusted: true })]);
    await Promise.all([left.watch.send('run a command', 30_000), right.watch.send('run a command', 30_000)]);
    await Promise.all([left, right].map((tab) => reaches(tab.watch, (state) => state.name === 'waiting')));
    expect(shop.owners.size).toBe(2);
    for (const tab of [left, right]) {
      tab.terminal.resize(100, 45);
      await tab.terminal.shows(new RegExp(`Session: +${shop.sessionOf(tab)}`));
    }

    await left.terminal.shows(/1\. Approve once/);
    left.terminal.type('1');
    await reaches(left.watch, (state) => state.name === 'finished');
    expect(right.watch.state.name).toBe('waiting');
    right.terminal.type('3');
    await reaches(right.watch, (state) => state.name === 'finished');
  });

  it('does not take a Kimi outside the app for its own', async () => {
    const { watch } = await shop.open({ trusted: true });
    // The other one is not watched, as if it ran in the person's own terminal.
    const outside = await shop.open({ trusted: true });
    outside.watch.close();
    const before = shop.owners.size;
    outside.terminal.type('\u001b[200~run a command\u001b[201~\r');
    await outside.terminal.shows(/1\. Approve once/);
    await watch.send('hello', SEND_MS);
    const finished = await reaches(watch, (state) => state.name === 'finished');
    expect(finished.evidence[0]).toMatchObject({ source: 'transcript' });
    expect(shop.owners.size).toBe(before + 1);
  });

  it('finds it on a screen too small for the welcome box, and follows /new to the next one', async () => {
    const { terminal, watch } = await shop.open({ trusted: true, size: { cols: 60, rows: 12 } });
    expect(await watch.send('hello small screen', SEND_MS)).toEqual({ confirmedBy: 'transcript' });
    await reaches(watch, (state) => state.name === 'finished');
    const before = shop.owners.size;

    terminal.resize(100, 30);
    await watch.send('/new', SEND_MS);
    await terminal.shows(/Started a new session/);
    expect(await watch.send('hello new session', SEND_MS)).toEqual({ confirmedBy: 'transcript' });
    await reaches(watch, (state) => state.name === 'finished');
    expect(shop.owners.size).toBe(before + 1);
  });

  it('comes back idle after a kill in the middle of an approval, and goes on with the same conversation', async () => {
    const first = await shop.open({ trusted: true });
    await first.watch.send('run a command', SEND_MS);
    await reaches(first.watch, (state) => state.name === 'waiting');
    const id = shop.sessionOf(first);
    first.terminal.kill('SIGKILL');
    expect(first.watch.ended(await first.terminal.exited)).toMatchObject({ name: 'exited', detail: 'ended by SIGKILL' });

    const second = await shop.open({ resume: id });
    await reaches(second.watch, (state) => state.name === 'idle');
    expect(second.terminal.text).toContain('run a command');
    expect(await second.watch.send('hello again', SEND_MS)).toEqual({ confirmedBy: 'transcript' });
    await reaches(second.watch, (state) => state.name === 'finished');
  });

  it('fails with what Kimi said when the session to resume does not exist', async () => {
    await shop.open({ trusted: true });
    const { terminal, watch } = await shop.open({ resume: 'session_00000000-0000-4000-8000-000000000000' });
    await terminal.shows(/not found/);
    const exit = await terminal.exited;
    watch.ended(exit);
    const failed = await reaches(watch, (state) => state.detail?.includes('not found') === true);
    expect(failed).toMatchObject({ name: 'failed' });
    expect(failed.detail).toMatch(/^ended with code 1: failed to start shell: Session "session_0{8}/);
  });

  it('says that no model is set up', async () => {
    const home = await mkdtemp(path.join(os.tmpdir(), 'kimi-home-'));
    try {
      await writeFile(path.join(home, 'config.toml'), '');
      const { watch } = await shop.open({ trusted: true, env: { KIMI_CODE_HOME: home } });
      const idle = await reaches(watch, (state) => state.name === 'idle' && state.detail !== undefined);
      expect(idle.detail).toMatch(/No model is set up/);
    } finally {
      await shop.closeTabs();
      await rm(home, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
    }
  });
});
