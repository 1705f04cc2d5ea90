import xterm from '@xterm/headless';
import { connectViewer } from '../../src-main/gateway/client.ts';
import { LINE_BYTES } from './output-generator.mjs';
import { expectedOutput } from './output-verifier.ts';

/** Compares the lines of a snapshot with the ones that were printed just before its offset. Resolves with wrong bytes. */
export async function wrongOnScreen(url: string, ticket: string): Promise<number> {
  const terminal = new xterm.Terminal({ cols: 80, rows: 24, scrollback: 1000, allowProposedApi: true });
  const seen = Promise.withResolvers<number>();
  const viewer = await connectViewer({
    url,
    ticket,
    mode: 'screen',
    onMessage: (message) => {
      if (message.type !== 'snapshot') return;
      terminal.resize(message.cols, message.rows);
      const { offset, data } = message;
      return new Promise((parsed) => {
        terminal.write(data, () => {
          seen.resolve(offset);
          parsed();
        });
      });
    },
  });
  // A gateway that dies before it has drawn anything never will.
  viewer.closed.then(() => seen.reject(new Error('the connection ended before a snapshot came')), seen.reject);
  const offset = await seen.promise;
  viewer.close();
  await viewer.closed;
  const buffer = terminal.buffer.active;
  const cursorLine = buffer.baseY + buffer.cursorY;
  // Lines above the cursor's are whole; the last of them ends at the last line end before the snapshot's offset.
  const whole = Math.floor(offset / LINE_BYTES);
  let wrong = 0;
  for (let back = 1; back <= Math.min(whole, cursorLine); back++) {
    const shown = buffer.getLine(cursorLine - back)?.translateToString(true) ?? '';
    const printed = expectedOutput('seed', (whole - back) * LINE_BYTES, (whole - back + 1) * LINE_BYTES - 2).toString('latin1');
    if (shown !== printed) wrong += LINE_BYTES;
  }
  if (whole > 0 && cursorLine === 0) throw new Error('an empty snapshot although lines were printed');
  terminal.dispose();
  return wrong;
}
