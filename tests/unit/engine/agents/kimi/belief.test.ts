import { describe, expect, it } from 'vitest';
import { type Signals, stateFrom } from '#main/engine/agents/kimi/belief.ts';
import type { ScreenPart } from '#main/engine/agents/kimi/screen-reader.ts';
import type { TranscriptView } from '#main/engine/agents/kimi/wire/reducer.ts';
import { wordsOf } from '#shared/messages/fill.ts';
import { speak } from '#shared/messages/said.ts';
import { textsIn } from '#shared/messages/texts-in.ts';

const BOX: Extract<ScreenPart, { kind: 'box' }> = { kind: 'box', busy: null, draft: '', queued: [], error: null, noModel: false };
const QUIET: Signals = {
  pid: 7,
  startedAt: 100,
  now: 10_000,
  exit: null,
  transcript: null,
  transcriptProblem: null,
  osc: { working: null, wants: null, title: null },
  screen: null,
  screenProblem: null,
};

const GONE = speak('screen.unreadable', { reason: 'gone' });
const ALIVE = { source: 'process', says: 'process 7 runs', said: { code: 'process.runs', values: { pid: 7 } }, at: 100 };

const state = (signals: Partial<Signals>, previous: Parameters<typeof stateFrom>[1] = null) =>
  stateFrom({ ...QUIET, ...signals }, previous);
const seen = (part: ScreenPart, at = 9_000) => ({ screen: { part, at } });
const said = (name: TranscriptView['name'], more: Partial<TranscriptView> = {}): { transcript: TranscriptView } => ({
  transcript: { name, at: 5_000, lastAt: 5_000, record: speak('transcript.turn'), ...more },
});
const progress = (value: boolean, at: number) => ({ osc: { ...QUIET.osc, working: { value, at } } });

describe('what is believed of a running Kimi', () => {
  it('is starting while nothing is known but the process', () => {
    expect(state({})).toEqual({ name: 'starting', since: 100, evidence: [ALIVE] });
    expect(state(seen({ kind: 'blank' })).name).toBe('starting');
    expect(state(seen({ kind: 'unknown', error: null })).name).toBe('starting');
  });

  it('believes the screen before there is a transcript', () => {
    expect(state(seen({ kind: 'trust', what: 'Trust /p?' }))).toMatchObject({ name: 'trust', detail: 'Trust /p?', since: 9_000 });
    expect(state(seen(BOX))).toMatchObject({ name: 'idle', evidence: [{ source: 'screen' }, { source: 'process' }] });
    expect(state(seen({ ...BOX, noModel: true }))).toMatchObject({ name: 'idle', detail: expect.stringContaining('/login') });
    expect(state(seen({ ...BOX, error: 'LLM not set' }))).toMatchObject({ name: 'failed', detail: 'LLM not set' });
    expect(state(seen({ ...BOX, busy: { retry: null } })).name).toBe('working');
    expect(state(seen({ kind: 'panel', panel: 'other', what: 'Sessions' }))).toMatchObject({ name: 'waiting', detail: 'Sessions' });
  });

  it('believes escape sequences before the screen', () => {
    expect(state({ ...seen(BOX, 9_000), ...progress(true, 9_500) })).toMatchObject({
      name: 'working',
      evidence: [{ source: 'osc' }, { source: 'process' }],
    });
    const wants = { ask: 'approval', text: 'Kimi Code approval required: Bash', at: 9_500 } as const;
    expect(state({ osc: { ...QUIET.osc, wants } })).toMatchObject({ name: 'waiting', detail: 'Kimi Code approval required: Bash' });
    expect(state({ osc: { ...QUIET.osc, wants }, ...seen({ kind: 'panel', panel: 'approval', what: 'make' }) }).detail).toBe('make');
  });

  it('does not believe a progress mark that was not repeated when a newer screen shows that nothing runs', () => {
    expect(state({ ...progress(true, 5_000), ...seen(BOX, 9_000) }).name).toBe('idle');
    expect(state({ ...progress(true, 5_000), ...seen(BOX, 4_000) }).name).toBe('working');
  });

  it('believes the transcript before both, and a panel that only the screen shows not at all', () => {
    const panel: ScreenPart = { kind: 'panel', panel: 'approval', what: 'rm -rf /' };
    expect(state({ ...said('finished'), ...seen(panel) })).toMatchObject({ name: 'finished', since: 5_000 });
    expect(state({ ...said('waiting', { detail: 'make' }), ...progress(true, 5_001), ...seen(BOX, 5_002) })).toMatchObject({
      name: 'waiting',
      detail: 'make',
    });
    expect(state({ ...said('working'), ...seen(BOX, 5_100), now: 5_200 }).name).toBe('working');
  });

  it('leaves working when the transcript lost a record: both other sources say so, later, for 3 s', () => {
    const calm = { ...progress(false, 5_500), ...seen(BOX, 5_600) };
    expect(state({ ...said('working'), ...calm, now: 7_000 }).name).toBe('working');
    expect(state({ ...said('working'), ...calm, now: 8_100 })).toMatchObject({
      name: 'idle',
      evidence: [{ source: 'osc' }, { source: 'screen' }, { source: 'transcript' }, { source: 'process' }],
    });
    expect(
      state({ ...said('waiting'), ...progress(false, 5_500), ...seen({ kind: 'panel', panel: 'approval', what: '' }, 9_000) }).name,
    ).toBe('waiting');
  });

  it('is working when the progress mark goes on well after the last turn, as in a compaction', () => {
    expect(state({ ...said('finished'), ...progress(true, 5_300), now: 5_400 }).name).toBe('finished');
    expect(state({ ...said('finished'), ...progress(true, 7_000), now: 7_100 })).toMatchObject({
      name: 'working',
      evidence: [{ source: 'osc' }, {}, {}],
    });
    expect(state({ ...said('finished'), ...progress(true, 7_000), now: 12_000 }).name).toBe('finished');
  });

  it('voids everything else when the process is gone', () => {
    const all = { ...said('waiting'), ...progress(true, 9_900), ...seen(BOX) };
    expect(state({ ...all, exit: { code: 0, signal: null, at: 9_950 } })).toEqual({
      name: 'exited',
      since: 9_950,
      detail: 'ended by itself',
      said: { code: 'process.ended', values: {} },
      evidence: [{ source: 'process', says: 'exit code 0', said: { code: 'process.exit-code', values: { code: 0 } }, at: 9_950 }],
    });
    expect(state({ ...all, exit: { code: null, signal: 'SIGKILL', at: 9_950 } })).toMatchObject({
      name: 'exited',
      detail: 'ended by SIGKILL',
    });
    expect(state({ exit: { code: 129, signal: null, at: 1 } })).toMatchObject({ name: 'exited', detail: 'ended with code 129' });
    expect(state({ exit: { code: null, signal: null, at: 1 } })).toMatchObject({ name: 'exited' });
    expect(state({ exit: { code: null, signal: 'SIGSEGV', at: 1 } })).toMatchObject({ name: 'failed', detail: 'ended by SIGSEGV' });
    expect(state({ ...seen({ kind: 'unknown', error: 'no such session' }), exit: { code: 1, signal: null, at: 1 } })).toMatchObject({
      name: 'failed',
      detail: 'ended with code 1: no such session',
    });
  });

  it('keeps the start of a state that goes on, and says what it could not read', () => {
    const before = state(said('working', { at: 4_000 }));
    expect(state(said('working', { at: 4_000, detail: 'make' }), before)).toMatchObject({ since: 4_000, detail: 'make' });
    const asked = state(seen({ kind: 'trust', what: '/p' }, 4_000));
    expect(state(seen({ kind: 'trust', what: '/p' }, 9_000), asked).since).toBe(4_000);
    const transcriptProblem = speak('transcript.version', { version: '2.0' });
    expect(state({ transcriptProblem, screenProblem: GONE }).evidence.map((one) => one.says)).toEqual([
      'process 7 runs',
      'transcript version 2.0 is not known',
      'not readable: gone',
    ]);
  });

  it('takes a later record of the same kind for another turn or request', () => {
    const before = state(said('waiting', { at: 4_000, detail: 'make' }));
    expect(state(said('waiting', { at: 4_800, detail: 'make test' }), before).since).toBe(4_800);
    const finished = state(said('finished', { at: 4_000 }));
    expect(state(said('finished', { at: 4_800 }), finished).since).toBe(4_800);
  });

  it('is told in every language: what is not a quotation comes as data', () => {
    const chinese = textsIn('zh-CN');
    const ended = state({ ...seen({ kind: 'unknown', error: 'no such session' }), exit: { code: 1, signal: null, at: 9_950 } });
    expect(wordsOf(ended.detail ?? '', ended.said, chinese)).toBe('结束，退出码 1：no such session');
    const idle = state({ ...seen({ ...BOX, noModel: true }), screenProblem: GONE });
    expect(wordsOf(idle.detail ?? '', idle.said, chinese)).toMatch(/^还没有设置模型/);
    expect(idle.evidence.map(({ says, said: data }) => wordsOf(says, data, chinese))).toEqual([
      '没有模型的输入框',
      '读不到：gone',
      '进程 7 正在运行',
    ]);
    const quoted = state(seen({ kind: 'trust', what: 'Trust this folder? /p' }));
    expect(wordsOf(quoted.detail ?? '', quoted.said, chinese)).toBe('Trust this folder? /p');
  });

  it('stays what it was while nothing says otherwise', () => {
    const before = state(said('finished'));
    expect(state({ screenProblem: GONE }, before)).toBe(before);
  });
});
