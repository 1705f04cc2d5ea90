import { readFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseRecord, type WireRecord } from '#main/engine/agents/kimi/wire/records.ts';
import { type AgentBelief, EMPTY_BELIEF, reduceAgent, viewOf } from '#main/engine/agents/kimi/wire/reducer.ts';

const FIXTURES = path.resolve(import.meta.dirname, '../../../../../fixtures/kimi');

function records(name: string): WireRecord[] {
  return readFileSync(path.join(FIXTURES, `${name}.jsonl`), 'utf8')
    .trim()
    .split('\n')
    .map((line) => parseRecord(line))
    .filter((record): record is WireRecord => {
      expect(record).not.toBe('bad');
      return record !== 'ignored' && record !== 'bad';
    });
}

function view(files: Readonly<Record<string, readonly WireRecord[]>>, since = 0) {
  const beliefs = Object.entries(files).map(([agent, all]): [string, AgentBelief] => [
    agent,
    all.reduce((belief, record) => reduceAgent(belief, record, since), EMPTY_BELIEF),
  ]);
  return viewOf(new Map(beliefs));
}

/** The names that the state runs through, record by record. */
function names(all: readonly WireRecord[]): string[] {
  const seen = all.map((_, index) => view({ main: all.slice(0, index + 1) })?.name ?? 'nothing');
  return seen.filter((name, index) => name !== seen[index - 1]);
}

describe('the state that recorded transcripts of the real Kimi give', () => {
  it('is working, and waiting for each of two commands', () => {
    expect(names(records('wire-main-approval'))).toEqual(['nothing', 'working', 'waiting', 'working', 'waiting']);
  });

  it('is waiting for a question, with its text', () => {
    const all = records('wire-main-question');
    expect(names(all)).toEqual(['nothing', 'working', 'waiting', 'working', 'finished']);
    const asked = all.findIndex((record) => record.kind === 'asked');
    expect(view({ main: all.slice(0, asked + 1) })).toMatchObject({ name: 'waiting', detail: 'Which colour should be used?' });
  });

  it('is waiting for the review of a plan', () => {
    const all = records('wire-main-plan');
    const asked = all.findIndex((record) => record.kind === 'asked');
    expect(view({ main: all.slice(0, asked + 1) })).toMatchObject({ name: 'waiting', detail: 'Review the plan' });
    expect(view({ main: all })?.name).toBe('finished');
  });

  it('is working again when the end of a background task starts a turn by itself', () => {
    expect(names(records('wire-main-background')).slice(-3)).toEqual(['finished', 'working', 'finished']);
  });

  it('is idle after Esc', () => {
    expect(view({ main: records('wire-main-interrupted') })).toMatchObject({ name: 'idle', record: { text: 'turn.ended cancelled' } });
  });

  it('is working while Kimi tries again, with the error as detail', () => {
    const all = records('wire-main-error');
    const retry = all.findIndex((record) => record.kind === 'retrying');
    expect(view({ main: all.slice(0, retry + 1) })).toMatchObject({
      name: 'working',
      detail: 'Trying again (2 of 10) after: 500 Internal error (scripted)',
    });
  });

  it("is waiting for a subagent's command, which only the subagent's own file tells", () => {
    const main = records('wire-main-subagent');
    const agent = records('wire-agent-0-approval');
    const asked = agent.findIndex((record) => record.kind === 'asked');
    const spawned = main.findIndex((record) => record.kind === 'tool-started');
    const both = { main: main.slice(0, spawned + 1), 'agent-0': agent.slice(0, asked + 1) };
    expect(view(both)).toMatchObject({
      name: 'waiting',
      detail: 'echo hello-from-fake-tool',
      record: { text: expect.stringContaining('agent-0') },
    });
    expect(view({ main, 'agent-0': agent })?.name).toBe('finished');
  });

  it('says nothing about records from before this process', () => {
    const all = records('wire-main-approval');
    expect(view({ main: all }, Date.now() + 1e12)).toBeNull();
  });
});

const at = (time: number) => ({ at: time });
const prompt = (time: number, turn: number): WireRecord => ({ kind: 'prompt', ...at(time), text: 'hello', turn });
const ended = (
  time: number,
  turn: number,
  reason: string,
  error: Extract<WireRecord, { kind: 'turn-ended' }>['error'] = null,
): WireRecord => ({
  kind: 'turn-ended',
  ...at(time),
  turn,
  reason,
  error,
});
const asked = (time: number, id: string, what = id): WireRecord => ({ kind: 'asked', ...at(time), id, ask: 'approval', what });
const answered = (time: number, id: string): WireRecord => ({ kind: 'answered', ...at(time), id });

describe('the state rule', () => {
  it('names the oldest of several open requests and how many more there are', () => {
    expect(view({ main: [prompt(1, 0), asked(3, 'b')], 'agent-0': [asked(2, 'a')] })).toMatchObject({ detail: 'a (and 1 more)', at: 2 });
  });

  it('says the error of a failed turn in plain words', () => {
    const failed = ended(2, 0, 'failed', { code: 'provider.rate_limit', message: '429 Too many' });
    expect(view({ main: [prompt(1, 0), failed] })).toMatchObject({
      name: 'failed',
      detail: 'The model takes no more requests for the moment; that passes, send the message again later: 429 Too many',
    });
    expect(view({ main: [prompt(1, 0), ended(2, 0, 'failed', { code: 'new.code', message: 'Something else' })] })?.detail).toBe(
      'Something else',
    );
    expect(view({ main: [prompt(1, 0), ended(2, 0, 'failed')] })?.detail).toBe('The turn failed without a reason');
  });

  it('names the tool that runs, and a subagent’s tool rather than the subagent', () => {
    const agent: WireRecord = { kind: 'tool-started', ...at(2), id: 't', tool: 'Agent', what: 'Subagent coder' };
    const inner: WireRecord = { kind: 'tool-started', ...at(3), id: 'u', tool: 'Bash', what: 'make test' };
    expect(view({ main: [prompt(1, 0), agent] })?.detail).toBe('Subagent coder');
    expect(view({ main: [prompt(1, 0), agent], 'agent-0': [inner] })?.detail).toBe('make test');
    expect(view({ main: [prompt(1, 0), agent], 'agent-0': [inner, { kind: 'tool-ended', ...at(4), id: 'u' }] })?.detail).toBe(
      'Subagent coder',
    );
  });

  it('forgets what the turn asked and ran when it is over, even when the last records were lost', () => {
    expect(view({ main: [prompt(1, 0), asked(2, 'a'), ended(3, 0, 'cancelled')] })).toMatchObject({ name: 'idle' });
  });

  it('does not let the late end of an earlier turn end the one that runs', () => {
    expect(view({ main: [prompt(1, 0), prompt(2, 1), ended(3, 0, 'completed')] })).toMatchObject({ name: 'working' });
  });

  it('holds whatever the files are read in and in which pieces: only the order inside a file counts', () => {
    const file = fc.array(
      fc.oneof(
        fc.record({ id: fc.constantFrom('a', 'b', 'c'), time: fc.integer({ min: 1, max: 9 }) }).map(({ id, time }) => asked(time, id)),
        fc.record({ id: fc.constantFrom('a', 'b', 'c'), time: fc.integer({ min: 1, max: 9 }) }).map(({ id, time }) => answered(time, id)),
        fc.record({ turn: fc.nat(3), time: fc.integer({ min: 1, max: 9 }) }).map(({ turn, time }) => prompt(time, turn)),
        fc
          .record({ turn: fc.nat(3), time: fc.integer({ min: 1, max: 9 }), reason: fc.constantFrom('completed', 'cancelled', 'failed') })
          .map(({ turn, time, reason }) => ended(time, turn, reason)),
      ),
      { maxLength: 12 },
    );
    fc.assert(
      fc.property(file, file, fc.array(fc.boolean(), { minLength: 24, maxLength: 24 }), (main, agent, turns) => {
        const beliefs = new Map<string, AgentBelief>();
        const queues = { main: [...main], 'agent-0': [...agent] };
        for (const first of [...turns, ...turns.map((turn) => !turn)]) {
          const name = first ? 'main' : 'agent-0';
          const record = queues[name].shift();
          if (record !== undefined) beliefs.set(name, reduceAgent(beliefs.get(name) ?? EMPTY_BELIEF, record, 0));
        }
        expect(viewOf(beliefs)).toEqual(view({ main, 'agent-0': agent }));
      }),
    );
  });

  it('never says waiting for a request that was answered, and always for one that was not', () => {
    const ids = fc.uniqueArray(fc.constantFrom('a', 'b', 'c', 'd', 'e'), { minLength: 1 });
    fc.assert(
      fc.property(ids, fc.array(fc.constantFrom('a', 'b', 'c', 'd', 'e')), (requests, answers) => {
        const all = [prompt(1, 0), ...requests.map((id, index) => asked(index + 2, id)), ...answers.map((id) => answered(20, id))];
        const open = requests.filter((id) => !answers.includes(id));
        const found = view({ main: all });
        expect(found?.name).toBe(open.length > 0 ? 'waiting' : 'working');
        if (open.length > 0) expect(found?.detail).toMatch(new RegExp(`^${open[0]}`));
      }),
    );
  });
});

describe('reading one line', () => {
  it('calls damage bad and unknown records ignored', () => {
    expect(parseRecord('{"type":"turn.pro')).toBe('bad');
    expect(parseRecord('[]')).toBe('bad');
    expect(parseRecord('{"no":"type"}')).toBe('bad');
    expect(parseRecord('{"type":"interaction.request","id":"x","kind":"new"}')).toBe('bad');
    expect(parseRecord('{"type":"something.new","time":1}')).toBe('ignored');
  });

  it('never throws, whatever a line holds', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.json(),
          fc.jsonValue().map((value) => JSON.stringify({ type: 'interaction.request', request: value })),
        ),
        (line) => {
          parseRecord(line);
        },
      ),
    );
  });

  it('names a command, a file and an action as one row without control characters', () => {
    const request = (request: unknown) =>
      parseRecord(JSON.stringify({ type: 'interaction.request', id: 'x', kind: 'approval', request, time: 1 }));
    expect(request({ display: { kind: 'command', command: 'printf "a\n\u001b[31mb"' } })).toMatchObject({ what: 'printf "a [31mb"' });
    expect(request({ display: { kind: 'file_io', operation: 'write', path: '/p/文件.txt' } })).toMatchObject({ what: 'Write /p/文件.txt' });
    expect(request({ toolName: 'Fetch', action: 'Fetching https://example.org' })).toMatchObject({ what: 'Fetching https://example.org' });
    expect(request({ display: { command: '长'.repeat(500) } })).toMatchObject({ what: `${'长'.repeat(199)}…` });
  });
});
