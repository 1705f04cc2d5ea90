import xterm from '@xterm/headless';
import type { Benchmark } from '../harness.ts';
import { TmuxServer } from '../peers/tmux.ts';
import { specOf } from '../support/holder.ts';
import { openStack } from '../support/stack.ts';

const LINES = 10_000;
const PROGRAM = `seq -f 'line %.0f of the session' 1 ${LINES}; printf READY; exec cat`;
const LAST = 'READY';

type Terminal = InstanceType<typeof xterm.Terminal>;

/** The rows a person sees. */
function rows(terminal: Terminal): string[] {
  const buffer = terminal.buffer.active;
  return Array.from({ length: terminal.rows }, (_, row) => buffer.getLine(buffer.baseY + row)?.translateToString(true) ?? '');
}

/** Whether the screen is the one that the session left: 23 numbered lines and the last word. */
function isRight(terminal: Terminal): boolean {
  const shown = rows(terminal);
  if (shown.at(-1) !== LAST) return false;
  return shown.slice(0, -1).every((text, row) => text === `line ${LINES - shown.length + 2 + row} of the session`);
}

const screen = () => new xterm.Terminal({ cols: 80, rows: 24, scrollback: 1000, allowProposedApi: true });

/** P6: from asking to the whole right screen of a session with 10,000 lines, beside a client of tmux. */
export const attach: Benchmark = {
  id: 'P6',
  title: `attach to a session of ${LINES.toLocaleString('en')} lines`,
  peer: 'tmux attach',
  needs: ['tmux', 'seq', 'cat'],
  pairs: 15,
  metrics: [{ id: 'P6', unit: 'ms', bound: 'most', target: 1 }],
  async open() {
    const stack = await openStack();
    await stack.holder.client.spawn(specOf('attach', 'sh', ['-c', PROGRAM]));
    await stack.mirror.follow('attach');
    const written = Promise.withResolvers<void>();
    let tail = '';
    const watch = stack.holder.client.open('attach', {
      from: 0,
      credit: 64 * 2 ** 20,
      onPiece: (piece) => {
        if (piece.kind !== 'data') return;
        tail = (tail + Buffer.from(piece.bytes).toString('latin1')).slice(-LAST.length);
        if (tail === LAST) written.resolve();
      },
      onClosed: () => undefined,
    });
    await written.promise;
    watch.close();

    const tmux = new TmuxServer(PROGRAM);
    while (!tmux.capture().includes(LAST)) {
      // capture-pane runs a program of its own: that is the pause.
    }

    return {
      ours: async () => {
        const terminal = screen();
        const right = Promise.withResolvers<void>();
        const start = performance.now();
        const viewer = await stack.attach('attach', {
          mode: 'screen',
          onMessage: (message) => {
            if (message.type !== 'snapshot') return;
            return new Promise((parsed) => {
              terminal.write(message.data, () => {
                if (isRight(terminal)) right.resolve();
                else right.reject(new Error(`wrong screen:\n${rows(terminal).join('\n')}`));
                parsed();
              });
            });
          },
        });
        await right.promise;
        const took = performance.now() - start;
        viewer.close();
        await viewer.closed;
        terminal.dispose();
        return { P6: took };
      },
      theirs: async () => {
        const terminal = screen();
        const right = Promise.withResolvers<void>();
        const start = performance.now();
        const client = tmux.attach();
        client.onData((chunk) => terminal.write(chunk, () => isRight(terminal) && right.resolve()));
        await right.promise;
        const took = performance.now() - start;
        await client.close();
        terminal.dispose();
        return { P6: took };
      },
      close: async () => {
        tmux.close();
        await stack.close();
      },
    };
  },
};
