import { TriangleAlert } from 'lucide-react';
import { isMac } from '../../actions/keys.ts';
import { useText } from '../../i18n/use-text.ts';
import type { PathLink } from '../../terminal/links/path-links.ts';
import type { LinkTarget } from '../../terminal/links/target.ts';
import type { HoveredLink } from '../../terminal/xterm-screen.ts';

const MAC = isMac(navigator.platform);

/** Where the link under the pointer leads, at the pane's lower edge as browsers say it, with a word where it looks like it leads elsewhere. */
export function LinkTip({ link }: { readonly link: HoveredLink }) {
  const t = useText();
  const warning = link.kind === 'web' ? link.warning : null;
  return (
    <p
      data-link-tip=""
      className="pointer-events-none absolute bottom-0 left-0 flex max-w-full items-center gap-2 rounded-tr border-line border-t border-r bg-raised px-2 py-0.5 text-sm"
    >
      {warning === null ? null : (
        <span className="flex shrink-0 items-center gap-1 font-semibold text-needs">
          <TriangleAlert size={12} aria-hidden="true" />
          {t(`window.pane.link.${warning}`)}
        </span>
      )}
      <Target link={link} />
      {link.kind === 'refused' ? null : <span className="shrink-0 text-ink-3">{t(MAC ? 'window.pane.link.mac' : 'window.pane.link')}</span>}
    </p>
  );
}

function Target({ link }: { readonly link: HoveredLink }) {
  const t = useText();
  switch (link.kind) {
    case 'path':
      return <span className="truncate font-mono">{pathText(link.path)}</span>;
    case 'file':
      return <span className="truncate font-mono">{link.uri}</span>;
    case 'refused':
      return <span className="truncate text-ink-2">{t('window.pane.link.refused', { scheme: link.scheme })}</span>;
    case 'web':
      return <Address link={link} />;
  }
}

/** An address with the part that decides where it leads in front of the others. */
function Address({ link: { target, host } }: { readonly link: Extract<LinkTarget, { kind: 'web' }> }) {
  if (host === null) return <span className="truncate font-mono">{target}</span>;
  return (
    <span className="truncate font-mono text-ink-2">
      {target.slice(0, host.at)}
      <span className="font-semibold text-ink">{host.name}</span>
      {target.slice(host.at + host.name.length)}
    </span>
  );
}

function pathText({ path, line, column }: PathLink): string {
  return [path, line, column].filter((part) => part !== undefined).join(':');
}
