import { useRef, useState, type KeyboardEvent, type ReactNode } from 'react';
import { Floating } from './Floating.tsx';
import { Icon, type IconName } from './Icon.tsx';

/** One line of a menu. */
export interface MenuItem {
  readonly id: string;
  readonly label: string;
  readonly icon?: IconName;
  readonly checked?: boolean;
  readonly onSelect: () => void;
}

interface MenuListProps {
  readonly anchor: DOMRect;
  readonly label: string;
  readonly items: readonly MenuItem[];
  readonly align?: 'start' | 'end';
  readonly mono?: boolean;
  readonly onClose: () => void;
}

/** The open menu: arrows move, Enter chooses, Esc closes. */
export function MenuList({ anchor, label, items, align = 'start', mono = false, onClose }: MenuListProps) {
  const choose = (item: MenuItem) => {
    onClose();
    item.onSelect();
  };
  return (
    <Floating anchor={anchor} role="menu" label={label} align={align} className="menu" onClose={onClose}>
      {items.map((item) => (
        <button
          key={item.id}
          type="button"
          role={item.checked === undefined ? 'menuitem' : 'menuitemradio'}
          aria-checked={item.checked}
          data-autofocus={item.checked}
          className={`menu-item ${mono ? 'code' : ''}`}
          onKeyDown={moveFocus}
          onClick={() => choose(item)}
        >
          {item.icon === undefined ? null : <Icon name={item.icon} size={16} />}
          {item.label}
        </button>
      ))}
    </Floating>
  );
}

interface MenuButtonProps {
  readonly label: string;
  readonly className: string;
  readonly items: readonly MenuItem[];
  readonly align?: 'start' | 'end';
  readonly mono?: boolean;
  readonly disabled?: boolean;
  readonly children: ReactNode;
}

/** A button that opens a menu under itself. */
export function MenuButton({
  label,
  className,
  items,
  align = 'start',
  mono = false,
  disabled = false,
  children,
}: MenuButtonProps) {
  const button = useRef<HTMLButtonElement>(null);
  const [anchor, setAnchor] = useState<DOMRect>();
  const toggle = () => setAnchor(anchor === undefined ? button.current?.getBoundingClientRect() : undefined);
  return (
    <>
      <button
        ref={button}
        type="button"
        className={className}
        aria-haspopup="menu"
        aria-expanded={anchor !== undefined}
        aria-label={label}
        disabled={disabled}
        onClick={toggle}
        onKeyDown={(event) => {
          if (event.key !== 'ArrowDown' || anchor !== undefined) return;
          event.preventDefault();
          toggle();
        }}
      >
        {children}
      </button>
      {anchor === undefined ? null : (
        <MenuList
          anchor={anchor}
          label={label}
          items={items}
          align={align}
          mono={mono}
          onClose={() => setAnchor(undefined)}
        />
      )}
    </>
  );
}

/** Arrows, Home and End go from item to item of the list that has opened. */
export function moveFocus(event: KeyboardEvent<HTMLButtonElement>): void {
  const list = event.currentTarget.closest('.floating');
  const siblings = [...(list?.querySelectorAll<HTMLElement>('.menu-item:not(:disabled)') ?? [])];
  const at = siblings.indexOf(event.currentTarget);
  const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: siblings.length - 1 }[event.key];
  if (to === undefined) return;
  event.preventDefault();
  siblings[(to + siblings.length) % siblings.length]?.focus();
}
