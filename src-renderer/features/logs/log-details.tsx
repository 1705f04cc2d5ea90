import type { LogLine } from '#shared/contract/index.ts';
import { timeText } from '#shared/messages/time.ts';
import { Button } from '../../components/button.tsx';
import { DetailsPanel, Fact } from '../../components/details-panel.tsx';
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
  const { at, level, process, processId, call, message, fields } = line;
  return (
    <DetailsPanel
      id="log-line"
      title={t('window.logs.line')}
      subject={line}
      copyLabel={t('window.logs.line.copy')}
      closeLabel={t('window.logs.line.close')}
      onClose={onClose}
    >
      <p className="select-text whitespace-pre-wrap break-words pb-2">{message}</p>
      <dl className="flex flex-col gap-1.5 whitespace-pre-wrap">
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
    </DetailsPanel>
  );
}
