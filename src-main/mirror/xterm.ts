import './pool-off.ts';
import * as graphemesModule from '@xterm/addon-unicode-graphemes';
import * as headlessModule from '@xterm/headless';
import { guardEraseAbove } from '#shared/terminal/erase-above-guard.ts';
import { POOL_BYTES } from './pool-off.ts';

Buffer.poolSize = POOL_BYTES;

// Both packages ship UMD files. Node hands their exports over under `default`, a bundler as named exports; take what is there.
function exportsOf<T>(module: T): T {
  return (module as T & { readonly default?: T }).default ?? module;
}

const { Terminal } = exportsOf(headlessModule);
const { UnicodeGraphemesAddon } = exportsOf(graphemesModule);

/** A headless terminal of xterm.js. */
export type HeadlessTerminal = headlessModule.Terminal;

/**
 * A headless terminal set up like every terminal of the product (grapheme clusters, same defaults), so that the same
 * bytes give the same cells in the mirror and in a window.
 * @param scrollback lines kept above the screen
 */
export function createTerminal(cols: number, rows: number, scrollback: number): HeadlessTerminal {
  const terminal = new Terminal({ cols, rows, scrollback, allowProposedApi: true, logLevel: 'off' });
  terminal.loadAddon(new UnicodeGraphemesAddon());
  guardEraseAbove(terminal);
  return terminal;
}
