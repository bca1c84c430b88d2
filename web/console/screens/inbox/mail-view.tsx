import Image from 'lucide-react/icons/image'
import { useEffect, useRef, useState } from 'react'
import { Button } from '../../../kit/components/button.tsx'
import { useT } from '../../../kit/i18n.tsx'
import style from './feed.module.css'
import { hasBlockedImages, mailDocument } from './mail-document.ts'

/** The mail as its sender drew it, in a frame where nothing runs. Pictures from the network, which tell the sender that it was read, only when asked. */
export function MailView({ html }: { html: string }) {
  const t = useT()
  const frame = useRef<HTMLIFrameElement>(null)
  const [hasRemoteImages, setHasRemoteImages] = useState(false)
  useEffect(() => {
    if (frame.current) frame.current.srcdoc = trusted(mailDocument(html, { origin: location.origin, hasRemoteImages }))
  }, [html, hasRemoteImages])
  return (
    <div className={style.mail}>
      {!hasRemoteImages && hasBlockedImages(html) && (
        <p className={style.mailImages}>
          {t('inbox.images_blocked')}
          <Button size="compact" icon={Image} onClick={() => setHasRemoteImages(true)}>
            {t('inbox.show_images')}
          </Button>
        </p>
      )}
      <iframe
        ref={frame}
        className={style.mailFrame}
        title={t('inbox.mail_frame')}
        sandbox="allow-popups allow-popups-to-escape-sandbox"
        referrerPolicy="no-referrer"
      />
    </div>
  )
}

interface TrustedTypes {
  createPolicy(name: string, rules: { createHTML(html: string): string }): { createHTML(html: string): string }
}
let policy: { createHTML(html: string): string } | null = null

/** Under a policy of trusted types only named makers of HTML may set a frame's document. What is given here was sanitised by the server and runs nowhere. */
function trusted(html: string): string {
  const types = (globalThis as { trustedTypes?: TrustedTypes }).trustedTypes
  policy ??= types?.createPolicy('samvad-mail', { createHTML: (text) => text }) ?? { createHTML: (text) => text }
  return policy.createHTML(html)
}
