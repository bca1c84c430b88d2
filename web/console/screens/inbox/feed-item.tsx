import { memo } from 'react'
import type { TimelineItem } from '../../../../contract/conversation.ts'
import { Activity } from './activity.tsx'
import { Bubble } from './bubble.tsx'

export interface FeedItemProps {
  item: TimelineItem
  position: number
  /** −1: not known yet. */
  count: number
  follows: boolean
}

/** One thing of the stream. Drawn again only when it changes. */
export const FeedItem = memo(function FeedItem(props: FeedItemProps) {
  return props.item.kind === 'activity' ? <Activity item={props.item} /> : <Bubble {...props} />
})
