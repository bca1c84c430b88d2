import Inbox from 'lucide-react/icons/inbox'
import WifiOff from 'lucide-react/icons/wifi-off'
import { Banner } from '../components/banner.tsx'
import { Button } from '../components/button.tsx'
import { Card } from '../components/card.tsx'
import { EmptyState } from '../components/empty-state.tsx'
import { ErrorState } from '../components/error-state.tsx'
import { Progress } from '../components/progress.tsx'
import { Skeleton } from '../components/skeleton.tsx'
import { Spinner } from '../components/spinner.tsx'
import { useSamples } from './samples.ts'
import { Grid, Section } from './section.tsx'

export function Feedback() {
  const words = useSamples()
  return (
    <Section title="Feedback">
      <Banner
        tone="attention"
        title={words.writing}
        actions={
          <>
            <Button size="compact">{words.reply}</Button>
            <Button size="compact">{words.takeOver}</Button>
          </>
        }
      />
      <Banner tone="neutral" icon={WifiOff} onDismiss={() => {}}>
        {words.offline}
      </Banner>
      <Banner tone="danger">{words.orderError}</Banner>
      <Banner tone="strain">{words.frustrated}</Banner>
      <Banner tone="success">{words.kept}</Banner>
      <Banner tone="info">{words.hint}</Banner>
      <Grid>
        <Card>
          <EmptyState icon={Inbox} title={words.nothing} action={<Button>{words.unassigned}</Button>} />
        </Card>
        <Card>
          <ErrorState requestId="01JD9Q7K3M" onRetry={() => {}}>
            {words.offline}
          </ErrorState>
        </Card>
        <Card flush>
          <Skeleton rows={3} />
        </Card>
        <Card>
          <Skeleton lines={4} />
        </Card>
        <Card>
          <Spinner />
          <Progress label="Import" value={62} />
        </Card>
      </Grid>
    </Section>
  )
}
