import { lazy, Suspense, useState, type ComponentType, type LazyExoticComponent } from 'react';
import { NotLoaded, PageFault } from './PageFault.tsx';

/** How a part of the page comes: its module, loaded when it is first shown. */
export type Load = () => Promise<{ readonly default: ComponentType }>;

const known = new Map<Load, LazyExoticComponent<ComponentType>>();

/** A part of the page that is loaded by itself. If it does not come or cannot be drawn, the others stay usable. */
export function Part({ load }: { readonly load: Load }) {
  const [Content, setContent] = useState(() => contentOf(load));
  const retry = () => {
    known.delete(load);
    setContent(contentOf(load));
  };
  return (
    <PageFault onRetry={retry}>
      <Suspense fallback={null}>
        <Content />
      </Suspense>
    </PageFault>
  );
}

/** One component for each module, so that a part that is shown again need not wait. */
function contentOf(load: Load): LazyExoticComponent<ComponentType> {
  const content =
    known.get(load) ??
    lazy(() =>
      load().catch((cause: unknown) => {
        throw new NotLoaded('a part of the page', { cause });
      }),
    );
  known.set(load, content);
  return content;
}
