import { appendFile, mkdir, mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { WatchContext } from '#main/engine/agents/index.ts';
import { KimiWatch } from '#main/engine/agents/kimi/watch.ts';
import type { TerminalSignal } from '#main/mirror/types.ts';
import type { SessionState } from '#shared/contract/index.ts';
import { until } from '../../../../support/until.ts';

const STARTED = Date.now();
const BLANK = { offset: 0, cols: 80, rows: 24, lines: [], cursor: { row: 0, col: 0 }, title: '', alternate: false, bracketedPaste: true };
const line = (record: unknown) => `${JSON.stringify(record)}\n`;

let home: string;
let wire: string;
let signal: (state: number) => void;
let watch: KimiWatch;
let told: SessionState[];
beforeEach(async () => {
  home = await mkdtemp(path.join(os.tmpdir(), 'watch-'));
  wire = path.join(home, 'sessions/wd/session_one/agents/main/wire.jsonl');
  await mkdir(path.dirname(wire), { recursive: true });
  let offset = 0;
  const listeners = new Set<(signal: TerminalSignal) => void>();
  signal = (state) => {
    offset += 1;
    for (const listener of listeners) listener({ kind: 'progress', childId: 'one', offset, state, value: 0 });
  };
  const context: WatchContext = {
    sessionId: 'one',
    cwd: home,
    childId: 'one',
    pid: 1,
    startedAt: STARTED,
    knownBefore: undefined,
    agentSession: 'session_one',
    env: { KIMI_CODE_HOME: home },
    screen: async () => BLANK,
    onSignal: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    onSettled: () => () => undefined,
    output: () => () => undefined,
    input: async () => undefined,
    lease: async () => ({ write: async () => undefined, release: () => undefined }),
    claim: async () => true,
    now: () => Date.now(),
  };
  watch = new KimiWatch(context);
  told = [];
  watch.onState((state) => told.push(state));
});
afterEach(async () => {
  watch.close();
  await rm(home, { recursive: true, force: true });
});

/** What the newest state that was told has of the escape sequences. */
const oscTold = () => told.at(-1)?.evidence.find(({ source }) => source === 'osc')?.says;

it('tells what the escape sequences say at last, also when the record of the end was there before them', async () => {
  await appendFile(wire, line({ type: 'metadata', protocol_version: '1.5' }));
  await appendFile(wire, line({ type: 'turn.prompt', input: [{ type: 'text', text: 'hello' }], turnId: 0, time: STARTED + 1 }));
  signal(3);
  await until('it works', () => told.at(-1)?.name === 'working' && oscTold() === 'OSC 9;4;3 (working)');
  await appendFile(wire, line({ type: 'turn.ended', turnId: 0, reason: 'completed', time: Date.now() }));
  await until('the turn is over', () => told.at(-1)?.name === 'finished');
  const { since } = told.at(-1)!;
  signal(0);
  await until('the stop is told', () => oscTold() === 'OSC 9;4;0 (not working)');
  expect(told.at(-1)).toMatchObject({ name: 'finished', since });
});
