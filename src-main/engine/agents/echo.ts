import { stripVTControlCharacters } from 'node:util';

/** Longest text that is looked for; a start is enough to know it by. */
const START_CHARS = 20;
/** Of what came before, in characters: more than a start takes with all the escape sequences that a line editor puts into it. */
const KEPT_CHARS = 4096;

/** Looks for the echo of a message in a terminal's output, also when the program wipes it off the screen at once. */
export class Echo {
  readonly #start: string;
  readonly #decoder = new TextDecoder();
  #recent = '';
  #seen = false;

  constructor(message: string) {
    this.#start = squeezed(message.split(/\r?\n/, 1)[0] ?? '').slice(0, START_CHARS);
  }

  get seen(): boolean {
    return this.#seen;
  }

  /** Takes the next bytes of the output. */
  take(bytes: Uint8Array): void {
    if (this.#seen) return;
    this.#recent = this.#recent.slice(-KEPT_CHARS) + this.#decoder.decode(bytes, { stream: true });
    this.#seen = this.isIn(stripVTControlCharacters(this.#recent));
  }

  /** Whether a text shows the message, however it is wrapped. */
  isIn(text: string): boolean {
    return squeezed(text).includes(this.#start);
  }
}

function squeezed(text: string): string {
  return text.replace(/\s+/g, '');
}
