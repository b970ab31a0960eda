import { useEffect, useLayoutEffect, useRef, useState, type ReactNode } from 'react';
import { createPortal } from 'react-dom';

interface FloatingProps {
  readonly anchor: {
    readonly left: number;
    readonly top: number;
    readonly bottom: number;
    readonly right: number;
  };
  readonly className?: string;
  readonly role?: string;
  readonly label: string;
  readonly align?: 'start' | 'end';
  readonly onClose: () => void;
  readonly children: ReactNode;
}

/**
 * Something that opens over the page beside its anchor: a menu, a card. Esc, a click elsewhere and a Tab beyond its last
 * control close it; the focus goes back to where it came from.
 */
export function Floating({
  anchor,
  className = '',
  role,
  label,
  align = 'start',
  onClose,
  children,
}: FloatingProps) {
  const panel = useRef<HTMLDivElement>(null);
  const [at, setAt] = useState({ left: anchor.left, top: anchor.bottom + GAP });
  const close = useRef(onClose);
  useEffect(() => {
    close.current = onClose;
  });

  useLayoutEffect(() => {
    const box = panel.current?.getBoundingClientRect();
    if (box === undefined) return;
    const below = anchor.bottom + GAP;
    const above = anchor.top - GAP - box.height;
    const wanted = align === 'end' ? anchor.right - box.width : anchor.left;
    setAt({
      left: Math.max(8, Math.min(wanted, innerWidth - box.width - 8)),
      top:
        below + box.height > innerHeight - 8 && above > 8
          ? above
          : Math.min(below, innerHeight - box.height - 8),
    });
  }, [anchor, align]);

  useEffect(() => {
    const before = document.activeElement;
    const first = panel.current?.querySelector<HTMLElement>('[data-autofocus], button, a, input');
    (first ?? panel.current)?.focus({ preventScroll: true });
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== 'Escape' && !leavesByTab(event, panel.current)) return;
      event.stopPropagation();
      event.preventDefault();
      close.current();
    };
    const onPointer = (event: PointerEvent) => {
      if (panel.current?.contains(event.target as Node) === false) close.current();
    };
    document.addEventListener('keydown', onKey, true);
    document.addEventListener('pointerdown', onPointer, true);
    return () => {
      document.removeEventListener('keydown', onKey, true);
      document.removeEventListener('pointerdown', onPointer, true);
      if (before instanceof HTMLElement && before.isConnected) before.focus({ preventScroll: true });
    };
  }, []);

  return createPortal(
    <div
      ref={panel}
      role={role}
      aria-label={label}
      tabIndex={-1}
      className={`floating nokey ${className}`}
      style={at}
    >
      {children}
    </div>,
    document.body,
  );
}

const GAP = 4;

/** A Tab that would leave the panel. In a menu every Tab does: its items are for the arrow keys. */
function leavesByTab(event: KeyboardEvent, panel: HTMLElement | null): boolean {
  if (event.key !== 'Tab' || panel === null) return false;
  const stops = [...panel.querySelectorAll<HTMLElement>('button:not(:disabled), a[href], input')];
  const edge = event.shiftKey ? stops[0] : stops.at(-1);
  const inside = document.activeElement;
  return (
    panel.role === 'menu' || stops.length === 0 || inside === edge || (event.shiftKey && inside === panel)
  );
}
