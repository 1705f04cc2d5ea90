import { type Spoken, speak } from '#shared/messages/said.ts';
import { type Detail, detailOf } from '../../spoken.ts';
import { errorInWords, retryInWords } from '../words.ts';
import type { WireRecord } from './records.ts';

interface Ask {
  readonly id: string;
  readonly ask: 'approval' | 'question';
  readonly what: string;
  readonly at: number;
}

interface Tool {
  readonly id: string;
  readonly tool: string;
  readonly what: string;
}

interface TurnEnd {
  readonly reason: string;
  readonly words: Spoken | string | null;
  readonly at: number;
}

/** What one agent's file (the main one's, or a subagent's) says so far about this run of the process. */
export interface AgentBelief {
  readonly protocol: string | null;
  readonly turn: { readonly at: number; readonly number: number | null } | null;
  readonly lastEnd: TurnEnd | null;
  readonly asks: readonly Ask[];
  /** Answers whose question is not in this file. */
  readonly answeredElsewhere: readonly string[];
  readonly tools: readonly Tool[];
  readonly retry: { readonly words: Spoken; readonly at: number } | null;
  /** Time of the newest record that counts, ms since the epoch; 0: none yet. */
  readonly lastAt: number;
}

export const EMPTY_BELIEF: AgentBelief = {
  protocol: null,
  turn: null,
  lastEnd: null,
  asks: [],
  answeredElsewhere: [],
  tools: [],
  retry: null,
  lastAt: 0,
};

/**
 * One record further. Pure. `since` is when the process that runs now was started: what an earlier process left open
 * (a turn, an unanswered question) ended with that process, so older records do not count.
 */
export function reduceAgent(belief: AgentBelief, record: WireRecord, since: number): AgentBelief {
  if (record.kind === 'metadata') return { ...belief, protocol: record.protocol };
  const at = record.at ?? Math.max(since, belief.lastAt);
  if (at < since) return belief;
  return { ...apply(belief, record, at), lastAt: Math.max(belief.lastAt, at) };
}

function apply(belief: AgentBelief, record: Exclude<WireRecord, { kind: 'metadata' }>, at: number): AgentBelief {
  switch (record.kind) {
    case 'prompt':
      return { ...belief, turn: { at, number: record.turn }, retry: null };
    case 'turn-ended': {
      // A late end of an earlier turn does not end the one that runs.
      if (belief.turn?.number != null && record.turn !== null && record.turn < belief.turn.number) return belief;
      const words = record.reason === 'failed' ? errorInWords(record.error ?? { code: null, message: null }) : null;
      // A turn that is over asks and runs nothing any more, even when its last records are missing.
      return { ...belief, turn: null, lastEnd: { reason: record.reason, words, at }, asks: [], tools: [], retry: null };
    }
    case 'asked':
      if (belief.answeredElsewhere.includes(record.id) || belief.asks.some((ask) => ask.id === record.id)) return belief;
      return { ...belief, asks: [...belief.asks, { id: record.id, ask: record.ask, what: record.what, at }] };
    case 'answered': {
      const asks = belief.asks.filter((ask) => ask.id !== record.id);
      if (asks.length < belief.asks.length) return { ...belief, asks };
      return { ...belief, answeredElsewhere: [...belief.answeredElsewhere, record.id] };
    }
    case 'tool-started':
      return { ...belief, tools: [...belief.tools, { id: record.id, tool: record.tool, what: record.what }] };
    case 'tool-ended':
      return { ...belief, tools: belief.tools.filter((tool) => tool.id !== record.id) };
    case 'retrying':
      return { ...belief, retry: { words: retryInWords(record), at } };
    case 'step-done':
      return { ...belief, retry: null };
    case 'steered':
      return belief;
  }
}

/** What a session's transcript says as a whole. */
export interface TranscriptView extends Detail {
  readonly name: 'waiting' | 'working' | 'failed' | 'finished' | 'idle';
  /** What it waits for. */
  readonly wants?: 'approval' | 'question';
  /** When that began, ms since the epoch. */
  readonly at: number;
  /** The records behind it, for the evidence. */
  readonly record: Spoken;
  /** Time of the newest record in any file. */
  readonly lastAt: number;
}

/** The agent whose turns are the session's. */
export const MAIN_AGENT = 'main';

/**
 * The state that the files of all agents give together; null while they say nothing about this run of the process.
 * Waiting goes before everything, then the main agent's open turn, then how its last one ended.
 */
export function viewOf(agents: ReadonlyMap<string, AgentBelief>): TranscriptView | null {
  // By name, so that the answer does not depend on which file was found first.
  const beliefs = [...agents].sort(([a], [b]) => (a < b ? -1 : 1));
  const lastAt = Math.max(0, ...beliefs.map(([, belief]) => belief.lastAt));
  const answered = new Set(beliefs.flatMap(([, belief]) => belief.answeredElsewhere));
  const asks = beliefs
    .flatMap(([agent, belief]) => belief.asks.map((ask) => ({ ...ask, agent })))
    .sort((a, b) => a.at - b.at || (a.id < b.id ? -1 : 1))
    .filter((ask, index, all) => !answered.has(ask.id) && all.findIndex((other) => other.id === ask.id) === index);
  const first = asks[0];
  if (first !== undefined) {
    const { id, agent, ask, what, at } = first;
    const words = asks.length > 1 ? speak('asks.more', { words: what, count: asks.length - 1 }) : what;
    return { name: 'waiting', ...detailOf(words), wants: ask, at, record: speak('transcript.asks', { id, agent }), lastAt };
  }
  const main = agents.get(MAIN_AGENT);
  if (main === undefined) return null;
  if (main.turn !== null) {
    const detail = workingDetail(beliefs.map(([, belief]) => belief));
    return { name: 'working', ...(detail === null ? {} : detailOf(detail)), at: main.turn.at, record: speak('transcript.turn'), lastAt };
  }
  const end = main.lastEnd;
  if (end === null) return null;
  const record = speak('transcript.turn-ended', { reason: end.reason });
  if (end.reason === 'failed') return { name: 'failed', ...(end.words === null ? {} : detailOf(end.words)), at: end.at, record, lastAt };
  return { name: end.reason === 'completed' ? 'finished' : 'idle', at: end.at, record, lastAt };
}

function workingDetail(beliefs: readonly AgentBelief[]): Spoken | string | null {
  const retry = beliefs.find((belief) => belief.retry !== null)?.retry;
  if (retry) return retry.words;
  const tools = beliefs.flatMap((belief) => belief.tools);
  // A subagent's own command says more than that a subagent runs.
  const telling = tools.filter((tool) => tool.tool !== 'Agent');
  return (telling.at(-1) ?? tools.at(-1))?.what ?? null;
}
