import { readCallId } from '#shared/call-id.ts';
import { LOG_LEVELS, type LogLine } from '#shared/contract/index.ts';

/** Where a line stands, and what its file says about lines that do not say it themselves. */
export interface LineOrigin {
  readonly id: string;
  readonly writer: string;
  /** Of the line beside it, ms since the epoch: for a line without a time of its own. */
  readonly near: number;
}

/** A line of a log. What is no JSON of ours (what Node says when it dies, a service manager's words) is a message all the same. */
export function parseLine(text: string, { id, writer, near }: LineOrigin): LogLine {
  const said = asObject(text);
  if (said === null || typeof said.message !== 'string') {
    return { id, at: near, level: writer === 'service' ? 'info' : 'error', process: writer, message: text, fields: {} };
  }
  const { timestamp, level, process, processId, call, message, ...fields } = said;
  const at = typeof timestamp === 'string' ? Date.parse(timestamp) : Number.NaN;
  const name = readCallId(call);
  return {
    id,
    at: Number.isFinite(at) ? at : near,
    level: LOG_LEVELS.find((known) => known === level) ?? 'info',
    process: typeof process === 'string' ? process : writer,
    ...(Number.isSafeInteger(processId) ? { processId: Number(processId) } : {}),
    ...(name === null ? {} : { call: name }),
    message: said.message,
    fields,
  };
}

function asObject(text: string): Record<string, unknown> | null {
  if (!text.startsWith('{')) return null;
  try {
    return JSON.parse(text) as Record<string, unknown>;
  } catch {
    return null;
  }
}
