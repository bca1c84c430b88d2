import { Component, type ReactNode } from 'react'
import { ErrorState } from '../../../kit/components/error-state.tsx'

/** Keeps a fault of one screen from blanking the others; offers to try again. */
export class Guard extends Component<{ children: ReactNode }, { error: Error | null }> {
  override state: { error: Error | null } = { error: null }
  static getDerivedStateFromError(error: Error) {
    return { error }
  }
  override componentDidCatch(error: Error) {
    console.error(error)
  }
  override render() {
    if (!this.state.error) return this.props.children
    return <ErrorState onRetry={() => this.setState({ error: null })}>{this.state.error.message}</ErrorState>
  }
}
