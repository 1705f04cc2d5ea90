import type { TurnError } from '../model-trouble.ts';
import { oneLine } from '../one-line.ts';
import { arrayOf, type JsonObject, numberOf, objectOf, textOf } from './json.ts';

/** A record of Kimi's transcript as far as a session's state needs it. `at` is ms since the epoch, null where the record has none. */
export type WireRecord =
  | { readonly kind: 'metadata'; readonly protocol: string }
  | { readonly kind: 'prompt'; readonly at: number | null; readonly text: string; readonly turn: number | null }
  | { readonly kind: 'steered'; readonly at: number | null; readonly text: string }
  | {
      readonly kind: 'turn-ended';
      readonly at: number | null;
      readonly turn: number | null;
      readonly reason: string;
      readonly error: TurnError | null;
    }
  | {
      readonly kind: 'asked';
      readonly at: number | null;
      readonly id: string;
      readonly ask: 'approval' | 'question';
      readonly what: string;
    }
  | { readonly kind: 'answered'; readonly at: number | null; readonly id: string }
  | { readonly kind: 'tool-started'; readonly at: number | null; readonly id: string; readonly tool: string; readonly what: string }
  | { readonly kind: 'tool-ended'; readonly at: number | null; readonly id: string }
  | { readonly kind: 'retrying'; readonly at: number | null; readonly next: number; readonly of: number; readonly message: string }
  | { readonly kind: 'step-done'; readonly at: number | null };

/**
 * Reads one line. `ignored`: a record that says nothing about the state; `bad`: not what a transcript holds (damaged,
 * or a form that we do not know of a record that we need).
 */
export function parseRecord(line: string): WireRecord | 'ignored' | 'bad' {
  let parsed: unknown;
  try {
    parsed = JSON.parse(line);
  } catch (error) {
    if (error instanceof SyntaxError) return 'bad';
    throw error;
  }
  const record = objectOf(parsed);
  const type = record === null ? null : textOf(record.type);
  if (record === null || type === null) return 'bad';
  const at = numberOf(record.time);
  switch (type) {
    case 'metadata':
      return { kind: 'metadata', protocol: textOf(record.protocol_version) ?? '' };
    case 'turn.prompt':
      return { kind: 'prompt', at, text: partsText(record.input), turn: numberOf(record.turnId) };
    case 'prompt.steered':
      return { kind: 'steered', at, text: partsText(record.content) };
    case 'turn.ended':
      return { kind: 'turn-ended', at, turn: numberOf(record.turnId), reason: textOf(record.reason) ?? '', error: errorOf(record.error) };
    case 'interaction.request':
      return asked(record, at);
    case 'interaction.resolved': {
      const id = textOf(record.id);
      return id === null ? 'bad' : { kind: 'answered', at, id };
    }
    case 'turn.step.retrying':
      return {
        kind: 'retrying',
        at,
        next: numberOf(record.nextAttempt) ?? 0,
        of: numberOf(record.maxAttempts) ?? 0,
        message: textOf(record.errorMessage) ?? textOf(record.errorName) ?? '',
      };
    case 'context.append_loop_event':
      return loopEvent(objectOf(record.event), at);
    default:
      return 'ignored';
  }
}

function partsText(value: unknown): string {
  return arrayOf(value)
    .map((part) => textOf(objectOf(part)?.text) ?? '')
    .join('');
}

function errorOf(value: unknown): TurnError | null {
  const error = objectOf(value);
  if (error === null) return null;
  const status = numberOf(objectOf(error.details)?.statusCode);
  return { code: textOf(error.code), message: textOf(error.message), name: textOf(error.name), status };
}

function asked(record: JsonObject, at: number | null): WireRecord | 'bad' {
  const id = textOf(record.id);
  const ask = textOf(record.kind);
  const request = objectOf(record.request);
  if (id === null || request === null || (ask !== 'approval' && ask !== 'question')) return 'bad';
  return { kind: 'asked', at, id, ask, what: ask === 'approval' ? approvalText(request) : questionText(request) };
}

function approvalText(request: JsonObject): string {
  const tool = textOf(request.toolName) ?? 'a tool';
  return displayText(objectOf(request.display)) ?? oneLine(textOf(request.action) ?? tool);
}

function questionText(request: JsonObject): string {
  const questions = arrayOf(request.questions).map((question) => textOf(objectOf(question)?.question) ?? '');
  const more = questions.length > 1 ? ` (and ${questions.length - 1} more)` : '';
  return oneLine(`${questions[0] ?? 'A question'}${more}`);
}

/** What a tool call is about in one line, from the display that Kimi draws it with; null where it has none. */
function displayText(display: JsonObject | null): string | null {
  if (display === null) return null;
  const command = textOf(display.command);
  if (command !== null) return oneLine(command);
  const kind = textOf(display.kind);
  const file = textOf(display.path);
  if (kind === 'plan_review') return 'Review the plan';
  if (kind === 'agent_call') return oneLine(`Subagent ${textOf(display.agent_name) ?? ''}`);
  if (file !== null) return oneLine(`${operationName(textOf(display.operation) ?? kind)} ${file}`);
  return null;
}

function operationName(operation: string | null): string {
  if (operation === 'write' || operation === 'create') return 'Write';
  if (operation === 'edit' || operation === 'diff') return 'Change';
  if (operation === 'read') return 'Read';
  return 'File';
}

function loopEvent(event: JsonObject | null, at: number | null): WireRecord | 'ignored' | 'bad' {
  if (event === null) return 'bad';
  const id = textOf(event.toolCallId);
  switch (event.type) {
    case 'tool.call': {
      const tool = textOf(event.name) ?? 'a tool';
      const args = objectOf(event.args);
      const what = displayText(objectOf(event.display)) ?? oneLine(`${tool} ${textOf(args?.path) ?? textOf(args?.description) ?? ''}`);
      return id === null ? 'bad' : { kind: 'tool-started', at, id, tool, what };
    }
    case 'tool.result':
      return id === null ? 'bad' : { kind: 'tool-ended', at, id };
    case 'step.end':
      // A step that ended in an error is followed by a retry or by the turn's end; it is not progress.
      return textOf(event.finishReason) === 'error' ? 'ignored' : { kind: 'step-done', at };
    default:
      return 'ignored';
  }
}
