import type { Readable, Writable } from 'node:stream';

interface CdpMessage {
  readonly id?: number;
  readonly method?: string;
  // biome-ignore lint/suspicious/noExplicitAny: the protocol's own types are not installed; each use names what it reads
  readonly params?: any;
  // biome-ignore lint/suspicious/noExplicitAny: as above
  readonly result?: any;
  readonly error?: { readonly message: string };
  readonly sessionId?: string;
}

/** Chromium's developer tools protocol over its pipe: messages of JSON, each ended by a zero byte. */
export class Cdp {
  readonly #out: Writable;
  readonly #calls = new Map<number, { resolve(result: unknown): void; reject(error: Error): void }>();
  // biome-ignore lint/suspicious/noExplicitAny: as above
  readonly #listeners = new Map<string, ((params: any) => void)[]>();
  #last = 0;
  #rest: Buffer[] = [];

  constructor(input: Readable, out: Writable) {
    this.#out = out;
    input.on('data', (chunk: Buffer) => this.#read(chunk));
    // Chromium is gone; whoever waits learns it from its exit.
    out.on('error', () => undefined);
  }

  // biome-ignore lint/suspicious/noExplicitAny: as above
  call(method: string, params: object = {}, session?: string): Promise<any> {
    this.#last += 1;
    const id = this.#last;
    const message = JSON.stringify({ id, method, params, ...(session === undefined ? {} : { sessionId: session }) });
    this.#out.write(`${message}\0`);
    return new Promise((resolve, reject) => this.#calls.set(id, { resolve, reject }));
  }

  /** Hears an event of a session, or of the browser with `''`. */
  // biome-ignore lint/suspicious/noExplicitAny: as above
  on(session: string, event: string, listener: (params: any) => void): void {
    const key = `${session} ${event}`;
    this.#listeners.set(key, [...(this.#listeners.get(key) ?? []), listener]);
  }

  #read(chunk: Buffer): void {
    let from = 0;
    for (let end = chunk.indexOf(0); end >= 0; end = chunk.indexOf(0, from)) {
      this.#rest.push(chunk.subarray(from, end));
      const text = Buffer.concat(this.#rest).toString('utf8');
      this.#rest = [];
      from = end + 1;
      this.#message(JSON.parse(text) as CdpMessage);
    }
    if (from < chunk.length) this.#rest.push(chunk.subarray(from));
  }

  #message({ id, method, params, result, error, sessionId = '' }: CdpMessage): void {
    if (id === undefined) {
      for (const listener of this.#listeners.get(`${sessionId} ${method}`) ?? []) listener(params);
      return;
    }
    const call = this.#calls.get(id);
    this.#calls.delete(id);
    if (error === undefined) call?.resolve(result);
    else call?.reject(new Error(error.message));
  }
}
