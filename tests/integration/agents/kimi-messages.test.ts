import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { reaches } from './support/terminal.ts';
import { SEND_MS, Workshop } from './support/workshop.ts';

describe('sending to a real Kimi', () => {
  let shop: Workshop;
  beforeAll(async () => {
    shop = await Workshop.open();
  });
  afterEach(() => shop.closeTabs());
  afterAll(() => shop.close());

  it('refuses while the trust prompt is up, and writes nothing', async () => {
    const { terminal, watch } = await shop.open();
    await reaches(watch, (state) => state.name === 'trust');
    await expect(watch.send('hello', 5_000)).rejects.toMatchObject({ code: 'CONFLICT' });
    expect(terminal.text).toMatch(/Trust this folder\?/);
  });

  it('confirms a message of several lines, in Chinese, with escape sequences taken out', async () => {
    const { terminal, watch } = await shop.open({ trusted: true });
    const sent = await watch.send('hello\n第二行：你好，世界\n\u001b[201~third \u001b[31mline', SEND_MS);
    expect(sent).toEqual({ confirmedBy: 'transcript' });
    await reaches(watch, (state) => state.name === 'finished');
    expect(terminal.text).toContain('第二行：你好，世界');
    expect(terminal.text).toContain('[201~third [31mline');
  });

  it('waits for the input box when Kimi is still starting', async () => {
    const { watch } = await shop.open();
    expect(watch.state.name).toBe('starting');
    expect(await watch.send('hello', 30_000)).toEqual({ confirmedBy: 'transcript' });
  });

  it('queues a second message behind a running turn, and refuses a third while a command awaits approval', async () => {
    const { terminal, watch } = await shop.open({ trusted: true });
    await watch.send('slow please', SEND_MS);
    await terminal.shows(/word2/);
    expect(await watch.send('then run a command', SEND_MS)).toEqual({ confirmedBy: 'screen' });
    expect(terminal.text).toMatch(/❯ then run a command/);
    terminal.type('\u001b');
    await reaches(watch, (state) => state.name === 'waiting');
    await expect(watch.send('never mind', 5_000)).rejects.toMatchObject({ code: 'CONFLICT' });
    await terminal.shows(/1\. Approve once/);
    // Refused means untouched: the panel is still there to be answered.
    terminal.type('3');
    await terminal.shows(/was not run/);
  });

  it('refuses while a menu of Kimi is open, which Enter would act on', async () => {
    const { terminal, watch } = await shop.open({ trusted: true });
    await watch.send('hello', SEND_MS);
    await reaches(watch, (state) => state.name === 'finished');
    expect(await watch.send('/undo', SEND_MS)).toEqual({ confirmedBy: 'screen' });
    await terminal.shows(/Select messages to undo/);
    await expect(watch.send('hello again', 5_000)).rejects.toMatchObject({ code: 'CONFLICT' });
    await terminal.shows(/Select messages to undo/);
  });

  it('refuses to add to a half-written message of the person', async () => {
    const { terminal, watch } = await shop.open({ trusted: true });
    terminal.type('half a thought');
    await terminal.shows(/half a thought/);
    await expect(watch.send('hello', 5_000)).rejects.toMatchObject({ code: 'CONFLICT' });
    expect(terminal.text).not.toContain('hello');
  });

  it("takes Kimi's own commands too", async () => {
    const { terminal, watch } = await shop.open({ trusted: true });
    expect(await watch.send('/help', SEND_MS)).toEqual({ confirmedBy: 'screen' });
    await terminal.shows(/Keyboard shortcuts/);
  });

  it('sends two messages one after the other when both are asked for at once', async () => {
    const { watch } = await shop.open({ trusted: true });
    const both = await Promise.all([watch.send('hello one', SEND_MS), watch.send('hello two', 20_000)]);
    expect(both[0]).toEqual({ confirmedBy: 'transcript' });
    expect(['transcript', 'screen']).toContain(both[1].confirmedBy);
  });

  it('says that the session has ended, and that nothing is left to send', async () => {
    const { terminal, watch } = await shop.open({ trusted: true });
    await expect(watch.send('\u001b\u0007', 5_000)).rejects.toMatchObject({ code: 'INVALID_INPUT' });
    terminal.kill('SIGKILL');
    watch.ended(await terminal.exited);
    await expect(watch.send('hello', 5_000)).rejects.toMatchObject({ code: 'SESSION_ENDED' });
  });
});
