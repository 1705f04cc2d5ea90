import { readFileSync } from 'node:fs';
import path from 'node:path';
import { Terminal } from '@xterm/headless';
import { describe, expect, it } from 'vitest';
import { readScreen } from '#main/engine/agents/kimi/screen-reader.ts';
import { retryInWords } from '#main/engine/agents/kimi/words.ts';

const FIXTURES = path.resolve(import.meta.dirname, '../../../../fixtures/kimi');
const NOWHERE = { row: 0, col: 0 };

function read(name: string) {
  const lines = readFileSync(path.join(FIXTURES, `${name}.screen.txt`), 'utf8').split('\n');
  return readScreen({ lines, cursor: NOWHERE });
}

const calmBox = { kind: 'box', busy: null, draft: '', queued: [], error: null, noModel: false };

describe('reading what the real Kimi has drawn', () => {
  it('knows the trust prompt and the folder that it is about', () => {
    expect(read('01-trust-dialog.startup').part).toEqual({ kind: 'trust', what: 'Trust this folder? /home/dev/project' });
    expect(read('80-cjk-60x18.trust').part).toEqual({ kind: 'trust', what: 'Trust this folder? /tmp/demo/项目' });
  });

  it('knows the idle box, before and after a message', () => {
    expect(read('02-plain.idle')).toEqual({ part: calmBox, sessionId: null });
    expect(read('02-plain.finished')).toEqual({ part: calmBox, sessionId: 'session_6e9b3c95-b66d-440f-a720-1b293a6029d8' });
    expect(read('03-slow.interrupted').part).toEqual(calmBox);
  });

  it('knows the spinners, of waiting for the model and of an answer that comes in', () => {
    expect(read('36-hang.waiting').part).toEqual({ ...calmBox, busy: { retry: null } });
    expect(read('03-slow.working').part).toEqual({ ...calmBox, busy: { retry: null } });
  });

  it('knows that Kimi tries again, and after what', () => {
    expect(read('15-error-500.retrying').part).toEqual({
      ...calmBox,
      busy: { retry: retryInWords({ next: 4, of: 10, message: '500 · 500 Internal error (scripted)' }) },
    });
  });

  it('knows a message that is queued behind the running turn', () => {
    expect(read('59-queue-while-busy.queued').part).toEqual({ ...calmBox, busy: { retry: null }, queued: ['second message'] });
  });

  it('knows approvals with what they are for', () => {
    const command = { kind: 'panel', panel: 'approval', what: 'echo hello-from-fake-tool' };
    expect(read('04-approval.pending').part).toEqual(command);
    expect(read('08-reject.feedback-entry').part).toEqual(command);
    expect(read('10-write-diff.pending').part).toEqual({ kind: 'panel', panel: 'approval', what: 'Write this file?' });
    expect(read('12-plan.pending').part).toEqual({ kind: 'panel', panel: 'approval', what: 'Ready to build with this plan?' });
    expect(read('80-cjk-60x18.approval').part).toEqual({ kind: 'panel', panel: 'approval', what: 'echo hello from the demo' });
  });

  it('knows questions, and their page of review', () => {
    expect(read('11-question.pending').part).toEqual({ kind: 'panel', panel: 'question', what: 'Which colour should be used?' });
    expect(read('11-question.after-enter').part).toMatchObject({ kind: 'panel', panel: 'question' });
    expect(read('81-cjk-44x12.question').part).toEqual({ kind: 'panel', panel: 'question', what: 'Which colour should it be?' });
  });

  it('knows other menus, in which Enter would choose something', () => {
    expect(read('43-picker.picker').part).toEqual({ kind: 'panel', panel: 'other', what: 'Sessions (type to search)' });
    expect(read('83-help.open').part).toMatchObject({ kind: 'panel', panel: 'other' });
  });

  it('knows the error that a message ended in, and that no model is set up', () => {
    expect(read('14-error-401.error').part).toEqual({ ...calmBox, error: '[provider.auth_error] 401 Invalid Authentication (scripted)' });
    expect(read('67-no-model.start').part).toEqual({ ...calmBox, noModel: true });
    expect(read('67-no-model.after').part).toEqual({ ...calmBox, noModel: true, error: 'LLM not set, send "/login" to login' });
  });

  it('knows text in the box that was not sent', () => {
    expect(read('56-paste.bracketed-3-lines').part).toEqual({ ...calmBox, draft: 'line one\nline two\nline three' });
    expect(read('82-cjk-120x40.draft').part).toEqual({ ...calmBox, draft: '写一半的消息' });
  });

  it('takes text behind a cursor at the start of the box for a hint of Kimi, not for something typed', () => {
    const lines = [' ╭──────────╮', ' │ > Ask me │', ' ╰──────────╯'];
    expect(readScreen({ lines, cursor: { row: 1, col: 5 } }).part).toMatchObject({ kind: 'box', draft: '' });
    expect(readScreen({ lines, cursor: { row: 1, col: 11 } }).part).toMatchObject({ kind: 'box', draft: 'Ask me' });
  });

  it('knows why Kimi did not start', () => {
    expect(read('44-bad-id.bad').part).toMatchObject({ kind: 'unknown', error: expect.stringContaining('not found') });
  });

  it('knows nothing of an empty screen or of another program', () => {
    expect(readScreen({ lines: ['', '  '], cursor: NOWHERE })).toEqual({ part: { kind: 'blank' }, sessionId: null });
    expect(readScreen({ lines: ['$ ls', 'a  b'], cursor: NOWHERE }).part).toEqual({ kind: 'unknown', error: null });
  });

  it('is not taken in by a panel that a tool has printed above the real box', () => {
    const panel = readFileSync(path.join(FIXTURES, '04-approval.pending.screen.txt'), 'utf8').split('\n').slice(-17, -3);
    const box = readFileSync(path.join(FIXTURES, '02-plain.idle.screen.txt'), 'utf8').split('\n').slice(-6);
    expect(readScreen({ lines: [...panel, '', ...box], cursor: NOWHERE }).part).toMatchObject({ kind: 'box', busy: null });
  });
});

describe('reading the recorded bytes at the sizes that they were drawn for', () => {
  async function replay(
    file: string,
    marks: readonly { bytes: number; cols: number; rows: number }[],
    start: { cols: number; rows: number },
  ) {
    const bytes = readFileSync(path.join(FIXTURES, file));
    const terminal = new Terminal({ ...start, allowProposedApi: true });
    const readings: unknown[] = [];
    let from = 0;
    for (const mark of marks) {
      terminal.resize(mark.cols, mark.rows);
      await new Promise<void>((resolve) => terminal.write(bytes.subarray(from, mark.bytes), resolve));
      from = mark.bytes;
      const { active } = terminal.buffer;
      const lines = Array.from({ length: mark.rows }, (_, row) => active.getLine(active.baseY + row)?.translateToString(true) ?? '');
      readings.push(readScreen({ lines, cursor: { row: active.cursorY, col: active.cursorX } }).part);
    }
    terminal.dispose();
    return readings;
  }

  it('finds the approval at 100x30, 60x20, 140x45 and even 20x6, where only its last row is left', async () => {
    const whole = { kind: 'panel', panel: 'approval', what: 'echo hello-from-fake-tool' };
    expect(await replay('04-approval.ansi', [{ bytes: 13_921, cols: 100, rows: 30 }], { cols: 100, rows: 30 })).toEqual([whole]);
    // The offsets of the recording's resizes, from its index.
    const marks = [
      { bytes: 17_640, cols: 60, rows: 20 },
      { bytes: 23_511, cols: 140, rows: 45 },
      { bytes: 25_341, cols: 20, rows: 6 },
    ];
    expect(await replay('55-resize.ansi', marks, { cols: 100, rows: 30 })).toEqual([
      whole,
      whole,
      { kind: 'panel', panel: 'approval', what: '' },
    ]);
  });
});
