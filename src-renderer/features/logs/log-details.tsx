import { Copy, X } from 'lucide-react';
import type { LogLine } from '#shared/contract/index.ts';
import { timeText } from '#shared/messages/time.ts';
import { useServices } from '../../app/services.ts';
import { Button } from '../../components/button.tsx';
import { IconButton } from '../../components/icon-button.tsx';
import { useLanguage, useText } from '../../i18n/use-text.ts';

export interface LogDetailsProps {
  readonly line: LogLine;
  readonly onClose: () => void;
  /** Shows only what was said for this call; null when that is shown already. */
  readonly onCall: ((call: string) => void) | null;
}

/** All that a line says. */
export function LogDetails({ line, onClose, onCall }: LogDetailsProps) {
  const t = useText();
  const language = useLanguage();
  const services = useServices();
  const { at, level, process, processId, call, message, fields } = line;
  return (
    <section
      aria-labelledby="log-line"
      className="flex max-h-[40%] shrink-0 flex-col border-line border-t bg-canvas min-[900px]:max-h-none min-[900px]:w-80 min-[900px]:border-t-0 min-[900px]:border-l"
    >
      <div className="flex h-8 shrink-0 items-center gap-1 px-3">
        <h2 id="log-line" className="min-w-0 flex-1 truncate font-semibold">
          {t('window.logs.line')}
        </h2>
        <IconButton
          icon={Copy}
          label={t('window.logs.line.copy')}
          onClick={() =>
            navigator.clipboard
              .writeText(JSON.stringify(line, null, 2))
              .catch(() => services.notices.getState().info('window.notice.clipboard-failed'))
          }
        />
        <IconButton icon={X} label={t('window.logs.line.close')} onClick={onClose} />
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
      <div tabIndex={0} className="min-h-0 flex-1 overflow-y-auto px-3 pb-3 -outline-offset-2">
        <p className="select-text whitespace-pre-wrap break-words pb-2">{message}</p>
        <dl className="flex flex-col gap-1.5">
          <Fact name={t('window.logs.field.at')} value={timeText(at, language)} />
          <Fact name={t('window.logs.field.level')} value={t(`window.logs.is.${level}`)} />
          <Fact name={t('window.logs.field.process')} value={processId === undefined ? process : `${process} (${processId})`} />
          {call === undefined ? null : <Fact mono name={t('window.logs.field.call')} value={call} />}
          {Object.entries(fields).map(([name, value]) => (
            <Fact key={name} mono name={name} value={typeof value === 'string' ? value : JSON.stringify(value)} />
          ))}
        </dl>
        {call === undefined || onCall === null ? null : (
          <Button size="small" className="mt-3" onClick={() => onCall(call)}>
            {t('window.logs.line.call')}
          </Button>
        )}
      </div>
    </section>
  );
}

function Fact({ name, value, mono = false }: { readonly name: string; readonly value: string; readonly mono?: boolean }) {
  return (
    <div className="flex gap-3">
      <dt className="w-20 shrink-0 break-words text-ink-2">{name}</dt>
      <dd className={`min-w-0 flex-1 select-text whitespace-pre-wrap break-words ${mono ? 'break-all font-mono text-sm' : ''}`}>{value}</dd>
    </div>
  );
}
