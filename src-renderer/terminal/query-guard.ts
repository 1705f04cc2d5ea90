import type { IDisposable, IFunctionIdentifier, IParser } from '@xterm/xterm';

/**
 * Sequences that make a terminal write an answer into the program's input: device attributes, status and cursor reports,
 * mode and setting requests, version, kitty keyboard flags, window reports.
 */
export const QUERY_CSI: readonly IFunctionIdentifier[] = [
  { final: 'c' },
  { prefix: '>', final: 'c' },
  { prefix: '=', final: 'c' },
  { final: 'n' },
  { prefix: '?', final: 'n' },
  { intermediates: '$', final: 'p' },
  { prefix: '?', intermediates: '$', final: 'p' },
  { prefix: '>', final: 'q' },
  { prefix: '?', final: 'u' },
  { final: 't' },
];

/** Requests in device control strings: DECRQSS and XTGETTCAP. */
export const QUERY_DCS: readonly IFunctionIdentifier[] = [
  { intermediates: '$', final: 'q' },
  { intermediates: '+', final: 'q' },
];

/** Operating system commands that set a colour, or ask for it when one of their values is `?`. */
export const COLOUR_OSC: readonly number[] = [4, 10, 11, 12];

/** Whether an OSC colour command asks instead of setting. */
export function asksColour(data: string): boolean {
  return data.split(';').includes('?');
}

/**
 * Lets a terminal answer queries only while `mayAnswer` says so. Of all viewers of a terminal exactly one answers:
 * two answers would arrive at the program as typed garbage, and an answer to a query in replayed bytes comes years too late.
 */
export function guardQueries(parser: IParser, mayAnswer: () => boolean): IDisposable {
  // Handlers registered later run first; `true` means handled, so that the built-in one does not answer.
  const owned = [
    ...QUERY_CSI.map((id) => parser.registerCsiHandler(id, () => !mayAnswer())),
    ...QUERY_DCS.map((id) => parser.registerDcsHandler(id, () => !mayAnswer())),
    ...COLOUR_OSC.map((id) => parser.registerOscHandler(id, (data) => asksColour(data) && !mayAnswer())),
  ];
  return { dispose: () => owned.forEach((handler) => void handler.dispose()) };
}
