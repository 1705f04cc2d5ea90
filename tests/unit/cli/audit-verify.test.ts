import { expect, it } from 'vitest';
import { AUDIT_COMMANDS } from '#main/hosts/cli/commands/audit.ts';
import type { Call } from '#main/hosts/cli/commands/behaviour.ts';
import type { CommandContext } from '#main/hosts/cli/context.ts';
import { textsIn } from '#main/hosts/cli/output/language.ts';
import { AUDIT_VERDICTS } from '#shared/contract/index.ts';

it.each(AUDIT_VERDICTS)(
  'audit verify ends with 1 for all but an intact log, gives the verdict for scripts and says it: %s',
  async (verdict) => {
    const found = { verdict, at: verdict === 'intact' ? null : 7, entries: 6 };
    const told = await Promise.all(
      (['en', 'zh-CN'] as const).map(async (language) => {
        const context = { texts: textsIn(language), engine: async () => ({ call: async () => found }) } as unknown as CommandContext;
        const call = { spec: { procedure: ['audit', 'verify'] }, input: {}, extra: {} } as unknown as Call;
        return AUDIT_COMMANDS['audit verify']?.run?.(call, context);
      }),
    );
    for (const outcome of told) {
      expect(outcome).toMatchObject({ kind: 'result', value: found, exit: verdict === 'intact' ? 0 : 1 });
      expect(outcome).toMatchObject({ text: expect.stringMatching(verdict === 'intact' ? /6/ : /7/) });
    }
  },
);

it('audit verify says each verdict in other words', async () => {
  const texts = textsIn('en');
  const said = AUDIT_VERDICTS.flatMap((verdict) => (verdict === 'intact' ? [] : [texts.t(`audit.verdict.${verdict}`, { at: 7 })]));
  expect(new Set(said).size).toBe(AUDIT_VERDICTS.length - 1);
});
