/** What stands where a secret was. */
export const MARK = '[secret]';

/** Words by which values that must not be seen are named, as parts of a name: `apiKey`, `DB_PASSWORD`, `x-auth-token`. */
const WORDS =
  'password|passwd|passphrase|pwd|secret|secret[_-]?key|client[_-]?secret|token|api[_-]?key|access[_-]?key|private[_-]?key|signing[_-]?key|credentials?';
/** The end of such a name: what stands before it stays anyway. `tokens` and `token_count` are counts, `key` alone is any key. */
const NAME = `(?:${WORDS})`;

const HEADER_NAME = /^(?:proxy-)?authorization$|^(?:set-)?cookie2?$/i;
const SECRET_NAME = new RegExp(`(?:^|[_.-]|(?<=[a-z0-9])(?=[A-Z]))(?:${WORDS})$`, 'i');
/** As written by people who put no border between words: `mypassword`, `accesstoken`. */
const JOINED_NAME = /(?:password|passwd|passphrase|secret|apikey|(?:access|auth|refresh|id|session|bearer)token)$/i;

/** Whether a field of this name holds something that must not be seen: token, secret, password, api_key, authorization, cookie … Pure. */
export function namesSecret(name: string): boolean {
  return HEADER_NAME.test(name) || SECRET_NAME.test(name) || JOINED_NAME.test(name);
}

/**
 * Tokens that are known by how they look. Their letters are ASCII and their lengths those that the issuers give, so that words of people,
 * ids, hashes and paths are not among them; who issues them is said beside each.
 */
const TOKENS = [
  `ks[oc]_[A-Za-z0-9_.-]{20,}`, // our own: owner and child
  `sk-(?=[A-Za-z0-9_-]{0,60}[0-9])[A-Za-z0-9_-]{16,}`, // Moonshot, OpenAI, Anthropic and those who follow them
  `gh[pousr]_[A-Za-z0-9]{20,}`, // GitHub
  `github_pat_[A-Za-z0-9_]{20,}`,
  `glpat-[A-Za-z0-9_-]{20,}`, // GitLab
  `xox[abeoprs]-[A-Za-z0-9-]{10,}`, // Slack
  `(?:AKIA|ASIA)[A-Z0-9]{16}(?![A-Za-z0-9])`, // AWS
  `AIza[A-Za-z0-9_-]{35}`, // Google
  `npm_[A-Za-z0-9]{36}`, // npm
  `pypi-[A-Za-z0-9_-]{40,}`, // PyPI
  `hf_[A-Za-z0-9]{30,}`, // Hugging Face
  `[rs]k_(?:live|test)_[A-Za-z0-9]{16,}`, // Stripe
  String.raw`eyJ[A-Za-z0-9_-]{8,}\.eyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{8,}`, // a JSON Web Token
]
  .map((token) => `(?<![A-Za-z0-9_-])${token}`)
  .join('|');

/** What a value without quotes ends at. */
const UNQUOTED = String.raw`[^\s"'\\,;&<>(){}\[\]]`;
/** A quote as it is written, inside JSON, and inside JSON inside JSON. */
const QUOTE = String.raw`(?:\\{0,3}["'])`;

/** Quotes, and what stands between two of them; a value that is cut off does not take what follows in the line with it. */
const QUOTED = [
  ['"', String.raw`(?:[^"\\]|\\[\s\S])`],
  ["'", String.raw`(?:[^'"\\\r\n]|\\["\\nrt])`],
  [String.raw`\\"`, String.raw`(?:[^\\"]|\\\\\\"|\\\\\\\\|\\\\[^\\"]|\\[^\\"])`],
  [String.raw`\\\\\\"`, String.raw`(?:[^\\"]|\\{1,2}(?![\\"])|\\{4,}"?)`],
] as const;

/** What each shape of the next list has in it. Looked for first: every line of a log goes through here, and few have any. */
const ANY_SHAPE =
  /PRIVATE KEY|ks[oc]_|sk-|gh[pousr]_|github_pat_|glpat-|xox[a-z]-|AKIA|ASIA|AIza|npm_|pypi-|hf_|k_live_|k_test_|eyJ|#code=|:\/\/|key=/i;

/** Shapes that need no name beside them; a first group, where there is one, stays. */
const UNNAMED: readonly RegExp[] = [
  // A private key, also inside JSON, also one whose end was cut off.
  /()-----BEGIN (?:[A-Z0-9]{1,20} ){0,4}PRIVATE KEY(?: BLOCK)?-----(?:(?:(?!-----)[\s\S]){0,20000}-----END (?:[A-Z0-9]{1,20} ){0,4}PRIVATE KEY(?: BLOCK)?-----|(?:[A-Za-z0-9+/=\s]|\\+[nr])*)/g,
  new RegExp(`()(?:${TOKENS})`, 'g'),
  /(#code=)[A-Za-z0-9_-]+/g,
  // https://name:password@host
  /(:\/\/[^\s/:@"'\\]{0,200}:)[^\s/@"'\\[]{1,500}(?=@)/g,
  // ?key=…: Google's way.
  /([?&]key=)[A-Za-z0-9_-]{16,}/gi,
];

/** Without one of these words in it, a text has no name of a secret either; looked for first, because it is done for every line of a log. */
const ANY_NAME = /pass|pwd|secret|token|key|credential|authorization|bearer|cookie/i;

/** Shapes whose first group, a name, stays. */
const NAMED: readonly RegExp[] = [
  // Authorization: Bearer …, and Bearer … anywhere.
  new RegExp(
    String.raw`(\b(?:proxy-)?authorization${QUOTE}?\s{0,4}[:=]\s{0,4}${QUOTE}?(?![A-Za-z]{2,20} {1,4}\[secret\])(?:[A-Za-z]{2,20} {1,4})?)${UNQUOTED}{4,}`,
    'gi',
  ),
  /\b(bearer {1,4})(?=[A-Za-z0-9._~+/=-]{0,80}[0-9_~+/=])[A-Za-z0-9._~+/=-]{8,}/gi,
  // Cookies are the rest of their line.
  new RegExp(String.raw`(\b(?:set-)?cookie${QUOTE}?\s{0,4}:\s{0,4}${QUOTE}?)[^"'\\\r\n]{4,}`, 'gi'),
  // "password": "…", password = '…'
  ...QUOTED.map(
    ([quote, within]) => new RegExp(String.raw`(${NAME}(?:${quote})?\s{0,4}[:=]\s{0,4}${quote})${within}{1,8000}(?=${quote})`, 'gi'),
  ),
  // password=…; not what says that there is none.
  new RegExp(String.raw`(${NAME}=${QUOTE}?)(?!(?:null|undefined|true|false|none)\b)${UNQUOTED}{3,}`, 'gi'),
  // password: …, --api-key …: prose looks the same, so only what is no word, no number and no path.
  new RegExp(
    String.raw`(${NAME}(?: {0,2}: {1,4}| {1,2}(?<=--[A-Za-z0-9_-]{1,60} {1,2})))(?=[^\s"'\\,;]{0,80}[0-9!@#$%^*+=])(?![\d.:]{1,12}(?:\W|$))(?![/~.])${UNQUOTED}{6,}`,
    'gi',
  ),
];

/** Replaces what looks like a secret. Pure. */
export function withoutShapes(text: string): string {
  let left = text;
  if (ANY_SHAPE.test(left)) for (const find of UNNAMED) left = left.replace(find, `$1${MARK}`);
  if (ANY_NAME.test(left)) for (const find of NAMED) left = left.replace(find, `$1${MARK}`);
  return left;
}
