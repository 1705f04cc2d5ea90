import { randomBytes, randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { connectViewer, type ViewerClient, type ViewerClientOptions } from '#main/gateway/client.ts';
import { startGatewayServer } from '#main/gateway/server.ts';
import { steadyNow } from '#main/gateway/steady-clock.ts';
import { signTicket } from '#main/gateway/tickets.ts';
import type { Gateway, TicketClaims } from '#main/gateway/types.ts';
import { startHolder } from '#main/holder/launch.ts';
import type { ChildSpec, HolderClient } from '#main/holder/types.ts';
import { type MirrorHandle, startMirror } from '#main/mirror/start.ts';
import type { HeadlessTerminal } from '#main/mirror/xterm.ts';
import { createTerminal } from '#main/mirror/xterm.ts';
import { internals } from '#main/mirror/xterm-internals.ts';
import { Utf8Carry } from '#shared/terminal/utf8-carry.ts';
import type { GatewayMessage } from '#shared/terminal/viewer-protocol.ts';
import { isRunning } from '../../support/processes.ts';
import { until } from '../../support/until.ts';

export const ORIGIN = 'http://127.0.0.1:4000';
export const TICKET_KEY = randomBytes(32).toString('hex');
const HOLDER = join(import.meta.dirname, '../../../src-main/holder/entry.ts');
const MIRROR = join(import.meta.dirname, '../../../src-main/mirror/entry.ts');

/** A holder with real terminals, a mirror process and a gateway on one data folder; all ended when the test is over. */
export class Terminals {
  readonly dataFolder: string;
  readonly holderSocket: string;
  readonly holder: HolderClient;
  readonly gateway: Gateway;
  mirror: MirrorHandle;
  /** How many were made: the number of the last one. */
  tickets = 0;

  private constructor(dataFolder: string, holderSocket: string, holder: HolderClient, mirror: MirrorHandle, gateway: Gateway) {
    this.dataFolder = dataFolder;
    this.holderSocket = holderSocket;
    this.holder = holder;
    this.mirror = mirror;
    this.gateway = gateway;
  }

  /** @param onMirrorLog hears what the first mirror says about itself */
  static async open(onMirrorLog: (message: string) => void = () => undefined): Promise<Terminals> {
    const dataFolder = await mkdtemp(join(tmpdir(), 'kimi-terminals-'));
    const runtime = { nodeBinary: process.execPath, holderScript: HOLDER, build: 'test' };
    const holder = await startHolder({ dataFolder, runtime });
    const mirror = await startMirror({ nodeBinary: process.execPath, script: MIRROR, dataFolder, onLog: onMirrorLog });
    const gateway = await startGatewayServer({
      dataFolder,
      ticketKey: TICKET_KEY,
      mirrorSocket: mirror.socket,
      port: 0,
      allowedOrigins: [ORIGIN],
    });
    const terminals = new Terminals(dataFolder, holder.holder.socket, holder, mirror, gateway);
    onTestFinished(async () => {
      await gateway.close();
      await terminals.mirror.stop();
      if (await isRunning(holder.holder.pid)) {
        for (const child of await holder.list())
          if (child.exit === undefined) await holder.stop(child.childId, { graceMs: 200, force: true });
        holder.close();
        // It would leave by itself some seconds later, and write to a folder that is gone.
        process.kill(holder.holder.pid, 'SIGTERM');
        await until('the holder has left', async () => !(await isRunning(holder.holder.pid)));
      }
      await rm(dataFolder, { recursive: true, force: true });
    });
    return terminals;
  }

  /** Starts another mirror and tells the gateway. */
  async startMirror(): Promise<void> {
    this.mirror = await startMirror({ nodeBinary: process.execPath, script: MIRROR, dataFolder: this.dataFolder });
    this.gateway.setMirrorSocket(this.mirror.socket);
  }

  /** Runs a shell line in a terminal. @returns the child's id */
  async run(line: string, spec: Partial<ChildSpec> = {}): Promise<string> {
    const childId = `trm_${randomUUID().replaceAll('-', '')}`;
    await this.holder.spawn({
      childId,
      kind: 'pty',
      file: '/bin/sh',
      args: ['-c', line],
      cwd: this.dataFolder,
      env: { PATH: process.env.PATH ?? '/usr/bin:/bin', TERM: 'xterm-256color', LC_ALL: 'C.UTF-8', PS1: '$ ' },
      cols: 80,
      rows: 24,
      keepBytes: 64 * 1024 * 1024,
      ...spec,
    });
    return childId;
  }

  /** Runs a `cat` whose terminal does not echo, after a shell line that says something; resolves when keys come back once only. */
  async cat(before = ':', spec: Partial<ChildSpec> = {}): Promise<string> {
    const ready = join(this.dataFolder, `${randomUUID()}.ready`);
    const childId = await this.run(`${before}; stty -echo; : > '${ready}'; cat`, spec);
    await until('the terminal does not echo', () => existsSync(ready));
    return childId;
  }

  /** Resolves when the child has ended. */
  async ended(childId: string): Promise<void> {
    await new Promise<void>((resolve, reject) => {
      const off = this.holder.onEvent((event) => {
        if (event.kind !== 'exited' || event.childId !== childId) return;
        off();
        resolve();
      });
      this.holder.list().then((children) => {
        if (children.find((child) => child.childId === childId)?.exit === undefined) return;
        off();
        resolve();
      }, reject);
    });
  }

  ticket(childId: string, claims: Partial<TicketClaims> = {}): string {
    const { holderSocket } = this;
    this.tickets += 1;
    const serial = this.tickets;
    const given = { childId, holderSocket, rights: 'write', validUntil: steadyNow() + 60_000, via: 'test', serial, ...claims } as const;
    return signTicket(given, TICKET_KEY);
  }

  connect(childId: string, options: Partial<ViewerClientOptions> = {}): Promise<ViewerClient> {
    return connectViewer({ url: this.gateway.url, ticket: this.ticket(childId), mode: 'screen', onMessage: () => undefined, ...options });
  }

  /** Attaches a viewer that shows what it gets, as a window does. */
  async attach(childId: string, options: Partial<ViewerClientOptions> = {}): Promise<ShownTerminal> {
    const shown = new ShownTerminal(options.onMessage);
    shown.viewer = await this.connect(childId, { ...options, onMessage: (message) => shown.message(message) });
    onTestFinished(() => shown.viewer?.close());
    return shown;
  }
}

/** A viewer's terminal. */
export class ShownTerminal {
  viewer: ViewerClient | null = null;
  terminal: HeadlessTerminal = createTerminal(80, 24, 1000);
  readonly messages: GatewayMessage['type'][] = [];
  /** Byte after the last one shown. */
  offset = 0;
  responder = false;
  readonly #also: ViewerClientOptions['onMessage'] | undefined;
  #carry = new Utf8Carry();
  #watchers: { readonly check: () => boolean; readonly done: () => void }[] = [];

  constructor(also?: ViewerClientOptions['onMessage']) {
    this.#also = also;
  }

  get size(): string {
    return `${this.terminal.cols}x${this.terminal.rows}`;
  }

  get lines(): string[] {
    const { active } = this.terminal.buffer;
    return Array.from({ length: this.terminal.rows }, (_, row) => active.getLine(active.baseY + row)?.translateToString(true) ?? '');
  }

  get text(): string {
    return this.lines.join('\n').trimEnd();
  }

  /** Resolves as soon as what is shown fulfils the condition, after one of the messages. */
  shows(condition: string | (() => boolean)): Promise<void> {
    const check = typeof condition === 'string' ? () => this.text.includes(condition) : condition;
    if (check()) return Promise.resolve();
    return new Promise((done) => {
      this.#watchers.push({ check, done });
    });
  }

  message(message: GatewayMessage): void | Promise<void> {
    this.messages.push(message.type);
    const raw = internals(this.terminal)._inputHandler;
    switch (message.type) {
      case 'snapshot':
        this.terminal.dispose();
        this.terminal = createTerminal(message.cols, message.rows, 1000);
        this.#carry = new Utf8Carry();
        internals(this.terminal)._inputHandler.parse(message.data);
        this.offset = message.offset;
        break;
      case 'data':
        if (message.offset !== this.offset) throw new Error(`bytes at ${message.offset}, expected ${this.offset}`);
        raw.parse(this.#carry.push(message.bytes));
        this.offset += message.bytes.length;
        break;
      case 'gap':
        if (message.from !== this.offset) throw new Error(`gap at ${message.from}, expected ${this.offset}`);
        this.offset = message.to;
        break;
      case 'resized':
        if (message.offset !== this.offset) throw new Error(`size at ${message.offset}, expected ${this.offset}`);
        this.terminal.resize(message.cols, message.rows);
        break;
      case 'responder':
        this.responder = message.you;
        break;
      case 'exit':
      case 'error':
        break;
    }
    // First, because what it notes may be what is waited for.
    const more = this.#also?.(message);
    const waiting = this.#watchers;
    this.#watchers = waiting.filter(({ check }) => !check());
    for (const watcher of waiting) if (!this.#watchers.includes(watcher)) watcher.done();
    return more;
  }

  type(text: string): void {
    this.viewer?.input(new TextEncoder().encode(text));
  }
}
