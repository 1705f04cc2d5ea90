import { Terminal } from '@xterm/headless';
import { describe, expect, it } from 'vitest';
import { createLayoutStore } from '#renderer/state/layout-store.ts';
import { Pasting } from '#renderer/terminal/pasting.ts';
import { parseProgress } from '#renderer/terminal/progress.ts';
import { screenText } from '#renderer/terminal/screen-text.ts';
import { createTerminalStore } from '#renderer/terminal/terminal-state.ts';

describe('progress', () => {
  it.each([
    ['4;1;50', { kind: 'percent', percent: 50 }],
    ['4;1;250', { kind: 'percent', percent: 100 }],
    ['4;2;30', { kind: 'error', percent: 30 }],
    ['4;4', { kind: 'paused', percent: 0 }],
    ['4;3', { kind: 'busy' }],
    ['4;0;', null],
    ['4;9;1', undefined],
    ['4 files are ready', undefined],
    ['Approve?', undefined],
  ])('of %s', (data, progress) => {
    expect(parseProgress(data)).toEqual(progress);
  });
});

describe('a paste', () => {
  function pasting(situation: { confirm?: boolean; bracketed?: boolean } = {}) {
    const sent: string[] = [];
    const store = createTerminalStore({ cols: 80, rows: 24 });
    const { confirm = true, bracketed = false } = situation;
    const send = (bytes: Uint8Array) => sent.push(new TextDecoder().decode(bytes));
    return { sent, store, pasting: new Pasting({ store, confirm: () => confirm, bracketed: () => bracketed, send }) };
  }

  it.each([
    ['of one line', {}, 'ls -la'],
    ['of one line with its end', {}, 'ls -la\n'],
    ['that the program takes as one', { bracketed: true }, 'a\nb\n'],
    ['where nobody wants to be asked', { confirm: false }, 'a\nb\n'],
  ])('%s goes at once', (_what, situation, text) => {
    const { pasting: door, sent, store } = pasting(situation);
    door.paste(text);
    expect([sent.length, store.getState().paste]).toEqual([1, null]);
  });

  it('of several lines waits, and goes as the person says', () => {
    for (const [answer, bytes] of [
      ['paste', ['a\rb\r']],
      ['one-line', ['a b']],
      ['cancel', []],
    ] as const) {
      const { pasting: door, sent, store } = pasting();
      door.paste('a \r\n  b\n'.replace(answer === 'paste' ? / \r| {2}/g : /$^/, ''));
      expect(sent).toEqual([]);
      expect(store.getState().paste).not.toBeNull();
      door.answer(answer);
      expect(sent).toEqual(bytes);
      expect(store.getState().paste).toBeNull();
    }
  });
});

describe('the text of a terminal', () => {
  it('has wrapped lines as one, what is in view or all', async () => {
    const terminal = new Terminal({ cols: 10, rows: 3, allowProposedApi: true });
    await new Promise<void>((resolve) => terminal.write('first\r\n0123456789abc\r\n\r\n你好 last', resolve));
    expect(screenText(terminal as never, 'all')).toBe('first\n0123456789abc\n\n你好 last\n');
    expect(screenText(terminal as never, 'visible')).toBe('abc\n\n你好 last\n');
    terminal.dispose();
  });
});

describe('typing together', () => {
  it('is for the panes of the tab on show, less those that were taken out', () => {
    const ids = ['ses_a', 'ses_b', 'ses_c'] as const;
    let n = 0;
    const layout = createLayoutStore(() => `p${n++}`);
    const { open, split, assign, toggleTogether, toggleTogetherPane, typedTogether } = layout.getState();
    open(ids[0]);
    for (const id of ids.slice(1)) {
      split('row');
      const tab = layout.getState().layout.tabs[0]!;
      assign(tab.focused, id);
    }
    expect(typedTogether(ids[0])).toEqual([]);
    toggleTogether();
    expect(typedTogether(ids[0])).toEqual([ids[1], ids[2]]);
    toggleTogetherPane(layout.getState().layout.tabs[0]!.focused);
    expect(typedTogether(ids[0])).toEqual([ids[1]]);
    expect(typedTogether(ids[2])).toEqual([]);
    open('ses_d');
    expect(typedTogether(ids[0])).toEqual([]);
  });
});
