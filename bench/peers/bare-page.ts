// The peer of the window: xterm.js, a WebSocket and node-pty, as somebody would put them together in an afternoon, in a process of its
// own. Flow control as VS Code does it: the page acknowledges what it parsed, the server pauses the terminal while too much is under way.
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join, resolve } from 'node:path';
import { type WebSocket, WebSocketServer } from 'ws';
import { type BarePty, openBarePty } from './bare-pty.ts';

const XTERM = resolve(import.meta.dirname, '../../node_modules/@xterm/xterm');
/** The page says how much it parsed each time it comes to this many bytes. */
const ACK_BYTES = 5_000;
/** Kept for a page that comes again; 10,000 lines are less. */
const REPLAY_BYTES = 2 * 1024 * 1024;

/** Unacknowledged bytes above which the terminal is paused, and below which it goes on. */
export interface Watermarks {
  readonly high: number;
  readonly low: number;
}

export const SMALL: Watermarks = { high: 100_000, low: 5_000 };
export const LARGE: Watermarks = { high: 1_000_000, low: 250_000 };

/** One terminal of the bare page. */
export interface BareTerminal {
  /** Shell line that it runs; none: an interactive shell. */
  readonly line?: string;
  readonly cols: number;
  readonly rows: number;
}

/** How the page draws: as the other side does. */
export interface BareLook {
  readonly fontFamily: string;
  readonly fontSize: number;
  readonly lineHeight: number;
}

export interface BarePage {
  readonly url: string;
  close(): Promise<void>;
}

interface Order {
  readonly marks: Watermarks;
  readonly look: BareLook;
  readonly terminals: readonly BareTerminal[];
}

/** Starts the server; the page of its address shows the terminals side by side and has them as `window.terms`. */
export async function openBarePage(order: Order): Promise<BarePage> {
  const child: ChildProcess = fork(import.meta.filename, ['serve'], { execArgv: [] });
  const ended = once(child, 'exit');
  child.send(order);
  const [url] = (await Promise.race([once(child, 'message'), ended.then(() => Promise.reject(new Error('the bare page ended')))])) as [
    string,
  ];
  return {
    url,
    close: async () => {
      child.send('close');
      await ended;
    },
  };
}

/** A terminal that outlives the page, and what it said last. */
class Kept {
  readonly #pty: BarePty;
  readonly #marks: Watermarks;
  #recent: Buffer[] = [];
  #bytes = 0;
  #under = 0;
  #paused = false;
  #socket: WebSocket | undefined;

  constructor({ line, cols, rows }: BareTerminal, marks: Watermarks) {
    this.#marks = marks;
    this.#pty = openBarePty('/bin/sh', line === undefined ? [] : ['-c', line], { cols, rows });
    this.#pty.onData((chunk) => this.#said(chunk));
  }

  attach(socket: WebSocket): void {
    this.#socket = socket;
    this.#under = 0;
    for (const chunk of this.#recent) this.#send(socket, chunk);
    socket.on('message', (data, binary) => {
      if (binary) this.#parsed(Number(String(data)));
      else this.#pty.pty.write(String(data));
    });
    socket.on('close', () => {
      if (this.#socket === socket) this.#socket = undefined;
    });
  }

  close(): Promise<void> {
    return this.#pty.close();
  }

  #said(chunk: Buffer): void {
    this.#recent.push(chunk);
    this.#bytes += chunk.length;
    while (this.#bytes > REPLAY_BYTES) this.#bytes -= this.#recent.shift()?.length ?? 0;
    if (this.#socket !== undefined) this.#send(this.#socket, chunk);
  }

  #send(socket: WebSocket, chunk: Buffer): void {
    socket.send(chunk);
    this.#under += chunk.length;
    if (this.#paused || this.#under <= this.#marks.high) return;
    this.#paused = true;
    this.#pty.pty.pause();
  }

  #parsed(bytes: number): void {
    this.#under -= bytes;
    if (!this.#paused || this.#under >= this.#marks.low) return;
    this.#paused = false;
    this.#pty.pty.resume();
  }
}

function pageOf({ look, terminals }: Order): string {
  const settings = JSON.stringify({ look, terminals: terminals.map(({ cols, rows }) => ({ cols, rows })), ackBytes: ACK_BYTES });
  return `<!doctype html><meta charset="utf-8"><title>bare</title><link rel="stylesheet" href="/xterm.css">
<style>body { margin: 0; display: flex; gap: 8px; background: #131417 }</style><script src="/xterm.js"></script>
<script type="module">
const { look, terminals, ackBytes } = ${settings};
window.terms = terminals.map((size, at) => {
  const place = document.body.appendChild(document.createElement('div'));
  const term = new Terminal({ ...look, ...size, scrollback: 10_000, allowProposedApi: true });
  term.open(place);
  const socket = new WebSocket('ws://' + location.host + '/' + at);
  socket.binaryType = 'arraybuffer';
  let parsed = 0;
  socket.onmessage = ({ data }) => term.write(new Uint8Array(data), () => {
    parsed += data.byteLength;
    if (parsed < ackBytes) return;
    socket.send(new TextEncoder().encode(String(parsed)));
    parsed = 0;
  });
  term.onData((text) => socket.send(text));
  return term;
});
window.terms[0].focus();
</script>`;
}

function serve(order: Order): void {
  const files = new Map([
    ['/', { type: 'text/html', body: Buffer.from(pageOf(order)) }],
    ['/xterm.js', { type: 'text/javascript', body: readFileSync(join(XTERM, 'lib/xterm.js')) }],
    ['/xterm.css', { type: 'text/css', body: readFileSync(join(XTERM, 'css/xterm.css')) }],
  ]);
  const kept = order.terminals.map((terminal) => new Kept(terminal, order.marks));
  const http = createServer((request, answer) => {
    const file = files.get(request.url ?? '');
    answer.writeHead(file === undefined ? 404 : 200, { 'content-type': file?.type ?? 'text/plain' }).end(file?.body);
  });
  new WebSocketServer({ server: http, perMessageDeflate: false }).on('connection', (socket, request) => {
    kept[Number(request.url?.slice(1))]?.attach(socket);
  });
  process.once('message', () => {
    Promise.all(kept.map((one) => one.close())).then(
      () => process.exit(0),
      () => process.exit(1),
    );
  });
  http.listen(0, '127.0.0.1', () => process.send?.(`http://127.0.0.1:${(http.address() as AddressInfo).port}/`));
}

if (process.argv[1] === import.meta.filename && process.argv[2] === 'serve') process.once('message', serve);
