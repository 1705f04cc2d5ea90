import { styleText } from 'node:util';
import type { OutputStream } from '../io.ts';

export type Format = 'bold' | 'dim' | 'red' | 'green' | 'yellow' | 'blue' | 'cyan';

/** Colours for a stream, or nothing where they do not belong. */
export interface Style {
  readonly colours: boolean;
  paint(format: Format, text: string): string;
}

/** Colours only on a terminal, and not where NO_COLOR (https://no-color.org) or TERM=dumb say otherwise. */
export function styleFor(stream: OutputStream, env: Readonly<Record<string, string | undefined>>): Style {
  const refused = (env.NO_COLOR !== undefined && env.NO_COLOR !== '') || env.TERM === 'dumb';
  const colours = stream.isTTY === true && !refused;
  return { colours, paint: (format, text) => (colours ? styleText(format, text, { validateStream: false }) : text) };
}
