import { Component, type ReactNode } from 'react';
import { Icon } from '../controls/Icon.tsx';
import { useT } from '../text/translate.ts';
import './fault.css';

/** A part of the page did not come over the network. */
export class NotLoaded extends Error {}

interface PageFaultProps {
  /** The whole page, where reloading is a way on, too. */
  readonly whole?: boolean;
  readonly onRetry?: () => void;
  readonly children: ReactNode;
}

/** Stands in for a part of the page that could not be drawn. What is known of the world lies elsewhere and is kept. */
export class PageFault extends Component<PageFaultProps, { readonly fault: unknown }> {
  override state: { readonly fault: unknown } = { fault: undefined };

  static getDerivedStateFromError(fault: unknown): { readonly fault: unknown } {
    return { fault };
  }

  override render(): ReactNode {
    const { fault } = this.state;
    if (fault === undefined) return this.props.children;
    const retry = () => {
      this.props.onRetry?.();
      this.setState({ fault: undefined });
    };
    return <Note absent={fault instanceof NotLoaded} whole={this.props.whole === true} onRetry={retry} />;
  }
}

interface NoteProps {
  readonly absent: boolean;
  readonly whole: boolean;
  readonly onRetry: () => void;
}

function Note({ absent, whole, onRetry }: NoteProps) {
  const t = useT();
  return (
    <div className="fault" role="alert">
      <Icon name="warn" />
      <p>{t(absent ? 'notLoaded' : 'pageFailed')}</p>
      <button type="button" className="button primary" onClick={onRetry}>
        {t(absent ? 'retry' : 'drawAgain')}
      </button>
      {whole ? (
        <button type="button" className="button outlined" onClick={() => location.reload()}>
          {t('reload')}
        </button>
      ) : null}
    </div>
  );
}
