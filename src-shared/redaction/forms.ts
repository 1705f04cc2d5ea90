/**
 * A value shorter than this is not looked for in texts: "production" written into every line as `[secret]` because somebody's password is
 * "prod" would make the log useless and tell the password. Eight is also the least that NIST SP 800-63B lets a password have.
 */
export const SHORTEST_KNOWN = 8;
/** A line of a key file that is shown alone; shorter lines (`}`, `-----`) are everybody's. */
const SHORTEST_LINE = 16;

/**
 * Every way in which a secret is commonly written: as it is, inside JSON once and twice, in an address, in a form, as base64 at each of the
 * three places where it can begin inside a longer text, as hex, and line by line. Pure; empty for a value shorter than SHORTEST_KNOWN.
 */
export function formsOf(value: string): readonly string[] {
  const lines = value.split(/\r?\n/).map((line) => line.trim());
  const whole = [value, value.trim(), ...lines.filter((line) => lines.length > 1 && line.length >= SHORTEST_LINE)];
  const forms = whole.flatMap((text) => {
    if (text.length < SHORTEST_KNOWN) return [];
    const json = inJson(text);
    const bytes = new TextEncoder().encode(text);
    const address = encodeURIComponent(text.toWellFormed());
    return [
      text,
      json,
      inJson(json),
      address,
      address.replace(/%[0-9A-F]{2}/g, (code) => code.toLowerCase()),
      address.replace(/[!'()*]/g, percent),
      // As forms are sent: blanks as plus, and only `*` of those signs as it is.
      address.replace(/[!'()~]/g, percent).replaceAll('%20', '+'),
      address.replaceAll('%20', '+'),
      ...base64Of(bytes),
      Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join(''),
    ];
  });
  return [...new Set(forms)].filter((form) => form.length >= SHORTEST_KNOWN);
}

function percent(sign: string): string {
  return `%${sign.charCodeAt(0).toString(16).toUpperCase()}`;
}

function inJson(text: string): string {
  return JSON.stringify(text).slice(1, -1);
}

/** The characters of the base64 text that depend on `bytes` alone, whatever stands before and behind them; also in the alphabet of URLs. */
function base64Of(bytes: Uint8Array): string[] {
  return [0, 1, 2].flatMap((before) => {
    const padded = new Uint8Array(before + bytes.length);
    padded.set(bytes, before);
    const text = btoa(Array.from(padded, (byte) => String.fromCharCode(byte)).join(''));
    // Each character carries six bits: the first that has none of what stands before, up to the last that has none of what follows.
    const known = text.slice(Math.ceil((before * 8) / 6), Math.floor((padded.length * 8) / 6));
    return [known, known.replaceAll('+', '-').replaceAll('/', '_')];
  });
}
