import { Component, type ErrorInfo, type ReactNode } from 'react';

/** What went wrong in a part of the window. */
export interface Failure {
  readonly error: unknown;
  /** The components it happened in, innermost first, as React writes them; empty until React has told. */
  readonly components: string;
}

interface Props {
  readonly children: ReactNode;
  /** What stands in place of a part that could not be drawn; `again` tries once more. */
  readonly fallback: (failure: Failure, again: () => void) => ReactNode;
}

/** Keeps a fault in one part of the window from taking the rest with it. */
export class ErrorBoundary extends Component<Props, { readonly failure: Failure | null }> {
  override state: { readonly failure: Failure | null } = { failure: null };

  static getDerivedStateFromError(error: unknown) {
    return { failure: { error, components: '' } };
  }

  override componentDidCatch(error: unknown, { componentStack }: ErrorInfo) {
    this.setState({ failure: { error, components: componentStack?.trim() ?? '' } });
  }

  override render() {
    const { failure } = this.state;
    return failure === null ? this.props.children : this.props.fallback(failure, () => this.setState({ failure: null }));
  }
}
