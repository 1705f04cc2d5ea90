import { findChild } from '../../src-main/mirror/children/child-source.ts';
import { HolderPool } from '../../src-main/mirror/children/holder-pool.ts';

/** Far more than any of these tests prints. */
const CREDIT = 64 * 1024 * 1024;

/** Everything that a terminal has printed since it started, as soon as `wanted` is in it. @throws Error when it ends without that */
export async function outputWith(dataFolder: string, terminal: string, wanted: string | RegExp): Promise<string> {
  const pool = new HolderPool(dataFolder, 'mirror');
  try {
    const source = await findChild({ dataFolder, pool, childId: terminal });
    return await new Promise<string>((resolve, reject) => {
      let output = '';
      const stream = source.open({
        from: 0,
        credit: CREDIT,
        onPiece: (piece) => {
          if (piece.kind === 'data') output += Buffer.from(piece.bytes).toString('utf8');
          if (typeof wanted === 'string' ? output.includes(wanted) : wanted.test(output)) {
            stream.close();
            resolve(output);
          } else if (piece.kind === 'exit') {
            reject(new Error(`it ended without ${wanted}: ${JSON.stringify(output)}`));
          }
        },
        onClosed: (error) => reject(error ?? new Error(`the stream ended without ${wanted}: ${JSON.stringify(output)}`)),
      });
    });
  } finally {
    pool.close();
  }
}
