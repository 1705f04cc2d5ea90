import type { EngineServices } from '../engine/services.ts';
import type { ContractBuilder } from './builder.ts';

/** Procedures about settings and what windows remember. */
export function settingsProcedures(os: ContractBuilder['settings'], { settings, layouts, redactor }: EngineServices) {
  return {
    get: os.get.handler(() => settings.get()),
    set: os.set.handler(({ input }) => settings.set(input.key, input.value)),
    unset: os.unset.handler(({ input }) => settings.unset(input.key)),
    describe: os.describe.handler(async ({ input }) => {
      await settings.get();
      const { text } = settings;
      const problems = settings
        .problems()
        .map(({ of, said }) => ({ of, said: input.redacted ? (redactor.data(said) as typeof said) : said }));
      return { entries: [...settings.entries.values()], text: input.redacted ? redactor.text(text) : text, problems };
    }),
    merge: os.merge.handler(({ input }) => settings.merge(input.toml)),
    replace: os.replace.handler(({ input }) => settings.replace(input.toml, input.base)),
    loadLayout: os.loadLayout.handler(async ({ input }) => ({ json: await layouts.load(input.name) })),
    saveLayout: os.saveLayout.handler(async ({ input }) => {
      await layouts.save(input.name, input.json);
      return {};
    }),
  };
}
