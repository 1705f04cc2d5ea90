import { setTimeout as delay } from 'node:timers/promises';
import { connectViewer, type ViewerClient } from '../../src-main/gateway/client.ts';
import type { Benchmark, PairRunner } from '../harness.ts';
import { type BenchHost, openBenchHost } from '../support/host.ts';
import { costOf, peakMemory } from '../support/proc.ts';
import { ByteWatch, echoFigures, typeWhile } from '../support/typing.ts';
import { openViewers, type Viewers } from '../support/viewers.ts';

const SESSIONS = 50;
const VIEWERS = 200;
const VIEWER_PROCESSES = 4;
/** A run of either side, s. */
const RUN_SECONDS = 5;
/** Between two keys: a fast typist's pause is ten times that, and a key must not only meet a machine that its predecessor woke. */
const KEY_PAUSE_MS = 10;
/** Processor time of all our processes within a second that counts as rest, ms. */
const SETTLED_MS = 100;
/** From the key that starts the flood to the keys elsewhere, ms: longer than a holder takes both for one pair of hands. */
const ELSEWHERE_MS = 1000;
/** Engine loop delay that nothing may go above, p99, ms. */
const MOST_LOOP_DELAY = 20;
/** Memory of all our processes at its peak: what the same three have when idle (about 350 MiB), and as much again, and some. */
const MOST_MEMORY = 1024 * 2 ** 20;

const QUIET = 'stty raw -echo; printf R; exec cat';
/** A key starts a flood that ends by itself. */
const FLOOD = `stty -icanon -echo; while head -c 1 >/dev/null; do timeout ${RUN_SECONDS + 2} yes 'a line of the flood'; done`;

interface Typist {
  readonly watch: ByteWatch;
  write(bytes: Uint8Array): void;
  close(): Promise<void>;
}

async function seat(host: BenchHost, session: string, rights: 'read' | 'write') {
  const { url, ticket } = await host.client.terminal.attach({ session, rights });
  return { url, ticket };
}

/** Writes to a terminal and takes nothing of what it says: what it says is others' to read, elsewhere. */
async function attachBlind(host: BenchHost, session: string): Promise<ViewerClient> {
  return connectViewer({
    ...(await seat(host, session, 'write')),
    mode: 'screen',
    credit: 1024,
    onMessage: () => new Promise<void>(() => undefined),
  });
}

/** Processor time so far by process, ms. */
async function spent(host: BenchHost): Promise<ReadonlyMap<string, number>> {
  return new Map(await Promise.all((await host.processes()).map(async ({ name, pid }) => [name, (await costOf(pid)).cpuMs] as const)));
}

/** Resolves when the terminal's output grows, or with `still` no longer does. */
async function flows(host: BenchHost, session: string, still = false): Promise<void> {
  let before = -1;
  for (;;) {
    const { terminals } = await host.client.session.show({ session });
    const end = terminals[0]?.end ?? 0;
    if (before >= 0 && (still ? end === before : end > before)) return;
    before = end;
    await delay(200);
  }
}

/** Resolves when what the flood left behind has been worked off: our processes together take less than a tenth of a core. */
async function settled(host: BenchHost): Promise<void> {
  const all = async (): Promise<number> => [...(await spent(host)).values()].reduce((sum, ms) => sum + ms, 0);
  for (let before = await all(); ; ) {
    await delay(1000);
    const now = await all();
    if (now - before < SETTLED_MS) return;
    before = now;
  }
}

/** Attaches to a terminal that says R when it is ready, as a window does. */
async function attach(host: BenchHost, session: string): Promise<Typist> {
  const watch = new ByteWatch();
  const ready = watch.until('R'.charCodeAt(0));
  const viewer = await connectViewer({
    ...(await seat(host, session, 'write')),
    mode: 'bytes',
    from: 0,
    onMessage: (message) => {
      if (message.type === 'data') watch.feed(message.bytes);
    },
  });
  await ready;
  return {
    watch,
    write: (bytes) => void viewer.input(bytes),
    close: async () => {
      viewer.close();
      await viewer.closed;
    },
  };
}

async function attachAll(host: BenchHost, sessions: readonly string[]): Promise<readonly Viewers[]> {
  const rooms = Array.from({ length: VIEWER_PROCESSES }, openViewers);
  for (const [i, room] of rooms.entries()) {
    const each = VIEWERS / VIEWER_PROCESSES;
    // Spread evenly: each terminal, the flooding one too, is seen by as many.
    const own = Array.from({ length: each }, (_, n) => sessions[(i * each + n) % sessions.length] ?? '');
    await room.attach(await Promise.all(own.map((session) => seat(host, session, 'read'))));
  }
  return rooms;
}

/** P5: a key's echo in a quiet terminal while another floods, beside the same terminal when none does. */
export const load: Benchmark = {
  id: 'P5',
  title: `echo of a quiet session among ${SESSIONS}, ${VIEWERS} viewers, one session flooding`,
  peer: 'the same without the flood',
  needs: ['stty', 'cat', 'yes', 'timeout', 'head'],
  pairs: 7,
  metrics: [{ id: 'P5.p95', unit: 'ms', bound: 'most', target: 2 }],
  async open(): Promise<PairRunner> {
    const host = await openBenchHost();
    const sessions = await Promise.all(Array.from({ length: SESSIONS }, (_, i) => host.session(`bench ${i}`, i === 0 ? FLOOD : QUIET)));
    const [flooding = '', silent = ''] = sessions;
    const flood = await attachBlind(host, flooding);
    const quiet = await attach(host, silent);
    const rooms = await attachAll(host, sessions);
    const delays: { flood: number[]; idle: number[] } = { flood: [], idle: [] };
    const cpu = new Map<string, number>();
    const memory = new Map<string, number>();

    async function type(loopDelays: number[]): Promise<Record<string, number>> {
      const until = performance.now() + RUN_SECONDS * 1000;
      const measured = host.client.system.load({ ms: (RUN_SECONDS - 1) * 1000 });
      const took = await typeWhile(
        () => performance.now() < until,
        (letter) => quiet.write(letter),
        quiet.watch,
        () => delay(KEY_PAUSE_MS),
      );
      loopDelays.push((await measured).loopDelay.p99);
      return echoFigures('P5', took);
    }

    return {
      ours: async () => {
        flood.input(Buffer.from('f'));
        await flows(host, flooding);
        // Whoever started the flood has gone elsewhere.
        await delay(ELSEWHERE_MS);
        const before = await spent(host);
        const figures = await type(delays.flood);
        for (const [name, ms] of await spent(host)) cpu.set(name, (ms - (before.get(name) ?? 0)) / (RUN_SECONDS * 10));
        await flows(host, flooding, true);
        await settled(host);
        return figures;
      },
      theirs: () => type(delays.idle),
      notes: () => ({
        'engine loop delay p99': `${Math.max(...delays.flood).toFixed(1)} ms in the flood, ${Math.max(...delays.idle).toFixed(1)} ms without`,
        'processor time in the flood': [...cpu].map(([name, percent]) => `${name} ${percent.toFixed(0)} %`).join(', '),
        'memory at its peak': [...memory].map(([name, bytes]) => `${name} ${(bytes / 2 ** 20).toFixed(0)} MiB`).join(', '),
      }),
      verify: async () => {
        for (const { name, pid } of await host.processes()) memory.set(name, (memory.get(name) ?? 0) + (await peakMemory(pid)));
        const all = [...memory.values()].reduce((sum, bytes) => sum + bytes, 0);
        const worst = Math.max(...delays.flood);
        if (all > MOST_MEMORY) throw new Error(`our processes had ${(all / 2 ** 20).toFixed(0)} MiB, at most ${MOST_MEMORY / 2 ** 20}`);
        if (worst >= MOST_LOOP_DELAY)
          throw new Error(`the engine's loop was ${worst.toFixed(1)} ms late (p99), at most ${MOST_LOOP_DELAY}`);
      },
      close: async () => {
        const left = await Promise.all(rooms.map((room) => room.leave()));
        const closed = left.reduce((sum, room) => sum + room.closed, 0);
        flood.close();
        await quiet.close();
        await host.close();
        if (closed > 0) throw new Error(`the gateway closed ${closed} viewers that read`);
      },
    };
  },
};
