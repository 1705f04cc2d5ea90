import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createRedactor, MARK, namesSecret } from '#shared/redaction/index.ts';

/** What somebody may take as a secret: anything of eight characters on that has more than blanks around it. */
const secrets = fc
  .string({ unit: 'grapheme-ascii', minLength: 8, maxLength: 60 })
  .filter((text) => text.trim().length >= 8 && new Set(text).size > 3);

const redactorFor = (...known: readonly string[]) => {
  const redactor = createRedactor();
  for (const secret of known) redactor.know(secret);
  return redactor;
};

describe('a secret that is known', () => {
  const written: Readonly<Record<string, (secret: string) => string>> = {
    plainly: (secret) => `request failed for ${secret} after 3 tries`,
    'inside JSON': (secret) => JSON.stringify({ note: `got ${secret}` }),
    'inside JSON inside JSON': (secret) => JSON.stringify({ body: JSON.stringify({ note: secret }) }),
    'in an address': (secret) => `https://example.org/?q=${encodeURIComponent(secret)}&n=1`,
    'in a form': (secret) => new URLSearchParams({ q: secret }).toString(),
    'as base64': (secret) => Buffer.from(secret).toString('base64'),
    'as base64 for addresses': (secret) => Buffer.from(secret).toString('base64url'),
    'as base64 behind a name': (secret) => Buffer.from(`me:${secret}`).toString('base64'),
    'as base64 in the middle': (secret) => Buffer.from(`a${secret}zz`).toString('base64'),
    'as hex': (secret) => Buffer.from(secret).toString('hex'),
  };

  test.each(Object.entries(written))('is not seen when it is written %s', (_, write) => {
    fc.assert(
      fc.property(secrets, (secret) => {
        const text = redactorFor(secret).text(write(secret));
        expect(text).toContain(MARK);
        expect(text).not.toContain(secret);
      }),
    );
  });

  test('is not seen whatever stands around it, and JSON stays JSON', () => {
    fc.assert(
      fc.property(secrets, fc.string(), fc.string(), (secret, before, after) => {
        const line = redactorFor(secret).text(JSON.stringify({ level: 'error', message: `${before}${secret}${after}` }));
        expect(line).not.toContain(JSON.stringify(secret).slice(1, -1));
        expect(() => JSON.parse(line)).not.toThrow();
      }),
    );
  });

  test('is not seen anywhere in nested data, keys and errors included', () => {
    fc.assert(
      fc.property(secrets, fc.jsonValue({ maxDepth: 3 }), (secret, other) => {
        const data = { a: [other, { b: `x ${secret}` }], [secret]: 1, error: Object.assign(new Error(secret), { cause: secret }) };
        const seen = JSON.stringify(redactorFor(secret).data(data));
        expect(seen).not.toContain(JSON.stringify(secret).slice(1, -1));
      }),
    );
  });

  test('is not seen line by line', () => {
    const key = ['first-line-of-the-key-0001', 'second-line-of-the-key-02'].join('\n');
    expect(redactorFor(key).text('line 2 was second-line-of-the-key-02')).toBe(`line 2 was ${MARK}`);
  });

  test('goes before another that it begins with', () => {
    expect(redactorFor('password', 'password-and-more').text('it is password-and-more')).toBe(`it is ${MARK}`);
  });

  test('is left alone when it is shorter than eight characters', () => {
    expect(redactorFor('prod').text('the production line')).toBe('the production line');
  });

  test('is known from the moment it is told', () => {
    const redactor = createRedactor();
    expect(redactor.text('correct horse battery')).toBe('correct horse battery');
    redactor.know('correct horse battery');
    expect(redactor.text('correct horse battery')).toBe(MARK);
  });
});

describe('what looks like a secret', () => {
  const hidden: readonly (readonly [string, string])[] = [
    ['kso_ttttttttttttttttttttttttttttttttttttttttttt', MARK],
    ['x ksc_ses_01J0000000000000000000000A.1.tttttttttttttttttttttttt', `x ${MARK}`],
    [`key sk-${'kimi0Abcdefghijklmnop'} is wrong`, `key ${MARK} is wrong`],
    [`sk-ant-${'api03-abcdefghijklmnop'}`, MARK],
    [`ghp_${'0123456789abcdefghij0123456789abcdef'}`, MARK],
    [`AKIA${'IOSFODNN7EXAMPLE'}`, MARK],
    ['eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.abcdefgh-_12', MARK],
    ['Authorization: Bearer abcdefgh', `Authorization: Bearer ${MARK}`],
    ['{"authorization":"Basic bWU6cGFzcw=="}', `{"authorization":"Basic ${MARK}"}`],
    ['sent Bearer abc123def456', `sent Bearer ${MARK}`],
    ['Set-Cookie: session=abc; Path=/', `Set-Cookie: ${MARK}`],
    ['DB_PASSWORD=hunter2 next', `DB_PASSWORD=${MARK} next`],
    ['{"password":"a\\"b","x":"y"}', `{"password":"${MARK}","x":"y"}`],
    ['{"password":"ab\\\\","x":"y"}', `{"password":"${MARK}","x":"y"}`],
    ['{"m":"{\\"api_key\\":\\"a\\\\\\"b\\",\\"n\\":1}"}', `{"m":"{\\"api_key\\":\\"${MARK}\\",\\"n\\":1}"}`],
    ["apiKey: 'correct horse'", `apiKey: '${MARK}'`],
    ['password: hunter2!', `password: ${MARK}`],
    ['run --api-key abc123def', `run --api-key ${MARK}`],
    ['https://me:hunter2@example.org/x', `https://me:${MARK}@example.org/x`],
    ['http://127.0.0.1:1/#code=cccc', `http://127.0.0.1:1/#code=${MARK}`],
    ['https://x.org/?key=AIzaabcdefghijklmnop', `https://x.org/?key=${MARK}`],
    ['-----BEGIN OPENSSH PRIVATE KEY-----\nb3Bl\n-----END OPENSSH PRIVATE KEY----- after', `${MARK} after`],
    ['{"k":"-----BEGIN PRIVATE KEY-----\\nMIIE\\nabc"}', `{"k":"${MARK}"}`],
  ];

  test.each(hidden)('is hidden: %s', (text, left) => {
    expect(createRedactor().text(text)).toBe(left);
  });

  test.each([
    'call call_01KBEXAMPLE0000000000000000 of ses_01J0000000000000000000000A',
    'd41d8cd98f00b204e9800998ecf8427e e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
    '/home/me/.kimi-shell/child-token.key and C:\\Users\\me\\secrets.json',
    'file password-store.ts, tests/token.test.ts:12:3, task-runner-0123456789abcdef',
    'tokens: 123456, token_count=12, maxTokens: 4096, "inputTokens":5120',
    'the token: it was refused because the secret is missing',
    '{"key":"terminal.fontSize","value":13}',
    'key=terminal.font-size-in-pixels',
    'password= and token=null',
    'Bearer authentication is needed, basic authentication too',
    'https://example.org:8080/a@b and git@github.com:me/repo.git',
    'the code is ksoap and #code=',
    'secret:model-key-2026 is a reference',
    'sk-learn is a library; scikit-learn-contrib-more-words too',
    '-----BEGIN CERTIFICATE-----',
  ])('is not seen in what is ordinary: %s', (text) => {
    expect(createRedactor().text(text)).toBe(text);
  });

  test('is hidden the same way twice, and JSON stays JSON', () => {
    const pieces = fc.oneof(fc.constantFrom(...hidden.map(([text]) => text)), fc.string());
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 6 }), fc.constantFrom(' ', '\n', ', ', '"', "'"), (parts, between) => {
        const redactor = createRedactor();
        const line = JSON.stringify({ message: parts.join(between), error: { token: parts.join(between) } });
        const once = redactor.text(line);
        expect(() => JSON.parse(once)).not.toThrow();
        expect(redactor.text(once)).toBe(once);
      }),
      { numRuns: 500 },
    );
  });

  test('takes no longer for a text that is made to be slow', () => {
    const redactor = createRedactor();
    const texts = [
      'password'.repeat(20_000),
      '"token":"'.repeat(20_000),
      `authorization: ${'a'.repeat(100_000)}`,
      '-----BEGIN PRIVATE KEY-----'.repeat(4000),
    ];
    // A pattern that goes back and forth would need hours for one of them.
    for (const text of texts) expect(redactor.text(text).length).toBeLessThanOrEqual(text.length);
  });
});

describe('data', () => {
  test.each([
    ...['token', 'secret', 'password', 'api_key', 'apiKey', 'X-Api-Key', 'authorization', 'Cookie', 'set-cookie', 'DB_PASSWORD'],
    ...['accessToken', 'private_key', 'passphrase', 'clientSecret', 'OPENAI_API_KEY', 'credentials'],
  ])('has nothing below a field named %s', (name) => {
    expect(namesSecret(name)).toBe(true);
    expect(createRedactor().data({ [name]: 'x', n: 1 })).toEqual({ [name]: MARK, n: 1 });
    expect(createRedactor().data({ [name]: { deep: ['x'] } })).toEqual({ [name]: { deep: [MARK] } });
  });

  test.each(['tokens', 'tokenCount', 'key', 'name', 'path', 'author', 'keyboard', 'secretary', 'passed', 'monkey'])(
    'keeps a field named %s',
    (name) => {
      expect(namesSecret(name)).toBe(false);
      expect(createRedactor().data({ [name]: 'value' })).toEqual({ [name]: 'value' });
    },
  );

  test('that names and hides nothing is told as it was', () => {
    const plain = fc.jsonValue({ stringUnit: fc.constantFrom('a', 'b', ' ', '/') });
    fc.assert(fc.property(plain, (value) => void expect(createRedactor().data(value)).toEqual(value)));
  });

  test('that goes in a circle comes to an end', () => {
    const circle: Record<string, unknown> = { name: 'a' };
    circle.self = circle;
    expect(createRedactor().data(circle)).toEqual({ name: 'a', self: '[circular]' });
  });
});
