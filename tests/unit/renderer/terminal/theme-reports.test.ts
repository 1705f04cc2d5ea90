import { Terminal } from '@xterm/headless';
import type { IParser } from '@xterm/xterm';
import { afterEach, describe, expect, it } from 'vitest';
import { ThemeReports } from '#renderer/terminal/theme-reports.ts';

const ON = '\u001b[?2031h';
const DARK = '\u001b[?997;1n';
const LIGHT = '\u001b[?997;2n';

const open: Terminal[] = [];
afterEach(() => open.splice(0).forEach((terminal) => void terminal.dispose()));

/** A viewer of a program that writes; `told` is what the program was told since it was asked last. */
function viewer({ ground = '#fefefe', answers = true } = {}) {
  const terminal = new Terminal({ cols: 80, rows: 24, allowProposedApi: true });
  open.push(terminal);
  const now = { ground, answers };
  let said = '';
  const reports = new ThemeReports({
    parser: terminal.parser as IParser,
    mayAnswer: () => now.answers,
    ground: () => now.ground,
    send: (report) => {
      said += report;
    },
  });
  return {
    now,
    reports,
    writes: (data: string) => new Promise<void>((resolve) => terminal.write(data, resolve)),
    told: () => {
      const all = said;
      said = '';
      return all;
    },
  };
}

describe('whether the terminal is light or dark', () => {
  it('is told when a program asks, and that the mode is known', async () => {
    const { writes, told } = viewer();
    await writes('\u001b[?996n');
    expect(told()).toBe(LIGHT);
    await writes(`\u001b[?2031$p${ON}\u001b[?2031$p`);
    expect(told()).toBe('\u001b[?2031;2$y\u001b[?2031;1$y');
  });

  it('is told again when it is otherwise, to programs that want to hear it', async () => {
    const { now, reports, writes, told } = viewer();
    now.ground = '#131417';
    reports.tell();
    expect(told(), 'nobody asked for it').toBe('');
    await writes(ON);
    now.ground = '#fefefe';
    reports.tell();
    reports.tell();
    expect(told()).toBe(LIGHT);
    await writes('\u001b[?2031l');
    now.ground = '#131417';
    reports.tell();
    expect(told()).toBe('');
    await writes(`${ON}\u001bc`);
    now.ground = '#fefefe';
    reports.tell();
    expect(told(), 'a reset ends it').toBe('');
  });

  it('is told by the viewer that answers alone, and anew by one that becomes it', async () => {
    const { now, reports, writes, told } = viewer({ answers: false });
    await writes(`${ON}\u001b[?996n\u001b[?2031$p`);
    reports.tell();
    expect(told()).toBe('');
    now.answers = true;
    reports.tellAnew();
    expect(told()).toBe(LIGHT);
    // Another one has answered in the meantime, who knows what.
    reports.tellAnew();
    expect(told()).toBe(LIGHT);
    now.ground = '#131417';
    reports.tell();
    expect(told()).toBe(DARK);
  });

  it('comes with the ground for a program that has asked for that, also in what was replayed', async () => {
    const { now, reports, writes, told } = viewer({ answers: false });
    await writes(`${ON}\u001b]11;?\u001b\\`);
    now.answers = true;
    reports.tellAnew();
    expect(told()).toBe(`${LIGHT}\u001b]11;rgb:fefe/fefe/fefe\u001b\\`);
    now.ground = '#131417';
    reports.tell();
    expect(told()).toBe(`${DARK}\u001b]11;rgb:1313/1414/1717\u001b\\`);
  });
});
