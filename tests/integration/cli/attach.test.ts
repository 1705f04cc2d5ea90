import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { SessionInfo } from '#shared/contract/index.ts';
import { until } from '../../support/until.ts';
import { killHard, newPerson } from './support.ts';
import { cliInTerminal, inTerminal } from './terminal.ts';

const DETACH = '\u001d';
/** What /bin/sh asks with, as root or not. */
const PROMPT = /^[#$]/;

let one: Awaited<ReturnType<typeof newPerson>>;

beforeAll(async () => {
  one = await newPerson();
});
afterAll(() => one.leave());

async function shell(name: string, ...args: readonly string[]): Promise<SessionInfo> {
  const { id } = await one.json<SessionInfo>(['session', 'create', name, '--agent', 'shell', ...args]);
  return until(`${name} has drawn`, async () => {
    const session = await one.json<SessionInfo>(['session', 'show', id]);
    return (session.terminals[0]?.end ?? 0) > 0 ? session : null;
  });
}

describe('an attached terminal', () => {
  it('shows what is there, takes what is typed, and leaves the session running', async () => {
    const { id } = await shell('work');
    await one.run(['session', 'send', id, 'echo before-$((1+1))']);
    const mine = cliInTerminal(one, ['session', 'attach', 'work']);
    await mine.shows(/^before-2$/);
    mine.type('echo typed-$((2+2))\r');
    await mine.shows(/^typed-4$/);
    mine.type(DETACH);
    expect((await mine.ended).exitCode).toBe(0);
    await mine.shows(/^Left work; it runs on\.$/);
    expect((await one.json<SessionInfo>(['session', 'show', id])).state).not.toBe('exited');
  });

  it('puts the person’s terminal back as it was, and keeps what was on it', async () => {
    const { id } = await shell(
      'modes',
      '--',
      '-c',
      'printf "\\033[?1049h\\033[?2004h\\033[?1003h\\033[?25l\\033[31min the other screen"; exec sleep 600',
    );
    const script = `echo my-own-line; stty -a > before; "$1" "$2" session attach ${id}; stty -a > after; cmp before after && echo same-modes`;
    const mine = inTerminal(one, '/bin/sh', ['-c', script, 'sh', one.node, one.cli]);
    await mine.shows(/in the other screen/);
    expect(mine.terminal.buffer.active.type).toBe('alternate');
    expect(mine.terminal.modes).toMatchObject({ bracketedPasteMode: true, mouseTrackingMode: 'any' });
    mine.type(DETACH);
    await mine.shows(/^same-modes$/);
    expect(mine.terminal.buffer.active.type).toBe('normal');
    expect(mine.terminal.modes).toMatchObject({ bracketedPasteMode: false, mouseTrackingMode: 'none', applicationCursorKeysMode: false });
    expect(mine.lines()).toContain('my-own-line');
    expect(mine.raw().lastIndexOf('\u001b[?25h')).toBeGreaterThan(mine.raw().lastIndexOf('\u001b[?25l'));
  });

  it('has lines from before in the person’s own scrollback', async () => {
    const { id } = await shell('history', '--', '-c', 'seq 1 300; exec sleep 600');
    const mine = cliInTerminal(one, ['session', 'attach', id]);
    await mine.shows(/^300$/);
    const lines = mine.lines();
    expect(lines.slice(lines.indexOf('1'), lines.indexOf('300') + 1)).toEqual(Array.from({ length: 300 }, (_, n) => String(n + 1)));
  });

  it('gives the session the size of this terminal, also when that changes', async () => {
    const { id } = await shell('size');
    const mine = cliInTerminal(one, ['session', 'attach', id], { cols: 101, rows: 31 });
    await mine.shows(PROMPT);
    mine.type('stty size\r');
    await mine.shows(/^31 101$/);
    mine.resize(67, 20);
    await until('the new size', async () => (await one.json<SessionInfo>(['session', 'show', id])).terminals[0]?.cols === 67);
    mine.type('stty size\r');
    await mine.shows(/^20 67$/);
  });

  it('says whose size the session has while that is another terminal’s, and takes it when somebody types', async () => {
    const { id } = await shell('boxed');
    const large = cliInTerminal(one, ['session', 'attach', id], { cols: 100, rows: 30 });
    await large.shows(PROMPT);
    const small = cliInTerminal(one, ['session', 'attach', id], { cols: 60, rows: 20 });
    await small.shows(PROMPT);
    await large.shows(/^ The size is another window’s \(60 × 20\)\. Type here to use this one’s $/);
    expect(small.raw()).not.toContain('another window');
    large.type('stty size\r');
    await large.shows(/^30 100$/);
    await small.shows(/another window’s \(100 × 30\)/);
    // Cut to the width: a second row would scroll the screen.
    await small.shows(/^ The size is another window’s \(100 × 30\)\. Type here to use.*… $/);
    await until('the notice is gone', () => !large.lines().some((line) => line.includes('another window')));
    const reader = cliInTerminal(one, ['session', 'attach', id, '--rights', 'read'], { cols: 90, rows: 25 });
    await reader.shows(/^ The size is another window’s \(100 × 30\) $/);
    small.resize(100, 30);
    await until('the notice is gone', () => !small.lines().some((line) => line.includes('another window')));
  });

  it('leaves with another key when one is named, and lets it through pressed twice', async () => {
    const { id } = await shell('keys', '--', '-c', 'stty raw -echo; echo ready; exec cat -v');
    const mine = cliInTerminal(one, ['session', 'attach', id, '--detach-key', 'ctrl-g']);
    await mine.shows(/ready/);
    mine.type(`${DETACH}\u0007\u0007x`);
    await mine.shows(/\^\]\^Gx/);
    mine.type('\u0007');
    expect((await mine.ended).exitCode).toBe(0);
  });

  it('only watches when asked to', async () => {
    const { id } = await shell('watched');
    const mine = cliInTerminal(one, ['session', 'attach', id, '--rights', 'read'], { cols: 132, rows: 43 });
    await mine.shows(PROMPT);
    mine.type('echo not-me\r');
    await one.run(['session', 'send', id, 'stty size']);
    await mine.shows(/^24 80$/);
    expect(mine.lines().join('\n')).not.toContain('not-me');
  });

  it('says how the session ended', async () => {
    const { id } = await shell('ends');
    const mine = cliInTerminal(one, ['session', 'attach', id]);
    await mine.shows(PROMPT);
    mine.type('exit 3\r');
    expect((await mine.ended).exitCode).toBe(0);
    await mine.shows(/^ends has ended with 3\.$/);
  });

  it('answers a program’s query once, however many terminals show it', async () => {
    const program = `process.stdin.setRawMode(true); let got = ''; process.stdin.on('data', (data) => { got += data; if (got.includes('a') && got.includes('b')) { console.log('answers: ' + (got.match(/R/g) ?? []).length); process.exit(); } if (got === 'g') { got = ''; process.stdout.write('\\u001b[6nasked'); } }); console.log('go');`;
    const { id } = await shell('query', '--', '-c', `exec "${one.node}" -e "${program.replaceAll('"', '\\"')}"`);
    const first = cliInTerminal(one, ['session', 'attach', id]);
    await first.shows(/go/);
    const second = cliInTerminal(one, ['session', 'attach', id]);
    await second.shows(/go/);
    second.type('g');
    await Promise.all([first.shows(/asked/), second.shows(/asked/)]);
    first.type('a');
    second.type('b');
    await first.shows(/^(go|asked)*\s*answers: 1$/);
  });

  it('puts the terminal back when it is told to end', async () => {
    const { id } = await shell('terminated', '--', '-c', 'printf "\\033[?1049hother"; exec sleep 600');
    const mine = cliInTerminal(one, ['session', 'attach', id]);
    await mine.shows(/other/);
    process.kill(mine.pid, 'SIGTERM');
    expect((await mine.ended).exitCode).toBe(143);
    expect(mine.terminal.buffer.active.type).toBe('normal');
  });

  it('waits for an engine that was killed, and is in the same session again', async () => {
    const { id } = await shell('survives');
    const mine = cliInTerminal(one, ['session', 'attach', id]);
    await mine.shows(PROMPT);
    mine.type('value=kept; echo set-$((1+0))\r');
    await mine.shows(/^set-1$/);
    killHard((await one.enginePid())!);
    await mine.shows(/The engine is gone/);
    await one.run(['session', 'list']);
    await until('the notice is drawn over', () => !mine.lines().some((line) => line.includes('The engine is gone')));
    mine.type('echo $value-$((3*3))\r');
    await mine.shows(/^kept-9$/);
  });

  it('is what switch does where no window is open', async () => {
    await shell('switched');
    const mine = cliInTerminal(one, ['session', 'switch', 'switched']);
    await mine.shows(PROMPT);
    mine.type('echo here-$((5+5))\r');
    await mine.shows(/^here-10$/);
    mine.type(DETACH);
    expect((await mine.ended).exitCode).toBe(0);
  });

  it('is refused for a session that is not there, with the terminal untouched', async () => {
    const mine = cliInTerminal(one, ['session', 'attach', 'nothing']);
    expect((await mine.ended).exitCode).toBe(3);
    expect(mine.raw()).not.toContain('\u001b[H');
    expect(mine.raw()).toContain('NOT_FOUND');
  });
});
