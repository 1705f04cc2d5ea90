import { describe, expect, test } from 'vitest';
import { Terminals } from './terminals.ts';

describe('attaching', () => {
  test('shows the screen at once, with the lines above it, and goes on live', async () => {
    const terminals = await Terminals.open();
    const childId = await terminals.cat('i=1; while [ $i -le 60 ]; do echo "line $i"; i=$((i+1)); done');
    const first = await terminals.attach(childId);
    await first.shows('line 60');
    const second = await terminals.attach(childId);
    await second.shows('line 60');
    expect(second.messages.filter((type) => type === 'snapshot')).toHaveLength(1);
    expect(second.text).toBe(first.text);
    expect(second.terminal.buffer.active.getLine(0)?.translateToString(true)).toBe('line 1');
    second.type('hello\n');
    await Promise.all([first.shows('hello'), second.shows('hello')]);
    expect(second.text).toBe(first.text);
  });

  test('an alternate screen with colours is the same for a late viewer', async () => {
    const terminals = await Terminals.open();
    const childId = await terminals.run("printf 'shell\\n\\033[?1049h\\033[2J\\033[3;5H\\033[1;44m漢字 menu\\033[m\\033[?2004h'; cat");
    const first = await terminals.attach(childId);
    await first.shows('menu');
    const second = await terminals.attach(childId);
    await second.shows('menu');
    expect(second.terminal.buffer.active.type).toBe('alternate');
    expect(second.terminal.modes.bracketedPasteMode).toBe(true);
    expect(second.terminal.buffer.active.getLine(2)?.getCell(4)?.getBgColor()).toBe(4);
  });

  test('fewer lines above the screen when fewer are wanted', async () => {
    const terminals = await Terminals.open();
    const childId = await terminals.run('i=1; while [ $i -le 200 ]; do echo "line $i"; i=$((i+1)); done; cat');
    const early = await terminals.attach(childId);
    await early.shows('line 200');
    // Or what the picture lacks would come as live bytes, all of it.
    await terminals.mirror.client.screen(childId, { atLeast: early.offset });
    const shown = await terminals.attach(childId, { scrollback: 10 });
    await shown.shows('line 200');
    expect(shown.terminal.buffer.active.getLine(0)?.translateToString(true)).not.toBe('line 1');
  });
});

describe('size', () => {
  test('the viewer that attached last sets it, the others are told where it took effect', async () => {
    const terminals = await Terminals.open();
    const childId = await terminals.run("trap 'stty size' WINCH; stty size; while :; do read -r line || sleep 0.05; done");
    const first = await terminals.attach(childId, { size: { cols: 100, rows: 30 } });
    await first.shows('30 100');
    const second = await terminals.attach(childId, { size: { cols: 60, rows: 20 } });
    await Promise.all([first.shows('20 60'), second.shows('20 60')]);
    expect([first.size, second.size]).toEqual(['60x20', '60x20']);
    expect([first.responder, second.responder]).toEqual([false, true]);
    first.viewer?.focus();
    await Promise.all([first.shows(() => first.size === '100x30'), second.shows(() => second.size === '100x30')]);
    expect([first.responder, second.responder]).toEqual([true, false]);
    first.viewer?.close();
    await second.shows(() => second.size === '60x20' && second.responder);
  });

  test('output between two sizes is laid out by the size it was written for', async () => {
    const terminals = await Terminals.open();
    const childId = await terminals.cat(':', { cols: 20 });
    const writer = await terminals.attach(childId, { size: { cols: 20, rows: 10 } });
    const watcher = await terminals.attach(childId, { ticket: terminals.ticket(childId, { rights: 'read' }) });
    writer.type('a line that is longer than twenty columns\n');
    await watcher.shows(() => watcher.lines.join('').includes('columns'));
    writer.viewer?.resize(60, 10);
    await watcher.shows(() => watcher.size === '60x10');
    writer.type('another line that is longer than twenty columns\n');
    await Promise.all([
      watcher.shows('another line that is longer than twenty columns'),
      writer.shows('another line that is longer than twenty columns'),
    ]);
    expect(watcher.text).toBe(writer.text);
    const late = await terminals.attach(childId, { ticket: terminals.ticket(childId, { rights: 'read' }) });
    await late.shows('another line');
    expect(late.text).toBe(writer.text);
  });
});

describe('a child that has ended', () => {
  test('shows its last screen and its exit, then the connection ends', async () => {
    const terminals = await Terminals.open();
    const childId = await terminals.run('echo goodbye; exit 7');
    await terminals.ended(childId);
    const exits: unknown[] = [];
    const shown = await terminals.attach(childId, { onMessage: (message) => void (message.type === 'exit' && exits.push(message)) });
    expect(await shown.viewer?.closed).toEqual({ code: 1000, error: null });
    expect(shown.text).toContain('goodbye');
    expect(exits).toMatchObject([{ code: 7, signal: null }]);
  });

  test('is read from its spool when its holder has left', async () => {
    const terminals = await Terminals.open();
    const childId = await terminals.run('i=1; while [ $i -le 300 ]; do echo "line $i"; i=$((i+1)); done');
    await terminals.ended(childId);
    const ticket = terminals.ticket(childId, { holderSocket: `${terminals.holderSocket}.gone` });
    const shown = await terminals.attach(childId, { ticket });
    expect(await shown.viewer?.closed).toEqual({ code: 1000, error: null });
    expect(shown.text).toContain('line 300');
    expect(shown.messages).toContain('exit');
  });

  test('takes no input', async () => {
    const terminals = await Terminals.open();
    const childId = await terminals.run('sleep 0.2; echo end');
    const shown = await terminals.attach(childId);
    await terminals.ended(childId);
    expect((await shown.viewer?.closed)?.code).toBe(1000);
    expect(shown.messages.at(-1)).toBe('exit');
  });
});

describe('the mirror', () => {
  test('killed, it is replaced, and a viewer that attaches meanwhile gets its screen', async () => {
    const terminals = await Terminals.open();
    const childId = await terminals.cat('echo before');
    const first = await terminals.attach(childId);
    await first.shows('before');
    const gone = terminals.mirror.client.closed;
    process.kill(terminals.mirror.pid, 'SIGKILL');
    await gone;
    const attaching = terminals.attach(childId);
    first.type('typed while no mirror runs\n');
    await first.shows('typed while no mirror runs');
    await terminals.startMirror();
    const second = await attaching;
    await second.shows('typed while no mirror runs');
    expect(second.text).toBe(first.text);
  });
});

describe('the holder', () => {
  test('killed, every viewer is told so, and the last screen can still be had from the spool', async () => {
    const terminals = await Terminals.open();
    const childId = await terminals.cat('echo the last words');
    const shown = await terminals.attach(childId);
    await shown.shows('the last words');
    process.kill(terminals.holder.holder.pid, 'SIGKILL');
    expect(await shown.viewer?.closed).toMatchObject({ code: 1011, error: { code: 'HOLDER_UNREACHABLE' } });
    const again = await terminals.attach(childId);
    await again.shows('the last words');
    expect(await again.viewer?.closed).toMatchObject({ code: 1011, error: { code: 'HOLDER_UNREACHABLE' } });
  });
});
