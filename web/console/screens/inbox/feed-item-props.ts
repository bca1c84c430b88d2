import type { TimelineItem } from '../../../../contract/conversation.ts'

export interface FeedItemProps {
  item: TimelineItem
  position: number
  /** −1: not known yet. */
  count: number
  follows: boolean
}
