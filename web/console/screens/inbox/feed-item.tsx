import { memo } from 'react'
import { Activity } from './activity.tsx'
import { Bubble } from './bubble.tsx'
import type { FeedItemProps } from './feed-item-props.ts'

/** One thing of the stream. Drawn again only when it changes. */
export const FeedItem = memo(function FeedItem(props: FeedItemProps) {
  return props.item.kind === 'activity' ? <Activity item={props.item} /> : <Bubble {...props} />
})
