import { z } from 'zod';

/** A provider as Kimi's config.toml calls it. It begins with a letter, as the name of a variable does. */
const Provider = z.string().regex(/^[A-Za-z][A-Za-z0-9 ._:/-]{0,63}$/, 'the name of a provider is expected');

const REFERENCE = /^$|^secret:(?!(?:sk-|gsk_|xai-|hf_|AIza)[\w-]{16,}$)[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/;

/**
 * A secret of the store by its name; empty: no key, which is the safe value. A bare name would not do: a key has the letters of one, and must
 * not come into the file because somebody put it in the place of its name. What begins as providers' keys do is taken for one.
 */
const SecretReference = z.string().regex(REFERENCE, 'the name of a secret is expected').meta({ tight: '' });

/** Whose key is which secret. Two providers whose keys would be in one variable are refused; one without a key is in nobody's way. */
export const ModelKeys = z.record(Provider, SecretReference).superRefine((keys, context) => {
  const taken = new Map<string, string>();
  for (const [provider, reference] of Object.entries(keys)) {
    if (reference === '') continue;
    const variable = modelKeyVariable(provider);
    const other = taken.get(variable);
    if (other !== undefined)
      context.addIssue({ code: 'custom', path: [provider], message: 'another provider has this variable', params: { variable, other } });
    taken.set(variable, provider);
  }
});

/** Whether a provider can be called that. Pure. */
export function isProvider(name: string): boolean {
  return Provider.safeParse(name).success;
}

/** The variable in which a provider's key is: `anthropic` has `ANTHROPIC_API_KEY`, `my-gateway` has `MY_GATEWAY_API_KEY`. Pure. */
export function modelKeyVariable(provider: string): string {
  return `${provider.replaceAll(/[^A-Za-z0-9]/g, '_').toUpperCase()}_API_KEY`;
}

/** The environment of Kimi's sessions that the setting asks for: references, in whose place values are put when one starts. Pure. */
export function modelKeyEnvironment(keys: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(keys)
      .filter(([, reference]) => reference !== '')
      .map(([provider, reference]) => [modelKeyVariable(provider), reference]),
  );
}
