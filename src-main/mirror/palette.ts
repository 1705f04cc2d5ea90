import type { HeadlessTerminal } from './xterm.ts';

// Forms that xterm.js takes: #rgb, #rrggbb, #rrrgggbbb, #rrrrggggbbbb, rgb:h/h/h with one to four digits each.
const COLOR = /^(#([0-9a-f]{3}){1,4}|rgb:[0-9a-f]{1,4}\/[0-9a-f]{1,4}\/[0-9a-f]{1,4})$/i;
const SPECIAL = [10, 11, 12] as const;

/** Colours that a program has set (OSC 4, 10, 11, 12). A headless terminal has none; a viewer's terminal must get them. */
export class Palette {
  readonly #indexed = new Map<number, string>();
  readonly #special = new Map<number, string>();

  constructor(terminal: HeadlessTerminal) {
    terminal.parser.registerOscHandler(4, (data) => {
      const parts = data.split(';');
      for (let at = 0; at + 1 < parts.length; at += 2) {
        const index = Number(parts[at]);
        const spec = parts[at + 1] ?? '';
        if (Number.isInteger(index) && index >= 0 && index < 256 && COLOR.test(spec)) this.#indexed.set(index, spec);
      }
      return false;
    });
    terminal.parser.registerOscHandler(104, (data) => {
      if (data === '') this.#indexed.clear();
      else for (const part of data.split(';')) this.#indexed.delete(Number(part));
      return false;
    });
    SPECIAL.forEach((code, place) => {
      terminal.parser.registerOscHandler(code, (data) => {
        data.split(';').forEach((spec, more) => {
          const target = SPECIAL[place + more];
          if (target !== undefined && COLOR.test(spec)) this.#special.set(target, spec);
        });
        return false;
      });
      terminal.parser.registerOscHandler(code + 100, () => {
        this.#special.delete(code);
        return false;
      });
    });
  }

  /** Sequences that set the same colours; empty when none was set. */
  sequences(): string {
    let out = '';
    for (const [index, spec] of this.#indexed) out += `\u001b]4;${index};${spec}\u001b\\`;
    for (const [code, spec] of this.#special) out += `\u001b]${code};${spec}\u001b\\`;
    return out;
  }
}
