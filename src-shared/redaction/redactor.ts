import { formsOf } from './forms.ts';
import { MARK, namesSecret, withoutShapes } from './shapes.ts';

/**
 * The one border that whatever is written down or sent away goes through: logs, audit, diagnostics, exports. It knows the secrets that it was
 * told of, in each form that they are commonly written in, and what looks like a token. A secret that it was not told of and that looks
 * like a word is not seen: keep such things out of messages in the first place.
 */
export interface Redactor {
  /** Tells it a secret, for as long as it lives: one that was changed or deleted may still be in a message. Shorter than 8 characters: not looked for. */
  know(secret: string): void;
  /** A text with `[secret]` in place of secrets. JSON stays JSON. Doing it twice changes nothing more. */
  text(text: string): string;
  /**
   * JSON-like data (also Errors) with `[secret]` in place of secrets in texts, and of every text below a field whose name says that it holds
   * one (token, password, api_key, authorization, cookie …). Gives a copy, as JSON would have it; numbers and booleans stay, a circle becomes `[circular]`.
   */
  data(value: unknown): unknown;
  /** The same for what a field of this name holds. */
  named(name: string, value: unknown): unknown;
}

interface FieldName {
  readonly shown: string;
  /** What it holds must not be seen. */
  readonly hides: boolean;
}

/** What a value lies in, up to the outermost. */
interface Above {
  readonly value: object;
  readonly above: Above | null;
}

/** Names that are remembered; data from outside has names without end. */
const MOST_NAMES = 1000;

/** A redactor that knows no secret yet, only what tokens look like. */
export function createRedactor(): Redactor {
  /** The longest first: a secret may be the beginning of another. */
  let forms: readonly string[] = [];
  /** Of names of fields, of which there are few, and which stand in every line of a log. */
  const names = new Map<string, FieldName>();

  const text = (given: string): string => {
    let left = given;
    // One by one: for the few secrets that somebody has, that takes a fraction of what one pattern of them all does.
    for (const form of forms) if (left.includes(form)) left = left.replaceAll(form, MARK);
    return withoutShapes(left);
  };

  const nameOf = (name: string): FieldName => {
    let known = names.get(name);
    if (known === undefined) {
      known = { shown: text(name), hides: namesSecret(name) };
      if (names.size >= MOST_NAMES) names.clear();
      names.set(name, known);
    }
    return known;
  };

  const data = (value: unknown, hidden: boolean, above: Above | null): unknown => {
    if (typeof value === 'string') return hidden && value !== '' ? MARK : text(value);
    if (typeof value !== 'object' || value === null) return value;
    for (let one = above; one !== null; one = one.above) if (one.value === value) return '[circular]';
    const within = { value, above };
    if (Array.isArray(value)) return value.map((item) => data(item, hidden, within));
    // Dates and addresses say themselves how they are written.
    if ('toJSON' in value && typeof value.toJSON === 'function') return data(value.toJSON(), hidden, within);
    const { name, message, stack } = value as Partial<Error>;
    const fields = (value instanceof Error ? Object.assign({ name, message, stack }, value) : value) as Readonly<Record<string, unknown>>;
    // Field by field, which takes a third of the time of lists of pairs: this is done for every line of a log and every entry of the audit.
    const copy: Record<string, unknown> = {};
    for (const field of Object.keys(fields)) {
      const { shown, hides } = nameOf(field);
      const kept = data(fields[field], hidden || hides, within);
      if (shown === '__proto__') Object.defineProperty(copy, shown, { value: kept, enumerable: true, configurable: true, writable: true });
      else copy[shown] = kept;
    }
    return copy;
  };

  return {
    know(secret) {
      names.clear();
      forms = [...new Set([...forms, ...formsOf(secret)])].sort((one, other) => other.length - one.length);
    },
    text,
    data: (value) => data(value, false, null),
    named: (name, value) => data(value, nameOf(name).hides, null),
  };
}
