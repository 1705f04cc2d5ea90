import type { Evidence, SessionState, SessionStateName } from '#shared/contract/index.ts';
import { type Spoken, speak } from '#shared/messages/said.ts';
import { exitEvidence, exitState, type ProcessExit } from '../process-exit.ts';
import { type Detail, detailOf, evidenceOf } from '../spoken.ts';
import type { OscBelief } from './osc-tracker.ts';
import type { ScreenPart } from './screen-reader.ts';
import type { TranscriptView } from './wire/reducer.ts';
import { shownErrorInWords } from './words.ts';

/** Everything that is known about one running Kimi. Times are ms since the epoch. */
export interface Signals {
  readonly pid: number;
  readonly startedAt: number;
  readonly now: number;
  readonly exit: ProcessExit | null;
  readonly transcript: TranscriptView | null;
  /** Why the transcript is not believed, for the evidence. */
  readonly transcriptProblem: Spoken | null;
  readonly osc: OscBelief;
  readonly screen: { readonly part: ScreenPart; readonly at: number } | null;
  /** Why the screen could not be read, for the evidence. */
  readonly screenProblem: Spoken | null;
}

interface Finding extends Detail {
  readonly name: SessionStateName;
  readonly asks?: 'approval' | 'question';
  readonly at: number;
  /** `at` is from Kimi's own records: a later time is another turn or request, not the same one seen again. */
  readonly recorded?: true;
  readonly evidence: readonly Evidence[];
}

/** How long the transcript may lag behind a screen and an escape sequence that both say that nothing runs. */
const TRANSCRIPT_LAG_MS = 3_000;
/** Kimi repeats its progress mark every second while it works; one that is older has stopped without saying so. */
const PROGRESS_STALE_MS = 3_500;
/** A turn's end and the end of its progress mark are a few ms apart; a mark repeated later is other work (compaction, a shell command). */
const OTHER_WORK_MS = 1_500;

/**
 * The state that follows from the signals, in the order process, transcript, escape sequences, screen; where none of them
 * says anything, the one before stands. Pure.
 */
export function stateFrom(signals: Signals, previous: SessionState | null): SessionState {
  const found = find(signals);
  if (found.name === 'starting' && previous !== null && previous.name !== 'starting') return previous;
  const same = previous?.name === found.name && !(found.recorded === true && found.at > previous.since);
  return {
    name: found.name,
    since: same ? previous.since : found.at,
    ...(found.detail === undefined || found.detail === '' ? {} : detailIn(found)),
    ...(found.asks === undefined ? {} : { asks: found.asks }),
    evidence: [...found.evidence],
  };
}

function find(signals: Signals): Finding {
  const { exit, pid, startedAt } = signals;
  if (exit !== null) return { ...exitState(exit, lastWords(signals)), at: exit.at, evidence: [exitEvidence(exit)] };
  const alive = evidenceOf('process', speak('process.runs', { pid }), startedAt);
  const found = fromTranscript(signals) ?? fromStream(signals) ?? fromScreen(signals);
  const doubts: Evidence[] = [];
  if (signals.transcriptProblem !== null) doubts.push(evidenceOf('transcript', signals.transcriptProblem, signals.now));
  if (signals.screenProblem !== null) doubts.push(evidenceOf('screen', signals.screenProblem, signals.now));
  if (found === null) return { name: 'starting', at: startedAt, evidence: [alive, ...doubts] };
  return { ...found, evidence: [...found.evidence, ...doubts, alive] };
}

function lastWords({ screen }: Signals): string | null {
  return screen?.part.kind === 'box' || screen?.part.kind === 'unknown' ? screen.part.error : null;
}

function fromTranscript({ transcript, osc, screen, now }: Signals): Finding | null {
  if (transcript === null) return null;
  const evidence: Evidence[] = [evidenceOf('transcript', transcript.record, transcript.at)];
  const running = transcript.name === 'working' || transcript.name === 'waiting';
  const { working } = osc;
  if (running && working?.value === false && screen?.part.kind === 'box' && screen.part.busy === null) {
    const newest = Math.min(working.at, screen.at);
    if (newest > transcript.lastAt && now - transcript.lastAt > TRANSCRIPT_LAG_MS) {
      // A record was lost (damage, a full disk): two other sources say that nothing runs any more.
      return {
        name: 'idle',
        at: working.at,
        evidence: [progressEvidence(working), evidenceOf('screen', speak('screen.box'), screen.at), ...evidence],
      };
    }
  }
  if (!running && working?.value === true && working.at > transcript.lastAt + OTHER_WORK_MS && !isStale(working, now)) {
    return { name: 'working', at: working.at, evidence: [progressEvidence(working), ...evidence] };
  }
  if (working !== null) evidence.push(progressEvidence(working));
  const { name, at, wants } = transcript;
  return { name, at, recorded: true, evidence, ...detailIn(transcript), ...(wants === undefined ? {} : { asks: wants }) };
}

function fromStream({ osc, screen, now }: Signals): Finding | null {
  const { wants, working } = osc;
  if (wants !== null && screen?.part.kind !== 'box') {
    const what = screen?.part.kind === 'panel' && screen.part.what !== '' ? screen.part.what : wants.text;
    return { name: 'waiting', detail: what, at: wants.at, evidence: [{ source: 'osc', says: wants.text, at: wants.at }] };
  }
  if (working?.value !== true) return null;
  const stale = isStale(working, now) && screen !== null && screen.at > working.at && screen.part.kind !== 'unknown';
  if (stale) return null;
  const retry = screen?.part.kind === 'box' ? screen.part.busy?.retry : undefined;
  return { name: 'working', at: working.at, evidence: [progressEvidence(working)], ...(retry == null ? {} : detailOf(retry)) };
}

function fromScreen({ screen }: Signals): Finding | null {
  if (screen === null) return null;
  const { part, at } = screen;
  switch (part.kind) {
    case 'blank':
    case 'unknown':
      return null;
    case 'trust':
      return { name: 'trust', detail: part.what, at, evidence: [quoted('Trust this folder?', at)] };
    case 'panel':
      return { name: 'waiting', detail: part.what, at, evidence: [evidenceOf('screen', speak('screen.menu', { words: part.what }), at)] };
    case 'box':
      if (part.busy !== null) {
        const detail = part.busy.retry === null ? {} : detailOf(part.busy.retry);
        return { name: 'working', at, evidence: [evidenceOf('screen', speak('screen.spinner'), at)], ...detail };
      }
      if (part.error !== null)
        return { name: 'failed', ...detailOf(shownErrorInWords(part.error)), at, evidence: [quoted(`Error: ${part.error}`, at)] };
      if (part.noModel) {
        return {
          name: 'idle',
          ...detailOf(speak('kimi.no-model')),
          at,
          evidence: [evidenceOf('screen', speak('screen.box-without-model'), at)],
        };
      }
      return { name: 'idle', at, evidence: [evidenceOf('screen', speak('screen.box'), at)] };
  }
}

/** A mark from the future is from before the clock was set back. */
function isStale({ at }: { readonly at: number }, now: number): boolean {
  return Math.abs(now - at) > PROGRESS_STALE_MS;
}

function progressEvidence(working: { readonly value: boolean; readonly at: number }): Evidence {
  return evidenceOf('osc', speak(working.value ? 'osc.working' : 'osc.not-working'), working.at);
}

/** What Kimi itself wrote on its screen. */
function quoted(says: string, at: number): Evidence {
  return { source: 'screen', says, at };
}

function detailIn({ detail, said }: Detail): Detail {
  return { ...(detail === undefined ? {} : { detail }), ...(said === undefined ? {} : { said }) };
}
