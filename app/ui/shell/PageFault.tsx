import { Component, type ReactNode } from 'react';
import './fault.css';

interface PageFaultProps {
  readonly text: string;
  readonly reload: string;
  readonly children: ReactNode;
}

/** Stands in for a part of the page that could not be drawn; the bar above it stays usable. */
export class PageFault extends Component<PageFaultProps, { readonly failed: boolean }> {
  override state = { failed: false };

  static getDerivedStateFromError(): { readonly failed: boolean } {
    return { failed: true };
  }

  override render(): ReactNode {
    if (!this.state.failed) return this.props.children;
    return (
      <div className="fault" role="alert">
        <p>{this.props.text}</p>
        <button type="button" className="button primary" onClick={() => location.reload()}>
          {this.props.reload}
        </button>
      </div>
    );
  }
}
