import Image from 'lucide-react/icons/image'
import { useState } from 'react'
import { Button } from '../../../kit/components/button.tsx'
import { useT } from '../../../kit/i18n.tsx'
import style from './feed.module.css'

/** The mail as its sender drew it, in a frame where nothing runs. Pictures from the network, which tell the sender that it was read, only when asked. */
export function MailView({ messageId, html }: { messageId: string; html: string }) {
  const t = useT()
  const [hasRemoteImages, setHasRemoteImages] = useState(false)
  return (
    <div className={style.mail}>
      {!hasRemoteImages && html.includes('data-remote-src="http') && (
        <p className={style.mailImages}>
          {t('inbox.images_blocked')}
          <Button size="compact" icon={Image} onClick={() => setHasRemoteImages(true)}>
            {t('inbox.show_images')}
          </Button>
        </p>
      )}
      <iframe
        className={style.mailFrame}
        src={`/mail/${messageId}${hasRemoteImages ? '?images=yes' : ''}`}
        title={t('inbox.mail_frame')}
        sandbox="allow-popups allow-popups-to-escape-sandbox"
        referrerPolicy="no-referrer"
      />
    </div>
  )
}
