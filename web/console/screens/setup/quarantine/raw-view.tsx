import Download from 'lucide-react/icons/download'
import type { InboundEvent } from '../../../../../contract/api/inboxes.ts'
import { Button } from '../../../../kit/components/button.tsx'
import { Dialog } from '../../../../kit/components/dialog.tsx'
import { useT } from '../../../../kit/i18n.tsx'
import { call } from '../../../api.ts'
import { CopyLine } from '../../pieces/copy-line.tsx'
import { saveFile } from '../../pieces/save-file.ts'
import { Loaded } from '../../pieces/loaded.tsx'
import style from '../../pieces/screen.module.css'
import { useLoad } from '../../pieces/use-load.ts'

/** More than this is not for reading; the file has all of it. */
const mostShown = 60_000

/** The raw form of something that came in, as text; nothing of it is interpreted. */
export function RawView({ event, onClose }: { event: InboundEvent | null; onClose(): void }) {
  const t = useT()
  return (
    <Dialog open={event !== null} onOpenChange={(open) => !open && onClose()} title={t('setup.raw_title')} size="large">
      {event && <Raw event={event} />}
    </Dialog>
  )
}

function Raw({ event }: { event: InboundEvent }) {
  const t = useT()
  const raw = useLoad(event.id, async (signal) => {
    const { body, headers } = await call('GET /inbound-events/:id/raw', { params: { id: event.id } }, { signal })
    return { headers, bytes: Uint8Array.from(atob(body), (letter) => letter.charCodeAt(0)) }
  })
  return (
    <Loaded of={raw}>
      {({ bytes, headers }) => {
        const text = new TextDecoder().decode(bytes.subarray(0, mostShown))
        const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`)
        return (
          <>
            {lines.length > 0 && <CopyLine label={t('setup.raw_headers')} text={lines.join('\n')} />}
            <CopyLine label={t('setup.raw_body')} text={text} />
            {bytes.length > mostShown && <p className={style.meta}>{t('setup.raw_cut')}</p>}
            <div className={style.actions}>
              <Button icon={Download} onClick={() => saveFile(`${event.id}.eml`, new Blob([bytes], { type: 'application/octet-stream' }))}>
                {t('setup.raw_download')}
              </Button>
            </div>
          </>
        )
      }}
    </Loaded>
  )
}
